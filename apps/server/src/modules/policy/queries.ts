// Which pack a county works by, and what it has confirmed, in SQL.
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';

export interface ConfirmationRow {
  readonly pack_id: string;
  readonly value_key: string;
  readonly confirmed_by: string;
  readonly confirmed_by_name: string | null;
  readonly confirmed_at: string;
}

export async function findPackId(tx: Tx, countyCode: string): Promise<string | null> {
  const [row] = await tx.query<{ pack_id: string | null }>(sql`select pack_id from county where county_code = ${countyCode}`, { prepare: true });
  return row?.pack_id ?? null;
}

export async function listConfirmedKeys(tx: Tx, countyCode: string, packId: string): Promise<string[]> {
  const rows = await tx.query<{ value_key: string }>(
    sql`select distinct value_key from policy_confirmation where county_code = ${countyCode} and pack_id = ${packId} order by value_key`,
    { prepare: true },
  );
  return rows.map((row) => row.value_key);
}

export async function listConfirmations(tx: Tx, countyCode: string, packId: string): Promise<ConfirmationRow[]> {
  return tx.query<ConfirmationRow>(
    sql`select p.pack_id, p.value_key, p.confirmed_by, a.display_name as confirmed_by_name, p.confirmed_at
        from policy_confirmation p left join account a on a.county_code = p.county_code and a.id = p.confirmed_by
        where p.county_code = ${countyCode} and p.pack_id = ${packId} order by p.confirmed_at`,
  );
}

export async function insertConfirmation(tx: Tx, confirmation: { countyCode: string; packId: string; key: string; value: unknown; reason: string; by: string }): Promise<string> {
  const id = newId();
  await tx.query(
    sql`insert into policy_confirmation (county_code, id, pack_id, value_key, confirmed_value, reason, confirmed_by)
        values (${confirmation.countyCode}, ${id}, ${confirmation.packId}, ${confirmation.key}, ${JSON.stringify(confirmation.value)}::jsonb, ${confirmation.reason}, ${confirmation.by})`,
  );
  return id;
}

/** Answers whether that was a change. */
export async function updatePackId(tx: Tx, countyCode: string, packId: string): Promise<boolean> {
  const rows = await tx.query(
    sql`insert into county as c (county_code, name, pack_id) values (${countyCode}, ${countyCode}, ${packId})
        on conflict (county_code) do update set pack_id = excluded.pack_id where c.pack_id is distinct from excluded.pack_id returning 1 as changed`,
  );
  return rows.length > 0;
}
