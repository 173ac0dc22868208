// The tree answers with names, children and the way down to a division.
import { expect, it } from 'vitest';
import type { DivisionView } from '@shouwang/contract/divisions';
import { treeOf } from './useDivisions.ts';

const at = (code: string, name: string, level: DivisionView['level'], parent: string | null): DivisionView => ({ code, name, level, parent, lng: null, lat: null, marks: [] });
const tree = treeOf([
  at('610999000000', 'County', 'county', null),
  at('610999101000', 'Town A', 'town', '610999000000'),
  at('610999102000', 'Town B', 'town', '610999000000'),
  at('610999101001', 'Village', 'village', '610999101000'),
]);

it('finds the divisions below one', () => {
  expect(tree.children('610999000000').map((division) => division.name)).toEqual(['Town A', 'Town B']);
  expect(tree.children('610999102000')).toEqual([]);
});
it('knows where the scope begins', () => {
  expect(tree.roots.map((division) => division.name)).toEqual(['County']);
});
it('names a prefix, and shows a code that it does not know', () => {
  expect(tree.name('610999101')).toBe('Town A');
  expect(tree.name('610999103')).toBe('610999103');
});
it('gives the way from the scope down', () => {
  expect(tree.path('610999101001').map((division) => division.name)).toEqual(['County', 'Town A', 'Village']);
  expect(tree.path('')).toEqual([]);
});
