// Builds the server (apps/server/dist) and the web (apps/web/dist), each only when one of its sources
// changed. `node tools/build.mjs --force` builds both.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup.mjs';

const NOT_SOURCES = new Set(['node_modules', 'dist', 'migrations']);

const parts = [
  {
    name: 'server',
    sources: ['packages', 'apps/server', 'tools/bundle.mjs', 'package-lock.json'],
    made: ['apps/server/dist/main.js', 'apps/server/dist/worker.js', 'apps/server/dist/cli.js'],
    async build() {
      const { bundle } = await import('./bundle.mjs');
      const entry = (name) => join(root, 'apps/server/src', `${name}.ts`);
      await bundle({ main: entry('main'), worker: entry('worker'), cli: entry('cli') }, join(root, 'apps/server/dist'));
    },
  },
  {
    name: 'web',
    sources: ['packages/domain', 'packages/contract', 'apps/web', 'package-lock.json'],
    made: ['apps/web/dist/index.html'],
    async build() {
      const { build } = await import('vite');
      await build({ configFile: join(root, 'apps/web/vite.config.ts'), mode: 'production', logLevel: 'warn' });
    },
  },
];

/** Builds what is stale. Which parts were built is said on the terminal, in words. */
export async function build({ force = false } = {}) {
  for (const part of parts) {
    const stamp = join(root, 'node_modules/.cache/shouwang', `${part.name}.built-from`);
    const digest = digestOf(part.sources);
    const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === digest && part.made.every((file) => existsSync(join(root, file)));
    if (fresh && !force) continue;
    const began = performance.now();
    await part.build();
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, digest);
    console.log(`已构建 built: ${part.name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  }
}

/** Digest of the names and contents of the sources; tests are not sources. */
function digestOf(paths) {
  const hash = createHash('sha256');
  const visit = (path, name) => {
    if (NOT_SOURCES.has(name) || /\.test\.tsx?$/.test(name)) return;
    const entries = readdirOrNull(join(root, path));
    if (entries === null) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
    else for (const entry of entries.sort()) visit(`${path}/${entry}`, entry);
  };
  for (const path of paths) visit(path, '');
  return hash.digest('hex');
}

function readdirOrNull(path) {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build({ force: process.argv.includes('--force') });
