// Reconciliation at work, set by set: for elders of whom something new was said, and for rows of lists
// that mean nobody yet, findings are worked out anew and brought into line with those that are kept.
import { factLists, identityOf, matchListed, type ListedMatch } from '@shouwang/domain/intake';
import { getNumber, type PolicyPack } from '@shouwang/domain/policy';
import { compareElder, findDuplicate, findMissing, groupRows, personKeys, type MatchedRow } from '@shouwang/domain/reconciliation';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { findRows, indexFor, personIndexes, updateMatches, type OpenedRow, type Rematched } from '../intake/public.ts';
import { recordStatements, type StatementItem } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { findOpenFiles, findPairs, unmatchedRow, withLists, type OpenFile } from './files.ts';
import { applyFindings, subjectIndex, type Applied, type DueDays, type WithLists } from './store.ts';

const dueDaysOf = (pack: PolicyPack): DueDays => ({ ordinary: getNumber(pack, 'findings.dueDays'), death: getNumber(pack, 'findings.deathDueDays') });
const listsOf = (rows: readonly MatchedRow[]): readonly string[] => [...new Set(rows.flatMap((row) => (row.listId === null ? [] : [row.listId])))];

/**
 * Works out the findings about these elders: what lists say of them, and whom they may be twice. Rows of
 * lists that waited for them are found first. Idempotent; in the caller's transaction.
 */
export async function reconcileElders(services: Services, tx: Tx, elderIds: readonly string[], asOf: string): Promise<Applied> {
  if (elderIds.length === 0) return { opened: 0, agreed: 0 };
  const { pack } = await getPackInForce(tx);
  const files = await findOpenFiles(services, tx, elderIds);
  const joined = await findWaitingRows(services, tx, files, asOf);
  const options = { rank: pack.sourceRank, staleDays: getNumber(pack, 'findings.staleDays') };
  const found: WithLists[] = [];
  for (const elder of await withLists(services, tx, files)) {
    const lists = new Map(elder.rows.map((row) => [row.source, row]));
    for (const one of compareElder(elder, options)) {
      const sources = new Set(one.theirs.map((side) => side.source));
      found.push({ found: one, listIds: listsOf([...lists.values()].filter((row) => sources.has(row.source))) });
    }
  }
  for (const [one, other] of await findPairs(services, tx, elderIds)) {
    const duplicate = findDuplicate(one, other);
    if (duplicate !== null) found.push({ found: duplicate, listIds: [] });
  }
  const done = await applyFindings(services, tx, found, sql`(elder_id = any(${[...elderIds]}::uuid[]) or other_elder_id = any(${[...elderIds]}::uuid[]))`, dueDaysOf(pack));
  const rows = await reconcileRows(services, tx, joined, asOf);
  return { opened: done.opened + rows.opened, agreed: done.agreed + rows.agreed };
}

/** Rows of lists that mean nobody yet and carry the number, or name and birth, of one of these: matched anew. Answers the rows that now mean somebody. */
async function findWaitingRows(services: Services, tx: Tx, files: readonly OpenFile[], asOf: string): Promise<readonly string[]> {
  const county = tx.actor.countyCode;
  const keys = files.map(({ person }) => personIndexes(services.crypto, county, person));
  const numbers = keys.flatMap((key) => (key.number === null ? [] : [key.number]));
  const people = keys.flatMap((key) => (key.person === null ? [] : [key.person]));
  if (numbers.length + people.length === 0) return [];
  const waiting = await findRows(
    services,
    tx,
    sql`r.id in (select id from list_row where county_code = ${county} and number_index = any(${numbers}::bytea[]) and match <> 'matched' and decided_at is null
        union select id from list_row where county_code = ${county} and person_index = any(${people}::bytea[]) and match <> 'matched' and decided_at is null)`,
  );
  return matchAnew(services, tx, waiting, asOf);
}

async function matchAnew(services: Services, tx: Tx, waiting: readonly OpenedRow[], asOf: string): Promise<readonly string[]> {
  if (waiting.length === 0) return [];
  const index = await indexFor(
    services,
    tx,
    waiting.map(({ row }) => row),
    false,
  );
  return takeMatches(
    services,
    tx,
    waiting.map((one) => ({ one, match: matchListed(identityOf(one.row), index) })),
    asOf,
  );
}

/** Writes whom rows mean now and what they say of them; answers the rows that mean somebody. */
async function takeMatches(services: Services, tx: Tx, matches: readonly { readonly one: OpenedRow; readonly match: ListedMatch }[], asOf: string): Promise<readonly string[]> {
  await updateMatches(
    services,
    tx,
    matches.map(({ one, match }): Rematched => ({ id: one.id, row: one.row, match })),
  );
  const items = matches.flatMap(({ one, match }): StatementItem[] => (match.status === 'one' ? [statementOf(one, match.elderId)] : []));
  await recordStatements(
    services,
    tx,
    items.filter((item) => Object.keys(item.facts).length > 0),
    { asOf, isAnnounced: true },
  );
  return matches.flatMap(({ one, match }) => (match.status === 'one' ? [one.id] : []));
}

export const statementOf = (one: OpenedRow, elderId: string): StatementItem => ({
  elderId,
  facts: one.row.facts,
  source: factLists[one.kind],
  sourceDate: one.sourceDate,
  sourceRef: one.sourceRef,
  recordedBy: one.recordedBy,
});

/**
 * Works out who is missing among the people of these rows: rows of all lists that mean the same person
 * are put together. Rows that mean somebody of the ledger by now end the findings about them.
 */
export async function reconcileRows(services: Services, tx: Tx, rowIds: readonly string[], asOf: string): Promise<Applied> {
  if (rowIds.length === 0) return { opened: 0, agreed: 0 };
  const county = tx.actor.countyCode;
  const { pack, compiled } = await getPackInForce(tx);
  const touched = await findRows(services, tx, sql`r.id = any(${[...rowIds]}::uuid[])`);
  const around = await findAround(services, tx, touched);
  const joined = await joinKnown(services, tx, around, asOf);
  const open = around.filter((row) => row.match !== 'matched' && !joined.has(row.id)).map(unmatchedRow);
  const found: WithLists[] = [];
  for (const group of groupRows(open)) {
    const missing = findMissing(group, {
      rank: pack.sourceRank,
      compiled,
      targets: pack.targets,
      elderAge: getNumber(pack, 'elderAge'),
      asOf,
      county,
    });
    if (missing !== null) found.push({ found: missing, listIds: listsOf(group) });
  }
  const subjects = [...new Set([...touched, ...around].flatMap(keysOf))].map((key) => subjectIndex(services.crypto, county, key));
  const applied = await applyFindings(services, tx, found, sql`(kind = 'missing' and subject = any(${subjects}::bytea[]))`, dueDaysOf(pack));
  const elders = [...joined.values()];
  if (elders.length === 0) return applied;
  const theirs = await reconcileElders(services, tx, elders, asOf);
  return { opened: applied.opened + theirs.opened, agreed: applied.agreed + theirs.agreed };
}

/** Keys of the person of a row, those included that he had while his village was not known. */
function keysOf(row: OpenedRow): readonly string[] {
  const now = unmatchedRow(row);
  const { placedFrom } = row.row;
  return placedFrom === undefined ? personKeys(now) : [...personKeys(now), ...personKeys({ ...now, person: { ...now.person, division: placedFrom } })];
}

/** These rows with all others of the same people, and of namesakes that carry no number. */
async function findAround(services: Services, tx: Tx, rows: readonly OpenedRow[]): Promise<readonly OpenedRow[]> {
  const county = tx.actor.countyCode;
  const known = new Map(rows.map((row) => [row.id, row]));
  let border: readonly OpenedRow[] = rows;
  // From a name to its number, from the number to other spellings of the name.
  for (let round = 0; round < 2 && border.length > 0; round += 1) {
    const keys = border.map(({ row }) => personIndexes(services.crypto, county, row));
    const present = (indexes: readonly (Buffer | null)[]): readonly Buffer[] => indexes.filter((index): index is Buffer => index !== null);
    const numberless = keys.filter((key) => key.number === null);
    const more = await findRows(
      services,
      tx,
      sql`r.id in (
            select id from list_row where county_code = ${county} and number_index = any(${present(keys.map((key) => key.number))}::bytea[])
            union select id from list_row where county_code = ${county} and person_index = any(${present(keys.map((key) => key.person))}::bytea[])
            union select id from list_row where county_code = ${county} and name_index = any(${keys.map((key) => key.name)}::bytea[]) and number_index is null and match <> 'matched'
            union select id from list_row where county_code = ${county} and name_index = any(${numberless.map((key) => key.name)}::bytea[]) and match <> 'matched')
          and not r.id = any(${[...known.keys()]}::uuid[])`,
    );
    for (const row of more) known.set(row.id, row);
    border = more;
  }
  return [...known.values()];
}

/**
 * A row with a number that another list's row carries means whom that one means: one list spells the
 * name well or names the village, the other does not. Answers row → elder of those that were joined.
 */
async function joinKnown(services: Services, tx: Tx, rows: readonly OpenedRow[], asOf: string): Promise<ReadonlyMap<string, string>> {
  const county = tx.actor.countyCode;
  const numberOf = (row: OpenedRow): string | null => personIndexes(services.crypto, county, row.row).number?.toString('hex') ?? null;
  const holders = new Map<string, Set<string>>();
  for (const row of rows) {
    const number = numberOf(row);
    if (number === null || row.elderId === null || row.match !== 'matched') continue;
    holders.set(number, (holders.get(number) ?? new Set()).add(row.elderId));
  }
  const joins = rows.flatMap((one) => {
    const number = numberOf(one);
    const meant = number === null || one.match === 'matched' || one.isDecided ? undefined : holders.get(number);
    const [elderId] = meant ?? [];
    return meant?.size === 1 && elderId !== undefined ? [{ one, match: { status: 'one', elderId, likeness: { score: 0.9, evidence: [] } } as const }] : [];
  });
  await takeMatches(services, tx, joins, asOf);
  return new Map(joins.map(({ one, match }) => [one.id, match.elderId]));
}
