// Visits on the desk: the calendar, who is behind, a record's versions and checks, paper entered afterwards.
import { recordedOutcomes, visitModes, visitOutcomes } from '@shouwang/domain/visits';
import { commandOutcomes } from '@shouwang/domain/sync';
import { z } from 'zod';
import { divisionCode, divisionPrefix, id, instant, isoDate, month, reason, route } from './route.ts';

const answer = z.union([z.string().max(2000), z.number(), z.array(z.string().max(200)).max(20)]);

/** A day of the month: what was done on it, and what of its duties, due by it, is still missing. */
export const calendarDay = z.object({
  on: isoDate,
  /** People met or spoken with. */
  done: z.number(),
  attempts: z.number(),
  /** Visits whose period ends, or whose earlier day falls, on this day. */
  due: z.number(),
  /** Of those, how many were not made; overdue where the day is over. */
  missing: z.number(),
});
export const visitCalendar = route({
  method: 'GET',
  path: '/api/visits/calendar',
  permission: 'visits.read',
  summary: 'Each day of a month: done, due, missing; of a division, a visitor or an elder',
  query: z.object({ month: month.optional(), division: divisionPrefix.optional(), visitorId: id.optional(), elderId: id.optional() }),
  response: z.object({ month, today: isoDate, visitorName: z.string().nullable(), elderName: z.string().nullable(), days: z.array(calendarDay) }),
});

export const behindRow = z.object({
  /** Code of a village, id of a visitor; null: people with nobody responsible. */
  key: z.string().nullable(),
  name: z.string().nullable(),
  division: divisionCode,
  townName: z.string(),
  villageName: z.string(),
  people: z.number(),
  required: z.number(),
  fulfilled: z.number(),
  /** Visits that could still be made in time. */
  open: z.number(),
  /** Visits whose time is over, and how many people they concern. */
  overdue: z.number(),
  overduePeople: z.number(),
});
export type BehindRow = z.output<typeof behindRow>;
const behindQuery = { month: month.optional(), division: divisionPrefix.optional(), by: z.enum(['village', 'visitor']).default('village') };
export const visitsBehind = route({
  method: 'GET',
  path: '/api/visits/behind',
  permission: 'duties.read',
  summary: 'Who is behind with visits, by village or by whoever is responsible',
  query: z.object(behindQuery),
  response: z.object({ month, rows: z.array(behindRow) }),
});
export const behindWorkbook = route({
  method: 'GET',
  path: '/api/visits/behind.xlsx',
  permission: 'reports.export',
  summary: 'The same as a workbook; audited',
  query: z.object({ ...behindQuery, reason }),
  carries: 'file',
});

const content = z.object({
  mode: z.enum(visitModes),
  outcome: z.enum(recordedOutcomes),
  occurredAt: instant,
  endedAt: instant,
  answers: z.record(z.string(), answer),
  note: z.string().nullable(),
});
const version = z.object({
  version: z.number(),
  kind: z.enum(['recorded', 'corrected', 'cancelled', 'restored']),
  /** What differs from the version before: `mode`, `note`, `answer.<item>` … */
  fields: z.array(z.string()),
  content,
  reason: z.string().nullable(),
  by: z.string().nullable(),
  at: instant,
});
export type VisitVersion = z.output<typeof version>;
const check = z.object({ id, verdict: z.enum(['fine', 'unclear', 'wrong']), note: z.string(), by: z.string().nullable(), at: instant });
export const visitHistory = route({
  method: 'GET',
  path: '/api/visits/:id/history',
  permission: 'visits.read',
  summary: 'Versions of a visit, oldest first (one that was never corrected has none), and the village’s checks',
  params: z.object({ id }),
  response: z.object({ versions: z.array(version), checks: z.array(check) }),
});
const versioned = z.object({ version: z.number() });
/** Version that whoever corrects had before him: what others changed since is kept, or refused as visit.correctedMeanwhile. */
const base = z.number().int().min(1);
export const visitCorrect = route({
  method: 'POST',
  path: '/api/visits/:id/corrections',
  permission: 'visits.correct',
  summary: 'Correct a visit by a new version with its reason; duties are counted anew',
  params: z.object({ id }),
  body: z.object({
    base,
    changes: z.object({
      mode: z.enum(visitModes).optional(),
      outcome: z.enum(visitOutcomes).optional(),
      occurredAt: instant.optional(),
      endedAt: instant.optional(),
      note: z.string().max(2000).nullable().optional(),
      /** null: was not asked. */
      answers: z.record(z.string().max(60), answer.nullable()).optional(),
    }),
    reason,
  }),
  response: versioned,
});
export const visitCancel = route({
  method: 'POST',
  path: '/api/visits/:id/cancel',
  permission: 'visits.correct',
  summary: 'Cancel a record that is wrong as a whole; it is kept and counts nowhere',
  params: z.object({ id }),
  body: z.object({ base, reason }),
  response: versioned,
});
export const visitRestore = route({
  method: 'POST',
  path: '/api/visits/:id/restore',
  permission: 'visits.correct',
  summary: 'Let a cancelled record count again',
  params: z.object({ id }),
  body: z.object({ reason }),
  response: versioned,
});
export const visitCheck = route({
  method: 'POST',
  path: '/api/visits/:id/checks',
  permission: 'visits.correct',
  summary: 'A village’s word on the record of a visit (000: supervise and sample)',
  params: z.object({ id }),
  body: z.object({ verdict: z.enum(['fine', 'unclear', 'wrong']), note: z.string().trim().max(500).default('') }),
});

/** A line of a monthly sheet; `id` is made where it is typed, so that sending twice enters once. */
export const paperVisit = z.object({
  id,
  elderId: id,
  visitorId: id.nullable(),
  mode: z.enum(visitModes),
  outcome: z.enum(visitOutcomes),
  on: isoDate,
  /** Clock time in the county where the paper says it. */
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  minutes: z.number().int().min(1).max(600).default(10),
  answers: z.record(z.string().max(60), answer),
  note: z.string().max(2000).optional(),
});
export const paperVisits = route({
  method: 'POST',
  path: '/api/visits/paper',
  permission: 'visits.record',
  summary: 'Enter visits that were taken down on paper; each is answered by itself and marked as paper',
  body: z.object({ visits: z.array(paperVisit).min(1).max(200) }),
  response: z.object({
    answers: z.array(z.object({ id, outcome: z.enum(commandOutcomes), refusal: z.string().nullable() })),
  }),
});

export const serviceWorkbook = route({
  method: 'GET',
  path: '/api/visits/service.xlsx',
  permission: 'reports.export',
  summary: '服务台账 (000): what one helper, or each of a division, did in a month; audited',
  query: z.object({ month: month.optional(), division: divisionPrefix.optional(), visitorId: id.optional(), reason }),
  carries: 'file',
});
