// The month counted again from the raw rows: visits, tier history, time on the list, assignments. It
// knows neither stored duties nor roll-ups and shares no statement with them, so that tests and the
// bench can say that the report is right.
import { lastDayOfMonth, type Month } from '@shouwang/domain/shared';
import type { DutyRules } from '@shouwang/domain/visits';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { RollupRow } from './report.ts';

/** Figures of each place with anybody in it, in order of code. The actor's scope must be the county. */
export async function recountMonth(tx: Tx, rules: DutyRules, countyCode: string, month: Month): Promise<Omit<RollupRow, 'level'>[]> {
  const first = `${month}-01`;
  const last = lastDayOfMonth(month);
  return tx.query(sql`
    with latest as (
      select distinct on (c.elder_id, c.as_of) c.elder_id, c.as_of, c.categories, c.provisional, c.tier_code, c.tier_visits, c.tier_period, c.tier_modes
      from classification c where c.county_code = ${countyCode} order by c.elder_id, c.as_of, c.computed_at desc
    ), span as (
      select l.*, case when row_number() over w = 1 then '-infinity'::date else l.as_of end as from_day, coalesce(lead(l.as_of) over w, 'infinity'::date) as until_day,
        case l.tier_period when 'week' then l.tier_visits::numeric when 'month' then l.tier_visits * 84::numeric / 365 else 0 end as density
      from latest l window w as (partition by l.elder_id order by l.as_of)
    ), person as (
      select e.id, e.division_code, e.entered_on, least(e.closed_on, e.left_on) as closed_on from elder e where e.county_code = ${countyCode} and e.list_state <> 'proposed'
      union all
      select e.id, e.division_code, s.from_date, s.to_date from list_span s join elder e on e.county_code = s.county_code and e.id = s.elder_id where s.county_code = ${countyCode}
    ), everyone as (select distinct p.id, p.division_code from person p
    ), arranged as (
      select a.elder_id, a.kind, a.from_date, coalesce(a.to_date, 'infinity'::date) as to_date, a.visits, a.modes from duty_arrangement a where a.county_code = ${countyCode}
    ), week as (
      select day::date - 6 as monday, day::date as sunday from generate_series(${first}::date, ${last}::date, interval '1 day') as day where extract(isodow from day) = 7
    ), rhythm as (
      select p.id, p.entered_on, 'week' as kind, w.monday as start_date, w.sunday as end_date,
        case when p.entered_on >= w.monday or (after.tier_period = 'week' and after.density > coalesce(before.density, 0)) then after.tier_modes else before.tier_modes end as modes,
        case when p.entered_on >= w.monday then case when after.tier_period = 'week' then least(after.tier_visits, (${rules.firstWeek}::int[])[extract(isodow from p.entered_on)::int]) end
          when after.tier_period = 'week' and after.density > coalesce(before.density, 0) then greatest(1, case when before.tier_period = 'week' then before.tier_visits else 0 end)
          when before.tier_period = 'week' then before.tier_visits end as required
      from person p cross join week w
      left join span before on before.elder_id = p.id and w.monday >= before.from_day and w.monday < before.until_day
      left join span after on after.elder_id = p.id and w.sunday >= after.from_day and w.sunday < after.until_day
      where p.entered_on <= w.sunday and (p.closed_on is null or p.closed_on > w.sunday)
      union all
      select p.id, p.entered_on, 'month', ${first}::date, ${last}::date, s.tier_modes, s.tier_visits
      from person p join span s on s.elder_id = p.id and ${last}::date >= s.from_day and ${last}::date < s.until_day
      where s.tier_period = 'month' and p.entered_on <= ${last}::date and (p.closed_on is null or p.closed_on > ${last}::date)
    ), single as (
      select distinct on (r.id, r.kind, r.start_date) r.* from rhythm r where r.required > 0 order by r.id, r.kind, r.start_date, r.entered_on desc
    ), shut as (
      select d.id, d.kind, d.start_date, count(*) as days from (
        select distinct s.id, s.kind, s.start_date, day from single s
        join arranged a on a.elder_id = s.id and (a.kind = 'suspended' or (a.kind = 'refused' and s.kind = 'week')) and a.from_date <= s.end_date and a.to_date >= s.start_date
        cross join lateral generate_series(greatest(a.from_date, s.start_date)::timestamp, least(a.to_date, s.end_date)::timestamp, interval '1 day') as day) d group by 1, 2, 3
    ), asked as (
      select s.id, s.start_date, s.end_date,
        s.modes || coalesce((select array_agg(m.mode) from arranged a cross join unnest(a.modes) as m(mode) where a.elder_id = s.id and a.kind = 'substitute' and s.end_date between a.from_date and a.to_date), '{}') as modes,
        least(s.required + coalesce((select sum(a.visits) from arranged a where a.elder_id = s.id and a.kind = 'extra' and s.end_date between a.from_date and a.to_date), 0), s.end_date - s.start_date + 1 - coalesce(x.days, 0))::int as required
      from single s left join shut x on x.id = s.id and x.kind = s.kind and x.start_date = s.start_date
      where not exists (select 1 from arranged a where a.elder_id = s.id and a.kind = 'refused' and s.end_date between a.from_date and a.to_date)
      union all
      select distinct p.id, ${first}::date, ${last}::date, ${rules.refusal.modes}::text[] || s.tier_modes, ${rules.refusal.visits}::int
      from person p join span s on s.elder_id = p.id and ${last}::date >= s.from_day and ${last}::date < s.until_day
      where s.tier_code is not null and p.entered_on <= ${last}::date and (p.closed_on is null or p.closed_on > ${last}::date)
        and exists (select 1 from arranged a where a.elder_id = p.id and a.kind = 'refused' and ${last}::date between a.from_date and a.to_date)
        and exists (select 1 from generate_series(${first}::timestamp, ${last}::timestamp, interval '1 day') as day where not exists (select 1 from arranged a where a.elder_id = p.id and a.kind = 'suspended' and day between a.from_date and a.to_date))
    ), met as (
      select distinct v.elder_id, v.occurred_on, v.mode from visit v
      where v.county_code = ${countyCode} and v.outcome = 'done' and v.occurred_on >= ${first}::date - 6 and v.occurred_on <= ${last}::date
    ), counted as (
      select a.id, a.required, count(distinct m.occurred_on)::int as done from asked a
      left join met m on m.elder_id = a.id and m.occurred_on between a.start_date and a.end_date and m.mode = any(a.modes)
      where a.required > 0 group by a.id, a.start_date, a.end_date, a.required
    ), due as (
      select id, sum(required)::int as required, sum(least(done, required))::int as fulfilled from counted group by id
    ), contact as (
      select v.elder_id, count(*) filter (where v.outcome = 'done' and v.mode = 'home') as home, count(*) filter (where v.outcome = 'done' and v.mode <> 'home') as other, count(*) filter (where v.outcome not in ('done', 'cancelled')) as attempts
      from visit v where v.county_code = ${countyCode} and v.month = ${month} group by v.elder_id
    ), judged as (
      select p.division_code, s.categories, s.tier_code, s.provisional,
        s.tier_code is not null and exists (select 1 from person q where q.id = p.id and q.entered_on <= ${last}::date and (q.closed_on is null or q.closed_on > ${last}::date)) as listed,
        exists (select 1 from arranged a where a.elder_id = p.id and a.kind = 'refused' and ${last}::date between a.from_date and a.to_date) as refusing,
        exists (select 1 from arranged a where a.elder_id = p.id and a.kind = 'suspended' and ${last}::date between a.from_date and a.to_date) as paused,
        coalesce(d.required, 0) as required, coalesce(d.fulfilled, 0) as fulfilled, coalesce(c.home, 0) as home, coalesce(c.other, 0) as other, coalesce(c.attempts, 0) as attempts, r.elder_id is not null as covered
      from everyone p
      left join span s on s.elder_id = p.id and ${last}::date >= s.from_day and ${last}::date < s.until_day
      left join due d on d.id = p.id left join contact c on c.elder_id = p.id
      left join (select distinct a.elder_id from assignment a where a.county_code = ${countyCode} and a.role = 'responsible' and a.from_date <= ${last}::date and coalesce(a.to_date, 'infinity') >= ${last}::date) r on r.elder_id = p.id
    ), categories as (
      select x.division_code, jsonb_object_agg(x.category, x.count) as counts from (select j.division_code, k.category, count(*) from judged j cross join unnest(j.categories) k(category) where j.listed group by 1, 2) x group by 1
    ), tiers as (
      select x.division_code, jsonb_object_agg(x.tier_code, x.count) as counts from (select j.division_code, j.tier_code, count(*) from judged j where j.listed group by 1, 2) x group by 1
    )
    select j.division_code, count(*) filter (where j.listed) as listed, coalesce((select counts from categories k where k.division_code = j.division_code), '{}') as by_category, coalesce((select counts from tiers t where t.division_code = j.division_code), '{}') as by_tier,
      sum(j.required) as required, sum(j.fulfilled) as fulfilled, count(*) filter (where j.listed and j.home + j.other > 0) as reached, sum(j.home + j.other) as visits, sum(j.home) as home_visits, sum(j.other) as other_contacts, sum(j.attempts) as attempts,
      count(*) filter (where j.listed and not j.covered) as uncovered, count(*) filter (where j.listed and j.provisional) as provisional,
      count(*) filter (where j.listed and j.refusing) as refused, count(*) filter (where j.listed and j.paused) as suspended
    from judged j group by j.division_code order by j.division_code`);
}
