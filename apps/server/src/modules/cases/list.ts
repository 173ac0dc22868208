// The list of cases as offices see it, with figures by kind; what was found stands in the form's words.
import type { caseList, CaseRow } from '@shouwang/contract/cases';
import type { Query } from '@shouwang/contract/route';
import { NEED_HEARD, type CaseEnding, type CaseKind, type CaseState, type CaseUrgency } from '@shouwang/domain/cases';
import { needHeardIn } from '@shouwang/domain/visits';
import { empty, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesOf } from '../divisions/public.ts';
import { ledgerSeal, namesOfAccounts } from '../ledger/public.ts';
import { findingsText, formOf, openDetails, visitPolicyInForce } from '../visits/public.ts';

const OUTCOME = 'case.outcome';
export const sealOutcome = (services: Services, county: string, text: string): Buffer => services.crypto.seal(county, OUTCOME, text);

export type CaseFilter = Omit<Query<typeof caseList>, 'division' | 'limit' | 'offset'>;

interface StoredCase {
  county_code: string;
  id: string;
  elder_id: string;
  elder_name: string;
  division_code: string;
  visit_id: string;
  kind: CaseKind;
  urgency: CaseUrgency;
  finding: string;
  found_on: string;
  due_on: string;
  state: CaseState;
  ending: CaseEnding | null;
  taken_by: string | null;
  closed_by: string | null;
  closed_at: string | null;
  outcome_sealed: Buffer | null;
  visitor_name: string | null;
  form_id: string;
  form_version: number;
  details_sealed: Buffer | null;
  proposal_id: string | null;
  effective_sealed: Buffer | null;
}

const inRange = (range: ReadRange, table: Sql): Sql =>
  sql`${range.countyCode === null ? sql`${table}.county_code collate "C" >= ${range.county.from} and ${table}.county_code collate "C" < ${range.county.to}` : sql`${table}.county_code = ${range.countyCode}`} and ${table}.division_code >= ${range.from} and ${table}.division_code < ${range.to}`;
export { inRange };

const isOverdue = (today: string): Sql => sql`(c.state <> 'closed' and c.due_on < ${today}::date)`;
const where = (range: ReadRange, { state, kind, overdue, elderId, visitId }: CaseFilter, today: string): Sql => sql`${inRange(range, sql`c`)}
  ${state === 'all' ? empty : state === 'unsettled' ? sql`and c.state in ('open', 'taken')` : sql`and c.state = ${state}`} ${kind === undefined ? empty : sql`and c.kind = ${kind}`}
  ${overdue === true ? sql`and ${isOverdue(today)}` : empty} ${elderId === undefined ? empty : sql`and c.elder_id = ${elderId}::uuid`} ${visitId === undefined ? empty : sql`and c.visit_id = ${visitId}::uuid`}`;

export async function countCases(tx: Tx, range: ReadRange, filter: CaseFilter, today: string): Promise<{ count: number; byKind: Record<CaseKind, number>; overdue: number }> {
  const all = { ...filter, kind: undefined, overdue: undefined };
  const kinds = await tx.query<{ kind: CaseKind; count: number; overdue: number }>(
    sql`select c.kind, count(*)::int as count, (count(*) filter (where ${isOverdue(today)}))::int as overdue from visit_case c where ${where(range, all, today)} group by c.kind`,
  );
  const [row] = await tx.query<{ count: number }>(sql`select count(*)::int as count from visit_case c where ${where(range, filter, today)}`);
  const byKind: Record<CaseKind, number> = { emergency: 0, health: 0, hazard: 0, living: 0, need: 0 };
  for (const one of kinds) byKind[one.kind] = one.count;
  return { count: row?.count ?? 0, byKind, overdue: kinds.reduce((sum, one) => sum + one.overdue, 0) };
}

/** What waits for somebody: cases that are not closed with the day by which the first is due, and what nobody has confirmed into the ledger. */
export async function openCases(tx: Tx, range: ReadRange): Promise<{ readonly cases: number; readonly dueOn: string | null; readonly proposals: number }> {
  const [row] = await tx.query<{ cases: number; due_on: string | null; proposals: number }>(sql`select c.cases, c.due_on, p.proposals
    from (select count(*)::int as cases, min(c.due_on)::text as due_on from visit_case c where ${inRange(range, sql`c`)} and c.state in ('open', 'taken')) c,
      (select count(*)::int as proposals from visit_proposal p where ${inRange(range, sql`p`)} and p.state = 'open' and p.kind = 'household') p`);
  return { cases: row?.cases ?? 0, dueOn: row?.due_on ?? null, proposals: row?.proposals ?? 0 };
}

export async function listCases(services: Services, tx: Tx, range: ReadRange, filter: CaseFilter, page: { readonly limit: number; readonly offset: number }): Promise<CaseRow[]> {
  const today = services.clock.today();
  const rows = await tx.query<StoredCase>(sql`
    select c.county_code, c.id, c.elder_id, e.name as elder_name, c.division_code, c.visit_id, c.kind, c.urgency, c.finding, c.found_on::text, c.due_on::text, c.state, c.ending, c.taken_by, c.closed_by, c.closed_at, c.outcome_sealed,
      coalesce(r.name, a.display_name) as visitor_name, v.form_id, v.form_version, v.details_sealed, p.id as proposal_id, e.effective_sealed
    from visit_case c join elder e on e.county_code = c.county_code and e.id = c.elder_id
    join visit v on v.county_code = c.county_code and v.id = c.visit_id
    left join visitor r on r.county_code = v.county_code and r.id = v.visitor_id left join account a on a.county_code = v.county_code and a.id = v.account_id
    left join visit_proposal p on p.county_code = c.county_code and p.visit_id = c.visit_id and p.kind = 'need' and p.state = 'open' and c.finding = ${NEED_HEARD} and c.state <> 'closed'
    where ${where(range, filter, today)}
    order by c.state = 'closed', c.due_on, array_position('{emergency,health,hazard,living,need}'::text[], c.kind), c.division_code, e.name_pinyin, c.id limit ${page.limit} offset ${page.offset}`);
  const names = await divisionNamesOf(services, tx, rows);
  const policy = await visitPolicyInForce(tx, services);
  const people = await namesOfAccounts(
    tx,
    tx.actor.countyCode,
    rows.flatMap((row) => [row.taken_by, row.closed_by]),
  );
  const nameOf = (account: string | null): string | null => (account === null ? null : (people.get(account) ?? null));
  return rows.map((row) => {
    const answers = row.details_sealed === null ? {} : openDetails(services.crypto, row.county_code, row.details_sealed).answers;
    return {
      id: row.id,
      elderId: row.elder_id,
      elderName: row.elder_name,
      division: row.division_code,
      townName: names.town(row.division_code),
      villageName: names.village(row.division_code),
      visitId: row.visit_id,
      kind: row.kind,
      urgency: row.urgency,
      finding: row.finding,
      text:
        row.finding === NEED_HEARD
          ? (needHeardIn(answers, formOf(policy, row.form_id, row.form_version)) ?? '')
          : findingsText(formOf(policy, row.form_id, row.form_version), [row.finding]),
      foundOn: row.found_on,
      dueOn: row.due_on,
      overdue: row.state !== 'closed' && row.due_on < today,
      state: row.state,
      ending: row.ending,
      visitorName: row.visitor_name,
      takenBy: nameOf(row.taken_by),
      closedBy: nameOf(row.closed_by),
      closedAt: row.closed_at,
      outcome: row.outcome_sealed === null ? null : services.crypto.open(row.county_code, OUTCOME, row.outcome_sealed),
      toLedger:
        row.proposal_id === null
          ? null
          : {
              proposalId: row.proposal_id,
              needs: row.effective_sealed === null ? [] : [...(ledgerSeal(services.crypto, row.county_code).openEffective(row.effective_sealed).needs ?? [])],
            },
    };
  });
}
