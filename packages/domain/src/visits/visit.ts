// A visit as it comes from a phone or a desk, and what of it counts toward a duty.
import type { PeriodKind, VisitMode } from '../policy/pack.ts';
import type { IsoDate } from '../shared/index.ts';

/** `done`: met or spoke with the elder. All else is an attempt and never counts as a visit. */
export const visitOutcomes = ['done', 'notAtHome', 'refused', 'inHospital', 'away'] as const;
export type VisitOutcome = (typeof visitOutcomes)[number];

export const visitModes = ['home', 'phone', 'video', 'group', 'outside', 'kin'] as const satisfies readonly VisitMode[];

/** Answers by form item key; an item that nobody touched is absent: not asked. */
export type VisitAnswers = Readonly<Record<string, string | number | readonly string[]>>;

export interface Fix {
  readonly lng: number;
  readonly lat: number;
  /** Metres, as the device says. */
  readonly accuracy: number;
}

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
  readonly fix: Fix | null;
  readonly note?: string;
}

/** Marks the server puts on a visit: accepted all the same, shown where it is looked at. */
export const visitMarks = ['clockWrong', 'lateBeyondMonth', 'unassigned', 'elderClosed', 'revokedVisitor', 'noFix', 'formUnknownItems'] as const;
export type VisitMark = (typeof visitMarks)[number];

export interface DutyKey {
  readonly elderId: string;
  readonly kind: PeriodKind;
  readonly start: IsoDate;
}

/** Does this visit fulfil a duty of these modes? A phone call does not count as a home visit. */
export const countsToward = (visit: { readonly mode: VisitMode; readonly outcome: VisitOutcome }, modes: readonly VisitMode[]): boolean =>
  visit.outcome === 'done' && modes.includes(visit.mode);
