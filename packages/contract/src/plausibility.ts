// How plausible visits are, the doubts that are asked about, and the draw by lot.
import { checkOutcomes, doubtAnswers, doubtEvents, doubtOrigins, doubtStates, plausibilitySignals, plausibilityStates, signalStatuses, visitModes } from '@shouwang/domain/visits';
import { z } from 'zod';
import { divisionCode, divisionPrefix, id, instant, isoDate, page, reason, route } from './route.ts';

export const judgedSignal = z.object({
  signal: z.enum(plausibilitySignals),
  status: z.enum(signalStatuses),
  points: z.number(),
  reason: z.string(),
  facts: z.record(z.string(), z.number()),
  visits: z.array(id),
});
export type JudgedSignalView = z.output<typeof judgedSignal>;

/** A signal as a helper’s phone shows it: why, without the visits of others. */
const toldSignal = judgedSignal.pick({ signal: true, reason: true, facts: true });

export const doubtRow = z.object({
  visitId: id,
  elderId: id,
  elderName: z.string(),
  division: divisionCode,
  townName: z.string(),
  villageName: z.string(),
  visitorName: z.string(),
  mode: z.enum(visitModes),
  occurredAt: instant,
  origin: z.enum(doubtOrigins),
  state: z.enum(doubtStates),
  odd: z.array(z.enum(plausibilitySignals)),
  signals: z.array(toldSignal),
  askedAt: instant,
  dueOn: isoDate,
  answer: z.enum(doubtAnswers).nullable(),
  words: z.string().nullable(),
  answeredAt: instant.nullable(),
  outcome: z.enum(checkOutcomes).nullable(),
  outcomeWords: z.string().nullable(),
  checkedBy: z.string().nullable(),
  checkedAt: instant.nullable(),
  tries: z.number(),
});
export type DoubtRow = z.output<typeof doubtRow>;

export const visitPlausibility = route({
  method: 'GET',
  path: '/api/visits/:id/plausibility',
  permission: 'doubts.read',
  summary: 'What was compared about one visit, what is odd, and what became of it',
  params: z.object({ id }),
  response: z.object({
    /** Null: not judged yet, or not to be judged (paper, attempts, visits of offices). */
    judged: z
      .object({
        state: z.enum(plausibilityStates),
        points: z.number(),
        doubtFrom: z.number(),
        packVersion: z.string(),
        computedAt: instant,
        signals: z.array(judgedSignal),
        /** The visits it was compared with, as far as the reader may see them. */
        compared: z.array(z.object({ id, elderName: z.string(), occurredAt: instant })),
      })
      .nullable(),
    /** Something that it rests on came or changed since visits were judged last; the next time it is judged anew. */
    changedSince: z.boolean(),
    doubt: doubtRow.nullable(),
    events: z.array(
      z.object({
        kind: z.enum(doubtEvents),
        at: instant,
        by: z.string().nullable(),
        odd: z.array(z.enum(plausibilitySignals)),
        answer: z.enum(doubtAnswers).nullable(),
        outcome: z.enum(checkOutcomes).nullable(),
        words: z.string().nullable(),
      }),
    ),
  }),
});

const doubtFilter = {
  division: divisionPrefix.optional(),
  state: z.enum([...doubtStates, 'all']).default('toCheck'),
  origin: z.enum(doubtOrigins).optional(),
  signal: z.enum(plausibilitySignals).optional(),
  outcome: z.enum(checkOutcomes).optional(),
};
export const visitDoubtList = route({
  method: 'GET',
  path: '/api/visit-doubts',
  permission: 'doubts.read',
  summary: 'Visits that are asked about or drawn by lot, the soonest due first',
  query: z.object({ ...doubtFilter, ...page }),
  response: z.object({
    count: z.number(),
    /** How many in each state, in the same range. */
    states: z.object({ asked: z.number(), toCheck: z.number(), settled: z.number(), withdrawn: z.number() }),
    rows: z.array(doubtRow),
  }),
});
export const visitDoubtWorkbook = route({
  method: 'GET',
  path: '/api/visit-doubts.xlsx',
  permission: 'reports.export',
  summary: 'The list as a workbook; audited',
  query: z.object({ ...doubtFilter, reason }),
  carries: 'file',
});
export const visitDoubtCheck = route({
  method: 'POST',
  path: '/api/visit-doubts/:id/check',
  permission: 'doubts.check',
  summary: 'What a call with the elder ended with; changes nothing about the visit itself',
  params: z.object({ id }),
  body: z.object({ outcome: z.enum(checkOutcomes), words: z.string().max(500).default('') }),
  response: z.object({ state: z.enum(doubtStates) }),
});
export const visitLots = route({
  method: 'GET',
  path: '/api/visit-lots',
  permission: 'doubts.read',
  summary: 'Draws by lot: seed, how many visits there were, which were drawn',
  query: z.object({ division: divisionPrefix.optional() }),
  response: z.object({
    weeks: z.array(
      z.object({
        weekStart: isoDate,
        share: z.number(),
        sownAt: instant,
        drawnAt: instant.nullable(),
        /** Shown from the beginning. */
        seedDigest: z.string(),
        /** Shown once it is drawn. */
        seed: z.string().nullable(),
        population: z.number(),
        drawn: z.number(),
        villages: z.number(),
      }),
    ),
  }),
});

/** Payload of the phone’s command `doubts.answer`: one answer for all that is asked for the same reason. */
export const doubtAnswerPayload = z.object({ visitIds: z.array(id).min(1).max(100), answer: z.enum(doubtAnswers), words: z.string().max(500).default('') });
export type DoubtAnswerPayload = z.output<typeof doubtAnswerPayload>;

/** Data of entity `visitDoubt` in the visitor’s feed; the id is the visit’s. */
export const fieldDoubt = z.object({
  visitId: id,
  elderName: z.string(),
  mode: z.enum(visitModes),
  occurredAt: instant,
  state: z.enum(doubtStates),
  dueOn: isoDate,
  signals: z.array(toldSignal),
  answer: z.enum(doubtAnswers).nullable(),
  outcome: z.enum(checkOutcomes).nullable(),
  outcomeWords: z.string().nullable(),
});
export type FieldDoubt = z.output<typeof fieldDoubt>;
