// List and label, the life of a file, the ledger of needs, how up to date villages are.
import { lifeEventKinds, listDecisions, listStates, suspensionCauses, closedReasons } from '@shouwang/domain/listing';
import { careNeeds } from '@shouwang/domain/ledger';
import { attemptProposals, attemptReasons, visitModes, visitOutcomes } from '@shouwang/domain/visits';
import { z } from 'zod';
import { category, reasonView } from './ledger.ts';
import { clause, divisionCode, divisionPrefix, flag, id, isoDate, list, page, route } from './route.ts';

const reason = z.string().trim().min(2).max(500);
const person = { elderId: id, elderName: z.string(), division: divisionCode, townName: z.string(), villageName: z.string() };

/** What waits for a decision, and what was decided: `include` and `leave` are proposals of the rules. */
export const listingQueues = ['include', 'leave', 'byHand', 'refused', 'suspended', 'left', 'closed'] as const;
export type ListingQueue = (typeof listingQueues)[number];

const queueFilter = { division: divisionPrefix.optional(), queue: z.enum(listingQueues).default('include'), category: list(category), q: z.string().max(60).optional() };
export const listingRow = z.object({
  ...person,
  sex: z.enum(['male', 'female']).nullable(),
  age: z.number().nullable(),
  state: z.enum(listStates),
  categories: z.array(category),
  tier: z.string().nullable(),
  provisional: z.boolean(),
  /** Why the rules propose him: rule, clause, facts. */
  reasons: z.array(reasonView),
  /** What he was last counted in, where nothing counts him now. */
  formerly: z.object({ categories: z.array(category), until: isoDate }).nullable(),
  /** An inclusion by hand that waits for the town, with its category and end. */
  inclusion: z.object({ id, category, from: isoDate, to: isoDate, reason: z.string() }).nullable(),
  /** Since when he refuses, is away, left the list, or the file is closed; with its reason. */
  since: isoDate.nullable(),
  cause: z.string().nullable(),
  retainUntil: isoDate.nullable(),
});
export type ListingRow = z.output<typeof listingRow>;
export const listingQueue = route({
  method: 'GET',
  path: '/api/listing',
  permission: 'listing.read',
  summary: 'People whom the rules propose to include or to leave, and those decided about',
  query: z.object({ ...queueFilter, ...page }),
  response: z.object({ count: z.number(), rows: z.array(listingRow) }),
});
export const listingCounts = route({
  method: 'GET',
  path: '/api/listing/counts',
  permission: 'listing.read',
  summary: 'How many stand in each queue',
  query: z.object({ division: divisionPrefix.optional() }),
  response: z.record(z.enum(listingQueues), z.number()),
});
export const listingWorkbook = route({
  method: 'GET',
  path: '/api/listing.xlsx',
  permission: 'elders.export',
  summary: 'A queue as a workbook; audited',
  query: z.object({ ...queueFilter, reason }),
  carries: 'file',
});
export const listingDecide = route({
  method: 'POST',
  path: '/api/listing/decisions',
  permission: 'listing.decide',
  summary: 'Decide about people singly or in bulk: onto the list, off it, proposal declined; names those that changed meanwhile',
  body: z.object({ elderIds: z.array(id).min(1).max(500), decision: z.enum(listDecisions), reason: z.string().trim().max(500).optional() }),
  response: z.object({ decided: z.number(), skipped: z.array(id) }),
});

export const lifeEventView = z.object({
  id,
  kind: z.enum(lifeEventKinds),
  on: isoDate,
  reason: z.string(),
  entitlements: z.enum(['stop', 'review', 'none']),
  recordedAt: z.string(),
  recordedBy: z.string().nullable(),
  certificate: z.object({ on: isoDate, text: z.string() }).nullable(),
  wantsCertificate: z.boolean(),
  undone: z.object({ at: z.string(), by: z.string().nullable(), reason: z.string() }).nullable(),
  /** The last one that stands, so that it may be taken back. */
  undoable: z.boolean(),
});
export const arrangementView = z.object({
  id,
  kind: z.enum(['suspended', 'refused', 'extra', 'substitute']),
  cause: z.enum(suspensionCauses).nullable(),
  from: isoDate,
  to: isoDate.nullable(),
  visits: z.number().nullable(),
  modes: z.array(z.enum(visitModes)),
  reason: z.string(),
  decidedBy: z.string().nullable(),
  /** Why it was ended before its day; null where it was not. */
  ended: z.object({ reason: z.string() }).nullable(),
});
export const inclusionView = z.object({
  id,
  category,
  from: isoDate,
  to: isoDate,
  state: z.enum(['proposed', 'confirmed', 'refused', 'ended']),
  reason: z.string(),
  proposedBy: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decision: z.string(),
});
export const fileListing = z.object({
  state: z.enum(listStates),
  proposal: z.enum(['include', 'leave']).nullable(),
  enteredOn: isoDate.nullable(),
  leftOn: isoDate.nullable(),
  closedOn: isoDate.nullable(),
  closedReason: z.enum(closedReasons).nullable(),
  retainUntil: isoDate.nullable(),
  possible: z.array(z.enum(lifeEventKinds)),
  events: z.array(lifeEventView),
  arrangements: z.array(arrangementView),
  inclusions: z.array(inclusionView),
  decisions: z.array(z.object({ id, decision: z.enum(listDecisions), on: isoDate, reason: z.string(), by: z.string().nullable() })),
  /** What the pack says: targets, fallback of a refusal with its clause, limits. */
  rules: z.object({
    targets: z.array(category),
    refusal: z.object({ visits: z.number(), modes: z.array(z.string()), source: clause, provisional: z.boolean() }),
    suspendedCalls: z.number(),
    returnVisitDays: z.number(),
    inclusionLatest: isoDate,
    retainYears: z.number(),
  }),
});
export type FileListing = z.output<typeof fileListing>;
export const listingFile = route({
  method: 'GET',
  path: '/api/elders/:id/listing',
  permission: 'listing.read',
  summary: 'How a file stands to the list, what happened to the person, what bears on his duties',
  params: z.object({ id }),
  response: fileListing,
});
export const recordLife = route({
  method: 'POST',
  path: '/api/elders/:id/life',
  permission: 'life.record',
  summary: 'Record that somebody died, moved, entered an institution, went away, came back; everything that follows is done',
  params: z.object({ id }),
  body: z.object({ kind: z.enum(lifeEventKinds), on: isoDate, reason, to: z.string().trim().min(1).max(200).optional(), group: z.string().trim().min(1).max(40).optional() }),
  response: z.object({ eventId: id }),
});
export const undoLife = route({
  method: 'POST',
  path: '/api/life/:id/undo',
  permission: 'life.undo',
  summary: 'Take an event back with all that followed from it',
  params: z.object({ id }),
  body: z.object({ reason }),
  response: z.object({ elderId: id }),
});
export const addCertificate = route({
  method: 'POST',
  path: '/api/life/:id/certificate',
  permission: 'life.record',
  summary: 'The certificate that follows the word of the village',
  params: z.object({ id }),
  body: z.object({ on: isoDate, text: z.string().trim().min(2).max(200) }),
  response: z.object({}),
});
export const attemptProposalRow = z.object({
  ...person,
  visitId: id,
  visitorName: z.string().nullable(),
  outcome: z.enum(visitOutcomes),
  reason: z.enum(attemptReasons).nullable(),
  proposal: z.enum(attemptProposals),
  on: isoDate,
  nextOn: isoDate.nullable(),
});
export type AttemptProposalRow = z.output<typeof attemptProposalRow>;
export const attemptList = route({
  method: 'GET',
  path: '/api/attempts',
  permission: 'listing.read',
  summary: 'What visits without a meeting propose: in hospital, away, wants no visits',
  query: z.object({ division: divisionPrefix.optional(), ...page }),
  response: z.object({ count: z.number(), rows: z.array(attemptProposalRow) }),
});
export const attemptWorkbook = route({
  method: 'GET',
  path: '/api/attempts.xlsx',
  permission: 'elders.export',
  summary: 'The same as a workbook; audited',
  query: z.object({ division: divisionPrefix.optional(), reason }),
  carries: 'file',
});
export const attemptDecide = route({
  method: 'POST',
  path: '/api/attempts/:id/decision',
  permission: 'life.record',
  summary: 'The village confirms what a visitor found, which suspends visits or notes the wish, or declines it',
  params: z.object({ id }),
  body: z.object({ decision: z.enum(['confirm', 'decline']), reason }),
  response: z.object({ elderId: id }),
});
export const proposeInclusion = route({
  method: 'POST',
  path: '/api/elders/:id/inclusions',
  permission: 'listing.propose',
  summary: 'A village proposes to include somebody whom the rules miss',
  params: z.object({ id }),
  body: z.object({ category, to: isoDate, reason }),
  response: z.object({ inclusionId: id }),
});
export const decideInclusion = route({
  method: 'POST',
  path: '/api/inclusions/:id/decision',
  permission: 'listing.decide',
  summary: 'The town confirms, refuses, or ends an inclusion by hand',
  params: z.object({ id }),
  body: z.object({ decision: z.enum(['confirm', 'refuse', 'end']), reason: z.string().trim().max(500).optional() }),
  response: z.object({}),
});
export const addArrangement = route({
  method: 'POST',
  path: '/api/elders/:id/arrangements',
  permission: 'listing.decide',
  summary: 'Extra visits, or a substitute mode, for one person until a day',
  params: z.object({ id }),
  body: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('extra'), from: isoDate, to: isoDate, visits: z.number().int().min(1).max(7), reason }),
    z.object({ kind: z.literal('substitute'), from: isoDate, to: isoDate, modes: z.array(z.enum(['phone', 'video'])).min(1), reason }),
  ]),
  response: z.object({ arrangementId: id }),
});
export const endArrangement = route({
  method: 'POST',
  path: '/api/arrangements/:id/end',
  permission: 'listing.decide',
  summary: 'End extra visits or a substitute before their day',
  params: z.object({ id }),
  body: z.object({ reason }),
  response: z.object({}),
});

const needsFilter = { division: divisionPrefix.optional(), need: list(z.enum(careNeeds)), q: z.string().max(60).optional() };
export const needsRow = z.object({
  ...person,
  group: z.string().nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  age: z.number().nullable(),
  phoneMasked: z.string(),
  categories: z.array(category),
  needs: z.array(z.enum(careNeeds)),
  note: z.string(),
  /** What the last visit heard of needs. */
  lastHeard: z.object({ on: isoDate, text: z.string() }).nullable(),
  responsible: z.string().nullable(),
});
export type NeedsRow = z.output<typeof needsRow>;
export const needsLedger = route({
  method: 'GET',
  path: '/api/needs',
  permission: 'elders.read',
  summary: '养老服务需求清单: who needs what, and how many of each need',
  query: z.object({ ...needsFilter, ...page }),
  response: z.object({ count: z.number(), byNeed: z.record(z.string(), z.number()), rows: z.array(needsRow) }),
});
export const needsWorkbook = route({
  method: 'GET',
  path: '/api/needs.xlsx',
  permission: 'elders.export',
  summary: 'The ledger of needs as a workbook; audited',
  query: z.object({ ...needsFilter, reason }),
  carries: 'file',
});

export const freshnessLine = z.object({
  division: divisionCode,
  townName: z.string(),
  name: z.string(),
  files: z.number(),
  fresh: z.number(),
  share: z.number().nullable(),
  /** Never spoken of since they were taken in, or longer ago than the pack's months. */
  stale: z.number(),
  lastChange: z.string().nullable(),
  oldest: isoDate.nullable(),
});
export type FreshnessLine = z.output<typeof freshnessLine>;
export const freshness = route({
  method: 'GET',
  path: '/api/freshness',
  permission: 'elders.read',
  summary: 'How up to date each village is',
  query: z.object({ division: divisionPrefix.optional() }),
  response: z.object({ months: z.number(), cutoff: isoDate, provisional: z.boolean(), total: freshnessLine, lines: z.array(freshnessLine) }),
});
export const freshnessRows = route({
  method: 'GET',
  path: '/api/freshness/rows',
  permission: 'elders.read',
  summary: 'The files behind a figure, the oldest first',
  query: z.object({ division: divisionPrefix.optional(), stale: flag.optional(), ...page }),
  response: z.object({
    count: z.number(),
    rows: z.array(z.object({ ...person, factsOn: isoDate.nullable(), updatedAt: z.string(), categories: z.array(category), responsible: z.string().nullable() })),
  }),
});
export const freshnessWorkbook = route({
  method: 'GET',
  path: '/api/freshness.xlsx',
  permission: 'elders.export',
  summary: 'How up to date villages are, as a workbook; audited',
  query: z.object({ division: divisionPrefix.optional(), reason }),
  carries: 'file',
});
