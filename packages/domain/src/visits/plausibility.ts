// How plausible a recorded visit is, and why (decisions.md, Trust; ADR 0033). Every visit gets an
// explained judgement: what was compared, with what, and whether it is odd. A judgement is a reason to
// ask, never a verdict: nothing follows from it by itself. Evidence that comes later (other visits, other
// deliveries of the phone, a better position of the home) makes it be worked out anew.
import type { PolicyPack } from '../policy/pack.ts';
import { getNumber } from '../policy/values.ts';
import {
  plausibilitySignals,
  signalsOfHabit,
  type JudgedSignal,
  type Judge,
  type PlausibilityKnown,
  type PlausibilityRules,
  type PlausibilitySignal,
  type Scene,
  type VisitEvidence,
} from './evidence.ts';
import { judgeContent } from './plausibleContent.ts';
import { judgePlace } from './plausiblePlace.ts';
import { judgeTime } from './plausibleTime.ts';

const keyOf: Readonly<Record<Exclude<keyof PlausibilityRules, 'points'>, string>> = {
  doubtFrom: 'doubtFromPoints',
  notedPoints: 'notedPoints',
  farMetres: 'farMetres',
  sameFixMetres: 'sameFixMetres',
  sameFixHomes: 'sameFixHomes',
  speedKmh: 'speedKmh',
  shortSeconds: 'shortSeconds',
  nightFrom: 'nightFromHour',
  nightTo: 'nightToHour',
  backdatedMinutes: 'backdatedMinutes',
  photoBits: 'photoBits',
  textLength: 'textLength',
  answeredShare: 'answeredShare',
  phoneContacts: 'phoneContacts',
  again: 'again',
  windowDays: 'windowDays',
};

/** The pack's values under `plausibility.`; throws where one is missing: the pack check guards that. */
export function plausibilityRulesOf(pack: PolicyPack): PlausibilityRules {
  const read = (key: string): number => getNumber(pack, `plausibility.${key}`);
  const limits = Object.fromEntries(Object.entries(keyOf).map(([name, key]) => [name, read(key)])) as Omit<PlausibilityRules, 'points'>;
  const points = Object.fromEntries(plausibilitySignals.map((signal) => [signal, read(`points.${signal}`)])) as PlausibilityRules['points'];
  return { ...limits, points };
}

/** Days for the helper's answer and for the village's call, and the share of a week's home visits that is drawn for a call. */
export interface AskingRules {
  readonly answerDays: number;
  readonly checkDays: number;
  readonly sampleShare: number;
}
const askingKeys = ['answerDays', 'checkDays', 'sampleShare'] as const;
export const askingRulesOf = (pack: PolicyPack): AskingRules =>
  Object.fromEntries(askingKeys.map((key) => [key, getNumber(pack, `plausibility.${key}`)])) as unknown as AskingRules;

/** Values that a pack must have, by their full keys. */
export const plausibilityKeys: readonly string[] = [...Object.values(keyOf), ...plausibilitySignals.map((signal) => `points.${signal}`), ...askingKeys].map(
  (key) => `plausibility.${key}`,
);

export const plausibilityStates = ['plausible', 'noted', 'doubted'] as const;
export type PlausibilityState = (typeof plausibilityStates)[number];

export interface Plausibility {
  readonly visitId: string;
  readonly points: number;
  readonly state: PlausibilityState;
  /** One for each signal that applies to the visit, in the order of {@link plausibilitySignals}. */
  readonly signals: readonly JudgedSignal[];
}

const DAY_MS = 86_400_000;

function sceneOf(visits: readonly VisitEvidence[], known: PlausibilityKnown, rules: PlausibilityRules): Scene {
  const ordered = [...visits].sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
  const reach = rules.windowDays * DAY_MS;
  let last: { readonly id: string; readonly found: readonly VisitEvidence[] } | null = null;
  return {
    ...known,
    visits: ordered,
    rules,
    around(visit) {
      if (last?.id !== visit.id) last = { id: visit.id, found: ordered.filter((other) => Math.abs(other.startedAt - visit.startedAt) <= reach) };
      return last.found;
    },
  };
}

const judges: Readonly<Record<PlausibilitySignal, Judge>> = { ...judgePlace, ...judgeTime, ...judgeContent };

/** So many visits within the window on either side are no accident any more. */
const AGAIN = 2;

type Judged = Omit<JudgedSignal, 'points'>;
interface JudgedVisit {
  readonly visit: VisitEvidence;
  readonly signals: readonly Judged[];
}

/** Is what a signal found odd about a visit found on others around it too? */
function isHabit(signal: PlausibilitySignal, visit: VisitEvidence, all: ReadonlyMap<string, JudgedVisit>, scene: Scene): boolean {
  return scene.around(visit).filter(({ id }) => all.get(id)?.signals.some((one) => one.signal === signal && one.status === 'odd')).length >= AGAIN;
}

/**
 * Judges all visits of one visitor. A visit that was cancelled, or that was no more than an attempt, is
 * compared with the others and not judged itself. The order of `visits` does not matter.
 */
export function judgeVisits(visits: readonly VisitEvidence[], known: PlausibilityKnown, rules: PlausibilityRules): readonly Plausibility[] {
  const standing = visits.filter((visit) => visit.outcome !== 'cancelled');
  const scene = sceneOf(standing, known, rules);
  const all = new Map(
    scene.visits
      .filter((visit) => visit.outcome === 'done')
      .map((visit): [string, JudgedVisit] => [visit.id, { visit, signals: plausibilitySignals.flatMap((signal) => judges[signal](visit, scene) ?? []) }]),
  );
  const pointsOf = ({ signal, status }: Judged): number =>
    status === 'odd' ? rules.points[signal] : status === 'once' ? rules.points[signal] / 2 : status === 'noted' ? rules.notedPoints : 0;
  return [...all.values()].map(({ visit, signals }) => {
    const weighed = signals.map((one): Judged =>
      one.status === 'odd' && signalsOfHabit.has(one.signal) && !isHabit(one.signal, visit, all, scene) ? { ...one, status: 'once' } : one,
    );
    const points = weighed.reduce((sum, one) => sum + pointsOf(one), 0);
    const isDoubted = points >= rules.doubtFrom && weighed.some(({ status }) => status === 'odd' || status === 'once');
    return {
      visitId: visit.id,
      points,
      state: isDoubted ? 'doubted' : points > 0 ? 'noted' : 'plausible',
      // Where two things met that would pass singly, each is a reason to ask.
      signals: weighed.map((one) => ({ ...one, points: pointsOf(one), status: isDoubted && one.status === 'once' ? 'odd' : one.status })),
    };
  });
}
