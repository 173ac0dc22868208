// What a surveyor's phone sends: its outbox comes as one batch.
import { surveyAddPersonPayload, surveyAnswerPayload, type SurveyAddPersonPayload, type SurveyAnswerPayload } from '@shouwang/contract/surveys';
import type { z } from 'zod';
import { command, type SyncCommand } from '../../platform/sync/command.ts';
import { addPeople, answerSurvey } from './answer.ts';

export const surveyCommands: readonly SyncCommand[] = [
  command<SurveyAnswerPayload>({ kind: 'surveys.answer', permission: 'surveys.answer', payload: surveyAnswerPayload as z.ZodType<SurveyAnswerPayload>, apply: answerSurvey }),
  command<SurveyAddPersonPayload>({
    kind: 'surveys.addPerson',
    permission: 'surveys.answer',
    payload: surveyAddPersonPayload as z.ZodType<SurveyAddPersonPayload>,
    apply: addPeople,
  }),
];
