// From what is known about an elder to the named facts that a pack's expressions speak of. This is
// the one place where "unknown" is settled: what nobody knows never makes a condition hold.
import type { Child, EffectiveFacts } from '../facts/index.ts';
import { ageOn, type IsoDate, type PartialDate } from '../shared/index.ts';
import type { BasicFacts, KnownFacts, NamedFactKey, NamedFacts } from './types.ts';

export interface NamedFactOptions {
  /** Terms of the pack's list of serious illnesses 重病; an illness whose name contains one is serious. */
  readonly seriousIllnesses: readonly string[];
}

/** Type of each named fact in an expression. */
export const namedFactTypes: Readonly<Record<NamedFactKey, 'int' | 'bool' | 'string' | 'list<string>'>> = {
  age: 'int',
  sex: 'string',
  ruralHukou: 'bool',
  married: 'bool',
  widowed: 'bool',
  hasSpouse: 'bool',
  noSpouse: 'bool',
  livesAlone: 'bool',
  livesWithSpouse: 'bool',
  livesWithChild: 'bool',
  livesWithGrandchild: 'bool',
  livesWithOtherKin: 'bool',
  inInstitution: 'bool',
  childrenCount: 'int',
  hasChildren: 'bool',
  noChildren: 'bool',
  childrenInHousehold: 'int',
  childrenInVillage: 'int',
  childrenInTown: 'int',
  childrenInCounty: 'int',
  childrenPlaceUnknown: 'int',
  allChildrenAwayMonths: 'int',
  abilityLevel: 'int',
  disabilityGrade: 'int',
  disabilityValid: 'bool',
  familyPlanning: 'string',
  destitute: 'string',
  minimumLiving: 'bool',
  illnesses: 'list<string>',
  seriousIllness: 'bool',
  wantsVisits: 'bool',
  byHand: 'list<string>',
  selfCare: 'string',
  dementia: 'bool',
  housingUnsafe: 'bool',
  livelihoodPoor: 'bool',
  uncared: 'bool',
  stated: 'list<string>',
  livesWithKnown: 'bool',
  spouseKnown: 'bool',
  childrenKnown: 'bool',
  hukouKnown: 'bool',
  abilityKnown: 'bool',
  disabilityKnown: 'bool',
  familyPlanningKnown: 'bool',
  destituteKnown: 'bool',
};
export const namedFactKeys = Object.keys(namedFactTypes) as NamedFactKey[];
export const knownFactKeys: ReadonlySet<NamedFactKey> = new Set(namedFactKeys.filter((key) => key === 'stated' || key.endsWith('Known')));

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;
const yearOf = (date: PartialDate): number => digit(date, 0) * 1000 + digit(date, 1) * 100 + digit(date, 2) * 10 + digit(date, 3);
const monthIndexOf = (date: PartialDate): number => yearOf(date) * 12 + digit(date, 5) * 10 + digit(date, 6) - 1;
const dayOf = (date: PartialDate): number => (date.length === 7 ? 1 : digit(date, 8) * 10 + digit(date, 9));

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
function lastDay(monthIndex: number): number {
  const month = monthIndex % 12;
  if (month !== 1) return monthLengths[month] as number;
  const year = (monthIndex - 1) / 12;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

/**
 * Whole calendar months since a date that may lack its day. The same count as `monthsBetween`, in
 * whole numbers only: this runs for every child of every elder (quality bar P6).
 */
export function monthsSince(since: PartialDate, asOf: IsoDate): number {
  const at = monthIndexOf(asOf);
  const months = at - monthIndexOf(since);
  if (months <= 0) return months;
  const today = dayOf(asOf);
  return today < dayOf(since) && today < lastDay(at) ? months - 1 : months;
}

interface ChildrenFacts {
  inHousehold: number;
  inVillage: number;
  inTown: number;
  inCounty: number;
  placeUnknown: number;
  allAwayMonths: number;
}

function countChildren(children: readonly Child[], asOf: IsoDate): ChildrenFacts {
  const counts: ChildrenFacts = { inHousehold: 0, inVillage: 0, inTown: 0, inCounty: 0, placeUnknown: 0, allAwayMonths: -1 };
  let awayMonths = Infinity;
  for (const child of children) {
    // A date of leaving is the date of leaving the county, so it also tells the place.
    const place = child.place ?? (child.awaySince === undefined ? undefined : 'outsideCounty');
    if (place === 'outsideCounty') {
      const months = child.awaySince === undefined ? -1 : monthsSince(child.awaySince, asOf);
      if (months < awayMonths) awayMonths = months;
      continue;
    }
    awayMonths = -1;
    if (place === undefined) {
      counts.placeUnknown += 1;
      continue;
    }
    counts.inCounty += 1;
    if (place === 'sameCounty') continue;
    counts.inTown += 1;
    if (place === 'sameTown') continue;
    counts.inVillage += 1;
    if (place === 'sameHousehold') counts.inHousehold += 1;
  }
  counts.allAwayMonths = awayMonths === Infinity || awayMonths < 0 ? -1 : awayMonths;
  return counts;
}

const containsTerm = (illness: string, terms: readonly string[]): boolean => {
  for (const term of terms) if (illness.includes(term)) return true;
  return false;
};

const none: readonly never[] = [];

/** The category given by hand, as a list of one, on the days for which it was given. */
function includedOn({ includedByHand }: EffectiveFacts, asOf: IsoDate): readonly string[] {
  return includedByHand == null || asOf < includedByHand.from || asOf > includedByHand.to ? none : [includedByHand.category];
}

/**
 * Illnesses that were noted, and of the chronic conditions of the health list those that the pack
 * calls serious: high blood pressure alone is not an illness in the sense of the rules.
 */
function illnessesOf(effective: EffectiveFacts, serious: readonly string[]): readonly string[] {
  const noted = effective.illnesses ?? none;
  const chronic = effective.chronicConditions;
  if (chronic === undefined || chronic.length === 0) return noted;
  const added = chronic.filter((name) => containsTerm(name, serious) && !noted.includes(name));
  return added.length === 0 ? noted : [...noted, ...added];
}

/** Named facts of one elder as of a day; pure. `asOf` is `YYYY-MM-DD`. */
export const deriveNamedFacts = (effective: EffectiveFacts, asOf: IsoDate, options: NamedFactOptions): NamedFacts => ({
  ...deriveBasicFacts(effective, asOf, options),
  ...deriveKnownFacts(effective),
});

/** What the ledger states, and which of the facts behind it anybody has spoken of. */
export function deriveKnownFacts(effective: EffectiveFacts): KnownFacts {
  const { maritalStatus: marital, livesWith: companions = none } = effective;
  return {
    stated: effective.statedCategories ?? none,
    livesWithKnown: companions.length > 0,
    spouseKnown: marital !== undefined || companions.includes('spouse'),
    childrenKnown: effective.children !== undefined,
    hukouKnown: effective.hukou !== undefined,
    abilityKnown: effective.abilityLevel !== undefined,
    disabilityKnown: effective.disability !== undefined,
    familyPlanningKnown: effective.familyPlanning !== undefined,
    destituteKnown: effective.destitute !== undefined,
  };
}

/** All others: this runs for every elder of every run (quality bar P6). */
export function deriveBasicFacts(effective: EffectiveFacts, asOf: IsoDate, options: NamedFactOptions): BasicFacts {
  const marital = effective.maritalStatus;
  const companions = effective.livesWith ?? none;
  const children = effective.children;
  const counts = countChildren(children ?? none, asOf);
  const illnesses = illnessesOf(effective, options.seriousIllnesses);
  const disability = effective.disability ?? null;
  return {
    age: effective.birthDate === undefined ? -1 : ageOn(effective.birthDate, asOf),
    sex: effective.sex ?? '',
    ruralHukou: effective.hukou === 'rural',
    married: marital === 'married',
    widowed: marital === 'widowed',
    hasSpouse: marital === undefined ? companions.includes('spouse') : marital === 'married',
    noSpouse: marital !== undefined && marital !== 'married',
    livesAlone: companions.length > 0 && companions.every((companion) => companion === 'alone'),
    livesWithSpouse: companions.includes('spouse'),
    livesWithChild: companions.includes('child'),
    livesWithGrandchild: companions.includes('grandchild'),
    livesWithOtherKin: companions.includes('parent') || companions.includes('sibling') || companions.includes('otherKin'),
    inInstitution: companions.includes('institution'),
    childrenCount: children === undefined ? -1 : children.length,
    hasChildren: children !== undefined && children.length > 0,
    noChildren: children !== undefined && children.length === 0,
    childrenInHousehold: counts.inHousehold,
    childrenInVillage: counts.inVillage,
    childrenInTown: counts.inTown,
    childrenInCounty: counts.inCounty,
    childrenPlaceUnknown: counts.placeUnknown,
    allChildrenAwayMonths: counts.allAwayMonths,
    abilityLevel: effective.abilityLevel ?? -1,
    disabilityGrade: disability === null ? 0 : disability.grade,
    disabilityValid: disability !== null && disability.valid,
    familyPlanning: effective.familyPlanning ?? '',
    destitute: effective.destitute ?? '',
    minimumLiving: effective.minimumLiving ?? false,
    illnesses,
    seriousIllness: illnesses.some((name) => containsTerm(name, options.seriousIllnesses)),
    wantsVisits: effective.wantsVisits ?? false,
    byHand: includedOn(effective, asOf),
    selfCare: effective.selfCare ?? '',
    dementia: effective.dementia ?? false,
    housingUnsafe: effective.housingSafe === false,
    livelihoodPoor: effective.livelihood === 'poor',
    uncared: effective.dailyCarers !== undefined && effective.dailyCarers.length === 1 && effective.dailyCarers[0] === 'nobody',
  };
}
