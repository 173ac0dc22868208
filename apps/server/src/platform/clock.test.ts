// The county's day, whatever instant is asked for and in which order.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { localDay } from './clock.ts';

it('is the day on the calendar of Shanghai', () => {
  expect(localDay(new Date('2026-11-21T15:59:59.999Z'))).toBe('2026-11-21');
  expect(localDay(new Date('2026-11-21T16:00:00.000Z'))).toBe('2026-11-22');
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });
  const instant = fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2100, 0, 1) });
  fc.assert(fc.property(fc.array(instant, { minLength: 1, maxLength: 20 }), (instants) => instants.every((ms) => localDay(new Date(ms)) === calendar.format(new Date(ms)))));
});
