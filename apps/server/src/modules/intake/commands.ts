// What people do with imports: bring files, correct what they were taken for, start, stop; and the
// work itself, from the desk by a job and from the command line at once.
import type { ImportView } from '@shouwang/contract/intake';
import { prefixOf } from '@shouwang/domain/divisions';
import { refuse, type Result } from '@shouwang/domain/shared';
import { isPlainlyLedger, type CellValue, type TableKind } from '@shouwang/domain/intake';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { systemActor, type Actor, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { VisitorLists } from './batch.ts';
import { runTables, type RunOptions } from './run.ts';
import { keepFile, keptUntil, openContents } from './contents.ts';
import { deleteLayout, findLayouts, rememberLayout, withLayout } from './layouts.ts';
import { findRun, insertRun, requestStop, updateState, updateTables, type RunRow, type Totals } from './store.ts';
import { correctTable, missingOf, openFiles, previewOf, type BroughtFile, type FileState, type OpenedFiles, type OpenTable, type StoredTable } from './tables.ts';

export const IMPORT_JOB = 'intake.run';
const PREVIEW = 'import.preview';

type Previews = Readonly<Record<string, readonly (readonly CellValue[])[]>>;

/** One import as the contract shows it. */
export function viewOf(services: Services, county: string, run: RunRow): ImportView {
  const previews = run.preview_sealed === null ? {} : (JSON.parse(services.crypto.open(county, PREVIEW, run.preview_sealed)) as Previews);
  return {
    id: run.id,
    state: run.state,
    createdAt: run.created_at,
    createdBy: run.created_by_name ?? '',
    asOf: run.as_of,
    files: [...run.files],
    progress: run.progress,
    totals: run.totals,
    refusal: run.refusal,
    contentsUntil: run.contents_until,
    tables: run.tables.map((table) => ({
      tableNo: table.tableNo,
      file: table.file,
      sheet: table.sheet,
      kind: table.kind,
      rows: table.rows,
      headerRow: table.headerRow,
      columns: table.columns.map(({ index, header, field }) => ({ index, header, field })),
      preview: (previews[table.tableNo] ?? []).map((row) => [...row]),
      missing: [...missingOf(table)],
      likeness: table.kind === null ? (table.likeness ?? null) : null,
      remembered: table.remembered === undefined ? null : { file: table.remembered.file, on: table.remembered.on, by: table.remembered.by },
    })),
  };
}

async function getView(services: Services, tx: Tx, id: string): Promise<Result<ImportView>> {
  const run = await findRun(tx, id);
  return run === undefined ? refuse('notFound') : { ok: true, value: viewOf(services, tx.actor.countyCode, run) };
}

/** Reads and recognises what was brought; nothing is written to the ledger. */
export async function bringFiles(services: Services, tx: Tx, brought: readonly BroughtFile[], asOf: string): Promise<Result<ImportView>> {
  if (brought.length === 0) return refuse('input.invalid', { field: 'files' });
  const county = tx.actor.countyCode;
  const { files, tables } = await openFiles(brought, true);
  const id = newId();
  const layouts = await findLayouts(
    tx,
    tables.filter((table) => !table.source.hidden).map((table) => table.stored),
  );
  const known = tables.map(({ stored }) => {
    const layout = layouts.get(stored.tableNo);
    return layout === undefined ? stored : withLayout(stored, layout);
  });
  const previews: Previews = Object.fromEntries(tables.map((table) => [table.stored.tableNo, previewOf(table)]));
  await insertRun(tx, {
    id,
    scope: tx.actor.scope,
    state: 'ready',
    asOf,
    createdBy: tx.actor.accountId,
    files,
    tables: known,
    previewSealed: services.crypto.seal(county, PREVIEW, JSON.stringify(previews)),
    contentsUntil: keptUntil(services.clock.today()),
  });
  for (const [fileNo, file] of brought.entries()) await keepFile(services, tx, id, fileNo, file, files[fileNo]?.refusal === null);
  await audit(tx, { action: 'import.bring', entity: 'import', entityId: id, division: tx.actor.scope.padEnd(12, '0'), details: { files: brought.map((file) => file.name) } });
  return getView(services, tx, id);
}

/** Corrects the kind or columns of a table before it runs. */
export async function mapTable(
  services: Services,
  tx: Tx,
  id: string,
  change: { readonly tableNo: number; readonly kind: TableKind | null; readonly columns: readonly { readonly index: number; readonly field: string | null }[] },
): Promise<Result<ImportView>> {
  const run = await findRun(tx, id, true);
  if (run === undefined) return refuse('notFound');
  if (run.state !== 'ready' && run.state !== 'stopped') return refuse(run.state === 'running' ? 'import.running' : 'import.notReady');
  const table = run.tables.find((one) => one.tableNo === change.tableNo);
  if (table === undefined) return refuse('notFound');
  const corrected = correctTable(table, change.kind, change.columns);
  if (!corrected.ok) return corrected;
  await rememberLayout(tx, corrected.value);
  await updateTables(
    tx,
    id,
    run.tables.map((one) => (one === table ? corrected.value : one)),
  );
  return getView(services, tx, id);
}

/** Forgets what was remembered of a table's layout; the table is taken as it had been recognised. */
export async function forgetLayout(services: Services, tx: Tx, id: string, tableNo: number): Promise<Result<ImportView>> {
  const run = await findRun(tx, id, true);
  const table = run?.tables.find((one) => one.tableNo === tableNo);
  if (run === undefined || table?.remembered === undefined) return refuse('notFound');
  await deleteLayout(tx, table.remembered.id);
  const { remembered: _forgotten, recognised, ...rest } = table;
  const isOpen = run.state === 'ready' || run.state === 'stopped';
  await updateTables(
    tx,
    id,
    run.tables.map((one) => (one === table ? { ...rest, ...(isOpen ? recognised : {}) } : one)),
  );
  return getView(services, tx, id);
}

export async function startImport(services: Services, tx: Tx, id: string): Promise<Result<ImportView>> {
  const run = await findRun(tx, id, true);
  if (run === undefined) return refuse('notFound');
  if (run.state === 'running') return refuse('import.running');
  if (run.state !== 'ready' && run.state !== 'stopped') return refuse('import.notReady');
  const taken = run.tables.filter((table) => table.kind !== null);
  if (taken.length === 0) return refuse('import.noTable');
  for (const table of taken) {
    const missing = missingOf(table);
    if (missing.length > 0) return refuse('import.columnMissing', { file: table.file, sheet: table.sheet, columns: missing });
  }
  await updateState(tx, id, 'running');
  const { countyCode } = tx.actor;
  tx.afterCommit(() => {
    services.jobs
      .send(IMPORT_JOB, { countyCode, importId: id }, { key: id })
      .catch((error: unknown) => services.log.error({ importId: id, error: String(error) }, 'import could not be queued'));
  });
  return getView(services, tx, id);
}

export async function stopImport(services: Services, tx: Tx, id: string): Promise<Result<ImportView>> {
  const run = await findRun(tx, id);
  if (run === undefined) return refuse('notFound');
  if (run.state === 'running') await requestStop(tx, id);
  return getView(services, tx, id);
}

async function runOrFail(services: Services, options: RunOptions): ReturnType<typeof runTables> {
  try {
    return await runTables(services, options);
  } catch (error) {
    // What the batches before it wrote stays; the run says that it did not come to its end.
    services.log.error({ importId: options.importId, error: error instanceof Error ? error.stack : String(error) }, 'import failed');
    await services.db.tx(options.actor, (tx) => updateState(tx, options.importId, 'failed', { code: 'server.bug' }));
    throw error;
  }
}

/** The job behind `startImport`: acts in the scope of who brought the files. Sent twice, it runs once. */
export async function runImportJob(services: Services, lists: VisitorLists, data: { readonly countyCode: string; readonly importId: string }, signal: AbortSignal): Promise<void> {
  const system = systemActor(data.countyCode);
  const found = await services.db.tx(system, async (tx) => ({ run: await findRun(tx, data.importId), files: await openContents(services, tx, data.importId) }));
  if (found.run === undefined || found.run.state !== 'running') return;
  const { run } = found;
  const actor: Actor = { ...system, accountId: run.created_by, scope: prefixOf(run.division_code) };
  const opened = await openFiles(found.files, false);
  const tables = opened.tables.flatMap(({ source, stored }): OpenTable[] => {
    const kept = run.tables.find((table) => table.fileNo === stored.fileNo && table.sheet === stored.sheet);
    return kept === undefined ? [] : [{ source, stored: kept }];
  });
  await runOrFail(services, { importId: run.id, actor, asOf: run.as_of, tables, lists, signal });
}

/**
 * The counties (six digits) that the lists of divisions among these tables are about; none where no such list
 * came along. Who typed a neighbour's code is told by it before anything is written.
 */
export async function countiesNamed({ tables }: OpenedFiles): Promise<readonly string[]> {
  const named = new Set<string>();
  for (const { stored, source } of tables) {
    const codes = stored.kind === 'divisions' ? stored.columns.filter(({ field }) => field === 'code' || field === 'townCode' || field === 'villageCode') : [];
    if (codes.length === 0) continue;
    for await (const row of source.rows())
      for (const { index } of codes) {
        const digits = row.rowNo > stored.firstDataRow ? /^\d{6}/.exec(String(row.cells[index] ?? '').trim()) : null;
        if (digits !== null) named.add(digits[0]);
      }
  }
  return [...named].sort();
}

/** Reads and recognises, writes nothing: for who looks at a folder before importing it. */
export const openFolder = (files: readonly BroughtFile[]): Promise<OpenedFiles> => openFiles(files, false);

export interface FolderImport {
  readonly files: readonly BroughtFile[];
  /** The same files, where they were opened before. */
  readonly opened?: OpenedFiles;
  readonly asOf: string;
  /** What all tables are about, where somebody says so; else each is recognised. */
  readonly kind?: TableKind;
  readonly actor: Actor;
  readonly onProgress?: RunOptions['onProgress'];
  readonly onRows?: RunOptions['onRows'];
  readonly signal?: AbortSignal;
}
export interface ImportSummary {
  readonly importId: string;
  readonly state: 'done' | 'stopped';
  readonly files: readonly FileState[];
  /** With kind null: not recognised and not taken. */
  readonly tables: readonly StoredTable[];
  readonly totals: Totals;
}

/** The same table taken for this kind. A hidden sheet stays out, and so does the ledger itself: as a list it would speak with a register's rank. */
function takenFor(table: OpenTable, kind: TableKind): OpenTable {
  if (kind !== 'elderLedger' && isPlainlyLedger(table.stored)) return { ...table, stored: { ...table.stored, kind: null } };
  const corrected = table.source.hidden || table.stored.columns.length === 0 ? null : correctTable(table.stored, kind, []);
  return corrected?.ok === true ? { ...table, stored: corrected.value } : table;
}

/** Imports files at once, in this process: the command line, the demonstration county, tests. */
export async function runImport(services: Services, lists: VisitorLists, folder: FolderImport): Promise<ImportSummary> {
  const opened = folder.opened ?? (await openFolder(folder.files));
  const { files } = opened;
  const tables = folder.kind === undefined ? opened.tables : opened.tables.map((table) => takenFor(table, folder.kind as TableKind));
  const importId = newId();
  const stored = tables.map((table) => table.stored);
  await services.db.tx(folder.actor, async (tx) => {
    await insertRun(tx, {
      id: importId,
      scope: folder.actor.scope,
      state: 'running',
      asOf: folder.asOf,
      createdBy: folder.actor.accountId,
      files,
      tables: stored,
      previewSealed: null,
      contentsUntil: null,
    });
    for (const [fileNo, file] of folder.files.entries()) await keepFile(services, tx, importId, fileNo, file, false);
  });
  const { state, totals } = await runOrFail(services, {
    importId,
    actor: folder.actor,
    asOf: folder.asOf,
    tables: tables.filter((table) => missingOf(table.stored).length === 0),
    lists,
    ...(folder.onProgress === undefined ? {} : { onProgress: folder.onProgress }),
    ...(folder.onRows === undefined ? {} : { onRows: folder.onRows }),
    ...(folder.signal === undefined ? {} : { signal: folder.signal }),
  });
  return { importId, state, files, tables: stored, totals };
}
