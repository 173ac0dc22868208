// The ledger: list with filters, count and facets apart; the file of one elder; masked by default.
import { attachmentKinds, categories, factKeys, sourceKinds } from '@shouwang/domain/ledger';
import { riskLevels } from '@shouwang/domain/policy';
import { z } from 'zod';
import { clause, divisionCode, divisionPrefix, flag, id, isoDate, list, page, reason, route, words } from './route.ts';

export const category = z.enum(categories);
export const elderFilter = {
  division: divisionPrefix.optional(),
  category: list(category),
  /** Tier codes; `none` for people without one. */
  tier: list(z.string()),
  ageFrom: z.coerce.number().int().min(0).max(150).optional(),
  ageTo: z.coerce.number().int().min(0).max(150).optional(),
  /** Remark codes on the file (idNo.checkDigit, …). */
  remark: list(z.string()),
  /** Levels of risk. */
  risk: list(z.enum(riskLevels)).optional(),
  /** Only people whom nobody is responsible for. */
  uncovered: flag.optional(),
  provisional: flag.optional(),
  /** Only files in which something that the pack requires is missing. */
  incomplete: flag.optional(),
  /** Name, pinyin or initials. */
  q: z.string().max(60).optional(),
};
export const elderRow = z.object({
  id,
  name: z.string(),
  sex: z.enum(['male', 'female']).nullable(),
  birthDate: z.string().nullable(),
  age: z.number().nullable(),
  division: divisionCode,
  townName: z.string(),
  villageName: z.string(),
  group: z.string().nullable(),
  idNoMasked: z.string(),
  phoneMasked: z.string(),
  categories: z.array(category),
  tier: z.string().nullable(),
  provisional: z.boolean(),
  remarks: z.array(z.string()),
  responsible: z.string().nullable(),
  lastVisitOn: z.string().nullable(),
});
export type ElderRow = z.output<typeof elderRow>;
export const elderList = route({
  method: 'GET',
  reads: true,
  path: '/api/elders',
  permission: 'elders.read',
  summary: 'A page of the ledger',
  query: z.object({ ...elderFilter, sort: z.enum(['name', 'age', 'division', 'lastVisit']).default('division'), order: z.enum(['asc', 'desc']).default('asc'), ...page }),
  response: z.object({ rows: z.array(elderRow) }),
});
export const elderFacets = route({
  method: 'GET',
  reads: true,
  path: '/api/elders/facets',
  permission: 'elders.read',
  summary: 'Count of the filter and of each facet value',
  query: z.object(elderFilter),
  response: z.object({
    count: z.number(),
    all: z.number(),
    categories: z.record(z.string(), z.number()),
    tiers: z.record(z.string(), z.number()),
    remarks: z.record(z.string(), z.number()),
    divisions: z.array(z.object({ code: divisionCode, name: z.string(), count: z.number() })),
    provisional: z.number(),
    uncovered: z.number(),
  }),
});
const factKey = z.enum(factKeys as [string, ...string[]]);
export const factView = z.object({
  id: z.string(),
  key: factKey,
  value: z.unknown(),
  source: z.enum(sourceKinds),
  sourceDate: isoDate,
  sourceRef: z.string(),
  recordedAt: z.string(),
  enteredBy: z.string().nullable(),
  effective: z.boolean(),
});
export const reasonView = z.object({
  rule: z.string(),
  result: z.string(),
  source: clause,
  facts: z.record(z.string(), z.unknown()),
  values: z.record(z.string(), z.object({ value: z.unknown(), provisional: z.boolean() })),
});
export const elderFile = z.object({
  row: elderRow,
  location: z.object({ lng: z.number(), lat: z.number() }).nullable(),
  /** Effective values with masked numbers. */
  facts: z.array(factView),
  idNoProblem: z.string().nullable(),
  /** What the pack requires: how much there is of it, and what nobody has stated yet. */
  completeness: z.object({
    required: z.number(),
    filled: z.number(),
    missing: z.array(z.object({ facts: z.array(factKey), source: clause, provisional: z.boolean() })),
  }),
  /** The photo in use, an attachment. */
  photoId: id.nullable(),
  household: z.array(z.object({ name: z.string(), relation: z.string(), place: z.string().nullable(), awaySince: z.string().nullable(), phoneMasked: z.string() })),
  reasons: z.array(reasonView),
  tier: z.object({ code: z.string(), visits: z.number(), period: z.enum(['week', 'month']), modes: z.array(z.string()) }).nullable(),
  packId: z.string().nullable(),
  packVersion: z.string().nullable(),
  classifiedAt: z.string().nullable(),
  /** Events of everything, newest first. */
  timeline: z.array(
    z.object({ at: z.string(), kind: z.enum(['fact', 'classification', 'visit', 'assignment', 'import']), by: z.string().nullable(), summary: z.record(z.string(), z.unknown()) }),
  ),
  assignments: z.array(
    z.object({ id, role: z.string(), visitorId: id, visitorName: z.string(), visitorKind: z.string(), phoneMasked: z.string(), from: isoDate, to: isoDate.nullable() }),
  ),
  duties: z.array(
    z.object({
      kind: z.enum(['week', 'month']),
      start: isoDate,
      end: isoDate,
      required: z.number(),
      done: z.number(),
      modes: z.array(z.string()),
      suspended: z.boolean(),
      dueBy: isoDate.nullable(),
    }),
  ),
});
export type ElderFile = z.output<typeof elderFile>;
export const elderGet = route({
  method: 'GET',
  path: '/api/elders/:id',
  permission: 'elders.read',
  summary: 'The file of one elder',
  params: z.object({ id }),
  response: elderFile,
});
export const elderWhy = route({
  method: 'GET',
  path: '/api/elders/:id/why',
  permission: 'elders.read',
  summary: 'All rules of the pack with how each condition came out for this elder',
  params: z.object({ id }),
  response: z.object({
    packId: z.string(),
    packVersion: z.string(),
    asOf: isoDate,
    provisional: z.boolean(),
    rules: z.array(
      z.object({
        rule: z.string(),
        kind: z.enum(['category', 'tier']),
        result: z.string(),
        source: clause,
        holds: z.boolean(),
        conditions: z.array(
          z.object({
            expr: z.string(),
            label: words,
            holds: z.boolean(),
            facts: z.record(z.string(), z.unknown()),
            values: z.record(z.string(), z.object({ value: z.unknown(), provisional: z.boolean() })),
          }),
        ),
      }),
    ),
  }),
});
export const elderReveal = route({
  method: 'POST',
  path: '/api/elders/:id/reveal',
  permission: 'elders.reveal',
  summary: 'Show a number in full; audited with the reason',
  params: z.object({ id }),
  body: z.object({ field: z.enum(['idNo', 'phone']), reason }),
  response: z.object({ value: z.string().nullable() }),
});
export const ledgerWorkbook = route({
  method: 'GET',
  path: '/api/elders.xlsx',
  permission: 'elders.export',
  summary: 'The filtered ledger as a workbook, numbers masked; audited',
  query: z.object({ ...elderFilter, reason }),
  carries: 'file',
});
/** Payload of the sync command `elders.setFact`; `base.<key>` = id of the effective fact seen. */
export const setFactPayload = z.object({ elderId: id, key: factKey, value: z.unknown(), reason: z.string().max(200).optional() });

const entrySource = z.enum(['survey', 'decision']).default('survey');
const enteredFacts = z.partialRecord(factKey, z.unknown());
const entryReason = z.string().trim().min(1).max(200).optional();
/** Payload of `elders.create`: a new file, its id made by the client. Typed from a form: source `survey`. */
export const createElderPayload = z.object({ elderId: id, facts: enteredFacts, source: entrySource, reason: entryReason });
/**
 * Payload of `elders.setFacts`: several facts at once, all or none. `take.<key>` names a fact that another
 * source stated and whose value is decided for, without the client ever seeing its numbers.
 * `base.<key>` = id of the effective fact seen. A number inside a value may come back covered
 * (`190****0001`): it stays what it was.
 */
export const setFactsPayload = z.object({
  elderId: id,
  facts: enteredFacts.default({}),
  take: z.partialRecord(factKey, z.string()).default({}),
  source: entrySource,
  reason: entryReason,
});

export const elderLookalikes = route({
  method: 'POST',
  path: '/api/elders/lookalikes',
  permission: 'elders.edit',
  summary: 'Who might be the person that is being typed in: same number, or same name with the same birth',
  body: z.object({ idNo: z.string().max(18).optional(), name: z.string().max(60).optional(), birthDate: z.string().max(10).optional(), except: id.optional() }),
  response: z.object({
    found: z.array(
      z.object({
        elderId: id,
        name: z.string(),
        sex: z.enum(['male', 'female']).nullable(),
        birthDate: z.string().nullable(),
        townName: z.string(),
        villageName: z.string(),
        by: z.enum(['idNo', 'person', 'name']),
        closedOn: z.string().nullable(),
      }),
    ),
    /** The number has an open file out of the asker's sight. */
    elsewhere: z.boolean(),
  }),
});
export const factHistory = route({
  method: 'GET',
  path: '/api/elders/:id/facts/:key',
  permission: 'elders.read',
  summary: 'Everything that was ever stated about one fact, newest first',
  params: z.object({ id, key: factKey }),
  response: z.object({
    entries: z.array(factView.extend({ reason: z.string().nullable(), /** Its ground was taken back since; it counts no more. */ withdrawnAt: z.string().nullable() })),
  }),
});
export const factReveal = route({
  method: 'POST',
  path: '/api/elders/:id/facts/:key/reveal',
  permission: 'elders.reveal',
  summary: 'The value that counts with its numbers in full; audited with the reason',
  params: z.object({ id, key: factKey }),
  body: z.object({ reason }),
  response: z.object({ value: z.unknown() }),
});

export const attachmentKind = z.enum(attachmentKinds);
export const attachmentView = z.object({
  id,
  kind: attachmentKind,
  name: z.string(),
  contentType: z.string(),
  size: z.number(),
  addedAt: z.string(),
  addedBy: z.string().nullable(),
  /** Removed ones are kept, with who removed them and why. */
  removed: z.object({ at: z.string(), by: z.string().nullable(), reason: z.string() }).nullable(),
});
export type AttachmentView = z.output<typeof attachmentView>;
export const attachmentList = route({
  method: 'GET',
  path: '/api/elders/:id/attachments',
  permission: 'elders.read',
  summary: 'Documents and photos of an elder',
  params: z.object({ id }),
  response: z.object({ attachments: z.array(attachmentView) }),
});
export const attachmentAdd = route({
  method: 'POST',
  path: '/api/elders/:id/attachments',
  permission: 'elders.edit',
  summary: 'Adds one document or photo (multipart: field `kind`, then the file)',
  params: z.object({ id }),
  response: attachmentView,
  carries: 'upload',
});
export const attachmentRead = route({
  method: 'GET',
  path: '/api/elders/:id/attachments/:attachmentId',
  permission: 'elders.read',
  summary: 'The bytes of a document; audited',
  params: z.object({ id, attachmentId: id }),
  carries: 'file',
});
export const attachmentRemove = route({
  method: 'POST',
  path: '/api/elders/:id/attachments/:attachmentId/remove',
  permission: 'elders.edit',
  summary: 'Takes a document off the file; it is kept with the reason',
  params: z.object({ id, attachmentId: id }),
  body: z.object({ reason }),
});
