// The thresholds of the pack on a small population that they were not tuned on: what is planted is mostly
// caught, what is honest is mostly left alone. The full figures: npm run bench plausibility.
import { fileURLToPath } from 'node:url';
import { plausibilityRulesOf } from '@shouwang/domain/visits';
import { loadPacks, resolveChain } from '@shouwang/policies';
import { caughtAndDoubted, drawFieldwork, generateCounty } from '@shouwang/testkit';
import { expect, test } from 'vitest';

test('catch nine in ten planted visits and doubt at most one honest in fifty', async () => {
  const folder = fileURLToPath(new URL('../../../../../packages/policies/packs', import.meta.url));
  const resolved = resolveChain((await loadPacks(folder)).packs, 'demo-2026');
  if (!resolved.ok) throw new Error('the demonstration’s pack does not resolve');
  const county = generateCounty({ size: 'S', seed: 'small', asOf: '2026-11-22' });
  const fieldwork = drawFieldwork({ county, seed: 'small', days: 56, fakersPerHundred: 40 });
  const { caught, honest } = caughtAndDoubted(fieldwork, plausibilityRulesOf(resolved.pack));
  const all = [...caught.values()];
  const planted = all.reduce((sum, share) => sum + share.all, 0);
  expect(all.filter((share) => share.all > 0).length).toBeGreaterThanOrEqual(10);
  expect(all.reduce((sum, share) => sum + share.doubted, 0) / planted).toBeGreaterThan(0.9);
  expect(honest.doubted / honest.all).toBeLessThan(0.02);
});
