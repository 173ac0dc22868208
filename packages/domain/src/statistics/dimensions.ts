// What the ledger is counted by (003 台账: scale, distribution, features, family, income, health, care,
// difficulties; 001 总体要求). A dimension is a fixed list of codes; of one elder it holds a set of them,
// kept as bits. The place of a dimension in the list and of a code in its dimension stand in the
// database: both lists are only ever added to at their end (a test pins them).
import {
  careNeeds,
  categories,
  childPlaces,
  dailyCarers,
  disabilityTypes,
  educationLevels,
  healthStates,
  helpingUnits,
  incomeSources,
  livelihoods,
  livingCompanions,
  marriedStates,
  medicalInsurances,
  pensionKinds,
  povertyStates,
  residencePatterns,
  residenceStates,
  selfCareLevels,
  subsidyPrograms,
  wishAnswers,
  type Category,
  type EffectiveFacts,
} from '../facts/index.ts';
import { riskLevels, type RiskLevel } from '../policy/index.ts';
import { ageOn, type IsoDate } from '../shared/index.ts';

/** What stands on the file beside the facts: derived, or about the file itself. */
export interface FileState {
  readonly categories: readonly Category[];
  readonly provisional: boolean;
  readonly isProposed: boolean;
  readonly isComplete: boolean;
  readonly hasResponsible: boolean;
  readonly risk: RiskLevel | null;
}

export const dimensionGroups = ['distribution', 'features', 'family', 'income', 'health', 'care', 'difficulties', 'file'] as const;
export type DimensionGroup = (typeof dimensionGroups)[number];

export interface Dimension {
  readonly key: string;
  readonly group: DimensionGroup;
  /** Group of the words (domain namespace) in which each code has its own. */
  readonly word: string;
  /** At most 31, which is what the bits of a number hold. */
  readonly codes: readonly string[];
  /** Codes that hold of the elder; none where nobody knows. */
  of(facts: EffectiveFacts, state: FileState, on: IsoDate): readonly (string | number)[];
}

const none: readonly never[] = [];
type Of = Dimension['of'];
const own = (key: string): string => `dimensionCode.${key}`;
const one = (value: string | number | null | undefined): readonly (string | number)[] => (value === undefined || value === null ? none : [value]);
const truth = (value: boolean | undefined): readonly string[] => (value === undefined ? none : [value ? 'yes' : 'no']);
const yesNo = (key: string, group: DimensionGroup, of: (facts: EffectiveFacts, state: FileState) => boolean | undefined): Dimension => ({
  key,
  group,
  word: own(key),
  codes: ['yes', 'no'],
  of: (facts, state) => truth(of(facts, state)),
});
const coded = (key: string, group: DimensionGroup, word: string, codes: readonly (string | number)[], of: Of): Dimension => ({ key, group, word, codes: codes.map(String), of });

/** The highest step that a number reaches; steps ascend. */
const step = (value: number | undefined, steps: readonly number[]): readonly number[] => {
  if (value === undefined) return none;
  const reached = steps.filter((from) => value >= from).at(-1);
  return reached === undefined ? none : [reached];
};
const ages = [0, 60, 65, 70, 75, 80, 85, 90, 95, 100];
const incomes = [0, 500, 1_000, 2_000, 4_000];
/** Empty lists were asked for and found empty. */
const many = (list: readonly string[] | undefined): readonly string[] => (list === undefined ? none : list.length === 0 ? ['none'] : list);

export const dimensions: readonly Dimension[] = [
  coded('sex', 'features', 'sex', ['male', 'female'], (facts) => one(facts.sex)),
  coded('age', 'features', own('age'), ages, (facts, _, on) => (facts.birthDate === undefined ? none : step(Math.max(0, ageOn(facts.birthDate, on)), ages))),
  coded('category', 'features', own('category'), [...categories, 'none'], (_, state) => many(state.categories)),
  coded('education', 'features', 'education', educationLevels, (facts) => one(facts.education)),
  coded('hukou', 'distribution', 'hukou', ['rural', 'urban'], (facts) => one(facts.hukou)),
  coded('residenceState', 'distribution', 'residenceState', residenceStates, (facts) => one(facts.residenceState)),
  coded('residencePattern', 'distribution', 'residencePattern', residencePatterns, (facts) => one(facts.residencePattern)),
  coded('maritalStatus', 'family', 'maritalStatus', marriedStates, (facts) => one(facts.maritalStatus)),
  coded('livesWith', 'family', 'companion', livingCompanions, (facts) => facts.livesWith ?? none),
  coded('children', 'family', own('children'), [0, 1, 2, 3, 4], (facts) => step(facts.children?.length, [0, 1, 2, 3, 4])),
  coded('nearestChild', 'family', own('nearestChild'), [...childPlaces, 'noChild'], ({ children }) => {
    if (children === undefined) return none;
    if (children.length === 0) return ['noChild'];
    const places = new Set(children.map((child) => child.place ?? (child.awaySince === undefined ? undefined : 'outsideCounty')));
    return one(childPlaces.find((place) => places.has(place)));
  }),
  coded('childrenCare', 'family', own('childrenCare'), ['all', 'some', 'nobody'], ({ children }) => {
    const said = children?.filter((child) => child.cares !== undefined) ?? none;
    if (said.length === 0) return none;
    const caring = said.filter((child) => child.cares === true).length;
    return [caring === said.length ? 'all' : caring === 0 ? 'nobody' : 'some'];
  }),
  coded('incomeSource', 'income', 'incomeSource', incomeSources, (facts) => facts.incomeSources ?? none),
  coded('income', 'income', own('income'), incomes, (facts) => step(facts.monthlyIncome, incomes)),
  coded('pension', 'income', 'pensionKind', pensionKinds, (facts) => one(facts.pension?.kind)),
  coded('relief', 'income', own('relief'), ['minimumLiving', 'atHome', 'institution', 'none'], ({ minimumLiving, destitute }) => {
    const held = [...(minimumLiving === true ? ['minimumLiving'] : none), ...one(destitute)];
    return held.length > 0 ? held : minimumLiving === false || destitute === null ? ['none'] : none;
  }),
  coded('subsidy', 'income', own('subsidy'), [...subsidyPrograms, 'none'], (facts) => many(facts.subsidies?.map((subsidy) => subsidy.program))),
  coded('livelihood', 'income', 'livelihood', livelihoods, (facts) => one(facts.livelihood)),
  coded('povertyState', 'income', 'povertyState', povertyStates, (facts) => one(facts.povertyState)),
  coded('medicalInsurance', 'income', 'medicalInsurance', medicalInsurances, (facts) => one(facts.medicalInsurance)),
  yesNo('longTermCareInsurance', 'income', (facts) => facts.longTermCareInsurance),
  coded('familyPlanning', 'income', own('familyPlanning'), ['childDied', 'childDisabled', 'unspecified', 'none'], ({ familyPlanning }) =>
    familyPlanning === null ? ['none'] : one(familyPlanning),
  ),
  coded('abilityLevel', 'health', 'abilityLevel', [0, 1, 2, 3, 4], (facts) => one(facts.abilityLevel)),
  coded('selfCare', 'health', 'selfCare', selfCareLevels, (facts) => one(facts.selfCare)),
  coded('healthState', 'health', 'healthState', healthStates, (facts) => one(facts.healthState)),
  coded('disabilityGrade', 'health', own('disabilityGrade'), [1, 2, 3, 4, 'none'], ({ disability }) =>
    disability === undefined ? none : [disability === null || !disability.valid ? 'none' : disability.grade],
  ),
  coded('disabilityType', 'health', 'disabilityType', disabilityTypes, ({ disability }) => (disability?.valid === true ? one(disability.type) : none)),
  coded('chronic', 'health', own('chronic'), [0, 1, 2], (facts) => step(facts.chronicConditions?.length, [0, 1, 2])),
  yesNo('dementia', 'health', (facts) => facts.dementia),
  coded('dailyCarer', 'care', 'dailyCarer', dailyCarers, (facts) => facts.dailyCarers ?? none),
  yesNo('mainCarer', 'care', (facts) => (facts.mainCarer === undefined ? undefined : facts.mainCarer !== null)),
  yesNo('familyDoctor', 'care', (facts) => (facts.familyDoctor === undefined ? undefined : facts.familyDoctor !== null)),
  yesNo('responsible', 'care', (_, state) => state.hasResponsible),
  coded('wish', 'care', 'wishAnswer', wishAnswers, ({ visitWish, wantsVisits }) =>
    one(visitWish?.answer ?? (wantsVisits === undefined ? undefined : wantsVisits ? 'agreed' : 'refused')),
  ),
  coded('inInstitution', 'care', own('inInstitution'), ['yes', 'no'], ({ institution, livesWith }) =>
    truth(institution === undefined ? livesWith?.includes('institution') : institution !== null),
  ),
  coded('need', 'difficulties', own('need'), [...careNeeds, 'none'], (facts) => many(facts.needs)),
  yesNo('housingSafe', 'difficulties', (facts) => facts.housingSafe),
  yesNo('waterSafe', 'difficulties', (facts) => facts.waterSafe),
  yesNo('electricitySafe', 'difficulties', (facts) => facts.electricitySafe),
  coded('help', 'difficulties', own('help'), [...helpingUnits, 'none'], ({ helpReceived }) =>
    helpReceived === undefined ? none : helpReceived === null ? ['none'] : helpReceived.units,
  ),
  yesNo('difficulty', 'difficulties', (facts) => (facts.difficulties === undefined ? undefined : facts.difficulties.trim() !== '')),
  coded('risk', 'file', own('risk'), riskLevels, (_, state) => one(state.risk)),
  yesNo('complete', 'file', (_, state) => state.isComplete),
  yesNo('provisional', 'file', (_, state) => state.provisional),
  coded('listed', 'file', own('listed'), ['confirmed', 'proposed'], (_, state) => [state.isProposed ? 'proposed' : 'confirmed']),
];

/** Counted by too, but of no fixed list: places by their code, the tier by the codes of the county's pack. */
export const openDimensions = ['town', 'village', 'tier'] as const;
export type OpenDimension = (typeof openDimensions)[number];
export const openDimensionGroup: Readonly<Record<OpenDimension, DimensionGroup>> = { town: 'distribution', village: 'distribution', tier: 'file' };
export const dimensionKeys: readonly string[] = [...openDimensions, ...dimensions.map((dimension) => dimension.key)];
/** Who is in no bucket of a dimension: nobody said, or he has none. */
export const UNKNOWN = 'unknown';

const places = new Map(dimensions.map((dimension, index) => [dimension.key, index]));
const bits = dimensions.map((dimension) => new Map(dimension.codes.map((code, index) => [code, 2 ** index])));

/** Place of a dimension in a row of bits, from 0; undefined for an open one. */
export const placeOf = (key: string): number | undefined => places.get(key);
export const findDimension = (key: string): Dimension | undefined => dimensions[places.get(key) ?? -1];

/** Buckets of one elder as of a day: one number for each dimension, a bit for each code that holds, 0 for unknown. */
export const bucketsOf = (facts: EffectiveFacts, state: FileState, on: IsoDate): readonly number[] =>
  dimensions.map((dimension, place) => {
    let mask = 0;
    for (const code of dimension.of(facts, state, on)) mask |= bits[place]?.get(String(code)) ?? 0;
    return mask;
  });

/** Codes that a number of bits stands for; `unknown` alone for 0. */
export function codesIn(dimension: Dimension, mask: number): readonly string[] {
  if (mask === 0) return [UNKNOWN];
  return dimension.codes.filter((_, index) => (mask & (2 ** index)) !== 0);
}

/** The bits of these codes; `unknown` has none. */
export const maskOf = (dimension: Dimension, codes: readonly string[]): number => codes.reduce((mask, code) => mask | (bits[places.get(dimension.key) ?? -1]?.get(code) ?? 0), 0);
