import { describe, expect, it } from 'vitest';
import { flag, isoDate, list, month } from './route.ts';
import { z } from 'zod';

describe('parameters of an address', () => {
  it('mean true only where they say true', () => {
    expect([flag.safeParse('true').data, flag.safeParse('false').data]).toEqual([true, false]);
    for (const other of ['', '1', 'yes', 'TRUE', 0]) expect([other, flag.safeParse(other).success]).toEqual([other, false]);
  });
  it('are lists whether repeated, joined by commas, single or left out', () => {
    const words = list(z.string());
    expect([['a', 'b'], 'a,b', 'a', '', undefined].map((given) => words.parse(given))).toEqual([['a', 'b'], ['a', 'b'], ['a'], [], []]);
  });
  it('name days that a calendar has', () => {
    for (const day of ['2026-11-22', '2024-02-29', '0001-01-01']) expect([day, isoDate.safeParse(day).success]).toEqual([day, true]);
    for (const day of ['2026-02-29', '2026-13-01', '2026-11-00', '0000-01-01', '2026-1-1', '']) expect([day, isoDate.safeParse(day).success]).toEqual([day, false]);
  });
  it('name months that a calendar has', () => {
    expect(['2026-12', '2026-13', '2026-1', '26-01'].map((given) => month.safeParse(given).success)).toEqual([true, false, false, false]);
  });
});
