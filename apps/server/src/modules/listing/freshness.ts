// How up to date each village is (003-015): of its files, how many any source spoke of within the pack's
// months, when the last change came, which file is the oldest.
import type { FreshnessLine, freshnessRows } from '@shouwang/contract/listing';
import type { Reply } from '@shouwang/contract/route';
import type { Category } from '@shouwang/domain/ledger';
import { freshShare } from '@shouwang/domain/listing';
import { getNumber } from '@shouwang/domain/policy';
import { addCalendarMonths } from '@shouwang/domain/shared';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesAcross, divisionNamesOf } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { inRange } from './queue.ts';

const onList = sql`e.closed_on is null and e.list_state <> 'left'`;
/** The latest day of which a source spoke, or on which an office signed the file off. */
const spokenOf = sql`greatest(coalesce(e.facts_on, e.entered_on), (r.approved_at at time zone 'Asia/Shanghai')::date)`;
const reviewed = sql`left join elder_review r on r.county_code = e.county_code and r.elder_id = e.id`;

interface LineRow {
  division_code: string;
  files: number;
  fresh: number;
  last_change: string | null;
  oldest: string | null;
}

export interface Freshness {
  readonly months: number;
  readonly cutoff: string;
  readonly provisional: boolean;
  readonly total: FreshnessLine;
  readonly lines: FreshnessLine[];
}

/** The first day that still counts as up to date, by the pack. */
async function cutoffOf(services: Services, tx: Tx, range: ReadRange): Promise<{ readonly months: number; readonly cutoff: string; readonly provisional: boolean }> {
  const { pack } = await getPackInForce(tx, range.countyCode ?? tx.actor.countyCode);
  const months = getNumber(pack, 'freshness.months');
  return { months, cutoff: addCalendarMonths(services.clock.today(), -months), provisional: pack.values['freshness.months']?.status === 'provisional' };
}

/** Villages below a county or town; towns below a prefecture would hide the villages, so these are always places. */
export async function readFreshness(services: Services, tx: Tx, range: ReadRange): Promise<Freshness> {
  const { months, cutoff, provisional } = await cutoffOf(services, tx, range);
  const rows =
    await tx.query<LineRow>(sql`select e.division_code, count(*) as files, count(*) filter (where ${spokenOf} >= ${cutoff}::date) as fresh, max(e.updated_at) as last_change, min(${spokenOf}) as oldest
    from elder e ${reviewed} where ${inRange(range)} and ${onList} group by e.division_code order by e.division_code`);
  const names = await divisionNamesOf(services, tx, rows);
  const unit = range.prefix.padEnd(12, '0');
  const unitNames = await divisionNamesAcross(services, tx, [unit]);
  const lineOf = (division: string, townName: string, name: string, row: Omit<LineRow, 'division_code'>): FreshnessLine => ({
    division,
    townName,
    name,
    files: row.files,
    fresh: row.fresh,
    share: freshShare(row.fresh, row.files),
    stale: row.files - row.fresh,
    lastChange: row.last_change,
    oldest: row.oldest,
  });
  const some = (values: readonly (string | null)[]): string[] => values.filter((value): value is string => value !== null).toSorted();
  const total = {
    files: rows.reduce((sum, row) => sum + row.files, 0),
    fresh: rows.reduce((sum, row) => sum + row.fresh, 0),
    last_change: some(rows.map((row) => row.last_change)).at(-1) ?? null,
    oldest: some(rows.map((row) => row.oldest))[0] ?? null,
  };
  return {
    months,
    cutoff,
    provisional,
    total: lineOf(unit, '', unitNames.of(unit), total),
    lines: rows.map((row) => lineOf(row.division_code, names.town(row.division_code), names.of(row.division_code), row)),
  };
}

interface FileRow {
  id: string;
  name: string;
  division_code: string;
  facts_on: string | null;
  updated_at: string;
  categories: Category[];
  responsible_name: string | null;
}

/** Files of a range, the longest unspoken of first. */
export async function listFresh(
  services: Services,
  tx: Tx,
  range: ReadRange,
  asked: { readonly stale: boolean; readonly limit: number; readonly offset: number },
): Promise<Reply<typeof freshnessRows>> {
  const { cutoff } = await cutoffOf(services, tx, range);
  const where: Sql = asked.stale ? sql`${inRange(range)} and ${onList} and ${spokenOf} < ${cutoff}::date` : sql`${inRange(range)} and ${onList}`;
  const [counted] = await tx.query<{ count: number }>(sql`select count(*) as count from elder e ${reviewed} where ${where}`);
  const rows =
    await tx.query<FileRow>(sql`select e.id, e.name, e.division_code, ${spokenOf} as facts_on, e.updated_at, e.categories, e.responsible_name from elder e ${reviewed} where ${where}
    order by ${spokenOf}, e.division_code, e.name_pinyin, e.id limit ${asked.limit} offset ${asked.offset}`);
  const names = await divisionNamesOf(services, tx, rows);
  return {
    count: counted?.count ?? 0,
    rows: rows.map((row) => ({
      elderId: row.id,
      elderName: row.name,
      division: row.division_code,
      townName: names.town(row.division_code),
      villageName: names.village(row.division_code),
      factsOn: row.facts_on,
      updatedAt: row.updated_at,
      categories: row.categories,
      responsible: row.responsible_name,
    })),
  };
}
