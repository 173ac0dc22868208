// Refusals as they follow from what people declared: the fact is the ledger's, what it does to the duty is
// kept here, with the days from which and to which it held.
import { refusalOf } from '@shouwang/domain/listing';
import { addDays } from '@shouwang/domain/shared';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { bringDutiesInLine } from './duties.ts';

interface WishRow {
  id: string;
  effective_sealed: Buffer;
  refused_id: string | null;
}

/** A word that comes late reaches back to the first of the running month: what was reported before stays. */
const clamped = (since: string, today: string): string => [`${today.slice(0, 7)}-01`, since > today ? today : since].toSorted()[1] as string;

/** Brings the refusals of these elders in line with their facts; answers for how many something changed. */
export async function followWishes(services: Services, tx: Tx, elderIds: readonly string[]): Promise<number> {
  const county = tx.actor.countyCode;
  const today = services.clock.today();
  const rows = await tx.query<WishRow>(sql`
    select e.id, e.effective_sealed, (select a.id from duty_arrangement a where a.county_code = e.county_code and a.elder_id = e.id and a.kind = 'refused' and a.to_date is null limit 1) as refused_id
    from elder e where e.county_code = ${county} and e.id = any(${[...elderIds]}::uuid[]) and e.effective_sealed is not null`);
  const seal = ledgerSeal(services.crypto, county);
  const begun: { readonly elderId: string; readonly from: string }[] = [];
  const ended: { readonly id: string; readonly elderId: string }[] = [];
  for (const row of rows) {
    const refusal = refusalOf(seal.openEffective(row.effective_sealed));
    if (refusal !== null && row.refused_id === null) begun.push({ elderId: row.id, from: clamped(refusal.since ?? today, today) });
    if (refusal === null && row.refused_id !== null) ended.push({ id: row.refused_id, elderId: row.id });
  }
  if (begun.length + ended.length === 0) return 0;
  await tx.query(sql`insert into duty_arrangement (county_code, id, elder_id, kind, from_date)
    select ${county}, u.id, u.elder_id, 'refused', u.from_date from unnest(${begun.map(() => newId())}::uuid[], ${begun.map((one) => one.elderId)}::uuid[], ${begun.map((one) => one.from)}::date[]) as u(id, elder_id, from_date)`);
  await tx.query(sql`update duty_arrangement a set to_date = ${addDays(today, -1)}::date where a.county_code = ${county} and a.id = any(${ended.map((one) => one.id)}::uuid[])`);
  const touched = [...begun, ...ended].map((one) => one.elderId);
  await bringDutiesInLine(services, tx, touched, [today, ...begun.map((one) => one.from)].toSorted()[0] as string);
  feed(tx, 'elder', touched);
  return touched.length;
}
