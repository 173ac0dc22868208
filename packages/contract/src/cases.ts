// What visits found and heard: cases with their list, proposals to the ledger with the village's word.
import { caseEndings, caseKinds, caseStates, caseUrgencies } from '@shouwang/domain/cases';
import { careNeeds, livingCompanions } from '@shouwang/domain/ledger';
import { z } from 'zod';
import { divisionCode, divisionPrefix, flag, id, instant, isoDate, page, reason, route } from './route.ts';

export const caseRow = z.object({
  id,
  elderId: id,
  elderName: z.string(),
  division: divisionCode,
  townName: z.string(),
  villageName: z.string(),
  visitId: id,
  kind: z.enum(caseKinds),
  urgency: z.enum(caseUrgencies),
  /** `item:option` of the form, and the same in the form's words. */
  finding: z.string(),
  text: z.string(),
  foundOn: isoDate,
  dueOn: isoDate,
  overdue: z.boolean(),
  state: z.enum(caseStates),
  ending: z.enum(caseEndings).nullable(),
  visitorName: z.string().nullable(),
  takenBy: z.string().nullable(),
  closedBy: z.string().nullable(),
  closedAt: instant.nullable(),
  /** What was done; null while it is not closed. */
  outcome: z.string().nullable(),
  /** A need that nobody has taken into the ledger yet: the proposal, and what the ledger says now. */
  toLedger: z.object({ proposalId: id, needs: z.array(z.enum(careNeeds)) }).nullable(),
});
export type CaseRow = z.output<typeof caseRow>;
const caseFilter = {
  division: divisionPrefix.optional(),
  /** `unsettled`: open or taken. */
  state: z.enum(['unsettled', ...caseStates, 'all']).default('unsettled'),
  kind: z.enum(caseKinds).optional(),
  overdue: flag.optional(),
  elderId: id.optional(),
  visitId: id.optional(),
};
export const caseList = route({
  method: 'GET',
  path: '/api/cases',
  permission: 'cases.read',
  summary: 'Cases that visits opened, the most pressing first',
  query: z.object({ ...caseFilter, ...page }),
  response: z.object({ count: z.number(), byKind: z.record(z.enum(caseKinds), z.number()), overdue: z.number(), rows: z.array(caseRow) }),
});
export const caseWorkbook = route({
  method: 'GET',
  path: '/api/cases.xlsx',
  permission: 'reports.export',
  summary: 'The filtered list as a workbook; audited',
  query: z.object({ ...caseFilter, reason }),
  carries: 'file',
});
export const caseTake = route({ method: 'POST', path: '/api/cases/:id/take', permission: 'cases.act', summary: 'Take a case on', params: z.object({ id }) });
export const caseClose = route({
  method: 'POST',
  path: '/api/cases/:id/close',
  permission: 'cases.act',
  summary: 'Close a case with what was done, or with why there was nothing',
  params: z.object({ id }),
  body: z.object({ ending: z.enum(['settled', 'unfounded']), outcome: z.string().trim().min(2).max(1000) }),
});

/** Who belongs to the household, by name and as what. */
const householdMember = z.object({ name: z.string().trim().min(1).max(40), relation: z.string().trim().min(1).max(20) });
export const proposalRow = z.object({
  id,
  elderId: id,
  elderName: z.string(),
  division: divisionCode,
  townName: z.string(),
  villageName: z.string(),
  visitId: id,
  visitorName: z.string().nullable(),
  heardOn: isoDate,
  heard: z.union([
    z.object({ kind: z.literal('household'), direction: z.enum(['more', 'fewer']), count: z.number().nullable(), who: z.string().nullable() }),
    z.object({ kind: z.literal('need'), text: z.string() }),
  ]),
  state: z.enum(['open', 'confirmed', 'refused', 'withdrawn']),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  reason: z.string().nullable(),
  /** What the ledger says now. */
  livesWith: z.array(z.enum(livingCompanions)),
  needs: z.array(z.enum(careNeeds)),
  members: z.array(householdMember),
});
export type ProposalRow = z.output<typeof proposalRow>;
const proposalFilter = {
  division: divisionPrefix.optional(),
  state: z.enum(['open', 'confirmed', 'refused', 'withdrawn', 'all']).default('open'),
  /** A need is decided with its case; its own list is of households. */
  kind: z.enum(['household', 'need']).optional(),
  elderId: id.optional(),
  visitId: id.optional(),
};
export const proposalList = route({
  method: 'GET',
  path: '/api/visit-proposals',
  permission: 'cases.read',
  summary: 'What visits heard that belongs into the ledger, oldest first',
  query: z.object({ ...proposalFilter, ...page }),
  response: z.object({ count: z.number(), rows: z.array(proposalRow) }),
});
export const proposalWorkbook = route({
  method: 'GET',
  path: '/api/visit-proposals.xlsx',
  permission: 'reports.export',
  summary: 'The filtered list as a workbook; audited',
  query: z.object({ ...proposalFilter, reason }),
  carries: 'file',
});
/** `confirm` says what the ledger is to say from now on: with whom the elder lives, or what he needs. */
export const proposalDecide = route({
  method: 'POST',
  path: '/api/visit-proposals/:id',
  permission: 'cases.act',
  summary: 'Take what was heard into the ledger, or refuse it with a reason',
  params: z.object({ id }),
  body: z.discriminatedUnion('decision', [
    z.object({
      decision: z.literal('confirm'),
      livesWith: z.array(z.enum(livingCompanions)).min(1).max(9).optional(),
      needs: z.array(z.enum(careNeeds)).min(1).max(12).optional(),
      /** Everybody who belongs to the household from now on; whoever was known keeps what else is known of him. */
      members: z.array(householdMember).max(30).optional(),
    }),
    z.object({ decision: z.literal('refuse'), reason }),
  ]),
});
