// Taking a case on and closing it; the village's word on what a visit heard, which makes it a fact of the
// ledger by decision or refuses it with a reason. Two who decide at once: the second hears of the first.
import type { caseClose, proposalDecide, proposalList, ProposalRow } from '@shouwang/contract/cases';
import type { Body, Query } from '@shouwang/contract/route';
import { NEED_HEARD } from '@shouwang/domain/cases';
import type { FactValues, HouseholdMember } from '@shouwang/domain/ledger';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { empty, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesOf } from '../divisions/public.ts';
import { ledgerSeal, namesOfAccounts, recordStatements } from '../ledger/public.ts';
import { inRange, sealOutcome } from './list.ts';
import { openHeard } from './open.ts';

const REASON = 'case.reason';

export async function takeCase(tx: Tx, id: string, now: string): Promise<Result<undefined>> {
  const county = tx.actor.countyCode;
  const [known] = await tx.query<{ state: string; division_code: string }>(
    sql`select state, division_code from visit_case where county_code = ${county} and id = ${id} for update`,
  );
  if (known === undefined) return refuse('notFound');
  if (known.state !== 'open') return refuse('conflict.alreadyDone');
  await tx.query(sql`update visit_case set state = 'taken', taken_by = ${tx.actor.accountId}, taken_at = ${now} where county_code = ${county} and id = ${id}`);
  await audit(tx, { action: 'case.take', entity: 'case', entityId: id, division: known.division_code });
  return ok(undefined);
}

export async function closeCase(services: Services, tx: Tx, id: string, wanted: Body<typeof caseClose>): Promise<Result<undefined>> {
  const county = tx.actor.countyCode;
  const [known] = await tx.query<{ state: string; division_code: string; visit_id: string; finding: string }>(
    sql`select state, division_code, visit_id, finding from visit_case where county_code = ${county} and id = ${id} for update`,
  );
  if (known === undefined) return refuse('notFound');
  if (known.state === 'closed') return refuse('conflict.alreadyDone');
  await tx.query(sql`update visit_case set state = 'closed', ending = ${wanted.ending}, closed_by = ${tx.actor.accountId}, closed_at = ${services.clock.now().toISOString()}, outcome_sealed = ${sealOutcome(services, county, wanted.outcome)}
    where county_code = ${county} and id = ${id}`);
  // A need that was seen to, or was none, before it came into the ledger has nothing more to say to it.
  if (known.finding === NEED_HEARD) {
    await tx.query(sql`update visit_proposal set state = 'refused', decided_by = ${tx.actor.accountId}, decided_at = ${services.clock.now().toISOString()}, reason_sealed = ${services.crypto.seal(county, REASON, wanted.outcome)}
      where county_code = ${county} and visit_id = ${known.visit_id}::uuid and kind = 'need' and state = 'open'`);
  }
  await audit(tx, { action: 'case.close', entity: 'case', entityId: id, division: known.division_code, details: { ending: wanted.ending } });
  return ok(undefined);
}

interface StoredProposal {
  county_code: string;
  id: string;
  elder_id: string;
  elder_name: string;
  division_code: string;
  visit_id: string;
  visitor_name: string | null;
  heard_on: string;
  content_sealed: Buffer;
  state: ProposalRow['state'];
  decided_by: string | null;
  decided_at: string | null;
  reason_sealed: Buffer | null;
  effective_sealed: Buffer | null;
}

type ProposalFilter = Omit<Query<typeof proposalList>, 'division'>;
const where = (
  range: ReadRange,
  { state, kind, elderId, visitId }: ProposalFilter,
): Sql => sql`${inRange(range, sql`p`)} ${kind === undefined ? empty : sql`and p.kind = ${kind}`} ${state === 'all' ? empty : sql`and p.state = ${state}`}
  ${elderId === undefined ? empty : sql`and p.elder_id = ${elderId}::uuid`} ${visitId === undefined ? empty : sql`and p.visit_id = ${visitId}::uuid`}`;

export async function listProposals(services: Services, tx: Tx, range: ReadRange, filter: ProposalFilter): Promise<{ count: number; rows: ProposalRow[] }> {
  const [total] = await tx.query<{ count: number }>(sql`select count(*)::int as count from visit_proposal p where ${where(range, filter)}`);
  const rows = await tx.query<StoredProposal>(sql`
    select p.county_code, p.id, p.elder_id, e.name as elder_name, p.division_code, p.visit_id, coalesce(r.name, a.display_name) as visitor_name, p.heard_on::text, p.content_sealed, p.state, p.decided_by, p.decided_at, p.reason_sealed, e.effective_sealed
    from visit_proposal p join elder e on e.county_code = p.county_code and e.id = p.elder_id join visit v on v.county_code = p.county_code and v.id = p.visit_id
    left join visitor r on r.county_code = v.county_code and r.id = v.visitor_id left join account a on a.county_code = v.county_code and a.id = v.account_id
    where ${where(range, filter)} order by p.state <> 'open', p.heard_on, p.division_code, e.name_pinyin, p.id limit ${filter.limit} offset ${filter.offset}`);
  const names = await divisionNamesOf(services, tx, rows);
  const people = await namesOfAccounts(
    tx,
    tx.actor.countyCode,
    rows.map((row) => row.decided_by),
  );
  return {
    count: total?.count ?? 0,
    rows: rows.map((row) => {
      const facts = row.effective_sealed === null ? {} : ledgerSeal(services.crypto, row.county_code).openEffective(row.effective_sealed);
      return {
        id: row.id,
        elderId: row.elder_id,
        elderName: row.elder_name,
        division: row.division_code,
        townName: names.town(row.division_code),
        villageName: names.village(row.division_code),
        visitId: row.visit_id,
        visitorName: row.visitor_name,
        heardOn: row.heard_on,
        heard: openHeard(services, row.county_code, row.content_sealed),
        state: row.state,
        decidedBy: row.decided_by === null ? null : (people.get(row.decided_by) ?? null),
        decidedAt: row.decided_at,
        reason: row.reason_sealed === null ? null : services.crypto.open(row.county_code, REASON, row.reason_sealed),
        livesWith: [...(facts.livesWith ?? [])],
        needs: [...(facts.needs ?? [])],
        members: (facts.householdMembers ?? []).map(({ name, relation }) => ({ name, relation })),
      };
    }),
  };
}

/** Of these members those whom the ledger knows as it knows them, the others by name and relation. */
async function membersNow(services: Services, tx: Tx, elderId: string, named: readonly HouseholdMember[]): Promise<readonly HouseholdMember[]> {
  const county = tx.actor.countyCode;
  const [elder] = await tx.query<{ effective_sealed: Buffer | null }>(sql`select effective_sealed from elder where county_code = ${county} and id = ${elderId}::uuid`);
  const sealed = elder?.effective_sealed ?? null;
  const known = sealed === null ? [] : (ledgerSeal(services.crypto, county).openEffective(sealed).householdMembers ?? []);
  return named.map((member) => known.find((one) => one.name === member.name && one.relation === member.relation) ?? member);
}

/** A need is one thing: confirmed into the ledger its case is taken on, refused it is closed as unfounded. */
async function caseFollows(services: Services, tx: Tx, visitId: string, wanted: Body<typeof proposalDecide>): Promise<void> {
  const county = tx.actor.countyCode;
  const now = services.clock.now().toISOString();
  const change =
    wanted.decision === 'confirm'
      ? sql`state = 'taken', taken_by = ${tx.actor.accountId}, taken_at = ${now}`
      : sql`state = 'closed', ending = 'unfounded', closed_by = ${tx.actor.accountId}, closed_at = ${now}, outcome_sealed = ${sealOutcome(services, county, wanted.reason)}`;
  await tx.query(
    sql`update visit_case set ${change} where county_code = ${county} and visit_id = ${visitId}::uuid and finding = ${NEED_HEARD} and ${wanted.decision === 'confirm' ? sql`state = 'open'` : sql`state <> 'closed'`}`,
  );
}

/** Refuses notFound, conflict.alreadyDone, input.invalid (a household without who lives there, a need without which), and as the ledger does. */
export async function decideProposal(services: Services, tx: Tx, id: string, wanted: Body<typeof proposalDecide>): Promise<Result<undefined>> {
  const county = tx.actor.countyCode;
  const [known] = await tx.query<{ elder_id: string; division_code: string; visit_id: string; heard_on: string; content_sealed: Buffer; state: string }>(
    sql`select elder_id, division_code, visit_id, heard_on::text, content_sealed, state from visit_proposal where county_code = ${county} and id = ${id} for update`,
  );
  if (known === undefined) return refuse('notFound');
  if (known.state !== 'open') return refuse('conflict.alreadyDone');
  const heard = openHeard(services, county, known.content_sealed);
  if (wanted.decision === 'confirm') {
    const facts: Partial<FactValues> | null =
      heard.kind === 'household'
        ? wanted.livesWith === undefined
          ? null
          : { livesWith: wanted.livesWith, ...(wanted.members === undefined ? {} : { householdMembers: await membersNow(services, tx, known.elder_id, wanted.members) }) }
        : wanted.needs === undefined
          ? null
          : { needs: wanted.needs, needNote: heard.text.slice(0, 500) };
    if (facts === null) return refuse('input.invalid', { field: heard.kind === 'household' ? 'livesWith' : 'needs' });
    const [answer] = await recordStatements(services, tx, [
      { elderId: known.elder_id, facts, source: 'decision', sourceDate: known.heard_on, sourceRef: `visit:${known.visit_id}`, recordedBy: tx.actor.accountId },
    ]);
    if (answer?.refusal !== undefined) return { ok: false, refusal: answer.refusal };
  }
  const sealed = wanted.decision === 'refuse' ? services.crypto.seal(county, REASON, wanted.reason) : null;
  await tx.query(sql`update visit_proposal set state = ${wanted.decision === 'confirm' ? 'confirmed' : 'refused'}, decided_by = ${tx.actor.accountId}, decided_at = ${services.clock.now().toISOString()}, reason_sealed = ${sealed}
    where county_code = ${county} and id = ${id}`);
  if (heard.kind === 'need') await caseFollows(services, tx, known.visit_id, wanted);
  await audit(tx, { action: `proposal.${wanted.decision}`, entity: 'visitProposal', entityId: id, division: known.division_code });
  return ok(undefined);
}
