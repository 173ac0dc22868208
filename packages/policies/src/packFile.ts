// The shape of a pack's YAML file. A file says only what differs from the pack it extends; the whole
// pack comes out of resolveChain.
import { isIsoDate } from '@shouwang/domain/shared';
import { categories, factKeys, sourceKinds } from '@shouwang/domain/ledger';
import {
  formItemKinds,
  riskLevels,
  warningKinds,
  warningLevels,
  type CampaignTemplate,
  type CategoryRule,
  type PackValue,
  type PolicyPack,
  type RiskModel,
  type Tier,
  type TierRule,
  type Words,
} from '@shouwang/domain/policy';
import { visitModes } from '@shouwang/domain/visits';
import { z } from 'zod';

const text = z.string().trim().min(1);
const words = z.strictObject({ zh: text, en: text });
const date = z.string().refine(isIsoDate, 'date');
const clause = z.strictObject({ document: text, clause: text, summary: words.exactOptional() });
const key = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/, 'key');
const ruleId = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/, 'key');
const code = z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'key');
const value = z.strictObject({
  value: z.union([z.number(), z.string(), z.boolean(), z.array(z.string())]),
  status: z.enum(['given', 'provisional']),
  label: words,
  source: clause,
});
const condition = z.strictObject({ expr: text, label: words });
const categoryRule = z.strictObject({ id: ruleId, category: z.enum(categories), when: z.array(condition).min(1), source: clause });
const tierRule = z.strictObject({ id: ruleId, tier: code, when: z.array(condition).min(1), source: clause });
const tier = z.strictObject({
  code,
  label: words,
  visits: z.int().min(1).max(31),
  period: z.enum(['week', 'month']),
  modes: z.array(z.enum(visitModes)).min(1),
  source: clause,
});
const formItem = z.strictObject({
  key: code,
  label: words,
  kind: z.enum(formItemKinds),
  options: z.array(z.strictObject({ code, label: words })).exactOptional(),
  finding: z.array(text).exactOptional(),
  sealed: z.boolean().exactOptional(),
  required: z.boolean().exactOptional(),
  seen: z.boolean().exactOptional(),
  when: z
    .array(z.strictObject({ item: code, options: z.array(text).min(1) }))
    .min(1)
    .exactOptional(),
  unit: words.exactOptional(),
  least: z.number().exactOptional(),
  most: z.number().exactOptional(),
  /** Limits are values of the pack, by their key, so that a county can confirm or change them. */
  low: key.exactOptional(),
  high: key.exactOptional(),
  filledFrom: z.literal('visitorKind').exactOptional(),
});
const formSection = z.strictObject({ key: code, label: words, source: clause.exactOptional(), items: z.array(formItem).min(1) });
/** A form is put together from sections of its own and modules that any pack of the chain names. */
const visitForm = z.strictObject({
  id: text,
  version: z.int().min(1),
  title: words,
  source: clause,
  sections: z.array(z.union([z.strictObject({ module: code }), formSection])).min(1),
});
export type FormItemFile = z.output<typeof formItem>;
export type FormSectionFile = z.output<typeof formSection>;
export type VisitFormFile = z.output<typeof visitForm>;

const requiredFact = z.strictObject({ facts: z.array(z.enum(factKeys)).min(1), status: z.enum(['given', 'provisional']), source: clause });

const points = z.int().min(0).max(100);
const needsForm = z.strictObject({
  id: text,
  version: z.int().min(1),
  title: words,
  source: clause,
  items: z.array(z.strictObject({ key: code, label: words, options: z.array(z.strictObject({ code, label: words, points, suggest: text.exactOptional() })).min(2) })).min(1),
  urgencies: z.array(z.strictObject({ code, label: words, fromPoints: points })).min(1),
  services: z.array(z.strictObject({ service: code, label: words, source: clause, when: z.array(z.strictObject({ item: code, options: z.array(code).min(1) })).min(1) })).min(1),
});
const riskLevel = z.enum(riskLevels);
const riskModel = z.strictObject({
  id: text,
  version: z.int().min(1),
  title: words,
  source: clause,
  levels: z.array(z.strictObject({ code: riskLevel, label: words, fromPoints: points, reviewMonths: z.int().min(1).max(60), measure: words })).exactOptional(),
  factors: z.array(z.strictObject({ id: ruleId, label: words, points, when: z.array(condition).min(1), source: clause })).default([]),
  hardRules: z
    .array(
      z.strictObject({ id: ruleId, label: words, level: riskLevel, when: z.array(condition).min(1), measure: words, status: z.enum(['given', 'provisional']), source: clause }),
    )
    .default([]),
});
const dayOfYear = z.string().refine((text) => isIsoDate(`2000-${text}`), 'dayOfYear');
const someDays = z.int().min(0).max(120);
const campaign = z.strictObject({
  code,
  label: words,
  status: z.enum(['given', 'provisional']),
  source: clause,
  occasion: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('festival'), lunar: dayOfYear, daysBefore: someDays, daysAfter: someDays }),
    z.strictObject({ kind: z.literal('season'), from: dayOfYear, to: dayOfYear }),
    z.strictObject({ kind: z.literal('warning'), warnings: z.array(z.enum(warningKinds)).min(1), fromLevel: z.enum(warningLevels), daysAfter: someDays }),
    z.strictObject({ kind: z.literal('order'), days: z.int().min(1).max(120) }),
  ]),
  visits: z.int().min(1).max(31),
  modes: z.array(z.enum(visitModes)).min(1),
  sharesVisits: z.boolean(),
  audience: z.strictObject({ categories: z.array(z.enum(categories)).default([]), tiers: z.array(code).default([]), ageFrom: z.int().min(0).max(120).exactOptional() }),
  handover: z.enum(['none', 'goods', 'goodsAndMoney']),
  startsItself: z.enum(warningLevels).exactOptional(),
  checks: z.array(z.strictObject({ code, label: words })).default([]),
});
const sourceKind = z.enum(sourceKinds);

export const packSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'packId'),
  version: text,
  title: words,
  division: z.string().regex(/^(\d{2}|\d{4}|\d{6})?$/, 'division'),
  extends: text.nullable(),
  effectiveFrom: date,
  effectiveTo: date.nullable().default(null),
  template: z.boolean().default(false),
  /** Who approved a rule below the national floor, where this pack has one. */
  approvedBy: text.exactOptional(),
  documents: z.record(code, z.strictObject({ title: text, number: text.nullable(), issuer: text, date: date.nullable() })).default({}),
  terms: z.record(code, words).default({}),
  values: z.record(key, value).default({}),
  targets: z.array(z.enum(categories)).min(1).exactOptional(),
  /** Rules of the packs below it in the chain that do not hold here. */
  remove: z.array(ruleId).default([]),
  categoryRules: z.array(categoryRule).default([]),
  tiers: z.array(tier).default([]),
  tierRules: z.array(tierRule).default([]),
  sourceRank: z.partialRecord(z.enum(['default', ...factKeys]), z.array(z.union([sourceKind, z.array(sourceKind).min(2)])).min(1)).default({}),
  visitForm: visitForm.exactOptional(),
  /** Versions that were in force before, as they were. */
  formerForms: z.array(visitForm).default([]),
  formModules: z.record(code, formSection).default({}),
  needsForm: needsForm.exactOptional(),
  /** Over that of the pack it extends: levels as a whole, factors and hard rules by their id. */
  riskModel: riskModel.exactOptional(),
  /** Templates of extra rounds, over those of the pack it extends by their code. */
  campaigns: z.array(campaign).default([]),
  requiredFacts: z.array(requiredFact).default([]),
  silent: z.array(z.strictObject({ subject: words, source: clause })).default([]),
});

/** What stands in one file, checked in its shape. */
export interface PackFile {
  readonly fileName: string;
  readonly id: string;
  readonly version: string;
  readonly title: Words;
  readonly division: string;
  readonly extends: string | null;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly template: boolean;
  readonly approvedBy?: string;
  readonly documents: PolicyPack['documents'];
  readonly terms: PolicyPack['terms'];
  readonly values: Readonly<Record<string, PackValue>>;
  readonly targets?: PolicyPack['targets'];
  readonly remove: readonly string[];
  readonly categoryRules: readonly CategoryRule[];
  readonly tiers: readonly Tier[];
  readonly tierRules: readonly TierRule[];
  readonly sourceRank: Partial<PolicyPack['sourceRank']>;
  readonly visitForm?: VisitFormFile;
  readonly formerForms: readonly VisitFormFile[];
  readonly formModules: Readonly<Record<string, FormSectionFile>>;
  readonly needsForm?: PolicyPack['needsForm'];
  readonly riskModel?: Omit<RiskModel, 'levels'> & Partial<Pick<RiskModel, 'levels'>>;
  readonly campaigns: readonly CampaignTemplate[];
  readonly requiredFacts: PolicyPack['requiredFacts'];
  readonly silent: PolicyPack['silent'];
  /** Line of a place in the file, counted from 1; of the nearest thing above it where it is missing. */
  readonly lineOf: (path: readonly (string | number)[]) => number | null;
}
