// Divisions in SQL. They are public knowledge and have no row level security, so every read names
// its county and range itself.
import type { Division, DivisionMark } from '@shouwang/domain/divisions';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { ReadRange } from './scope.ts';

const columns = sql`d.code, d.name, d.level, d.parent_code as parent, d.lng, d.lat`;

export async function listDivisions(tx: Tx, range: ReadRange): Promise<(Division & { marks: DivisionMark[] })[]> {
  return tx.query<Division & { marks: DivisionMark[] }>(
    sql`select ${columns}, array(select m.mark from division_mark m where m.county_code = d.county_code and m.code = d.code order by m.mark) as marks from division d
        where d.county_code collate "C" >= ${range.county.from} and d.county_code collate "C" < ${range.county.to}
          and d.code >= ${range.from} and d.code < ${range.to} and d.valid_to is null
        order by d.code`,
  );
}

/** All divisions of one county, those above it included where its list has them. */
export async function listCountyDivisions(tx: Tx, countyCode: string): Promise<Division[]> {
  return tx.query<Division>(sql`select ${columns} from division d where d.county_code = ${countyCode} and d.valid_to is null order by d.code`, { prepare: true });
}

/** Inserts or corrects; answers what was new and what changed. Nothing is written where all is as it was. */
export async function upsertDivisions(tx: Tx, countyCode: string, rows: readonly Division[]): Promise<{ created: number; changed: number }> {
  const written = await tx.query<{ created: boolean }>(
    sql`insert into division as d (county_code, code, name, level, parent_code, lng, lat)
        select ${countyCode}, u.code, u.name, u.level, u.parent, u.lng, u.lat
        from unnest(${rows.map((r) => r.code)}::text[], ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.level)}::text[], ${rows.map((r) => r.parent)}::text[],
          ${rows.map((r) => r.lng)}::double precision[], ${rows.map((r) => r.lat)}::double precision[]) as u(code, name, level, parent, lng, lat)
        on conflict (county_code, code) do update set name = excluded.name, level = excluded.level, parent_code = excluded.parent_code,
          lng = coalesce(excluded.lng, d.lng), lat = coalesce(excluded.lat, d.lat), valid_to = null
        where (d.name, d.level, d.parent_code, d.lng, d.lat, d.valid_to)
          is distinct from (excluded.name, excluded.level, excluded.parent_code, coalesce(excluded.lng, d.lng), coalesce(excluded.lat, d.lat), null::date)
        returning (xmax = 0) as created`,
  );
  const created = written.filter((row) => row.created).length;
  return { created, changed: written.length - created };
}

/** False where the county has no such town or village. */
export async function writeMark(tx: Tx, code: string, mark: DivisionMark, note: string | null): Promise<boolean> {
  const county = tx.actor.countyCode;
  const [known] = await tx.query(sql`select 1 from division where county_code = ${county} and code = ${code} and valid_to is null and level in ('town', 'village')`);
  if (known === undefined) return false;
  await tx.query(
    note === null
      ? sql`delete from division_mark where county_code = ${county} and code = ${code} and mark = ${mark}`
      : sql`insert into division_mark (county_code, code, mark, note, marked_by) values (${county}, ${code}, ${mark}, ${note}, ${tx.actor.accountId}::uuid)
            on conflict (county_code, code, mark) do update set note = excluded.note, marked_by = excluded.marked_by, marked_at = now()`,
  );
  return true;
}

export async function insertCounty(tx: Tx, countyCode: string, name: string, isDemo: boolean): Promise<void> {
  await tx.query(
    sql`insert into county as c (county_code, name, is_demo) values (${countyCode}, ${name}, ${isDemo})
        on conflict (county_code) do update set name = excluded.name where c.name = c.county_code and excluded.name <> excluded.county_code`,
  );
}

export async function listCountyCodes(tx: Tx): Promise<string[]> {
  return (await tx.query<{ county_code: string }>(sql`select county_code from county order by county_code`)).map((row) => row.county_code);
}
