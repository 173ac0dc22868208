// The field app's part of the build: which files its service worker keeps on the phone (only those
// that the field entry can reach, never the desk's), the worker itself at /field/sw.js, and the
// budget of the first load (quality bar P9), which fails the build when it is exceeded.
import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** P9: JavaScript of the first load, gzip, in bytes. */
const FIRST_LOAD_BUDGET = 200 * 1024;
const PUBLIC_FILES = ['field/index.html', 'field/manifest.webmanifest', 'field/icon-192.png', 'field/icon-512.png', 'field/icon-maskable-512.png', 'mark.svg'];

type Bundle = Rollup.OutputBundle;
type MetaChunk = Rollup.OutputChunk & { readonly viteMetadata?: { readonly importedCss: ReadonlySet<string>; readonly importedAssets: ReadonlySet<string> } };

/** Chunks reachable from `start`; without `later` only those that the first screen waits for. */
function reachable(bundle: Bundle, start: string, later: boolean): readonly MetaChunk[] {
  const found = new Map<string, MetaChunk>();
  const visit = (fileName: string): void => {
    const chunk = bundle[fileName];
    if (chunk === undefined || chunk.type !== 'chunk' || found.has(fileName)) return;
    found.set(fileName, chunk as MetaChunk);
    [...chunk.imports, ...(later ? chunk.dynamicImports : [])].forEach(visit);
  };
  visit(start);
  return [...found.values()];
}

interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[]; readonly dynamicallyImportedIds: readonly string[] } | null;
}

/** Modules reachable from an entry; without `later` by static imports only. */
function modulesFrom(graph: ModuleGraph, entry: string, later: boolean): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    const info = graph.getModuleInfo(id);
    [...(info?.importedIds ?? []), ...(later ? (info?.dynamicallyImportedIds ?? []) : [])].forEach(visit);
  };
  visit(entry);
  return found;
}

/**
 * Few files for the first load: on a slow network each request costs half a second, however small. What
 * the field app's first screen waits for comes in two, one that the desk uses as well and one of its own.
 */
export function firstLoadGroups(source: string): { readonly name: (id: string, graph: ModuleGraph) => string | null; readonly debugName: string; readonly priority: number }[] {
  const [field, desk] = [`${source}field.tsx`, `${source}desk.tsx`];
  let known: { readonly graph: ModuleGraph; readonly first: ReadonlySet<string>; readonly onDesk: ReadonlySet<string> } | null = null;
  const isWanted = (id: string, graph: ModuleGraph, onDesk: boolean): boolean => {
    if (known?.graph !== graph) known = { graph, first: modulesFrom(graph, field, false), onDesk: modulesFrom(graph, desk, true) };
    return known.first.has(id) && known.onDesk.has(id) === onDesk;
  };
  // A group takes along what its modules import: the shared one has to have taken its own before.
  return [
    { name: (id, graph) => (isWanted(id, graph, true) ? 'shared' : null), debugName: 'shared', priority: 2 },
    { name: (id, graph) => (isWanted(id, graph, false) ? 'field-first' : null), debugName: 'field-first', priority: 1 },
  ];
}

export function fieldApp(dist: string): readonly Plugin[] {
  const keep = new Set<string>();
  const collect: Plugin = {
    name: 'shouwang-field-files',
    apply: 'build',
    generateBundle(_, bundle) {
      const entry = Object.values(bundle).find((chunk): chunk is Rollup.OutputChunk => chunk.type === 'chunk' && chunk.isEntry && chunk.name === 'field');
      if (entry === undefined) return;
      const chunks = reachable(bundle, entry.fileName, true);
      for (const chunk of chunks) {
        [chunk.fileName, ...(chunk.viteMetadata?.importedCss ?? []), ...(chunk.viteMetadata?.importedAssets ?? [])].forEach((file) => keep.add(file));
      }
      PUBLIC_FILES.forEach((file) => keep.add(file));
      const weight = (of: readonly MetaChunk[]): number => of.reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0);
      const first = weight(reachable(bundle, entry.fileName, false));
      const said = `field app: first load ${(first / 1024).toFixed(1)} KB of JavaScript (gzip), budget ${FIRST_LOAD_BUDGET / 1024} KB; with what comes later ${(weight(chunks) / 1024).toFixed(1)} KB`;
      if (first > FIRST_LOAD_BUDGET) this.error(said);
      this.info(said);
    },
  };
  const worker = VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/platform/sw',
    filename: 'sw.ts',
    outDir: `${dist}/field`,
    scope: '/field/',
    base: '/',
    manifest: false,
    injectRegister: false,
    injectManifest: {
      globDirectory: dist,
      globPatterns: ['**/*.{js,css,html,svg,png,webmanifest}'],
      globIgnores: ['field/sw.js'],
      manifestTransforms: [async (entries) => ({ manifest: entries.filter(({ url }) => keep.has(url)).map((entry) => ({ ...entry, url: `/${entry.url}` })), warnings: [] })],
    },
  });
  return [collect, ...worker];
}
