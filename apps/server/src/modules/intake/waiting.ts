// Rows of lists that matched nobody when they came, tried again now that the ledger or the roster has
// grown, and given their village where the divisions came after them: so the order in which offices
// bring their files does not matter.
import { factLists, identityOf, matchListed, matchListRow, placeAnew, type FactListKind, type FilingRow, type ListRow, type PlaceIndex } from '@shouwang/domain/intake';
import type { Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { recordStatements, type StatementItem } from '../ledger/public.ts';
import { react } from '../../platform/reactions.ts';
import { newId } from '../../platform/clock.ts';
import type { FiledPerson, VisitorLists } from './batch.ts';
import { laterEnd } from './laterEnd.ts';
import { LISTS_READ, openRow, placeRows, updateMatches, type Placed, type Rematched } from './listRows.ts';
import { indexFor } from './match.ts';
import { deleteWaiting, listWaiting, type RowEnd, type Totals } from './store.ts';

/** A row that waits, with the village that the divisions of today give it. */
function readWaiting(kind: string, record: unknown, places: PlaceIndex) {
  if (kind === 'responsibleFiling') {
    const filing = record as FilingRow;
    const elder = placeAnew(filing.elder, places);
    const now = elder === null ? filing : { ...filing, elder };
    return { filing: now, list: null, person: now.elder, isPlaced: elder !== null };
  }
  const placed = placeAnew(record as ListRow, places);
  const list: ListRow = placed ?? (record as ListRow);
  return { filing: null, list, person: list, isPlaced: placed !== null };
}

const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Tries one page of waiting rows after `after` (null: from the first); answers where the next page
 * begins, null after the last.
 */
export async function settleWaiting(
  services: Services,
  tx: Tx,
  lists: VisitorLists,
  options: { readonly after: string | null; readonly limit: number; readonly asOf: string; readonly places: PlaceIndex },
): Promise<{ readonly next: string | null; readonly counts: Partial<Totals>; readonly ends: readonly RowEnd[] }> {
  const rows = await listWaiting(tx, options.after ?? FIRST, options.limit);
  const placed: Placed[] = [];
  const opened = rows.map((row) => {
    const read = readWaiting(row.kind, openRow(services.crypto, tx.actor.countyCode, row.record_sealed), options.places);
    if (read.isPlaced) placed.push({ id: row.id, kind: row.kind, person: read.person, record: read.filing ?? read.person });
    return { row, ...read };
  });
  await placeRows(services, tx, placed);
  const index = await indexFor(
    services,
    tx,
    opened.map(({ person }) => person),
    false,
  );
  const items: StatementItem[] = [];
  const filed: { readonly id: string; readonly person: FiledPerson }[] = [];
  const rematched: Rematched[] = [];
  for (const { row, filing, list, person } of opened) {
    // Whom it means was decided by a person; only its village was open.
    if (row.is_decided) continue;
    const identity = identityOf(person);
    if (filing !== null) {
      const match = matchListRow(identity, index);
      if (match.status === 'one')
        filed.push({
          id: row.id,
          person: {
            elderId: match.elderId,
            division: filing.elder.division,
            visitorName: filing.visitorName,
            visitorPhone: filing.visitorPhone,
            from: row.source_date,
            sourceRef: row.source_ref,
          },
        });
    } else if (list !== null) {
      const match = matchListed(identity, index);
      rematched.push({ id: row.id, row: list, match });
      if (match.status === 'one' && Object.keys(list.facts).length > 0)
        items.push({
          elderId: match.elderId,
          facts: list.facts,
          source: factLists[row.kind as FactListKind],
          sourceDate: row.source_date,
          sourceRef: row.source_ref,
          recordedBy: row.recorded_by,
        });
    }
  }
  await updateMatches(services, tx, rematched);
  const settled: string[] = [];
  const found = rematched.filter(({ match }) => match.status === 'one');
  const moved = placed.filter(({ kind }) => kind !== 'responsibleFiling');
  if (found.length + moved.length > 0)
    react(tx, LISTS_READ, newId(), {
      elderIds: [...new Set(found.flatMap(({ match }) => (match.status === 'one' ? [match.elderId] : [])))],
      rowIds: [...new Set([...found, ...moved].map(({ id }) => id))],
      asOf: options.asOf,
    });
  const said = await recordStatements(services, tx, items, { asOf: options.asOf, isAnnounced: true });
  const answers = await lists.recordFilings(
    services,
    tx,
    filed.map(({ person }) => person),
  );
  for (const [at, { id }] of filed.entries()) if (answers[at] !== 'visitorUnknown' && answers[at] !== 'visitorAmbiguous') settled.push(id);
  await deleteWaiting(tx, settled);
  // Each row that found its person is told of, where it stood when its file was brought.
  const toWhom = new Map<string, string>(rematched.flatMap(({ id, match }) => (match.status === 'one' ? [[id, match.elderId] as const] : [])));
  const done = new Set(settled);
  for (const { id, person } of filed) if (done.has(id)) toWhom.set(id, person.elderId);
  const ends = opened.flatMap(({ row, person }) => {
    const elderId = toWhom.get(row.id);
    return elderId === undefined ? [] : [laterEnd(row.source_ref, person.name, elderId, 'row.foundLater')];
  });
  return {
    ends,
    next: rows.length < options.limit ? null : (rows.at(-1)?.id ?? null),
    counts: {
      changed: said.filter((answer) => answer.changedKeys.length > 0).length,
      assignments: answers.filter((answer) => answer === 'created' || answer === 'replaced').length,
    },
  };
}
