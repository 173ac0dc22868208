// Figures of a month and the two rates, which are different things (decisions.md).

/** Home-visit rate (001): Σ min(done, required) / Σ required by period; null where nothing is due. */
export const homeVisitRate = (fulfilled: number, required: number): number | null => (required === 0 ? null : fulfilled / required);

/** Monthly reach rate (国家 73号): persons with a qualified contact of any allowed mode / persons listed. */
export const reachRate = (reached: number, listed: number): number | null => (listed === 0 ? null : reached / listed);

/** Figures of the month's report; each opens its rows under the same name. */
export const reportFigures = [
  'listed',
  'byCategory',
  'required',
  'fulfilled',
  'missed',
  'reached',
  'notReached',
  'visits',
  'homeVisits',
  'otherContacts',
  'attempts',
  'uncovered',
  'refused',
  'suspended',
] as const;
export type ReportFigure = (typeof reportFigures)[number];

export * from './dueDay.ts';
export * from './why.ts';
