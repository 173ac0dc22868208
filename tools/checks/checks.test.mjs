// The checks are tried on small repositories that break one rule each: a check that finds nothing where
// there is something is worse than none.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkCoverage } from './coverage.mjs';
import { checkHouseRules } from './house-rules.mjs';
import { checkLinks } from './links.mjs';
import { checkModules } from './modules.mjs';

let base;
afterEach(() => rm(base, { recursive: true, force: true }));

async function repository(files) {
  base = await mkdtemp(join(tmpdir(), 'shouwang-checks-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(base, path)), { recursive: true });
    await writeFile(join(base, path), text);
  }
  return base;
}

describe('links', () => {
  test('finds links, anchors and mentioned paths that lead nowhere, and no others', async () => {
    const problems = checkLinks(
      await repository({
        'README.md':
          '# One two\n[ok](docs/a.md#first-part) [here](#one-two) [web](https://example.org/x) [gone](docs/b.md) [nowhere](docs/a.md#second) `tools/a.mjs` `tools/b.mjs` `apps/server/dist/main.js` `docs/NNNN-x.md`',
        'docs/a.md': '## First part\n',
        'tools/a.mjs': '// see docs/adr/0001-gone.md\n',
      }),
    );
    expect(problems).toEqual([
      'README.md: the link docs/b.md leads nowhere',
      'README.md: docs/a.md has no heading #second',
      'README.md: mentions tools/b.mjs, which does not exist',
      'tools/a.mjs: mentions docs/adr/0001-gone.md, which does not exist',
    ]);
  });
});

describe('coverage', () => {
  const files = { 'docs/requirements.csv': 'id,area,step\n001-001,ledger,1\n', 'packages/a.test.ts': "test('adds, and \\'more\\'', () => {});" };
  const coverage = (line) => ({ ...files, 'docs/coverage.csv': `requirement,module,where,test\n${line}\n` });

  test('accepts a requirement whose test exists', async () => {
    expect(checkCoverage(await repository(coverage(`001-001,ledger,台账,"packages/a.test.ts::adds, and 'more'"`)))).toEqual([]);
  });
  test.each([
    ['999-999,ledger,x,"packages/a.test.ts::adds, and \'more\'"', /999-999 is not in/],
    ['001-001,nothing,x,"packages/a.test.ts::adds, and \'more\'"', /no module nothing/],
    ['001-001,ledger,x,packages/a.test.ts::subtracts', /has no test "subtracts"/],
    ['001-001,ledger,x,packages/b.test.ts::adds', /no test file packages\/b.test.ts/],
    ['001-001,ledger,x,adds', /not of the form/],
    ['001-001,ledger', /2 columns/],
  ])('refuses %s', async (line, problem) => {
    expect(checkCoverage(await repository(coverage(line))).join()).toMatch(problem);
  });
});

describe('house rules', () => {
  test('finds files without a reason, long ones, and tests that do not always run', async () => {
    const skipping = `test.${'skip'}('x')`;
    const problems = checkHouseRules(
      await repository({ 'a.ts': 'export {};', 'b.ts': `// Why.\n${'x;\n'.repeat(400)}`, 'c.test.ts': skipping, 'd.ts': '// Why.\n', 'e/index.ts': 'export {};' }),
    );
    expect(problems).toEqual(['a.ts does not open with a comment that says why it exists', 'b.ts is longer than 400 lines', 'c.test.ts has a test that does not always run']);
  });
});

describe('modules', () => {
  /** Enough files and imports that the check believes that it has seen a repository. */
  const crowd = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [
      `packages/domain/src/shared/f${n}.ts`,
      n === 0 ? 'export const f0 = 0;' : `import { f${n - 1} } from './f${n - 1}.ts';\nexport const f${n} = f${n - 1};`,
    ]),
  );

  test('lets a module import an earlier one and refuses the reverse, also for types', async () => {
    const later = await checkModules(
      await repository({
        ...crowd,
        'packages/domain/src/access/index.ts': "export type { Visit } from '../visits/index.ts';",
        'packages/domain/src/visits/index.ts': 'export type Visit = string;',
        'packages/domain/src/oversight/index.ts': "import type { Visit } from '../visits/index.ts';\nexport type Report = Visit[];",
      }),
    );
    expect(later).toEqual(['domain-access-knows-no-later-module: packages/domain/src/access/index.ts → packages/domain/src/visits/index.ts']);
  });
  test('keeps the domain pure, platform free of modules, and modules to their public doors', async () => {
    const problems = await checkModules(
      await repository({
        ...crowd,
        'packages/domain/src/access/index.ts': "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;",
        'apps/server/src/platform/db.ts': "export { b } from '../modules/access/public.ts';",
        'apps/server/src/modules/access/public.ts': "export { b } from './inside.ts';",
        'apps/server/src/modules/access/inside.ts': 'export const b = 1;',
        'apps/server/src/modules/visits/commands.ts': "import { b } from '../access/inside.ts';\nexport const c = b;",
      }),
    );
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual(['domain-is-pure', 'platform-knows-no-module', 'server-access-is-entered-by-its-public-file']);
  });
  test('refuses circles, orphans and modules that the map does not name', async () => {
    const problems = await checkModules(
      await repository({
        ...crowd,
        'packages/domain/src/ledger/a.ts': "import './b.ts';",
        'packages/domain/src/ledger/b.ts': "import './a.ts';",
        'packages/domain/src/ledger/alone.ts': 'export {};',
        'packages/domain/src/gossip/index.ts': "import '../shared/f0.ts';",
        'packages/domain/src/visits/index.ts': "import '../gossip/index.ts';",
      }),
    );
    expect(new Set(problems.map((problem) => problem.split(':')[0]))).toEqual(new Set(['no-circle', 'no-orphan', 'unknown-module']));
  });
  test('does not pass when it has seen next to nothing', async () => {
    expect(await checkModules(await repository({ 'packages/domain/src/shared/a.ts': 'export {};' }))).toEqual([expect.stringContaining('files only')]);
  });
});
