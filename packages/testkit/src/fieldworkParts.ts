// What a visit in the field is made of, honest or not: people, habits, positions, words, photos; and the
// shares of the noise among honest ones, each once (docs/adr/0033-plausibility-of-visits.md).
import type { VisitEvidence } from '@shouwang/domain/visits';
import { away, type Point } from './places.ts';
import type { Chance } from './random.ts';

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
  /** Phones whose positions carry the satellites' own time, those of them whose receiver is days ahead; days on which a phone with signal is looked at without a visit. */
  satelliteTime: 0.5,
  satelliteTimeWrong: 0.01,
  lookedAt: 0.1,
  /** Visitors who would set a clock back only before they open the app; of the others' clocks set back how many while it is open. Visits before which a clock that was ahead came right while the app was open. */
  careful: 0.5,
  setWhileOpen: 0.6,
  putRightWhileOpen: 0.001,
  /** Visitors who always open the form when they leave. */
  writesOnLeaving: 0.02,
  /** Visitors who have no signal at home and send every few days; deliveries that the server put off. */
  withoutSignal: 0.2,
  putOff: 0.002,
  /** Visitors with one stock sentence, with own words at times; those who round what they measure. */
  stockSentence: 0.15,
  /** … those of them whose sentence nobody else has, and those who have two in turn. */
  stockOfOwn: 0.2,
  stockInTurn: 0.3,
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

/** Ways of faking that are planted. */
export const fakePatterns = [
  'elsewhere',
  'fromOneSpot',
  'setPosition',
  'tooFast',
  'doorstep',
  'photoAgain',
  'sameWords',
  'sameFigures',
  'onlyCalls',
  'clockBack',
  'untouched',
  'atNight',
] as const;
export type FakePattern = (typeof fakePatterns)[number];

/** Choices, then figures and words of the form: how many can be answered by a choice. */
export const ASKED = 14;
export const DAY_MS = 86_400_000;
export const ZONE_MS = 8 * 3_600_000;
export const MINUTE_MS = 60_000;

const stock = ['一切正常', '老人身体好', '家中安全无异常', '老人精神好家里干净', '身体健康无异常情况', '吃穿住医都好，没有什么问题'];
const stockHeads = ['老人', '大爷', '两老', '家里', '屋里屋外'];
const stockTails = ['都好', '挺好的', '还可以', '没啥事', '一切照旧', '和上次一样'];
const stockEnds = ['', '', '，水电安全', '，吃得睡得', '，精神不错', '，门窗关好'];
/** The sentences of somebody who writes that all was well. */
function stockOf(listed: string, from: Chance): readonly string[] {
  const one = (common: string): string => (from.happens(noise.stockOfOwn) ? `${from.pick(stockHeads)}${from.pick(stockTails)}${from.pick(stockEnds)}` : common);
  return from.happens(noise.stockInTurn) ? [one(listed), one(from.pick(stock))] : [one(listed)];
}

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

export interface Habits {
  readonly hasFix: boolean;
  readonly byNetwork: boolean;
  readonly clockWrong: boolean;
  readonly hasSignal: boolean;
  readonly writesOnLeaving: boolean;
  readonly note: 'stock' | 'own' | 'none';
  readonly stockSentences: readonly string[];
  readonly measures: boolean;
  readonly rounds: boolean;
  readonly photos: number;
  readonly hurried: number;
  readonly isCareful: boolean;
  readonly satelliteTime: 'none' | 'right' | 'ahead';
  readonly callsFrom: number | null;
  readonly callsDays: number;
  readonly gentle: number;
}

/** `apart`: a stream of its own for what was added later, so that a seed still gives the people it gave. */
export function habitsOf(from: Chance, apart: Chance, first: number, last: number): Habits {
  const drawn = from.unit();
  return {
    hasFix: !from.happens(noise.phoneWithoutFix),
    byNetwork: from.happens(noise.networkPosition),
    clockWrong: from.happens(noise.clockWrong),
    hasSignal: !from.happens(noise.withoutSignal),
    writesOnLeaving: from.happens(noise.writesOnLeaving),
    note: drawn < noise.stockSentence ? 'stock' : drawn < noise.stockSentence + noise.ownWords ? 'own' : 'none',
    stockSentences: stockOf(from.pick(stock), apart),
    measures: from.happens(noise.measures),
    rounds: from.happens(noise.roundsFigures),
    photos: from.happens(0.6) ? 0.1 + from.unit() * 0.6 : 0,
    hurried: from.happens(noise.hurriedVisitor) ? 0.35 : noise.hurried,
    isCareful: apart.happens(noise.careful),
    satelliteTime: apart.happens(noise.satelliteTime) ? (apart.happens(noise.satelliteTimeWrong) ? 'ahead' : 'right') : 'none',
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
export const sceneOf = (from: Chance): bigint => BigInt(`0x${from.hex(8)}${from.hex(8)}`);
/** The same picture, sent again in another size. */
export const sentAgain = (hash: string, from: Chance): string => hashText(flip(BigInt(`0x${hash}`), from.int(0, 3), from));

export function photoOf(scene: bigint, from: Chance): string {
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

export function fixAt(subject: Subject, before: Point | null, byNetwork: boolean, from: Chance): VisitEvidence['fix'] {
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
