// Attempts: what a visit without a meeting leaves to do. The phone hears when somebody wanted to go again;
// the village hears what it should confirm, because a suspension or a refusal changes the duty.
import { proposalOf, reasonsFor, type AttemptProposal, type AttemptReason, type VisitAttempt, type VisitOutcome, type VisitRecord } from '@shouwang/domain/visits';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { FieldCrypto } from '../../platform/crypto/index.ts';
import type { ReadRange } from '../divisions/public.ts';
import { countyIn } from './queries.ts';

interface MadeVisit {
  readonly record: VisitRecord;
  readonly occurredOn: string;
  readonly division: string;
}

/** Keeps the attempts among visits that were just written; visits on which somebody was met leave none. */
export async function keepAttempts(tx: Tx, visits: readonly MadeVisit[]): Promise<void> {
  const rows = visits.flatMap(({ record, occurredOn, division }) => {
    if (record.outcome === 'done') return [];
    const reason = record.attempt?.reason ?? null;
    const proposal = proposalOf(record.outcome, reason);
    return [
      {
        visit_id: record.id,
        elder_id: record.elderId,
        division_code: division,
        outcome: record.outcome,
        reason,
        occurred_on: occurredOn,
        next_on: record.attempt?.nextOn ?? null,
        proposal,
        state: proposal === null ? 'none' : 'open',
      },
    ];
  });
  if (rows.length === 0) return;
  await tx.query(sql`insert into visit_attempt (county_code, visit_id, elder_id, division_code, visitor_id, outcome, reason, occurred_on, next_on, proposal, state)
    select ${tx.actor.countyCode}, i.visit_id, i.elder_id, i.division_code, ${tx.actor.visitorId}::uuid, i.outcome, i.reason, i.occurred_on, i.next_on, i.proposal, i.state
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(visit_id uuid, elder_id uuid, division_code text, outcome text, reason text, occurred_on date, next_on date, proposal text, state text)
    on conflict (county_code, visit_id) do nothing`);
}

interface CorrectedAttempt {
  readonly id: string;
  readonly elder_id: string;
  readonly division_code: string;
  readonly visitor_id: string | null;
  readonly outcome: Exclude<VisitOutcome, 'done'>;
  readonly occurred_on: string;
}

/** After a correction: the day and what is proposed follow what the visit says now; what the village decided stands. */
export async function keepAttempt(tx: Tx, visit: CorrectedAttempt, attempt: VisitAttempt | undefined): Promise<void> {
  // Why somebody was away does not say why he was in hospital.
  const reason = reasonsFor[visit.outcome].find((one) => one === attempt?.reason) ?? null;
  const proposal = proposalOf(visit.outcome, reason);
  await tx.query(sql`insert into visit_attempt as t (county_code, visit_id, elder_id, division_code, visitor_id, outcome, reason, occurred_on, next_on, proposal, state)
    values (${tx.actor.countyCode}, ${visit.id}, ${visit.elder_id}, ${visit.division_code}, ${visit.visitor_id}::uuid, ${visit.outcome}, ${reason}, ${visit.occurred_on}::date, ${attempt?.nextOn ?? null}::date, ${proposal}, ${proposal === null ? 'none' : 'open'})
    on conflict (county_code, visit_id) do update set outcome = excluded.outcome, reason = excluded.reason, occurred_on = excluded.occurred_on,
      proposal = case when t.state in ('none', 'open') then excluded.proposal else t.proposal end, state = case when t.state in ('none', 'open') then excluded.state else t.state end`);
}

/** Attempts go with their visits where two files became one or two again. */
export const attemptsFollow = (tx: Tx, elderIds: readonly string[]): Promise<unknown> =>
  tx.query(sql`update visit_attempt t set elder_id = v.elder_id, division_code = v.division_code from visit v
    where v.county_code = t.county_code and v.id = t.visit_id and t.county_code = ${tx.actor.countyCode} and v.elder_id = any(${[...elderIds]}::uuid[]) and t.elder_id <> v.elder_id`);

export interface AttemptRow {
  visit_id: string;
  elder_id: string;
  elder_name: string;
  division_code: string;
  visitor_name: string | null;
  outcome: Exclude<VisitOutcome, 'done'>;
  reason: AttemptReason | null;
  proposal: AttemptProposal;
  occurred_on: string;
  next_on: string | null;
}

/**
 * Proposals that still stand: of each elder the latest, unless somebody met him since, the record was
 * put right, or the file is closed.
 */
const standing = (range: ReadRange) => sql`
  from visit_attempt t join elder e on e.county_code = t.county_code and e.id = t.elder_id and e.closed_on is null
  join visit v on v.county_code = t.county_code and v.id = t.visit_id and v.outcome = t.outcome
  left join visitor r on r.county_code = t.county_code and r.id = t.visitor_id
  where ${countyIn(sql`t.county_code`, range)} and t.division_code >= ${range.from} and t.division_code < ${range.to} and t.state = 'open'
    and (e.last_visit_on is null or e.last_visit_on <= t.occurred_on)
    and not exists (select 1 from visit_attempt later where later.county_code = t.county_code and later.elder_id = t.elder_id and later.proposal = t.proposal
      and (later.occurred_on, later.visit_id) > (t.occurred_on, t.visit_id))`;

export const listAttempts = (tx: Tx, range: ReadRange, page: { readonly limit: number; readonly offset: number }): Promise<AttemptRow[]> =>
  tx.query<AttemptRow>(sql`select t.visit_id, t.elder_id, e.name as elder_name, t.division_code, r.name as visitor_name, t.outcome, t.reason, t.proposal, t.occurred_on, t.next_on
    ${standing(range)} order by t.occurred_on desc, t.visit_id limit ${page.limit} offset ${page.offset}`);

export async function countAttempts(tx: Tx, range: ReadRange): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`select count(*) as count ${standing(range)}`);
  return row?.count ?? 0;
}

/** Locks a proposal that is still open; undefined where there is none in sight, somebody decided before, or the record was put right. */
export async function takeAttempt(tx: Tx, visitId: string): Promise<Pick<AttemptRow, 'elder_id' | 'division_code' | 'proposal' | 'occurred_on'> | undefined> {
  const [row] = await tx.query<Pick<AttemptRow, 'elder_id' | 'division_code' | 'proposal' | 'occurred_on'>>(
    sql`select t.elder_id, t.division_code, t.proposal, t.occurred_on from visit_attempt t join visit v on v.county_code = t.county_code and v.id = t.visit_id and v.outcome = t.outcome
        where t.county_code = ${tx.actor.countyCode} and t.visit_id = ${visitId}::uuid and t.state = 'open' for update of t`,
  );
  return row;
}

/** Older proposals of the same kind about the same elder are settled with it. */
export async function settleAttempt(
  tx: Tx,
  crypto: FieldCrypto,
  settled: { readonly elderId: string; readonly proposal: AttemptProposal; readonly on: string; readonly state: 'confirmed' | 'declined'; readonly reason: string },
): Promise<void> {
  const county = tx.actor.countyCode;
  await tx.query(sql`update visit_attempt set state = ${settled.state}, decision_sealed = ${crypto.seal(county, 'visit.attempt', settled.reason)}, decided_by = ${tx.actor.accountId}::uuid, decided_at = now()
    where county_code = ${county} and elder_id = ${settled.elderId}::uuid and proposal = ${settled.proposal} and state = 'open' and occurred_on <= ${settled.on}::date`);
}
