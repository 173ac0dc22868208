// All findings of a county worked out anew: the proof that what is kept follows from facts and rows
// alone, and the way back after a stopped import. A job with progress, stopped between two batches.
import type { reconciliationProgress } from '@shouwang/contract/reconciliation';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { z } from 'zod';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor, type Tx } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Services } from '../../platform/services.ts';
import { reconcileElders, reconcileRows } from './reconcile.ts';

const REBUILD_JOB = 'reconciliation.rebuild';
const BATCH = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

export interface RebuildOptions {
  readonly asOf: string;
  readonly signal?: AbortSignal;
  /** Asked after each batch; true stops. */
  onProgress?(done: number, total: number): Promise<boolean> | boolean;
}

/** Works through all elders, then all rows that mean nobody, each batch in a transaction of its own. */
export async function reconcileAll(services: Services, countyCode: string, options: RebuildOptions): Promise<'done' | 'stopped'> {
  const actor = systemActor(countyCode);
  const { db } = services;
  const [counted] = await db.tx(actor, (tx) =>
    tx.query<{ total: number }>(
      sql`select (select count(*) from elder where county_code = ${countyCode}) + (select count(*) from list_row where county_code = ${countyCode} and match <> 'matched' and kind <> 'responsibleFiling') as total`,
    ),
  );
  const total = counted?.total ?? 0;
  let done = 0;
  for (const source of [
    { ids: (after: string) => sql`select id from elder where county_code = ${countyCode} and id > ${after}::uuid order by id limit ${BATCH}`, work: reconcileElders },
    {
      ids: (after: string) =>
        sql`select id from list_row where county_code = ${countyCode} and match <> 'matched' and kind <> 'responsibleFiling' and id > ${after}::uuid order by id limit ${BATCH}`,
      work: reconcileRows,
    },
  ]) {
    for (let after = FIRST; ;) {
      const from = after;
      const ids = await db.tx(actor, async (tx) => {
        const rows = await tx.query<{ id: string }>(source.ids(from));
        await source.work(
          services,
          tx,
          rows.map((row) => row.id),
          options.asOf,
        );
        return rows.map((row) => row.id);
      });
      done += ids.length;
      const asked = (await options.onProgress?.(done, Math.max(done, total))) === true;
      if (asked || options.signal?.aborted === true) return 'stopped';
      if (ids.length < BATCH) break;
      after = ids.at(-1) as string;
    }
  }
  return 'done';
}

export type Progress = z.output<typeof reconciliationProgress>;

/** How far the last rebuild is. */
export async function rebuildProgress(tx: Tx): Promise<Progress> {
  const [run] = await tx.query<{ state: 'running' | 'stopped' | 'done'; done: number; total: number; started_at: string; finished_at: string | null }>(
    sql`select state, done, total, started_at, finished_at from reconciliation_run where county_code = ${tx.actor.countyCode} order by started_at desc limit 1`,
  );
  return run === undefined
    ? { state: 'idle', done: 0, total: 0, startedAt: null, finishedAt: null }
    : { state: run.state, done: run.done, total: run.total, startedAt: run.started_at, finishedAt: run.finished_at };
}

/** Queues a rebuild of the whole county; refuses a scope below it, and a second one beside the first. */
export async function startRebuild(services: Services, tx: Tx): Promise<Result<Progress>> {
  const { countyCode, scope } = tx.actor;
  if (scope.length > 6) return refuse('permission.denied');
  await tx.query(sql`select pg_advisory_xact_lock(hashtext('reconciliation'), hashtext(${countyCode}))`);
  const last = await rebuildProgress(tx);
  if (last.state === 'running') return refuse('import.running');
  const runId = newId();
  await tx.query(sql`insert into reconciliation_run (county_code, id, state) values (${countyCode}, ${runId}, 'running')`);
  await audit(tx, { action: 'reconciliation.rebuild', entity: 'county', entityId: countyCode, division: countyCode });
  tx.afterCommit(() => {
    services.jobs
      .send(REBUILD_JOB, { countyCode, runId }, { key: runId })
      .catch((error: unknown) => services.log.error({ runId, error: String(error) }, 'reconciliation could not be queued'));
  });
  return ok(await rebuildProgress(tx));
}

export async function stopRebuild(tx: Tx): Promise<Result<Progress>> {
  if (tx.actor.scope.length > 6) return refuse('permission.denied');
  await tx.query(sql`update reconciliation_run set stop_requested = true where county_code = ${tx.actor.countyCode} and state = 'running'`);
  return ok(await rebuildProgress(tx));
}

const jobData = z.object({ countyCode: z.string(), runId: z.string() });

export const reconciliationJobs: readonly JobHandler<Services>[] = [
  {
    name: REBUILD_JOB,
    async run(services, data, signal) {
      const { countyCode, runId } = jobData.parse(data);
      const actor = systemActor(countyCode);
      const write = (done: number, total: number): Promise<boolean> =>
        services.db.tx(actor, async (tx) => {
          const [row] = await tx.query<{ stop_requested: boolean }>(
            sql`update reconciliation_run set done = ${done}, total = ${total} where county_code = ${countyCode} and id = ${runId} returning stop_requested`,
          );
          return row?.stop_requested ?? true;
        });
      let end: 'done' | 'stopped' = 'stopped';
      try {
        end = await reconcileAll(services, countyCode, { asOf: services.clock.today(), signal, onProgress: write });
      } finally {
        await services.db.tx(actor, (tx) => tx.query(sql`update reconciliation_run set state = ${end}, finished_at = now() where county_code = ${countyCode} and id = ${runId}`));
      }
    },
  },
];
