// Rows of other offices' lists as they are kept: every row, sealed, with whom it was found to mean. One
// row per list kind and person named, the latest; reconciliation holds them against the ledger.
import {
  dayOfList,
  formerRowWords,
  identityKey,
  namesakesBefore,
  plainName,
  rowWords,
  senderOfList,
  type FactListKind,
  type FilingRow,
  type ListedMatch,
  type ListPerson,
  type ListRow,
  type Namesakes,
} from '@shouwang/domain/intake';
import { isIsoDate } from '@shouwang/domain/shared';
import { newId } from '../../platform/clock.ts';
import type { FieldCrypto } from '../../platform/crypto/index.ts';
import { cut, pack } from '../../platform/db/packed.ts';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';

/** Kind of the reaction after rows of lists were matched: payload {elderIds, rowIds (of those that mean nobody yet, or did), asOf}. */
export const LISTS_READ = 'intake.listsRead';

const PURPOSE = 'intake.listRow';

const indexOfWords = (crypto: FieldCrypto, county: string, kind: string, words: readonly string[]): Buffer => crypto.blindIndex(county, PURPOSE, [kind, ...words].join('\0'));
/** Blind index of whom a row means by its own words: the same person on the next list of the kind. */
export const identityIndexOf = (crypto: FieldCrypto, county: string, kind: string, person: ListPerson): Buffer => indexOfWords(crypto, county, kind, rowWords(person));
export const sealRow = (crypto: FieldCrypto, county: string, record: object): Buffer => crypto.seal(county, PURPOSE, JSON.stringify(record));
/** Opens what `sealRow` sealed. */
export const openRow = (crypto: FieldCrypto, county: string, sealed: Buffer): unknown => JSON.parse(crypto.open(county, PURPOSE, sealed));

/** Whom a kept record of this kind means. */
function personOf(kind: string, record: unknown): ListPerson {
  if (kind !== 'responsibleFiling') return fromAgeAsWell(record as ListRow, (record as ListRow).remarks);
  const filing = record as FilingRow;
  return fromAgeAsWell(filing.elder, filing.remarks);
}
/** Records of 0.2.0 tell that a birth is an age's only among their remarks. */
const fromAgeAsWell = (person: ListPerson, remarks: FilingRow['remarks']): ListPerson =>
  remarks.some(({ code }) => code === 'birthDate.fromAge') ? { ...person, isBirthFromAge: true } : person;

/**
 * Up to 0.2.0 a row without a number was known by name and place alone. Kept rows of these people are known
 * by all their words from now on, so that what was decided of them is found, and no namesake takes their place.
 */
export async function knowByAllWords(services: Services, tx: Tx, kind: string, people: readonly ListPerson[]): Promise<void> {
  const county = tx.actor.countyCode;
  const { crypto } = services;
  const former = people.flatMap((person) => {
    const words = formerRowWords(person);
    return words === null ? [] : [indexOfWords(crypto, county, kind, words)];
  });
  if (former.length === 0) return;
  const rows = await tx.query<{ id: string; identity_index: Buffer; record_sealed: Buffer }>(
    sql`select id, identity_index, record_sealed from list_row where county_code = ${county} and kind = ${kind} and identity_index = any(${former}::bytea[])`,
  );
  for (const row of rows) {
    const identity = identityIndexOf(crypto, county, kind, personOf(kind, openRow(crypto, county, row.record_sealed)));
    if (!identity.equals(row.identity_index))
      await tx.query(
        sql`update list_row r set identity_index = ${identity} where r.county_code = ${county} and r.id = ${row.id}
              and not exists (select from list_row o where o.county_code = r.county_code and o.division_code = r.division_code and o.kind = r.kind and o.identity_index = ${identity})`,
      );
  }
}

/** Rows of its sheet that stood before a kept one and told the same, as they were counted when it was read. */
export async function findNamesakes(services: Services, tx: Tx, kind: string, sourceRef: string): Promise<Namesakes> {
  const county = tx.actor.countyCode;
  const rows = await tx.query<{ record_sealed: Buffer }>(sql`select record_sealed from list_row where county_code = ${county} and kind = ${kind} and source_ref = ${sourceRef}`);
  return new Map(rows.flatMap((row) => [...namesakesBefore(personOf(kind, openRow(services.crypto, county, row.record_sealed)))]));
}

export interface PersonIndexes {
  readonly number: Buffer | null;
  readonly person: Buffer | null;
  readonly name: Buffer;
}
/** Blind indexes by which rows of all kinds about one person are found: his valid number; his name with his day of birth; his name. */
export function personIndexes(crypto: FieldCrypto, county: string, person: Pick<ListPerson, 'name' | 'idNo' | 'birthDate'>): PersonIndexes {
  const { idKey, idValid } = identityKey(person.idNo);
  const born = person.birthDate;
  return {
    number: idKey !== null && idValid ? crypto.blindIndex(county, `${PURPOSE}.number`, idKey) : null,
    person: born !== null && isIsoDate(born) ? crypto.blindIndex(county, `${PURPOSE}.person`, `${plainName(person.name)}\0${born}`) : null,
    name: crypto.blindIndex(county, `${PURPOSE}.name`, plainName(person.name)),
  };
}

export interface ListHead {
  readonly importId: string;
  readonly scope: string;
  readonly kind: FactListKind;
  readonly file: string;
  readonly sheet: string;
  readonly title: string;
  readonly unit: string;
  readonly filledOn: string | null;
  readonly asOf: string;
}

/** The list that a batch is of, made with its first batch; `rows` are added to its count. */
export async function receiveList(tx: Tx, head: ListHead, rows: number): Promise<string> {
  const day = dayOfList(head, head.sheet, head.file, head.asOf);
  const [row] = await tx.query<{ id: string }>(
    sql`insert into source_list (county_code, id, division_code, kind, sender, file, sheet, title, listed_on, row_count, import_id, created_by)
        values (${tx.actor.countyCode}, ${newId()}, ${head.scope.padEnd(12, '0')}, ${head.kind}, ${senderOfList(head.unit, head.file)}, ${head.file}, ${head.sheet}, ${head.title.slice(0, 200)}, ${day}, ${rows}, ${head.importId}, ${tx.actor.accountId})
        on conflict (county_code, import_id, file, sheet) do update set row_count = source_list.row_count + excluded.row_count returning id`,
  );
  return (row as { id: string }).id;
}

/** An import that is run once more counts its lists anew. */
export async function recountLists(tx: Tx, importId: string): Promise<void> {
  await tx.query(sql`update source_list set row_count = 0 where county_code = ${tx.actor.countyCode} and import_id = ${importId}`);
}

export interface KeptRow {
  readonly kind: FactListKind;
  readonly listId: string;
  readonly sourceRef: string;
  readonly row: ListRow;
  readonly match: ListedMatch;
}

const statusOf = (match: ListedMatch): 'matched' | 'doubtful' | 'unmatched' => (match.status === 'one' ? 'matched' : match.status === 'none' ? 'unmatched' : 'doubtful');
const scoreOf = (match: ListedMatch): number => (match.status === 'one' ? match.likeness.score : match.status === 'none' ? 0 : (match.candidates[0]?.likeness.score ?? 0));

/** Whom a person once said that rows with these words mean: index (hex) → elder, null for nobody in the ledger. */
export async function findDecided(tx: Tx, indexes: readonly Buffer[]): Promise<ReadonlyMap<string, string | null>> {
  if (indexes.length === 0) return new Map();
  const rows = await tx.query<{ identity_index: Buffer; elder_id: string | null }>(
    sql`select identity_index, elder_id from list_row where county_code = ${tx.actor.countyCode} and decided_at is not null and identity_index = any(${indexes}::bytea[])`,
  );
  return new Map(rows.map((row) => [row.identity_index.toString('hex'), row.elder_id]));
}

/** Rows of one kind as they are kept of these people: index (hex) → row. */
export async function findStanding(services: Services, tx: Tx, kind: FactListKind, indexes: readonly Buffer[]): Promise<ReadonlyMap<string, ListRow>> {
  if (indexes.length === 0) return new Map();
  const county = tx.actor.countyCode;
  const rows = await tx.query<{ identity_index: Buffer; record_sealed: Buffer }>(
    sql`select identity_index, record_sealed from list_row where county_code = ${county} and kind = ${kind} and identity_index = any(${[...indexes]}::bytea[])`,
  );
  return new Map(rows.map((row) => [row.identity_index.toString('hex'), openRow(services.crypto, county, row.record_sealed) as ListRow]));
}

/**
 * Keeps rows; a later day takes the place of an earlier one, what a person decided stays decided.
 * Answers the ids of those that mean nobody yet.
 */
export async function keepRows(services: Services, tx: Tx, scope: string, rows: readonly KeptRow[]): Promise<readonly string[]> {
  const county = tx.actor.countyCode;
  const { crypto } = services;
  const byPerson = new Map<string, KeptRow & { readonly identity: Buffer }>();
  for (const kept of rows) {
    const identity = identityIndexOf(crypto, county, kept.kind, kept.row);
    const key = identity.toString('hex');
    const known = byPerson.get(key);
    if (known === undefined || known.row.sourceDate <= kept.row.sourceDate) byPerson.set(key, { ...kept, identity });
  }
  const last = [...byPerson.values()];
  if (last.length === 0) return [];
  const found = last.map(({ row }) => personIndexes(crypto, county, row));
  const identity = pack(last.map((kept) => kept.identity));
  const number = pack(found.map((one) => one.number));
  const person = pack(found.map((one) => one.person));
  const name = pack(found.map((one) => one.name));
  const record = pack(last.map(({ row }) => sealRow(crypto, county, row)));
  const written = await tx.query<{ id: string; match: string }>(
    sql`insert into list_row (county_code, id, division_code, kind, identity_index, source_ref, source_date, record_sealed, recorded_by, list_id, elder_id, match, score, number_index, person_index, name_index)
        select ${county}, u.id, ${scope.padEnd(12, '0')}, u.kind, ${cut(identity, sql`u.ix_at`, sql`u.ix_len`)}, u.ref, u.day, ${cut(record, sql`u.re_at`, sql`u.re_len`)}, ${tx.actor.accountId}::uuid,
          u.list_id, u.elder_id, u.match, u.score, ${cut(number, sql`u.nu_at`, sql`u.nu_len`)}, ${cut(person, sql`u.pe_at`, sql`u.pe_len`)}, ${cut(name, sql`u.na_at`, sql`u.na_len`)}
        from unnest(${last.map(() => newId())}::uuid[], ${last.map((r) => r.kind)}::text[], ${identity.starts}::int[], ${identity.lengths}::int[], ${last.map((r) => r.sourceRef)}::text[], ${last.map((r) => r.row.sourceDate)}::date[],
          ${record.starts}::int[], ${record.lengths}::int[], ${last.map((r) => r.listId)}::uuid[], ${last.map((r) => (r.match.status === 'one' ? r.match.elderId : null))}::uuid[], ${last.map((r) => statusOf(r.match))}::text[],
          ${last.map((r) => scoreOf(r.match))}::real[], ${number.starts}::int[], ${number.lengths}::int[], ${person.starts}::int[], ${person.lengths}::int[], ${name.starts}::int[], ${name.lengths}::int[])
          as u(id, kind, ix_at, ix_len, ref, day, re_at, re_len, list_id, elder_id, match, score, nu_at, nu_len, pe_at, pe_len, na_at, na_len)
        on conflict (county_code, division_code, kind, identity_index) do update set source_ref = excluded.source_ref, source_date = excluded.source_date, record_sealed = excluded.record_sealed,
          list_id = excluded.list_id, number_index = excluded.number_index, person_index = excluded.person_index, name_index = excluded.name_index,
          elder_id = case when list_row.decided_at is null then excluded.elder_id else list_row.elder_id end,
          match = case when list_row.decided_at is null then excluded.match else list_row.match end,
          score = excluded.score
        where excluded.source_date >= list_row.source_date
        returning id, match`,
    { prepare: true },
  );
  return written.filter((row) => row.match !== 'matched').map((row) => row.id);
}

export interface Rematched {
  readonly id: string;
  readonly row: ListRow;
  readonly match: ListedMatch;
}

/** Writes whom rows that waited were found to mean now. */
export async function updateMatches(services: Services, tx: Tx, rows: readonly Rematched[]): Promise<void> {
  if (rows.length === 0) return;
  const county = tx.actor.countyCode;
  const found = rows.map(({ row }) => personIndexes(services.crypto, county, row));
  const number = pack(found.map((one) => one.number));
  const person = pack(found.map((one) => one.person));
  const name = pack(found.map((one) => one.name));
  await tx.query(
    sql`update list_row r set elder_id = u.elder_id, match = u.match, score = u.score, number_index = ${cut(number, sql`u.nu_at`, sql`u.nu_len`)}, person_index = ${cut(person, sql`u.pe_at`, sql`u.pe_len`)}, name_index = ${cut(name, sql`u.na_at`, sql`u.na_len`)}
        from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => (r.match.status === 'one' ? r.match.elderId : null))}::uuid[], ${rows.map((r) => statusOf(r.match))}::text[], ${rows.map((r) => scoreOf(r.match))}::real[],
          ${number.starts}::int[], ${number.lengths}::int[], ${person.starts}::int[], ${person.lengths}::int[], ${name.starts}::int[], ${name.lengths}::int[]) as u(id, elder_id, match, score, nu_at, nu_len, pe_at, pe_len, na_at, na_len)
        where r.county_code = ${county} and r.id = u.id and r.decided_at is null
          and (r.match, r.elder_id, r.name_index is null) is distinct from (u.match, u.elder_id, false)`,
    { prepare: true },
  );
}

export interface Placed {
  readonly id: string;
  readonly kind: string;
  /** Whom the row means, with the place found. */
  readonly person: ListPerson;
  /** The whole row, with the place found. */
  readonly record: object;
}

/**
 * Writes rows whose village the divisions tell at last. From then on they are known by it, so that the same
 * list brought again finds them; where another row is known so already, only the place is written.
 */
export async function placeRows(services: Services, tx: Tx, rows: readonly Placed[]): Promise<void> {
  if (rows.length === 0) return;
  const county = tx.actor.countyCode;
  const { crypto } = services;
  const firsts = new Map<string, string>();
  const identities = rows.map(({ id, kind, person }) => {
    const identity = identityIndexOf(crypto, county, kind, person);
    const key = identity.toString('hex');
    if (!firsts.has(key)) firsts.set(key, id);
    return firsts.get(key) === id ? identity : null;
  });
  const identity = pack(identities);
  const record = pack(rows.map((row) => sealRow(crypto, county, row.record)));
  await tx.query(
    sql`with u as (
          select u.id, ${cut(identity, sql`u.ix_at`, sql`u.ix_len`)} as identity, ${cut(record, sql`u.re_at`, sql`u.re_len`)} as record
          from unnest(${rows.map((row) => row.id)}::uuid[], ${identity.starts}::int[], ${identity.lengths}::int[], ${record.starts}::int[], ${record.lengths}::int[]) as u(id, ix_at, ix_len, re_at, re_len))
        update list_row r set record_sealed = u.record,
          identity_index = case when u.identity is null or exists (select from list_row o where o.county_code = r.county_code and o.division_code = r.division_code and o.kind = r.kind and o.identity_index = u.identity)
            then r.identity_index else u.identity end
        from u where r.county_code = ${county} and r.id = u.id`,
  );
}

/** A kept row, opened. */
export interface OpenedRow {
  readonly id: string;
  readonly kind: FactListKind;
  readonly listId: string | null;
  readonly elderId: string | null;
  readonly match: 'matched' | 'doubtful' | 'unmatched';
  readonly isDecided: boolean;
  readonly score: number;
  readonly sourceRef: string;
  readonly sourceDate: string;
  /** Day of its list. */
  readonly listedOn: string;
  readonly recordedBy: string | null;
  readonly row: ListRow;
}

/** Order of rows (alias `r`) as their lists have them: file and sheet, then the row by its number, not as text. */
export const rowOrder = sql`regexp_replace(r.source_ref, '[0-9]+$', ''), substring(r.source_ref from '([0-9]{1,9})$')::int, r.id`;

/** Kept rows of lists of facts that satisfy `where` (alias `r`), opened; filings that wait are none. */
export async function findRows(services: Services, tx: Tx, where: Sql): Promise<OpenedRow[]> {
  const county = tx.actor.countyCode;
  const rows = await tx.query<{
    id: string;
    kind: FactListKind;
    list_id: string | null;
    elder_id: string | null;
    match: OpenedRow['match'];
    decided: boolean;
    score: number;
    source_ref: string;
    source_date: string;
    listed_on: string;
    recorded_by: string | null;
    record_sealed: Buffer;
  }>(
    sql`select r.id, r.kind, r.list_id, r.elder_id, r.match, r.decided_at is not null as decided, r.score, r.source_ref, r.source_date, coalesce(l.listed_on, r.source_date) as listed_on, r.recorded_by, r.record_sealed
        from list_row r left join source_list l on l.county_code = r.county_code and l.id = r.list_id
        where r.county_code = ${county} and r.kind <> 'responsibleFiling' and ${where}`,
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    listId: row.list_id,
    elderId: row.elder_id,
    match: row.match,
    isDecided: row.decided,
    score: row.score,
    sourceRef: row.source_ref,
    sourceDate: row.source_date,
    listedOn: row.listed_on,
    recordedBy: row.recorded_by,
    row: openRow(services.crypto, county, row.record_sealed) as ListRow,
  }));
}
