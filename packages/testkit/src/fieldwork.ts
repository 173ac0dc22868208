// Visits as phones send them, honest ones and faked ones among them, each with the truth about it: what
// thresholds of plausibility are tuned on and shown on. The noise model is written down in
// docs/adr/0033-plausibility-of-visits.md; its shares stand in fieldworkParts.ts.
import { addDays, dayNumber, fromDayNumber } from '@shouwang/domain/shared';
import type { Place, VisitEvidence } from '@shouwang/domain/visits';
import type { GeneratedCounty, VillageBlock } from './county.ts';
import { disguise } from './fakes.ts';
import {
  answersOf,
  ASKED,
  DAY_MS,
  fakePatterns,
  fixAt,
  habitsOf,
  MINUTE_MS,
  noise,
  ownNote,
  photoOf,
  sceneOf,
  ZONE_MS,
  type FakePattern,
  type Habits,
  type Planned,
  type Subject,
} from './fieldworkParts.ts';
import { away, kilometres, type Point } from './places.ts';
import { chance, uuidAt, type Chance } from './random.ts';
import type { GeneratedVisitor } from './visitors.ts';

export interface FieldworkVisit extends VisitEvidence {
  readonly visitorId: string;
  /** How it was faked; null: it was made as it says. */
  readonly truth: FakePattern | null;
}
export interface FieldworkVisitor {
  readonly id: string;
  readonly home: Place;
  /** How he fakes, where he does. */
  readonly fakes: FakePattern | null;
  readonly visits: readonly FieldworkVisit[];
}
export interface Fieldwork {
  readonly visitors: readonly FieldworkVisitor[];
  /** Homes as the ledger has them: some missing, some at the group's centre. */
  readonly homes: ReadonlyMap<string, Place>;
}

/** The rounds of one visitor: which day he sees whom, in which order, for how long. */
function honestRounds(visitor: GeneratedVisitor, subjects: readonly Subject[], first: number, last: number, habits: Habits, from: Chance): Planned[] {
  const byDay = new Map<number, Subject[]>();
  for (let monday = first; monday <= last; monday += 7) {
    const days = [0, 1, 2, 3, 4, 5, 6].filter(() => from.happens(0.5));
    for (const subject of subjects) {
      const wanted = subject.perWeek > 0 ? subject.perWeek : from.happens(0.25) ? 1 : 0;
      for (let n = 0; n < wanted; n += 1) {
        const day = monday + (days.length > n ? (days[(n * 2 + from.int(0, days.length - 1)) % days.length] as number) : from.int(0, 6));
        if (day > last || (byDay.get(day) ?? []).includes(subject)) continue;
        byDay.set(day, [...(byDay.get(day) ?? []), subject]);
      }
    }
  }
  const made: Planned[] = [];
  for (const [day, wanted] of [...byDay].sort(([a], [b]) => a - b)) {
    let here: Point = visitor.home;
    let before: Point | null = null;
    let at = day * DAY_MS - ZONE_MS + from.int(7 * 60 + 30, 16 * 60) * MINUTE_MS + from.int(0, 59_000);
    const left = [...wanted];
    const isCalling = habits.callsFrom !== null && day >= habits.callsFrom && day < habits.callsFrom + habits.callsDays;
    while (left.length > 0) {
      left.sort((a, b) => kilometres(here, a.home) - kilometres(here, b.home));
      const subject = left.shift() as Subject;
      at += (kilometres(here, subject.home) / (3 + from.unit() * 18)) * 3_600_000 + from.int(1, 12) * MINUTE_MS;
      let stay = from.happens(noise.lookedIn) ? from.int(50, 240) * 1000 : Math.max(180_000, 19 * habits.gentle * Math.exp(from.bell() * 0.45) * MINUTE_MS);
      let startedAt = at;
      const leaving = at + stay;
      if (habits.writesOnLeaving) {
        startedAt = leaving - from.int(25, 110) * 1000;
        stay = leaving - startedAt;
      }
      const calls = isCalling || from.happens(0.02);
      const hurried = from.happens(habits.hurried);
      const note =
        habits.note === 'stock'
          ? from.happens(0.7)
            ? (habits.stockSentences[made.length % habits.stockSentences.length] as string)
            : null
          : habits.note === 'own' && from.happens(0.4)
            ? ownNote(from)
            : null;
      const visit: Planned = {
        subject,
        day,
        startedAt,
        endedAt: calls ? startedAt + from.int(2, 12) * MINUTE_MS : startedAt + stay,
        mode: calls ? 'phone' : 'home',
        fix: calls || !habits.hasFix ? null : fixAt(subject, before, habits.byNetwork, from),
        answers: answersOf(subject, habits, hurried, from),
        note,
        photos: !calls && from.happens(habits.photos) ? [photoOf(subject.scene, from)] : [],
        truth: null,
        writtenAt: 0,
      };
      visit.writtenAt = visit.endedAt;
      if (!calls) disturb(visit, visitor, from);
      made.push(visit);
      if (!calls) [here, before] = [subject.home, visit.fix ?? before];
      at = leaving;
    }
  }
  return made;
}

/** What happens to honest visits. */
function disturb(visit: Planned, visitor: GeneratedVisitor, from: Chance): void {
  const drawn = from.unit();
  let edge: number = noise.closedLate;
  if (drawn < edge) visit.writtenAt = visit.endedAt += from.int(20, 180) * MINUTE_MS;
  else if (drawn < (edge += noise.metElsewhere)) visit.fix &&= { ...away(visit.subject.home, 0.5 + from.unit() * 4, from.unit() * 6.28), accuracy: from.int(5, 40) };
  else if (drawn < (edge += noise.writtenAtHome)) {
    visit.startedAt = visit.day * DAY_MS - ZONE_MS + from.int(18 * 60, 21 * 60) * MINUTE_MS;
    visit.writtenAt = visit.endedAt = visit.startedAt + from.int(30, 200) * 1000;
    visit.fix &&= { ...away(visitor.home, 0.01, from.unit() * 6.28), accuracy: from.int(5, 30) };
  } else if (drawn < (edge += noise.clockReset)) {
    const back = from.int(6, 60) * 3_600_000;
    visit.startedAt -= back;
    visit.endedAt -= back;
  } else if (drawn < edge + noise.nightNeed) {
    visit.startedAt = visit.day * DAY_MS - ZONE_MS + from.int(20 * 60 + 30, 23 * 60 + 30) * MINUTE_MS;
    visit.writtenAt = visit.endedAt = visit.startedAt + from.int(15, 80) * MINUTE_MS;
  }
}

/** Vaguer positions come from networks, which have no time of their own. */
const SATELLITE_METRES = 45;
/** How long a phone keeps what it has delivered. */
const KEPT_MS = 7 * DAY_MS;

/** Visits that the phone held when this one was written though they say they were made later. */
function heldBefore(planned: readonly Planned[], visits: readonly FieldworkVisit[], index: number): string[] {
  const own = planned[index] as Planned;
  return visits
    .filter((other, at) => {
      const { writtenAt, endedAt } = planned[at] as Planned;
      return writtenAt < own.writtenAt && endedAt > own.endedAt + 30 * MINUTE_MS && other.receivedAt > own.writtenAt - KEPT_MS;
    })
    .slice(-20)
    .map(({ id }) => id);
}

/** When the phone delivers: soon after each visit, or every few days. */
function deliver(visits: readonly Planned[], habits: Habits, from: Chance): readonly number[] {
  const ends = visits.map(({ writtenAt }) => writtenAt).sort((a, b) => a - b);
  const deliveries: number[] = [];
  let next = 0;
  for (const end of ends) {
    if (end <= next) continue;
    next = habits.hasSignal && from.happens(0.93) ? end + from.int(2, 240) * 1000 : end + from.int(2, habits.hasSignal ? 40 : 200) * 3_600_000;
    deliveries.push(next);
  }
  return visits.map(({ writtenAt }) => {
    const received = deliveries.find((at) => at >= writtenAt) ?? writtenAt + 60_000;
    return from.happens(noise.putOff) ? received + from.int(2, 50) * 3_600_000 : received;
  });
}

/** When a phone spoke with the server: at its deliveries, and on days on which it was only looked at. */
function contactsOf(deliveries: readonly number[], habits: Habits, first: number, last: number, from: Chance): readonly number[] {
  const contacts = [...deliveries];
  for (let day = first; habits.hasSignal && day <= last; day += 1) if (from.happens(noise.lookedAt)) contacts.push(day * DAY_MS - ZONE_MS + from.int(7 * 60, 21 * 60) * MINUTE_MS);
  return contacts;
}

/** What the phone learns of the true time by writing a visit, other than by its clock. */
function learnt({ writtenAt, endedAt, fix }: Planned, { satelliteTime, isCareful }: Habits, from: Chance): number | null {
  const times: number[] = [];
  const bySatellites = fix !== null && fix.accuracy <= SATELLITE_METRES;
  if (bySatellites && satelliteTime === 'right') times.push(writtenAt);
  if (bySatellites && satelliteTime === 'ahead') times.push(writtenAt + from.int(1, 7) * DAY_MS);
  if (writtenAt > endedAt && !isCareful && from.happens(noise.setWhileOpen)) times.push(writtenAt);
  if (from.happens(noise.putRightWhileOpen)) times.push(writtenAt + from.int(1, 60) * 3_600_000);
  const latest = Math.max(...times);
  return latest > endedAt + 30 * MINUTE_MS ? latest : null;
}

/** For each visit the latest time that its phone knew when it was written, where it is later than the clock it wrote by. */
function knownLater(planned: readonly Planned[], visits: readonly FieldworkVisit[], contacts: readonly number[], habits: Habits, from: Chance): readonly (number | null)[] {
  const own = planned.map((visit) => learnt(visit, habits, from));
  return planned.map(({ writtenAt, endedAt }, index) => {
    const before = planned.flatMap((other, at) => (other.writtenAt < writtenAt && (visits[at] as FieldworkVisit).receivedAt > writtenAt - KEPT_MS ? (own[at] ?? []) : []));
    const latest = Math.max(...contacts.filter((at) => at <= writtenAt), ...before, own[index] ?? 0);
    return latest > endedAt + 30 * MINUTE_MS ? latest : null;
  });
}

function evidence(visit: Planned, receivedAt: number, visitorId: string, habits: Habits, from: Chance): FieldworkVisit {
  const local = visit.startedAt + ZONE_MS;
  return {
    id: uuidAt(visit.startedAt, from),
    visitorId,
    elderId: visit.subject.id,
    mode: visit.mode,
    outcome: 'done',
    day: fromDayNumber(Math.floor(local / DAY_MS)),
    startedAt: visit.startedAt,
    endedAt: visit.endedAt,
    receivedAt,
    minuteOfDay: Math.floor((local % DAY_MS) / MINUTE_MS),
    deviceId: visitorId,
    clockWrong: habits.clockWrong,
    savedAfter: [],
    knewLater: null,
    fix: visit.fix,
    answers: visit.answers,
    note: visit.note,
    asked: ASKED,
    photos: visit.photos,
    dutyModes: ['home'],
    truth: visit.truth,
  };
}

function subjectsOf(block: VillageBlock, seed: string): ReadonlyMap<string, Subject> {
  const found = new Map<string, Subject>();
  let before: Point | null = null;
  for (const elder of block.elders) {
    const from = chance(seed, 'subject', elder.index);
    const home: Point = before !== null && from.happens(noise.sameAddress) ? before : elder.facts.location;
    before = home;
    found.set(elder.id, {
      id: elder.id,
      home,
      perWeek: elder.expected.rhythm?.period === 'week' ? elder.expected.rhythm.visits : 0,
      pressure: [Math.round(134 + from.bell() * 16), Math.round(80 + from.bell() * 9), Math.round(74 + from.bell() * 8)],
      scene: sceneOf(from),
    });
  }
  return found;
}

export interface FieldworkOptions {
  readonly county: GeneratedCounty;
  readonly seed: string;
  /** Days up to and with the county's day. */
  readonly days: number;
  /** Visitors of a hundred who fake, each by one pattern, the patterns in turn. */
  readonly fakersPerHundred: number;
  /** Share of their visits that they fake; drawn for each from half to nearly all without it. */
  readonly share?: number | null;
}

export function drawFieldwork({ county, seed, days, fakersPerHundred, share = null }: FieldworkOptions): Fieldwork {
  const last = dayNumber(county.asOf) - 1;
  const first = dayNumber(addDays(county.asOf, -days));
  const homes = new Map<string, Place>();
  const visitors: FieldworkVisitor[] = [];
  let faker = 0;
  for (const block of county.blocks()) {
    const subjects = subjectsOf(block, seed);
    for (const subject of subjects.values()) {
      const from = chance(seed, 'home', subject.id);
      const drawn = from.unit();
      if (drawn < noise.homeMissing) continue;
      const centre = from.pick(block.village.groups);
      homes.set(subject.id, drawn < noise.homeMissing + noise.homeAtCentre ? { lng: centre.lng, lat: centre.lat } : away(subject.home, from.unit() * 0.05, from.unit() * 6.28));
    }
    for (const visitor of block.visitors) {
      const own = block.assignments.filter((assignment) => assignment.visitor.id === visitor.id).flatMap(({ elder }) => subjects.get(elder.id) ?? []);
      if (own.length === 0) continue;
      const from = chance(seed, 'fieldwork', visitor.index);
      const habits = habitsOf(from, chance(seed, 'habits', visitor.index), first, last);
      const planned = honestRounds(visitor, own, first, last, habits, from);
      const fakes = own.length >= 4 && from.happens((fakersPerHundred / 100) * 1.3) ? (fakePatterns[faker++ % fakePatterns.length] as FakePattern) : null;
      if (fakes !== null) disguise(fakes, planned, visitor, share, from);
      const deliveries = deliver(planned, habits, from);
      const visits = planned.map((visit, index) => evidence(visit, deliveries[index] as number, visitor.id, habits, from));
      const clock = chance(seed, 'clock', visitor.index);
      const contacts = contactsOf(deliveries, habits, first, last, clock);
      const known = knownLater(planned, visits, contacts, habits, clock);
      visitors.push({
        id: visitor.id,
        home: visitor.home,
        fakes,
        visits: visits.map((visit, index) => ({ ...visit, savedAfter: heldBefore(planned, visits, index), knewLater: known[index] ?? null })),
      });
    }
  }
  return { visitors, homes };
}
