// How many visits of a duty are done. Always worked out anew from the visits themselves, so that
// neither their order of arrival nor a repetition matters.
import type { VisitMode } from '../policy/pack.ts';
import type { IsoDate } from '../shared/index.ts';
import { countsToward, type VisitOutcome } from './visit.ts';

export interface CountedVisit {
  readonly mode: VisitMode;
  readonly outcome: VisitOutcome;
  readonly occurredOn: IsoDate;
}

/** Distinct dates within the period on which a visit of an allowed mode was made. */
export const doneOf = (duty: { readonly start: IsoDate; readonly end: IsoDate; readonly modes: readonly VisitMode[] }, visits: readonly CountedVisit[]): number =>
  new Set(visits.filter((visit) => duty.start <= visit.occurredOn && visit.occurredOn <= duty.end && countsToward(visit, duty.modes)).map((visit) => visit.occurredOn)).size;
