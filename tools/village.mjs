// `npm run e2e:village [-- 200]`: builds, then walks a whole village through the screens in a browser: typed
// in, reviewed, printed, exported and read back. Says how long each elder took. The same test runs with ten
// elders in `npm test`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { requireChromium, requireNode, requirePackages, root } from './setup.mjs';

const count = Number(process.argv[2] ?? '200');
if (!Number.isInteger(count) || count < 1 || count > 2000) {
  console.error('用法 usage: npm run e2e:village -- 200 （老人人数 how many elders, 1–2000）');
  process.exit(1);
}
requireNode();
requirePackages();
const env = { ...process.env, CHROMIUM_PATH: requireChromium(), SHOUWANG_VILLAGE_ELDERS: String(count), NODE_ENV: 'test' };
await build();
const vitest = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'e2e', 'e2e/village.test.ts'], { cwd: root, env, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => vitest.kill(signal));
process.exitCode = (await new Promise((resolve) => vitest.once('close', resolve))) ?? 1;
