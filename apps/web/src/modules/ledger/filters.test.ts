// A view survives its address, and an address from anywhere never breaks a view.
import { riskLevels } from '@shouwang/domain/policy';
import { categories } from '@shouwang/domain/ledger';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAddress, writeAddress } from '../../platform/address.ts';
import { addressOfView, filterOf, sorts, toggled, viewOf, type LedgerView } from './filters.ts';

const optional = <K extends string, T>(key: K, values: fc.Arbitrary<T>): fc.Arbitrary<{ [Key in K]?: T }> =>
  fc.oneof(
    fc.constant({}),
    values.map((value) => ({ [key]: value }) as { [Key in K]: T }),
  );
const code = fc.stringMatching(/^[a-zA-Z][\w.-]{0,20}$/);
const age = fc.integer({ min: 0, max: 130 });
const view: fc.Arbitrary<LedgerView> = fc
  .tuple(
    optional('division', fc.stringMatching(/^\d{6,12}$/)),
    optional('ageFrom', age),
    optional('ageTo', age),
    fc.record({
      category: fc.uniqueArray(fc.constantFrom(...categories)),
      tier: fc.uniqueArray(code),
      remark: fc.uniqueArray(code),
      risk: fc.uniqueArray(fc.constantFrom(...riskLevels)),
      uncovered: fc.boolean(),
      provisional: fc.boolean(),
      incomplete: fc.boolean(),
      q: fc
        .string({ maxLength: 60, unit: 'grapheme' })
        .map((text) => text.slice(0, 60))
        .filter((text) => text.isWellFormed()),
      sort: fc.constantFrom(...sorts),
      order: fc.constantFrom('asc' as const, 'desc' as const),
      page: fc.integer({ min: 1, max: 20_000 }),
    }),
  )
  .map(([division, ageFrom, ageTo, rest]) => ({ ...division, ...ageFrom, ...ageTo, ...rest }));

it('comes back from its address as it was', () => {
  fc.assert(
    fc.property(view, (given) => {
      expect(viewOf(readAddress(writeAddress(addressOfView(given))))).toEqual(given);
    }),
  );
});

it('makes a whole view of any address', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('division', 'category', 'tier', 'ageFrom', 'page', 'sort', 'order', 'uncovered', 'x'), fc.string()), (address) => {
      const made = viewOf(address);
      expect(made.page).toBeGreaterThanOrEqual(1);
      expect(sorts).toContain(made.sort);
      expect(made.category.every((item) => categories.includes(item))).toBe(true);
    }),
  );
});

it('has a bare address when nothing is filtered', () => {
  expect(writeAddress(addressOfView(viewOf({})))).toBe('');
  expect(writeAddress({ category: 'livingAlone,leftBehind', q: '' })).toBe('?category=livingAlone,leftBehind');
});

it('asks the server only for what is filtered', () => {
  expect(filterOf(viewOf({ uncovered: '1', ageFrom: '80', page: '3' }))).toEqual({ category: [], tier: [], remark: [], uncovered: true, ageFrom: 80 });
});

it('puts an item in and takes it out again', () => {
  expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggled(toggled(['a'], 'b'), 'a')).toEqual(['b']);
});
