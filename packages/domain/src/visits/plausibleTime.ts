// What times say about a visit: how long somebody stayed, at what hour, whether it was written down
// when it says, and whether somebody who is to be seen at home is only ever called.
import type { Judge, VisitEvidence } from './evidence.ts';

/** Before a form is opened somebody may have been there for a while: this much free time is enough. */
const FREE_MS = 12 * 60_000;
/** Share of visits that must be short to be the habit. */
const SHORT_SHARE = 0.35;
/** Share of somebody's short stays after another visit that left time for it: then he writes when he leaves. */
const FREE_SHARE = 0.7;
/** So many of them are needed to tell. */
const TELLING_STAYS = 2;
/** Deliveries of one phone within a quarter of an hour belong together. */
const ONE_DELIVERY_MS = 15 * 60_000;
/** Calls within fewer days may be an illness, snow, the harvest. */
const CALLS_SPAN_DAYS = 21;
/** No home visit between calls that lie four weeks apart. */
const MONTH_OF_CALLS_DAYS = 28;

const isHome = (visit: VisitEvidence): boolean => visit.mode === 'home' && visit.outcome === 'done';
const secondsOf = (visit: VisitEvidence): number => Math.max(0, Math.round((visit.endedAt - visit.startedAt) / 1000));

const hoursBetween = (from: number, to: number): number => Math.round((to - from) / 3_600_000);

/** Free time between the visit before it on its day and the opening of the form; null where it was the first. */
function freeBefore(visit: VisitEvidence, visits: readonly VisitEvidence[]): number | null {
  const before = visits.filter((other) => other.day === visit.day && other.id !== visit.id && other.startedAt <= visit.startedAt);
  return before.length === 0 ? null : Math.min(...before.map((other) => visit.startedAt - other.endedAt));
}

const shortStay: Judge = (visit, scene) => {
  if (visit.mode !== 'home') return null;
  const base = { signal: 'shortStay' } as const;
  const { shortSeconds, again } = scene.rules;
  const seconds = secondsOf(visit);
  const facts = { seconds, limit: shortSeconds };
  if (seconds >= shortSeconds) return { ...base, status: 'fine', reason: 'longEnough', facts, visits: [] };
  const home = scene.around(visit).filter(isHome);
  const short = home.filter((other) => secondsOf(other) < shortSeconds);
  if (short.length < again || short.length < SHORT_SHARE * home.length) return { ...base, status: 'noted', reason: 'shortOnce', facts, visits: [] };
  // Many open the form only when they leave. On days with several visits the time in between shows it.
  const free = short.flatMap((other) => freeBefore(other, home) ?? []);
  const enough = free.filter((ms) => ms >= FREE_MS).length;
  if (free.length < TELLING_STAYS || enough >= FREE_SHARE * free.length) return { ...base, status: 'noted', reason: 'writtenAfterwards', facts, visits: [] };
  return {
    ...base,
    status: 'odd',
    reason: 'shortAgain',
    facts: { ...facts, count: short.length, all: home.length },
    visits: short.filter(({ id }) => id !== visit.id).map(({ id }) => id),
  };
};

const nightHours: Judge = (visit, scene) => {
  if (visit.mode !== 'home') return null;
  const base = { signal: 'nightHours' } as const;
  const { nightFrom, nightTo, again } = scene.rules;
  const isNight = (other: VisitEvidence): boolean => isHome(other) && (other.minuteOfDay >= nightFrom * 60 || other.minuteOfDay < nightTo * 60);
  const facts = { hour: Math.floor(visit.minuteOfDay / 60), minute: visit.minuteOfDay % 60 };
  if (!isNight(visit)) return { ...base, status: 'fine', reason: 'day', facts, visits: [] };
  const nights = scene.around(visit).filter(isNight);
  if (nights.length >= again)
    return { ...base, status: 'odd', reason: 'nightAgain', facts: { ...facts, count: nights.length }, visits: nights.filter(({ id }) => id !== visit.id).map(({ id }) => id) };
  return { ...base, status: 'noted', reason: 'nightOnce', facts, visits: [] };
};

/** A phone sends all that waits: what came later than a delivery was not yet written down by then. */
const backdated: Judge = (visit, scene) => {
  const base = { signal: 'backdated' } as const;
  if (visit.savedAfter.length > 0) return { ...base, status: 'odd', reason: 'writtenAfter', facts: { count: visit.savedAfter.length }, visits: visit.savedAfter };
  const margin = scene.rules.backdatedMinutes * 60_000;
  // What lies after its arrival is a fault of the receiver (its count of weeks turns over), not a time.
  if (visit.knewLater !== null && visit.knewLater >= visit.endedAt + margin && visit.knewLater <= visit.receivedAt + margin)
    return { ...base, status: 'odd', reason: 'knewLater', facts: { hours: hoursBetween(visit.endedAt, visit.knewLater) }, visits: [] };
  // An office that records for a visitor delivers nothing together.
  if (visit.deviceId === null) return null;
  const between = scene.visits.filter(
    (other) => other.id !== visit.id && other.deviceId === visit.deviceId && other.receivedAt >= visit.endedAt + margin && other.receivedAt <= visit.receivedAt - ONE_DELIVERY_MS,
  );
  if (between.length === 0) return { ...base, status: visit.clockWrong ? 'noted' : 'fine', reason: visit.clockWrong ? 'clockWrong' : 'inOrder', facts: {}, visits: [] };
  const hours = hoursBetween(visit.endedAt, visit.receivedAt);
  return { ...base, status: 'odd', reason: 'deliveredBetween', facts: { hours, count: between.length }, visits: between.slice(0, 5).map(({ id }) => id) };
};

const onlyPhone: Judge = (visit, scene) => {
  if (visit.mode !== 'phone' && visit.mode !== 'video') return null;
  if (visit.dutyModes.length === 0 || visit.dutyModes.includes(visit.mode)) return null;
  const base = { signal: 'onlyPhone' } as const;
  const { phoneContacts } = scene.rules;
  const met = scene.visits.filter(({ elderId, outcome }) => elderId === visit.elderId && outcome === 'done');
  const at = met.findIndex(({ id }) => id === visit.id);
  const isCall = (other: VisitEvidence | undefined): boolean => other !== undefined && (other.mode === 'phone' || other.mode === 'video');
  let [from, to] = [at, at];
  while (isCall(met[from - 1])) from -= 1;
  while (isCall(met[to + 1])) to += 1;
  const run = met.slice(from, to + 1);
  const days = Math.round(((run.at(-1)?.startedAt ?? 0) - (run[0]?.startedAt ?? 0)) / 86_400_000);
  const isHabit = (run.length >= phoneContacts && days >= CALLS_SPAN_DAYS) || (run.length > 1 && days >= MONTH_OF_CALLS_DAYS);
  return {
    ...base,
    status: isHabit ? 'odd' : 'fine',
    reason: isHabit ? 'onlyCalls' : 'someCalls',
    facts: { count: run.length, days },
    visits: isHabit ? run.filter(({ id }) => id !== visit.id).map(({ id }) => id) : [],
  };
};

export const judgeTime = { shortStay, nightHours, backdated, onlyPhone };
