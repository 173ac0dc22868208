// What a month's raw rows say about each person: on the list or not, tier and categories at the
// month's end, duties, visits, who is responsible. Roll-ups sum it, and the rows behind a figure are
// it, so that a figure and its rows cannot differ.
import { addDays, lastDayOfMonth, type Month } from '@shouwang/domain/shared';
import { sql, type Sql } from '../../platform/db/index.ts';

export interface EvidenceRow {
  county_code: string;
  id: string;
  division_code: string;
  name: string;
  responsible_name: string | null;
  last_visit_on: string | null;
  categories: string[];
  tier_code: string | null;
  listed: boolean;
  /** Refuses visits, or is away, at the month's end: stands beside the figures. */
  refusing: boolean;
  paused: boolean;
  covered: boolean;
  required: number;
  fulfilled: number;
  suspended: boolean;
  home_done: number;
  other_done: number;
  attempts: number;
  away: number;
  refused: number;
  not_at_home: number;
}

const arranged = (kind: 'refused' | 'suspended', on: string): Sql =>
  sql`exists (select 1 from duty_arrangement a where a.county_code = e.county_code and a.elder_id = e.id and a.kind = ${kind} and a.from_date <= ${on}::date and (a.to_date is null or a.to_date >= ${on}::date))`;

/** A week that belongs to a month begins at most six days before it. */
const WEEK_BEFORE = -6;

/**
 * One row per person of `elder e` for which `where` holds. A duty is of the month in which it ends; the
 * statement does not name `d.month`, because without statistics (a database just filled) the planner
 * would then read the county's whole month for each person.
 */
export function evidence(month: Month, where: Sql): Sql {
  const first = `${month}-01`;
  const last = lastDayOfMonth(month);
  return sql`
    select e.county_code, e.id, e.division_code, e.name, e.name_pinyin, e.responsible_name, e.last_visit_on, coalesce(c.categories, '{}') as categories, c.tier_code, coalesce(c.provisional, false) as provisional,
      (c.tier_code is not null and ((e.list_state <> 'proposed' and e.entered_on <= ${last}::date and (e.closed_on is null or e.closed_on > ${last}::date) and (e.left_on is null or e.left_on > ${last}::date))
        or exists (select 1 from list_span s where s.county_code = e.county_code and s.elder_id = e.id and s.from_date <= ${last}::date and s.to_date > ${last}::date))) as listed,
      ${arranged('refused', last)} as refusing, ${arranged('suspended', last)} as paused,
      exists (select 1 from assignment a where a.county_code = e.county_code and a.elder_id = e.id and a.role = 'responsible' and a.from_date <= ${last}::date and (a.to_date is null or a.to_date >= ${last}::date)) as covered,
      d.required, d.fulfilled, d.suspended, v.home_done, v.other_done, v.attempts, v.away, v.refused, v.not_at_home
    from elder e
    left join lateral (
      select c.categories, c.tier_code, c.provisional from classification c where c.county_code = e.county_code and c.elder_id = e.id
      order by c.as_of > ${last}::date, case when c.as_of <= ${last}::date then ${last}::date - c.as_of else c.as_of - ${last}::date end, c.computed_at desc limit 1
    ) c on true
    cross join lateral (
      select coalesce(sum(d.required) filter (where d.state = 'active'), 0)::int as required, coalesce(sum(least(d.done, d.required)) filter (where d.state = 'active'), 0)::int as fulfilled, coalesce(bool_or(d.state = 'suspended'), false) as suspended
      from visit_duty d where d.county_code = e.county_code and d.elder_id = e.id and d.kind = any('{week,month}') and d.start_date between ${addDays(first, WEEK_BEFORE)}::date and ${last}::date and d.end_date between ${first}::date and ${last}::date
    ) d
    cross join lateral (
      select (count(*) filter (where v.outcome = 'done' and v.mode = 'home'))::int as home_done, (count(*) filter (where v.outcome = 'done' and v.mode <> 'home'))::int as other_done, (count(*) filter (where v.outcome not in ('done', 'cancelled')))::int as attempts,
        (count(*) filter (where v.outcome in ('away', 'inHospital')))::int as away, (count(*) filter (where v.outcome = 'refused'))::int as refused, (count(*) filter (where v.outcome = 'notAtHome'))::int as not_at_home
      from visit v where v.county_code = e.county_code and v.elder_id = e.id and v.occurred_on between ${first}::date and ${last}::date
    ) v
    where (e.list_state <> 'proposed' or exists (select 1 from list_span s where s.county_code = e.county_code and s.elder_id = e.id)) and ${where}`;
}

/** Sums of a set of evidence rows `o`, in the columns of month_rollup. */
export const sums = sql`
  (count(*) filter (where o.listed))::int as listed, coalesce(sum(o.required), 0)::int as required, coalesce(sum(o.fulfilled), 0)::int as fulfilled,
  (count(*) filter (where o.listed and o.home_done + o.other_done > 0))::int as reached, coalesce(sum(o.home_done + o.other_done), 0)::int as visits,
  coalesce(sum(o.home_done), 0)::int as home_visits, coalesce(sum(o.other_done), 0)::int as other_contacts, coalesce(sum(o.attempts), 0)::int as attempts,
  (count(*) filter (where o.listed and not o.covered))::int as uncovered, (count(*) filter (where o.listed and o.provisional))::int as provisional,
  (count(*) filter (where o.listed and o.refusing))::int as refused, (count(*) filter (where o.listed and o.paused))::int as suspended`;
