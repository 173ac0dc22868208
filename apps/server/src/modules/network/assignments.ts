// Assignments: exactly one responsible person per elder (decisions.md). Filing another one ends the
// earlier assignment the day before; the elder's list shows who is responsible now.
import type { AssignmentRole } from '@shouwang/domain/network';
import { monthOf } from '@shouwang/domain/shared';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import { feed } from '../../platform/sync/pull.ts';

export interface AssignmentItem {
  readonly elderId: string;
  readonly visitorId: string;
  readonly role: AssignmentRole;
  readonly from: string;
  readonly sourceRef: string;
}

export interface AssignmentAnswer {
  readonly outcome: 'created' | 'unchanged' | 'replaced';
}

/** Records assignments set-based; answers in order. The same one again changes nothing. */
export async function recordAssignments(tx: Tx, items: readonly AssignmentItem[]): Promise<readonly AssignmentAnswer[]> {
  const county = tx.actor.countyCode;
  const open = await tx.query<{ id: string; elder_id: string; visitor_id: string; role: string }>(
    sql`select id, elder_id, visitor_id, role from assignment where county_code = ${county} and elder_id = any(${items.map((item) => item.elderId)}::uuid[]) and to_date is null for update`,
  );
  const responsible = new Map(open.filter((row) => row.role === 'responsible').map((row) => [row.elder_id, row]));
  const others = new Set(open.filter((row) => row.role !== 'responsible').map((row) => `${row.elder_id} ${row.visitor_id} ${row.role}`));
  const ended = new Map<string, string>();
  const created = new Map<string, AssignmentItem & { readonly id: string }>();

  const answers = items.map((item): AssignmentAnswer => {
    if (item.role !== 'responsible') {
      const key = `${item.elderId} ${item.visitorId} ${item.role}`;
      if (others.has(key)) return { outcome: 'unchanged' };
      others.add(key);
      const id = newId();
      created.set(id, { ...item, id });
      return { outcome: 'created' };
    }
    const before = responsible.get(item.elderId);
    if (before?.visitor_id === item.visitorId) return { outcome: 'unchanged' };
    const id = newId();
    if (before !== undefined && !created.delete(before.id)) ended.set(before.id, item.from);
    created.set(id, { ...item, id });
    responsible.set(item.elderId, { id, elder_id: item.elderId, visitor_id: item.visitorId, role: 'responsible' });
    return { outcome: before === undefined ? 'created' : 'replaced' };
  });

  if (ended.size > 0) {
    await tx.query(
      sql`update assignment a set to_date = greatest(a.from_date, r.from_date - 1) from unnest(${[...ended.keys()]}::uuid[], ${[...ended.values()]}::date[]) as r(id, from_date) where a.county_code = ${county} and a.id = r.id`,
    );
  }
  const rows = [...created.values()];
  if (rows.length > 0) {
    await tx.query(sql`insert into assignment (county_code, id, elder_id, visitor_id, division_code, role, from_date, source_ref)
      select ${county}, r.id, r.elder_id, r.visitor_id, e.division_code, r.role, r.from_date, r.source_ref
      from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.elderId)}::uuid[], ${rows.map((row) => row.visitorId)}::uuid[], ${rows.map((row) => row.role)}::text[], ${rows.map((row) => row.from)}::date[], ${rows.map((row) => row.sourceRef)}::text[])
        as r(id, elder_id, visitor_id, role, from_date, source_ref) join elder e on e.county_code = ${county} and e.id = r.elder_id`);
    await showResponsible(tx, [...new Set(rows.map((row) => row.elderId))]);
  }
  return answers;
}

/** Ends whatever is in force for these elders on this day (the person died, moved, left the list); answers the ids ended. */
export async function endAssignments(tx: Tx, elderIds: readonly string[], on: string): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>(
    sql`update assignment a set to_date = greatest(a.from_date, ${on}::date) where a.county_code = ${tx.actor.countyCode} and a.elder_id = any(${elderIds}::uuid[]) and a.to_date is null returning a.id`,
  );
  if (rows.length > 0) await showResponsible(tx, elderIds);
  return rows.map((row) => row.id);
}

/** Takes back that these were ended. Where somebody else became responsible meanwhile, he stays so. */
export async function resumeAssignments(tx: Tx, elderId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const county = tx.actor.countyCode;
  await tx.query(sql`update assignment a set to_date = null where a.county_code = ${county} and a.id = any(${[...ids]}::uuid[])
    and not exists (select 1 from assignment o where o.county_code = ${county} and o.elder_id = a.elder_id and o.role = a.role and o.to_date is null and (a.role = 'responsible' or o.visitor_id = a.visitor_id))`);
  await showResponsible(tx, [elderId]);
}

/** Brings what lists and phones show of these elders up to date with their assignments. */
export async function showResponsible(tx: Tx, elderIds: readonly string[]): Promise<void> {
  const county = tx.actor.countyCode;
  const touched = await tx.query<{ division_code: string }>(sql`update elder e set responsible_name = r.name, updated_at = now()
    from (select i.id, v.name from unnest(${[...elderIds]}::uuid[]) as i(id)
      left join assignment a on a.county_code = ${county} and a.elder_id = i.id and a.role = 'responsible' and a.to_date is null
      left join visitor v on v.county_code = a.county_code and v.id = a.visitor_id) r
    where e.county_code = ${county} and e.id = r.id returning e.division_code`);
  feed(tx, 'elder', elderIds);
  const month = monthOf((await tx.query<{ today: string }>(sql`select app_today() as today`))[0]?.today ?? '');
  await tx.query(
    sql`insert into rollup_dirty (county_code, month, division_code) select ${county}, ${month}, unnest(${[...new Set(touched.map((row) => row.division_code))]}::text[])`,
  );
}

/** People on the list in a range of divisions whom nobody is responsible for. */
export async function countUncovered(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    sql`select count(*) as count from elder where county_code = ${tx.actor.countyCode} and responsible_name is null and closed_on is null and list_state <> 'left' and tier_code is not null`,
  );
  return row?.count ?? 0;
}
