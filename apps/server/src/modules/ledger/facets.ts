// How many the filter finds, and how many of them each facet value has. Counted apart from the page,
// which does not wait for it: from the index in memory, or in SQL where somebody is searched for or
// the range spans counties.
import type { elderFacets } from '@shouwang/contract/ledger';
import type { Reply } from '@shouwang/contract/route';
import { addDays } from '@shouwang/domain/shared';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNamesAcross, type ReadRange } from '../divisions/public.ts';
import { countProfiles, type Counts, type Profile } from './facetIndex.ts';
import { bornBy, elderConditions, withinRange, type ElderFilter } from './filter.ts';

type Facets = Reply<typeof elderFacets>;

/** Digits of the level below a prefix: towns of a county, villages of a town. */
const below = (prefix: string): number => (prefix.length < 2 ? 2 : prefix.length < 4 ? 4 : prefix.length < 6 ? 6 : prefix.length < 9 ? 9 : 12);

const intersects = (wanted: readonly string[], has: readonly string[]): boolean => wanted.length === 0 || wanted.some((one) => has.includes(one));

const profileFilter =
  (filter: ElderFilter) =>
  (profile: Profile): boolean =>
    intersects(filter.category, profile.categories) &&
    intersects(filter.tier, [profile.tier ?? 'none']) &&
    intersects(filter.remark, profile.remarks) &&
    (filter.uncovered !== true || profile.uncovered) &&
    (filter.provisional !== true || profile.provisional);

function countInMemory(services: Services, tx: Tx, countyCode: string, range: ReadRange, filter: ElderFilter): Promise<Counts> {
  const today = services.clock.today();
  return countProfiles(services, tx, countyCode, {
    inDivision: (code) => code >= range.from && code < range.to,
    hasProfile: profileFilter(filter),
    ...(filter.ageTo === undefined ? {} : { bornFrom: addDays(bornBy(today, filter.ageTo + 1), 1) }),
    ...(filter.ageFrom === undefined ? {} : { bornTo: bornBy(today, filter.ageFrom) }),
  });
}

interface GroupRow extends Profile {
  division: string;
  count: number;
}

async function countInSql(services: Services, tx: Tx, range: ReadRange, filter: ElderFilter): Promise<Counts> {
  const conditions = await elderConditions(services, tx, range, filter);
  const rows = await tx.query<GroupRow>(
    sql`select e.division_code as division, e.categories, e.remarks, e.tier_code as tier, e.provisional, e.responsible_name is null as uncovered, count(*) as count
        from elder e where ${conditions} group by 1, 2, 3, 4, 5, 6`,
    { prepare: true },
  );
  const all =
    range.countyCode === null
      ? ((await tx.query<{ count: number }>(sql`select count(*) as count from elder e where ${withinRange(range)}`, { prepare: true }))[0]?.count ?? 0)
      : (await countInMemory(services, tx, range.countyCode, range, { category: [], tier: [], remark: [] })).all;
  return { all, profiles: rows.map((row) => ({ profile: row, count: row.count })), divisions: rows.map(({ division, count }) => ({ code: division, count })) };
}

export async function countFacets(services: Services, tx: Tx, range: ReadRange, filter: ElderFilter): Promise<Facets> {
  // The index in memory knows nothing of what a file lacks, nor of risk.
  const isSearch = (filter.q ?? '').trim() !== '' || filter.incomplete === true || (filter.risk?.length ?? 0) > 0;
  const { all, profiles, divisions } =
    range.countyCode === null || isSearch ? await countInSql(services, tx, range, filter) : await countInMemory(services, tx, range.countyCode, range, filter);
  const digits = below(range.prefix);
  const byDivision = Object.entries(tally(divisions, ({ code }) => [code.slice(0, digits).padEnd(12, '0')])).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = await divisionNamesAcross(
    services,
    tx,
    byDivision.map(([code]) => code),
  );
  const sum = (isMeant: (profile: Profile) => boolean): number => profiles.reduce((total, { profile, count }) => (isMeant(profile) ? total + count : total), 0);
  return {
    count: sum(() => true),
    all,
    categories: tally(profiles, ({ profile }) => profile.categories),
    tiers: tally(profiles, ({ profile }) => [profile.tier ?? 'none']),
    remarks: tally(profiles, ({ profile }) => profile.remarks),
    divisions: byDivision.map(([code, count]) => ({ code, name: names.of(code), count })),
    provisional: sum((profile) => profile.provisional),
    uncovered: sum((profile) => profile.uncovered),
  };
}

function tally<T extends { readonly count: number }>(items: readonly T[], keysOf: (item: T) => readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) for (const key of keysOf(item)) counts[key] = (counts[key] ?? 0) + item.count;
  return counts;
}
