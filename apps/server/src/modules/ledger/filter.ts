// What a filter of the ledger means in SQL. County and division range always stand in the statement
// itself: row level security alone would let no index be used. Only comparisons that PostgreSQL calls
// leakproof (=, <, >=) can reach an index under row level security, so a search is a range of code
// points and never a LIKE.
import type { elderFilter } from '@shouwang/contract/ledger';
import type { z } from 'zod';
import { addCalendarMonths } from '@shouwang/domain/shared';
import { join, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { ReadRange } from '../divisions/public.ts';
import { ledgerSeal, TAIL } from './sealing.ts';

export type ElderFilter = z.output<z.ZodObject<typeof elderFilter>>;

/** Everything that begins with `text`: the C collation orders by code point, and no character follows this one. */
const beginsWith = (column: Sql, text: string): Sql => sql`(${column} >= ${text} and ${column} < ${`${text}\u{10FFFF}`})`;

/** The county of the range, or those that it spans (a prefecture reads many). */
export const inCounties = (range: ReadRange): Sql =>
  range.countyCode === null
    ? sql`e.county_code in (select county_code from county where county_code collate "C" >= ${range.county.from} and county_code collate "C" < ${range.county.to})`
    : sql`e.county_code = ${range.countyCode}`;

const onList = sql`e.closed_on is null and e.list_state <> 'left'`;

/** Elders on the list within a range; `e` is the elder. */
export const withinRange = (range: ReadRange): Sql => sql`${inCounties(range)} and e.division_code >= ${range.from} and e.division_code < ${range.to} and ${onList}`;

/** The same for those whom something else leads to: a plan for any value is not to walk the index of divisions. */
const alsoWithin = (range: ReadRange): Sql => sql`${inCounties(range)} and (e.division_code || '') >= ${range.from} and (e.division_code || '') < ${range.to} and ${onList}`;

/** Who was born on or before this day is at least so old today. */
export const bornBy = (today: string, age: number): string => addCalendarMonths(today, -12 * age);

/** Conditions of everything but the search, joined by `and` to those of the range. */
export function filterConditions(filter: ElderFilter, today: string): Sql[] {
  const conditions: Sql[] = [];
  if (filter.category.length > 0) conditions.push(sql`e.categories && ${filter.category}::text[]`);
  if (filter.tier.length > 0) {
    const codes = filter.tier.filter((code) => code !== 'none');
    conditions.push(filter.tier.includes('none') ? sql`(e.tier_code is null or e.tier_code = any(${codes}::text[]))` : sql`e.tier_code = any(${codes}::text[])`);
  }
  if (filter.ageFrom !== undefined) conditions.push(sql`e.birth_date <= ${bornBy(today, filter.ageFrom)}::date`);
  if (filter.ageTo !== undefined) conditions.push(sql`e.birth_date > ${bornBy(today, filter.ageTo + 1)}::date`);
  if (filter.remark.length > 0) conditions.push(sql`e.remarks && ${filter.remark}::text[]`);
  if (filter.risk !== undefined && filter.risk.length > 0)
    conditions.push(sql`exists (select 1 from risk_result r where r.county_code = e.county_code and r.elder_id = e.id and r.is_current and r.level = any(${filter.risk}::text[]))`);
  if (filter.uncovered === true) conditions.push(sql`e.responsible_name is null`);
  if (filter.provisional === true) conditions.push(sql`e.provisional`);
  if (filter.incomplete === true) conditions.push(sql`e.missing_facts <> '{}'`);
  return conditions;
}

const lettersOnly = /^[a-z]+$/;
const longNumber = /^\d{15}$|^\d{17}[\dX]$/;
const numberEnding = new RegExp(`^\\d{${TAIL - 1},13}[\\dX]$`);

/** `first` by index: a name, its pinyin or initials from their beginning, a number; `inside`: anywhere in them. */
interface Search {
  readonly first: Sql;
  readonly inside: Sql | null;
  /** Few can be meant, and `first` leads to them by one index whatever is looked for: a plan may be kept. */
  readonly isNarrow: boolean;
  /** `first` leads to more than are meant: their number must end so, which only opening it tells. */
  readonly ending: string | null;
}

/** Null where nothing is searched for. An identity number whole, or by its last four characters and more. */
function searchOf(services: Services, tx: Tx, range: ReadRange, q: string | undefined): Search | null {
  const text = (q ?? '').normalize('NFKC').trim();
  if (text === '') return null;
  const number = text.toUpperCase();
  const seal = ledgerSeal(services.crypto, range.countyCode ?? tx.actor.countyCode);
  const byNumber = { inside: null, isNarrow: range.countyCode !== null };
  if (longNumber.test(number)) return { ...byNumber, first: sql`e.id_no_index = ${seal.idNoIndex(number)}`, ending: null };
  if (numberEnding.test(number)) return { ...byNumber, first: sql`e.id_no_tail = ${seal.idNoTail(number)}`, ending: number.length === TAIL ? null : number };
  const sound = text.toLowerCase().replace(/[\s'’]/g, '');
  const isSound = lettersOnly.test(sound);
  const begins = (of: Sql): Sql =>
    isSound
      ? sql`(${beginsWith(sql`${of}.name_pinyin`, sound)} or ${beginsWith(sql`${of}.name_initials`, sound)} or ${beginsWith(sql`${of}.name`, text)})`
      : beginsWith(sql`${of}.name`, text);
  const isNarrow = range.countyCode !== null && (isSound ? sound.length > 2 : text.length > 1);
  return {
    // Looked up by themselves, those few are found by the name's index also in a plan for any value.
    first: isNarrow ? sql`e.id = any(array(select s.id from elder s where s.county_code = ${range.countyCode} and ${begins(sql`s`)}))` : begins(sql`e`),
    inside: isSound ? sql`(position(${sound} in e.name_pinyin) > 0 or position(${sound} in e.name_initials) > 0)` : sql`position(${text} in e.name) > 0`,
    isNarrow,
    ending: null,
  };
}

/** Whether a sealed number ends so; few are opened, those whose last four characters fit. */
export const hasEnding = (services: Services, row: { readonly county_code: string; readonly id_no_sealed: Buffer | null }, ending: string): boolean =>
  row.id_no_sealed !== null && ledgerSeal(services.crypto, row.county_code).openIdNo(row.id_no_sealed).endsWith(ending);

const together = (services: Services, range: ReadRange, filter: ElderFilter, search: Sql | null, isNarrow = false): Sql =>
  join([isNarrow ? alsoWithin(range) : withinRange(range), ...filterConditions(filter, services.clock.today()), ...(search === null ? [] : [search])], ' and ');

/** All of it: range, filter and search; only where nobody begins so does a search look inside names. */
export async function elderConditions(services: Services, tx: Tx, range: ReadRange, filter: ElderFilter): Promise<Sql> {
  const search = searchOf(services, tx, range, filter.q);
  if (search === null) return together(services, range, filter, null);
  const { first, inside, ending } = search;
  if (ending !== null) {
    const rows = await tx.query<{ id: string; county_code: string; id_no_sealed: Buffer }>(
      sql`select e.id, e.county_code, e.id_no_sealed from elder e where ${withinRange(range)} and ${first}`,
    );
    const ids = rows.filter((row) => hasEnding(services, row, ending)).map((row) => row.id);
    return together(services, range, filter, sql`e.id = any(${ids}::uuid[])`);
  }
  if (inside === null) return together(services, range, filter, first);
  const [found] = await tx.query(sql`select 1 from elder e where ${withinRange(range)} and ${first} limit 1`);
  return together(services, range, filter, found === undefined ? inside : first);
}

/** What leads to a page by one statement. */
export interface FirstConditions {
  readonly conditions: Sql;
  /** False: where nobody is found, `elderConditions` says what to look by. */
  readonly isAll: boolean;
  /** A search that leads to few: its plan may be kept. */
  readonly isNarrow: boolean;
  /** Of those found only they are meant whose number `hasEnding`. */
  readonly ending: string | null;
}

/** The same for whoever shows the rows at once: without asking the database anything first. */
export function firstConditions(services: Services, tx: Tx, range: ReadRange, filter: ElderFilter): FirstConditions {
  const search = searchOf(services, tx, range, filter.q);
  return {
    conditions: together(services, range, filter, search?.first ?? null, search?.isNarrow),
    isAll: search?.inside == null,
    isNarrow: search?.isNarrow === true,
    ending: search?.ending ?? null,
  };
}
