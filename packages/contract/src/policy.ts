// The pack in force, in words, and the confirmation of its provisional values.
import { visitModes } from '@shouwang/domain/visits';
import { formItemKinds, riskLevels, warningKinds, warningLevels } from '@shouwang/domain/policy';
import { z } from 'zod';
import { clause, id, route, words } from './route.ts';

const valueStatus = z.enum(['given', 'provisional', 'confirmed']);
const condition = z.object({ expr: z.string(), label: words });
const formItem = z.object({
  key: z.string(),
  label: words,
  kind: z.enum(formItemKinds),
  options: z.array(z.object({ code: z.string(), label: words })).exactOptional(),
  finding: z.array(z.string()).exactOptional(),
  sealed: z.boolean().exactOptional(),
  required: z.boolean().exactOptional(),
  when: z.array(z.object({ item: z.string(), options: z.array(z.string()) })).exactOptional(),
  unit: words.exactOptional(),
  seen: z.boolean().exactOptional(),
  least: z.number().exactOptional(),
  most: z.number().exactOptional(),
  low: z.number().exactOptional(),
  high: z.number().exactOptional(),
  filledFrom: z.literal('visitorKind').exactOptional(),
});
export const visitForm = z.object({
  id: z.string(),
  version: z.number(),
  title: words,
  source: clause,
  sections: z.array(z.object({ key: z.string(), label: words, items: z.array(formItem), source: clause.exactOptional() })),
});
export const tier = z.object({
  code: z.string(),
  label: words,
  visits: z.number(),
  period: z.enum(['week', 'month']),
  modes: z.array(z.enum(visitModes)),
  source: clause,
});
export const needsForm = z.object({
  id: z.string(),
  version: z.number(),
  title: words,
  source: clause,
  items: z.array(z.object({ key: z.string(), label: words, options: z.array(z.object({ code: z.string(), label: words, points: z.number(), suggest: z.string().optional() })) })),
  urgencies: z.array(z.object({ code: z.string(), label: words, fromPoints: z.number() })),
  services: z.array(z.object({ service: z.string(), label: words, source: clause, when: z.array(z.object({ item: z.string(), options: z.array(z.string()) })) })),
});
const level = z.enum(riskLevels);
const riskRule = { id: z.string(), label: words, when: z.array(condition), source: clause };
export const riskModel = z.object({
  id: z.string(),
  version: z.number(),
  title: words,
  source: clause,
  levels: z.array(z.object({ code: level, label: words, fromPoints: z.number(), reviewMonths: z.number(), measure: words })),
  factors: z.array(z.object({ ...riskRule, points: z.number() })),
  hardRules: z.array(z.object({ ...riskRule, level, measure: words, status: z.enum(['given', 'provisional']) })),
});
const dayOfYear = z.string();
/** A template of 专项探访, with what gives occasion to it. */
export const campaignTemplate = z.object({
  code: z.string(),
  label: words,
  status: z.enum(['given', 'provisional']),
  source: clause,
  occasion: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('festival'), lunar: dayOfYear, daysBefore: z.number(), daysAfter: z.number() }),
    z.object({ kind: z.literal('season'), from: dayOfYear, to: dayOfYear }),
    z.object({ kind: z.literal('warning'), warnings: z.array(z.enum(warningKinds)), fromLevel: z.enum(warningLevels), daysAfter: z.number() }),
    z.object({ kind: z.literal('order'), days: z.number() }),
  ]),
  visits: z.number(),
  modes: z.array(z.enum(visitModes)),
  sharesVisits: z.boolean(),
  audience: z.object({ categories: z.array(z.string()), tiers: z.array(z.string()), ageFrom: z.number().optional() }),
  handover: z.enum(['none', 'goods', 'goodsAndMoney']),
  startsItself: z.enum(warningLevels).optional(),
  checks: z.array(z.object({ code: z.string(), label: words })),
});
export const packView = z.object({
  id: z.string(),
  version: z.string(),
  title: words,
  division: z.string(),
  chain: z.array(z.string()),
  effectiveFrom: z.string(),
  effectiveTo: z.string().nullable(),
  template: z.boolean(),
  documents: z.record(z.string(), z.object({ title: z.string(), number: z.string().nullable(), issuer: z.string(), date: z.string().nullable() })),
  terms: z.record(z.string(), words),
  values: z.array(
    z.object({
      key: z.string(),
      value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
      status: valueStatus,
      label: words,
      source: clause,
      confirmedBy: z.string().nullable(),
      confirmedAt: z.string().nullable(),
    }),
  ),
  targets: z.array(z.string()),
  categoryRules: z.array(z.object({ id: z.string(), category: z.string(), when: z.array(condition), source: clause })),
  tiers: z.array(tier),
  tierRules: z.array(z.object({ id: z.string(), tier: z.string(), when: z.array(condition), source: clause })),
  visitForm,
  needsForm,
  riskModel,
  campaigns: z.array(campaignTemplate),
  requiredFacts: z.array(z.object({ facts: z.array(z.string()), status: z.enum(['given', 'provisional']), source: clause })),
  silent: z.array(z.object({ subject: words, source: clause })),
});
export type PackView = z.output<typeof packView>;

export const packInForce = route({
  method: 'GET',
  path: '/api/policy',
  permission: 'policy.read',
  summary: 'The pack in force in the county, resolved, in words',
  response: packView,
});
export const packList = route({
  method: 'GET',
  path: '/api/policy/packs',
  permission: 'policy.read',
  summary: 'All packs that the installation knows',
  response: z.object({
    packs: z.array(
      z.object({
        id: z.string(),
        version: z.string(),
        title: words,
        division: z.string(),
        extends: z.string().nullable(),
        effectiveFrom: z.string(),
        template: z.boolean(),
        inForce: z.boolean(),
      }),
    ),
  }),
});
export const packById = route({
  method: 'GET',
  path: '/api/policy/packs/:id',
  permission: 'policy.read',
  summary: 'One pack, resolved, in words',
  params: z.object({ id: z.string() }),
  response: packView,
});
export const confirmValue = route({
  method: 'POST',
  path: '/api/policy/confirmations',
  permission: 'policy.confirm',
  summary: 'The county confirms a provisional value; everyone whose result rests on it is classified anew',
  body: z.object({ packId: z.string(), key: z.string(), reason: z.string().min(2).max(500) }),
  response: z.object({ id }),
});
