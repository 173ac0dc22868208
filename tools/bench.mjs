// `npm run bench`: bundles the server and bench/*.ts, then measures. What can be asked for stands at
// the head of bench/run.ts.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { bundle } from './bundle.mjs';
import { requireNode, requirePackages, root } from './setup.mjs';

requireNode();
requirePackages();
// P9 opens the field app as it is handed out.
if (process.argv.includes('P9') || !process.argv.slice(2).some((arg) => !arg.startsWith('-'))) await build();
// The same depth as apps/server/dist, from which the server finds the repository.
await bundle({ main: join(root, 'apps/server/src/main.ts'), worker: join(root, 'apps/server/src/worker.ts') }, join(root, 'bench/dist/server'));
await bundle({ run: join(root, 'bench/run.ts'), importer: join(root, 'bench/importer.ts') }, join(root, 'bench/dist/run'));
const { main } = await import(pathToFileURL(join(root, 'bench/dist/run/run.js')).href);
await main(root, process.argv.slice(2));
