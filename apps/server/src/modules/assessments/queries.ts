// Assessments in SQL. A file that another was merged into has the assessments of both.
import type { AssessmentKind } from '@shouwang/domain/assessments';
import { empty, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { ReadRange } from '../divisions/public.ts';

export interface AssessedElder {
  readonly county_code: string;
  readonly id: string;
  readonly division_code: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | null;
  readonly birth_date: string | null;
  readonly birth_precision: 'day' | 'month';
  readonly effective_sealed: Buffer;
  readonly closed_on: string | null;
}

const inCounties = (range: ReadRange, column: Sql): Sql =>
  range.countyCode === null
    ? sql`${column} in (select county_code from county where county_code collate "C" >= ${range.county.from} and county_code collate "C" < ${range.county.to})`
    : sql`${column} = ${range.countyCode}`;

export async function findElder(tx: Tx, range: ReadRange, elderId: string): Promise<AssessedElder | null> {
  const [row] = await tx.query<AssessedElder>(
    sql`select e.county_code, e.id, e.division_code, e.name, e.sex, e.birth_date, e.birth_precision, e.effective_sealed, e.closed_on
        from elder e where ${inCounties(range, sql`e.county_code`)} and e.id = ${elderId} and e.effective_sealed is not null`,
    { prepare: true },
  );
  return row ?? null;
}

export interface AssessmentRow {
  readonly id: string;
  readonly elder_id: string;
  readonly kind: AssessmentKind;
  readonly assessed_on: string;
  readonly details_sealed: Buffer;
  readonly pack_id: string;
  readonly pack_version: string;
  readonly recorded_by_name: string | null;
  readonly recorded_at: string;
  readonly voided_at: string | null;
  readonly voided_by_name: string | null;
  readonly void_sealed: Buffer | null;
}

const columns = sql`a.id, a.elder_id, a.kind, a.assessed_on, a.details_sealed, a.pack_id, a.pack_version, a.recorded_at, c.display_name as recorded_by_name, a.voided_at, a.void_sealed, v.display_name as voided_by_name`;
const author = sql`left join account c on c.county_code = a.county_code and c.id = a.recorded_by left join account v on v.county_code = a.county_code and v.id = a.voided_by`;

/** Newest first, voided ones too. */
export const listAssessments = (tx: Tx, countyCode: string, elderId: string): Promise<AssessmentRow[]> =>
  tx.query<AssessmentRow>(
    sql`select ${columns} from assessment a ${author}
        where a.county_code = ${countyCode} and a.elder_id in (select e.id from elder e where e.county_code = ${countyCode} and (e.id = ${elderId} or e.merged_into = ${elderId}))
        order by a.assessed_on desc, a.recorded_at desc, a.id desc`,
    { prepare: true },
  );

/** Takes the turn of whoever records or voids one of this elder. */
export const lockElder = (tx: Tx, countyCode: string, elderId: string): Promise<unknown> =>
  tx.query(sql`select 1 from elder where county_code = ${countyCode} and id = ${elderId} for no key update`);

/** False where it was voided before. */
export async function updateVoided(tx: Tx, countyCode: string, id: string, sealed: Buffer): Promise<boolean> {
  const rows = await tx.query(
    sql`update assessment set voided_at = now(), voided_by = ${tx.actor.accountId}::uuid, void_sealed = ${sealed} where county_code = ${countyCode} and id = ${id} and voided_at is null returning id`,
  );
  return rows.length > 0;
}

export async function findAssessment(tx: Tx, countyCode: string, id: string): Promise<AssessmentRow | null> {
  const [row] = await tx.query<AssessmentRow>(sql`select ${columns} from assessment a ${author} where a.county_code = ${countyCode} and a.id = ${id}`, { prepare: true });
  return row ?? null;
}

/** Answers whether it was new; the same one sent twice is one. */
export async function insertAssessment(
  tx: Tx,
  countyCode: string,
  row: Pick<AssessmentRow, 'id' | 'elder_id' | 'kind' | 'assessed_on' | 'details_sealed' | 'pack_id' | 'pack_version'> & { readonly recordedBy: string | null },
): Promise<boolean> {
  const rows = await tx.query(
    sql`insert into assessment (county_code, id, elder_id, kind, assessed_on, details_sealed, pack_id, pack_version, recorded_by)
        values (${countyCode}, ${row.id}, ${row.elder_id}, ${row.kind}, ${row.assessed_on}::date, ${row.details_sealed}, ${row.pack_id}, ${row.pack_version}, ${row.recordedBy}::uuid)
        on conflict (county_code, id) do nothing returning id`,
    { prepare: true },
  );
  return rows.length > 0;
}

/** The day on which the register of assessments last spoke of this elder. */
export async function lastInRegister(tx: Tx, countyCode: string, elderId: string): Promise<string | null> {
  const [row] = await tx.query<{ on: string | null }>(
    sql`select max(s.source_date) as on from fact_statement s where s.county_code = ${countyCode} and s.source = 'assessmentRegister'
          and s.elder_id in (select e.id from elder e where e.county_code = ${countyCode} and (e.id = ${elderId} or e.merged_into = ${elderId}))`,
    { prepare: true },
  );
  return row?.on ?? null;
}

export interface DueFilter {
  readonly range: ReadRange;
  readonly kind: AssessmentKind;
  readonly months: number;
  readonly today: string;
  /** Due on or before this day; null: all who were ever assessed. */
  readonly until: string | null;
}
export interface DueRow {
  readonly id: string;
  readonly name: string;
  readonly division_code: string;
  readonly last_on: string;
  readonly is_register: boolean;
  readonly due_on: string;
}

/** Last assessment of everybody open in the range with the day of the next. Only ability is in a register. */
const dueOf = ({ range, kind, months }: Omit<DueFilter, 'until' | 'today'>): Sql => sql`
  select e.id, e.name, e.name_pinyin, e.division_code, max(l.on_day) as last_on, bool_or(l.is_register) filter (where l.on_day = l.latest) as is_register,
    (max(l.on_day) + ${months} * interval '1 month')::date as due_on
  from (
    select coalesce(m.merged_into, m.id) as elder_id, m.county_code, s.on_day, s.is_register, max(s.on_day) over (partition by coalesce(m.merged_into, m.id)) as latest
    from (
      select a.county_code, a.elder_id, a.assessed_on as on_day, false as is_register from assessment a where ${inCounties(range, sql`a.county_code`)} and a.kind = ${kind} and a.voided_at is null
      ${kind === 'ability' ? sql`union all select f.county_code, f.elder_id, f.source_date, true from fact_statement f where ${inCounties(range, sql`f.county_code`)} and f.source = 'assessmentRegister'` : empty}
    ) s join elder m on m.county_code = s.county_code and m.id = s.elder_id
  ) l join elder e on e.county_code = l.county_code and e.id = l.elder_id
  where ${inCounties(range, sql`e.county_code`)} and e.division_code >= ${range.from} and e.division_code < ${range.to} and e.closed_on is null and e.list_state <> 'left'
  group by e.county_code, e.id, e.name, e.name_pinyin, e.division_code`;

export const listDue = (tx: Tx, filter: DueFilter, page: { readonly limit: number; readonly offset: number }): Promise<DueRow[]> =>
  tx.query<DueRow>(
    sql`select d.id, d.name, d.division_code, d.last_on, d.is_register, d.due_on from (${dueOf(filter)}) d
        ${filter.until === null ? empty : sql`where d.due_on <= ${filter.until}::date`} order by d.due_on, d.division_code, d.name_pinyin, d.id limit ${page.limit} offset ${page.offset}`,
  );

export async function countDue(tx: Tx, filter: Omit<DueFilter, 'until'>, soon: string): Promise<{ readonly all: number; readonly overdue: number; readonly soon: number }> {
  const [row] = await tx.query<{ all: number; overdue: number; soon: number }>(
    sql`select count(*) as all, count(*) filter (where d.due_on < ${filter.today}::date) as overdue, count(*) filter (where d.due_on <= ${soon}::date) as soon from (${dueOf(filter)}) d`,
  );
  return row ?? { all: 0, overdue: 0, soon: 0 };
}
