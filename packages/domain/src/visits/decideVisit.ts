// What becomes of a visit that a phone or a desk sends: refused only where it cannot be true or says
// nothing; whatever else is odd is accepted and marked, since the visit was made (decisions.md,
// Offline truth). The same rule runs on the phone before saving and on the server.
import { inForce, type AssignmentSpan } from '../network/index.ts';
import type { VisitForm } from '../policy/pack.ts';
import { daysBetween, monthOf, ok, refuse, type IsoDate, type Result } from '../shared/index.ts';
import { judgeOccurred } from '../sync/index.ts';
import { findingsOf, fitsForm, formItems } from './form.ts';
import { missingFinding, visitModes, visitOutcomes, type VisitAnswers, type VisitMark, type VisitRecord } from './visit.ts';

/** A clock that was a day ahead and was set right before sending can be judged; more cannot be. */
export const FUTURE_LIMIT_MS = 2 * 86_400_000;
/** A phone may come back after months; a year and more is a clock that was reset. */
export const OLDEST_DAYS = 366;
/** Longest stay that is believed. */
export const LONGEST_STAY_MS = 86_400_000;

export interface VisitContext {
  /** Instant at which the server received it. */
  readonly receivedAt: string;
  /** Server minus device clock at the moment of sending, milliseconds. */
  readonly offsetMs: number;
  /** Calendar day of an instant in the county. */
  readonly dayOf: (instant: string) => IsoDate;
  readonly closedOn: IsoDate | null;
  /** Assignments of this visitor to this elder, ever; null where an office records (its scope decides). */
  readonly assignments: readonly AssignmentSpan[] | null;
  /** Day on which the visitor left the roster; null while on it. */
  readonly visitorLeftOn: IsoDate | null;
  /** The form by id and version; undefined where the server does not know it. */
  readonly form: VisitForm | undefined;
  /** Taken down on paper and entered by an office afterwards: no phone was there to know where. */
  readonly paper?: boolean;
  /** Sent by a phone that had been revoked meanwhile. */
  readonly deviceRevoked?: boolean;
}

export interface DecidedVisit {
  readonly occurredAt: string;
  readonly occurredOn: IsoDate;
  readonly endedAt: string;
  readonly marks: readonly VisitMark[];
  readonly findings: readonly string[];
}

export const isAnswered = (value: VisitAnswers[string] | undefined): boolean => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

/** Does any answer tell of the elder? Who visited and who signed does not. */
function asksAnything(form: VisitForm | undefined, answers: VisitAnswers): boolean {
  const aside = new Set((form === undefined ? [] : formItems(form)).filter((item) => item.filledFrom !== undefined || item.kind === 'signature').map((item) => item.key));
  return Object.entries(answers).some(([key, answer]) => !aside.has(key) && isAnswered(answer));
}

function marksOf(visit: VisitRecord, context: VisitContext, occurredOn: IsoDate, clockWrong: boolean): VisitMark[] {
  const receivedOn = context.dayOf(context.receivedAt);
  const { assignments, form, closedOn, visitorLeftOn } = context;
  const assigned = assignments === null || (assignments.some((span) => inForce(span, occurredOn)) && assignments.some((span) => inForce(span, receivedOn)));
  const holds: Record<VisitMark, boolean> = {
    clockWrong,
    lateBeyondMonth: monthOf(receivedOn) > monthOf(occurredOn),
    unassigned: !assigned,
    elderClosed: closedOn !== null && occurredOn > closedOn,
    revokedVisitor: visitorLeftOn !== null && visitorLeftOn <= receivedOn,
    revokedDevice: context.deviceRevoked === true,
    noFix: visit.mode === 'home' && visit.fix === null && context.paper !== true,
    formUnknownItems: form === undefined || !fitsForm(form, visit.answers),
    paper: context.paper === true,
  };
  return (Object.keys(holds) as VisitMark[]).filter((mark) => holds[mark]);
}

/** Refusals: input.invalid, visit.modeUnknown, visit.inFuture, visit.tooOld, visit.nothingAnswered, elder.notVisible. */
export function decideVisit(visit: VisitRecord, context: VisitContext): Result<DecidedVisit> {
  if (!(visitModes as readonly string[]).includes(visit.mode)) return refuse('visit.modeUnknown', { mode: visit.mode });
  if (!(visitOutcomes as readonly string[]).includes(visit.outcome)) return refuse('input.invalid', { field: 'outcome' });
  const started = Date.parse(visit.startedAt);
  const ended = Date.parse(visit.endedAt);
  if (Number.isNaN(started) || Number.isNaN(ended)) return refuse('input.invalid', { field: 'startedAt' });
  if (context.assignments !== null && context.assignments.length === 0) return refuse('elder.notVisible');

  const start = judgeOccurred(visit.startedAt, context.offsetMs, context.receivedAt);
  const shift = start.clockWrong ? context.offsetMs : 0;
  if (Math.min(started, started + shift) - Date.parse(context.receivedAt) > FUTURE_LIMIT_MS) return refuse('visit.inFuture', { startedAt: visit.startedAt });
  const occurredOn = context.dayOf(start.at);
  if (daysBetween(occurredOn, context.dayOf(context.receivedAt)) > OLDEST_DAYS) return refuse('visit.tooOld', { startedAt: visit.startedAt });
  if (visit.outcome === 'done' && visit.mode === 'home' && !asksAnything(context.form, visit.answers)) return refuse('visit.nothingAnswered');

  const stay = ended - started;
  const stayOdd = stay < 0 || stay > LONGEST_STAY_MS;
  const endedAt = stayOdd ? start.at : new Date(Math.max(Date.parse(start.at), Math.min(Date.parse(start.at) + stay, Date.parse(context.receivedAt)))).toISOString();
  return ok({
    occurredAt: start.at,
    occurredOn,
    endedAt,
    marks: marksOf(visit, context, occurredOn, start.clockWrong || stayOdd),
    findings: [...missingFinding(visit.outcome, visit.attempt), ...(context.form === undefined ? [] : findingsOf(context.form, visit.answers))],
  });
}
