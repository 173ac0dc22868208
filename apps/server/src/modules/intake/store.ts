// Imports in SQL: the run with its tables and progress, the bytes brought until it is done, how each
// row ended, and the rows of other offices' lists that wait for somebody to match.
import type { ImportRow, ImportView } from '@shouwang/contract/intake';
import type { Remark, RowOutcome } from '@shouwang/domain/intake';
import { cut, pack } from '../../platform/db/packed.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/clock.ts';
import type { FieldCrypto } from '../../platform/crypto/index.ts';
import type { FileState, StoredTable } from './tables.ts';

export type ImportState = ImportView['state'];
export type Totals = ImportView['totals'];
export type Progress = ImportView['progress'];
export const noTotals: Totals = { accepted: 0, remarked: 0, rejected: 0, created: 0, changed: 0, unchanged: 0, assignments: 0, uncovered: 0 };

export interface RunRow {
  readonly id: string;
  readonly division_code: string;
  readonly state: ImportState;
  readonly as_of: string;
  readonly created_by: string | null;
  readonly created_by_name: string | null;
  readonly created_at: string;
  readonly files: readonly FileState[];
  readonly tables: readonly StoredTable[];
  readonly preview_sealed: Buffer | null;
  readonly progress: Progress;
  readonly totals: Totals;
  readonly refusal: ImportView['refusal'];
  readonly contents_until: string | null;
}

const columns = sql`r.id, r.division_code, r.state, r.as_of, r.created_by, a.display_name as created_by_name, r.created_at, r.files, r.tables, r.preview_sealed, r.progress, r.totals, r.refusal, r.contents_until`;
const source = sql`import_run r left join account a on a.county_code = r.county_code and a.id = r.created_by`;

export interface NewRun {
  readonly id: string;
  readonly scope: string;
  readonly state: ImportState;
  readonly asOf: string;
  readonly createdBy: string | null;
  readonly files: readonly FileState[];
  readonly tables: readonly StoredTable[];
  readonly previewSealed: Buffer | null;
  readonly contentsUntil: string | null;
}

export async function insertRun(tx: Tx, run: NewRun): Promise<void> {
  const progress: Progress = { done: 0, total: run.tables.reduce((sum, table) => sum + (table.kind === null ? 0 : table.rows), 0), phase: run.state };
  await tx.query(
    sql`insert into import_run (county_code, id, division_code, state, as_of, created_by, files, tables, preview_sealed, contents_until, progress, totals)
        values (${tx.actor.countyCode}, ${run.id}, ${run.scope.padEnd(12, '0')}, ${run.state}, ${run.asOf}, ${run.createdBy}, ${JSON.stringify(run.files)}::jsonb, ${JSON.stringify(run.tables)}::jsonb, ${run.previewSealed}, ${run.contentsUntil}, ${JSON.stringify(progress)}::jsonb, ${JSON.stringify(noTotals)}::jsonb)`,
  );
}

export async function listRuns(tx: Tx): Promise<RunRow[]> {
  return tx.query<RunRow>(sql`select ${columns} from ${source} where r.county_code = ${tx.actor.countyCode} order by r.created_at desc limit 100`);
}

/** `lock`: nobody else changes its state before this transaction ends. */
export async function findRun(tx: Tx, id: string, lock = false): Promise<RunRow | undefined> {
  const [row] = await tx.query<RunRow>(sql`select ${columns} from ${source} where r.county_code = ${tx.actor.countyCode} and r.id = ${id} ${lock ? sql`for update of r` : sql``}`);
  return row;
}

export async function updateTables(tx: Tx, id: string, tables: readonly StoredTable[]): Promise<void> {
  await tx.query(sql`update import_run set tables = ${JSON.stringify(tables)}::jsonb where county_code = ${tx.actor.countyCode} and id = ${id}`);
}

export async function updateState(tx: Tx, id: string, state: ImportState, refusal: ImportView['refusal'] = null): Promise<void> {
  const isEnd = state === 'done' || state === 'failed' || state === 'stopped';
  await tx.query(
    sql`update import_run set state = ${state}, stop_requested = false, refusal = ${refusal === null ? null : JSON.stringify(refusal)}::jsonb, finished_at = case when ${isEnd}::boolean then now() end where county_code = ${tx.actor.countyCode} and id = ${id}`,
  );
}

export async function requestStop(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`update import_run set stop_requested = true where county_code = ${tx.actor.countyCode} and id = ${id}`);
}

/** Writes where the run is; answers whether somebody asked it to stop. */
export async function updateProgress(tx: Tx, id: string, progress: Progress, totals: Totals): Promise<boolean> {
  const [row] = await tx.query<{ stop_requested: boolean }>(
    sql`update import_run set progress = ${JSON.stringify(progress)}::jsonb, totals = ${JSON.stringify(totals)}::jsonb where county_code = ${tx.actor.countyCode} and id = ${id} returning stop_requested`,
    { prepare: true },
  );
  return row?.stop_requested ?? false;
}

/** How one row ended. */
export interface RowEnd {
  readonly file: string;
  readonly sheet: string;
  readonly rowNo: number;
  readonly outcome: RowOutcome;
  readonly name: string;
  readonly elderId: string | null;
  readonly remarks: readonly Remark[];
}

const REMARKS = 'import.remarks';
export const ACCEPTANCE = 'import.acceptance';
/** Opens the remarks of a row. */
export const openRemarks = (crypto: FieldCrypto, county: string, sealed: Buffer | null): readonly Remark[] =>
  sealed === null ? [] : (JSON.parse(crypto.open(county, REMARKS, sealed)) as Remark[]);

/** Sent without waiting for the answer. */
export function insertRows(tx: Tx, crypto: FieldCrypto, importId: string, firstSeq: number, ends: readonly RowEnd[]): void {
  if (ends.length === 0) return;
  const county = tx.actor.countyCode;
  const remarks = pack(ends.map((end) => (end.remarks.length === 0 ? null : crypto.seal(county, REMARKS, JSON.stringify(end.remarks)))));
  tx.send(
    sql`insert into import_row (county_code, import_id, seq, file, sheet, row_no, outcome, name, elder_id, remarks_sealed)
        select ${county}, ${importId}, ${firstSeq} + u.at, u.file, u.sheet, u.row_no, u.outcome, u.name, u.elder_id, ${cut(remarks, sql`u.re_at`, sql`u.re_len`)}
        from unnest(${ends.map((_, at) => at)}::int[], ${ends.map((e) => e.file)}::text[], ${ends.map((e) => e.sheet)}::text[], ${ends.map((e) => e.rowNo)}::int[], ${ends.map((e) => e.outcome)}::text[], ${ends.map((e) => e.name)}::text[],
          ${ends.map((e) => e.elderId)}::uuid[], ${remarks.starts}::int[], ${remarks.lengths}::int[]) as u(at, file, sheet, row_no, outcome, name, elder_id, re_at, re_len)`,
    { prepare: true },
  );
}

export async function deleteRows(tx: Tx, importId: string): Promise<void> {
  await tx.query(sql`delete from import_row where county_code = ${tx.actor.countyCode} and import_id = ${importId}`);
}

/** A row as it is kept, with who settled it. */
export interface FoundRow {
  readonly seq: number;
  readonly end: RowEnd;
  readonly correctionSealed: Buffer | null;
  readonly settled: { readonly on: string; readonly by: string; readonly reason: string } | null;
}
interface RowColumns {
  seq: number;
  file: string;
  sheet: string;
  row_no: number;
  outcome: RowOutcome;
  name: string;
  elder_id: string | null;
  remarks_sealed: Buffer | null;
  correction_sealed: Buffer | null;
  acceptance_sealed: Buffer | null;
  corrected_at: string | null;
  corrected_by: string | null;
}
const rowColumns = sql`i.seq, i.file, i.sheet, i.row_no, i.outcome, i.name, i.elder_id, i.remarks_sealed, i.correction_sealed, i.acceptance_sealed, i.corrected_at, a.display_name as corrected_by`;
const rowSource = sql`import_row i left join account a on a.county_code = i.county_code and a.id = i.corrected_by`;
const toFound = (crypto: FieldCrypto, county: string, row: RowColumns): FoundRow => ({
  seq: row.seq,
  end: {
    file: row.file,
    sheet: row.sheet,
    rowNo: row.row_no,
    outcome: row.outcome,
    name: row.name,
    elderId: row.elder_id,
    remarks: openRemarks(crypto, county, row.remarks_sealed),
  },
  correctionSealed: row.correction_sealed,
  settled:
    row.corrected_at === null
      ? null
      : { on: row.corrected_at, by: row.corrected_by ?? '', reason: row.acceptance_sealed === null ? '' : crypto.open(county, ACCEPTANCE, row.acceptance_sealed) },
});

/** A row as the contract shows it. */
export const rowView = ({ seq, end, settled }: FoundRow): ImportRow => ({
  seq,
  file: end.file,
  sheet: end.sheet,
  row: end.rowNo,
  outcome: end.outcome,
  name: end.name,
  elderId: end.elderId,
  settled,
  remarks: end.remarks.map(({ code, column, found, details }) => ({
    code,
    column,
    ...(found === undefined ? {} : { found }),
    ...(details === undefined ? {} : { details: { ...details } }),
  })),
});

export async function listRows(
  tx: Tx,
  crypto: FieldCrypto,
  importId: string,
  outcome: RowOutcome | undefined,
  limit: number,
  offset: number,
): Promise<{ count: number; rows: FoundRow[] }> {
  const county = tx.actor.countyCode;
  const of = sql`i.county_code = ${county} and i.import_id = ${importId} ${outcome === undefined ? sql`` : sql`and i.outcome = ${outcome}`}`;
  const [counted] = await tx.query<{ count: number }>(sql`select count(*) as count from import_row i where ${of}`);
  const rows = await tx.query<RowColumns>(sql`select ${rowColumns} from ${rowSource} where ${of} order by i.seq limit ${limit} offset ${offset}`);
  return { count: counted?.count ?? 0, rows: rows.map((row) => toFound(crypto, county, row)) };
}

export async function findRow(tx: Tx, crypto: FieldCrypto, importId: string, seq: number): Promise<FoundRow | undefined> {
  const county = tx.actor.countyCode;
  const [row] = await tx.query<RowColumns>(sql`select ${rowColumns} from ${rowSource} where i.county_code = ${county} and i.import_id = ${importId} and i.seq = ${seq}`);
  return row === undefined ? undefined : toFound(crypto, county, row);
}

/** How a row ends after a person corrected it. */
export async function updateRow(tx: Tx, crypto: FieldCrypto, importId: string, seq: number, end: RowEnd, correctionSealed: Buffer): Promise<void> {
  const county = tx.actor.countyCode;
  const remarks = end.remarks.length === 0 ? null : crypto.seal(county, REMARKS, JSON.stringify(end.remarks));
  await tx.query(
    sql`update import_row set outcome = ${end.outcome}, name = ${end.name}, elder_id = ${end.elderId}, remarks_sealed = ${remarks}, correction_sealed = ${correctionSealed}, corrected_by = ${tx.actor.accountId}, corrected_at = now()
        where county_code = ${county} and import_id = ${importId} and seq = ${seq}`,
  );
}

export async function nextSeq(tx: Tx, importId: string): Promise<number> {
  const [row] = await tx.query<{ next: number }>(
    sql`select coalesce(max(seq), -1) + 1 as next from import_row where county_code = ${tx.actor.countyCode} and import_id = ${importId}`,
  );
  return row?.next ?? 0;
}

/** Totals of a run after rows of it were settled: outcomes counted anew, the rest grown by `counts`. */
export async function recountTotals(tx: Tx, importId: string, counts: Partial<Totals>): Promise<void> {
  const county = tx.actor.countyCode;
  const [run] = await tx.query<{ totals: Totals }>(sql`select totals from import_run where county_code = ${county} and id = ${importId} for update`);
  const rows = await tx.query<{ outcome: RowOutcome; n: number }>(
    sql`select outcome, count(*) as n from import_row where county_code = ${county} and import_id = ${importId} group by outcome`,
  );
  const totals = { ...noTotals, ...run?.totals, accepted: 0, remarked: 0, rejected: 0 };
  for (const [key, value] of Object.entries(counts) as [keyof Totals, number][]) totals[key] += value;
  for (const { outcome, n } of rows) totals[outcome] = n;
  await tx.query(sql`update import_run set totals = ${JSON.stringify(totals)}::jsonb where county_code = ${county} and id = ${importId}`);
}

/** Whom the same places of the same files meant in earlier imports: `file/sheet/row` → elder. */
export async function findEarlierRows(tx: Tx, file: string, sheet: string, rows: readonly { readonly rowNo: number; readonly name: string }[]): Promise<Map<number, string>> {
  const found = await tx.query<{ row_no: number; elder_id: string }>(
    sql`select distinct on (i.row_no) i.row_no, i.elder_id from import_row i
        join unnest(${rows.map((row) => row.rowNo)}::int[], ${rows.map((row) => row.name)}::text[]) as w(row_no, name) on w.row_no = i.row_no and w.name = i.name
        where i.county_code = ${tx.actor.countyCode} and i.file = ${file} and i.sheet = ${sheet} and i.elder_id is not null order by i.row_no, i.import_id desc`,
  );
  return new Map(found.map((row) => [row.row_no, row.elder_id]));
}

/** A list's row that waits: what it says, sealed, under an index of whom it means. */
export interface WaitingRow {
  readonly kind: string;
  readonly identityIndex: Buffer;
  readonly sourceRef: string;
  readonly sourceDate: string;
  readonly recordSealed: Buffer;
}

export async function keepWaiting(tx: Tx, scope: string, rows: readonly WaitingRow[]): Promise<void> {
  const last = [...new Map(rows.map((row) => [`${row.kind} ${row.identityIndex.toString('hex')}`, row])).values()];
  if (last.length === 0) return;
  const identity = pack(last.map((row) => row.identityIndex));
  const record = pack(last.map((row) => row.recordSealed));
  await tx.query(
    sql`insert into list_row (county_code, id, division_code, kind, identity_index, source_ref, source_date, record_sealed, recorded_by)
        select ${tx.actor.countyCode}, u.id, ${scope.padEnd(12, '0')}, u.kind, ${cut(identity, sql`u.ix_at`, sql`u.ix_len`)}, u.ref, u.day, ${cut(record, sql`u.re_at`, sql`u.re_len`)}, ${tx.actor.accountId}::uuid
        from unnest(${last.map(() => newId())}::uuid[], ${last.map((r) => r.kind)}::text[], ${identity.starts}::int[], ${identity.lengths}::int[], ${last.map((r) => r.sourceRef)}::text[], ${last.map((r) => r.sourceDate)}::date[], ${record.starts}::int[], ${record.lengths}::int[])
          as u(id, kind, ix_at, ix_len, ref, day, re_at, re_len)
        on conflict (county_code, division_code, kind, identity_index) do update set source_ref = excluded.source_ref, source_date = excluded.source_date, record_sealed = excluded.record_sealed`,
  );
}

/** Rows that mean nobody, those included of which a person said so. */
export async function listWaiting(
  tx: Tx,
  after: string,
  limit: number,
): Promise<{ id: string; kind: string; source_ref: string; source_date: string; record_sealed: Buffer; recorded_by: string | null; is_decided: boolean }[]> {
  return tx.query(
    sql`select id, kind, source_ref, source_date, record_sealed, recorded_by, decided_at is not null as is_decided from list_row where county_code = ${tx.actor.countyCode} and id > ${after} and match <> 'matched' order by id limit ${limit}`,
  );
}

export async function deleteWaiting(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.query(sql`delete from list_row where county_code = ${tx.actor.countyCode} and id = any(${ids}::uuid[])`);
}

/** Rows of these people that waited are answered by newer ones. */
export async function deleteWaitingOf(tx: Tx, kind: string, identities: readonly Buffer[]): Promise<void> {
  if (identities.length > 0)
    await tx.query(sql`delete from list_row where county_code = ${tx.actor.countyCode} and kind = ${kind} and identity_index = any(${identities}::bytea[])`);
}
