// `npm run torture import -- [--elders 900] [--towns 6] [--folders 10] [--seed x] [--apart]`: messy folders of other
// counties through import and reconciliation on a real database, held against their truth, as a table.
// What is measured stands in apps/server/src/app/messyFolders.test.ts; the faults of each folder are
// written into the folder that is named at the end. With --apart the folders are made by another process,
// so that the memory told is the importer's; in brackets what was held before it began.
//
// `npm run torture sync -- [--phones 20] [--visits 1000] [--attachments 200] [--kills 20] [--seed x]`: the phones'
// outbox through a line that loses, cuts, doubles and delays, against a server that is killed again and again
// (e2e/syncTorture.ts). The same seed draws the same visits, faults and moments.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requireNode, requirePackages, root } from './setup.mjs';

requireNode();
requirePackages();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    elders: { type: 'string', default: '900' },
    towns: { type: 'string', default: '6' },
    folders: { type: 'string', default: '10' },
    seed: { type: 'string', default: 'torture' },
    apart: { type: 'boolean', default: false },
    phones: { type: 'string', default: '20' },
    visits: { type: 'string', default: '1000' },
    attachments: { type: 'string', default: '200' },
    kills: { type: 'string', default: '20' },
  },
});
const [kind = 'import'] = positionals;
if (kind !== 'import' && kind !== 'sync') {
  process.stderr.write('只有 import 和 sync 两项 / there are only: import, sync\n');
  process.exit(2);
}
const out = mkdtempSync(join(tmpdir(), 'shouwang-torture-'));
if (kind === 'sync') process.exit(await tortureSync());
const seeds = Array.from({ length: Number(values.folders) }, (_, at) => `${values.seed}${at}`);
const asked = { elders: Number(values.elders), towns: Number(values.towns), seeds, out };
const runStep = (step) =>
  spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'server-pg18', 'apps/server/src/app/messyFolders.test.ts', '--testTimeout', '3600000'],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, TORTURE: JSON.stringify({ ...asked, ...step }) },
    },
  );
const written = values.apart ? runStep({ step: 'write' }) : null;
const run = written !== null && written.status !== 0 ? written : runStep(values.apart ? { step: 'read' } : {});

const share = ({ right, of }) => `${right}/${of}`;
const kinds = new Map();
const lines = [
  '| folder | pack | files | people | elders | lost | phantom | village | categories | rhythm | died | responsible | s | MB |',
  '|---|---|---|---|---|---|---|---|---|---|---|---|---|---|',
];
for (const seed of seeds) {
  const file = join(out, `${seed}.json`);
  if (!existsSync(file)) continue;
  const one = JSON.parse(readFileSync(file, 'utf8'));
  lines.push(
    `| ${[seed, one.pack, one.files, one.people, one.elders, one.lost, one.phantoms, share(one.placed), share(one.categories), share(one.tier), share(one.leaving), share(one.filed), one.seconds, `${one.megabytes} (${one.megabytesBefore})`].join(' | ')} |`,
  );
  for (const [kind, { found, wanted, right }] of Object.entries(one.findings)) {
    const sum = kinds.get(kind) ?? { found: 0, wanted: 0, right: 0 };
    kinds.set(kind, { found: sum.found + found, wanted: sum.wanted + wanted, right: sum.right + right });
  }
}
lines.push('', '| finding | planted | found | right | precision | recall |', '|---|---|---|---|---|---|');
const part = (some, all) => (all === 0 ? '–' : (some / all).toFixed(3));
for (const [kind, { found, wanted, right }] of [...kinds].sort()) lines.push(`| ${[kind, wanted, found, right, part(right, found), part(right, wanted)].join(' | ')} |`);
process.stdout.write(`${lines.join('\n')}\n\n${out}\n`);
process.exitCode = run.status ?? 1;

/** Answers the exit code. */
async function tortureSync() {
  const { build } = await import('./build.mjs');
  await build();
  const settings = { seed: values.seed, phones: Number(values.phones), visits: Number(values.visits), attachments: Number(values.attachments), kills: Number(values.kills), out };
  const test = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'e2e', 'e2e/syncTorture.test.ts'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, TORTURE_SYNC: JSON.stringify(settings), NODE_ENV: 'test' },
  });
  const file = join(out, 'sync.json');
  if (existsSync(file)) process.stdout.write(`${JSON.stringify(JSON.parse(readFileSync(file, 'utf8')), null, 2)}\n`);
  return test.status ?? 1;
}
