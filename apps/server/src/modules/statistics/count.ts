// Counting and the rows behind a figure, in SQL over the buckets. A group of equal bits comes back once
// with its number of people; what a bit means is put in here (ADR 0021).
import type { crossTable, figureRows } from '@shouwang/contract/statistics';
import type { Query, Reply } from '@shouwang/contract/route';
import { codesIn, crossTabulate, findDimension, inOrderOf, maskOf, placeOf, UNKNOWN, type CrossTable } from '@shouwang/domain/statistics';
import { refuse, ok, type Result } from '@shouwang/domain/shared';
import en from '@shouwang/domain/words/statistics.en.json' with { type: 'json' };
import zh from '@shouwang/domain/words/statistics.zh-CN.json' with { type: 'json' };
import { join, raw, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNamesAcross, type ReadRange } from '../divisions/public.ts';
import { elderRowsOf } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';

export type Question = Query<typeof crossTable>;
export type FigureQuestion = Question & { readonly row?: string | undefined; readonly column?: string | undefined };

const TOTAL = 'total';

const townOfBucket = sql`left(b.division_code, 9) || '000'`;
const villageOfBucket = sql`left(b.division_code, 12)`;

/** What a dimension is in a bucket: bits, a place, or the tier. Places of arrays begin at 1 in SQL. */
function expressionOf(key: string): Sql {
  if (key === 'town') return townOfBucket;
  if (key === 'village') return villageOfBucket;
  if (key === 'tier') return sql`coalesce(b.tier_code, ${raw(`'${UNKNOWN}'`)})`;
  return sql`coalesce(b.masks[${raw(String((placeOf(key) ?? 0) + 1))}], 0)`;
}
/** The same to group by, as it is stored: cutting the codes of a few groups is cheaper than of everybody. */
const groupedBy = (key: string): Sql => (key === 'town' || key === 'village' ? sql`b.division_code` : expressionOf(key));

/** Codes that are no code of the dimension are refused, so that a mistyped address never counts as "nobody". */
function conditionOf(key: string, codes: readonly string[]): Result<Sql> {
  const dimension = findDimension(key);
  const expression = expressionOf(key);
  if (dimension === undefined) {
    const isOpen = key === 'town' || key === 'village' || key === 'tier';
    return isOpen ? ok(sql`${expression} = any(${codes}::text[])`) : refuse('input.invalid', { field: key });
  }
  const wrong = codes.find((code) => code !== UNKNOWN && !dimension.codes.includes(code));
  if (wrong !== undefined) return refuse('input.invalid', { field: `${key}.${wrong}` });
  const has = sql`(${expression} & ${maskOf(dimension, codes)}::int) <> 0`;
  return ok(codes.includes(UNKNOWN) ? sql`(${has} or ${expression} = 0)` : has);
}

const inCounties = (range: ReadRange): Sql =>
  range.countyCode === null
    ? sql`b.county_code in (select county_code from county where county_code collate "C" >= ${range.county.from} and county_code collate "C" < ${range.county.to})`
    : sql`b.county_code = ${range.countyCode}`;

/** Range, day and every condition of a question; of a figure its row and column too. */
function conditionsOf(range: ReadRange, question: FigureQuestion): Result<Sql> {
  const conditions: Sql[] = [
    inCounties(range),
    sql`b.division_code >= ${range.from} and b.division_code < ${range.to}`,
    question.on === undefined ? sql`b.to_on is null` : sql`b.from_on <= ${question.on}::date and (b.to_on is null or b.to_on > ${question.on}::date)`,
  ];
  const wanted = new Map<string, string[]>();
  for (const condition of question.where) {
    const at = condition.indexOf('.');
    const key = condition.slice(0, at);
    wanted.set(key, [...(wanted.get(key) ?? []), condition.slice(at + 1)]);
  }
  const parts: (readonly [string, readonly string[]])[] = [...wanted];
  if (question.row !== undefined) parts.push([question.rows, [question.row]]);
  if (question.column !== undefined && question.columns !== undefined) parts.push([question.columns, [question.column]]);
  for (const [key, codes] of parts) {
    const condition = conditionOf(key, codes);
    if (!condition.ok) return condition;
    conditions.push(condition.value);
  }
  return ok(join(conditions, ' and '));
}

interface Axis {
  codes(value: string | number): readonly string[];
  order(codes: string[]): string[];
  label(code: string): { readonly zh: string; readonly en: string } | null;
}

async function axisOf(services: Services, tx: Tx, range: ReadRange, key: string | undefined, values: readonly (string | number)[]): Promise<Axis> {
  if (key === undefined) return { codes: () => [TOTAL], order: (codes) => codes, label: () => null };
  const dimension = findDimension(key);
  if (dimension !== undefined) return { codes: (value) => codesIn(dimension, Number(value)), order: inOrderOf(dimension.codes, UNKNOWN), label: () => null };
  if (key === 'tier') {
    const { pack } = await getPackInForce(tx, range.countyCode ?? tx.actor.countyCode);
    const labels = new Map(pack.tiers.map((tier) => [tier.code, tier.label]));
    return {
      codes: (value) => [String(value)],
      order: inOrderOf(
        pack.tiers.map((tier) => tier.code),
        UNKNOWN,
      ),
      label: (code) => labels.get(code) ?? null,
    };
  }
  const placeOfValue = (value: string | number): string => (key === 'town' ? `${String(value).slice(0, 9)}000` : String(value).slice(0, 12));
  const names = await divisionNamesAcross(services, tx, new Set(values.map(placeOfValue)));
  const unsettled = (code: string, words: string): string => (key === 'village' && code.endsWith('000') ? words : '');
  return {
    codes: (value) => [placeOfValue(value)],
    order: inOrderOf([], UNKNOWN),
    label: (code) => ({
      zh: `${names.of(code)}${unsettled(code, zh.dimensionCode.villageUnsettled)}`,
      en: `${names.of(code)}${unsettled(code, en.dimensionCode.villageUnsettled)}`,
    }),
  };
}

async function firstDay(tx: Tx, range: ReadRange): Promise<string | null> {
  const [row] = await tx.query<{ since: string | null }>(
    sql`select b.from_on as since from elder_bucket b where ${inCounties(range)} and b.division_code >= ${range.from} and b.division_code < ${range.to} order by b.from_on limit 1`,
  );
  return row?.since ?? null;
}

/** Counted and crossed; `columns` absent gives one column of totals. */
export async function countCross(services: Services, tx: Tx, range: ReadRange, question: Question): Promise<Result<Reply<typeof crossTable>>> {
  const conditions = conditionsOf(range, question);
  if (!conditions.ok) return conditions;
  const column = question.columns === undefined ? sql`0` : groupedBy(question.columns);
  const groups = await tx.query<{ r: string | number; c: string | number; count: number }>(
    sql`select r, c, count(*) as count from (select ${groupedBy(question.rows)} as r, ${column} as c from elder_bucket b where ${conditions.value}) one group by r, c`,
  );
  const rows = await axisOf(
    services,
    tx,
    range,
    question.rows,
    groups.map((group) => group.r),
  );
  const columns = await axisOf(
    services,
    tx,
    range,
    question.columns,
    groups.map((group) => group.c),
  );
  const table: CrossTable = crossTabulate(
    groups.map((group) => ({ rows: rows.codes(group.r), columns: columns.codes(group.c), count: group.count })),
    { rows: rows.order, columns: columns.order },
  );
  const since = await firstDay(tx, range);
  return ok({
    asOf: question.on ?? services.clock.today(),
    since,
    rows: table.rows.map((code, index) => ({ code, label: rows.label(code), persons: table.rowPersons[index] as number })),
    columns: table.columns.map((code, index) => ({ code, label: columns.label(code), persons: table.columnPersons[index] as number })),
    cells: table.cells.map((line) => [...line]),
    persons: table.persons,
    rowMentions: table.rowMentions,
    columnMentions: table.columnMentions,
  });
}

/** A page of the people behind a figure, in order of place and name. */
export async function listFigure(
  services: Services,
  tx: Tx,
  range: ReadRange,
  question: FigureQuestion,
  page: { readonly limit: number; readonly offset: number },
): Promise<Result<Reply<typeof figureRows>>> {
  const conditions = conditionsOf(range, question);
  if (!conditions.ok) return conditions;
  const [counted] = await tx.query<{ count: number; visible: number }>(
    sql`select count(*) as count, count(e.id) as visible from elder_bucket b left join elder e on e.county_code = b.county_code and e.id = b.elder_id where ${conditions.value}`,
  );
  const found = await tx.query<{ county_code: string; id: string }>(
    sql`select e.county_code, e.id from elder_bucket b join elder e on e.county_code = b.county_code and e.id = b.elder_id
        where ${conditions.value} order by e.division_code, e.name_pinyin, e.id limit ${page.limit} offset ${page.offset}`,
  );
  const byId = new Map<string, Awaited<ReturnType<typeof elderRowsOf>>[number]>();
  for (const county of new Set(found.map((row) => row.county_code))) {
    const ids = found.filter((row) => row.county_code === county).map((row) => row.id);
    for (const row of await elderRowsOf(services, tx, county, ids)) byId.set(row.id, row);
  }
  return ok({ count: counted?.count ?? 0, visible: counted?.visible ?? 0, rows: found.flatMap(({ id }) => byId.get(id) ?? []) });
}
