// Visits as phones send them, honest ones and faked ones among them, each with the truth about it: what
// thresholds of plausibility are tuned on and shown on. The noise model is written down in
// docs/adr/0033-plausibility-of-visits.md; every share stands here once.
import { addDays, dayNumber, fromDayNumber } from '@shouwang/domain/shared';
import type { Place, VisitEvidence } from '@shouwang/domain/visits';
import type { GeneratedCounty, VillageBlock } from './county.ts';
import { disguise, fakePatterns, type FakePattern } from './fakes.ts';
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

/** Shares of the noise among honest visits and visitors. */
export const noise = {
  /** Elders of whom the ledger has no position, and those who stand at the centre of their group. */
  homeMissing: 0.06,
  homeAtCentre: 0.04,
  /** Elders who live at the address of another on the list. */
  sameAddress: 0.12,
  /** Fixes: none, off by hundreds of metres with half of it admitted, off by kilometres and saying so, left over from the house before. */
  fixNone: 0.06,
  fixBad: 0.08,
  fixVague: 0.015,
  fixStale: 0.005,
  /** Visitors whose phone never gives a position, or has a wrong clock. */
  phoneWithoutFix: 0.03,
  /** Visitors whose phone hears the same senders at a house and gives the same position to the digit, at a third of the visits. */
  networkPosition: 0.05,
  clockWrong: 0.04,
  /** Visits: a look in, closed too late, met at the market or the clinic, written down in the evening at one's own home, at night because of need. */
  lookedIn: 0.04,
  closedLate: 0.01,
  metElsewhere: 0.004,
  writtenAtHome: 0.003,
  nightNeed: 0.003,
  /** Phones without signal whose clock was reset for a while and came right before sending. */
  clockReset: 0.001,
  /** Visitors who always open the form when they leave. */
  writesOnLeaving: 0.02,
  /** Visitors who have no signal at home and send every few days; deliveries that the server put off. */
  withoutSignal: 0.2,
  putOff: 0.002,
  /** Visitors with one stock sentence, with own words at times; those who round what they measure. */
  stockSentence: 0.15,
  ownWords: 0.35,
  measures: 0.3,
  roundsFigures: 0.3,
  /** Visits on which hardly anything was asked, ordinarily and by hurried visitors. */
  hurried: 0.05,
  hurriedVisitor: 0.03,
  /** Visitors who call for a fortnight because of illness, snow or harvest. */
  callsForAWhile: 0.06,
  /** Photos of one room from nearly the same spot, and too dark ones. */
  sameAngle: 0.04,
  dark: 0.03,
} as const;

/** Choices, then figures and words of the form: how many can be answered by a choice. */
const ASKED = 14;
const DAY_MS = 86_400_000;
const ZONE_MS = 8 * 3_600_000;
const MINUTE_MS = 60_000;

const stock = ['一切正常', '老人身体好', '家中安全无异常', '老人精神好家里干净', '身体健康无异常情况', '吃穿住医都好，没有什么问题'];
const subjects = ['老人', '大爷', '婆婆', '他', '她', '王叔', '李婶'];
const doings = ['在院里晒太阳', '在火塘边烤火', '刚从地里回来', '在门口剥玉米', '在看电视', '在喂鸡', '在邻居家坐', '躺在床上休息', '在烧水做饭', '在缝补衣服'];
const tellings = [
  '说腿比上周好些',
  '说夜里咳得少了',
  '说孙子月底回来',
  '问养老金几号发',
  '想买点止痛药',
  '说屋后漏雨了',
  '讲儿子打过电话',
  '说米快吃完了',
  '讲前天赶过集',
  '说眼睛看不清',
];
const deeds = ['帮着挑了两担水', '把灶台擦了', '量了血压', '收了晾的衣服', '换了灯泡', '把药分好了', '陪着坐了一会', '劈了些柴'];

/** What somebody writes of his own. */
export const ownNote = (from: Chance): string =>
  `${from.pick(subjects)}${from.pick(doings)}，${from.pick(tellings)}${from.happens(0.6) ? `，${from.pick(deeds)}` : ''}${from.happens(0.3) ? `，下次${from.int(2, 28)}号再去` : ''}`;

export interface Subject {
  readonly id: string;
  /** Where he really lives. */
  readonly home: Point;
  readonly perWeek: number;
  readonly pressure: readonly [number, number, number];
  readonly scene: bigint;
}

interface Habits {
  readonly hasFix: boolean;
  readonly byNetwork: boolean;
  readonly clockWrong: boolean;
  readonly hasSignal: boolean;
  readonly writesOnLeaving: boolean;
  readonly note: 'stock' | 'own' | 'none';
  readonly stockSentence: string;
  readonly measures: boolean;
  readonly rounds: boolean;
  readonly photos: number;
  readonly hurried: number;
  readonly callsFrom: number | null;
  readonly callsDays: number;
  readonly gentle: number;
}

function habitsOf(from: Chance, first: number, last: number): Habits {
  const drawn = from.unit();
  return {
    hasFix: !from.happens(noise.phoneWithoutFix),
    byNetwork: from.happens(noise.networkPosition),
    clockWrong: from.happens(noise.clockWrong),
    hasSignal: !from.happens(noise.withoutSignal),
    writesOnLeaving: from.happens(noise.writesOnLeaving),
    note: drawn < noise.stockSentence ? 'stock' : drawn < noise.stockSentence + noise.ownWords ? 'own' : 'none',
    stockSentence: from.pick(stock),
    measures: from.happens(noise.measures),
    rounds: from.happens(noise.roundsFigures),
    photos: from.happens(0.6) ? 0.1 + from.unit() * 0.6 : 0,
    hurried: from.happens(noise.hurriedVisitor) ? 0.35 : noise.hurried,
    callsFrom: from.happens(noise.callsForAWhile) ? from.int(first, last) : null,
    callsDays: from.int(8, 18),
    gentle: 0.7 + from.unit() * 0.9,
  };
}

const flip = (hash: bigint, bits: number, from: Chance): bigint => {
  let changed = hash;
  for (let n = 0; n < bits; n += 1) changed ^= 1n << BigInt(from.int(0, 63));
  return changed;
};
export const hashText = (hash: bigint): string => hash.toString(16).padStart(16, '0');
const sceneOf = (from: Chance): bigint => BigInt(`0x${from.hex(8)}${from.hex(8)}`);
/** The same picture, sent again in another size. */
export const sentAgain = (hash: string, from: Chance): string => hashText(flip(BigInt(`0x${hash}`), from.int(0, 3), from));

function photoOf(scene: bigint, from: Chance): string {
  if (from.happens(noise.dark)) return hashText(flip(0n, from.int(0, 4), from));
  if (from.happens(noise.sameAngle)) return hashText(flip(scene, from.int(1, 6), from));
  return hashText(flip(scene, from.int(8, 26), from));
}

export function answersOf(subject: Subject, habits: Pick<Habits, 'measures' | 'rounds'>, hurried: boolean, from: Chance): Record<string, string | number> {
  const answers: Record<string, string | number> = {};
  const count = hurried ? from.int(1, 2) : from.int(ASKED - 4, ASKED);
  for (let item = 0; item < count; item += 1) answers[`item${item}`] = from.happens(0.985) ? 'same' : 'worse';
  if (habits.measures && !hurried && from.happens(0.7)) {
    const step = habits.rounds ? 5 : 1;
    const measured = (mean: number, spread: number): number => Math.round((mean + from.bell() * spread) / step) * step;
    answers['systolic'] = measured(subject.pressure[0], 9);
    answers['diastolic'] = measured(subject.pressure[1], 6);
    answers['pulse'] = measured(subject.pressure[2], 6);
  }
  return answers;
}

function fixAt(subject: Subject, before: Point | null, byNetwork: boolean, from: Chance): VisitEvidence['fix'] {
  const { home } = subject;
  if (byNetwork && from.happens(0.33)) return { ...away(home, 0.04, Number(subject.scene % 6n)), accuracy: 20 + Number(subject.scene % 70n) };
  const drawn = from.unit();
  const turn = from.unit() * 2 * Math.PI;
  let edge: number = noise.fixNone;
  if (drawn < edge) return null;
  if (drawn < (edge += noise.fixBad)) {
    const metres = 150 + from.unit() * 700;
    return { ...away(home, metres / 1000, turn), accuracy: Math.round(metres * (0.4 + from.unit() * 0.6)) };
  }
  if (drawn < (edge += noise.fixVague)) {
    const metres = 500 + from.unit() * 2_500;
    return { ...away(home, metres / 1000, turn), accuracy: Math.round(metres * (0.7 + from.unit())) };
  }
  if (drawn < edge + noise.fixStale && before !== null) return { ...before, accuracy: from.int(8, 40) };
  const accuracy = from.int(4, 45);
  return { ...away(home, (Math.abs(from.bell()) * accuracy + 6 * from.unit()) / 1000, turn), accuracy };
}

export interface Planned {
  readonly subject: Subject;
  readonly day: number;
  startedAt: number;
  endedAt: number;
  mode: VisitEvidence['mode'];
  fix: VisitEvidence['fix'];
  answers: Record<string, string | number>;
  note: string | null;
  photos: string[];
  truth: FakePattern | null;
  /** Written down then; as a rule at its end. */
  writtenAt: number;
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
      const note = habits.note === 'stock' ? (from.happens(0.7) ? habits.stockSentence : null) : habits.note === 'own' && from.happens(0.4) ? ownNote(from) : null;
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
}

export function drawFieldwork({ county, seed, days, fakersPerHundred }: FieldworkOptions): Fieldwork {
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
      const habits = habitsOf(from, first, last);
      const planned = honestRounds(visitor, own, first, last, habits, from);
      const fakes = own.length >= 4 && from.happens((fakersPerHundred / 100) * 1.3) ? (fakePatterns[faker++ % fakePatterns.length] as FakePattern) : null;
      if (fakes !== null) disguise(fakes, planned, visitor, from);
      const deliveries = deliver(planned, habits, from);
      visitors.push({ id: visitor.id, home: visitor.home, fakes, visits: planned.map((visit, index) => evidence(visit, deliveries[index] as number, visitor.id, habits, from)) });
    }
  }
  return { visitors, homes };
}
