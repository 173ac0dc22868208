// Visits of the past, month after month: what the duties asked for, done as well as people do it.
// Somebody forgets, somebody is not at home, some refuse, a phone call is made instead; a phone
// without signal sends hours or days later. Only compact columns of the county are kept in memory.
import { addMonths, dayNumber, lastDayOfMonth, monthOf, type IsoDate, type Month } from '@shouwang/domain/shared';
import type { VisitForm, VisitMode } from '@shouwang/domain/policy';
import { formItems, isOrdinary, periodsOfMonth, type VisitAnswers, type VisitOutcome } from '@shouwang/domain/visits';
import { away, type Point } from './places.ts';
import { chance, uuidAt, type Chance } from './random.ts';

export interface GeneratedVisit {
  readonly id: string;
  readonly elderIndex: number;
  readonly elderId: string;
  readonly divisionCode: string;
  readonly visitorId: string;
  readonly mode: VisitMode;
  readonly outcome: VisitOutcome;
  /** Instants as ISO 8601 UTC; occurredOn is the county's day (UTC+8). */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly recordedAt: string;
  readonly receivedAt: string;
  readonly occurredOn: IsoDate;
  readonly fix: (Point & { readonly accuracy: number }) | null;
  /** Something was found: a hazard, worse health. */
  readonly found: boolean;
}

/** What of an elder his visits depend on. */
export interface VisitedElder {
  readonly id: string;
  readonly divisionCode: string;
  readonly location: Point;
  readonly enteredDay: number;
  /** Visits a week; 0 where once a month is asked. */
  readonly perWeek: number;
  readonly willing: boolean;
  readonly visitorId: string;
  readonly diligence: number;
}

const DAY_MS = 86_400_000;
const ZONE_MS = 8 * 3_600_000;

/** Answers to a form's ordinary items: the first option that is no finding, or one finding where `found`. */
export function answersFor(form: VisitForm, found: boolean, from: Chance): VisitAnswers {
  const answers: Record<string, string> = {};
  // What is asked only after another answer, ticked, measured or signed is left open, as on most visits.
  const items = formItems(form).filter((item) => isOrdinary(item, 'home'));
  const remarkable = items.filter((item) => (item.finding ?? []).length > 0);
  const chosen = found && remarkable.length > 0 ? from.pick(remarkable) : null;
  for (const item of items) {
    const options = item.options ?? [];
    if (item === chosen) answers[item.key] = from.pick(item.finding as readonly string[]);
    else if (options.length > 0) answers[item.key] = (options.find((option) => !(item.finding ?? []).includes(option.code)) ?? options[0])?.code as string;
  }
  return answers;
}

function delay(from: Chance): number {
  if (from.happens(0.8)) return from.int(2, 90) * 1000;
  return from.happens(0.9) ? from.int(1, 30) * 3_600_000 : from.int(2, 12) * DAY_MS;
}

/** `until` is the last day of the history: nothing is received after it has ended. */
function visitOn(elder: VisitedElder, index: number, day: number, until: number, from: Chance): GeneratedVisit {
  const start = day * DAY_MS - ZONE_MS + from.int(8 * 60, 17 * 60) * 60_000 + from.int(0, 59_999);
  const end = start + from.int(9, 48) * 60_000;
  const drawn = from.unit();
  const outcome: VisitOutcome = !elder.willing && drawn < 0.5 ? 'refused' : drawn > 0.985 ? 'notAtHome' : drawn > 0.98 ? 'inHospital' : drawn > 0.975 ? 'away' : 'done';
  const mode: VisitMode = outcome === 'done' && from.happens(elder.willing ? 0.03 : 0.4) ? (from.happens(0.85) ? 'phone' : 'video') : 'home';
  return {
    id: uuidAt(start, from),
    elderIndex: index,
    elderId: elder.id,
    divisionCode: elder.divisionCode,
    visitorId: elder.visitorId,
    mode,
    outcome,
    startedAt: new Date(start).toISOString(),
    endedAt: new Date(end).toISOString(),
    recordedAt: new Date(end + 20_000).toISOString(),
    receivedAt: new Date(Math.min(end + 20_000 + delay(from), (until + 1) * DAY_MS - ZONE_MS)).toISOString(),
    occurredOn: new Date(start + ZONE_MS).toISOString().slice(0, 10),
    fix: mode === 'home' && from.happens(0.94) ? { ...away(elder.location, from.unit() * 0.04, from.unit() * 6.28), accuracy: from.int(4, 60) } : null,
    found: outcome === 'done' && from.happens(0.02),
  };
}

/** `count` different days from `first` to `last`. */
function daysWithin(first: number, last: number, count: number, from: Chance): readonly number[] {
  const days = new Set<number>();
  while (days.size < Math.min(count, last - first + 1)) days.add(from.int(first, last));
  return [...days].sort((a, b) => a - b);
}

/** Visits of one elder that belong to one month's report, up to and including `until`. */
function* visitsOfMonth(elder: VisitedElder, index: number, month: Month, until: number, from: Chance): Generator<GeneratedVisit> {
  for (const period of periodsOfMonth(elder.perWeek > 0 ? 'week' : 'month', month)) {
    const first = Math.max(dayNumber(period.start), elder.enteredDay);
    const last = dayNumber(period.end);
    if (last < first) continue;
    for (const day of daysWithin(first, last, Math.max(1, elder.perWeek), from)) {
      if (day > until || !from.happens(elder.diligence)) continue;
      const visit = visitOn(elder, index, day, until, from);
      yield visit;
      // Whoever was not at home is mostly called on again the next day.
      if (visit.outcome === 'notAtHome' && day < Math.min(last, until) && from.happens(0.7)) yield visitOn(elder, index, day + 1, until, from);
    }
  }
}

/** All visits of `months` months before and in the month of `asOf`, in the order of months, then of elders. */
export function* drawVisits(seed: string, elders: readonly (VisitedElder | null)[], asOf: IsoDate, months: number): Generator<GeneratedVisit> {
  const until = dayNumber(asOf) - 1;
  for (let back = months; back >= 0; back -= 1) {
    const month = addMonths(monthOf(asOf), -back);
    const lastDay = dayNumber(lastDayOfMonth(month));
    for (let index = 0; index < elders.length; index += 1) {
      const elder = elders[index];
      if (elder == null || elder.enteredDay > lastDay) continue;
      yield* visitsOfMonth(elder, index, month, until, chance(seed, 'visits', index, month));
    }
  }
}
