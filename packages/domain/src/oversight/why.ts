// Why somebody was not visited as often as due, or not reached at all: one code per person, the one
// that tells the office what to do next. The interface puts it into words (`why.*`).
export const whyCodes = ['suspended', 'away', 'refused', 'notAtHome', 'phoneOnly', 'noResponsible', 'tooFew', 'noAttempt'] as const;
export type WhyCode = (typeof whyCodes)[number];

/** What a month's evidence says about one person. */
export interface MonthEvidence {
  readonly required: number;
  readonly fulfilled: number;
  readonly reached: boolean;
  readonly suspended: boolean;
  readonly hasResponsible: boolean;
  /** Visits and calls of this month by how they ended. */
  readonly homeDone: number;
  readonly otherDone: number;
  readonly away: number;
  readonly refused: number;
  readonly notAtHome: number;
}

/** null where nothing is missing. An attempt says more than an absence, a reason more than an attempt. */
export function whyMissed(evidence: MonthEvidence): WhyCode | null {
  if (evidence.reached && evidence.fulfilled >= evidence.required) return null;
  if (evidence.suspended) return 'suspended';
  if (evidence.away > 0) return 'away';
  if (evidence.refused > 0) return 'refused';
  if (evidence.homeDone > 0) return 'tooFew';
  if (evidence.otherDone > 0) return 'phoneOnly';
  if (evidence.notAtHome > 0) return 'notAtHome';
  return evidence.hasResponsible ? 'noAttempt' : 'noResponsible';
}
