// Decisions of people about the list, singly or in bulk, and inclusion by hand.
import { decideHandInclusion, needsReason, stateAfter, type ListDecision, type ListState } from '@shouwang/domain/listing';
import type { Category, FactValues } from '@shouwang/domain/ledger';
import { getNumber } from '@shouwang/domain/policy';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
import { recordStatements } from '../ledger/public.ts';
import { endAssignments } from '../network/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { bringDutiesInLine } from './duties.ts';
import { listingSeal } from './sealing.ts';

interface ListedRow {
  id: string;
  division_code: string;
  list_state: ListState;
  closed_on: string | null;
}

export interface Decided {
  readonly decided: number;
  /** Not in sight, closed, or decided about by somebody else meanwhile. */
  readonly skipped: readonly string[];
}

/**
 * Decides about these people as of today, as one set. Taken on the list: duties begin; off it: duties and
 * assignments end, and it is not proposed again before another result comes. Refuses `listing.reasonMissing`.
 */
export async function decideListing(
  services: Services,
  tx: Tx,
  asked: { readonly elderIds: readonly string[]; readonly decision: ListDecision; readonly reason: string },
): Promise<Result<Decided>> {
  const { decision } = asked;
  const reason = asked.reason.trim();
  if (needsReason(decision) && reason.length < 2) return refuse('listing.reasonMissing');
  const county = tx.actor.countyCode;
  const today = services.clock.today();
  const rows = await tx.query<ListedRow>(
    sql`select id, division_code, list_state, closed_on from elder where county_code = ${county} and id = any(${[...asked.elderIds]}::uuid[]) order by id for no key update`,
  );
  const fitting = rows.filter((row) => row.closed_on === null && stateAfter(row.list_state, decision) !== null);
  const ids = fitting.map((row) => row.id);
  const chosen = new Set(ids);
  const skipped = [...new Set(asked.elderIds)].filter((id) => !chosen.has(id));
  if (ids.length === 0) return ok({ decided: 0, skipped });
  const of = sql`e.county_code = ${county} and e.id = any(${ids}::uuid[])`;
  const sealed = reason === '' ? null : listingSeal(services.crypto, county).reason(reason);
  await tx.query(sql`insert into list_decision (county_code, id, elder_id, decision, on_date, categories, digest, reason_sealed, decided_by)
    select ${county}, u.id, e.id, ${decision}, ${today}::date, e.categories, e.classification_digest, ${sealed}::bytea, ${tx.actor.accountId}::uuid
    from elder e join unnest(${ids}::uuid[], ${ids.map(() => newId())}::uuid[]) as u(elder_id, id) on u.elder_id = e.id where ${of}`);
  if (decision === 'include') {
    await tx.query(sql`insert into list_span (county_code, elder_id, from_date, to_date)
      select ${county}, e.id, e.entered_on, e.left_on from elder e where ${of} and e.list_state = 'left' and e.left_on > e.entered_on on conflict do nothing`);
    await tx.query(sql`update elder e set list_state = 'confirmed', entered_on = ${today}::date, left_on = null, declined_digest = null, updated_at = now() where ${of}`);
  } else if (decision === 'leave') {
    await tx.query(sql`update elder e set list_state = 'left', left_on = ${today}::date, declined_digest = e.classification_digest, updated_at = now() where ${of}`);
    await endAssignments(tx, ids, today);
  } else {
    await tx.query(sql`update elder e set declined_digest = e.classification_digest where ${of}`);
  }
  if (decision === 'include' || decision === 'leave') {
    await bringDutiesInLine(services, tx, ids, today);
    feed(tx, 'elder', ids);
  }
  await audit(tx, ...fitting.map((row) => ({ action: `listing.${decision}`, entity: 'elder', entityId: row.id, division: row.division_code })));
  return ok({ decided: ids.length, skipped });
}

/**
 * 村研判: proposes to include somebody in a category that the rules do not give him, until a day. Refuses
 * `elder.notVisible`, `elder.closed`, `input.invalid` (no target of the pack), `listing.endImpossible`,
 * `conflict.alreadyDone` (one waits or holds already).
 */
export async function proposeInclusion(
  services: Services,
  tx: Tx,
  asked: { readonly elderId: string; readonly category: Category; readonly to: string; readonly reason: string },
): Promise<Result<{ readonly inclusionId: string }>> {
  const county = tx.actor.countyCode;
  // Held first, then read: a proposal made this moment counts.
  await tx.query(sql`select 1 from elder where county_code = ${county} and id = ${asked.elderId}::uuid for no key update`);
  const [row] = await tx.query<{ division_code: string; closed_on: string | null; open: boolean }>(sql`select e.division_code, e.closed_on,
      exists (select 1 from hand_inclusion h where h.county_code = e.county_code and h.elder_id = e.id and h.state in ('proposed', 'confirmed') and h.to_date >= ${services.clock.today()}::date) as open
    from elder e where e.county_code = ${county} and e.id = ${asked.elderId}::uuid`);
  if (row === undefined) return refuse('elder.notVisible');
  if (row.closed_on !== null) return refuse('elder.closed');
  if (row.open) return refuse('conflict.alreadyDone');
  const { pack } = await getPackInForce(tx);
  if (!pack.targets.includes(asked.category)) return refuse('input.invalid', { field: 'category' });
  const today = services.clock.today();
  const span = decideHandInclusion({ from: today, to: asked.to }, today, getNumber(pack, 'listing.handInclusionMaxMonths'));
  if (!span.ok) return span;
  const inclusionId = newId();
  await tx.query(sql`insert into hand_inclusion (county_code, id, elder_id, category, from_date, to_date, reason_sealed, proposed_by)
    values (${county}, ${inclusionId}, ${asked.elderId}, ${asked.category}, ${today}, ${asked.to}, ${listingSeal(services.crypto, county).reason(asked.reason.trim())}, ${tx.actor.accountId})`);
  await audit(tx, { action: 'listing.proposeByHand', entity: 'elder', entityId: asked.elderId, division: row.division_code, details: { category: asked.category, to: asked.to } });
  return ok({ inclusionId });
}

/**
 * 镇核定: confirms, refuses or ends an inclusion by hand. Confirmed, it is a fact from which the pack's
 * rules give the category until its day, and the person is on the list. Refuses `notFound`,
 * `conflict.alreadyDone`, `listing.reasonMissing` (to refuse or to end).
 */
export async function decideInclusion(
  services: Services,
  tx: Tx,
  asked: { readonly id: string; readonly decision: 'confirm' | 'refuse' | 'end'; readonly reason: string },
): Promise<Result<Record<string, never>>> {
  const county = tx.actor.countyCode;
  const today = services.clock.today();
  const reason = asked.reason.trim();
  if (asked.decision !== 'confirm' && reason.length < 2) return refuse('listing.reasonMissing');
  const [row] = await tx.query<{ elder_id: string; category: Category; to_date: string; state: string; division_code: string; closed_on: string | null }>(
    sql`select h.elder_id, h.category, h.to_date, h.state, e.division_code, e.closed_on from hand_inclusion h join elder e on e.county_code = h.county_code and e.id = h.elder_id
        where h.county_code = ${county} and h.id = ${asked.id}::uuid for update of h`,
  );
  if (row === undefined) return refuse('notFound');
  if (row.closed_on !== null) return refuse('elder.closed');
  if (row.state !== (asked.decision === 'end' ? 'confirmed' : 'proposed')) return refuse('conflict.alreadyDone');
  if (asked.decision === 'confirm' && row.to_date < today) return refuse('listing.endImpossible', { latest: row.to_date });
  const state = ({ confirm: 'confirmed', refuse: 'refused', end: 'ended' } as const)[asked.decision];
  await tx.query(sql`update hand_inclusion set state = ${state}, from_date = case when ${state} = 'confirmed' then ${today}::date else from_date end, to_date = case when ${state} = 'ended' then ${today}::date else to_date end,
    decided_by = ${tx.actor.accountId}::uuid, decided_at = now(), decision_sealed = ${reason === '' ? null : listingSeal(services.crypto, county).reason(reason)}::bytea where county_code = ${county} and id = ${asked.id}::uuid`);
  if (asked.decision !== 'refuse') {
    const facts: Partial<FactValues> = { includedByHand: asked.decision === 'confirm' ? { category: row.category, from: today, to: row.to_date } : null };
    await recordStatements(services, tx, [
      {
        elderId: row.elder_id,
        facts,
        source: 'decision',
        sourceDate: today,
        sourceRef: `inclusion:${asked.id}`,
        recordedBy: tx.actor.accountId,
        ...(reason === '' ? {} : { reason }),
      },
    ]);
  }
  if (asked.decision === 'confirm') await decideListing(services, tx, { elderIds: [row.elder_id], decision: 'include', reason });
  await audit(tx, { action: `listing.byHand.${asked.decision}`, entity: 'elder', entityId: row.elder_id, division: row.division_code, details: { category: row.category } });
  return ok({});
}

/** Inclusions whose day has passed; the nightly classification takes the category away by the fact itself. */
export async function endPassedInclusions(tx: Tx, today: string): Promise<void> {
  await tx.query(sql`update hand_inclusion set state = 'ended' where county_code = ${tx.actor.countyCode} and state = 'confirmed' and to_date < ${today}::date`);
}
