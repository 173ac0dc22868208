// Duties and visits as offices list them. County and division range stand in the statements beside
// row level security, so that indexes are used.
import type { VisitMode } from '@shouwang/domain/policy';
import { sql, empty, type Sql, type Tx } from '../../platform/db/index.ts';
import type { ReadRange } from '../divisions/public.ts';

export interface DutyRow {
  elder_id: string;
  elder_name: string;
  division_code: string;
  kind: 'week' | 'month';
  start_date: string;
  end_date: string;
  required: number;
  done: number;
  modes: VisitMode[];
  state: 'active' | 'suspended';
  due_by: string | null;
  responsible_name: string | null;
  last_visit_on: string | null;
}

export interface DutyFilter {
  readonly range: ReadRange;
  readonly on: string;
  readonly state: 'open' | 'done' | 'all' | 'suspended';
  readonly kind: 'week' | 'month' | undefined;
  readonly limit: number;
  readonly offset: number;
}

const countyIn = (column: Sql, range: ReadRange): Sql =>
  range.countyCode === null ? sql`${column} collate "C" >= ${range.county.from} and ${column} collate "C" < ${range.county.to}` : sql`${column} = ${range.countyCode}`;

const ofDuties = ({ range, on, state, kind }: DutyFilter): Sql => sql`
  from visit_duty d join elder e on e.county_code = d.county_code and e.id = d.elder_id
  where ${countyIn(sql`d.county_code`, range)} and d.division_code >= ${range.from} and d.division_code < ${range.to}
    and d.start_date <= ${on}::date and d.end_date >= ${on}::date and d.state = ${state === 'suspended' ? 'suspended' : 'active'}
    ${state === 'open' ? sql`and d.done < d.required` : state === 'done' ? sql`and d.done >= d.required` : empty}
    ${kind === undefined ? empty : sql`and d.kind = ${kind}`}`;

export const listDuties = (tx: Tx, filter: DutyFilter): Promise<DutyRow[]> =>
  tx.query<DutyRow>(sql`select d.elder_id, e.name as elder_name, d.division_code, d.kind, d.start_date, d.end_date, d.required, d.done, d.modes, d.state, d.due_by, e.responsible_name, e.last_visit_on
    ${ofDuties(filter)} order by d.end_date, d.division_code, e.name_pinyin, d.elder_id limit ${filter.limit} offset ${filter.offset}`);

export async function countDuties(tx: Tx, filter: DutyFilter): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`select count(*) as count ${ofDuties(filter)}`);
  return row?.count ?? 0;
}

export interface VisitListRow {
  id: string;
  elder_id: string;
  elder_name: string;
  division_code: string;
  visitor_name: string | null;
  mode: VisitMode;
  outcome: 'done' | 'notAtHome' | 'refused' | 'inHospital' | 'away';
  occurred_at: string;
  occurred_on: string;
  ended_at: string;
  received_at: string;
  has_fix: boolean;
  findings: string[];
  marks: string[];
}

export interface VisitFileRow extends VisitListRow {
  county_code: string;
  form_id: string;
  form_version: number;
  details_sealed: Buffer | null;
  recorded_at: string;
  device_id: string | null;
}

export interface VisitFilter {
  readonly range: ReadRange;
  readonly elderId: string | undefined;
  readonly month: string | undefined;
  readonly mode: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

const visitColumns = sql`v.id, v.elder_id, e.name as elder_name, v.division_code, coalesce(r.name, a.display_name) as visitor_name, v.mode, v.outcome, v.occurred_at, v.occurred_on, v.ended_at, v.received_at, v.has_fix, v.findings, v.marks`;
const visitNames = sql`join elder e on e.county_code = v.county_code and e.id = v.elder_id
  left join visitor r on r.county_code = v.county_code and r.id = v.visitor_id
  left join account a on a.county_code = v.county_code and a.id = v.account_id`;

const ofVisits = ({ range, elderId, month, mode }: VisitFilter): Sql => sql`
  where ${countyIn(sql`v.county_code`, range)} and v.division_code >= ${range.from} and v.division_code < ${range.to}
    ${elderId === undefined ? empty : sql`and v.elder_id = ${elderId}::uuid`} ${month === undefined ? empty : sql`and v.month = ${month}`} ${mode === undefined ? empty : sql`and v.mode = ${mode}`}`;

export const listVisits = (tx: Tx, filter: VisitFilter): Promise<VisitListRow[]> =>
  tx.query<VisitListRow>(
    sql`select ${visitColumns} from visit v ${visitNames} ${ofVisits(filter)} order by v.occurred_at desc, v.id limit ${filter.limit} offset ${filter.offset}`,
  );

export async function countVisits(tx: Tx, filter: VisitFilter): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`select count(*) as count from visit v ${ofVisits(filter)}`);
  return row?.count ?? 0;
}

/** Visits with their sealed details, in order of place and person, for a ledger on paper. */
export const listVisitFiles = (tx: Tx, filter: VisitFilter): Promise<VisitFileRow[]> =>
  tx.query<VisitFileRow>(sql`select ${visitColumns}, v.county_code, v.form_id, v.form_version, v.details_sealed, v.recorded_at, v.device_id
    from visit v ${visitNames} ${ofVisits(filter)} order by v.division_code, e.name_pinyin, v.elder_id, v.occurred_at limit ${filter.limit}`);

export async function findVisit(tx: Tx, range: ReadRange, id: string): Promise<VisitFileRow | undefined> {
  const [row] = await tx.query<VisitFileRow>(sql`select ${visitColumns}, v.county_code, v.form_id, v.form_version, v.details_sealed, v.recorded_at, v.device_id
    from visit v ${visitNames} where ${countyIn(sql`v.county_code`, range)} and v.id = ${id}::uuid`);
  return row;
}
