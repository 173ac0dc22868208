// Levels of risk in SQL: elders read in batches by key, changed results written as one set.
import type { RiskLevel } from '@shouwang/domain/policy';
import { cut, pack } from '../../platform/db/packed.ts';
import { empty, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { ReadRange } from '../divisions/public.ts';

export interface ElderAtRisk {
  readonly id: string;
  readonly division_code: string;
  readonly revision: number;
  readonly effective_sealed: Buffer;
  readonly digest: Buffer | null;
  readonly level: RiskLevel | null;
  readonly level_since: string | null;
}

const current = sql`left join risk_result r on r.county_code = e.county_code and r.elder_id = e.id and r.is_current`;
const open = sql`e.closed_on is null and e.effective_sealed is not null`;

/**
 * Adds the current results, asked for apart: joined in one statement, a table that nobody analyzed yet
 * was read once for every elder.
 */
async function withCurrent(tx: Tx, countyCode: string, elders: readonly Omit<ElderAtRisk, 'digest' | 'level' | 'level_since'>[]): Promise<ElderAtRisk[]> {
  if (elders.length === 0) return [];
  const rows = await tx.query<Pick<ElderAtRisk, 'digest' | 'level' | 'level_since'> & { elder_id: string }>(
    sql`select elder_id, digest, level, level_since from risk_result where county_code = ${countyCode} and elder_id = any(${elders.map((elder) => elder.id)}::uuid[]) and is_current`,
    { prepare: true },
  );
  const byElder = new Map(rows.map((row) => [row.elder_id, row]));
  return elders.map((elder) => {
    const known = byElder.get(elder.id);
    return { ...elder, digest: known?.digest ?? null, level: known?.level ?? null, level_since: known?.level_since ?? null };
  });
}

/** The next `limit` open files of the county after this id; null begins. */
export const listEldersAfter = async (tx: Tx, countyCode: string, after: string | null, limit: number): Promise<ElderAtRisk[]> =>
  withCurrent(
    tx,
    countyCode,
    await tx.query(
      sql`select e.id, e.division_code, e.revision, e.effective_sealed from elder e
          where e.county_code = ${countyCode} and e.id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid and ${open} order by e.id limit ${limit}`,
      { prepare: true },
    ),
  );
export const listEldersOf = async (tx: Tx, countyCode: string, elderIds: readonly string[]): Promise<ElderAtRisk[]> =>
  withCurrent(
    tx,
    countyCode,
    await tx.query(
      sql`select e.id, e.division_code, e.revision, e.effective_sealed from elder e where e.county_code = ${countyCode} and e.id = any(${elderIds}::uuid[]) and ${open}`,
      {
        prepare: true,
      },
    ),
  );

export interface NewRisk {
  readonly id: string;
  readonly elderId: string;
  /** Revision of the elder that the result rests on. */
  readonly revision: number;
  readonly division: string;
  /** There is a current result, which this one follows. */
  readonly follows: boolean;
  readonly level: RiskLevel;
  readonly since: string;
  readonly points: number;
  readonly provisional: boolean;
  readonly digest: Buffer;
  readonly reasonsSealed: Buffer;
}

/**
 * Makes these the current results; those before them stay as history. A result whose elder has changed
 * since he was read is dropped: that change brings one of its own. Answers how many were written.
 */
export async function writeRisks(
  tx: Tx,
  countyCode: string,
  results: readonly NewRisk[],
  of: { readonly asOf: string; readonly packId: string; readonly packVersion: string; readonly model: string },
): Promise<number> {
  if (results.length === 0) return 0;
  const followers = results.filter((result) => result.follows);
  const ended =
    followers.length === 0
      ? []
      : await tx.query<{ elder_id: string }>(
          sql`update risk_result r set is_current = false
        from unnest(${followers.map((result) => result.elderId)}::uuid[], ${followers.map((result) => result.revision)}::bigint[]) as u(elder_id, revision)
        join elder e on e.county_code = ${countyCode} and e.id = u.elder_id and e.revision = u.revision
        where r.county_code = ${countyCode} and r.elder_id = u.elder_id and r.is_current returning r.elder_id`,
          { prepare: true },
        );
  const free = new Set(ended.map((row) => row.elder_id));
  const kept = results.filter((result) => !result.follows || free.has(result.elderId));
  if (kept.length === 0) return 0;
  const digests = pack(kept.map((result) => result.digest));
  const reasons = pack(kept.map((result) => result.reasonsSealed));
  // Should another worker have written the same person meanwhile, the later result stands.
  const written = await tx.query(
    sql`insert into risk_result (county_code, id, elder_id, division_code, as_of, level, level_since, points, provisional, digest, reasons_sealed, pack_id, pack_version, model)
        select ${countyCode}, u.id, u.elder_id, u.division, ${of.asOf}::date, u.level, u.since, u.points, u.provisional, ${cut(digests, sql`u.di_at`, sql`u.di_len`)}, ${cut(reasons, sql`u.re_at`, sql`u.re_len`)}, ${of.packId}, ${of.packVersion}, ${of.model}
        from unnest(${kept.map((r) => r.id)}::uuid[], ${kept.map((r) => r.elderId)}::uuid[], ${kept.map((r) => r.revision)}::bigint[], ${kept.map((r) => r.division)}::text[], ${kept.map((r) => r.level)}::text[], ${kept.map((r) => r.since)}::date[],
          ${kept.map((r) => r.points)}::int[], ${kept.map((r) => r.provisional)}::boolean[], ${digests.starts}::int[], ${digests.lengths}::int[], ${reasons.starts}::int[], ${reasons.lengths}::int[])
          as u(id, elder_id, revision, division, level, since, points, provisional, di_at, di_len, re_at, re_len)
        join elder e on e.county_code = ${countyCode} and e.id = u.elder_id and e.revision = u.revision
        on conflict (county_code, elder_id) where is_current do update set id = excluded.id, division_code = excluded.division_code, as_of = excluded.as_of, level = excluded.level,
          level_since = excluded.level_since, points = excluded.points, provisional = excluded.provisional, digest = excluded.digest, reasons_sealed = excluded.reasons_sealed,
          pack_id = excluded.pack_id, pack_version = excluded.pack_version, model = excluded.model, computed_at = now()
        returning elder_id`,
    { prepare: true },
  );
  return written.length;
}

const inCounties = (range: ReadRange): Sql =>
  range.countyCode === null
    ? sql`e.county_code in (select county_code from county where county_code collate "C" >= ${range.county.from} and county_code collate "C" < ${range.county.to})`
    : sql`e.county_code = ${range.countyCode}`;

export interface RiskFileRow {
  readonly county_code: string;
  readonly id: string;
  readonly division_code: string;
  readonly effective_sealed: Buffer;
  readonly closed_on: string | null;
  readonly level: RiskLevel | null;
  readonly level_since: string | null;
  readonly points: number | null;
  readonly provisional: boolean | null;
  readonly as_of: string | null;
  readonly pack_id: string | null;
  readonly pack_version: string | null;
}
export async function findRisk(tx: Tx, range: ReadRange, elderId: string): Promise<RiskFileRow | null> {
  const [row] = await tx.query<RiskFileRow>(
    sql`select e.county_code, e.id, e.division_code, e.effective_sealed, e.closed_on, r.level, r.level_since, r.points, r.provisional, r.as_of, r.pack_id, r.pack_version
        from elder e ${current} where ${inCounties(range)} and e.id = ${elderId} and e.effective_sealed is not null`,
    { prepare: true },
  );
  return row ?? null;
}

export const listHistory = (tx: Tx, countyCode: string, elderId: string): Promise<{ as_of: string; level: RiskLevel; points: number }[]> =>
  tx.query(sql`select as_of, level, points from risk_result where county_code = ${countyCode} and elder_id = ${elderId} order by computed_at desc, id desc limit 50`, {
    prepare: true,
  });

export interface ReviewRow {
  readonly id: string;
  readonly reviewed_on: string;
  readonly level: RiskLevel;
  readonly family_urged: boolean;
  readonly note_sealed: Buffer | null;
  readonly by: string | null;
}
export const listReviews = (tx: Tx, countyCode: string, elderId: string): Promise<ReviewRow[]> =>
  tx.query<ReviewRow>(
    sql`select v.id, v.reviewed_on, v.level, v.family_urged, v.note_sealed, a.display_name as by
        from risk_review v left join account a on a.county_code = v.county_code and a.id = v.reviewed_by
        where v.county_code = ${countyCode} and v.elder_id = ${elderId} order by v.reviewed_on desc, v.reviewed_at desc`,
    { prepare: true },
  );
/** Whose review has this identifier; null where nobody's in sight has. */
export async function reviewedElder(tx: Tx, countyCode: string, id: string): Promise<string | null> {
  const [row] = await tx.query<{ elder_id: string }>(sql`select elder_id from risk_review where county_code = ${countyCode} and id = ${id}`);
  return row?.elder_id ?? null;
}

export async function insertReview(
  tx: Tx,
  countyCode: string,
  review: {
    readonly id: string;
    readonly elderId: string;
    readonly on: string;
    readonly level: RiskLevel;
    readonly familyUrged: boolean;
    readonly noteSealed: Buffer | null;
    readonly by: string | null;
  },
): Promise<boolean> {
  const rows = await tx.query(
    sql`insert into risk_review (county_code, id, elder_id, reviewed_on, level, family_urged, note_sealed, reviewed_by)
        values (${countyCode}, ${review.id}, ${review.elderId}, ${review.on}::date, ${review.level}, ${review.familyUrged}, ${review.noteSealed}, ${review.by}::uuid) on conflict do nothing returning id`,
  );
  return rows.length > 0;
}

export interface RiskFilter {
  readonly range: ReadRange;
  readonly levels: readonly RiskLevel[];
  readonly today: string;
  /** Only those whose review is due: never looked at since the level began, or too long ago. */
  readonly pending: boolean;
  readonly months: Readonly<Record<RiskLevel, number>>;
}
export interface RiskListRow {
  readonly county_code: string;
  readonly id: string;
  readonly name: string;
  readonly birth_date: string | null;
  readonly division_code: string;
  readonly level: RiskLevel;
  readonly points: number;
  readonly provisional: boolean;
  readonly level_since: string;
  readonly reasons_sealed: Buffer;
  readonly responsible_name: string | null;
  readonly reviewed_on: string | null;
  readonly due_on: string;
}

const from = (filter: RiskFilter): Sql => sql`
  from risk_result r join elder e on e.county_code = r.county_code and e.id = r.elder_id
  left join lateral (select max(v.reviewed_on) as on_day from risk_review v where v.county_code = r.county_code and v.elder_id = r.elder_id and v.reviewed_on >= r.level_since) seen on true
  cross join lateral (select case when seen.on_day is null and r.level in ('red','orange') then r.level_since else
    (coalesce(seen.on_day, r.level_since) + case r.level when 'red' then ${filter.months.red}::int when 'orange' then ${filter.months.orange}::int when 'yellow' then ${filter.months.yellow}::int else ${filter.months.green}::int end * interval '1 month')::date end as on_day) due
  where r.is_current and ${inCounties(filter.range)} and e.division_code >= ${filter.range.from} and e.division_code < ${filter.range.to} and e.closed_on is null and e.list_state <> 'left'
    and r.level = any(${filter.levels}::text[]) ${filter.pending ? sql`and due.on_day <= ${filter.today}::date` : empty}`;

export const listRisks = (tx: Tx, filter: RiskFilter, page: { readonly limit: number; readonly offset: number }): Promise<RiskListRow[]> =>
  tx.query<RiskListRow>(
    sql`select e.county_code, e.id, e.name, e.birth_date, e.division_code, r.level, r.points, r.provisional, r.level_since, r.reasons_sealed, e.responsible_name, seen.on_day as reviewed_on, due.on_day as due_on
        ${from(filter)} order by array_position(array['red','orange','yellow','green'], r.level), r.points desc, e.division_code, e.name_pinyin, e.id limit ${page.limit} offset ${page.offset}`,
  );

/** How many at each level, whatever levels are asked for. */
export async function countRisks(tx: Tx, range: ReadRange): Promise<Record<RiskLevel, number>> {
  const rows = await tx.query<{ level: RiskLevel; count: number }>(
    sql`select r.level, count(*) as count from risk_result r join elder e on e.county_code = r.county_code and e.id = r.elder_id
        where r.is_current and ${inCounties(range)} and e.division_code >= ${range.from} and e.division_code < ${range.to} and e.closed_on is null and e.list_state <> 'left' group by r.level`,
  );
  return { red: 0, orange: 0, yellow: 0, green: 0, ...Object.fromEntries(rows.map((row) => [row.level, row.count])) };
}
export async function countFiltered(tx: Tx, filter: RiskFilter): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`select count(*) as count ${from(filter)}`);
  return row?.count ?? 0;
}
