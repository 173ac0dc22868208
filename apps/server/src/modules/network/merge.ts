// Who is responsible when two files become one: assignments go along to the kept file. It keeps its own
// responsible person; a second one, and the same helper twice, end. Undoing gives every row back.
import { sql, type Tx } from '../../platform/db/index.ts';
import { feed } from '../../platform/sync/pull.ts';
import { showResponsible } from './assignments.ts';

/** An assignment as it was before it went along. */
export interface MovedAssignment {
  readonly id: string;
  readonly division: string;
  readonly to: string | null;
}
export interface AssignmentMove {
  readonly from: string;
  readonly into: string;
  readonly division: string;
  /** Ends here what ends by the merge: yesterday, or its own first day. */
  readonly today: string;
}

export async function moveAssignments(tx: Tx, { from, into, division, today }: AssignmentMove): Promise<readonly MovedAssignment[]> {
  const county = tx.actor.countyCode;
  const before = await tx.query<MovedAssignment>(
    sql`select id, division_code as division, to_date as to from assignment where county_code = ${county} and elder_id = ${from} order by id for update`,
  );
  if (before.length === 0) return [];
  await tx.query(sql`update assignment a set elder_id = ${into}, division_code = ${division},
      to_date = case when a.to_date is null and exists (
          select 1 from assignment k where k.county_code = a.county_code and k.elder_id = ${into}::uuid and k.to_date is null and k.role = a.role and (a.role = 'responsible' or k.visitor_id = a.visitor_id))
        then greatest(a.from_date, ${today}::date - 1) else a.to_date end
    where a.county_code = ${county} and a.elder_id = ${from}::uuid`);
  await shownAnew(tx, [from, into]);
  return before;
}

export async function returnAssignments(tx: Tx, { from, into }: Pick<AssignmentMove, 'from' | 'into'>, moved: readonly MovedAssignment[]): Promise<void> {
  const county = tx.actor.countyCode;
  if (moved.length > 0) {
    await tx.query(sql`update assignment a set elder_id = ${from}, division_code = b.division, to_date = b.to_date
      from unnest(${moved.map((row) => row.id)}::uuid[], ${moved.map((row) => row.division)}::text[], ${moved.map((row) => row.to)}::date[]) as b(id, division, to_date)
      where a.county_code = ${county} and a.id = b.id and a.elder_id = ${into}::uuid`);
  }
  await shownAnew(tx, [from, into]);
}

async function shownAnew(tx: Tx, elderIds: readonly string[]): Promise<void> {
  await showResponsible(tx, elderIds);
  feed(tx, 'elderCard', elderIds);
}
