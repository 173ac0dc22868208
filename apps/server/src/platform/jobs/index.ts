// Background work by pg-boss (its own schema, owned by the app role): imports, nightly runs.
// The server sends, the worker process handles, so that long work never holds up a request.
import PgBoss from 'pg-boss';

export interface Jobs {
  /** Queues work; `key` keeps a second copy from being queued while one waits. */
  send(name: string, data: object, options?: { readonly key?: string }): Promise<void>;
}

export interface JobHandler<S> {
  readonly name: string;
  /** Cron in the counties' zone; absent for work on demand. */
  readonly cron?: string;
  /** Also once whenever a worker starts: what an upgrade left to do. */
  readonly atStart?: true;
  run(services: S, data: Record<string, unknown>, signal: AbortSignal): Promise<void>;
}

export interface JobRunner extends Jobs {
  work<S>(services: S, handlers: readonly JobHandler<S>[], onError: (name: string, error: unknown) => void): Promise<void>;
  stop(): Promise<void>;
}

/** `works`: this process handles jobs, sends those of the clock and tidies the queues; all others only send. */
export async function openJobs(connectionString: string, works: boolean, onError: (error: Error) => void): Promise<JobRunner> {
  const boss = new PgBoss({ connectionString, schema: 'pgboss', max: 3, application_name: 'shouwang-jobs', schedule: works, supervise: works });
  boss.on('error', onError);
  await boss.start();
  const queues = new Set<string>();
  const queue = async (name: string): Promise<void> => {
    if (queues.has(name)) return;
    await boss.createQueue(name);
    queues.add(name);
  };
  return {
    async send(name, data, options) {
      await queue(name);
      await boss.send(name, data, { retryLimit: 3, retryDelay: 10, expireInHours: 2, ...(options?.key === undefined ? {} : { singletonKey: options.key }) });
    },
    async work(services, handlers, report) {
      for (const handler of handlers) {
        await queue(handler.name);
        await boss.work(handler.name, { pollingIntervalSeconds: 0.5, batchSize: 1 }, async ([job]) => {
          if (job === undefined) return;
          const abort = new AbortController();
          try {
            await handler.run(services, (job.data ?? {}) as Record<string, unknown>, abort.signal);
          } catch (error) {
            report(handler.name, error);
            throw error;
          }
        });
        if (handler.atStart === true) await boss.send(handler.name, {}, { singletonKey: 'start' });
        if (handler.cron !== undefined) await boss.schedule(handler.name, handler.cron, {}, { tz: 'Asia/Shanghai' });
      }
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}
