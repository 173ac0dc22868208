// Roll-ups of a month: places from evidence, towns and county from places. Writers only append marks
// (rollup_dirty); whoever reads first takes the marks and works the marked places out anew, one at a
// time by an advisory lock, which no writer ever asks for.
import type { Month } from '@shouwang/domain/shared';
import { scopeRange, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import { evidence, sums } from './evidence.ts';

/** Places worked out in one statement. */
const PLACES_AT_ONCE = 400;

/**
 * Roll-ups are sums over whole places and a whole county, whoever happens to ask for them: the
 * transaction works at the county's scope meanwhile and answers nothing of what it read.
 */
async function atCountyScope(tx: Tx, countyCode: string, work: () => Promise<void>): Promise<void> {
  const scope = (code: string, range: { from: string; to: string }): Sql =>
    sql`select set_config('app.county', ${code}, true), set_config('app.scope_from', ${range.from}, true), set_config('app.scope_to', ${range.to}, true)`;
  await tx.query(scope(countyCode, scopeRange(countyCode)));
  await work();
  await tx.query(scope(tx.actor.countyCode, scopeRange(tx.actor.scope)));
}

async function writePlaces(tx: Tx, countyCode: string, month: Month, places: readonly string[]): Promise<void> {
  await tx.query(sql`
    with place as materialized (select unnest(${places}::text[]) collate "C" as code),
    one as materialized (${evidence(month, sql`e.county_code = ${countyCode} and e.division_code = any(${places}::text[])`)}),
    figure as (select o.division_code, ${sums} from one o group by o.division_code),
    tier as (select n.division_code, jsonb_object_agg(n.tier_code, n.count) as counts from (select o.division_code, o.tier_code, count(*) from one o where o.listed group by 1, 2) n group by 1),
    category as (select n.division_code, jsonb_object_agg(n.category, n.count) as counts from (select o.division_code, c.category, count(*) from one o cross join unnest(o.categories) as c(category) where o.listed group by 1, 2) n group by 1)
    insert into month_rollup as r (county_code, month, level, division_code, listed, by_category, by_tier, required, fulfilled, reached, visits, home_visits, other_contacts, attempts, uncovered, provisional, refused, suspended, computed_at)
    select ${countyCode}, ${month}, 'place', p.code, coalesce(f.listed, 0), coalesce(c.counts, '{}'), coalesce(t.counts, '{}'), coalesce(f.required, 0), coalesce(f.fulfilled, 0), coalesce(f.reached, 0), coalesce(f.visits, 0),
      coalesce(f.home_visits, 0), coalesce(f.other_contacts, 0), coalesce(f.attempts, 0), coalesce(f.uncovered, 0), coalesce(f.provisional, 0), coalesce(f.refused, 0), coalesce(f.suspended, 0), now()
    from place p left join figure f on f.division_code = p.code left join tier t on t.division_code = p.code left join category c on c.division_code = p.code
    on conflict (county_code, month, level, division_code) do update set listed = excluded.listed, by_category = excluded.by_category, by_tier = excluded.by_tier, required = excluded.required, fulfilled = excluded.fulfilled,
      reached = excluded.reached, visits = excluded.visits, home_visits = excluded.home_visits, other_contacts = excluded.other_contacts, attempts = excluded.attempts, uncovered = excluded.uncovered, provisional = excluded.provisional, refused = excluded.refused, suspended = excluded.suspended, computed_at = excluded.computed_at`);
}

/** Sums places into one level; `digits` of a code name the division of that level. */
async function writeSums(tx: Tx, countyCode: string, month: Month, level: 'town' | 'county', prefixes: readonly string[]): Promise<void> {
  const digits = level === 'town' ? 9 : 6;
  const counts = (
    column: Sql,
  ): Sql => sql`(select coalesce(jsonb_object_agg(n.key, n.total), '{}') from (select kv.key, sum(kv.value::int) as total from month_rollup q cross join lateral jsonb_each_text(${column}) kv
    where q.county_code = ${countyCode} and q.month = ${month} and q.level = 'place' and left(q.division_code, ${digits}) = s.prefix group by kv.key) n)`;
  await tx.query(sql`
    with s as (
      select left(r.division_code, ${digits}) as prefix, sum(r.listed)::int as listed, sum(r.required)::int as required, sum(r.fulfilled)::int as fulfilled, sum(r.reached)::int as reached, sum(r.visits)::int as visits, sum(r.home_visits)::int as home_visits,
        sum(r.other_contacts)::int as other_contacts, sum(r.attempts)::int as attempts, sum(r.uncovered)::int as uncovered, sum(r.provisional)::int as provisional, sum(r.refused)::int as refused, sum(r.suspended)::int as suspended
      from month_rollup r where r.county_code = ${countyCode} and r.month = ${month} and r.level = 'place' and left(r.division_code, ${digits}) = any(${prefixes}::text[]) group by 1
    )
    insert into month_rollup (county_code, month, level, division_code, listed, by_category, by_tier, required, fulfilled, reached, visits, home_visits, other_contacts, attempts, uncovered, provisional, refused, suspended, computed_at)
    select ${countyCode}, ${month}, ${level}, rpad(s.prefix, 12, '0'), s.listed, ${counts(sql`q.by_category`)}, ${counts(sql`q.by_tier`)}, s.required, s.fulfilled, s.reached, s.visits, s.home_visits, s.other_contacts, s.attempts, s.uncovered, s.provisional, s.refused, s.suspended, now() from s
    on conflict (county_code, month, level, division_code) do update set listed = excluded.listed, by_category = excluded.by_category, by_tier = excluded.by_tier, required = excluded.required, fulfilled = excluded.fulfilled,
      reached = excluded.reached, visits = excluded.visits, home_visits = excluded.home_visits, other_contacts = excluded.other_contacts, attempts = excluded.attempts, uncovered = excluded.uncovered, provisional = excluded.provisional, refused = excluded.refused, suspended = excluded.suspended, computed_at = excluded.computed_at`);
}

async function write(tx: Tx, countyCode: string, month: Month, places: readonly string[]): Promise<void> {
  for (let at = 0; at < places.length; at += PLACES_AT_ONCE) await writePlaces(tx, countyCode, month, places.slice(at, at + PLACES_AT_ONCE));
  await writeSums(tx, countyCode, month, 'town', [...new Set(places.map((code) => code.slice(0, 9)))]);
  await writeSums(tx, countyCode, month, 'county', [countyCode]);
}

/** Villages of the county and whatever else people stand under. */
async function allPlaces(tx: Tx, countyCode: string): Promise<string[]> {
  const rows = await tx.query<{ code: string }>(sql`select d.code from division d where d.county_code = ${countyCode} and d.level = 'village' and d.valid_to is null
    union select e.division_code from elder e where e.county_code = ${countyCode} order by 1`);
  return rows.map((row) => row.code);
}

const lock = (tx: Tx, countyCode: string): Promise<unknown> => tx.query(sql`select pg_advisory_xact_lock(hashtext('rollup'), hashtext(${countyCode}))`);

/** Brings a county's month up to date with what was marked; at its first reading works out all of it. */
export async function refreshRollups(tx: Tx, countyCode: string, month: Month): Promise<void> {
  const [state] = await tx.query<{ fresh: boolean }>(sql`select rollups_fresh(${countyCode}, ${month}) as fresh`, { prepare: true });
  if (state?.fresh === true) return;
  await atCountyScope(tx, countyCode, async () => {
    await lock(tx, countyCode);
    const marks = await tx.query<{ division_code: string }>(sql`delete from rollup_dirty r where r.county_code = ${countyCode} and r.month = ${month} returning r.division_code`);
    const isKnown = (await tx.query(sql`select 1 from month_rollup r where r.county_code = ${countyCode} and r.month = ${month} and r.level = 'county'`)).length > 0;
    const places = !isKnown ? await allPlaces(tx, countyCode) : [...new Set(marks.map((mark) => mark.division_code))].sort();
    if (places.length > 0) await write(tx, countyCode, month, places);
  });
}

/** Works everything of a month out anew, marked or not; towns and places that are no more are dropped. */
export async function rebuildRollups(tx: Tx, countyCode: string, month: Month): Promise<void> {
  await atCountyScope(tx, countyCode, async () => {
    await lock(tx, countyCode);
    await tx.query(sql`delete from rollup_dirty r where r.county_code = ${countyCode} and r.month = ${month}`);
    await tx.query(sql`delete from month_rollup r where r.county_code = ${countyCode} and r.month = ${month}`);
    await write(tx, countyCode, month, await allPlaces(tx, countyCode));
  });
}
