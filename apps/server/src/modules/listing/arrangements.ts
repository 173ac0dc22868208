// 适当增加 and approved substitutes: what a town sets for one person, with reason and end (001).
import type { VisitMode } from '@shouwang/domain/policy';
import { addCalendarMonths, addDays, ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { bringDutiesInLine } from './duties.ts';
import { listingSeal } from './sealing.ts';

/** What is set for longer is forgotten; it can be set again. */
const MOST_MONTHS = 12;

export interface ArrangementInput {
  readonly elderId: string;
  readonly kind: 'extra' | 'substitute';
  readonly from: string;
  readonly to: string;
  readonly visits?: number;
  readonly modes?: readonly VisitMode[];
  readonly reason: string;
}

/** Refuses `elder.notVisible`, `elder.closed`, `listing.endImpossible` (details: latest). */
export async function addArrangement(services: Services, tx: Tx, asked: ArrangementInput): Promise<Result<{ readonly arrangementId: string }>> {
  const county = tx.actor.countyCode;
  const today = services.clock.today();
  const latest = addCalendarMonths(today, MOST_MONTHS);
  // From the first of the month at the earliest: what was reported before stays.
  if (asked.to < asked.from || asked.to < today || asked.to > latest || asked.from < `${today.slice(0, 7)}-01`) return refuse('listing.endImpossible', { latest });
  const [row] = await tx.query<{ division_code: string; closed_on: string | null }>(
    sql`select division_code, closed_on from elder where county_code = ${county} and id = ${asked.elderId}::uuid for no key update`,
  );
  if (row === undefined) return refuse('elder.notVisible');
  if (row.closed_on !== null) return refuse('elder.closed');
  const arrangementId = newId();
  await tx.query(sql`insert into duty_arrangement (county_code, id, elder_id, kind, from_date, to_date, visits, modes, reason_sealed, decided_by)
    values (${county}, ${arrangementId}, ${asked.elderId}, ${asked.kind}, ${asked.from}, ${asked.to}, ${asked.visits ?? null}, ${asked.modes === undefined ? null : [...asked.modes]}::text[], ${listingSeal(services.crypto, county).reason(asked.reason.trim())}, ${tx.actor.accountId})`);
  await bringDutiesInLine(services, tx, [asked.elderId], asked.from);
  await audit(tx, { action: `duty.${asked.kind}`, entity: 'elder', entityId: asked.elderId, division: row.division_code, details: { from: asked.from, to: asked.to } });
  return ok({ arrangementId });
}

/** Ends it yesterday, so that today's periods no longer have it. Refuses `notFound`, `conflict.alreadyDone`. */
export async function endArrangement(services: Services, tx: Tx, asked: { readonly id: string; readonly reason: string }): Promise<Result<Record<string, never>>> {
  const county = tx.actor.countyCode;
  const today = services.clock.today();
  const [row] = await tx.query<{ elder_id: string; to_date: string | null; division_code: string }>(
    sql`select a.elder_id, a.to_date, e.division_code from duty_arrangement a join elder e on e.county_code = a.county_code and e.id = a.elder_id
        where a.county_code = ${county} and a.id = ${asked.id}::uuid and a.kind in ('extra', 'substitute') for update of a`,
  );
  if (row === undefined) return refuse('notFound');
  if (row.to_date !== null && row.to_date < today) return refuse('conflict.alreadyDone');
  await tx.query(
    sql`update duty_arrangement set to_date = ${addDays(today, -1)}::date, end_sealed = ${listingSeal(services.crypto, county).reason(asked.reason.trim())} where county_code = ${county} and id = ${asked.id}::uuid`,
  );
  await bringDutiesInLine(services, tx, [row.elder_id], today);
  await audit(tx, { action: 'duty.endArrangement', entity: 'elder', entityId: row.elder_id, division: row.division_code });
  return ok({});
}
