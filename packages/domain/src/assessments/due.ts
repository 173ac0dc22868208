// When somebody is to be assessed again.
import { addCalendarMonths, type IsoDate } from '../shared/index.ts';

export const assessmentKinds = ['ability', 'selfCare', 'needs'] as const;
export type AssessmentKind = (typeof assessmentKinds)[number];

/** The day by which the next assessment is due: `months` calendar months after the base date. */
export const dueAfter = (assessedOn: IsoDate, months: number): IsoDate => addCalendarMonths(assessedOn, months);
