import { expect, it } from 'vitest';
import { boundsOf, shadeOf, sharesOf } from './shares.ts';

const table = {
  asOf: '2026-11-22',
  since: null,
  rows: [5, 10, 4].map((persons, index) => ({ code: `61092610700${index + 1}`, label: null, persons })),
  columns: [
    { code: 'yes', label: null, persons: 6 },
    { code: 'no', label: null, persons: 13 },
  ],
  cells: [
    [0, 5],
    [2, 8],
    [4, 0],
  ],
  persons: 19,
  rowMentions: 19,
  columnMentions: 19,
};

it('lists villages by their share and shades them by thirds', () => {
  const shares = sharesOf(table, 'yes');
  expect(shares.map(({ code, count, share }) => [code.slice(-1), count, share])).toEqual([
    ['3', 4, 1],
    ['2', 2, 0.2],
    ['1', 0, 0],
  ]);
  expect(shares.map((one) => shadeOf(one, boundsOf(shares)))).toEqual([2, 1, null]);
});

it('shows nobody where the bucket is no longer there', () => {
  expect(sharesOf(table, 'gone').every((one) => shadeOf(one, boundsOf([])) === null)).toBe(true);
});
