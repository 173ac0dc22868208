// Duties and visits as offices list them. County and division range stand in the statements beside
// row level security, so that indexes are used.
import type { DutyState } from '@shouwang/contract/visits';
import type { VisitMode } from '@shouwang/domain/policy';
import type { RecordedOutcome } from '@shouwang/domain/visits';
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
  /** Duties that this month's report counts, instead of those of the periods of `on`. */
  readonly month: string | undefined;
  readonly today: string;
  readonly state: DutyState;
  readonly kind: 'week' | 'month' | undefined;
  /** `none`: people with nobody responsible. */
  readonly visitorId: string | undefined;
  readonly elderId: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

export const countyIn = (column: Sql, range: ReadRange): Sql =>
  range.countyCode === null ? sql`${column} collate "C" >= ${range.county.from} and ${column} collate "C" < ${range.county.to}` : sql`${column} = ${range.countyCode}`;

/** Missed: the period, or the earlier day of a first visit, is over. */
export const isOverdue = (today: string): Sql => sql`(d.done < d.required and (d.end_date < ${today}::date or (d.done = 0 and coalesce(d.due_by, d.end_date) < ${today}::date)))`;
/** Elders for whom this visitor, or anybody, is responsible on a day. */
export const heldBy = (visitorId: string, on: Sql): Sql => sql`exists (select 1 from assignment a
  where a.county_code = d.county_code and a.elder_id = d.elder_id ${visitorId === 'anybody' ? empty : sql`and a.visitor_id = ${visitorId}::uuid`} and a.role = 'responsible' and a.from_date <= ${on} and (a.to_date is null or a.to_date >= ${on}))`;

function ofState({ state, month, today }: DutyFilter): Sql {
  if (state === 'open') return month === undefined ? sql`and d.done < d.required` : sql`and d.done < d.required and not ${isOverdue(today)}`;
  if (state === 'begun') return sql`and d.done > 0`;
  return state === 'done' ? sql`and d.done >= d.required` : state === 'overdue' ? sql`and ${isOverdue(today)}` : empty;
}

function ofDuties(filter: DutyFilter): Sql {
  const { range, on, month, today, state, kind, visitorId, elderId } = filter;
  const held = (by: string): Sql => heldBy(by, sql`${today}::date`);
  return sql`
  from visit_duty d join elder e on e.county_code = d.county_code and e.id = d.elder_id
  where ${countyIn(sql`d.county_code`, range)} and d.division_code >= ${range.from} and d.division_code < ${range.to}
    and ${month === undefined ? sql`d.start_date <= ${on}::date and d.end_date >= ${on}::date` : sql`d.month = ${month}`} and d.state = ${state === 'suspended' ? 'suspended' : 'active'}
    ${ofState(filter)} ${kind === undefined ? empty : sql`and d.kind = ${kind}`}
    ${visitorId === undefined ? empty : visitorId === 'none' ? sql`and not ${held('anybody')}` : sql`and ${held(visitorId)}`} ${elderId === undefined ? empty : sql`and d.elder_id = ${elderId}::uuid`}`;
}

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
  outcome: RecordedOutcome;
  occurred_at: string;
  occurred_on: string;
  ended_at: string;
  received_at: string;
  has_fix: boolean;
  findings: string[];
  marks: string[];
  version: number;
  verdict: 'fine' | 'unclear' | 'wrong' | null;
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
  readonly elderId?: string | undefined;
  readonly visitorId?: string | undefined;
  readonly month?: string | undefined;
  readonly on?: string | undefined;
  readonly mode?: string | undefined;
  readonly outcome?: string | undefined;
  readonly found?: boolean | undefined;
  readonly corrected?: boolean | undefined;
  readonly unchecked?: boolean | undefined;
  /** Without those that were cancelled. */
  readonly standing?: boolean | undefined;
  readonly limit: number;
  readonly offset: number;
}

const visitColumns = sql`v.id, v.elder_id, e.name as elder_name, v.division_code, coalesce(r.name, a.display_name) as visitor_name, v.mode, v.outcome, v.occurred_at, v.occurred_on, v.ended_at, v.received_at, v.has_fix, v.findings, v.marks, v.version,
  (select c.verdict from visit_check c where c.county_code = v.county_code and c.visit_id = v.id order by c.checked_at desc limit 1) as verdict`;
const visitNames = sql`join elder e on e.county_code = v.county_code and e.id = v.elder_id
  left join visitor r on r.county_code = v.county_code and r.id = v.visitor_id
  left join account a on a.county_code = v.county_code and a.id = v.account_id`;

const ofVisits = ({ range, elderId, visitorId, month, on, mode, outcome, found, corrected, unchecked, standing }: VisitFilter): Sql => sql`
  where ${countyIn(sql`v.county_code`, range)} and v.division_code >= ${range.from} and v.division_code < ${range.to}
    ${elderId === undefined ? empty : sql`and v.elder_id = ${elderId}::uuid`} ${visitorId === undefined ? empty : sql`and v.visitor_id = ${visitorId}::uuid`}
    ${month === undefined ? empty : sql`and v.month = ${month}`} ${on === undefined ? empty : sql`and v.occurred_on = ${on}::date and v.month = ${on.slice(0, 7)}`}
    ${mode === undefined ? empty : sql`and v.mode = ${mode}`} ${outcome === undefined ? empty : sql`and v.outcome = ${outcome}`}
    ${standing === true ? sql`and v.outcome <> 'cancelled'` : empty}
    ${found === true ? sql`and cardinality(v.findings) > 0` : empty} ${corrected === true ? sql`and v.version > 1` : empty}
    ${unchecked === true ? sql`and not exists (select 1 from visit_check c where c.county_code = v.county_code and c.visit_id = v.id)` : empty}`;

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

/** Others whom the same visitor met on the same occasion (集中走访): the phone gives them one time. */
export const metTogether = (tx: Tx, visit: Pick<VisitFileRow, 'id' | 'county_code' | 'occurred_at'>): Promise<{ id: string; elder_id: string; elder_name: string }[]> =>
  tx.query<{ id: string; elder_id: string; elder_name: string }>(sql`select v.id, v.elder_id, e.name as elder_name from visit v ${visitNames}
    join visit own on own.county_code = v.county_code and own.id = ${visit.id}::uuid and own.visitor_id = v.visitor_id
    where v.county_code = ${visit.county_code} and v.occurred_at = ${visit.occurred_at} and v.mode = 'group' and v.id <> own.id order by e.name_pinyin`);
