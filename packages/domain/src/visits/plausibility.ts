// How plausible a recorded visit is, and why (decisions.md, Trust; ADR 0033). Every visit gets an
// explained judgement: what was compared, with what, and whether it is odd. A judgement is a reason to
// ask, never a verdict: nothing follows from it by itself. Evidence that comes later (other visits, other
// deliveries of the phone, a better position of the home) makes it be worked out anew.
import type { PolicyPack } from '../policy/pack.ts';
import { getNumber } from '../policy/values.ts';
import {
  plausibilitySignals,
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

/**
 * Judges all visits of one visitor. A visit that was cancelled, or that was no more than an attempt, is
 * compared with the others and not judged itself. The order of `visits` does not matter.
 */
export function judgeVisits(visits: readonly VisitEvidence[], known: PlausibilityKnown, rules: PlausibilityRules): readonly Plausibility[] {
  const standing = visits.filter((visit) => visit.outcome !== 'cancelled');
  const scene = sceneOf(standing, known, rules);
  return scene.visits
    .filter((visit) => visit.outcome === 'done')
    .map((visit) => {
      const signals = plausibilitySignals.flatMap((signal): JudgedSignal[] => {
        const judged = judges[signal](visit, scene);
        if (judged === null) return [];
        return [{ ...judged, points: judged.status === 'odd' ? rules.points[signal] : judged.status === 'noted' ? rules.notedPoints : 0 }];
      });
      const points = signals.reduce((sum, { points: each }) => sum + each, 0);
      const odd = signals.some(({ status }) => status === 'odd');
      return { visitId: visit.id, points, state: odd && points >= rules.doubtFrom ? 'doubted' : points > 0 ? 'noted' : 'plausible', signals };
    });
}
