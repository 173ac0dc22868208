// Whom to see today, in which order: by urgency (overdue, due today, still open), within it by the
// shortest walk. The order is the same at every start: no two people compare equal.
import type { ElderCard, FieldPolicy } from '@shouwang/contract/sync';
import { addDays, daysBetween } from '@shouwang/domain/shared';
import { metresBetween, walkingRound, type Place } from '@shouwang/domain/visits';
import { dutyView, lastSeen, type DutyView, type LocalVisit } from './local-visits.ts';

export type { Place };
export type TodaySection = 'overdue' | 'due' | 'open' | 'coming' | 'done' | 'noDuty';
export const todaySections: readonly TodaySection[] = ['overdue', 'due', 'open', 'coming', 'done', 'noDuty'];
/** Whoever stands in these is still to be seen. */
export const isToSee = (section: TodaySection): boolean => section === 'overdue' || section === 'due' || section === 'open';

export interface TodayItem {
  readonly card: ElderCard;
  readonly section: TodaySection;
  /** The duty that put him where he stands, for `coming` the next one; null without any. */
  readonly duty: DutyView | null;
  /** Last day on which the visit that is asked for next can be made in time; null where nothing is open. */
  readonly deadline: string | null;
  readonly lastSeen: string | null;
  readonly seenToday: boolean;
  /** Metres to walk from here; null where either place is unknown. */
  readonly distance: number | null;
}

/** A walk through people in the order of the list. */
export interface Walk {
  readonly stops: readonly TodayItem[];
  /** From the start through all stops and home, with the pack's detour. */
  readonly metres: number;
}

export interface DayPlan {
  readonly items: readonly TodayItem[];
  /** Through whoever is due today or overdue; where nobody is, through whoever is open. */
  readonly walk: Walk;
}

export interface Whereabouts {
  /** The phone's position, where it was asked for. */
  readonly here: Place | null;
  readonly home: Place | null;
  readonly detour: number;
}
export const DEFAULT_WALK: FieldPolicy['walk'] = { detour: 1.3, metresPerSecond: 1 };
export const nowhere: Whereabouts = { here: null, home: null, detour: DEFAULT_WALK.detour };

/** Days left in the period, today included; two visits are on two dates, so this bounds what can still be done. */
const daysLeft = (duty: DutyView, today: string, seenToday: boolean): number => daysBetween(today, duty.end) + (seenToday ? 0 : 1);

/** The earlier day of somebody who entered the list or came home, while that visit is not made. */
function earlierDay(card: ElderCard, duty: DutyView, seen: string | null): string | null {
  const by = duty.dueBy ?? null;
  if (by === null) return null;
  const home = card.news?.find(({ code, what }) => code === 'life' && what === 'returned');
  const met = home === undefined ? duty.done + duty.pending > 0 : seen !== null && seen >= home.on;
  return met ? null : by;
}

function deadlineOf(card: ElderCard, duty: DutyView | null, seen: string | null): string | null {
  if (duty === null || duty.open === 0) return null;
  const last = addDays(duty.end, 1 - duty.open);
  const agreed = card.nextAttemptOn ?? null;
  return [last, earlierDay(card, duty, seen), agreed].reduce<string>((first, day) => (day !== null && day < first ? day : first), last);
}

/** What decides where somebody stands. */
interface Standing {
  readonly card: ElderCard;
  readonly duty: DutyView | null;
  readonly deadline: string | null;
  readonly seen: string | null;
  readonly seenToday: boolean;
}

function sectionOf({ card, duty, deadline, seen, seenToday }: Standing, today: string): TodaySection {
  if (duty === null) return card.duties.some(({ start }) => start > today) ? 'coming' : 'noDuty';
  if (deadline === null || seenToday) return 'done';
  if (duty.end < today || (earlierDay(card, duty, seen) === deadline && deadline < today)) return 'overdue';
  return deadline <= today || duty.open >= daysLeft(duty, today, seenToday) ? 'due' : 'open';
}

/** The duty to look at: the open one that ends first, else the current one. Cards carry coming periods too. */
function leadingDuty(coming: readonly DutyView[], today: string): DutyView | null {
  const duties = coming.filter((duty) => duty.start <= today);
  const open = duties.filter((duty) => duty.open > 0).sort((a, b) => (a.end < b.end ? -1 : 1));
  return open[0] ?? duties.find((duty) => today <= duty.end) ?? duties[0] ?? null;
}

export function todayItem(card: ElderCard, visits: readonly LocalVisit[], today: string, { here, detour }: Whereabouts): TodayItem {
  const views = card.duties.map((each) => dutyView(card, each, visits));
  const duty = leadingDuty(views, today);
  const seen = lastSeen(card, visits);
  const counts = (mode: string): boolean => duty === null || duty.modes.includes(mode);
  const byThisPhone = seen === today && visits.some((visit) => visit.elderId === card.id && visit.on === today && visit.outcome === 'done' && counts(visit.mode));
  const byOthers = card.lastVisit?.on === today && counts(card.lastVisit.mode);
  const seenToday = byThisPhone || byOthers;
  const deadline = deadlineOf(card, duty, seen);
  return {
    card,
    duty: duty ?? views.find(({ start }) => start > today) ?? null,
    deadline,
    lastSeen: seen,
    seenToday,
    section: sectionOf({ card, duty, deadline, seen, seenToday }, today),
    distance: here === null || card.location === null ? null : metresBetween(here, card.location) * detour,
  };
}

const SOON_DAYS = 7;
/** Within a section: who presses more. Never seen, or the deadline within the week. */
const presses = (item: TodayItem, today: string): number => (item.lastSeen === null || (item.deadline !== null && daysBetween(today, item.deadline) < SOON_DAYS) ? 0 : 1);
/** Whole weeks since he was last seen; never seen is longest. */
const weeksUnseen = (item: TodayItem, today: string): number => (item.lastSeen === null ? Number.MAX_SAFE_INTEGER : Math.floor(daysBetween(item.lastSeen, today) / 7));

function ranked(items: readonly TodayItem[], today: string): TodayItem[] {
  const rank = (item: TodayItem): readonly (number | string)[] => [
    todaySections.indexOf(item.section),
    item.section === 'open' ? presses(item, today) : 0,
    item.section === 'coming' ? (item.duty?.start ?? '') : '',
    -weeksUnseen(item, today),
    item.distance ?? Number.MAX_SAFE_INTEGER,
    item.duty?.end ?? '',
    item.lastSeen ?? '',
    item.card.id,
  ];
  const withRank = items.map((item) => ({ item, rank: rank(item) }));
  withRank.sort((a, b) => {
    for (const [at, left] of a.rank.entries()) {
      const right = b.rank[at] as number | string;
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  });
  return withRank.map(({ item }) => item);
}

const isPlaced = (item: TodayItem): item is TodayItem & { readonly card: { readonly location: Place } } => item.card.location !== null;

/** Groups one after the other, each by the shortest walk from where the one before ended. */
function walked(groups: readonly (readonly TodayItem[])[], start: Place | null, where: Whereabouts): Walk {
  const wanted = groups.filter((group) => group.some(isPlaced));
  let from = start;
  let metres = 0;
  const stops = wanted.flatMap((group, at) => {
    const placed = group.filter(isPlaced);
    const round = walkingRound({ stops: placed.map(({ card }) => card.location), start: from, end: at === wanted.length - 1 ? where.home : null });
    metres += round.metres;
    const ordered = round.order.map((index) => placed[index] as (typeof placed)[number]);
    from = ordered.at(-1)?.card.location ?? from;
    return ordered;
  });
  return { stops, metres: metres * where.detour };
}

/** Where this phone last recorded a visit today: the walk goes on from there. */
function lastDoor(cards: readonly ElderCard[], visits: readonly LocalVisit[], today: string): Place | null {
  const last = visits.filter(({ on, mode }) => on === today && mode === 'home').at(-1);
  return cards.find(({ id }) => id === last?.elderId)?.location ?? null;
}

/** Everybody once: sections in order, in each that is still to be seen the walk, then whoever has no place on the map. */
export function planDay(cards: readonly ElderCard[], visits: readonly LocalVisit[], today: string, where: Whereabouts): DayPlan {
  const items = ranked(
    cards.map((card) => todayItem(card, visits, today, where)),
    today,
  );
  const of = (section: TodaySection): TodayItem[] => items.filter((item) => item.section === section);
  const open = of('open');
  const start = where.here ?? lastDoor(cards, visits, today) ?? where.home;
  const must = walked([of('overdue'), of('due')], start, where);
  const rest = walked([open.filter((item) => presses(item, today) === 0), open.filter((item) => presses(item, today) === 1)], start, where);
  const place = new Map([...must.stops, ...rest.stops].map((item, at) => [item.card.id, at]));
  const group = (item: TodayItem): number => todaySections.indexOf(item.section) * 2 + (item.section === 'open' ? presses(item, today) : 0);
  // The sort is stable: who has no place keeps the order of `ranked`, behind those of his group who have one.
  const inOrder = items.toSorted((a, b) => group(a) - group(b) || (place.get(a.card.id) ?? Number.MAX_SAFE_INTEGER) - (place.get(b.card.id) ?? Number.MAX_SAFE_INTEGER));
  return { items: inOrder, walk: of('overdue').length + of('due').length > 0 ? must : rest };
}
