// From tier and calendar to duties: how many visits on different dates each period asks for
// (decisions.md, Periods and rates). The tier's history decides, never today's tier alone, so that
// an ended period comes out the same whenever it is worked out.
//   week:  the tier in force on its Monday; a tier that rises after Monday asks for one visit now
//          and takes its own rhythm from the next Monday;
//   month: the tier in force on its last day; a weekly tier has no duty of the month beside it.
// What one person arranged bears on the duty and never on the tier (ADR 0015):
//   refused on the period's last day: no duty of the week, the pack's fallback as the duty of the month;
//   suspended for the whole of it: the duty stands beside the rate, in a month as calls;
//   extra visits and approved substitute modes: where they hold on the period's last day.
import type { TierResult } from '../classification/types.ts';
import type { PeriodKind, VisitMode } from '../policy/pack.ts';
import { addDays, daysBetween, monthOf, weekday, type IsoDate, type Month } from '../shared/index.ts';
import { periodsOfMonth, type Period } from './periods.ts';

/** Values of the pack that duties rest on; `firstWeek[0]` is for entering on a Monday. */
export interface DutyRules {
  readonly firstWeek: readonly [number, number, number, number, number, number, number];
  /** Days within which somebody who entered the list is visited for the first time. */
  readonly firstVisitDays: number;
  /** Days within which somebody who came home is visited. */
  readonly returnVisitDays: number;
  /** Calls a month while visits are suspended; none where 0. */
  readonly suspendedCalls: number;
  /** What is owed each month to somebody who refuses visits. */
  readonly refusal: { readonly visits: number; readonly modes: readonly VisitMode[] };
}

/** From this day on this tier (null: none); in order of `from`. */
export interface TierSpan {
  readonly from: IsoDate;
  readonly tier: TierResult | null;
}

/** First and last day; `to` null while it lasts. */
export interface DatedSpan {
  readonly from: IsoDate;
  readonly to: IsoDate | null;
}
/** In hospital, away, in an institution. */
export type Suspension = DatedSpan;
/** 适当增加: so many more visits in each period of the tier's rhythm (001). */
export interface ExtraVisits extends DatedSpan {
  readonly visits: number;
}
/** Modes that somebody approved for this person besides those of his tier. */
export interface Substitute extends DatedSpan {
  readonly modes: readonly VisitMode[];
}

export interface ListedTime {
  readonly enteredOn: IsoDate;
  /** Day on which the file was closed (died, moved, left the list); null while it is open. */
  readonly closedOn: IsoDate | null;
  readonly tiers: readonly TierSpan[];
  readonly suspended: readonly Suspension[];
  readonly refused?: readonly DatedSpan[];
  readonly extra?: readonly ExtraVisits[];
  readonly substitutes?: readonly Substitute[];
}

export interface Duty extends Period {
  readonly required: number;
  readonly tierCode: string;
  readonly modes: readonly VisitMode[];
  readonly state: 'active' | 'suspended';
  /** Last day for the visit of somebody who entered the list or came home in this period; null otherwise. */
  readonly dueBy: IsoDate | null;
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

const holdsOn = (span: DatedSpan, day: IsoDate): boolean => span.from <= day && (span.to === null || day <= span.to);
const someHold = (spans: readonly DatedSpan[] | undefined, day: IsoDate): boolean => spans !== undefined && spans.some((span) => holdsOn(span, day));

/** Days of a period on which the person could be visited: not suspended, in a week also not refusing. */
function openDays(listed: ListedTime, period: Period): number {
  const shut = period.kind === 'week' ? [...listed.suspended, ...(listed.refused ?? [])] : listed.suspended;
  if (shut.length === 0) return daysBetween(period.start, period.end) + 1;
  let days = 0;
  for (let day = period.start; day <= period.end; day = addDays(day, 1)) if (!someHold(shut, day)) days += 1;
  return days;
}

/** Modes of calls, owed while visits are suspended. */
const callModes: readonly VisitMode[] = ['phone', 'video'];

/** Whoever is let in after all, or visits somebody in hospital, has done more than was owed. */
const together = (one: readonly VisitMode[], other: readonly VisitMode[]): readonly VisitMode[] => [...new Set([...one, ...other])];

interface Shaped extends Asked {
  readonly modes: readonly VisitMode[];
  readonly state: Duty['state'];
}

/** What the period asks of this one person, after what he arranged. */
function shapedOf(listed: ListedTime, period: Period, rules: DutyRules): Shaped | null {
  const days = openDays(listed, period);
  const isSuspended = days === 0 && someHold(listed.suspended, period.end);
  const tier = tierOn(listed.tiers, period.end);
  if (isSuspended && period.kind === 'month' && tier !== null && rules.suspendedCalls > 0)
    return { tier, required: rules.suspendedCalls, modes: together(callModes, tier.modes), state: 'suspended' };
  if (!isSuspended && someHold(listed.refused, period.end)) {
    return period.kind === 'week' || tier === null ? null : { tier, required: rules.refusal.visits, modes: together(rules.refusal.modes, tier.modes), state: 'active' };
  }
  const asked = period.kind === 'week' ? askedOfWeek(listed, period, rules) : askedOfMonth(listed, period);
  if (asked === null || asked.required === 0) return null;
  if (days === 0) return isSuspended ? { ...asked, modes: asked.tier.modes, state: 'suspended' } : null;
  const extra = (listed.extra ?? []).filter((span) => holdsOn(span, period.end)).reduce((sum, span) => sum + span.visits, 0);
  const substitutes = (listed.substitutes ?? []).filter((span) => holdsOn(span, period.end)).flatMap((span) => span.modes);
  return {
    tier: asked.tier,
    required: Math.min(asked.required + extra, days),
    modes: substitutes.length === 0 ? asked.tier.modes : together(asked.tier.modes, substitutes),
    state: 'active',
  };
}

/** The day after a suspension that ended within the period or on the day before it. */
function cameHomeOn(listed: ListedTime, period: Period): IsoDate | null {
  const days = listed.suspended
    .flatMap((span) => (span.to === null ? [] : [addDays(span.to, 1)]))
    .filter((day) => period.start <= day && day <= period.end && !someHold(listed.suspended, day));
  return days.toSorted().at(-1) ?? null;
}

function dutyOf(listed: ListedTime, period: Period, rules: DutyRules): Duty | null {
  if (listed.enteredOn > period.end || (listed.closedOn !== null && listed.closedOn <= period.end)) return null;
  const shaped = shapedOf(listed, period, rules);
  if (shaped === null) return null;
  const home = cameHomeOn(listed, period);
  const entering = listed.enteredOn >= period.start;
  const dueBy = home !== null ? addDays(home, rules.returnVisitDays) : entering ? addDays(listed.enteredOn, rules.firstVisitDays) : null;
  return { ...period, required: shaped.required, tierCode: shaped.tier.code, modes: shaped.modes, state: shaped.state, dueBy: shaped.state === 'active' ? dueBy : null };
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

/** The same for somebody who was on the list several times; where two times touch a period, the later counts. */
export function dutiesOfTimes(times: readonly ListedTime[], month: Month, rules: DutyRules): readonly Duty[] {
  const byPeriod = new Map<string, Duty>();
  for (const time of times) for (const duty of dutiesFor(time, month, rules)) byPeriod.set(`${duty.kind}${duty.start}`, duty);
  return [...byPeriod.values()];
}
