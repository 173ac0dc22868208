// Whom to see today, in which order: whose period is over or ends now, then who was never seen or
// longest ago, then who is near. The order is the same at every start: no two people compare equal.
import type { ElderCard } from '@shouwang/contract/sync';
import { daysBetween } from '@shouwang/domain/shared';
import { dutyView, lastSeen, type DutyView, type LocalVisit } from './local-visits.ts';

export type TodaySection = 'due' | 'open' | 'done' | 'noDuty';
export const todaySections: readonly TodaySection[] = ['due', 'open', 'done', 'noDuty'];

export interface Place {
  readonly lng: number;
  readonly lat: number;
}

export interface TodayItem {
  readonly card: ElderCard;
  readonly section: TodaySection;
  /** The duty that put him where he stands; null without any. */
  readonly duty: DutyView | null;
  readonly lastSeen: string | null;
  readonly seenToday: boolean;
  /** Metres from here; null where either place is unknown. */
  readonly distance: number | null;
}

const EARTH_M = 6_371_008.8;
const RAD = Math.PI / 180;

/** Metres between two places, equirectangular at the mean latitude (decisions.md, pair). */
export function metresBetween(a: Place, b: Place): number {
  const x = (b.lng - a.lng) * RAD * Math.cos(((a.lat + b.lat) / 2) * RAD);
  const y = (b.lat - a.lat) * RAD;
  return Math.sqrt(x * x + y * y) * EARTH_M;
}

/** Days left in the period, today included; two visits are on two dates, so this bounds what can still be done. */
const daysLeft = (duty: DutyView, today: string, seenToday: boolean): number => daysBetween(today, duty.end) + (seenToday ? 0 : 1);

function sectionOf(duty: DutyView | null, today: string, seenToday: boolean): TodaySection {
  if (duty === null) return 'noDuty';
  if (duty.open === 0 || seenToday) return 'done';
  return duty.end < today || duty.open >= daysLeft(duty, today, seenToday) ? 'due' : 'open';
}

/** The duty to look at: the open one that ends first, else the current one. Cards carry coming periods too. */
function leadingDuty(coming: readonly DutyView[], today: string): DutyView | null {
  const duties = coming.filter((duty) => duty.start <= today);
  const open = duties.filter((duty) => duty.open > 0).sort((a, b) => (a.end < b.end ? -1 : 1));
  return open[0] ?? duties.find((duty) => today <= duty.end) ?? duties[0] ?? null;
}

export function todayItem(card: ElderCard, visits: readonly LocalVisit[], today: string, here: Place | null): TodayItem {
  const duty = leadingDuty(
    card.duties.map((each) => dutyView(card, each, visits)),
    today,
  );
  const seen = lastSeen(card, visits);
  const seenToday =
    seen === today && visits.some((visit) => visit.elderId === card.id && visit.on === today && visit.outcome === 'done' && (duty === null || duty.modes.includes(visit.mode)));
  const seenByOthers = card.lastVisit?.on === today && (duty === null || duty.modes.includes(card.lastVisit.mode));
  return {
    card,
    duty,
    lastSeen: seen,
    seenToday: seenToday || seenByOthers,
    section: sectionOf(duty, today, seenToday || seenByOthers),
    distance: here === null || card.location === null ? null : metresBetween(here, card.location),
  };
}

/** Whole weeks since he was last seen; never seen is longest. Within a week nearness decides. */
const weeksUnseen = (item: TodayItem, today: string): number => (item.lastSeen === null ? Number.MAX_SAFE_INTEGER : Math.floor(daysBetween(item.lastSeen, today) / 7));

export function orderToday(cards: readonly ElderCard[], visits: readonly LocalVisit[], today: string, here: Place | null): readonly TodayItem[] {
  const rank = (item: TodayItem): readonly (number | string)[] => [
    todaySections.indexOf(item.section),
    item.section === 'due' ? (item.duty?.end ?? '') : '',
    -weeksUnseen(item, today),
    item.distance ?? Number.MAX_SAFE_INTEGER,
    item.duty?.end ?? '',
    item.lastSeen ?? '',
    item.card.id,
  ];
  const ranked = cards.map((card) => todayItem(card, visits, today, here)).map((item) => ({ item, rank: rank(item) }));
  ranked.sort((a, b) => {
    for (const [at, left] of a.rank.entries()) {
      const right = b.rank[at] as number | string;
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  });
  return ranked.map(({ item }) => item);
}
