// Duties in the database: worked out by the domain's rule from time on the list and tier history,
// written as one set. Ended periods stay as they were; running and coming ones follow the tier and what
// the person arranged. A word that comes late (died last week) reaches back to its day.
import { dutiesOfTimes, type Duty, type DutyRules, type ListedTime, type TierSpan } from '@shouwang/domain/visits';
import { monthOf, type Month } from '@shouwang/domain/shared';
import type { PeriodKind, VisitMode } from '@shouwang/domain/policy';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';

/** People worked out at once: bounds memory and how long rows stay locked for one statement. */
const BATCH = 2_000;

export interface DutyRange {
  /** Months whose report counts the duties. */
  readonly months: readonly Month[];
  readonly today: string;
  /**
   * The day from which something late holds (died last week): periods that ended since are changed or
   * cancelled too, though none is made for a month that was over before. Absent: ended periods stay as they are.
   */
  readonly since?: string;
  /** Absent: everybody in the actor's scope. */
  readonly elderIds?: readonly string[];
}

interface ListedRow {
  elder_id: string;
  division_code: string;
  entered_on: string;
  closed_on: string | null;
  earlier: readonly (readonly [string, string])[];
  tiers: readonly { from: string; code: string | null; visits: number; period: PeriodKind; modes: readonly VisitMode[] }[];
  arrangements: readonly { kind: 'suspended' | 'refused' | 'extra' | 'substitute'; from: string; to: string | null; visits: number | null; modes: readonly VisitMode[] | null }[];
}

/**
 * The month by the day on which the duty ends, not by the column: people are looked up by key, and
 * without statistics the planner would rather read the whole month.
 */
const inMonths = (months: readonly Month[]): Sql => sql`to_char(d.end_date, 'YYYY-MM') = any(${months}::text[])`;

/** Spans in order; of several results of one day the last one counts. */
function spansOf(row: ListedRow): readonly TierSpan[] {
  const byDay = new Map<string, TierSpan>();
  for (const { from, code, visits, period, modes } of row.tiers) byDay.set(from, { from, tier: code === null ? null : { code, visits, period, modes } });
  return [...byDay.values()];
}

interface WantedDuty extends Duty {
  readonly elderId: string;
  readonly division: string;
}

function wantedOf(row: ListedRow, range: DutyRange, rules: DutyRules): WantedDuty[] {
  const tiers = spansOf(row);
  if (tiers.length === 0) return [];
  const of = (kind: ListedRow['arrangements'][number]['kind']) => row.arrangements.filter((one) => one.kind === kind);
  const arranged: Omit<ListedTime, 'enteredOn' | 'closedOn'> = {
    tiers,
    suspended: of('suspended'),
    refused: of('refused'),
    extra: of('extra').map((one) => ({ from: one.from, to: one.to, visits: one.visits ?? 0 })),
    substitutes: of('substitute').map((one) => ({ from: one.from, to: one.to, modes: one.modes ?? [] })),
  };
  const times = [...row.earlier.map(([enteredOn, closedOn]) => ({ ...arranged, enteredOn, closedOn })), { ...arranged, enteredOn: row.entered_on, closedOn: row.closed_on }];
  return range.months.flatMap((month) => dutiesOfTimes(times, month, rules)).map((duty) => ({ ...duty, elderId: row.elder_id, division: row.division_code }));
}

/**
 * Brings the duties of these months in line; answers for how many people something changed. Appends
 * what has to be rolled up and pulled anew.
 */
export async function ensureDuties(tx: Tx, rules: DutyRules, range: DutyRange): Promise<number> {
  if (range.months.length === 0) return 0;
  if (range.elderIds !== undefined) {
    let changed = 0;
    for (let at = 0; at < range.elderIds.length; at += BATCH) changed += await ensureBatch(tx, rules, range, range.elderIds.slice(at, at + BATCH));
    return changed;
  }
  let changed = 0;
  for (let ids = await elderIdsAfter(tx, null); ids.length > 0; ids = await elderIdsAfter(tx, ids.at(-1) ?? null)) changed += await ensureBatch(tx, rules, range, ids);
  return changed;
}

/** The next people of the county in order of id, for going through all of them in parts. */
export async function elderIdsAfter(tx: Tx, after: string | null): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    sql`select e.id from elder e where e.county_code = ${tx.actor.countyCode} and e.id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid order by e.id limit ${BATCH}`,
  );
  return rows.map((row) => row.id);
}

async function ensureBatch(tx: Tx, rules: DutyRules, range: DutyRange, ids: readonly string[]): Promise<number> {
  const county = tx.actor.countyCode;
  const since = range.since ?? range.today;
  const listed = await tx.query<ListedRow>(sql`select elder_id, division_code, entered_on::text, closed_on::text, earlier, tiers, arrangements from listed_times(${ids}::uuid[]) l
    where not exists (select 1 from elder m where m.county_code = ${county} and m.id = l.elder_id and m.merged_into is not null)`);
  const wanted = listed.flatMap((row) => wantedOf(row, range, rules));
  const changed = await tx.query<{ elder_id: string }>(sql`
    with wanted as materialized (
      select w.elder_id, w.kind, w.start_date, w.end_date, w.month, w.division_code, w.tier_code, string_to_array(w.modes, ',') as modes, w.required, w.state, w.due_by
      from unnest(${wanted.map((d) => d.elderId)}::uuid[], ${wanted.map((d) => d.kind)}::text[], ${wanted.map((d) => d.start)}::date[], ${wanted.map((d) => d.end)}::date[], ${wanted.map((d) => d.month)}::text[],
        ${wanted.map((d) => d.division)}::text[], ${wanted.map((d) => d.tierCode)}::text[], ${wanted.map((d) => d.modes.join(','))}::text[], ${wanted.map((d) => d.required)}::int[], ${wanted.map((d) => d.state)}::text[], ${wanted.map((d) => d.dueBy)}::date[])
        as w(elder_id, kind, start_date, end_date, month, division_code, tier_code, modes, required, state, due_by)
    ), written as (
      insert into visit_duty as d (county_code, elder_id, kind, start_date, end_date, month, division_code, tier_code, modes, required, done, state, due_by)
      select ${county}, w.elder_id, w.kind, w.start_date, w.end_date, w.month, w.division_code, w.tier_code, w.modes, w.required,
        (select count(distinct v.occurred_on) from visit v where v.county_code = ${county} and v.elder_id = w.elder_id and v.occurred_on between w.start_date and w.end_date and v.outcome = 'done' and v.mode = any(w.modes)), w.state, w.due_by
      from wanted w
      where ${range.since === undefined} or w.month >= ${monthOf(range.today)} or exists (select 1 from visit_duty o where o.county_code = ${county} and o.elder_id = w.elder_id and o.kind = w.kind and o.start_date = w.start_date)
      order by w.elder_id, w.kind, w.start_date
      on conflict (county_code, elder_id, kind, start_date) do update
        set division_code = excluded.division_code, tier_code = excluded.tier_code, modes = excluded.modes, required = excluded.required, state = excluded.state, due_by = excluded.due_by
        where d.end_date >= ${since}::date
          and (d.division_code, d.tier_code, d.modes, d.required, d.state, d.due_by) is distinct from (excluded.division_code, excluded.tier_code, excluded.modes, excluded.required, excluded.state, excluded.due_by)
      returning d.elder_id, d.month, d.division_code
    ), ended as (
      update visit_duty d set state = 'cancelled'
      where d.county_code = ${county} and d.elder_id = any(${ids}::uuid[]) and ${inMonths(range.months)} and d.end_date >= ${since}::date and d.state <> 'cancelled'
        and not exists (select 1 from wanted w where w.elder_id = d.elder_id and w.kind = d.kind and w.start_date = d.start_date)
      returning d.elder_id, d.month, d.division_code
    ), changed as (select * from written union all select * from ended),
    marked as (insert into rollup_dirty (county_code, month, division_code) select distinct ${county}, c.month, c.division_code from changed c),
    fed as (insert into feed (county_code, entity, entity_id) select distinct ${county}, 'elderCard', c.elder_id from changed c)
    select distinct elder_id from changed order by elder_id`);
  if (changed.length > 0)
    await recountDone(
      tx,
      changed.map((row) => row.elder_id),
      range.months,
    );
  return changed.length;
}

/** Holds these people's duties, in the order in which everybody takes them: who goes on to write some and then others waits for nobody who waits for him. */
export async function lockDuties(tx: Tx, elderIds: readonly string[], months: readonly Month[]): Promise<void> {
  await tx.query(
    sql`select 1 from visit_duty d where d.county_code = ${tx.actor.countyCode} and d.elder_id = any(${elderIds}::uuid[]) and ${inMonths(months)} order by d.elder_id, d.kind, d.start_date for update`,
  );
}

/** Counts `done` of these people's duties anew, under their locks: modes may have changed, a visit may have come meanwhile. */
export async function recountDone(tx: Tx, elderIds: readonly string[], months: readonly Month[]): Promise<number> {
  const county = tx.actor.countyCode;
  await lockDuties(tx, elderIds, months);
  const rows = await tx.query(sql`
    with fresh as (
      select d.elder_id, d.kind, d.start_date, d.month, d.division_code,
        (select count(distinct v.occurred_on) from visit v where v.county_code = d.county_code and v.elder_id = d.elder_id and v.occurred_on between d.start_date and d.end_date and v.outcome = 'done' and v.mode = any(d.modes)) as done
      from visit_duty d where d.county_code = ${county} and d.elder_id = any(${elderIds}::uuid[]) and ${inMonths(months)}
    ), mended as (
      update visit_duty d set done = f.done from fresh f
      where d.county_code = ${county} and d.elder_id = f.elder_id and d.kind = f.kind and d.start_date = f.start_date and d.done <> f.done
      returning f.month, f.division_code
    ), marked as (insert into rollup_dirty (county_code, month, division_code) select distinct ${county}, m.month, m.division_code from mended m)
    select 1 from mended`);
  return rows.length;
}
