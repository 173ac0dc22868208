// What may be known about an elder, key by key. Everything the rules, forms and lists use is a fact with a
// source; nothing is kept beside it.
import type { IsoDate, PartialDate } from '../shared/index.ts';
import type { DivisionCode } from '../divisions/index.ts';
import type {
  AbilityLevel,
  careNeeds,
  Category,
  dailyCarers,
  Disability,
  educationLevels,
  healthStates,
  incomeSources,
  livelihoods,
  LivingCompanion,
  MaritalStatus,
  medicalInsurances,
  povertyStates,
  residencePatterns,
  residenceStates,
  selfCareLevels,
  Sex,
} from './codes.ts';
import type {
  Child,
  Contact,
  HandInclusion,
  HelpReceived,
  HouseholdMember,
  InstitutionStay,
  Medication,
  NamedHelper,
  OtherAddress,
  Pension,
  Removal,
  Spouse,
  Subsidy,
  Supporter,
  VisitWish,
} from './detail.ts';
import type { SourceKind } from './sources.ts';

export interface FactValues {
  name: string;
  sex: Sex;
  birthDate: PartialDate;
  idNo: string;
  phone: string;
  otherPhones: readonly string[];
  ethnicity: string;
  education: (typeof educationLevels)[number];
  division: DivisionCode;
  group: string;
  address: string;
  location: { readonly lng: number; readonly lat: number };
  hukou: 'rural' | 'urban';
  hukouAddress: string;
  /** 人户状态: is the person where the register says? */
  residenceState: (typeof residenceStates)[number];
  residencePattern: (typeof residencePatterns)[number];
  otherAddresses: readonly OtherAddress[];
  maritalStatus: MaritalStatus;
  livesWith: readonly LivingCompanion[];
  spouse: Spouse | null;
  children: readonly Child[];
  supporters: readonly Supporter[];
  householdMembers: readonly HouseholdMember[];
  dailyCarers: readonly (typeof dailyCarers)[number][];
  mainCarer: Contact | null;
  /** Relatives, friends and neighbours who look in (003). */
  neighbourCarers: readonly Supporter[];
  abilityLevel: AbilityLevel;
  /** 特困自理能力, another scale than the ability level. */
  selfCare: (typeof selfCareLevels)[number];
  disability: Disability | null;
  healthState: (typeof healthStates)[number];
  illnesses: readonly string[];
  chronicConditions: readonly string[];
  dementia: boolean;
  medications: readonly Medication[];
  familyDoctor: NamedHelper | null;
  familyPlanning: 'childDied' | 'childDisabled' | 'unspecified' | null;
  familyPlanningContact: NamedHelper | null;
  greenChannel: boolean;
  destitute: 'atHome' | 'institution' | null;
  minimumLiving: boolean;
  povertyState: (typeof povertyStates)[number];
  medicalInsurance: (typeof medicalInsurances)[number];
  longTermCareInsurance: boolean;
  pension: Pension;
  incomeSources: readonly (typeof incomeSources)[number][];
  /** Yuan a month: his own, and the household's. */
  monthlyIncome: number;
  householdIncome: number;
  monthlyAid: number;
  subsidies: readonly Subsidy[];
  livelihood: (typeof livelihoods)[number];
  waterSafe: boolean;
  electricitySafe: boolean;
  housingSafe: boolean;
  helpReceived: HelpReceived | null;
  needs: readonly (typeof careNeeds)[number][];
  needNote: string;
  contacts: readonly Contact[];
  wantsVisits: boolean;
  visitWish: VisitWish;
  statedCategories: readonly Category[];
  /** Difficulties in the clerk's own words (003: 存在困难问题). */
  difficulties: string;
  institution: InstitutionStay | null;
  /** Null: it was said, and taken back. */
  movedOut: Removal | null;
  diedOn: PartialDate | null;
  includedByHand: HandInclusion | null;
  remark: string;
}
export type FactKey = keyof FactValues;

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
