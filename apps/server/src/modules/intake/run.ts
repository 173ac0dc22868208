// An import at work: tables in the order in which they depend on each other, batch by batch, each in
// a transaction of its own. What is written stays when it is stopped; running it again is safe.
import { factLists, hasCodes, indexPlaces, rowJoiner, type FactListKind, type Namesakes, type TableKind } from '@shouwang/domain/intake';
import { audit } from '../../platform/audit/index.ts';
import { sql, type Actor, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { divisionsOf, ensureCounty } from '../divisions/public.ts';
import type { BatchAnswer, VisitorLists } from './batch.ts';
import { readBatch, type ReadBatch } from './batches.ts';
import { recountLists } from './listRows.ts';
import type { BatchReading } from './readRows.ts';
import type { SourceRow, SourceTable } from './sourceTable.ts';
import { deleteRows, insertRows, noTotals, updateProgress, updateState, type Progress, type RowEnd, type Totals } from './store.ts';
import { mappingOf, type OpenTable } from './tables.ts';
import { settleUnplaced } from './unplaced.ts';
import { settleWaiting } from './waiting.ts';

const BATCH = 1000;

/** Files of a folder come in any order; they are worked in this one. */
const phases: readonly { readonly phase: string; readonly kinds: readonly TableKind[] }[] = [
  { phase: 'divisions', kinds: ['divisions'] },
  { phase: 'ledger', kinds: ['elderLedger'] },
  { phase: 'roster', kinds: ['visitorRoster'] },
  { phase: 'lists', kinds: Object.keys(factLists) as FactListKind[] },
  { phase: 'responsible', kinds: ['responsibleFiling'] },
];

export interface RunOptions {
  readonly importId: string;
  readonly actor: Actor;
  readonly asOf: string;
  readonly tables: readonly OpenTable[];
  readonly lists: VisitorLists;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress, totals: Totals) => void;
  /** Rows as they end, for the command line. */
  readonly onRows?: (ends: readonly RowEnd[]) => void;
}

/** `readNext` begins to read the one after this: for the moment at which the database has all of this to write. */
async function* readAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<{ readonly value: T; readonly readNext: () => void }> {
  let upcoming: Promise<IteratorResult<T>> | undefined;
  const readNext = (): void => {
    upcoming ??= source.next();
    // A failure is met when its turn comes; until then it is nobody's.
    upcoming.catch(() => undefined);
  };
  try {
    for (;;) {
      const { value, done } = await (upcoming ?? source.next());
      upcoming = undefined;
      if (done === true) return;
      yield { value, readNext };
    }
  } finally {
    await source.return(undefined);
  }
}

interface RowBatch {
  readonly batch: ReadBatch;
  readonly reading: BatchReading;
  /** Rows of the sheet that went into it: those that belong together are several. */
  readonly read: number;
}

async function* batchesOf(source: SourceTable, kind: TableKind, from: BatchReading): AsyncGenerator<RowBatch> {
  const { mapping } = from;
  const joiner = rowJoiner(mapping, source.head.merges, source.head.rows);
  let rows: SourceRow[] = [];
  let read = 0;
  let section = '';
  const complete = (last: readonly SourceRow[] = []): RowBatch => {
    const reading = { ...from, row: { ...from.row, section } };
    const batch = readBatch(reading, kind, [...rows, ...last]);
    const ready = { batch, reading, read };
    section = batch.section;
    rows = [];
    read = 0;
    return ready;
  };
  for await (const row of source.rows()) {
    if (row.rowNo <= mapping.firstDataRow) continue;
    read += 1;
    const joined = joiner.take(row);
    if (joined !== null) rows.push(joined);
    if (rows.length === BATCH) yield complete();
  }
  const last = joiner.rest();
  if (last !== null) yield complete([last]);
}

/** Two imports of one county take turns batch by batch, so that neither opens a file that the other just did. */
export const takeTurn = (tx: Tx): Promise<unknown> => tx.query(sql`select pg_advisory_xact_lock(hashtext('intake'), hashtext(${tx.actor.countyCode}))`);

/** Runs an import that stands as `running` in import_run; leaves it `done` or `stopped`. */
export async function runTables(services: Services, options: RunOptions): Promise<{ readonly state: 'done' | 'stopped'; readonly totals: Totals }> {
  const { importId, actor, asOf, lists } = options;
  const { db, crypto } = services;
  const taken = options.tables.filter((table) => table.stored.kind !== null);
  const totals = { ...noTotals };
  let done = 0;
  let seq = 0;
  let total = taken.reduce((sum, table) => sum + table.stored.rows, 0);
  const spokenOf = new Map<string, string>();
  const add = (counts: Partial<Totals>): void => {
    for (const [key, value] of Object.entries(counts) as [keyof Totals, number][]) totals[key] += value;
  };
  const report = async (tx: Tx, phase: string): Promise<boolean> => {
    total = Math.max(total, done);
    const progress: Progress = { done, total, phase };
    options.onProgress?.(progress, totals);
    return (await updateProgress(tx, importId, progress, totals)) || options.signal?.aborted === true;
  };
  const finish = async (state: 'done' | 'stopped'): Promise<{ readonly state: 'done' | 'stopped'; readonly totals: Totals }> => {
    await db.tx(actor, async (tx) => {
      totals.uncovered = await lists.countUncovered(tx);
      await report(tx, state);
      await updateState(tx, importId, state);
      await audit(tx, { action: `import.${state}`, entity: 'import', entityId: importId, division: actor.scope.padEnd(12, '0'), details: { ...totals } });
    });
    return { state, totals };
  };

  /** Works what earlier imports left open, a page a transaction; answers whether somebody asked to stop. */
  const eachPage = async (
    phase: string,
    work: (tx: Tx, page: { readonly after: string | null; readonly limit: number }) => Promise<BatchAnswer & { readonly next: string | null }>,
  ): Promise<boolean> => {
    for (let after: string | null = null, more = true; more;) {
      const page = await db.tx(actor, async (tx) => {
        await takeTurn(tx);
        const worked = await work(tx, { after, limit: BATCH });
        add(worked.counts);
        insertRows(tx, crypto, importId, seq, worked.ends);
        for (const end of worked.ends) totals[end.outcome] += 1;
        // Where nothing waited there is nothing to tell, and nothing to stop.
        const isIdle = worked.ends.length === 0 && worked.next === null;
        return { next: worked.next, ends: worked.ends, stop: isIdle ? false : await report(tx, phase) };
      });
      seq += page.ends.length;
      options.onRows?.(page.ends);
      if (page.stop) return true;
      after = page.next;
      more = after !== null;
    }
    return false;
  };

  await db.tx(actor, async (tx) => {
    await ensureCounty(tx, actor.countyCode);
    await deleteRows(tx, importId);
    await recountLists(tx, importId);
  });
  for (const { phase, kinds } of phases) {
    const places = indexPlaces(await db.tx(actor, (tx) => divisionsOf(tx, actor.countyCode)), actor.countyCode);
    // People whom no list of divisions could place move down before the ledger speaks again.
    if (phase === 'ledger' && places.villages.length > 0 && (await eachPage('waiting', (tx, page) => settleUnplaced(services, tx, { ...page, asOf, places }))))
      return finish('stopped');
    const inPhase = taken.filter((table) => kinds.includes(table.stored.kind as TableKind));
    // Divisions by names alone find the codes that another list tells.
    if (phase === 'divisions') inPhase.sort((a, b) => Number(hasCodes(b.stored)) - Number(hasCodes(a.stored)));
    for (const { stored, source } of inPhase) {
      const namesakes: Namesakes = new Map();
      const from: BatchReading = { mapping: mappingOf(stored), scope: actor.scope, importId, row: { asOf, places, sheet: stored.sheet, file: stored.file, section: '' } };
      for await (const { value, readNext } of readAhead(batchesOf(source, stored.kind as TableKind, from))) {
        const { batch, reading, read } = value;
        const { answer, stop } = await db.tx(actor, async (tx) => {
          await takeTurn(tx);
          const worked = await batch.work({ ...reading, services, tx, lists, spokenOf, namesakes });
          insertRows(tx, crypto, importId, seq, worked.ends);
          readNext();
          add(worked.counts);
          for (const end of worked.ends) totals[end.outcome] += 1;
          done += read;
          return { answer: worked, stop: await report(tx, phase) };
        });
        seq += answer.ends.length;
        options.onRows?.(answer.ends);
        if (stop) return finish('stopped');
      }
    }
    // Lists brought before these divisions, this ledger or roster find villages and people now, before newer lists speak.
    if (phase === 'roster' && (await eachPage('waiting', (tx, page) => settleWaiting(services, tx, lists, { ...page, asOf, places })))) return finish('stopped');
  }
  return finish('done');
}
