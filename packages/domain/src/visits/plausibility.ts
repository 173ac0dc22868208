// How plausible a recorded visit is, and why (decisions.md, Trust; ADR 0033). Every visit gets an
// explained judgement: what was compared, with what, and whether it is odd. A judgement is a reason to
// ask, never a verdict: nothing follows from it by itself. Evidence that comes later (other visits, other
// deliveries of the phone, a better position of the home) makes it be worked out anew.
import type { PolicyPack, VisitMode } from '../policy/pack.ts';
import { getNumber } from '../policy/values.ts';
import type { IsoDate } from '../shared/index.ts';
import type { Place } from './round.ts';
import { judgeContent } from './plausibleContent.ts';
import { judgePlace } from './plausiblePlace.ts';
import { judgeTime } from './plausibleTime.ts';
import type { Fix, RecordedOutcome, VisitAnswers } from './visit.ts';

/** What is looked at. Each may add points; the pack says how many. */
export const plausibilitySignals = [
  'farFromHome',
  'sameFix',
  'neverPlaced',
  'impossibleTravel',
  'shortStay',
  'nightHours',
  'backdated',
  'repeatedPhoto',
  'copiedText',
  'copiedAnswers',
  'untouched',
  'onlyPhone',
] as const;
export type PlausibilitySignal = (typeof plausibilitySignals)[number];

/** `fine`: compared, nothing odd. `noted`: remarkable, not odd by itself. `odd`: a reason to ask. `unknown`: nothing to compare with. */
export type SignalStatus = 'fine' | 'noted' | 'odd' | 'unknown';

export interface JudgedSignal {
  readonly signal: PlausibilitySignal;
  readonly status: SignalStatus;
  /** 0 unless noted or odd. */
  readonly points: number;
  /** Which sentence says why; `signal.reason` of the catalogues. */
  readonly reason: string;
  /** What fills the sentence: metres, minutes, counts, limits. */
  readonly facts: Readonly<Record<string, number>>;
  /** Other visits that it was compared with and that make it odd. */
  readonly visits: readonly string[];
}

/** A visit as evidence. Instants in milliseconds, already judged by the server (decideVisit). */
export interface VisitEvidence {
  readonly id: string;
  readonly elderId: string;
  readonly mode: VisitMode;
  readonly outcome: RecordedOutcome;
  readonly day: IsoDate;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly receivedAt: number;
  /** Minutes after midnight in the county at the start. */
  readonly minuteOfDay: number;
  readonly deviceId: string | null;
  readonly clockWrong: boolean;
  readonly fix: Fix | null;
  readonly answers: VisitAnswers;
  readonly note: string | null;
  /** Questions of its form that can be answered by a choice; null where the form is not known. */
  readonly asked: number | null;
  /** Perceptual hashes of its photos, 16 hexadecimal digits each. */
  readonly photos: readonly string[];
  /** Ways of visiting that the duty of its day asks for; empty where nothing was due. */
  readonly dutyModes: readonly VisitMode[];
}

export interface PlausibilityKnown {
  /** Homes as the ledger has them. */
  readonly homes: ReadonlyMap<string, Place>;
  readonly visitorHome: Place | null;
  /** Photos of other visitors of the same place. */
  readonly photosOfOthers: readonly { readonly hash: string; readonly visitId: string; readonly elderId: string }[];
}

export interface PlausibilityRules {
  /** From so many points on somebody asks. */
  readonly doubtFrom: number;
  readonly points: Readonly<Record<PlausibilitySignal, number>>;
  /** Points of what is remarkable once and odd only when it is repeated. */
  readonly notedPoints: number;
  readonly farMetres: number;
  readonly sameFixMetres: number;
  readonly sameFixHomes: number;
  readonly speedKmh: number;
  readonly shortSeconds: number;
  readonly nightFrom: number;
  readonly nightTo: number;
  readonly backdatedMinutes: number;
  readonly photoBits: number;
  readonly textLength: number;
  readonly answeredShare: number;
  readonly phoneContacts: number;
  /** How often something must be repeated within `windowDays` on either side to be odd. */
  readonly again: number;
  readonly windowDays: number;
}

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

/** What a judge of one signal says about a visit; null: does not apply to it. */
export type Judge = (visit: VisitEvidence, scene: Scene) => Omit<JudgedSignal, 'points'> | null;

/** One visitor's visits in order of time, with what is known beside them. */
export interface Scene extends PlausibilityKnown {
  readonly visits: readonly VisitEvidence[];
  readonly rules: PlausibilityRules;
  /** Visits of the same visitor within the window around a visit, itself included. */
  around(visit: VisitEvidence): readonly VisitEvidence[];
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
