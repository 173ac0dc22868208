// `npm run bench`: bundles the server and bench/*.ts, then measures. What can be asked for stands at
// the head of bench/run.ts.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { requireNode, requirePackages, root } from './setup.mjs';

requireNode();
requirePackages();
// The same depth as apps/server/dist, from which the server finds the repository.
await bundle({ main: join(root, 'apps/server/src/main.ts'), worker: join(root, 'apps/server/src/worker.ts') }, join(root, 'bench/dist/server'));
await bundle({ run: join(root, 'bench/run.ts'), importer: join(root, 'bench/importer.ts') }, join(root, 'bench/dist/run'));
const { main } = await import(pathToFileURL(join(root, 'bench/dist/run/run.js')).href);
await main(root, process.argv.slice(2));
