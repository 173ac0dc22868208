// How visits are faked that nobody made, or not so: one pattern for each visitor who does it, on a part
// of his visits, beside honest ones. Each gives away what its pattern gives away in life, and as little
// else as can be: the position is right where it is the clock that is moved, and so on.
import { answersOf, DAY_MS, hashText, MINUTE_MS, ownNote, sentAgain, ZONE_MS, type FakePattern, type Planned } from './fieldworkParts.ts';
import { away } from './places.ts';
import type { Chance } from './random.ts';
import type { GeneratedVisitor } from './visitors.ts';

/** Changes some of a visitor's visits into faked ones: `share` of them, or where it is null from half to nearly all of what he records. */
export function disguise(pattern: FakePattern, visits: Planned[], visitor: GeneratedVisitor, given: number | null, from: Chance): void {
  const habitual = 0.5 + from.unit() * 0.45;
  const share = given ?? habitual;
  const home = visits.filter(({ mode }) => mode === 'home');
  const chosen = pattern === 'onlyCalls' || pattern === 'tooFast' || pattern === 'clockBack' ? [] : home.filter(() => from.happens(share));
  const jitter = (at: { lng: number; lat: number }, metres: number) => ({ ...away(at, (from.unit() * metres) / 1000, from.unit() * 6.28), accuracy: from.int(5, 35) });
  const set = from.int(3, 10);
  const notes = Array.from({ length: from.int(2, 4) }, () => ownNote(from));
  const pool = home.flatMap(({ photos }) => photos).slice(0, from.int(2, 5));
  if (pool.length === 0) pool.push(hashText(BigInt(`0x${from.hex(8)}${from.hex(8)}`)));
  const figures = Array.from({ length: from.int(1, 3) }, () => [from.int(112, 148), from.int(66, 92), from.int(62, 84)] as const);

  for (const visit of chosen) {
    visit.truth = pattern;
    if (pattern === 'elsewhere') visit.fix = { ...away(visit.subject.home, 0.6 + from.unit() * 6, from.unit() * 6.28), accuracy: from.int(5, 40) };
    else if (pattern === 'fromOneSpot') visit.fix = jitter(visitor.home, 20);
    else if (pattern === 'setPosition') visit.fix = { lng: visit.subject.home.lng, lat: visit.subject.home.lat, accuracy: set };
    else if (pattern === 'doorstep') visit.writtenAt = visit.endedAt = visit.startedAt + from.int(15, 85) * 1000;
    else if (pattern === 'photoAgain') visit.photos = [sentAgain(from.pick(pool), from)];
    else if (pattern === 'sameWords') visit.note = from.happens(0.7) ? from.pick(notes) : `${from.pick(notes)}。`;
    else if (pattern === 'sameFigures') {
      const [systolic, diastolic, pulse] = from.pick(figures);
      visit.answers = { ...answersOf(visit.subject, { measures: false, rounds: false }, false, from), systolic, diastolic, pulse };
    } else if (pattern === 'untouched') visit.answers = { item0: 'same', ...(from.happens(0.4) ? { item1: 'same' } : {}) };
    else if (pattern === 'atNight') {
      visit.startedAt += (21 * 60 + from.int(5, 150)) * MINUTE_MS - ((visit.startedAt + ZONE_MS) % DAY_MS);
      visit.writtenAt = visit.endedAt = visit.startedAt + from.int(4, 20) * MINUTE_MS;
    }
  }
  // Doorstep: one goes from door to door without going in.
  if (pattern === 'doorstep') hurryOn(chosen, from);
  if (pattern === 'tooFast') tooFast(home, share, from);
  if (pattern === 'clockBack') clockBack(home, share, from);
  if (pattern === 'onlyCalls') onlyCalls(visits, from);
}

/** The next door follows right away. */
function hurryOn(chosen: readonly Planned[], from: Chance): void {
  for (let at = 1; at < chosen.length; at += 1) {
    const [before, visit] = [chosen[at - 1] as Planned, chosen[at] as Planned];
    if (before.day !== visit.day) continue;
    const stay = visit.endedAt - visit.startedAt;
    visit.startedAt = before.endedAt + from.int(4, 9) * MINUTE_MS;
    visit.writtenAt = visit.endedAt = visit.startedAt + stay;
  }
}

/** All of a day within minutes, each at the right house by its position. */
function tooFast(home: readonly Planned[], share: number, from: Chance): void {
  const weeks = new Map<number, Planned[]>();
  for (const visit of home) weeks.set(Math.floor(visit.day / 7), [...(weeks.get(Math.floor(visit.day / 7)) ?? []), visit]);
  for (const visits of weeks.values()) {
    const days = new Map<number, Planned[]>();
    for (const visit of visits) days.set(visit.day, [...(days.get(visit.day) ?? []), visit]);
    for (const list of days.values()) {
      if (list.length < 2 || !from.happens(share)) continue;
      let at = list[0]?.startedAt ?? 0;
      for (const visit of list) {
        visit.startedAt = at;
        visit.writtenAt = visit.endedAt = at + from.int(40, 150) * 1000;
        visit.fix = { ...away(visit.subject.home, from.unit() * 0.01, from.unit() * 6.28), accuracy: from.int(5, 20) };
        at = visit.endedAt + from.int(5, 40) * 1000;
      }
      // Only those that lie apart from the one before or after cannot have been made.
      list.forEach((visit, index) => {
        const apart = [list[index - 1], list[index + 1]].some((other) => other !== undefined && awayFrom(other, visit) > 0.35);
        if (apart) visit.truth = 'tooFast';
      });
    }
  }
}
const awayFrom = (a: Planned, b: Planned): number =>
  Math.hypot((a.subject.home.lng - b.subject.home.lng) * Math.cos((a.subject.home.lat * Math.PI) / 180), a.subject.home.lat - b.subject.home.lat) * 111.2;

/** The visits of some days written down together later, with the clock set back. */
function clockBack(home: readonly Planned[], share: number, from: Chance): void {
  for (const [at, visit] of home.entries()) {
    const later = home.slice(at + 1).find((other) => other.writtenAt > visit.endedAt + 6 * 3_600_000);
    if (later === undefined || !from.happens(share)) continue;
    visit.truth = 'clockBack';
    visit.writtenAt = Math.max(visit.writtenAt, later.endedAt + from.int(2, 30) * 3_600_000);
  }
}

/** Some of his people are called and never seen; of whom one hears twice in two months it is no pattern yet. */
function onlyCalls(visits: readonly Planned[], from: Chance): void {
  const ids = [...new Set(visits.map(({ subject }) => subject.id))].filter((id) => visits.filter(({ subject }) => subject.id === id).length >= 3);
  const called = new Set(ids.filter(() => from.happens(0.5)));
  for (const visit of visits) {
    if (!called.has(visit.subject.id)) continue;
    visit.mode = 'phone';
    visit.fix = null;
    visit.photos = [];
    visit.writtenAt = visit.endedAt = visit.startedAt + from.int(2, 9) * MINUTE_MS;
    visit.truth = 'onlyCalls';
  }
}
