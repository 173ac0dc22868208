// People of a ledger that was brought before the list of divisions: what their rows told of the place is
// kept, and when the divisions come they move down into their villages by themselves.
import { placeOfLedger, type LedgerPlace, type PlaceIndex } from '@shouwang/domain/intake';
import { cut, pack } from '../../platform/db/packed.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { recordStatements, type StatementItem } from '../ledger/public.ts';
import { laterEnd } from './laterEnd.ts';
import type { RowEnd, Totals } from './store.ts';

const PURPOSE = 'intake.elderPlace';

/** Somebody without a village, as his row stands. */
export interface Unplaced {
  readonly elderId: string;
  readonly told: LedgerPlace;
  readonly sourceRef: string;
  readonly sourceDate: string;
}

const tells = ({ told }: Unplaced): boolean => told.village !== '';

/** Keeps what was told last of each; a row without a village says less than one with it. */
export async function keepUnplaced(services: Services, tx: Tx, scope: string, people: readonly Unplaced[]): Promise<void> {
  const last = [...new Map(people.toSorted((a, b) => Number(tells(a)) - Number(tells(b))).map((one) => [one.elderId, one])).values()];
  if (last.length === 0) return;
  const county = tx.actor.countyCode;
  const told = pack(last.map((one) => services.crypto.seal(county, PURPOSE, JSON.stringify(one.told))));
  await tx.query(
    sql`insert into elder_place (county_code, elder_id, division_code, told_sealed, source_ref, source_date, recorded_by)
        select ${county}, u.id, ${scope.padEnd(12, '0')}, ${cut(told, sql`u.to_at`, sql`u.to_len`)}, u.ref, u.day, ${tx.actor.accountId}::uuid
        from unnest(${last.map((one) => one.elderId)}::uuid[], ${told.starts}::int[], ${told.lengths}::int[], ${last.map((one) => one.sourceRef)}::text[], ${last.map((one) => one.sourceDate)}::date[], ${last.map(tells)}::boolean[])
          as u(id, to_at, to_len, ref, day, tells)
        where u.tells or not exists (select from elder_place o where o.county_code = ${county} and o.elder_id = u.id)
        on conflict (county_code, elder_id) do update set told_sealed = excluded.told_sealed, source_ref = excluded.source_ref, source_date = excluded.source_date`,
  );
}

const isVillage = (code: string): boolean => !code.endsWith('000');
/** Nearer than where he stands: a village, or a town of the county that he stands in. */
const isNearer = (code: string, stands: string): boolean => code !== stands && (isVillage(code) || (stands.endsWith('000000') && !code.endsWith('000000')));

/**
 * Tries one page of people without a village after `after` (null: from the first); answers where the next
 * page begins, null after the last.
 */
export async function settleUnplaced(
  services: Services,
  tx: Tx,
  options: { readonly after: string | null; readonly limit: number; readonly asOf: string; readonly places: PlaceIndex },
): Promise<{ readonly next: string | null; readonly counts: Partial<Totals>; readonly ends: readonly RowEnd[] }> {
  const county = tx.actor.countyCode;
  const rows = await tx.query<{
    elder_id: string;
    told_sealed: Buffer;
    source_ref: string;
    source_date: string;
    recorded_by: string | null;
    name: string;
    stands: string;
    remarks: string[];
  }>(
    sql`select p.elder_id, p.told_sealed, p.source_ref, p.source_date, p.recorded_by, e.name, e.division_code as stands, e.remarks
        from elder_place p join elder e on e.county_code = p.county_code and e.id = p.elder_id
        where p.county_code = ${county} and p.elder_id > ${options.after ?? '00000000-0000-0000-0000-000000000000'} order by p.elder_id limit ${options.limit}`,
  );
  const done: string[] = [];
  const items: StatementItem[] = [];
  const ends: RowEnd[] = [];
  for (const row of rows) {
    // A person, or the ledger brought again, has placed him since.
    if (isVillage(row.stands)) {
      done.push(row.elder_id);
      continue;
    }
    const { code } = placeOfLedger(JSON.parse(services.crypto.open(county, PURPOSE, row.told_sealed)) as LedgerPlace, options.places);
    if (!isNearer(code, row.stands) || !code.startsWith(tx.actor.scope)) continue;
    if (isVillage(code)) done.push(row.elder_id);
    items.push({
      elderId: row.elder_id,
      facts: { division: code },
      source: 'ledger',
      sourceDate: row.source_date,
      sourceRef: row.source_ref,
      recordedBy: row.recorded_by,
      ...(isVillage(code) ? { remarks: row.remarks.filter((remark) => remark !== 'division.unknown' && remark !== 'division.ambiguous') } : {}),
    });
    ends.push(laterEnd(row.source_ref, row.name, row.elder_id, 'division.foundLater'));
  }
  const said = await recordStatements(services, tx, items, { asOf: options.asOf });
  if (done.length > 0) await tx.query(sql`delete from elder_place where county_code = ${county} and elder_id = any(${done}::uuid[])`);
  return {
    ends,
    next: rows.length < options.limit ? null : (rows.at(-1)?.elder_id ?? null),
    counts: { changed: said.filter((answer) => answer.changedKeys.length > 0).length },
  };
}
