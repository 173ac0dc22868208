// What the file of an elder shows beside its facts: results, people, visits, duties; read only, under
// the row level security of whoever asks.
import { sql, type Tx } from '../../platform/db/index.ts';

export interface ResultRow {
  readonly id: string;
  readonly as_of: string;
  readonly categories: string[];
  readonly tier_code: string | null;
  readonly tier_visits: number | null;
  readonly tier_period: 'week' | 'month' | null;
  readonly tier_modes: string[] | null;
  readonly provisional: boolean;
  readonly reasons_sealed: Buffer;
  readonly pack_id: string;
  readonly pack_version: string;
  readonly computed_at: string;
}

/** Results of the elder, newest first; of `files` too, which were merged into his. */
export const listResults = (tx: Tx, countyCode: string, elderId: string, files: readonly string[]): Promise<ResultRow[]> =>
  tx.query<ResultRow>(
    sql`select id, as_of, categories, tier_code, tier_visits, tier_period, tier_modes, provisional, reasons_sealed, pack_id, pack_version, computed_at
        from classification where county_code = ${countyCode} and elder_id = any(${[elderId, ...files]}::uuid[]) order by computed_at desc limit 100`,
    { prepare: true },
  );

export interface AssignmentRow {
  readonly id: string;
  readonly role: string;
  readonly visitor_id: string;
  readonly visitor_name: string;
  readonly visitor_kind: string;
  readonly phone_sealed: Buffer | null;
  readonly from_date: string;
  readonly to_date: string | null;
  readonly created_at: string;
}

export const listAssignments = (tx: Tx, countyCode: string, elderId: string): Promise<AssignmentRow[]> =>
  tx.query<AssignmentRow>(
    sql`select a.id, a.role, a.visitor_id, v.name as visitor_name, v.kind as visitor_kind, v.phone_sealed, a.from_date, a.to_date, a.created_at
        from assignment a join visitor v on v.county_code = a.county_code and v.id = a.visitor_id
        where a.county_code = ${countyCode} and a.elder_id = ${elderId} order by a.to_date is not null, a.role, a.from_date desc`,
    { prepare: true },
  );

export interface FileVisitRow {
  readonly id: string;
  readonly occurred_at: string;
  readonly mode: string;
  readonly outcome: string;
  readonly findings: string[];
  readonly visitor_name: string | null;
}

/** The last visits, newest first. */
export const listVisits = (tx: Tx, countyCode: string, elderId: string): Promise<FileVisitRow[]> =>
  tx.query<FileVisitRow>(
    sql`select v.id, v.occurred_at, v.mode, v.outcome, v.findings, p.name as visitor_name
        from visit v left join visitor p on p.county_code = v.county_code and p.id = v.visitor_id
        where v.county_code = ${countyCode} and v.elder_id = ${elderId} order by v.occurred_on desc, v.occurred_at desc limit 50`,
    { prepare: true },
  );

export interface FileDutyRow {
  readonly kind: 'week' | 'month';
  readonly start_date: string;
  readonly end_date: string;
  readonly required: number;
  readonly done: number;
  readonly modes: string[];
  readonly state: 'active' | 'suspended';
  readonly due_by: string | null;
}

/** Duties of this month's periods, in order. */
export const listDuties = (tx: Tx, countyCode: string, elderId: string, today: string): Promise<FileDutyRow[]> =>
  tx.query<FileDutyRow>(
    sql`select kind, start_date, end_date, required, done, modes, state, due_by from visit_duty
        where county_code = ${countyCode} and elder_id = ${elderId} and month = ${today.slice(0, 7)} and state <> 'cancelled' order by start_date`,
    { prepare: true },
  );

export async function namesOfAccounts(tx: Tx, countyCode: string, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].filter((id): id is string => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<{ id: string; display_name: string }>(sql`select id, display_name from account where county_code = ${countyCode} and id = any(${wanted}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row.display_name]));
}
