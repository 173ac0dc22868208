// One batch of rows of one kind within one transaction: matched, written, each row with its end. What
// the rows say was read before (readRows.ts, `readBatch` below). Nothing here commits; run.ts does, batch by batch.
import {
  dayOfList,
  divisionSettler,
  eachVillage,
  factLists,
  identityOf,
  isOfFormerCertificate,
  isTreeMapping,
  matchListed,
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
  type ListRow,
  type PersonRow,
  type Remark,
  type TableKind,
  type TableMapping,
} from '@shouwang/domain/intake';
import type { FactValues } from '@shouwang/domain/ledger';
import { newId } from '../../platform/clock.ts';
import { react } from '../../platform/reactions.ts';
import { divisionsOf, importDivisions } from '../divisions/public.ts';
import { findClosed, findKnownElsewhere, recordStatements, type StatementItem } from '../ledger/public.ts';
import { findDecided, findStanding, identityIndexOf, keepRows, knowByAllWords, LISTS_READ, receiveList, type KeptRow } from './listRows.ts';
import { inOrder, placedIn, type BatchAnswer, type BatchContext } from './batch.ts';
import { indexFor } from './match.ts';
import { endOf, listHeadOf, readRows, refOf, type BatchReading, type Read, type RowsRead } from './readRows.ts';
import type { SourceRow } from './sourceTable.ts';
import { findEarlierRows } from './store.ts';
import { keepUnplaced, type Unplaced } from './unplaced.ts';
import { filingBatch, rosterBatch } from './visitorBatches.ts';

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

/** A village of this town or county. */
const isWithin = (village: string | null, wide: string): boolean => village !== null && !village.endsWith('000') && village.startsWith(wide.replace(/0{3}(0{3})?$/, ''));
const withoutDivision = ({ division: _placed, ...facts }: Partial<FactValues>): Partial<FactValues> => facts;

export async function ledgerBatch(context: BatchContext, { read, ends }: RowsRead<PersonRow>): Promise<BatchAnswer> {
  const { services, tx } = context;
  // A ledger of last year beside this year's speaks of its own day, whichever is read last.
  const sourceDate = dayOfList(context.mapping.context, context.row.sheet, context.row.file, context.row.asOf);
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
  const identify = (facts: (typeof placed)[number]['facts'], isBirthEstimated: boolean) =>
    identityOf({ name: facts.name as string, idNo: facts.idNo, birthDate: facts.birthDate, isBirthEstimated, sex: facts.sex, division: facts.division });
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
    // A row that tells no village, or one that nobody knows, does not take somebody out of the village where he stands.
    const known =
      row.told === undefined || elderId === null ? undefined : [...index.byName(row.name), ...index.byIdKey(identity.idKey ?? '')].find((person) => person.elderId === elderId);
    const isPlaced = known !== undefined && isWithin(known.division, facts.division);
    const before = context.spokenOf.get(id);
    if (before === undefined) context.spokenOf.set(id, `${context.row.sheet} ${rowNo}`);
    else remarks.push({ code: 'row.duplicateOf', column: '', details: { row: before } });
    if (newElderId !== undefined) index.add({ ...identity, elderId: newElderId });
    pending.push({
      entry,
      item: {
        elderId,
        facts: isPlaced ? withoutDivision(facts) : facts,
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
  await keepUnplaced(
    services,
    tx,
    context.scope,
    pending.flatMap(({ entry, item }, at): Unplaced[] => {
      const elderId = answers[at]?.elderId ?? '';
      return entry.row.told === undefined || elderId === '' ? [] : [{ elderId, told: entry.row.told, sourceRef: item.sourceRef, sourceDate }];
    }),
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
  const indexAt = (at: number): string => (identities[at] as Buffer).toString('hex');
  const cancelled = read.flatMap(({ row }, at) => (row.facts.disability?.valid === false ? [identities[at] as Buffer] : []));
  const standing = new Map(await findStanding(services, tx, kind, cancelled));
  const items: StatementItem[] = [];
  const kept: KeptRow[] = [];
  const meant = new Set<string>();
  for (const [at, { rowNo, row, remarks }] of read.entries()) {
    const match = matchListed(identityOf(row), index);
    const said = decided.get(indexAt(at));
    const elderId = said === undefined ? (match.status === 'one' ? match.elderId : null) : said;
    const sourceRef = refOf(context, rowNo);
    const held = standing.get(indexAt(at));
    if (held !== undefined && isOfFormerCertificate(row, held)) {
      ends.push(endOf(context, rowNo, row.name, elderId, [...remarks, { code: 'certificate.former', column: '' }]));
      continue;
    }
    standing.set(indexAt(at), row);
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
