// What plausibility is judged from and what a judgement says: the words that the judges of place, time and
// content share.
import type { VisitMode } from '../policy/pack.ts';
import type { IsoDate } from '../shared/index.ts';
import type { Place } from './round.ts';
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

/**
 * `fine`: compared, nothing odd. `noted`: remarkable, not odd by itself. `once`: a reason to ask if it
 * happens again or two such things meet in one visit. `odd`: a reason to ask. `unknown`: nothing to compare with.
 */
export const signalStatuses = ['fine', 'noted', 'once', 'odd', 'unknown'] as const;
export type SignalStatus = (typeof signalStatuses)[number];

/** Honest people are met at the market, phones are put right after a flat battery: what these say is asked about when it happens again. */
export const signalsOfHabit: ReadonlySet<PlausibilitySignal> = new Set(['farFromHome', 'impossibleTravel', 'backdated']);

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
  /** Visits that its phone held already though they say they were written down later. */
  readonly savedAfter: readonly string[];
  /** A later time than it says that its phone knew when it was written: by satellites, or by the last contact with the server; null where none. */
  readonly knewLater: number | null;
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
  /** What others of the county write: how many of them write notes, and how many wrote this one (as {@link plainNote} has it). */
  readonly notesOfOthers: { readonly writers: number; having(plainText: string): number };
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

/** What a judge of one signal says about a visit; null: does not apply to it. */
export type Judge = (visit: VisitEvidence, scene: Scene) => Omit<JudgedSignal, 'points'> | null;

/** One visitor's visits in order of time, with what is known beside them. */
export interface Scene extends PlausibilityKnown {
  readonly visits: readonly VisitEvidence[];
  readonly rules: PlausibilityRules;
  /** Visits of the same visitor within the window around a visit, itself included. */
  around(visit: VisitEvidence): readonly VisitEvidence[];
}

export const idsOfOthers = (visits: readonly VisitEvidence[], visit: VisitEvidence): string[] => visits.filter((other) => other.id !== visit.id).map((other) => other.id);
