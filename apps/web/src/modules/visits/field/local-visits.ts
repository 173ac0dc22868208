// What this phone recorded and the cards do not show yet: duties count it at once (done + 1, not yet
// uploaded), so that nobody is sent twice to the same door because the signal is weak.
import type { ElderCard } from '@shouwang/contract/sync';
import type { RecordVisitPayload } from '@shouwang/contract/visits';
import type { VisitMode } from '@shouwang/domain/policy';
import { countsToward, type VisitOutcome } from '@shouwang/domain/visits';
import { CLOCK_TOLERANCE_MS } from '@shouwang/domain/sync';
import type { OutboxEntry } from '../../../platform/outbox/outbox.ts';
import type { Snapshot } from '../../../platform/store/replica.ts';
import { seenVisit } from './corrections.ts';

export const RECORD_VISIT = 'visits.record';

export interface LocalVisit {
  readonly elderId: string;
  /** Day in the county. */
  readonly on: string;
  readonly mode: VisitMode;
  readonly outcome: VisitOutcome;
  readonly delivered: boolean;
}

/** The calendar day `YYYY-MM-DD` of an instant in a zone such as Asia/Shanghai. */
export const dayOf = (instant: string | number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(instant));

/** The phone's clock brought to the server's where it is plainly wrong, milliseconds. */
export const trustedNow = (deviceMs: number, offsetMs: number): number => (Math.abs(offsetMs) > CLOCK_TOLERANCE_MS ? deviceMs + offsetMs : deviceMs);

/** Visits of the outbox that still stand or were delivered; a declined one counts for nothing. */
export const localVisits = (entries: readonly OutboxEntry[], timeZone: string, offsetMs = 0): readonly LocalVisit[] =>
  entries
    .filter((entry) => entry.command.kind === RECORD_VISIT && entry.state !== 'attention')
    .flatMap((entry): LocalVisit[] => {
      const payload = entry.command.payload as RecordVisitPayload;
      const { mode, isWrong } = seenVisit(entry, entries);
      if (isWrong) return [];
      const on = dayOf(trustedNow(Date.parse(entry.command.occurredAt), offsetMs), timeZone);
      return [{ elderId: payload.elderId, on, mode, outcome: payload.outcome, delivered: entry.state === 'delivered' }];
    });

/** Cards with the day on which this phone last said that somebody goes again, before the server tells it. */
export function withAgreedDays(cards: ReadonlyMap<string, ElderCard>, entries: readonly OutboxEntry[]): ReadonlyMap<string, ElderCard> {
  const agreed = new Map<string, string | null>();
  for (const entry of entries) {
    if (entry.command.kind !== RECORD_VISIT || entry.state !== 'waiting') continue;
    const { elderId, outcome, attempt } = entry.command.payload as RecordVisitPayload;
    if (outcome === 'done') agreed.set(elderId, null);
    else if (attempt !== undefined) agreed.set(elderId, attempt.nextOn);
  }
  if (agreed.size === 0) return cards;
  return new Map([...cards].map(([id, card]) => [id, agreed.has(id) ? { ...card, nextAttemptOn: agreed.get(id) ?? null } : card]));
}

type Duty = ElderCard['duties'][number];
export interface DutyView extends Duty {
  /** Dates visited by this phone that `done` does not contain yet. */
  readonly pending: number;
  /** Still to do in the period; never negative. */
  readonly open: number;
}

/**
 * A duty with what this phone adds. Several visits on one date count once. A date that the server
 * already shows as the last visit is not added again; of delivered ones only those later than that.
 */
export function dutyView(card: ElderCard, duty: Duty, visits: readonly LocalVisit[]): DutyView {
  const modes = duty.modes as readonly VisitMode[];
  const last = card.lastVisit !== null && modes.includes(card.lastVisit.mode as VisitMode) ? card.lastVisit.on : null;
  const dates = new Set(
    visits
      .filter((visit) => visit.elderId === card.id && countsToward(visit, modes) && visit.on >= duty.start && visit.on <= duty.end)
      .filter((visit) => last === null || (visit.delivered ? visit.on > last : visit.on !== last))
      .map((visit) => visit.on),
  );
  return { ...duty, pending: dates.size, open: Math.max(0, duty.required - duty.done - dates.size) };
}

/** The last day on which anybody saw him, as far as this phone knows. */
export function lastSeen(card: ElderCard, visits: readonly LocalVisit[]): string | null {
  const own = visits.filter((visit) => visit.elderId === card.id && visit.outcome === 'done').map((visit) => visit.on);
  return [...own, ...(card.lastVisit === null ? [] : [card.lastVisit.on])].reduce<string | null>((latest, on) => (latest === null || on > latest ? on : latest), null);
}

/** Clocks are set right by minutes all the time. */
const CLOCK_STEP_MS = 30 * 60_000;
const NAMED = 20;

/**
 * What tells that the phone's clock went back before `at`: visits already on it that say they were written down
 * later, and the latest time it knew: of a contact with the server, `counted` since the app was opened (which
 * setting the clock does not change), and what earlier visits knew.
 */
export function clockTraces(
  { outbox, lastPull }: Pick<Snapshot, 'outbox' | 'lastPull'>,
  at: string,
  counted: number,
): { readonly savedAfter?: string[]; readonly knewLater?: string } {
  const isLater = (ms: number): boolean => ms > Date.parse(at) + CLOCK_STEP_MS;
  const visits = outbox.filter((entry) => entry.command.kind === RECORD_VISIT).map(({ command }) => ({ ...command, payload: command.payload as RecordVisitPayload }));
  const later = visits.filter(({ recordedAt }) => isLater(Date.parse(recordedAt))).map(({ id }) => id);
  const offset = lastPull?.offsetMs ?? 0;
  const known = visits.flatMap(({ payload }) => [payload.knewLater, payload.fix?.at].flatMap((time) => (time === undefined ? [] : [Date.parse(time)])));
  if (lastPull !== null && isLater(Date.parse(lastPull.at))) known.push(Date.parse(lastPull.at) + offset);
  if (isLater(counted)) known.push(trustedNow(counted, offset));
  const latest = Math.max(...known);
  return {
    ...(later.length === 0 ? {} : { savedAfter: later.slice(-NAMED) }),
    ...(isLater(latest) ? { knewLater: new Date(latest).toISOString() } : {}),
  };
}
