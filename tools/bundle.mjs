// How TypeScript becomes something Node 20 can run: one bundle of our own code, packages left in
// node_modules. Used by the build and by the benchmarks.
import { dirname, relative, sep } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from './setup.mjs';

/**
 * Bundles the entries (`{ name: path of a .ts file }`) into `<outDir>/<name>.js`.
 * Workspace packages are taken in; everything from node_modules stays outside.
 */
export async function bundle(entries, outDir) {
  const build = await rolldown({
    cwd: root,
    input: entries,
    platform: 'node',
    external: (id) => !/^(\.|\/|[A-Za-z]:)/.test(id) && !id.startsWith('@shouwang/'),
    plugins: [keepPlaces(outDir)],
    onLog(level, log, report) {
      if (level === 'warn') throw new Error(log.message);
      report(level, log);
    },
  });
  try {
    await build.write({ dir: outDir, format: 'esm', sourcemap: true, cleanDir: true, entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' });
  } finally {
    await build.close();
  }
}

/** A workspace package that reads a file beside itself (policy packs) still finds it from the bundle. */
function keepPlaces(outDir) {
  return {
    name: 'keep-places',
    transform(code, id) {
      if (!code.includes('import.meta.') || !id.startsWith(`${root}packages${sep}`)) return null;
      const url = `new URL(${JSON.stringify(relative(outDir, id).split(sep).map(encodeURIComponent).join('/'))}, import.meta.url)`;
      const folder = `new URL(${JSON.stringify(`${relative(outDir, dirname(id)).split(sep).map(encodeURIComponent).join('/')}/`)}, import.meta.url)`;
      const placed = code
        .replaceAll('import.meta.url', `${url}.href`)
        .replaceAll('import.meta.dirname', `process.getBuiltinModule('node:url').fileURLToPath(${folder}).slice(0, -1)`);
      // Lines stay where they are: the map of before still holds.
      return { code: placed, map: null };
    },
  };
}
