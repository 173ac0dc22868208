// Batches of those who visit: the roster of helpers, and the filing of who is responsible for whom. What
// they mean is decided by the network; a filing that finds nobody yet waits.
import { identityOf, matchListRow, toldApart, type FilingRow, type VisitorRow } from '@shouwang/domain/intake';
import { inOrder, placedIn, type BatchAnswer, type BatchContext, type FiledPerson } from './batch.ts';
import { identityIndexOf, knowByAllWords, sealRow } from './listRows.ts';
import { indexFor } from './match.ts';
import { endOf, refOf, type Read, type RowsRead } from './readRows.ts';
import { deleteWaitingOf, keepWaiting } from './store.ts';

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
