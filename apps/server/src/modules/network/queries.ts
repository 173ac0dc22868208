// The roster as offices read it, with each visitor's load and what he has done of it.
import { sql, type Tx } from '../../platform/db/index.ts';
import type { ReadRange } from '../divisions/public.ts';

export interface VisitorListRow {
  id: string;
  county_code: string;
  name: string;
  kind: string;
  division_code: string;
  phone_sealed: Buffer | null;
  capacity: number | null;
  assigned: number;
  has_account: boolean;
  required: number;
  done: number;
}

const matches = (q: string | undefined) => (q === undefined || q === '' ? sql`true` : sql`(starts_with(v.name, ${q}) or starts_with(v.name_pinyin, ${q.toLowerCase()}))`);

const filter = (range: ReadRange, q: string | undefined) => sql`v.county_code >= ${range.county.from} and v.county_code < ${range.county.to}
  and v.division_code >= ${range.from} and v.division_code < ${range.to} and v.active_to is null and ${matches(q)}`;

/** `month` is the month whose duties are counted, `YYYY-MM`. */
export const listVisitors = (
  tx: Tx,
  range: ReadRange,
  options: { readonly q: string | undefined; readonly month: string; readonly limit: number; readonly offset: number },
): Promise<VisitorListRow[]> =>
  tx.query<VisitorListRow>(sql`
    with page as (select v.* from visitor v where ${filter(range, options.q)} order by v.division_code, v.name_pinyin, v.id limit ${options.limit} offset ${options.offset})
    select v.id, v.county_code, v.name, v.kind, v.division_code, v.phone_sealed, v.capacity,
      (select count(*) from assignment a where a.county_code = v.county_code and a.visitor_id = v.id and a.to_date is null) as assigned,
      exists (select 1 from account c where c.county_code = v.county_code and c.visitor_id = v.id and c.disabled_at is null) as has_account,
      coalesce(t.required, 0) as required, coalesce(t.done, 0) as done
    from page v left join lateral (
      select sum(t.required) as required, sum(least(t.done, t.required)) as done from assignment a
      join visit_duty t on t.county_code = a.county_code and t.elder_id = a.elder_id and t.month = ${options.month} and t.state = 'active'
      where a.county_code = v.county_code and a.visitor_id = v.id and a.role = 'responsible' and a.to_date is null) t on true
    order by v.division_code, v.name_pinyin, v.id`);

export async function countVisitors(tx: Tx, range: ReadRange, q: string | undefined): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`select count(*) as count from visitor v where ${filter(range, q)}`);
  return row?.count ?? 0;
}
