// Somebody whom no list had: the name first, then what is known, then the round's questions.
import { factCatalogue, type FactKey } from '@shouwang/domain/ledger';
import { askedFacts } from '@shouwang/domain/surveys';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice } from '../../../platform/device/app.tsx';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { Button, Heading, Notice, SosLink } from '../../../ui/field/parts.tsx';
import { address, replaceBy } from '../../../ui/field/route.ts';
import type { Raw } from '../../ledger/entry/entryLogic.ts';
import { ShapeQuestion } from './FactQuestion.tsx';
import { ADD_PERSON, meant } from './subjects.ts';
import { useKeptDraft, useRecord, useSurveys } from './useSurveys.ts';

interface NewPerson {
  readonly commandId: string;
  readonly subjectId: string;
  readonly elderId: string;
  readonly raw: { readonly [key: string]: Raw };
}
const first: readonly FactKey[] = ['name', 'sex', 'birthDate', 'idNo', 'phone', 'group', 'address', 'livesWith'];

export function NewPersonScreen({ id }: { readonly id: string }) {
  const { t } = useTranslation(['surveyField']);
  const word = useWord();
  const { newId } = useDevice();
  const [roundId = '', division = ''] = id.split(':');
  const { rounds } = useSurveys();
  const survey = rounds.find((one) => one.id === roundId);
  const village = survey?.villages.find((one) => one.division === division);
  const { draft, change, key } = useKeptDraft<NewPerson>(`new:${id}`, () => ({ commandId: newId(), subjectId: newId(), elderId: newId(), raw: {} }));
  const record = useRecord();
  const [problem, setProblem] = useState<string | null>(null);
  if (survey === undefined || village === undefined) {
    return (
      <main className="f-main">
        <Heading back={address('surveys')}>{t('surveyField:addTitle')}</Heading>
        <Notice tone="plain">{t('surveyField:notHere')}</Notice>
      </main>
    );
  }
  const keys = [...first, ...askedFacts(survey.groups).filter((one) => !first.includes(one))];
  const save = async (): Promise<void> => {
    const read = meant(draft.raw, keys, {});
    if ('wrong' in read) return setProblem(t('surveyField:problem', { item: word('domain:fact', read.wrong) }));
    const { name } = read.facts;
    if (typeof name !== 'string') return setProblem(t('surveyField:nameMissing'));
    const { subjectId, elderId } = draft;
    if (await record(ADD_PERSON, draft.commandId, { id: subjectId, name }, { roundId, division, subjectId, elderId, facts: read.facts }, key)) replaceBy('surveys');
    else setProblem(t('surveyField:notSaved'));
  };
  return (
    <>
      <main className="f-main">
        <Heading back={address('surveys')}>{t('surveyField:addTitle')}</Heading>
        <p className="f-soft">
          {village.name} · {t('surveyField:addLead')}
        </p>
        {keys.map((one) => (
          <ShapeQuestion
            key={one}
            label={word('domain:fact', one)}
            shape={factCatalogue[one].shape}
            raw={draft.raw[one]}
            onChange={(raw) => {
              setProblem(null);
              change((before) => ({ ...before, raw: { ...before.raw, [one]: raw } }));
            }}
          />
        ))}
        <p className="f-soft">{t('surveyField:draftSaved')}</p>
      </main>
      <div className="f-bar f-actions">
        {problem === null ? null : (
          <Notice tone="danger" icon="alarm">
            {problem}
          </Notice>
        )}
        <Button kind="primary" onPress={() => void save()}>
          {t('surveyField:save')}
        </Button>
        <SosLink />
      </div>
    </>
  );
}
