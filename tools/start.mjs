// `npm start`: everything from a fresh clone to a served county. Installs and builds what is missing or
// stale, then becomes the server. PORT (3000) and SHOUWANG_DATA (./data) choose port and folder.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireNode, requirePackages, root } from './setup.mjs';

requireNode();
requirePackages();
const { build } = await import('./build.mjs');
await build();

process.env.NODE_ENV ??= 'production';
process.env.PORT ??= '3000';
process.env.SHOUWANG_DATA = resolve(process.env.SHOUWANG_DATA ?? join(root, 'data'));
await import(pathToFileURL(join(root, 'apps/server/dist/main.js')).href);
