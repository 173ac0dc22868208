// `npm run check`: every check that needs no running program. Each prints how long it took; all run even
// when one fails, so that one round shows everything. `node tools/check.mjs types lint` runs those named.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryFiles } from './checks/files.mjs';
import { root } from './setup.mjs';

/** Runs a program of node_modules; answers [] or its output. */
function program(script, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0 ? [] : [output.trimEnd()]));
  });
}

async function checkTypes() {
  const projects = repositoryFiles().filter((path) => /(^|\/)tsconfig\.json$/.test(path));
  const problems = [];
  for (const project of projects) problems.push(...(await program('typescript-7/bin/tsc', ['-p', project, '--pretty', 'false'])));
  // The first line of each message says where and what; the rest retells the types.
  return [...new Set(problems.flatMap((output) => output.split('\n').filter((line) => !line.startsWith(' '))))];
}

const checks = {
  types: checkTypes,
  lint: () => program('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings', '--report-unused-disable-directives']),
  format: () => program('oxfmt/bin/oxfmt', ['--check', '.']),
  modules: async () => (await import('./checks/modules.mjs')).checkModules(),
  unused: () => program('knip/bin/knip.js', ['--no-progress', '--no-config-hints']),
  links: async () => (await import('./checks/links.mjs')).checkLinks(),
  coverage: async () => (await import('./checks/coverage.mjs')).checkCoverage(),
  house: async () => (await import('./checks/house-rules.mjs')).checkHouseRules(),
};

/** Runs the checks; answers the names of those that failed. */
export async function check(names = Object.keys(checks)) {
  const failed = [];
  for (const name of names) {
    const began = performance.now();
    const problems = await checks[name]().catch((error) => [error.stack]);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    if (problems.length > 0) failed.push(name);
    console.log(`${problems.length === 0 ? '✓' : '✗'} ${name.padEnd(9)} ${seconds.padStart(5)} s`);
    for (const problem of problems) console.log(problem.replace(/^/gm, '  '));
  }
  return failed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const named = process.argv.slice(2);
  const unknown = named.filter((name) => !(name in checks));
  if (unknown.length > 0 || !existsSync(join(root, 'node_modules'))) {
    console.error(unknown.length > 0 ? `No check named ${unknown.join(', ')}; there are ${Object.keys(checks).join(', ')}.` : 'Run npm ci first.');
    process.exit(2);
  }
  const failed = await check(named.length > 0 ? named : undefined);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
