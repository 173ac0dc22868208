// Print jobs in SQL.
import type { PrintJobView } from '@shouwang/contract/papers';
import { sql, type Tx } from '../../platform/db/index.ts';

export interface JobRow {
  readonly id: string;
  readonly division_code: string;
  readonly kind: PrintJobView['kind'];
  readonly format: PrintJobView['format'];
  readonly numbers: PrintJobView['numbers'];
  readonly month: string | null;
  readonly state: PrintJobView['state'];
  readonly created_by: string | null;
  readonly created_by_name: string | null;
  readonly created_at: string;
  readonly progress_done: number;
  readonly progress_total: number;
  readonly file_name: string | null;
  readonly file_bytes: number | null;
  readonly expires_at: string | null;
}

const columns = sql`j.id, j.division_code, j.kind, j.format, j.numbers, j.month, j.state, j.created_by, a.display_name as created_by_name, j.created_at, j.progress_done, j.progress_total, j.file_name, j.file_bytes, j.expires_at`;
const source = sql`print_job j left join account a on a.county_code = j.county_code and a.id = j.created_by`;

export interface NewJob {
  readonly id: string;
  readonly division: string;
  readonly kind: JobRow['kind'];
  readonly format: JobRow['format'];
  readonly numbers: JobRow['numbers'];
  readonly month: string | null;
  readonly total: number;
}

export async function insertJob(tx: Tx, job: NewJob): Promise<void> {
  await tx.query(
    sql`insert into print_job (county_code, id, division_code, kind, format, numbers, month, state, created_by, progress_total)
        values (${tx.actor.countyCode}, ${job.id}, ${job.division}, ${job.kind}, ${job.format}, ${job.numbers}, ${job.month}, 'waiting', ${tx.actor.accountId}, ${job.total})`,
  );
}

/** Those that this account asked for. */
export const listJobs = (tx: Tx): Promise<JobRow[]> =>
  tx.query<JobRow>(sql`select ${columns} from ${source} where j.county_code = ${tx.actor.countyCode} and j.created_by = ${tx.actor.accountId} order by j.created_at desc limit 50`);

export async function findJob(tx: Tx, id: string): Promise<JobRow | undefined> {
  const [row] = await tx.query<JobRow>(sql`select ${columns} from ${source} where j.county_code = ${tx.actor.countyCode} and j.id = ${id}`);
  return row;
}

export async function readContent(tx: Tx, id: string): Promise<Buffer | null> {
  const [row] = await tx.query<{ content_sealed: Buffer | null }>(
    sql`select content_sealed from print_job where county_code = ${tx.actor.countyCode} and id = ${id} and state = 'done' and expires_at > now()`,
  );
  return row?.content_sealed ?? null;
}

/** Asks a job to end: one that nobody took up yet is stopped at once. */
export async function requestStop(tx: Tx, id: string): Promise<void> {
  await tx.query(
    sql`update print_job set stop_requested = true, state = case when state = 'waiting' then 'stopped' else state end where county_code = ${tx.actor.countyCode} and id = ${id} and state in ('waiting','running')`,
  );
}

export async function updateState(tx: Tx, id: string, state: JobRow['state']): Promise<void> {
  await tx.query(sql`update print_job set state = ${state} where county_code = ${tx.actor.countyCode} and id = ${id}`);
}

/** Writes how far it is; answers whether somebody asked it to stop. */
export async function updateProgress(tx: Tx, id: string, done: number): Promise<boolean> {
  const [row] = await tx.query<{ stop_requested: boolean }>(
    sql`update print_job set progress_done = ${done} where county_code = ${tx.actor.countyCode} and id = ${id} returning stop_requested`,
  );
  return row?.stop_requested ?? true;
}

export interface Printed {
  readonly fileName: string;
  readonly bytes: number;
  readonly sealed: Buffer;
  readonly keptDays: number;
}
export async function keepFile(tx: Tx, id: string, printed: Printed): Promise<void> {
  await tx.query(
    sql`update print_job set state = 'done', progress_done = progress_total, file_name = ${printed.fileName}, file_bytes = ${printed.bytes}, content_sealed = ${printed.sealed},
          expires_at = now() + make_interval(days => ${printed.keptDays}::int) where county_code = ${tx.actor.countyCode} and id = ${id}`,
  );
}

/** Throws files away whose time is over; answers how many. */
export async function expireFiles(tx: Tx): Promise<number> {
  const rows = await tx.query(
    sql`update print_job set content_sealed = null, state = 'expired' where county_code = ${tx.actor.countyCode} and content_sealed is not null and expires_at <= now() returning id`,
  );
  return rows.length;
}
