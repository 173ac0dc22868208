// Duties and visits as offices see them.
import { attemptReasons, recordedOutcomes, visitAttachmentKinds, visitModes, visitOutcomes } from '@shouwang/domain/visits';
import { z } from 'zod';
import { visitForm } from './policy.ts';
import { divisionCode, divisionPrefix, flag, id, instant, isoDate, month, page, reason, route } from './route.ts';

export const dutyRow = z.object({
  elderId: id,
  elderName: z.string(),
  division: divisionCode,
  townName: z.string(),
  villageName: z.string(),
  kind: z.enum(['week', 'month']),
  start: isoDate,
  end: isoDate,
  required: z.number(),
  done: z.number(),
  modes: z.array(z.enum(visitModes)),
  suspended: z.boolean(),
  /** The first visit after entering the list or coming home is due by then. */
  dueBy: isoDate.nullable(),
  responsible: z.string().nullable(),
  lastVisitOn: isoDate.nullable(),
});
export const dutyStates = ['open', 'overdue', 'done', 'begun', 'all', 'suspended'] as const;
export type DutyState = (typeof dutyStates)[number];
const dutyFilter = {
  division: divisionPrefix.optional(),
  on: isoDate.optional(),
  /** All duties that this month's report counts, instead of those of a day's periods. */
  month: month.optional(),
  /**
   * `overdue`: the period, or the earlier day of a first visit, is over and the visit was not made; of a
   * month, `open` is what can still be made in time. `begun`: at least one visit counts.
   */
  state: z.enum(dutyStates).default('open'),
  kind: z.enum(['week', 'month']).optional(),
  /** Whoever is responsible today; `none`: people with nobody. */
  visitorId: z.union([id, z.literal('none')]).optional(),
  elderId: id.optional(),
};
export const dutyList = route({
  method: 'GET',
  path: '/api/duties',
  permission: 'duties.read',
  summary: 'Duties of a day’s periods: due, done, open, overdue',
  query: z.object({ ...dutyFilter, ...page }),
  response: z.object({ count: z.number(), rows: z.array(dutyRow) }),
});
export const dutyWorkbook = route({
  method: 'GET',
  path: '/api/duties.xlsx',
  permission: 'reports.export',
  summary: 'The filtered duties as a workbook; audited',
  query: z.object({ ...dutyFilter, reason }),
  carries: 'file',
});
export const visitRow = z.object({
  id,
  elderId: id,
  elderName: z.string(),
  division: divisionCode,
  townName: z.string(),
  villageName: z.string(),
  visitorName: z.string().nullable(),
  mode: z.enum(visitModes),
  outcome: z.enum(recordedOutcomes),
  occurredAt: instant,
  occurredOn: isoDate,
  receivedAt: instant,
  minutes: z.number(),
  hasFix: z.boolean(),
  findings: z.array(z.string()),
  marks: z.array(z.string()),
  /** 1: as it was recorded. */
  version: z.number(),
  /** What the village thought of it when it last looked; null where nobody looked yet. */
  verdict: z.enum(['fine', 'unclear', 'wrong']).nullable(),
});
const visitFilter = {
  division: divisionPrefix.optional(),
  elderId: id.optional(),
  visitorId: id.optional(),
  month: month.optional(),
  on: isoDate.optional(),
  mode: z.enum(visitModes).optional(),
  outcome: z.enum(recordedOutcomes).optional(),
  /** Only visits that found something; only those corrected or cancelled; only those nobody checked. */
  found: flag.optional(),
  corrected: flag.optional(),
  unchecked: flag.optional(),
};
export const visitList = route({
  method: 'GET',
  path: '/api/visits',
  permission: 'visits.read',
  summary: 'Visits, newest first',
  query: z.object({ ...visitFilter, ...page }),
  response: z.object({ count: z.number(), rows: z.array(visitRow) }),
});
export const visitWorkbook = route({
  method: 'GET',
  path: '/api/visits.xlsx',
  permission: 'reports.export',
  summary: '探访关爱服务工作台账: a month’s visits, narrowed as the list is, as a workbook; audited',
  query: z.object({ ...visitFilter, reason }),
  carries: 'file',
});
const attempt = z.object({ reason: z.enum(attemptReasons).nullable(), nextOn: isoDate.nullable() });
export const visitGet = route({
  method: 'GET',
  path: '/api/visits/:id',
  permission: 'visits.read',
  summary: 'One visit with its answers',
  params: z.object({ id }),
  response: z.object({
    row: visitRow,
    formId: z.string(),
    formVersion: z.number(),
    answers: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
    note: z.string().nullable(),
    fix: z.object({ lng: z.number(), lat: z.number(), accuracy: z.number() }).nullable(),
    endFix: z.object({ lng: z.number(), lat: z.number(), accuracy: z.number() }).nullable(),
    /** The form that the visit was made on, whatever is in force now; null where nobody knows it. */
    form: visitForm.nullable(),
    attempt: attempt.nullable(),
    /** The others who were met on the same occasion. */
    together: z.array(z.object({ id, elderId: id, elderName: z.string() })),
    recordedAt: instant,
    deviceId: id.nullable(),
  }),
});
const fix = z.object({ lng: z.number().min(-180).max(180), lat: z.number().min(-90).max(90), accuracy: z.number().min(0), at: instant.exactOptional() });
/** Photo, voice note or signature of a visit; `received` of `size` bytes are here. */
export const visitAttachment = z.object({
  id,
  kind: z.enum(visitAttachmentKinds),
  contentType: z.string(),
  size: z.number(),
  received: z.number(),
  complete: z.boolean(),
});
export type VisitAttachmentView = z.output<typeof visitAttachment>;
export const visitAttachmentList = route({
  method: 'GET',
  path: '/api/visits/:id/attachments',
  permission: 'visits.read',
  summary: 'Photos, voice notes and signatures of a visit',
  params: z.object({ id }),
  response: z.object({ attachments: z.array(visitAttachment) }),
});
export const visitAttachmentGet = route({
  method: 'GET',
  path: '/api/visits/:id/attachments/:attachmentId',
  permission: 'visits.read',
  summary: 'One of them as it was taken; audited',
  params: z.object({ id, attachmentId: id }),
  carries: 'file',
});
/** No clock, however wrong, shows an earlier year. */
const clockTime = instant.refine((at) => at >= '1900');
/** Payload of the sync command `visits.record`. */
export const recordVisitPayload = z.object({
  elderId: id,
  mode: z.enum(visitModes),
  outcome: z.enum(visitOutcomes),
  startedAt: clockTime,
  endedAt: clockTime,
  formId: z.string().max(80),
  formVersion: z.number().int().min(0).max(1_000_000),
  answers: z.record(z.string().max(60), z.union([z.string().max(2000), z.number(), z.array(z.string().max(200)).max(20)])),
  /** Check-in and check-out; no position in between is ever taken. */
  fix: fix.nullable(),
  endFix: fix.nullable().optional(),
  note: z.string().max(2000).optional(),
  /** Of an attempt: why, in words, and when somebody goes again. */
  attempt: attempt.optional(),
  /** The same for everybody met on one occasion. */
  groupId: id.optional(),
  /** Visits that this phone held already though they say they were written down later: its clock went back in between. */
  savedAfter: z.array(id).max(20).readonly().exactOptional(),
  /** A later time that the phone knew already, where its clock went back since: of its last contact with the server, of its count since the app was opened, of what it wrote before. */
  knewLater: instant.exactOptional(),
});
export type RecordVisitPayload = z.output<typeof recordVisitPayload>;
const ownAnswer = z.union([z.string().max(2000), z.number(), z.array(z.string().max(200)).max(20)]);
/** Payload of the sync command `visits.correctOwn`: `saw` is the record as the phone shows it to whoever made it. */
export const correctOwnPayload = z.object({
  visitId: id,
  saw: z.object({ mode: z.enum(visitModes), answers: z.record(z.string().max(60), ownAnswer), note: z.string().max(2000).nullable() }),
  changes: z.object({
    mode: z.enum(visitModes).exactOptional(),
    note: z.string().max(2000).nullable().exactOptional(),
    /** null: was not asked. */
    answers: z.record(z.string().max(60), ownAnswer.nullable()).exactOptional(),
  }),
  /** The record is wrong as a whole (another person, never made): it is kept and counts nowhere. */
  isWrong: z.boolean().exactOptional(),
  reason,
});
export type CorrectOwnPayload = z.output<typeof correctOwnPayload>;
export const recordVisit = route({
  method: 'POST',
  path: '/api/visits',
  permission: 'visits.record',
  summary: 'Record one visit from a desk or an open connection (same command as the phone’s)',
  body: z.object({ id, payload: recordVisitPayload }),
  response: z.object({ outcome: z.enum(['applied', 'alreadyApplied']), visitId: id }),
});
/** What 工作台 shows: what has to be done today, then the few figures. */
export const workbench = route({
  method: 'GET',
  path: '/api/workbench',
  permission: 'duties.read',
  summary: 'Today’s work and the role’s figures with last period beside them',
  query: z.object({ division: divisionPrefix.optional() }),
  response: z.object({
    today: isoDate,
    month,
    tasks: z.array(
      z.object({
        kind: z.enum([
          'uncovered',
          'dueThisWeek',
          'dueThisMonth',
          'neverVisited',
          'rowsRejected',
          'idProblems',
          'findings',
          'doubts',
          'provisionalValues',
          'reportDue',
          'cases',
          'proposals',
          'attempts',
          'visitDoubts',
        ]),
        count: z.number(),
        dueOn: isoDate.nullable(),
      }),
    ),
    figures: z.array(z.object({ key: z.string(), value: z.number().nullable(), before: z.number().nullable(), unit: z.enum(['people', 'visits', 'percent', 'villages']) })),
    villages: z.array(
      z.object({
        code: divisionCode,
        name: z.string(),
        lng: z.number().nullable(),
        lat: z.number().nullable(),
        people: z.number(),
        required: z.number(),
        fulfilled: z.number(),
        uncovered: z.number(),
      }),
    ),
  }),
});
