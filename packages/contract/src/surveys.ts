// 摸底排查: rounds, their villages and surveyors, who is left; the phone's commands and what it holds.
import { factGroups, factKeys } from '@shouwang/domain/ledger';
import { surveyOutcomes, surveyStates } from '@shouwang/domain/surveys';
import { z } from 'zod';
import { category } from './ledger.ts';
import { divisionCode, divisionPrefix, id, isoDate, page, reason, route } from './route.ts';

const groups = z.array(z.enum(factGroups)).min(1);
const factKey = z.enum(factKeys as [string, ...string[]]);
export const surveyOutcome = z.enum(surveyOutcomes);

/** Whom a round asks of the people on the list; all of them where nothing is narrowed. `listed` false: only households named by hand. */
export const surveyAudience = z.object({
  listed: z.boolean(),
  ageFrom: z.number().int().min(0).max(120).optional(),
  categories: z.array(category).default([]),
  incomplete: z.boolean().default(false),
});
/** A household that is in no ledger: the name on the door and where it is. */
export const surveyHousehold = z.object({ division: divisionCode, name: z.string().trim().min(1).max(60), place: z.string().trim().max(100).default('') });

const ofRound = z.object({ id });
const villageOfRound = z.object({ id, division: divisionCode });
/** A deadline that is odd only warns. */
const warnings = z.array(z.enum(['deadlineBeforeStart', 'deadlinePassed']));
const progress = {
  subjects: z.number(),
  /** Nobody was there yet, or nobody was at home and it is tried again. */
  left: z.number(),
  visited: z.number(),
  none: z.number(),
  away: z.number(),
  refused: z.number(),
  moved: z.number(),
  died: z.number(),
  found: z.number(),
};
export const surveyProgress = z.object(progress);
export type SurveyProgress = z.output<typeof surveyProgress>;
export const surveyRow = z.object({
  id,
  name: z.string(),
  purpose: z.string(),
  division: divisionCode,
  unitName: z.string(),
  startsOn: isoDate,
  deadline: isoDate,
  closedAt: z.string().nullable(),
  /** Days until the deadline; negative when it is past. */
  daysLeft: z.number(),
  overdue: z.boolean(),
  villages: z.number(),
  villagesClosed: z.number(),
  ...progress,
});
export type SurveyRow = z.output<typeof surveyRow>;
export const surveyVillageRow = z.object({
  division: divisionCode,
  name: z.string(),
  townName: z.string(),
  closedAt: z.string().nullable(),
  surveyors: z.array(z.object({ id, name: z.string(), from: isoDate, to: isoDate.nullable(), ended: z.boolean() })),
  ...progress,
});
export type SurveyVillageRow = z.output<typeof surveyVillageRow>;

export const surveyList = route({
  method: 'GET',
  path: '/api/surveys',
  permission: 'surveys.read',
  summary: 'Rounds with how far they are',
  query: z.object({ division: divisionPrefix.optional() }),
  response: z.object({ rounds: z.array(surveyRow) }),
});
export const surveyCreate = route({
  method: 'POST',
  path: '/api/surveys',
  permission: 'surveys.manage',
  summary: 'Begins a round: whom it asks is taken down as it stands now',
  body: z.object({
    id,
    name: z.string().trim().min(2).max(60),
    purpose: z.string().trim().max(300).default(''),
    startsOn: isoDate,
    deadline: isoDate,
    /** Towns or villages below the own division; all of it where none is named. */
    divisions: z.array(divisionPrefix).default([]),
    groups,
    audience: surveyAudience,
    households: z.array(surveyHousehold).max(20_000).default([]),
    awayTries: z.number().int().min(1).max(9).optional(),
    /** Visitors of the roster become surveyors of the village that they stand under. */
    appointRoster: z.boolean().default(false),
  }),
  response: z.object({ id, subjects: z.number(), villages: z.number(), surveyors: z.number(), warnings }),
});
export const surveyGet = route({
  method: 'GET',
  path: '/api/surveys/:id',
  permission: 'surveys.read',
  summary: 'A round by village and by surveyor, and what happened to it',
  params: ofRound,
  response: z.object({
    round: surveyRow,
    mayManage: z.boolean(),
    groups,
    audience: surveyAudience,
    awayTries: z.number(),
    villages: z.array(surveyVillageRow),
    bySurveyor: z.array(z.object({ key: z.string(), name: z.string(), answered: z.number(), visited: z.number(), lastAt: z.string().nullable() })),
    /** Died or moved, and the file still says otherwise. */
    toHandOver: z.number(),
    events: z.array(
      z.object({
        id,
        kind: z.string(),
        at: z.string(),
        by: z.string().nullable(),
        reason: z.string(),
        villageName: z.string(),
        before: z.string().nullable(),
        after: z.string().nullable(),
      }),
    ),
  }),
});
const selection = {
  division: divisionPrefix.optional(),
  /** `left`: still to do; `toHandOver`: died or moved while the file says otherwise; `found`: met on the way. */
  show: z.enum([...surveyStates, 'left', 'toHandOver', 'found']).optional(),
  surveyor: z.string().max(80).optional(),
};
/** Whom a round asks, and how far it came with them. */
const subject = {
  id,
  elderId: id.nullable(),
  name: z.string(),
  place: z.string(),
  division: divisionCode,
  state: z.enum(surveyStates),
  tries: z.number(),
  answeredAt: z.string().nullable(),
  surveyor: z.string().nullable(),
};
export const surveySubjectRow = z.object({
  ...subject,
  villageName: z.string(),
  townName: z.string(),
  found: z.boolean(),
  confirmed: z.number(),
  changed: z.array(factKey),
  fileClosed: z.boolean(),
});
export type SurveySubjectRow = z.output<typeof surveySubjectRow>;
export const surveySubjects = route({
  method: 'GET',
  path: '/api/surveys/:id/subjects',
  permission: 'surveys.read',
  summary: 'The rows behind the figures of a round',
  params: ofRound,
  query: z.object({ ...selection, ...page }),
  response: z.object({ count: z.number(), rows: z.array(surveySubjectRow) }),
});
export const surveyWorkbook = route({
  method: 'GET',
  path: '/api/surveys/:id/subjects.xlsx',
  permission: 'elders.export',
  summary: 'The rows of a round as a workbook; audited',
  params: ofRound,
  query: z.object({ ...selection, reason }),
  carries: 'file',
});
export const surveyAppoint = route({
  method: 'POST',
  path: '/api/surveys/:id/surveyors',
  permission: 'surveys.manage',
  summary: 'Surveyors of villages; `fromRoster` takes for each village without one the visitors who stand under it',
  params: ofRound,
  body: z.object({
    entries: z
      .array(z.object({ division: divisionCode, visitorId: id.optional(), accountId: id.optional() }))
      .max(5000)
      .default([]),
    fromRoster: z.boolean().default(false),
    from: isoDate.optional(),
    to: isoDate.optional(),
  }),
  response: z.object({ appointed: z.number() }),
});
export const surveyorEnd = route({
  method: 'POST',
  path: '/api/surveys/:id/surveyors/:surveyorId/end',
  permission: 'surveys.manage',
  summary: 'Takes a village from a surveyor, from today on',
  params: z.object({ id, surveyorId: id }),
});
export const surveyVillageClose = route({
  method: 'POST',
  path: '/api/surveys/:id/villages/:division/close',
  permission: 'surveys.manage',
  summary: 'Closes a village of a round; refused while anybody is left',
  params: villageOfRound,
});
export const surveyVillageReopen = route({
  method: 'POST',
  path: '/api/surveys/:id/villages/:division/reopen',
  permission: 'surveys.manage',
  summary: 'Opens a village of a running round again',
  params: villageOfRound,
  body: z.object({ reason }),
});
export const surveyClose = route({
  method: 'POST',
  path: '/api/surveys/:id/close',
  permission: 'surveys.manage',
  summary: 'Ends a round; refused while anybody is left anywhere. Phones give up its lists',
  params: ofRound,
});
export const surveyReopen = route({
  method: 'POST',
  path: '/api/surveys/:id/reopen',
  permission: 'surveys.manage',
  summary: 'Lets an ended round run again',
  params: ofRound,
  body: z.object({ reason }),
});
export const surveyExtend = route({
  method: 'POST',
  path: '/api/surveys/:id/extend',
  permission: 'surveys.manage',
  summary: 'Moves the deadline; the old one is kept with the reason',
  params: ofRound,
  body: z.object({ deadline: isoDate, reason }),
  response: z.object({ warnings }),
});
export const surveyHouseholds = route({
  method: 'POST',
  path: '/api/surveys/:id/households',
  permission: 'surveys.manage',
  summary: 'Adds households by hand to a running round',
  params: ofRound,
  body: z.object({ households: z.array(surveyHousehold).min(1).max(20_000) }),
  response: z.object({ added: z.number() }),
});
export const elderSurveys = route({
  method: 'GET',
  path: '/api/elders/:id/surveys',
  permission: 'surveys.read',
  summary: 'When which round asked this elder, and what came of it',
  params: z.object({ id }),
  response: z.object({
    surveys: z.array(
      z.object({
        roundId: id,
        roundName: z.string(),
        state: z.enum(surveyStates),
        answeredAt: z.string().nullable(),
        surveyor: z.string().nullable(),
        confirmed: z.array(factKey),
        changed: z.array(factKey),
        /** Died or moved, and no event of the file says so yet. */
        toHandOver: z.boolean(),
      }),
    ),
  }),
});

/** Payload of `surveys.answer`: how a call ended; of a visit what changed and what was confirmed as it stood. */
export const surveyAnswerPayload = z.object({
  roundId: id,
  /** Village of the subject. */
  division: divisionCode,
  subjectId: id,
  outcome: surveyOutcome,
  facts: z.partialRecord(factKey, z.unknown()).default({}),
  confirmed: z.array(factKey).default([]),
  note: z.string().max(500).default(''),
  fix: z.object({ lng: z.number(), lat: z.number(), accuracy: z.number() }).nullable().default(null),
});
export type SurveyAnswerPayload = z.output<typeof surveyAnswerPayload>;
/** Payload of `surveys.addPerson`: somebody found on the way. `subjectId`, `elderId` are made by the phone. */
export const surveyAddPersonPayload = z.object({
  roundId: id,
  division: divisionCode,
  subjectId: id,
  elderId: id,
  facts: z.partialRecord(factKey, z.unknown()),
});
export type SurveyAddPersonPayload = z.output<typeof surveyAddPersonPayload>;

/** Data of entity `surveyRound` in the surveyor's feed: a running round with his villages. */
export const fieldSurvey = z.object({
  id,
  name: z.string(),
  purpose: z.string(),
  deadline: isoDate,
  groups,
  awayTries: z.number(),
  villages: z.array(z.object({ division: divisionCode, name: z.string(), closed: z.boolean(), to: isoDate.nullable() })),
});
export type FieldSurvey = z.output<typeof fieldSurvey>;
/** Data of entity `surveySubject`: what a surveyor needs at the door. No identity number; other numbers covered. */
export const fieldSubject = z.object({
  ...subject,
  roundId: id,
  sex: z.string().nullable(),
  age: z.number().nullable(),
  /** Asked facts as they stand. */
  facts: z.record(z.string(), z.unknown()),
});
export type FieldSubject = z.output<typeof fieldSubject>;
