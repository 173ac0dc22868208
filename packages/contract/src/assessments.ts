// Assessments of one elder, and who is due again. The screen sends what was ticked; points and level
// are worked out by the server.
import {
  abilityDimensions,
  abilityItems,
  assessmentKinds,
  assessmentReasons,
  codesOf,
  diagnoses,
  healthIssues,
  healthPayers,
  informants,
  levelChanges,
  riskEventKinds,
  selfCareIndicators,
} from '@shouwang/domain/assessments';
import { z } from 'zod';
import { needsForm } from './policy.ts';
import { divisionCode, divisionPrefix, id, isoDate, page, reason, route } from './route.ts';

const oneOf = (codes: readonly string[]) => z.enum(codes as [string, ...string[]]);
const some = (codes: readonly string[]) => z.array(oneOf(codes)).max(codes.length);
const shortText = z.string().trim().max(100);
const name = z.string().trim().min(1).max(60);

/** Who, when and why; the same for every kind. Two assessors, as the standard's practice has it. */
const occasion = {
  assessedOn: isoDate,
  reason: oneOf(codesOf(assessmentReasons)),
  assessors: z.tuple([name, name]),
  informant: z.object({ kind: oneOf(codesOf(informants)), name: shortText }),
  note: z.string().trim().max(500).default(''),
};
export const abilitySheet = z.object({
  ...occasion,
  /** cm and kg. */
  height: z.number().min(50).max(250).nullable(),
  weight: z.number().min(10).max(300).nullable(),
  payers: some(codesOf(healthPayers)),
  /** Times within 30 days, 3 = three or more. */
  riskEvents: z.partialRecord(oneOf(codesOf(riskEventKinds)), z.number().int().min(0).max(3)),
  diagnoses: some(codesOf(diagnoses)),
  otherDiagnosis: shortText.default(''),
  medications: z.array(z.object({ name, dose: shortText.optional(), frequency: shortText.optional() })).max(30),
  healthIssues: some(codesOf(healthIssues)),
  answers: z.partialRecord(oneOf(abilityItems.map((item) => item.key)), z.string().max(10)),
});
export type AbilitySheet = z.output<typeof abilitySheet>;
export const selfCareSheet = z.object({ ...occasion, answers: z.partialRecord(oneOf(selfCareIndicators.map((indicator) => indicator.key)), z.boolean()) });
export type SelfCareSheet = z.output<typeof selfCareSheet>;
/** `formId`, `formVersion`: the form that was filled; another one in force by then is refused. */
export const needsSheet = z.object({ ...occasion, formId: z.string().max(60), formVersion: z.number().int(), answers: z.record(z.string().max(40), z.string().max(40)) });
export type NeedsSheet = z.output<typeof needsSheet>;

const level = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export const abilityRules = z.object({ riskEventsFrom: z.number(), changesAddUp: z.boolean() });
export const abilityResult = z.object({
  scores: z.record(z.enum(abilityDimensions), z.number()),
  total: z.number(),
  firstLevel: level,
  changes: z.array(z.object({ rule: z.enum(levelChanges), by: z.number(), because: z.array(z.string()) })),
  level,
});
export const selfCareResult = z.object({ missed: z.array(z.string()), level: z.enum(['full', 'partial', 'none']) });
export const needsResult = z.object({
  points: z.number(),
  urgency: z.string(),
  services: z.array(z.object({ service: z.string(), because: z.array(z.object({ item: z.string(), option: z.string() })) })),
});
const kept = {
  id,
  assessedOn: isoDate,
  /** By the pack in force now. */
  dueOn: isoDate,
  recordedAt: z.string(),
  recordedBy: z.string().nullable(),
  packId: z.string(),
  packVersion: z.string(),
  /** A value that is still 待确认 decided. */
  provisional: z.boolean(),
  /** Typed in wrongly: kept as history, it decides nothing. */
  voided: z.object({ at: z.string(), by: z.string().nullable(), reason: z.string() }).nullable(),
};
export const assessmentView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ability'), ...kept, sheet: abilitySheet, rules: abilityRules, result: abilityResult }),
  z.object({ kind: z.literal('selfCare'), ...kept, sheet: selfCareSheet, result: selfCareResult }),
  /** With the form as it was when it was filled. */
  z.object({ kind: z.literal('needs'), ...kept, sheet: needsSheet, form: needsForm, result: needsResult }),
]);
export type AssessmentView = z.output<typeof assessmentView>;

export const assessmentsOf = route({
  method: 'GET',
  path: '/api/elders/:id/assessments',
  permission: 'assessments.read',
  summary: 'Everything assessed of one elder, newest first, and what a new sheet begins with',
  params: z.object({ id }),
  response: z.object({
    assessments: z.array(assessmentView),
    abilityRules,
    needsForm,
    /** Options of the needs form that follow from what is on file. */
    needsSuggested: z.record(z.string(), z.string()),
    medications: z.array(z.object({ name: z.string(), dose: z.string().optional(), frequency: z.string().optional() })),
    /** Latest assessment of ability that counts, here or in the register. */
    abilityDueOn: isoDate.nullable(),
  }),
});
const recorded = z.object({ id });
export const recordAbility = route({
  method: 'POST',
  path: '/api/elders/:id/assessments/ability',
  permission: 'assessments.record',
  summary: 'Record an assessment of ability (GB/T 42195); the level becomes a fact',
  params: z.object({ id }),
  body: z.object({ id, sheet: abilitySheet }),
  response: recorded.extend({ result: abilityResult }),
});
export const recordSelfCare = route({
  method: 'POST',
  path: '/api/elders/:id/assessments/self-care',
  permission: 'assessments.record',
  summary: 'Record the six indicators of destitute support; the result becomes a fact',
  params: z.object({ id }),
  body: z.object({ id, sheet: selfCareSheet }),
  response: recorded.extend({ result: selfCareResult }),
});
export const recordNeeds = route({
  method: 'POST',
  path: '/api/elders/:id/assessments/needs',
  permission: 'assessments.record',
  summary: 'Record a needs assessment by the form of the pack',
  params: z.object({ id }),
  body: z.object({ id, sheet: needsSheet }),
  response: recorded.extend({ result: needsResult }),
});

export const voidAssessment = route({
  method: 'POST',
  path: '/api/assessments/:id/void',
  permission: 'assessments.void',
  summary: 'Void an assessment that was typed in wrongly: it stays in the history, what it stated is withdrawn; audited, the reason sealed',
  params: z.object({ id }),
  body: z.object({ reason: z.string().trim().min(2).max(200) }),
  response: recorded,
});

export const dueStates = ['overdue', 'soon', 'all'] as const;
const dueFilter = { division: divisionPrefix.optional(), kind: z.enum(assessmentKinds).default('ability'), state: z.enum(dueStates).default('soon') };
export const dueRow = z.object({
  elderId: id,
  elderName: z.string(),
  division: divisionCode,
  townName: z.string(),
  villageName: z.string(),
  lastOn: isoDate,
  /** Assessed here, or told by the register of assessments. */
  from: z.enum(['here', 'register']),
  dueOn: isoDate,
  /** Days that it is overdue; negative while there is time. */
  overdueDays: z.number(),
});
export const assessmentsDue = route({
  method: 'GET',
  path: '/api/assessments/due',
  permission: 'assessments.read',
  summary: 'Whose next assessment is due: overdue, or within 60 days',
  query: z.object({ ...dueFilter, ...page }),
  response: z.object({ count: z.number(), overdue: z.number(), soon: z.number(), months: z.number(), provisional: z.boolean(), rows: z.array(dueRow) }),
});
export const assessmentsDueWorkbook = route({
  method: 'GET',
  path: '/api/assessments/due.xlsx',
  permission: 'elders.export',
  summary: 'The list of those due as a workbook; audited',
  query: z.object({ ...dueFilter, reason }),
  carries: 'file',
});
