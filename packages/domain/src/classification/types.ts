// The result of facts × pack: categories and tier, each with rule, clause, facts and values used.
import type { Category, EffectiveFacts } from '../facts/index.ts';
import type { Clause, PeriodKind, VisitMode } from '../policy/pack.ts';

/**
 * The named facts a pack's expressions may use, derived from the effective facts as of a day.
 * Unknown numbers are -1, unknown texts '', unknown truths false: so that nothing is concluded from
 * what nobody knows, the absence of something is a fact of its own (noChildren, noSpouse).
 */
export interface BasicFacts {
  readonly age: number; // 周岁, -1 unknown
  readonly sex: string;
  readonly ruralHukou: boolean;
  readonly married: boolean;
  readonly widowed: boolean;
  readonly hasSpouse: boolean; // has a living spouse
  readonly noSpouse: boolean; // known to have none
  readonly livesAlone: boolean;
  readonly livesWithSpouse: boolean;
  readonly livesWithChild: boolean;
  readonly livesWithGrandchild: boolean;
  readonly livesWithOtherKin: boolean;
  readonly inInstitution: boolean;
  readonly childrenCount: number; // -1 unknown
  readonly hasChildren: boolean;
  readonly noChildren: boolean; // known to have none
  /** Number of children at most this far: in the home, the village, the town, the county. */
  readonly childrenInHousehold: number;
  readonly childrenInVillage: number;
  readonly childrenInTown: number;
  readonly childrenInCounty: number;
  /** Children of whom nobody wrote where they live; they may be near or far. */
  readonly childrenPlaceUnknown: number;
  /** Least whole calendar months for which every child has been outside the county; -1 unless all are. */
  readonly allChildrenAwayMonths: number;
  readonly abilityLevel: number; // 0–4, -1 unknown
  readonly disabilityGrade: number; // 1–4, 0 none
  readonly disabilityValid: boolean;
  readonly familyPlanning: string; // '', childDied, childDisabled, unspecified (listed, not said which)
  readonly destitute: string; // '', atHome, institution
  readonly minimumLiving: boolean;
  readonly illnesses: readonly string[];
  /** An illness of the pack's list of serious illnesses 重病 is known. */
  readonly seriousIllness: boolean;
  readonly wantsVisits: boolean;
  /** Category in which a village and its town included him by hand, while that lasts. */
  readonly byHand: readonly string[];
  /** 特困自理能力 by its six indicators: '', full, partial, none. Never the ability level. */
  readonly selfCare: string;
  readonly dementia: boolean; // diagnosed
  readonly housingUnsafe: boolean; // known to be
  readonly livelihoodPoor: boolean;
  readonly uncared: boolean; // known that nobody looks after
}
/** What tells unknown from no; worked out only for those of whom a rule asks it. */
export interface KnownFacts {
  /** Categories that the office's own ledger states, whether or not the facts behind them are known. */
  readonly stated: readonly string[];
  /**
   * Somebody has said so, or that there is none: what tells unknown from no. Rules that take the
   * ledger's word for a category ask for the fact that decides it to be unknown.
   */
  readonly livesWithKnown: boolean;
  readonly spouseKnown: boolean;
  readonly childrenKnown: boolean;
  readonly hukouKnown: boolean;
  readonly abilityKnown: boolean;
  readonly disabilityKnown: boolean;
  readonly familyPlanningKnown: boolean;
  readonly destituteKnown: boolean;
}
export interface NamedFacts extends BasicFacts, KnownFacts {}
export type NamedFactKey = keyof NamedFacts;

/** Why a category or tier was given (or why not): stored, never prose. */
export interface Reason {
  readonly rule: string;
  /** The category, or the code of the tier. */
  readonly result: string;
  readonly source: Clause;
  /** Named facts that the rule's expressions read, with their values. */
  readonly facts: Readonly<Partial<Record<NamedFactKey, unknown>>>;
  /** Pack values that it read: value and whether it is still provisional. */
  readonly values: Readonly<Record<string, { readonly value: unknown; readonly provisional: boolean }>>;
}

export interface TierResult {
  readonly code: string;
  readonly visits: number;
  readonly period: PeriodKind;
  readonly modes: readonly VisitMode[];
}

export interface Classification {
  readonly categories: readonly Category[];
  readonly tier: TierResult | null;
  readonly reasons: readonly Reason[];
  /** True where a value that is still 待确认 decided: it is then a proposal. */
  readonly provisional: boolean;
  readonly packId: string;
  readonly packVersion: string;
  readonly asOf: string;
}

/** One condition as it came out, for "why?" and "what would change it". */
export interface ConditionOutcome {
  readonly expr: string;
  readonly label: { readonly zh: string; readonly en: string };
  readonly holds: boolean;
  readonly facts: Reason['facts'];
  readonly values: Reason['values'];
}
export interface RuleOutcome {
  readonly rule: string;
  readonly result: string;
  readonly kind: 'category' | 'tier';
  readonly source: Clause;
  readonly holds: boolean;
  readonly conditions: readonly ConditionOutcome[];
}

export type Classifier = (facts: EffectiveFacts, asOf: string) => Classification;

/** A resolved pack, ready to run over many people. Both functions are pure. */
export interface CompiledPack {
  readonly packId: string;
  readonly packVersion: string;
  readonly classify: Classifier;
  /** Every rule that bears on the result, with every condition, whether it held or not. */
  readonly explain: (facts: EffectiveFacts, asOf: string) => readonly RuleOutcome[];
}
