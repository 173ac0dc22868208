// Quality bar R7: the database of every release so far comes up to today's schema in one step, and says
// the same afterwards. `node tools/release.mjs 0.3.0` keeps the data of a new release beside the others.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { emptyDatabase } from '../../../../tools/testing/database.ts';
import { figuresOf, servicesOn } from '../../../../tools/testing/makeRelease.ts';
import { listReleases, loadRelease, readManifest } from '../../../../tools/testing/release.ts';
import { migrate } from '../platform/db/migrate.ts';

const root = resolve(import.meta.dirname, '../../../..');
const releases = join(root, 'fixtures');
const migrations = join(root, 'apps/server/migrations');

it('brings the data of every release up in one step, with the same figures before and after', async () => {
  const versions = await listReleases(releases);
  expect(versions).toEqual(expect.arrayContaining(['0.1.0', '0.2.0', '0.3.0']));
  for (const version of versions) {
    const folder = join(releases, version);
    const release = await readManifest(folder);
    const { connectionString } = await emptyDatabase();
    const then = await mkdtemp(join(tmpdir(), 'shouwang-migrations-'));
    try {
      for (const name of release.migrations) await copyFile(join(migrations, name), join(then, name));
      await migrate(connectionString, then);
      await loadRelease(connectionString, folder);
      await migrate(connectionString, migrations);
    } finally {
      await rm(then, { recursive: true });
    }
    const services = servicesOn(connectionString, release.today, Buffer.from(release.masterKey, 'base64'));
    const figures: unknown = JSON.parse(JSON.stringify(await figuresOf(services, release.county)));
    await services.db.close();
    // A later version may know more figures; those that the release knew are the same.
    expect([version, figures]).toMatchObject([version, release.figures]);
  }
});
