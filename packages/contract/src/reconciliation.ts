// Reconciliation: lists received, findings with what both sides say, doubtful matches that a person
// decides. Numbers are masked; what follows from settling a finding is said by its kind.
import { categories, factKeys, sourceKinds } from '@shouwang/domain/ledger';
import { agreements, findingKinds, findingOutcomes, findingStates, findingSteps, identityFields } from '@shouwang/domain/reconciliation';
import { z } from 'zod';
import { divisionCode, divisionPrefix, flag, id, isoDate, list, page, reason, route } from './route.ts';

const source = z.enum(sourceKinds);
const category = z.enum(categories);
export const likeness = z.object({
  /** 0 to 1. */
  score: z.number(),
  evidence: z.array(z.object({ field: z.enum(identityFields), agreement: z.enum(agreements), weight: z.number() })),
});
/** What one side says: facts by key, identity numbers and phones masked. */
export const side = z.object({ facts: z.record(z.string(), z.unknown()), source, date: isoDate, ref: z.string() });
export const findingView = z.object({
  id,
  kind: z.enum(findingKinds),
  state: z.enum(findingStates),
  /** Null for `missing` until it is confirmed. */
  elderId: id.nullable(),
  /** The second file of a `duplicate`. */
  otherElderId: id.nullable(),
  name: z.string(),
  idNoMasked: z.string(),
  sex: z.enum(['male', 'female']).nullable(),
  birthDate: z.string().nullable(),
  division: divisionCode,
  townName: z.string(),
  villageName: z.string(),
  source,
  /** The fact that differs; null where the whole person is meant. */
  factKey: z.enum(factKeys as [string, ...string[]]).nullable(),
  /** What is wrong with the number (`idProblem`): missing, length, characters, birthDate, checkDigit, mangledNumber, sexDiffers, shared, differs. */
  problem: z.string().nullable(),
  /** Lists that speak of it; the one that counts by the pack's rank first. */
  theirs: z.array(side),
  ours: side.nullable(),
  /** For `missing`: categories that the lists alone give. */
  categories: z.array(category),
  score: z.number(),
  evidence: likeness.shape.evidence,
  /** The list is older than what we say. */
  isStale: z.boolean(),
  dueOn: isoDate,
  isOverdue: z.boolean(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  closedBy: z.string().nullable(),
  reason: z.string().nullable(),
});
export type FindingView = z.output<typeof findingView>;
export const findingFilter = {
  division: divisionPrefix.optional(),
  kind: list(z.enum(findingKinds)),
  /** Open ones where none is named. */
  state: list(z.enum(findingStates)),
  source: list(source),
  elderId: id.optional(),
  listId: id.optional(),
  overdue: flag.optional(),
  /** Name, in full or its beginning. */
  q: z.string().max(60).optional(),
};
export const findingList = route({
  method: 'GET',
  path: '/api/findings',
  permission: 'findings.read',
  summary: 'Findings of the scope, by due date; an elder file asks for its own with elderId',
  query: z.object({ ...findingFilter, ...page }),
  response: z.object({ count: z.number(), rows: z.array(findingView) }),
});
export const findingFacets = route({
  method: 'GET',
  path: '/api/findings/facets',
  permission: 'findings.read',
  summary: 'How many findings the filter has, by kind, state, source and place',
  query: z.object(findingFilter),
  response: z.object({
    count: z.number(),
    overdue: z.number(),
    kinds: z.record(z.string(), z.number()),
    states: z.record(z.string(), z.number()),
    sources: z.record(z.string(), z.number()),
    divisions: z.array(z.object({ code: divisionCode, name: z.string(), count: z.number(), overdue: z.number() })),
  }),
});
export const findingGet = route({
  method: 'GET',
  path: '/api/findings/:id',
  permission: 'findings.read',
  summary: 'One finding with its history',
  params: z.object({ id }),
  response: findingView.extend({
    steps: z.array(z.object({ at: z.string(), by: z.string().nullable(), step: z.enum(findingSteps), reason: z.string().nullable() })),
  }),
});
const settling = {
  outcome: z.enum(findingOutcomes),
  reason: z.string().min(2).max(500),
};
export const findingSettle = route({
  method: 'POST',
  path: '/api/findings/:id/settle',
  permission: 'findings.settle',
  summary:
    'End a finding. confirmed: the list is right (a death or move closes the file, a missing person gets a proposed file, theirs becomes the deciding value); corrected: neither, `value` is right; refuted: ours stands',
  params: z.object({ id }),
  body: z.object({
    ...settling,
    /** For `corrected`: the right value of the fact. */
    value: z.unknown().optional(),
    /** For a death or a move: the day, where the list's is not right. */
    on: isoDate.optional(),
    /** For somebody missing whose village no list tells: where he lives. */
    division: divisionCode.optional(),
  }),
  response: findingGet.response,
});
export const findingsSettle = route({
  method: 'POST',
  path: '/api/findings/settle',
  permission: 'findings.settle',
  summary: 'End several findings in the same way with one reason; each with its own outcome',
  body: z.object({ ...settling, ids: z.array(id).min(1).max(500) }),
  response: z.object({ settled: z.array(id), refused: z.array(z.object({ id, code: z.string() })) }),
});
export const findingsWorkbook = route({
  method: 'GET',
  path: '/api/findings.xlsx',
  permission: 'elders.export',
  summary: 'The filtered findings as a workbook, numbers masked; audited',
  query: z.object({ ...findingFilter, reason }),
  carries: 'file',
});

export const sourceListView = z.object({
  id,
  kind: source,
  /** Office or reporting unit as the file says it; '' where it says none. */
  sender: z.string(),
  file: z.string(),
  sheet: z.string(),
  title: z.string(),
  /** The day the list speaks of. */
  date: isoDate,
  /** First and last day that its rows speak of. */
  periodFrom: isoDate.nullable(),
  periodTo: isoDate.nullable(),
  rows: z.number(),
  matched: z.number(),
  doubtful: z.number(),
  unmatched: z.number(),
  /** Open findings that rest on it. */
  findings: z.number(),
  division: divisionCode,
  importId: id,
  receivedAt: z.string(),
  receivedBy: z.string().nullable(),
});
export type SourceListView = z.output<typeof sourceListView>;
export const sourceLists = route({
  method: 'GET',
  path: '/api/source-lists',
  permission: 'findings.read',
  summary: 'Lists received from other offices, newest first',
  query: z.object({ kind: list(source), ...page }),
  response: z.object({ count: z.number(), rows: z.array(sourceListView) }),
});
export const sourceListRows = route({
  method: 'GET',
  path: '/api/source-lists/:id/rows',
  permission: 'findings.read',
  summary: 'Rows of a list in their order, by how they matched; with what a person decided of doubtful ones',
  params: z.object({ id }),
  query: z.object({ match: z.enum(['matched', 'doubtful', 'unmatched']).optional(), ...page }),
  response: z.object({
    count: z.number(),
    rows: z.array(
      z.object({
        id,
        ref: z.string(),
        date: isoDate,
        name: z.string(),
        idNoMasked: z.string(),
        birthDate: z.string().nullable(),
        sex: z.enum(['male', 'female']).nullable(),
        place: z.string(),
        facts: z.record(z.string(), z.unknown()),
        match: z.enum(['matched', 'doubtful', 'unmatched']),
        elderId: id.nullable(),
        score: z.number(),
        /** Where it was doubtful and a person said whom it means; reason '' where none was given. */
        decided: z.object({ at: z.string(), by: z.string().nullable(), reason: z.string() }).nullable(),
      }),
    ),
  }),
});

const told = z.object({
  name: z.string(),
  idNoMasked: z.string(),
  birthDate: z.string().nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  place: z.string(),
  phoneMasked: z.string(),
});
export const doubtView = z.object({
  /** Of the list's row. */
  id,
  listId: id.nullable(),
  source,
  date: isoDate,
  ref: z.string(),
  told,
  facts: z.record(z.string(), z.unknown()),
  /** Whom it may mean, the likeliest first. */
  candidates: z.array(z.object({ elderId: id, ...told.shape, closedOn: isoDate.nullable(), ...likeness.shape })),
});
export type DoubtView = z.output<typeof doubtView>;
export const doubtList = route({
  method: 'GET',
  path: '/api/doubts',
  permission: 'findings.read',
  summary: 'Rows of lists of which it is not certain whom they mean',
  query: z.object({ source: list(source), listId: id.optional(), ...page }),
  response: z.object({ count: z.number(), rows: z.array(doubtView) }),
});
export const doubtSettle = route({
  method: 'POST',
  path: '/api/doubts/:id/settle',
  permission: 'findings.settle',
  summary: 'Say whom a doubtful row means: one of the candidates, or (null) nobody in the ledger',
  params: z.object({ id }),
  body: z.object({ elderId: id.nullable(), reason: z.string().max(500).optional() }),
  response: z.object({ id, elderId: id.nullable() }),
});

export const reconciliationState = z.enum(['idle', 'running', 'stopped', 'done']);
export const reconciliationProgress = z.object({
  state: reconciliationState,
  done: z.number(),
  total: z.number(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export const reconciliationRebuild = route({
  method: 'POST',
  path: '/api/reconciliation/rebuild',
  permission: 'imports.run',
  summary: 'Work out all findings of the county anew; as a job with progress',
  response: reconciliationProgress,
});
export const reconciliationStatus = route({
  method: 'GET',
  path: '/api/reconciliation',
  permission: 'findings.read',
  summary: 'How far the last rebuild is',
  response: reconciliationProgress,
});
export const reconciliationStop = route({
  method: 'POST',
  path: '/api/reconciliation/stop',
  permission: 'imports.run',
  summary: 'Stop the rebuild between two batches; what was worked out stays',
  response: reconciliationProgress,
});
