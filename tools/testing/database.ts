// A database of its own for a test file of the server: real PostgreSQL, every migration applied.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type TestDatabase = {
  /** Owner's connection to a fresh, migrated, empty database. */
  readonly connectionString: string;
};

/** Makes one with every migration; call it in `beforeAll` (about 50 ms). It goes when the run ends. */
export const testDatabase = (): Promise<TestDatabase> => make(inject('postgres').template);

/** One without anything in it. */
export const emptyDatabase = (): Promise<TestDatabase> => make('template0');

async function make(template: string): Promise<TestDatabase> {
  const { connectionString } = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const owner = new pg.Client({ connectionString });
  await owner.connect();
  try {
    // Copying takes the template for itself for a moment; two test files take turns.
    await owner.query('select pg_advisory_lock(1)');
    await owner.query(`create database ${name} template ${template}`);
  } finally {
    await owner.end();
  }
  const url = new URL(connectionString);
  url.pathname = `/${name}`;
  return { connectionString: url.href };
}
