// Whom a campaign is for: people on the list in its divisions who fit any of what it asks, each with the
// reasons for which he is on it.
import type { CampaignAudience } from '@shouwang/contract/campaigns';
import { covers, prefixOf } from '@shouwang/domain/divisions';
import { addCalendarMonths } from '@shouwang/domain/shared';
import { join, scopeRange, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';

/** Divisions to their beginnings; null where one lies outside of the account's scope. */
export function prefixesWithin(scope: string, divisions: readonly string[]): readonly string[] | null {
  const prefixes = (divisions.length === 0 ? [scope] : divisions).map((one) => (one.length === 12 ? prefixOf(one) : one));
  return scope.length < 6 || prefixes.some((prefix) => !covers(scope, prefix)) ? null : prefixes;
}

const none = sql`'{}'::text[]`;

/** Rows `elder_id, division_code (village), name, reasons` of those who fit. */
export function audienceOf(services: Services, county: string, prefixes: readonly string[], audience: CampaignAudience): Sql {
  const within = join(
    prefixes.map((prefix) => sql`(e.division_code >= ${scopeRange(prefix).from} and e.division_code < ${scopeRange(prefix).to})`),
    ' or ',
  );
  const { categories, tiers, ageFrom } = audience;
  const isNarrowed = categories.length > 0 || tiers.length > 0 || ageFrom !== undefined;
  const born = ageFrom === undefined ? null : addCalendarMonths(services.clock.today(), -12 * ageFrom);
  const reasons = isNarrowed
    ? sql`coalesce((select array_agg('category:' || c.code order by c.code) from unnest(e.categories) as c(code) where c.code = any(${[...categories]}::text[])), ${none})
        || case when e.tier_code = any(${[...tiers]}::text[]) then array['tier:' || e.tier_code] else ${none} end
        || case when e.birth_date <= ${born}::date then array[${`age:${ageFrom ?? 0}`}::text] else ${none} end`
    : sql`array['all']`;
  return sql`select e.id as elder_id, left(e.division_code, 12) as division_code, e.name, r.reasons from elder e cross join lateral (select ${reasons} as reasons) r
    where e.county_code = ${county} and (${within}) and e.closed_on is null and e.list_state <> 'left' and r.reasons <> '{}'`;
}

export async function previewAudience(
  services: Services,
  tx: Tx,
  prefixes: readonly string[],
  audience: CampaignAudience,
): Promise<{ people: number; villages: number; reasons: { reason: string; people: number }[] }> {
  const fitting = audienceOf(services, tx.actor.countyCode, prefixes, audience);
  const [sums] = await tx.query<{ people: number; villages: number }>(sql`select count(*) as people, count(distinct f.division_code) as villages from (${fitting}) f`);
  const reasons = await tx.query<{ reason: string; people: number }>(
    sql`select u.reason, count(*) as people from (${fitting}) f cross join lateral unnest(f.reasons) as u(reason) group by u.reason order by 2 desc, 1`,
  );
  return { people: sums?.people ?? 0, villages: sums?.villages ?? 0, reasons };
}
