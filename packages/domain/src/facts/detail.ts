// What a fact may hold where it is more than a word or a number: children and other supporters, members
// of the household, contacts, medicines, subsidies, help received, the wish to be visited. Asked by the
// information form (001 附件3), the seven groups of 002 and the national 三留守 record (domain-facts §5).
import type { PartialDate } from '../shared/index.ts';
import type { Category, Sex } from './codes.ts';

/** Where a supporter lives, from nearest to farthest. */
export const childPlaces = ['sameHousehold', 'sameVillage', 'sameTown', 'sameCounty', 'outsideCounty'] as const;
export type ChildPlace = (typeof childPlaces)[number];
export const visitingHabits = ['often', 'seldom', 'never'] as const;
export type VisitingHabit = (typeof visitingHabits)[number];

/** 赡养人: a child of the elder. `awaySince` is when he left the county (or the home, where written so). */
export interface Child {
  readonly name: string;
  readonly relation?: string;
  readonly sex?: Sex;
  readonly idNo?: string;
  readonly phone?: string;
  readonly place?: ChildPlace;
  readonly awaySince?: PartialDate;
  /** Town or city where he works, and why he went. */
  readonly awayPlace?: string;
  readonly awayReason?: string;
  readonly plannedReturn?: PartialDate;
  readonly visitsHome?: VisitingHabit;
  /** Gives care or support, as the duty of a child asks. */
  readonly cares?: boolean;
  readonly spouseName?: string;
  readonly spousePhone?: string;
}

/** 扶养人 (spouse, siblings) and other people who owe or give support: relatives, neighbours (003). */
export interface Supporter {
  readonly name: string;
  readonly relation: string;
  readonly phone?: string;
  readonly place?: ChildPlace;
  readonly awaySince?: PartialDate;
  readonly cares?: boolean;
}
/** Null: known to have none. */
export interface Spouse {
  readonly name?: string;
  readonly idNo?: string;
  readonly phone?: string;
  readonly place?: ChildPlace;
}
/** 001 附件3 二: who belongs to the household. */
export interface HouseholdMember {
  readonly name: string;
  readonly relation: string;
  readonly sex?: Sex;
  readonly idNo?: string;
  readonly health?: string;
  readonly visits?: VisitingHabit;
}
/** 巡访联系人: in the order in which they are called. */
export interface Contact {
  readonly name: string;
  readonly relation: string;
  readonly phone: string;
}
/** Somebody with a post towards the elder: family doctor, family-planning contact. */
export interface NamedHelper {
  readonly name: string;
  readonly phone?: string;
}
export interface Medication {
  readonly name: string;
  readonly dose?: string;
  readonly frequency?: string;
}
/** A moving, seasonal or other address than the registered one (004). */
export interface OtherAddress {
  readonly address: string;
  readonly season?: string;
  readonly from?: PartialDate;
  readonly to?: PartialDate;
}

export const pensionKinds = ['resident', 'employee', 'other', 'none'] as const;
export interface Pension {
  readonly kind: (typeof pensionKinds)[number];
  /** Yuan a month. */
  readonly monthly?: number;
}
export const subsidyPrograms = [
  'minimumLiving',
  'destitute',
  'oldAge',
  'careSubsidy',
  'serviceSubsidy',
  'disabilityLiving',
  'disabilityCare',
  'familyPlanning',
  'medicalAid',
  'temporaryAid',
  'other',
] as const;
export interface Subsidy {
  readonly program: (typeof subsidyPrograms)[number];
  readonly monthly?: number;
  readonly note?: string;
}
export const helpingUnits = ['government', 'villageCommittee', 'enterprise', 'socialOrganisation', 'socialWorkers', 'volunteers', 'other'] as const;
/** 001 附件3 四: help already received. */
export interface HelpReceived {
  readonly units: readonly (typeof helpingUnits)[number][];
  readonly responsible?: string;
  readonly measures?: string;
}
export const wishAnswers = ['agreed', 'refused', 'deferred'] as const;
export const wishWays = ['written', 'spoken', 'phone'] as const;
/** 意愿: who declared it, when and how; a later statement takes an earlier one back (000-011, 001-017). */
export interface VisitWish {
  readonly answer: (typeof wishAnswers)[number];
  readonly on: PartialDate;
  readonly way?: (typeof wishWays)[number];
  /** Absent: the elder himself. */
  readonly agent?: string;
  readonly agentRelation?: string;
}
/** Where somebody moved who left the county's care. */
export interface Removal {
  readonly on: PartialDate;
  readonly to?: string;
}
/** 村研判、镇核定: counted in a category that the rules do not give him, from a day to a day (decisions.md). */
export interface HandInclusion {
  readonly category: Category;
  readonly from: PartialDate;
  readonly to: PartialDate;
}
/** In an institution, since when; null: known not to be. */
export interface InstitutionStay {
  readonly name?: string;
  readonly since: PartialDate;
}
