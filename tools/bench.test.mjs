// Benchmarks that nobody runs rot: all of them once, at size S and for moments only. What they measure
// then says nothing; that they find every acknowledged visit and an equal report does.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('npm run bench -- --smoke measures every bar', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['tools/bench.mjs', '--smoke'], { cwd: new URL('..', import.meta.url), maxBuffer: 10_000_000 });
  const measured = new Set(stdout.match(/^(P\d+|reconcile|statistics)/gm));
  expect([...measured].sort()).toEqual(['P1', 'P13', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P9', 'reconcile', 'statistics']);
}, 300_000);
