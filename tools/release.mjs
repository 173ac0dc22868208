// `node tools/release.mjs VERSION`: keeps the data of a release in fixtures/VERSION, against which the
// upgrade tests of all later releases run (apps/server/src/app/upgrade.test.ts).
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { requireNode, requirePackages, root } from './setup.mjs';

requireNode();
requirePackages();
const version = process.argv[2];
if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) {
  console.error('用法 usage: node tools/release.mjs 0.3.0');
  process.exit(1);
}
// The same depth as apps/server/dist, from which the server finds the repository.
const folder = join(root, 'tools/testing/dist');
await bundle({ makeRelease: join(root, 'tools/testing/makeRelease.ts') }, folder);
const { main } = await import(pathToFileURL(join(folder, 'makeRelease.js')).href);
await main(root, version);
