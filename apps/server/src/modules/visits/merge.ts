// Visits and duties when two files become one. Evidence goes along to the kept file; a duty that the kept
// file has for the same period too was one person counted twice, and is cancelled. `done` is counted anew
// from the visits themselves, so undoing needs to know only which rows were whose.
import { monthOf } from '@shouwang/domain/shared';
import { sql, type Tx } from '../../platform/db/index.ts';
import { attemptsFollow } from './attempts.ts';
import { feed } from '../../platform/sync/pull.ts';
import { recountDone } from './duties.ts';

export interface MovedVisits {
  readonly visits: readonly { readonly id: string; readonly division: string }[];
  readonly duties: readonly MovedDuty[];
  /** Duties of the kept file as they stood; absent in merges that were made before it was noted. */
  readonly own?: readonly OwnDuty[];
}
interface OwnDuty {
  readonly kind: string;
  readonly start: string;
  /** Not cancelled. */
  readonly stands: boolean;
}
export interface MovedDuty {
  readonly kind: string;
  readonly start: string;
  readonly division: string;
  readonly state: string;
  readonly tier: string;
  readonly required: number;
  readonly modes: readonly string[];
  /** Went along to the kept file; false: was cancelled, because the kept file had one of the same period. */
  readonly went: boolean;
}
export interface VisitMove {
  readonly from: string;
  readonly into: string;
  readonly division: string;
}

export async function moveVisits(tx: Tx, { from, into, division }: VisitMove): Promise<MovedVisits> {
  const county = tx.actor.countyCode;
  const visits = await tx.query<MovedVisits['visits'][number]>(
    sql`select id, division_code as division from visit where county_code = ${county} and elder_id = ${from} order by id for update`,
  );
  const duties = await tx.query<MovedVisits['duties'][number]>(
    sql`select d.kind, d.start_date as start, d.division_code as division, d.state, d.tier_code as tier, d.required, d.modes,
          not exists (select 1 from visit_duty k where k.county_code = d.county_code and k.elder_id = ${into}::uuid and k.kind = d.kind and k.start_date = d.start_date) as went
        from visit_duty d where d.county_code = ${county} and d.elder_id = ${from}::uuid order by d.kind, d.start_date for update of d`,
  );
  const own = await tx.query<OwnDuty>(
    sql`select kind, start_date as start, state <> 'cancelled' as stands from visit_duty where county_code = ${county} and elder_id = ${into}::uuid order by kind, start_date for update`,
  );
  await tx.query(sql`update visit set elder_id = ${into}, division_code = ${division} where county_code = ${county} and elder_id = ${from}::uuid`);
  await attemptsFollow(tx, [into]);
  await tx.query(sql`update visit_duty d set elder_id = ${into}, division_code = ${division} where d.county_code = ${county} and d.elder_id = ${from}::uuid
    and not exists (select 1 from visit_duty k where k.county_code = d.county_code and k.elder_id = ${into}::uuid and k.kind = d.kind and k.start_date = d.start_date)`);
  await tx.query(sql`update visit_duty set state = 'cancelled' where county_code = ${county} and elder_id = ${from}::uuid and state <> 'cancelled'`);
  await countedAnew(tx, [from, into], [division, ...visits.map((visit) => visit.division), ...duties.map((duty) => duty.division)]);
  return { visits, duties, own };
}

/** Gives back what went along. Visits that came later stay with the kept file. */
export async function returnVisits(tx: Tx, { from, into, division }: VisitMove, moved: MovedVisits): Promise<void> {
  const county = tx.actor.countyCode;
  await tx.query(sql`update visit v set elder_id = ${from}, division_code = b.division
    from unnest(${moved.visits.map((visit) => visit.id)}::uuid[], ${moved.visits.map((visit) => visit.division)}::text[]) as b(id, division)
    where v.county_code = ${county} and v.id = b.id and v.elder_id = ${into}::uuid`);
  await attemptsFollow(tx, [from]);
  // A moved duty goes back as it was, whatever became of it since; one that was cancelled gets its state again.
  const { duties } = moved;
  await tx.query(sql`update visit_duty d set elder_id = ${from}, division_code = b.division, state = b.state, tier_code = b.tier, required = b.required, modes = string_to_array(b.modes, ',')
    from unnest(${duties.map((d) => d.kind)}::text[], ${duties.map((d) => d.start)}::date[], ${duties.map((d) => d.division)}::text[], ${duties.map((d) => d.state)}::text[], ${duties.map((d) => d.tier)}::text[],
      ${duties.map((d) => d.required)}::int[], ${duties.map((d) => d.modes.join(','))}::text[], ${duties.map((d) => d.went)}::boolean[]) as b(kind, start_date, division, state, tier, required, modes, went)
    where d.county_code = ${county} and d.kind = b.kind and d.start_date = b.start_date and d.elder_id = case when b.went then ${into}::uuid else ${from}::uuid end`);
  // A file for which nothing was due by itself had its duties from the other alone; they end with the merge, also
  // those of weeks that are over. Where something was due, the reaction that follows puts its duties right.
  const { own } = moved;
  if (own !== undefined && !own.some((duty) => duty.stands))
    await tx.query(sql`delete from visit_duty d where d.county_code = ${county} and d.elder_id = ${into}::uuid
      and not exists (select 1 from unnest(${own.map((duty) => duty.kind)}::text[], ${own.map((duty) => duty.start)}::date[]) as o(kind, start_date) where o.kind = d.kind and o.start_date = d.start_date)`);
  await countedAnew(tx, [from, into], [division, ...moved.visits.map((visit) => visit.division), ...moved.duties.map((duty) => duty.division)]);
}

async function countedAnew(tx: Tx, elderIds: readonly string[], divisions: readonly string[]): Promise<void> {
  const county = tx.actor.countyCode;
  const months = await tx.query<{ month: string }>(
    sql`select to_char(end_date, 'YYYY-MM') as month from visit_duty where county_code = ${county} and elder_id = any(${elderIds}::uuid[])
        union select month from visit where county_code = ${county} and elder_id = any(${elderIds}::uuid[])`,
  );
  const named = [...new Set([...months.map((row) => row.month), monthOf((await tx.query<{ today: string }>(sql`select app_today() as today`))[0]?.today ?? '')])];
  await recountDone(tx, elderIds, named);
  await tx.query(
    sql`update elder e set last_visit_on = (select max(v.occurred_on) from visit v where v.county_code = e.county_code and v.elder_id = e.id and v.outcome = 'done')
        where e.county_code = ${county} and e.id = any(${elderIds}::uuid[])`,
  );
  await tx.query(
    sql`insert into rollup_dirty (county_code, month, division_code) select ${county}, m.month, d.division from unnest(${named}::text[]) as m(month) cross join unnest(${[...new Set(divisions)]}::text[]) as d(division)`,
  );
  feed(tx, 'elderCard', elderIds);
}
