// One batch of rows of one kind within one transaction: matched, written, each row with its end. What
// the rows say was read before (readRows.ts, `readBatch` below). Nothing here commits; run.ts does, batch by batch.
import {
  dayOfList,
  divisionSettler,
  eachVillage,
  factLists,
  identityOf,
  isTreeMapping,
  matchListed,
  matchListRow,
  matchPerson,
  readDivisionRow,
  readElderRow,
  readFilingRow,
  readListRow,
  readTreeRow,
  readVisitorRow,
  toldApart,
  type DivisionRow,
  type FactListKind,
  type FilingRow,
  type ListRow,
  type Namesakes,
  type PersonRow,
  type Remark,
  type TableKind,
  type TableMapping,
  type VisitorRow,
} from '@shouwang/domain/intake';
import { newId } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/index.ts';
import { react } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { divisionsOf, importDivisions } from '../divisions/public.ts';
import { findClosed, findKnownElsewhere, recordStatements, type StatementItem } from '../ledger/public.ts';
import { findDecided, identityIndexOf, keepRows, knowByAllWords, LISTS_READ, receiveList, sealRow, type KeptRow } from './listRows.ts';
import { indexFor } from './match.ts';
import { endOf, listHeadOf, readRows, refOf, type BatchReading, type Read, type RowsRead } from './readRows.ts';
import type { SourceRow } from './sourceTable.ts';
import { deleteWaitingOf, findEarlierRows, keepWaiting, type RowEnd, type Totals } from './store.ts';

/** A filed responsibility: whose, and what the filing says of the visitor. */
export interface FiledPerson {
  readonly elderId: string;
  readonly division: string | null;
  readonly visitorName: string;
  readonly visitorPhone: string | null;
  readonly from: string;
  readonly sourceRef: string;
}
export type FilingAnswer = 'created' | 'replaced' | 'unchanged' | 'visitorUnknown' | 'visitorAmbiguous';

/** What the network does with its lists; intake stands before it and is handed this (app/registry.ts). */
export interface VisitorLists {
  recordRoster(services: Services, tx: Tx, rows: readonly VisitorRow[]): Promise<readonly { readonly created: boolean; readonly changed: boolean }[]>;
  recordFilings(services: Services, tx: Tx, filed: readonly FiledPerson[]): Promise<readonly FilingAnswer[]>;
  countUncovered(tx: Tx): Promise<number>;
}

/** What a batch is worked with. */
export interface BatchContext extends BatchReading {
  readonly services: Services;
  readonly tx: Tx;
  readonly lists: VisitorLists;
  /** Elders that rows of this run's ledgers have spoken of so far: `sheet row`. */
  readonly spokenOf: Map<string, string>;
  /** Rows of this sheet so far that tell the same of somebody without a number. */
  readonly namesakes: Namesakes;
  /** Whom rows were taken for when they were read first, where a person now corrects them: by row number. */
  readonly meant?: ReadonlyMap<number, string>;
}
export interface BatchAnswer {
  readonly ends: readonly RowEnd[];
  readonly counts: Partial<Totals>;
}

/** A division inside the scope, or null. What could not be placed belongs to the scope itself. */
function placedIn(context: BatchContext, division: string, remarks: readonly Remark[]): string | null {
  if (division.startsWith(context.scope)) return division;
  return remarks.some((remark) => remark.code === 'division.unknown' || remark.code === 'division.ambiguous') ? context.scope.padEnd(12, '0') : null;
}

export async function divisionsBatch(context: BatchContext, { read, ends }: RowsRead<DivisionRow>): Promise<BatchAnswer> {
  const nameOf = (row: DivisionRow): string => row.steps.at(-1)?.name ?? '';
  if (context.scope.length > 6)
    return { counts: {}, ends: [...ends, ...read.map(({ rowNo, row }) => endOf(context, rowNo, nameOf(row), null, [{ code: 'division.outOfScope', column: '' }], true))] };
  const county = context.tx.actor.countyCode;
  const settle = divisionSettler(await divisionsOf(context.tx, county), county);
  const settled = read.map((entry) => {
    const several = eachVillage(entry.row).map(settle);
    return { ...entry, divisions: several.flatMap(({ divisions }) => divisions), remarks: [...entry.remarks, ...several.flatMap(({ remarks }) => remarks)] };
  });
  const told = settled.flatMap(({ divisions }) => divisions);
  const taken = await importDivisions(context.services, context.tx, told);
  const foreign = new Set(taken.foreign);
  const others = settled.map(({ divisions }) => divisions.find(({ code }) => foreign.has(code))?.code);
  return {
    counts: {
      created: taken.created,
      changed: taken.changed,
      unchanged: Math.max(0, read.length - taken.created - taken.changed - others.filter((code) => code !== undefined).length),
    },
    ends: inOrder([
      ...ends,
      ...settled.map(({ rowNo, row, remarks }, at) => {
        const other = others[at];
        return other === undefined
          ? endOf(context, rowNo, nameOf(row), null, remarks)
          : endOf(context, rowNo, nameOf(row), null, [{ code: 'division.outOfScope', column: '', found: other }], true);
      }),
    ]),
  };
}

export async function ledgerBatch(context: BatchContext, { read, ends }: RowsRead<PersonRow>): Promise<BatchAnswer> {
  const { services, tx } = context;
  const sourceDate = context.mapping.context.filledOn ?? context.row.asOf;
  const pending: { readonly entry: Read<PersonRow>; readonly item: StatementItem }[] = [];

  const placed = read.flatMap((entry) => {
    const division = placedIn(context, entry.row.facts.division as string, entry.remarks);
    if (division !== null) return [{ entry, facts: { ...entry.row.facts, division } }];
    ends.push(endOf(context, entry.rowNo, entry.row.name, null, [...entry.remarks, { code: 'division.outOfScope', column: '' }], true));
    return [];
  });
  const index = await indexFor(
    services,
    tx,
    placed.map(({ facts }) => ({ name: facts.name as string, idNo: facts.idNo, division: facts.division })),
    true,
  );
  const identify = (facts: (typeof placed)[number]['facts'], isEstimated: boolean) =>
    identityOf({ name: facts.name as string, idNo: facts.idNo, birthDate: isEstimated ? null : facts.birthDate, sex: facts.sex, division: facts.division });
  const elsewhere = await findKnownElsewhere(
    services,
    tx,
    placed.flatMap(({ facts }) => (facts.idNo === undefined ? [] : [facts.idNo])),
  );
  let earlier: Map<number, string> | null = null;
  for (const { entry, facts } of placed) {
    const { rowNo, row, remarks } = entry;
    const identity = identify(facts, row.birthEstimated);
    const match = matchPerson(identity, index);
    let elderId = match.status === 'one' ? match.elderId : null;
    if (match.status === 'ambiguous') {
      // Too little to tell by; but the same row of the same file is the same person.
      earlier ??= await findEarlierRows(
        tx,
        context.row.file,
        context.row.sheet,
        placed.map(({ entry: one }) => ({ rowNo: one.rowNo, name: one.row.name })),
      );
      const before = earlier.get(rowNo);
      if (before !== undefined && index.byName(row.name).some((person) => person.elderId === before)) elderId = before;
      // Known by its place in the file, it is doubtful only where somebody else could be meant as well.
      const others = { byIdKey: index.byIdKey, byName: (name: string) => index.byName(name).filter((person) => person.elderId !== elderId) };
      if (elderId === null || matchPerson(identity, others).status !== 'none') remarks.push({ code: 'row.ambiguousMatch', column: '' });
    }
    elderId ??= context.meant?.get(rowNo) ?? null;
    if (facts.idNo !== undefined && elsewhere.has(facts.idNo)) remarks.push({ code: 'row.knownElsewhere', column: '' });
    const newElderId = elderId === null ? newId() : undefined;
    const id = elderId ?? (newElderId as string);
    const before = context.spokenOf.get(id);
    if (before === undefined) context.spokenOf.set(id, `${context.row.sheet} ${rowNo}`);
    else remarks.push({ code: 'row.duplicateOf', column: '', details: { row: before } });
    if (newElderId !== undefined) index.add({ ...identity, elderId: newElderId });
    pending.push({
      entry,
      item: {
        elderId,
        facts,
        source: 'ledger',
        sourceDate,
        sourceRef: refOf(context, rowNo),
        recordedBy: tx.actor.accountId,
        ...(newElderId === undefined ? {} : { newElderId }),
        // The first row of a person tells the remarks of the file, so that a second reading finds the same.
        ...(before === undefined ? { remarks: [...new Set(remarks.map((remark) => remark.code))] } : {}),
      },
    });
  }
  // Said of the row, not of the file: there it would stay when the closing is taken back.
  const closed = await findClosed(
    tx,
    pending.flatMap(({ item }) => item.elderId ?? []),
  );
  for (const { entry, item } of pending) {
    const end = closed.get(item.elderId ?? '');
    if (end !== undefined) entry.remarks.push({ code: closedBecause[end.reason ?? ''] ?? 'row.fileClosed', column: '', details: { since: end.on } });
  }
  const answers = await recordStatements(
    services,
    tx,
    pending.map(({ item }) => item),
    { asOf: context.row.asOf },
  );
  let created = 0;
  let changed = 0;
  for (const [at, { entry }] of pending.entries()) {
    const answer = answers[at];
    const isRefused = answer === undefined || answer.refusal !== undefined;
    if (answer?.created === true) created += 1;
    else if ((answer?.changedKeys.length ?? 0) > 0) changed += 1;
    ends.push(
      endOf(
        context,
        entry.rowNo,
        entry.row.name,
        isRefused ? null : answer.elderId,
        isRefused ? [...entry.remarks, { code: 'row.noMatch', column: '' }] : entry.remarks,
        isRefused,
      ),
    );
  }
  return { ends: inOrder(ends), counts: { created, changed, unchanged: pending.length - created - changed } };
}

/** What a row of the ledger is told whose person's file is closed. */
const closedBecause: Readonly<Record<string, Remark['code']>> = { died: 'row.fileDied', movedOut: 'row.fileMoved' };

const inOrder = (ends: readonly RowEnd[]): readonly RowEnd[] => [...ends].sort((a, b) => a.rowNo - b.rowNo);

async function waitForVisitor(context: BatchContext, entries: readonly { readonly row: FilingRow; readonly rowNo: number; readonly from: string }[]): Promise<void> {
  const { crypto } = context.services;
  const county = context.tx.actor.countyCode;
  await keepWaiting(
    context.tx,
    context.scope,
    entries.map(({ row, rowNo, from }) => ({
      kind: 'responsibleFiling',
      identityIndex: identityIndexOf(crypto, county, 'responsibleFiling', row.elder),
      sourceRef: refOf(context, rowNo),
      sourceDate: from,
      recordSealed: sealRow(crypto, county, row),
    })),
  );
}

export async function factListBatch(context: BatchContext, kind: FactListKind, { read: told, ends }: RowsRead<ListRow>): Promise<BatchAnswer> {
  const { services, tx } = context;
  const read = told.map((one) => ({ ...one, row: toldApart(one.row, context.namesakes) }));
  await knowByAllWords(
    services,
    tx,
    kind,
    read.map(({ row }) => row),
  );
  const listId = await receiveList(tx, listHeadOf(context, kind), read.length);
  const identities = read.map(({ row }) => identityIndexOf(services.crypto, tx.actor.countyCode, kind, row));
  const decided = await findDecided(tx, identities);
  const index = await indexFor(
    services,
    tx,
    read.map(({ row }) => row),
    false,
  );
  const items: StatementItem[] = [];
  const kept: KeptRow[] = [];
  const meant = new Set<string>();
  for (const [at, { rowNo, row, remarks }] of read.entries()) {
    const match = matchListed(identityOf(row), index);
    const said = decided.get((identities[at] as Buffer).toString('hex'));
    const elderId = said === undefined ? (match.status === 'one' ? match.elderId : null) : said;
    const sourceRef = refOf(context, rowNo);
    kept.push({ kind, listId, sourceRef, row, match });
    if (elderId !== null) {
      meant.add(elderId);
      if (Object.keys(row.facts).length > 0)
        items.push({ elderId, facts: row.facts, source: factLists[kind], sourceDate: row.sourceDate, sourceRef, recordedBy: tx.actor.accountId });
    } else remarks.push({ code: match.status === 'doubtful' ? 'row.ambiguousMatch' : 'row.noMatch', column: '' });
    ends.push(endOf(context, rowNo, row.name, elderId, remarks));
  }
  const rowIds = await keepRows(services, tx, context.scope, kept);
  const answers = await recordStatements(services, tx, items, { asOf: context.row.asOf, isAnnounced: true });
  const changed = answers.filter((answer) => answer.changedKeys.length > 0).length;
  react(tx, LISTS_READ, newId(), { elderIds: [...meant], rowIds, asOf: context.row.asOf });
  return { ends: inOrder(ends), counts: { changed, unchanged: kept.length - changed } };
}

export async function rosterBatch(context: BatchContext, { read, ends }: RowsRead<VisitorRow>): Promise<BatchAnswer> {
  const taken: VisitorRow[] = [];
  for (const { rowNo, row, remarks } of read) {
    const division = placedIn(context, row.division, remarks);
    if (division === null) ends.push(endOf(context, rowNo, row.name, null, [...remarks, { code: 'division.outOfScope', column: '' }], true));
    else {
      taken.push({ ...row, division });
      ends.push(endOf(context, rowNo, row.name, null, remarks));
    }
  }
  const answers = await context.lists.recordRoster(context.services, context.tx, taken);
  const created = answers.filter((answer) => answer.created).length;
  const changed = answers.filter((answer) => answer.changed && !answer.created).length;
  return { ends: inOrder(ends), counts: { created, changed, unchanged: taken.length - created - changed } };
}

export async function filingBatch(context: BatchContext, { read: told, ends }: RowsRead<FilingRow>): Promise<BatchAnswer> {
  const { services, tx } = context;
  const read = told.map((one) => ({ ...one, row: { ...one.row, elder: toldApart(one.row.elder, context.namesakes) } }));
  await knowByAllWords(
    services,
    tx,
    'responsibleFiling',
    read.map(({ row }) => row.elder),
  );
  const index = await indexFor(
    services,
    tx,
    read.map(({ row }) => row.elder),
    false,
  );
  const from = context.mapping.context.filledOn ?? context.row.asOf;
  const filed: { readonly entry: Read<FilingRow>; readonly filed: FiledPerson }[] = [];
  const waiting: Read<FilingRow>[] = [];
  for (const entry of read) {
    const { rowNo, row, remarks } = entry;
    const match = matchListRow(identityOf(row.elder), index);
    if (row.visitorName === '') {
      ends.push(endOf(context, rowNo, row.elder.name, match.status === 'one' ? match.elderId : null, [...remarks, { code: 'visitor.unknown', column: '' }]));
    } else if (match.status === 'one')
      filed.push({
        entry,
        filed: { elderId: match.elderId, division: row.elder.division, visitorName: row.visitorName, visitorPhone: row.visitorPhone, from, sourceRef: refOf(context, rowNo) },
      });
    else {
      remarks.push({ code: match.status === 'none' ? 'row.noMatch' : 'row.ambiguousMatch', column: '' });
      waiting.push(entry);
      ends.push(endOf(context, rowNo, row.elder.name, null, remarks));
    }
  }
  const answers = await context.lists.recordFilings(
    services,
    tx,
    filed.map((one) => one.filed),
  );
  const done: Buffer[] = [];
  for (const [at, { entry, filed: person }] of filed.entries()) {
    const answer = answers[at];
    if (answer === 'visitorUnknown' || answer === 'visitorAmbiguous') {
      entry.remarks.push({ code: answer === 'visitorUnknown' ? 'visitor.unknown' : 'visitor.ambiguous', column: '', found: entry.row.visitorName });
      waiting.push(entry);
    } else done.push(identityIndexOf(services.crypto, tx.actor.countyCode, 'responsibleFiling', entry.row.elder));
    ends.push(endOf(context, entry.rowNo, entry.row.elder.name, person.elderId, entry.remarks));
  }
  await deleteWaitingOf(tx, 'responsibleFiling', done);
  await waitForVisitor(
    context,
    waiting.map(({ row, rowNo }) => ({ row, rowNo, from })),
  );
  const assignments = answers.filter((answer) => answer === 'created' || answer === 'replaced').length;
  return { ends: inOrder(ends), counts: { assignments, unchanged: answers.filter((answer) => answer === 'unchanged').length } };
}

/** A batch that has been read: what stands above the next one's rows, and what is to be done with this. */
export interface ReadBatch {
  readonly section: string;
  readonly work: (context: BatchContext) => Promise<BatchAnswer>;
}
const toWork = <T>(read: RowsRead<T>, work: (context: BatchContext, read: RowsRead<T>) => Promise<BatchAnswer>): ReadBatch => ({
  section: read.section,
  work: (context) => work(context, read),
});

/** Reads one batch by the kind of its table. */
export function readBatch(reading: BatchReading, kind: TableKind, rows: readonly SourceRow[]): ReadBatch {
  const { mapping } = reading;
  switch (kind) {
    case 'divisions':
      return toWork(
        readRows(reading, rows, (cells, row) => (isTreeMapping(mapping) ? readTreeRow(mapping, cells, row) : readDivisionRow(mapping, cells))),
        divisionsBatch,
      );
    case 'elderLedger':
      return toWork(
        readRows(reading, rows, (cells, row) => readElderRow(mapping, cells, row)),
        ledgerBatch,
      );
    case 'visitorRoster':
      return toWork(
        readRows(reading, rows, (cells, row) => readVisitorRow(mapping, cells, row)),
        rosterBatch,
      );
    case 'responsibleFiling':
      return toWork(
        readRows(reading, rows, (cells, row) => readFilingRow(mapping, cells, row)),
        filingBatch,
      );
    default: {
      const { sheet, file, asOf } = reading.row;
      // Rows without a day of their own speak of the list's day, which its title or file name may tell.
      const dated: TableMapping = { ...mapping, context: { ...mapping.context, filledOn: dayOfList(listHeadOf(reading, kind), sheet, file, asOf) } };
      return toWork(
        readRows(reading, rows, (cells, row) => readListRow(kind, dated, cells, row)),
        (context, read) => factListBatch(context, kind, read),
      );
    }
  }
}
