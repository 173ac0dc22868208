// How many the filter finds, and how many of them each facet value has. Counted apart from the page,
// which does not wait for it.
import type { Reply } from '@shouwang/contract/route';
import type { elderFacets } from '@shouwang/contract/ledger';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNamesAcross, type ReadRange } from '../divisions/public.ts';
import { elderConditions, withinRange, type ElderFilter } from './filter.ts';

interface GroupRow {
  division: string;
  categories: string[];
  remarks: string[];
  tier_code: string | null;
  provisional: boolean;
  uncovered: boolean;
  count: number;
}

/** Digits of the level below a prefix: towns of a county, villages of a town. */
const below = (prefix: string): number => (prefix.length < 2 ? 2 : prefix.length < 4 ? 4 : prefix.length < 6 ? 6 : prefix.length < 9 ? 9 : 12);

/** One pass that groups equal people; their groups are few, so the rest is added up here. */
export const groupStatement = (conditions: Sql, digits: number): Sql =>
  sql`select left(e.division_code, ${digits}) as division, e.categories, e.remarks, e.tier_code, e.provisional, e.responsible_name is null as uncovered, count(*) as count
      from elder e where ${conditions} group by 1, 2, 3, 4, 5, 6`;

export async function countFacets(services: Services, tx: Tx, range: ReadRange, filter: ElderFilter): Promise<Reply<typeof elderFacets>> {
  const groups = await tx.query<GroupRow>(groupStatement(await elderConditions(services, tx, range, filter), below(range.prefix)), { prepare: true });
  const [whole] = await tx.query<{ count: number }>(sql`select count(*) as count from elder e where ${withinRange(range)}`, { prepare: true });
  const tally = (keysOf: (group: GroupRow) => readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const group of groups) for (const key of keysOf(group)) counts[key] = (counts[key] ?? 0) + group.count;
    return counts;
  };
  const sum = (isMeant: (group: GroupRow) => boolean): number => groups.reduce((total, group) => (isMeant(group) ? total + group.count : total), 0);
  const divisions = Object.entries(tally((group) => [group.division.padEnd(12, '0')])).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = await divisionNamesAcross(services, tx, divisions.map(([code]) => code));
  return {
    count: sum(() => true),
    all: whole?.count ?? 0,
    categories: tally((group) => group.categories),
    tiers: tally((group) => [group.tier_code ?? 'none']),
    remarks: tally((group) => group.remarks),
    divisions: divisions.map(([code, count]) => ({ code, name: names.of(code), count })),
    provisional: sum((group) => group.provisional),
    uncovered: sum((group) => group.uncovered),
  };
}
