// What clerks said that a table is, remembered by its layout: the same sender's next file is then taken for
// what the last one was. Nothing is remembered of what stood in the table.
import { createHash } from 'node:crypto';
import { layoutKeys, type MappedColumn, type TableKind } from '@shouwang/domain/intake';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import { columnsOfKind, type StoredTable } from './tables.ts';

export interface Layout {
  readonly id: string;
  readonly kind: TableKind | null;
  /** Field of each column, by its index. */
  readonly fields: Readonly<Record<string, string | null>>;
  readonly file: string;
  readonly on: string;
  readonly by: string;
}

const keyOf = (headings: string): Buffer => createHash('sha256').update(headings).digest();

/** Remembers what a person said of this table, in place of what was remembered of its layout. */
export async function rememberLayout(tx: Tx, table: StoredTable): Promise<void> {
  const { headings, title } = layoutKeys(table);
  if (headings === '') return;
  const fields = Object.fromEntries(table.columns.map(({ index, field }) => [index, field]));
  await tx.query(
    sql`insert into import_layout (county_code, id, division_code, headings_key, title_key, kind, columns, file, sheet, remembered_by)
        values (${tx.actor.countyCode}, ${newId()}, ${tx.actor.scope.padEnd(12, '0')}, ${keyOf(headings)}, ${title}, ${table.kind}, ${JSON.stringify(fields)}::jsonb, ${table.file}, ${table.sheet}, ${tx.actor.accountId})
        on conflict (county_code, division_code, headings_key, title_key) do update set kind = excluded.kind, columns = excluded.columns, file = excluded.file, sheet = excluded.sheet,
          remembered_by = excluded.remembered_by, remembered_at = now()`,
  );
}

/** What was remembered of these tables' layouts in this scope: of the same title first, else the latest of equal headings. */
export async function findLayouts(tx: Tx, tables: readonly StoredTable[]): Promise<ReadonlyMap<number, Layout>> {
  const asked = tables.map((table) => ({ tableNo: table.tableNo, ...layoutKeys(table) })).filter(({ headings }) => headings !== '');
  if (asked.length === 0) return new Map();
  const rows = await tx.query<{
    id: string;
    headings_key: Buffer;
    title_key: string;
    kind: TableKind | null;
    columns: Record<string, string | null>;
    file: string;
    on: string;
    by: string | null;
  }>(
    sql`select l.id, l.headings_key, l.title_key, l.kind, l.columns, l.file, l.remembered_at as on, a.display_name as by
        from import_layout l left join account a on a.county_code = l.county_code and a.id = l.remembered_by
        where l.county_code = ${tx.actor.countyCode} and l.division_code = ${tx.actor.scope.padEnd(12, '0')} and l.headings_key = any(${asked.map(({ headings }) => keyOf(headings))}::bytea[])
        order by l.remembered_at desc`,
  );
  const found = new Map<number, Layout>();
  for (const { tableNo, headings, title } of asked) {
    const key = keyOf(headings);
    const same = rows.filter((row) => row.headings_key.equals(key));
    const row = same.find((one) => one.title_key === title) ?? same[0];
    if (row !== undefined) found.set(tableNo, { id: row.id, kind: row.kind, fields: row.columns, file: row.file, on: row.on, by: row.by ?? '' });
  }
  return found;
}

export async function deleteLayout(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`delete from import_layout where county_code = ${tx.actor.countyCode} and id = ${id}`);
}

/** The table as the remembered layout says; how it was recognised is kept beside it. */
export function withLayout(table: StoredTable, layout: Layout): StoredTable {
  const columns: readonly MappedColumn[] = table.columns.map((column) =>
    String(column.index) in layout.fields ? { ...column, field: layout.fields[column.index] ?? null } : column,
  );
  return {
    ...table,
    kind: layout.kind,
    columns: columnsOfKind(table, columns, layout.kind),
    remembered: { id: layout.id, file: layout.file, on: layout.on, by: layout.by },
    recognised: { kind: table.kind, columns: table.columns },
  };
}
