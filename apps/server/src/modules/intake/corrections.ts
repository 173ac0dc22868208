// Rows corrected on the screen: the cells as they were read, changed by a person, go through the same
// rules as when the file was read; the row's end and the totals follow. Or a person has looked at what was
// remarked and takes it as it is.
import type { ImportRowCells } from '@shouwang/contract/intake';
import { prefixOf } from '@shouwang/domain/divisions';
import { cellText, columnsOf, factLists, indexPlaces, passOver, rowJoiner, type CellValue, type FactListKind, type TableKind } from '@shouwang/domain/intake';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { divisionsOf } from '../divisions/public.ts';
import type { BatchContext, VisitorLists } from './batch.ts';
import { readBatch } from './batches.ts';
import { openContents } from './contents.ts';
import { findNamesakes } from './listRows.ts';
import { readFile } from './readFile.ts';
import { refOf } from './readRows.ts';
import { takeTurn } from './run.ts';
import { ACCEPTANCE, findRow, findRun, insertRows, nextSeq, recountTotals, rowView, updateRow, type FoundRow, type RunRow } from './store.ts';
import { mappingOf, type StoredTable } from './tables.ts';

const CORRECTION = 'import.correction';

interface OpenedRow {
  readonly run: RunRow;
  readonly found: FoundRow;
  readonly table: StoredTable;
  /** As read, or as corrected before. */
  readonly cells: readonly CellValue[];
  /** The line that stood alone above it. */
  readonly section: string;
}

/** The cells of a row out of the kept file. The file is read up to that row: no row but this one is held. */
async function openRow(services: Services, tx: Tx, importId: string, seq: number): Promise<Result<OpenedRow>> {
  const run = await findRun(tx, importId, true);
  const found = run === undefined ? undefined : await findRow(tx, services.crypto, importId, seq);
  if (run === undefined || found === undefined) return refuse('notFound');
  if (run.state === 'running') return refuse('import.running');
  const table = run.tables.find((one) => one.file === found.end.file && one.sheet === found.end.sheet && one.kind !== null);
  if (table === undefined) return refuse('import.rowGone');
  const [file] = await openContents(services, tx, importId, table.fileNo);
  if (run.contents_until === null || file === undefined || file.bytes.length === 0) return refuse('import.contentGone');
  const read = await readFile(file.bytes, file.name);
  if (!read.ok) return read;
  const source = read.value.find((one) => one.sheet === table.sheet);
  if (source === undefined) return refuse('import.rowGone');
  const mapping = mappingOf(table);
  const places = indexPlaces(await divisionsOf(tx, tx.actor.countyCode), tx.actor.countyCode);
  const joiner = rowJoiner(mapping, source.head.merges);
  let section = '';
  const take = (row: { readonly rowNo: number; readonly cells: readonly CellValue[] } | null): readonly CellValue[] | null => {
    if (row === null) return null;
    if (row.rowNo === found.end.rowNo) return row.cells;
    section = passOver(mapping, row.cells, places)?.section ?? section;
    return null;
  };
  let cells: readonly CellValue[] | null = null;
  for await (const row of source.rows()) {
    if (row.rowNo > mapping.firstDataRow) cells = take(joiner.take(row));
    if (cells !== null) break;
  }
  cells ??= take(joiner.rest());
  if (cells === null) return refuse('import.rowGone');
  const entered =
    found.correctionSealed === null ? {} : (JSON.parse(services.crypto.open(tx.actor.countyCode, CORRECTION, found.correctionSealed)) as Readonly<Record<string, string>>);
  return ok({ run, found, table, section, cells: withEntered(cells, entered) });
}

function withEntered(cells: readonly CellValue[], entered: Readonly<Record<string, string>>): readonly CellValue[] {
  const changed: CellValue[] = [...cells];
  for (const [index, text] of Object.entries(entered)) {
    while (changed.length <= Number(index)) changed.push(null);
    changed[Number(index)] = text.trim() === '' ? null : text;
  }
  return changed;
}

function view(opened: OpenedRow): ImportRowCells {
  const wrong = new Set(opened.found.end.remarks.map((remark) => remark.column));
  return {
    row: rowView(opened.found),
    cells: opened.table.columns.map(({ index, header, field }) => ({ index, header, field, text: cellText(opened.cells[index]), isWrong: header !== '' && wrong.has(header) })),
  };
}

/** A row with its cells, in full; seeing them is written down. Refusals: notFound, import.running, import.contentGone, import.rowGone. */
export async function showRow(services: Services, tx: Tx, importId: string, seq: number): Promise<Result<ImportRowCells>> {
  const opened = await openRow(services, tx, importId, seq);
  if (!opened.ok) return opened;
  const { end } = opened.value.found;
  await audit(tx, {
    action: 'import.openRow',
    entity: 'import',
    entityId: importId,
    division: tx.actor.scope.padEnd(12, '0'),
    details: { file: end.file, sheet: end.sheet, row: end.rowNo },
  });
  return ok(view(opened.value));
}

/** What the row said before as a list's row is taken back: it is said anew. */
async function takeBack(tx: Tx, kind: TableKind, importId: string, { file, sheet, rowNo }: FoundRow['end']): Promise<void> {
  if (!(kind in factLists) && kind !== 'responsibleFiling') return;
  const gone = await tx.query<{ list_id: string | null }>(
    sql`delete from list_row where county_code = ${tx.actor.countyCode} and kind = ${kind as FactListKind} and source_ref = ${`${file}/${sheet}/${rowNo}`} and decided_at is null returning list_id`,
  );
  if (gone.length > 0)
    await tx.query(
      sql`update source_list set row_count = greatest(0, row_count - ${gone.length}) where county_code = ${tx.actor.countyCode} and import_id = ${importId} and file = ${file} and sheet = ${sheet}`,
    );
}

/** Takes a row in with the cells entered; audited with the columns changed, never with what they hold. */
export async function correctRow(
  services: Services,
  tx: Tx,
  lists: VisitorLists,
  importId: string,
  seq: number,
  entered: readonly { readonly index: number; readonly text: string }[],
): Promise<Result<ImportRowCells>> {
  await takeTurn(tx);
  const opened = await openRow(services, tx, importId, seq);
  if (!opened.ok) return opened;
  const { run, found, table, section } = opened.value;
  const kind = table.kind as TableKind;
  const before = opened.value.cells;
  const changed = entered.filter(({ index, text }) => cellText(before[index]) !== text.trim());
  const cells = withEntered(before, Object.fromEntries(changed.map(({ index, text }) => [index, text])));
  const kept = {
    ...(found.correctionSealed === null ? {} : (JSON.parse(services.crypto.open(tx.actor.countyCode, CORRECTION, found.correctionSealed)) as object)),
    ...Object.fromEntries(changed.map(({ index, text }) => [index, text])),
  };
  // What a person entered is not the sheet's word any more.
  const columns = table.columns.map(({ told, ...column }) => (told === undefined || String(column.index) in kept ? column : { ...column, told }));
  const mapping = { ...mappingOf(table), columns };
  const context: BatchContext = {
    services,
    tx,
    mapping,
    lists,
    importId,
    scope: prefixOf(run.division_code),
    spokenOf: new Map(),
    namesakes: await findNamesakes(services, tx, kind, refOf({ row: { file: table.file, sheet: table.sheet } }, found.end.rowNo)),
    row: { asOf: run.as_of, places: indexPlaces(await divisionsOf(tx, tx.actor.countyCode), tx.actor.countyCode), sheet: table.sheet, file: table.file, section },
    ...(found.end.elderId === null ? {} : { meant: new Map([[found.end.rowNo, found.end.elderId]]) }),
  };
  await takeBack(tx, kind, importId, found.end);
  const { ends, counts } = await readBatch(context, kind, [{ rowNo: found.end.rowNo, cells }]).work(context);
  const [first, ...others] = ends;
  // A row that is now about nobody (all cells emptied) stays as it was.
  if (first === undefined) return refuse('input.invalid', { field: columnsOf(mapping).get('name')?.[0]?.header ?? '' });
  await updateRow(tx, services.crypto, importId, seq, first, services.crypto.seal(tx.actor.countyCode, CORRECTION, JSON.stringify(kept)));
  if (others.length > 0) insertRows(tx, services.crypto, importId, await nextSeq(tx, importId), others);
  await recountTotals(tx, importId, counts);
  await audit(tx, {
    action: 'import.correctRow',
    entity: 'import',
    entityId: importId,
    division: tx.actor.scope.padEnd(12, '0'),
    details: {
      file: table.file,
      sheet: table.sheet,
      row: found.end.rowNo,
      columns: changed.map(({ index }) => table.columns.find((column) => column.index === index)?.header ?? String(index)),
      outcome: first.outcome,
    },
  });
  const after = await findRow(tx, services.crypto, importId, seq);
  return ok(view({ ...opened.value, cells, found: after as FoundRow }));
}

/** Remarked rows that found or opened a file, taken as they are; answers how many. */
export async function acceptRows(
  services: Services,
  tx: Tx,
  importId: string,
  seqs: readonly number[] | undefined,
  reason: string,
): Promise<Result<{ readonly accepted: number }>> {
  const run = await findRun(tx, importId, true);
  if (run === undefined) return refuse('notFound');
  if (run.state === 'running') return refuse('import.running');
  const county = tx.actor.countyCode;
  const rows = await tx.query(
    sql`update import_row set outcome = 'accepted', acceptance_sealed = ${services.crypto.seal(county, ACCEPTANCE, reason)}, corrected_by = ${tx.actor.accountId}, corrected_at = now()
        where county_code = ${county} and import_id = ${importId} and outcome = 'remarked' and elder_id is not null and (${seqs === undefined}::boolean or seq = any(${seqs ?? []}::int[])) returning seq`,
  );
  await recountTotals(tx, importId, {});
  await audit(tx, { action: 'import.acceptRows', entity: 'import', entityId: importId, division: tx.actor.scope.padEnd(12, '0'), details: { rows: rows.length } });
  return ok({ accepted: rows.length });
}
