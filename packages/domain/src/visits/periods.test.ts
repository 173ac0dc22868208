// The calendar of duties over leap days and years' ends: every day lies in one week and one month, and every
// week is counted by one month's report.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, monthOf, weekday } from '../shared/index.ts';
import { periodOf, periodsOfMonth, weekOf } from './periods.ts';

const day = fc.integer({ min: 0, max: 366 * 12 }).map((days) => addDays('2023-12-20', days));

test('a day lies in the week and the month that a report counts, and in no other', () => {
  fc.assert(
    fc.property(day, fc.constantFrom('week' as const, 'month' as const), (on, kind) => {
      const period = periodOf(kind, on);
      expect([period.start <= on, on <= period.end]).toEqual([true, true]);
      const around = [-20, 0, 20].map((days) => monthOf(addDays(on, days)));
      const found = [...new Set(around)].flatMap((month) => periodsOfMonth(kind, month)).filter(({ start, end }) => start <= on && on <= end);
      expect(found).toEqual([period]);
    }),
  );
});

test('a week has seven days from Monday to Sunday and is its Sunday’s month’s, also over 29 February and New Year', () => {
  fc.assert(
    fc.property(day, (on) => {
      const { start, end, month } = weekOf(on);
      expect([weekday(start), addDays(start, 6), monthOf(end)]).toEqual([1, end, month]);
    }),
  );
  expect(weekOf('2028-02-29')).toEqual({ kind: 'week', start: '2028-02-28', end: '2028-03-05', month: '2028-03' });
  expect(weekOf('2026-12-31')).toEqual({ kind: 'week', start: '2026-12-28', end: '2027-01-03', month: '2027-01' });
});
