// How far a campaign came with one person. Worked out anew from the visits, like ordinary duties
// (ADR 0009), so that order of arrival and repetition do not matter.
import type { VisitMode } from '../policy/pack.ts';
import type { IsoDate } from '../shared/index.ts';
import { countsToward, type CountedVisit } from '../visits/index.ts';

/** What a campaign asks of each on its list. */
export interface CampaignRules {
  readonly startsOn: IsoDate;
  readonly endsOn: IsoDate;
  readonly visits: number;
  readonly modes: readonly VisitMode[];
  readonly sharesVisits: boolean;
}
/** An ordinary duty beside it. */
export interface DutyBeside {
  readonly start: IsoDate;
  readonly end: IsoDate;
  readonly required: number;
  readonly modes: readonly VisitMode[];
}

/**
 * Dates on which a visit counts for the campaign. Where one visit counts for both that is every date
 * with a visit of an allowed mode; else a period gives what it has beyond its ordinary duty.
 */
export function campaignDone(rules: CampaignRules, visits: readonly CountedVisit[], duties: readonly DutyBeside[]): number {
  const datesOf = (from: IsoDate, to: IsoDate, modes: readonly VisitMode[]): Set<IsoDate> =>
    new Set(visits.filter((visit) => from <= visit.occurredOn && visit.occurredOn <= to && countsToward(visit, modes)).map((visit) => visit.occurredOn));
  const dates = datesOf(rules.startsOn, rules.endsOn, rules.modes);
  if (rules.sharesVisits) return dates.size;
  let done = 0;
  const left = new Set(dates);
  for (const duty of duties) {
    const within = [...left].filter((date) => duty.start <= date && date <= duty.end);
    for (const date of within) left.delete(date);
    done += Math.min(within.length, Math.max(0, datesOf(duty.start, duty.end, duty.modes).size - duty.required));
  }
  return done + left.size;
}
