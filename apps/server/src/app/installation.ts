// Opens what every composition root needs: database (embedded or one's own), migrations, keys, jobs.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { systemClock } from '../platform/clock.ts';
import type { Config } from '../platform/config/index.ts';
import { fieldCrypto, loadMasterKey } from '../platform/crypto/index.ts';
import { openDb } from '../platform/db/index.ts';
import { migrate } from '../platform/db/migrate.ts';
import { openJobs, type JobRunner } from '../platform/jobs/index.ts';
import { openLog } from '../platform/log.ts';
import { DATABASE, startEmbedded } from '../platform/postgres/embedded.ts';
import type { Services } from '../platform/services.ts';

export interface Installation {
  readonly services: Services;
  readonly jobs: JobRunner;
  /** Owner's connection, for migrations, COPY and job tables. */
  readonly ownerConnectionString: string;
  close(): Promise<void>;
}

/** The folder of the repository: everything that is read at run time lies below it. */
export const rootDir = resolve(import.meta.dirname, '..', '..', '..');
export const migrationsDir = join(rootDir, 'apps', 'server', 'migrations');

export interface OpenOptions {
  /** Says in words what is being done, for the terminal. */
  readonly say: (message: string) => void;
  /** False in processes that find the database already brought up to date by their parent. */
  readonly migrates: boolean;
  /** True in the process that handles jobs. */
  readonly works?: boolean;
}

export async function openInstallation(config: Config, options: OpenOptions): Promise<Installation> {
  const log = openLog(config.logLevel);
  const dataDir = resolve(config.dataDir);
  await mkdir(dataDir, { recursive: true });
  const embedded = config.databaseUrl === null ? await startEmbedded({ dataDir, log: options.say }) : null;
  const ownerConnectionString = config.databaseUrl ?? (embedded?.connectionString(DATABASE) as string);
  if (options.migrates) {
    const applied = await migrate(ownerConnectionString, migrationsDir);
    if (applied.length > 0) log.info({ applied }, 'database brought up to date');
  }
  const crypto = fieldCrypto(await loadMasterKey(dataDir));
  const db = openDb(ownerConnectionString, { today: systemClock.today });
  const jobs = await openJobs(ownerConnectionString, options.works === true, (error) => log.error({ error: error.message }, 'jobs'));
  return {
    services: { db, crypto, clock: systemClock, log, jobs, facesFolder: join(dataDir, 'fonts') },
    jobs,
    ownerConnectionString,
    async close() {
      await jobs.stop();
      await db.close();
      await embedded?.stop();
    },
  };
}
