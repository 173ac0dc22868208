// `npm start`: everything from a fresh clone to a served county. Installs and builds what is missing or
// stale, then becomes the server. PORT (3000) and SHOUWANG_DATA (./data) choose port and folder.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { giveUp, requireNode, requirePackages, root } from './setup.mjs';

requireNode();
requirePackages();
const { build } = await import('./build.mjs');
await build();

process.env.NODE_ENV ??= 'production';
process.env.PORT ??= '3000';
process.env.SHOUWANG_DATA = resolve(process.env.SHOUWANG_DATA ?? join(root, 'data'));
await import(pathToFileURL(join(root, 'apps/server/dist/main.js')).href).catch((error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  giveUp(
    `端口 ${process.env.PORT} 已被占用：守望可能已在运行。请换一个端口，例如 PORT=3001 npm start。`,
    `Port ${process.env.PORT} is taken: Shouwang may be running already. Choose another, for example PORT=3001 npm start.`,
  );
});
