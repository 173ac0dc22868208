// A visit as it comes from a phone or a desk, and what of it counts toward a duty.
import type { PeriodKind, VisitMode } from '../policy/pack.ts';
import type { IsoDate } from '../shared/index.ts';

/** `done`: met or spoke with the elder. All else is an attempt and never counts as a visit. */
export const visitOutcomes = ['done', 'notAtHome', 'refused', 'inHospital', 'away'] as const;
export type VisitOutcome = (typeof visitOutcomes)[number];
/** As it stands in the records: one that was wrong as a whole is cancelled, keeps its row and counts nowhere. */
export const recordedOutcomes = [...visitOutcomes, 'cancelled'] as const;
export type RecordedOutcome = (typeof recordedOutcomes)[number];

export const visitModes = ['home', 'phone', 'video', 'group', 'outside', 'kin', 'other'] as const satisfies readonly VisitMode[];

/** Answers by form item key; an item that nobody touched is absent: not asked. */
export type VisitAnswers = Readonly<Record<string, string | number | readonly string[]>>;

export interface Fix {
  readonly lng: number;
  readonly lat: number;
  /** Metres, as the device says. */
  readonly accuracy: number;
  /** The position's own time, only where it is well later than the phone's clock: satellites know better. */
  readonly at?: string;
}

/** Why nobody was met, or who says so. `nobodyKnows`: nobody answers and nobody has seen him, which is urgent. */
export const attemptReasons = ['neighbourKnows', 'familyKnows', 'nobodyKnows', 'notNow', 'noMore', 'familyRefuses'] as const;
export type AttemptReason = (typeof attemptReasons)[number];
/** Reasons that make sense for an outcome, in the order in which they are offered. */
export const reasonsFor: Readonly<Record<Exclude<VisitOutcome, 'done'>, readonly AttemptReason[]>> = {
  notAtHome: ['neighbourKnows', 'familyKnows', 'nobodyKnows'],
  refused: ['notNow', 'noMore', 'familyRefuses'],
  inHospital: ['neighbourKnows', 'familyKnows'],
  away: ['neighbourKnows', 'familyKnows'],
};
/** Why nobody was met, and when somebody goes again. */
export interface VisitAttempt {
  readonly reason: AttemptReason | null;
  readonly nextOn: IsoDate | null;
}

/** What an attempt asks the village to confirm: it changes the duty, so that a visitor never does it alone. */
export const attemptProposals = ['hospital', 'away', 'refusal'] as const;
export type AttemptProposal = (typeof attemptProposals)[number];
export function proposalOf(outcome: VisitOutcome, reason: AttemptReason | null): AttemptProposal | null {
  if (outcome === 'inHospital') return 'hospital';
  if (outcome === 'away') return 'away';
  return outcome === 'refused' && (reason === 'noMore' || reason === 'familyRefuses') ? 'refusal' : null;
}
/** The finding of an attempt after which nobody knows where somebody is (decisions.md: neighbour or family the same day, else an incident). */
export const MISSING_FINDING = 'attempt:nobodyKnows';
export const missingFinding = (outcome: RecordedOutcome, attempt: VisitAttempt | undefined): readonly string[] =>
  outcome === 'notAtHome' && attempt?.reason === 'nobodyKnows' ? [MISSING_FINDING] : [];

/** What a device sends. Instants are ISO 8601 UTC; `occurredAt` is judged with the clock's offset. */
export interface VisitRecord {
  readonly id: string;
  readonly elderId: string;
  readonly mode: VisitMode;
  readonly outcome: VisitOutcome;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly formId: string;
  readonly formVersion: number;
  readonly answers: VisitAnswers;
  /** Position at check-in. */
  readonly fix: Fix | null;
  /** Position at check-out; none in between. */
  readonly endFix?: Fix | null;
  readonly note?: string;
  readonly attempt?: VisitAttempt;
  /** The same for everybody met on one occasion (集中走访). */
  readonly groupId?: string;
  /** Visits that the phone held already though they say they were written down later. */
  readonly savedAfter?: readonly string[];
  /** A later time that the phone knew already when it wrote this by an earlier one: of its last contact with the server, of its count since the app was opened, of what it wrote before. */
  readonly knewLater?: string;
}

/** Marks the server puts on a visit: accepted all the same, shown where it is looked at. */
export const visitMarks = ['clockWrong', 'lateBeyondMonth', 'unassigned', 'elderClosed', 'revokedVisitor', 'revokedDevice', 'noFix', 'formUnknownItems', 'paper'] as const;
export type VisitMark = (typeof visitMarks)[number];

export interface DutyKey {
  readonly elderId: string;
  readonly kind: PeriodKind;
  readonly start: IsoDate;
}

/** Does this visit fulfil a duty of these modes? A phone call does not count as a home visit. */
export const countsToward = (visit: { readonly mode: VisitMode; readonly outcome: VisitOutcome }, modes: readonly VisitMode[]): boolean =>
  visit.outcome === 'done' && modes.includes(visit.mode);
