// From tier and calendar to duties: how many visits on different dates each period asks for
// (decisions.md, Periods and rates). The tier's history decides, never today's tier alone, so that
// an ended period comes out the same whenever it is worked out.
//   week:  the tier in force on its Monday; a tier that rises after Monday asks for one visit now
//          and takes its own rhythm from the next Monday;
//   month: the tier in force on its last day; a weekly tier has no duty of the month beside it.
import type { TierResult } from '../classification/types.ts';
import type { PeriodKind, VisitMode } from '../policy/pack.ts';
import { addDays, daysBetween, monthOf, weekday, type IsoDate, type Month } from '../shared/index.ts';
import { periodsOfMonth, type Period } from './periods.ts';

/** Values of the pack that duties rest on; `firstWeek[0]` is for entering on a Monday. */
export interface DutyRules {
  readonly firstWeek: readonly [number, number, number, number, number, number, number];
  /** Days within which somebody who entered the list is visited for the first time. */
  readonly firstVisitDays: number;
}

/** From this day on this tier (null: none); in order of `from`. */
export interface TierSpan {
  readonly from: IsoDate;
  readonly tier: TierResult | null;
}

/** In hospital, away, in an institution: first and last day, `to` null while it lasts. */
export interface Suspension {
  readonly from: IsoDate;
  readonly to: IsoDate | null;
}

export interface ListedTime {
  readonly enteredOn: IsoDate;
  /** Day on which the file was closed (died, moved, left the list); null while it is open. */
  readonly closedOn: IsoDate | null;
  readonly tiers: readonly TierSpan[];
  readonly suspended: readonly Suspension[];
}

export interface Duty extends Period {
  readonly required: number;
  readonly tierCode: string;
  readonly modes: readonly VisitMode[];
  readonly state: 'active' | 'suspended';
  /** Last day for the first visit of somebody who entered in this period; null otherwise. */
  readonly firstVisitBy: IsoDate | null;
}

/** The tier in force on a day; the first one known stands for the time before it. */
export function tierOn(tiers: readonly TierSpan[], on: IsoDate): TierResult | null {
  let found = tiers[0];
  for (const span of tiers) if (span.from <= on) found = span;
  return found?.tier ?? null;
}

const WEEKS_PER_MONTH = 365 / 12 / 7;
/** Visits a week, to tell whether a tier is denser than another. */
export const density = (tier: TierResult | null): number => (tier === null ? 0 : tier.period === 'week' ? tier.visits : tier.visits / WEEKS_PER_MONTH);

interface Asked {
  readonly tier: TierResult;
  readonly required: number;
}

function askedOfWeek(listed: ListedTime, week: Period, rules: DutyRules): Asked | null {
  if (listed.enteredOn >= week.start) {
    const tier = tierOn(listed.tiers, week.end);
    if (tier?.period !== 'week') return null;
    return { tier, required: Math.min(tier.visits, rules.firstWeek[weekday(listed.enteredOn) - 1] ?? 0) };
  }
  const before = tierOn(listed.tiers, week.start);
  const after = tierOn(listed.tiers, week.end);
  if (after?.period === 'week' && density(after) > density(before)) {
    return { tier: after, required: Math.max(1, before?.period === 'week' ? before.visits : 0) };
  }
  return before?.period === 'week' ? { tier: before, required: before.visits } : null;
}

function askedOfMonth(listed: ListedTime, month: Period): Asked | null {
  const tier = tierOn(listed.tiers, month.end);
  return tier?.period === 'month' ? { tier, required: tier.visits } : null;
}

/** Days of a period on which the person could be visited: entered, not suspended. */
function openDays(listed: ListedTime, period: Period): number {
  let days = 0;
  for (let day = period.start; day <= period.end; day = addDays(day, 1)) {
    if (!listed.suspended.some((span) => span.from <= day && (span.to === null || day <= span.to))) days += 1;
  }
  return days;
}

function dutyOf(listed: ListedTime, period: Period, rules: DutyRules): Duty | null {
  if (listed.enteredOn > period.end || (listed.closedOn !== null && listed.closedOn <= period.end)) return null;
  const asked = period.kind === 'week' ? askedOfWeek(listed, period, rules) : askedOfMonth(listed, period);
  if (asked === null || asked.required === 0) return null;
  const days = listed.suspended.length === 0 ? daysBetween(period.start, period.end) + 1 : openDays(listed, period);
  const entering = listed.enteredOn >= period.start;
  return {
    ...period,
    required: days === 0 ? asked.required : Math.min(asked.required, days),
    tierCode: asked.tier.code,
    modes: asked.tier.modes,
    state: days === 0 ? 'suspended' : 'active',
    firstVisitBy: entering ? addDays(listed.enteredOn, rules.firstVisitDays) : null,
  };
}

const kinds: readonly PeriodKind[] = ['week', 'month'];

/**
 * Duties of one person that the report of `month` counts. A period in which the file was closed has
 * none; a period that is wholly suspended has one that stands beside the rate.
 */
export function dutiesFor(listed: ListedTime, month: Month, rules: DutyRules): readonly Duty[] {
  if (monthOf(listed.enteredOn) > month) return [];
  return kinds.flatMap((kind) => periodsOfMonth(kind, month).flatMap((period) => dutyOf(listed, period, rules) ?? []));
}
