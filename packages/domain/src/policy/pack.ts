// A policy pack is what one county's document says, as data (product.md, decisions.md). Packs lie
// one over the other: national baseline ← province ← county; `resolved` is the result that rules run
// on. Every rule names document and clause; every value says whether it is given or still 待确认.
import type { Category, FactKey, SourceKind } from '../facts/index.ts';

/** `outside`: a look at the house without going in; `kin`: asked of family or neighbours. Both only where visits are refused. `other`: met on the road, at the clinic (001 附件4). */
export type VisitMode = 'home' | 'phone' | 'video' | 'group' | 'outside' | 'kin' | 'other';
export type PeriodKind = 'week' | 'month';

/** Text in both languages of the interface; the document's own words are the Chinese ones. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** Where something is written. `document` is a key of the pack's documents. */
export interface Clause {
  readonly document: string;
  readonly clause: string;
  /** Our own short summary of what the clause asks, never a copy of its sentences. */
  readonly summary?: Words;
}

export type ValueStatus = 'given' | 'provisional' | 'confirmed';

/** A number, text or list that a document gives or leaves open. */
export interface PackValue {
  readonly value: number | string | boolean | readonly string[];
  readonly status: ValueStatus;
  readonly label: Words;
  readonly source: Clause;
}

/** One condition of a rule: a CEL expression over the named facts and `v.<value key>`. */
export interface Condition {
  readonly expr: string;
  readonly label: Words;
}

export interface CategoryRule {
  readonly id: string;
  readonly category: Category;
  readonly when: readonly Condition[];
  readonly source: Clause;
}

export interface TierRule {
  readonly id: string;
  readonly tier: string;
  readonly when: readonly Condition[];
  readonly source: Clause;
}

/** Tier 探访等级: how often, by which modes. Two visits of a period are on two different dates. */
export interface Tier {
  readonly code: string;
  readonly label: Words;
  readonly visits: number;
  readonly period: PeriodKind;
  readonly modes: readonly VisitMode[];
  readonly source: Clause;
}

export interface FormOption {
  readonly code: string;
  readonly label: Words;
}
/**
 * `change`: a condition, may offer "as last time"; `safety`: wants a positive answer each time; never preset.
 * `ticks`: any number of its options; `measure`: a figure with limits; `signature`: kept as an attachment.
 */
export const formItemKinds = ['change', 'safety', 'choice', 'ticks', 'number', 'measure', 'text', 'signature'] as const;
export type FormItemKind = (typeof formItemKinds)[number];
export interface FormItem {
  readonly key: string;
  readonly label: Words;
  readonly kind: FormItemKind;
  readonly options?: readonly FormOption[];
  /** Option code that makes it a finding (a hazard, worse health). */
  readonly finding?: readonly string[];
  /** Answers of this item are health details and are stored sealed. */
  readonly sealed?: boolean;
  readonly required?: boolean;
  /** Asked only where one of these was answered so: which illness, how many more. */
  readonly when?: readonly { readonly item: string; readonly options: readonly string[] }[];
  readonly unit?: Words;
  /** What can be: outside of it somebody mistyped. */
  readonly least?: number;
  readonly most?: number;
  /** A measure at or below `low`, at or above `high` is a finding. */
  readonly low?: number;
  readonly high?: number;
  /** Answered by looking around the home: not part of the round where nobody is there to look (a call, a meeting on the road). */
  readonly seen?: boolean;
  /** About the visitor, not the elder: filled in from the roster, may be changed. */
  readonly filledFrom?: 'visitorKind';
}
export interface FormSection {
  readonly key: string;
  readonly label: Words;
  readonly items: readonly FormItem[];
  readonly source?: Clause;
}
/** A visit form; a visit begun on one version ends on it. */
export interface VisitForm {
  readonly id: string;
  readonly version: number;
  readonly title: Words;
  readonly source: Clause;
  readonly sections: readonly FormSection[];
}

/** A fact that every file must have; any of `facts` meets it. */
export interface RequiredFact {
  readonly facts: readonly FactKey[];
  readonly status: 'given' | 'provisional';
  readonly source: Clause;
}

/** The needs assessment (000 三): answers, their points, and which service follows from which. */
export interface NeedsForm {
  readonly id: string;
  readonly version: number;
  readonly title: Words;
  readonly source: Clause;
  readonly items: readonly {
    readonly key: string;
    readonly label: Words;
    /** `suggest`: an expression over the named facts that proposes this option from what is on file. */
    readonly options: readonly { readonly code: string; readonly label: Words; readonly points: number; readonly suggest?: string }[];
  }[];
  /** By points, in any order; one begins at 0. */
  readonly urgencies: readonly { readonly code: string; readonly label: Words; readonly fromPoints: number }[];
  readonly services: readonly {
    readonly service: string;
    readonly label: Words;
    readonly source: Clause;
    /** Recommended where any of these answers was given. */
    readonly when: readonly { readonly item: string; readonly options: readonly string[] }[];
  }[];
}

/** From heaviest to lightest. */
export const riskLevels = ['red', 'orange', 'yellow', 'green'] as const;
export type RiskLevel = (typeof riskLevels)[number];

/** Adds its points where all its conditions hold. */
export interface RiskFactor {
  readonly id: string;
  readonly label: Words;
  readonly points: number;
  readonly when: readonly Condition[];
  readonly source: Clause;
}
/** Gives at least its level, whatever the points. */
export interface RiskHardRule {
  readonly id: string;
  readonly label: Words;
  readonly level: RiskLevel;
  readonly when: readonly Condition[];
  /** What is to be done at once. */
  readonly measure: Words;
  readonly status: 'given' | 'provisional';
  readonly source: Clause;
}
/** 风险等级 (003 二（二）): factors, points, levels; still a proposal while `risk.model` is provisional. */
export interface RiskModel {
  readonly id: string;
  readonly version: number;
  readonly title: Words;
  readonly source: Clause;
  /** By points; the lightest begins at 0. `reviewMonths`: looked at again after so many months. */
  readonly levels: readonly { readonly code: RiskLevel; readonly label: Words; readonly fromPoints: number; readonly reviewMonths: number; readonly measure: Words }[];
  readonly factors: readonly RiskFactor[];
  readonly hardRules: readonly RiskHardRule[];
}

/** What a weather service warns of, or an office enters. */
export const warningKinds = ['heat', 'cold', 'snow', 'rainstorm', 'flood', 'gale', 'fire', 'drought', 'other'] as const;
export type WarningKind = (typeof warningKinds)[number];
/** From lightest to heaviest, as the warnings are coloured. */
export const warningLevels = ['blue', 'yellow', 'orange', 'red'] as const;
export type WarningLevel = (typeof warningLevels)[number];

/** Day of a month: `02-29`. Of the lunar year for a festival, of the ordinary one for a season. */
export type DayOfYear = string;
/** What gives occasion to a campaign. */
export type CampaignOccasion =
  | { readonly kind: 'festival'; readonly lunar: DayOfYear; readonly daysBefore: number; readonly daysAfter: number }
  /** `to` before `from`: it goes on into the next year. */
  | { readonly kind: 'season'; readonly from: DayOfYear; readonly to: DayOfYear }
  | { readonly kind: 'warning'; readonly warnings: readonly WarningKind[]; readonly fromLevel: WarningLevel; readonly daysAfter: number }
  /** An office orders it, for so many days unless it says otherwise. */
  | { readonly kind: 'order'; readonly days: number };

/** 专项探访: an extra round beside the ordinary duties (003 二（二）). */
export interface CampaignTemplate {
  readonly code: string;
  readonly label: Words;
  readonly status: 'given' | 'provisional';
  readonly source: Clause;
  readonly occasion: CampaignOccasion;
  readonly visits: number;
  readonly modes: readonly VisitMode[];
  /** One visit counts for the campaign and for the ordinary duty of its period. */
  readonly sharesVisits: boolean;
  /** Whom it is for of the people on the list: any of the categories or tiers, or that old; everybody where nothing is named. */
  readonly audience: { readonly categories: readonly Category[]; readonly tiers: readonly string[]; readonly ageFrom?: number };
  /** What may be handed over; money never without a receipt. */
  readonly handover: 'none' | 'goods' | 'goodsAndMoney';
  /** Begins without anybody, where a warning of this level or a heavier one comes in. */
  readonly startsItself?: WarningLevel;
  /** What a visitor looks at and speaks of, as ticks in the visit. */
  readonly checks: readonly FormOption[];
}

/** Sources from best to worst; those that stand together in a list rank alike, the later date decides. */
export type SourceOrder = readonly (SourceKind | readonly SourceKind[])[];

export interface PolicyPack {
  readonly id: string;
  readonly version: string;
  readonly title: Words;
  /** Division prefix it is written for: '' nation, 2 province, 4 prefecture, 6 county. */
  readonly division: string;
  readonly extends: string | null;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  /** A template is not in force anywhere until a county adopts it (50, 6528). */
  readonly template: boolean;
  readonly documents: Readonly<Record<string, { readonly title: string; readonly number: string | null; readonly issuer: string; readonly date: string | null }>>;
  readonly terms: Readonly<Record<string, Words>>;
  readonly values: Readonly<Record<string, PackValue>>;
  /** Categories that the county's list is made of, in the order in which it names them. */
  readonly targets: readonly Category[];
  readonly categoryRules: readonly CategoryRule[];
  readonly tiers: readonly Tier[];
  /** Tried in order; the first that holds gives the tier. Only people with a target category have one. */
  readonly tierRules: readonly TierRule[];
  readonly sourceRank: { readonly default: SourceOrder } & { readonly [K in FactKey]?: SourceOrder };
  readonly visitForm: VisitForm;
  /** Versions that were in force before: a visit begun on one is finished and accepted on it. */
  readonly formerForms: readonly VisitForm[];
  readonly needsForm: NeedsForm;
  readonly riskModel: RiskModel;
  readonly campaigns: readonly CampaignTemplate[];
  /** What a file must say to be complete (必填), in the order in which it is asked. */
  readonly requiredFacts: readonly RequiredFact[];
  /** What the documents leave open, said in words. */
  readonly silent: readonly { readonly subject: Words; readonly source: Clause }[];
}
