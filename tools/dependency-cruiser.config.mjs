// Who may import whom. The arrows between modules come from module-map.mjs; the rest of the house is here.
import { modules } from '../module-map.mjs';

const TEST = '\\.test\\.tsx?$';
const TREES = [
  { name: 'domain', folder: (module) => `^packages/domain/src/${module}/` },
  { name: 'contract', folder: (module) => `^packages/contract/src/${module}\\.ts$` },
  { name: 'server', folder: (module) => `^apps/server/src/modules/${module}/` },
  { name: 'web', folder: (module) => `^apps/web/src/modules/${module}/` },
];

/** A module imports only modules that stand before it in the map. */
const arrows = TREES.flatMap(({ name, folder }) =>
  modules.slice(0, -1).map((module, index) => ({
    name: `${name}-${module}-knows-no-later-module`,
    severity: 'error',
    // A test may set up whatever its scene needs.
    from: { path: folder(module), pathNot: TEST },
    to: { path: modules.slice(index + 1).map(folder) },
  })),
);

/** Another module's inside is its own business: the server's modules meet through public.ts. */
const doors = modules.map((module) => ({
  name: `server-${module}-is-entered-by-its-public-file`,
  severity: 'error',
  from: { path: '^apps/server/src/modules/', pathNot: [`^apps/server/src/modules/${module}/`, TEST] },
  to: { path: `^apps/server/src/modules/${module}/`, pathNot: '/public\\.ts$' },
}));

const forbid = (name, from, to) => ({ name, severity: 'error', from, to });

export const ruleSet = {
  forbidden: [
    ...arrows,
    ...doors,
    forbid(
      'unknown-module',
      { path: '^(packages|apps)/' },
      {
        path: '^(packages/domain/src|apps/(server|web)/src/modules)/',
        pathNot: `^(packages/domain/src/(${[...modules, 'shared', 'sync', 'audit'].join('|')})/|apps/(server|web)/src/modules/(${modules.join('|')})/)`,
      },
    ),
    forbid('domain-shared-and-sync-know-no-module', { path: '^packages/domain/src/(shared|sync)/' }, { path: `^packages/domain/src/(${modules.join('|')})/` }),
    forbid('domain-is-pure', { path: '^packages/domain/src/', pathNot: TEST }, { dependencyTypes: ['core'] }),
    forbid('domain-knows-nobody', { path: '^packages/domain/src/', pathNot: TEST }, { path: '^(packages/(?!domain/)|apps/|tools/|e2e/|bench/)' }),
    forbid('contract-knows-domain-only', { path: '^packages/contract/src/', pathNot: TEST }, { path: '^(packages/(?!domain/|contract/)|apps/|tools/)' }),
    forbid('contract-is-pure', { path: '^packages/contract/src/', pathNot: TEST }, { dependencyTypes: ['core'] }),
    forbid('packages-know-no-app', { path: '^packages/' }, { path: '^apps/' }),
    forbid('web-and-server-meet-in-the-contract', { path: '^apps/web/' }, { path: '^(apps/server/|packages/(policies|documents|testkit)/)' }),
    // A test may hold both ends of a line against each other.
    forbid('server-knows-no-web', { path: '^apps/server/', pathNot: TEST }, { path: '^apps/web/' }),
    forbid('web-runs-in-a-browser', { path: '^apps/web/src/', pathNot: TEST }, { dependencyTypes: ['core'] }),
    forbid('platform-knows-no-module', { path: '^apps/(server|web)/src/(platform|ui)/', pathNot: TEST }, { path: '^apps/(server|web)/src/(modules|app)/' }),
    forbid('modules-do-not-know-the-app', { path: '^apps/(server|web)/src/modules/', pathNot: TEST }, { path: '^apps/(server|web)/src/(app/|[^/]+\\.tsx?$)' }),
    forbid('shipped-code-uses-no-test-code', { path: '^(packages|apps)/[^/]+/src/', pathNot: TEST }, { path: `(${TEST}|^tools/|^e2e/)` }),
    forbid('shipped-code-uses-shipped-packages', { path: '^(packages|apps)/[^/]+/src/', pathNot: TEST }, { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm'] }),
    forbid('every-package-is-declared', { path: '^(packages|apps)/[^/]+/src/', pathNot: TEST }, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
    forbid('nothing-unresolved', {}, { couldNotResolve: true }),
    forbid('no-circle', {}, { circular: true }),
    forbid('no-orphan', { orphan: true, path: '^(packages|apps)/[^/]+/src/', pathNot: [TEST, '\\.d\\.ts$'] }, {}),
  ],
};

export const cruiseOptions = {
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '(^|/)(dist|coverage|data)/' },
  tsPreCompilationDeps: true,
  combinedDependencies: true,
  moduleSystems: ['es6', 'cjs'],
};

export const resolveOptions = {
  exportsFields: ['exports'],
  conditionNames: ['import', 'browser', 'module', 'default', 'node', 'types'],
  extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
  mainFields: ['module', 'main', 'types'],
};
