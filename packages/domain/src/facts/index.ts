// The catalogue of facts: what may be known about an elder, of which shape, how sensitive. A module
// of its own, before the policy packs, because packs rank sources and rules name facts.
// Everything the rules, forms and lists use is a fact with a source; nothing is kept beside it.
import type { IsoDate, PartialDate } from '../shared/index.ts';
import type { DivisionCode } from '../divisions/index.ts';

/** Category words of the glossary (product.md). A pack says which of them its county uses. */
export const categories = [
  'livingAlone', // 独居
  'emptyNest', // 空巢
  'leftBehind', // 留守
  'careDependent', // 失能
  'severeDisability', // 重残
  'familyPlanningSpecial', // 计生特殊家庭
  'destituteAtHome', // 散居特困
  'kinless', // 孤寡
  'cognitivelyImpaired', // 失智
  'advancedAge', // 高龄
] as const;
export type Category = (typeof categories)[number];

export type Sex = 'male' | 'female';
export const marriedStates = ['married', 'widowed', 'divorced', 'neverMarried'] as const;
export type MaritalStatus = (typeof marriedStates)[number];
export const livingCompanions = ['alone', 'spouse', 'child', 'grandchild', 'parent', 'sibling', 'otherKin', 'nonKin', 'institution'] as const;
export type LivingCompanion = (typeof livingCompanions)[number];
/** Where a child lives, from nearest to farthest. */
export const childPlaces = ['sameHousehold', 'sameVillage', 'sameTown', 'sameCounty', 'outsideCounty'] as const;
export type ChildPlace = (typeof childPlaces)[number];

/** 赡养人: a child of the elder. `awaySince` is when he left the county (or the home, where written so). */
export interface Child {
  readonly name: string;
  readonly relation?: string;
  readonly place?: ChildPlace;
  readonly awaySince?: PartialDate;
  readonly phone?: string;
}

export const disabilityTypes = ['visual', 'hearing', 'speech', 'physical', 'intellectual', 'mental', 'multiple'] as const;
export type DisabilityType = (typeof disabilityTypes)[number];
/** 残疾: grade 1 (heaviest) to 4; a certificate that was cancelled is no certificate. */
export interface Disability {
  readonly type?: DisabilityType;
  readonly grade: 1 | 2 | 3 | 4;
  readonly certNo?: string;
  readonly valid: boolean;
}

/** Ability level 能力评估等级 by GB/T 42195: 0 intact … 4 complete loss. */
export type AbilityLevel = 0 | 1 | 2 | 3 | 4;

export interface FactValues {
  name: string;
  sex: Sex;
  birthDate: PartialDate;
  idNo: string;
  phone: string;
  ethnicity: string;
  division: DivisionCode;
  group: string;
  address: string;
  hukou: 'rural' | 'urban';
  maritalStatus: MaritalStatus;
  livesWith: readonly LivingCompanion[];
  children: readonly Child[];
  abilityLevel: AbilityLevel;
  disability: Disability | null;
  familyPlanning: 'childDied' | 'childDisabled' | null;
  destitute: 'atHome' | 'institution' | null;
  minimumLiving: boolean;
  illnesses: readonly string[];
  chronicConditions: readonly string[];
  monthlyAid: number;
  wantsVisits: boolean;
  statedCategories: readonly Category[];
  location: { readonly lng: number; readonly lat: number };
  diedOn: PartialDate;
  remark: string;
}
export type FactKey = keyof FactValues;

/** `clear`: readable under row level security. `sealed`: encrypted by field (quality bar S2). */
export const factCatalogue: Record<FactKey, { readonly protection: 'clear' | 'sealed' }> = {
  name: { protection: 'clear' },
  sex: { protection: 'clear' },
  birthDate: { protection: 'clear' },
  idNo: { protection: 'sealed' },
  phone: { protection: 'sealed' },
  ethnicity: { protection: 'clear' },
  division: { protection: 'clear' },
  group: { protection: 'clear' },
  address: { protection: 'sealed' },
  hukou: { protection: 'clear' },
  maritalStatus: { protection: 'clear' },
  livesWith: { protection: 'clear' },
  children: { protection: 'sealed' },
  abilityLevel: { protection: 'sealed' },
  disability: { protection: 'sealed' },
  familyPlanning: { protection: 'sealed' },
  destitute: { protection: 'sealed' },
  minimumLiving: { protection: 'sealed' },
  illnesses: { protection: 'sealed' },
  chronicConditions: { protection: 'sealed' },
  monthlyAid: { protection: 'sealed' },
  wantsVisits: { protection: 'clear' },
  statedCategories: { protection: 'clear' },
  location: { protection: 'sealed' },
  diedOn: { protection: 'clear' },
  remark: { protection: 'sealed' },
};
export const factKeys = Object.keys(factCatalogue) as FactKey[];

/**
 * Kinds of source, from which a pack ranks who is believed. `decision` is a person's decision and
 * stands above all; `ledger` is what the village clerk wrote.
 */
export const sourceKinds = [
  'decision',
  'deathRegister', // 公安
  'disabilityRegister', // 残联
  'assessmentRegister', // 能力评估
  'aidRegister', // 低保特困
  'familyPlanningRegister', // 计生
  'healthRegister', // 65+ 健康管理
  'locationList', // 住址坐标
  'visit',
  'survey',
  'ledger',
] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** One thing that one source said about one elder. */
export interface Fact<K extends FactKey = FactKey> {
  readonly key: K;
  readonly value: FactValues[K];
  readonly source: SourceKind;
  /** The day the source speaks of (a list's as-of, an assessment's date). */
  readonly sourceDate: IsoDate;
  /** Where it stands: file, sheet, row; or the account that entered it. */
  readonly sourceRef: string;
}

/** Effective values of one elder: for each key the value that counts. */
export type EffectiveFacts = { readonly [K in FactKey]?: FactValues[K] };
