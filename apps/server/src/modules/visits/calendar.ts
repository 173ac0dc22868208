// What of a month is done, due and missing: by day for a calendar, by village and by whoever is
// responsible for those who have to see to it. Counted from duties and visits as they stand.
import type { BehindRow } from '@shouwang/contract/visitRecords';
import { addDays, type Month } from '@shouwang/domain/shared';
import { empty, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { DivisionNames, ReadRange } from '../divisions/public.ts';
import { countyIn, heldBy, isOverdue } from './queries.ts';

export interface CalendarFilter {
  readonly range: ReadRange;
  readonly month: Month;
  readonly visitorId: string | undefined;
  readonly elderId: string | undefined;
}
export interface CalendarDay {
  on: string;
  done: number;
  attempts: number;
  due: number;
  missing: number;
}

const ofElder = (elderId: string | undefined, alias: Sql): Sql => (elderId === undefined ? empty : sql`and ${alias}.elder_id = ${elderId}::uuid`);
/** The day by which a visit is missed: the earlier day of a first visit, else the period's last. */
const dueOn = sql`case when d.due_by is not null and d.done = 0 then least(d.due_by, d.end_date) else d.end_date end`;

/** Days of the month that have anything, in order. */
export function calendarDays(tx: Tx, { range, month, visitorId, elderId }: CalendarFilter): Promise<CalendarDay[]> {
  const first = `${month}-01`;
  const next = addDays(first, 31).slice(0, 7);
  const to = `${next}-01`;
  return tx.query<CalendarDay>(sql`
    with made as (
      select v.occurred_on as on_day, count(distinct v.elder_id) filter (where v.outcome = 'done') as done, count(*) filter (where v.outcome not in ('done', 'cancelled')) as attempts
      from visit v where ${countyIn(sql`v.county_code`, range)} and v.month = ${month} and v.division_code >= ${range.from} and v.division_code < ${range.to}
        ${visitorId === undefined ? empty : sql`and v.visitor_id = ${visitorId}::uuid`} ${ofElder(elderId, sql`v`)}
      group by v.occurred_on
    ), owed as (
      select ${dueOn} as on_day, sum(d.required) as due, sum(greatest(d.required - d.done, 0)) as missing
      from visit_duty d where ${countyIn(sql`d.county_code`, range)} and d.month = any(${[month, next]}::text[]) and d.state = 'active' and d.division_code >= ${range.from} and d.division_code < ${range.to}
        ${visitorId === undefined ? empty : sql`and ${heldBy(visitorId, sql`d.end_date`)}`} ${ofElder(elderId, sql`d`)}
      group by 1
    )
    select coalesce(m.on_day, o.on_day)::text as on, coalesce(m.done, 0)::int as done, coalesce(m.attempts, 0)::int as attempts, coalesce(o.due, 0)::int as due, coalesce(o.missing, 0)::int as missing
    from made m full join owed o on o.on_day = m.on_day where coalesce(m.on_day, o.on_day) >= ${first}::date and coalesce(m.on_day, o.on_day) < ${to}::date order by 1`);
}

interface BehindSums {
  key: string | null;
  name: string | null;
  division_code: string;
  /** In which they live. */
  villages: number;
  people: number;
  required: number;
  fulfilled: number;
  open: number;
  overdue: number;
  overdue_people: number;
}

export async function listBehind(
  tx: Tx,
  range: ReadRange,
  month: Month,
  today: string,
  by: 'village' | 'visitor',
  names: (codes: readonly string[]) => Promise<DivisionNames>,
): Promise<BehindRow[]> {
  const groups = by === 'village' ? sql`left(d.division_code, 12)` : sql`r.id::text`;
  const rows = await tx.query<BehindSums>(sql`
    select ${groups} as key, ${by === 'village' ? sql`null` : sql`min(r.name)`} as name, min(left(d.division_code, 12)) as division_code, (count(distinct left(d.division_code, 12)))::int as villages, count(distinct d.elder_id)::int as people,
      sum(d.required)::int as required, sum(least(d.done, d.required))::int as fulfilled,
      sum(case when d.done < d.required and not ${isOverdue(today)} then d.required - d.done else 0 end)::int as open,
      sum(case when ${isOverdue(today)} then d.required - d.done else 0 end)::int as overdue,
      (count(distinct d.elder_id) filter (where ${isOverdue(today)}))::int as overdue_people
    from visit_duty d
    left join lateral (select r.id, r.name from assignment a join visitor r on r.county_code = a.county_code and r.id = a.visitor_id
      where a.county_code = d.county_code and a.elder_id = d.elder_id and a.role = 'responsible' and a.from_date <= ${today}::date and (a.to_date is null or a.to_date >= ${today}::date) limit 1) r on ${by === 'visitor'}
    where ${countyIn(sql`d.county_code`, range)} and d.month = ${month} and d.state = 'active' and d.division_code >= ${range.from} and d.division_code < ${range.to}
    group by 1 order by overdue desc, open desc, division_code, 1`);
  const placed = await names(rows.map((row) => row.division_code));
  return rows.map((row) => ({
    key: row.key,
    name: by === 'village' ? placed.village(row.division_code) : row.name,
    division: row.division_code,
    townName: placed.town(row.division_code),
    // A helper is named with his village; people whom nobody visits may live in many.
    villageName: row.key === null && row.villages > 1 ? '' : placed.village(row.division_code),
    people: row.people,
    required: row.required,
    fulfilled: row.fulfilled,
    open: row.open,
    overdue: row.overdue,
    overduePeople: row.overdue_people,
  }));
}
