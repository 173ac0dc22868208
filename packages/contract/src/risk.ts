// Levels of risk: of one elder with the reasons, of a region by level, and that somebody looked at it.
import { riskLevels } from '@shouwang/domain/policy';
import { z } from 'zod';
import { clause, divisionCode, divisionPrefix, id, isoDate, list, page, reason, route, words } from './route.ts';

const level = z.enum(riskLevels);
const seen = { facts: z.record(z.string(), z.unknown()), values: z.record(z.string(), z.object({ value: z.unknown(), provisional: z.boolean() })) };
export const riskView = z.object({
  level,
  label: words,
  points: z.number(),
  provisional: z.boolean(),
  since: isoDate,
  asOf: isoDate,
  packId: z.string(),
  packVersion: z.string(),
  model: words,
  modelSource: clause,
  measure: words,
  /** What the hard rules that hold ask for. */
  measures: z.array(words),
  reviewDueOn: isoDate,
  /** Points from which each level begins, heaviest first. */
  levels: z.array(z.object({ code: level, label: words, fromPoints: z.number() })),
  rules: z.array(
    z.object({
      rule: z.string(),
      kind: z.enum(['factor', 'hardRule']),
      label: words,
      points: z.number(),
      level: level.nullable(),
      source: clause,
      holds: z.boolean(),
      conditions: z.array(z.object({ label: words, holds: z.boolean(), ...seen })),
    }),
  ),
  reviews: z.array(z.object({ id, on: isoDate, level, familyUrged: z.boolean(), note: z.string(), by: z.string().nullable() })),
  history: z.array(z.object({ asOf: isoDate, level, points: z.number() })),
});
export type RiskView = z.output<typeof riskView>;
export const riskOf = route({
  method: 'GET',
  path: '/api/elders/:id/risk',
  permission: 'assessments.read',
  summary: 'Level of risk of one elder, every rule with how it came out, reviews and history',
  params: z.object({ id }),
  response: z.object({ risk: riskView.nullable() }),
});
export const reviewRisk = route({
  method: 'POST',
  path: '/api/elders/:id/risk/reviews',
  permission: 'assessments.record',
  summary: 'Somebody looked at the risk; urged the family or not',
  params: z.object({ id }),
  body: z.object({ id, on: isoDate, familyUrged: z.boolean(), note: z.string().trim().max(500) }),
  response: z.object({ id }),
});

const filter = { division: divisionPrefix.optional(), level: list(level), pending: z.enum(['all', 'pending']).default('all') };
export const riskRow = z.object({
  elderId: id,
  elderName: z.string(),
  age: z.number().nullable(),
  division: divisionCode,
  townName: z.string(),
  villageName: z.string(),
  level,
  points: z.number(),
  provisional: z.boolean(),
  since: isoDate,
  /** Ids of the rules that hold, heaviest first. */
  rules: z.array(z.string()),
  responsible: z.string().nullable(),
  lastReviewOn: isoDate.nullable(),
  reviewDueOn: isoDate,
});
export const riskList = route({
  method: 'GET',
  path: '/api/risk',
  permission: 'assessments.read',
  summary: 'People of a region by level of risk, heaviest first, with the number at each level',
  query: z.object({ ...filter, ...page }),
  response: z.object({
    counts: z.record(level, z.number()),
    count: z.number(),
    levels: z.array(z.object({ code: level, label: words, measure: words })),
    rules: z.record(z.string(), words),
    rows: z.array(riskRow),
  }),
});
export const riskWorkbook = route({
  method: 'GET',
  path: '/api/risk.xlsx',
  permission: 'elders.export',
  summary: 'The filtered list of risk as a workbook; audited',
  query: z.object({ ...filter, reason }),
  carries: 'file',
});
