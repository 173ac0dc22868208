// `npm test`: sets up what it needs (packages, Chromium), checks, builds, then runs every test of the
// repository in one go. The last line is `N passed, N failed`; a failed check counts as a failure.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { requireChromium, requireNode, requirePackages, root } from './setup.mjs';

requireNode();
requirePackages();
const chromium = requireChromium();

const { check } = await import('./check.mjs');
const failed = await check();

const { build } = await import('./build.mjs');
await build().catch((error) => {
  console.log(`✗ build\n${error.stack}`);
  failed.push('build');
});
if (failed.length > 0) console.log(`\n没有通过的检查 failed checks: ${failed.join(', ')}`);

const args = ['run', ...process.argv.slice(2)];
const env = { ...process.env, CHROMIUM_PATH: chromium, SHOUWANG_FAILED_CHECKS: String(failed.length), NODE_ENV: 'test' };
if (process.stdout.isTTY) env.FORCE_COLOR ??= '1';
const vitest = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], { cwd: root, env, stdio: ['inherit', 'pipe', 'inherit'] });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => vitest.kill(signal));

let ending = '';
vitest.stdout.on('data', (chunk) => {
  process.stdout.write(chunk);
  ending = (ending + chunk).slice(-200);
});
const code = await new Promise((resolve) => vitest.once('close', resolve));
// A run that broke down before its reporter could speak still ends with the line.
if (!/^\d+ passed, \d+ failed$/m.test(ending)) console.log(`\n0 passed, ${failed.length + 1} failed`);
process.exitCode = code === 0 && failed.length === 0 ? 0 : 1;
