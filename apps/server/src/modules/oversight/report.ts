// The month's report: a total and a line for each division below, read from roll-ups that were just
// brought up to date. No figure is typed in.
import type { ReportLine } from '@shouwang/contract/oversight';
import { homeVisitRate, reachRate, reportDueOn } from '@shouwang/domain/oversight';
import { getNumber, getText } from '@shouwang/domain/policy';
import { lastDayOfMonth, type Month } from '@shouwang/domain/shared';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNamesAcross, type ReadRange } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { refreshRollups } from './rollups.ts';

export interface RollupRow {
  level: 'place' | 'town' | 'county';
  division_code: string;
  listed: number;
  by_category: Record<string, number>;
  by_tier: Record<string, number>;
  required: number;
  fulfilled: number;
  reached: number;
  visits: number;
  home_visits: number;
  other_contacts: number;
  attempts: number;
  uncovered: number;
  provisional: number;
  refused: number;
  suspended: number;
}

export const noFigures: Omit<RollupRow, 'level' | 'division_code'> = {
  listed: 0,
  by_category: {},
  by_tier: {},
  required: 0,
  fulfilled: 0,
  reached: 0,
  visits: 0,
  home_visits: 0,
  other_contacts: 0,
  attempts: 0,
  uncovered: 0,
  provisional: 0,
  refused: 0,
  suspended: 0,
};

export interface MonthReport {
  readonly month: Month;
  readonly asOf: string;
  readonly periodEnd: string;
  readonly dueOn: string;
  readonly total: ReportLine;
  readonly lines: ReportLine[];
  readonly packId: string;
  readonly provisional: boolean;
}

export async function countiesIn(tx: Tx, range: ReadRange): Promise<string[]> {
  if (range.countyCode !== null) return [range.countyCode];
  const rows = await tx.query<{ county_code: string }>(
    sql`select county_code from county where county_code collate "C" >= ${range.county.from} and county_code collate "C" < ${range.county.to} order by county_code`,
  );
  return rows.map((row) => row.county_code);
}

/** Level of the lines below a prefix; a village has only itself. */
export const lineLevel = (prefix: string): RollupRow['level'] => (prefix.length < 6 ? 'county' : prefix.length < 9 ? 'town' : 'place');

export const readRollups = (tx: Tx, range: ReadRange, counties: readonly string[], month: Month, level: RollupRow['level']): Promise<RollupRow[]> =>
  tx.query<RollupRow>(
    sql`select level, division_code, listed, by_category, by_tier, required, fulfilled, reached, visits, home_visits, other_contacts, attempts, uncovered, provisional, refused, suspended from month_rollup
      where county_code = any(${counties}::text[]) and month = ${month} and level = ${level} and division_code >= ${range.from} and division_code < ${range.to} order by division_code`,
    { prepare: true },
  );

function addCounts(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const total = { ...one };
  for (const [key, count] of Object.entries(other)) total[key] = (total[key] ?? 0) + count;
  return total;
}

export const sumOf = (rows: readonly RollupRow[]): typeof noFigures =>
  rows.reduce<typeof noFigures>(
    (total, row) => ({
      listed: total.listed + row.listed,
      by_category: addCounts(total.by_category, row.by_category),
      by_tier: addCounts(total.by_tier, row.by_tier),
      required: total.required + row.required,
      fulfilled: total.fulfilled + row.fulfilled,
      reached: total.reached + row.reached,
      visits: total.visits + row.visits,
      home_visits: total.home_visits + row.home_visits,
      other_contacts: total.other_contacts + row.other_contacts,
      attempts: total.attempts + row.attempts,
      uncovered: total.uncovered + row.uncovered,
      provisional: total.provisional + row.provisional,
      refused: total.refused + row.refused,
      suspended: total.suspended + row.suspended,
    }),
    noFigures,
  );

const lineOf = (division: string, name: string, row: typeof noFigures): ReportLine => ({
  division,
  name,
  listed: row.listed,
  byCategory: row.by_category,
  byTier: row.by_tier,
  required: row.required,
  fulfilled: row.fulfilled,
  homeVisitRate: homeVisitRate(row.fulfilled, row.required),
  reached: row.reached,
  reachRate: reachRate(row.reached, row.listed),
  visits: row.visits,
  homeVisits: row.home_visits,
  otherContacts: row.other_contacts,
  attempts: row.attempts,
  uncovered: row.uncovered,
  provisional: row.provisional,
  refused: row.refused,
  suspended: row.suspended,
});

/** Everything committed before `asOf` is in it. */
export async function monthReport(tx: Tx, services: Services, range: ReadRange, month: Month): Promise<MonthReport> {
  const counties = await countiesIn(tx, range);
  const asOf = services.clock.now().toISOString();
  for (const county of counties) await refreshRollups(tx, county, month);
  const rows = await readRollups(tx, range, counties, month, lineLevel(range.prefix));
  const division = range.prefix.padEnd(12, '0');
  const names = await divisionNamesAcross(services, tx, [division, ...rows.map((row) => row.division_code)]);
  const { pack } = await getPackInForce(tx, counties[0] ?? tx.actor.countyCode);
  const total = lineOf(division, names.of(division), sumOf(rows));
  return {
    month,
    asOf,
    periodEnd: lastDayOfMonth(month),
    dueOn: reportDueOn(month, getNumber(pack, 'report.dueDay'), getText(pack, 'report.rollover')),
    total,
    lines: rows.map((row) => lineOf(row.division_code, names.of(row.division_code), row)),
    packId: pack.id,
    provisional: total.provisional > 0,
  };
}
