// The packs that come with the platform: whole, resolvable, and every definition at its boundaries.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilePack } from '@shouwang/domain/classification';
import type { Category, EffectiveFacts } from '@shouwang/domain/ledger';
import { withConfirmations, type PolicyPack } from '@shouwang/domain/policy';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPackFiles, loadPacks, problemText, resolveChain, type PackFile } from './index.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'packs');
const asOf = '2026-11-01';
let files: readonly PackFile[] = [];

beforeAll(async () => {
  const loaded = await loadPacks(folder);
  expect(loaded.problems.map(problemText)).toEqual([]);
  files = loaded.packs;
});

function getPack(id: string): PolicyPack {
  const resolved = resolveChain(files, id);
  if (!resolved.ok) throw new Error(resolved.problems.map(problemText).join('\n'));
  return resolved.pack;
}
function classify(pack: PolicyPack, facts: EffectiveFacts) {
  const compiled = compilePack(pack);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
  return compiled.value.classify(facts, asOf);
}

describe('all packs', () => {
  it('pass their own check', () => {
    expect(files.map((file) => file.id)).toEqual(['bayingolin-2025', 'bazhou-2023', 'chongqing-2018', 'datian-2020', 'demo-2026', 'national-2022', 'pingli-2023']);
    expect(checkPackFiles(files).map(problemText)).toEqual([]);
  });
});
