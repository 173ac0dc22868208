import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, monthOf, weekday } from '../shared/index.ts';
import { density, dutiesFor, tierOn, type DutyRules, type ListedTime, type TierSpan } from './duties.ts';
import { weekOf } from './periods.ts';

const weekly = { code: 'weekly2', visits: 2, period: 'week', modes: ['home'] } as const;
const monthly = { code: 'monthly', visits: 1, period: 'month', modes: ['home'] } as const;
const rules: DutyRules = { firstWeek: [2, 2, 2, 1, 1, 0, 0], firstVisitDays: 3, returnVisitDays: 3, suspendedCalls: 1, refusal: { visits: 1, modes: ['outside', 'phone', 'kin'] } };
const listed = (tiers: readonly TierSpan[], over: Partial<ListedTime> = {}): ListedTime => ({ enteredOn: '2026-01-01', closedOn: null, suspended: [], tiers, ...over });
const since = (tier: TierSpan['tier'], from = '2026-01-01'): TierSpan => ({ from, tier });
const required = (time: ListedTime, month: string) => dutiesFor(time, month, rules).map((duty) => [duty.kind, duty.start, duty.required]);

describe('duties of a month', () => {
  test('a weekly tier has one duty for each week whose Sunday lies in the month', () => {
    expect(required(listed([since(weekly)]), '2026-11')).toEqual([
      ['week', '2026-10-26', 2],
      ['week', '2026-11-02', 2],
      ['week', '2026-11-09', 2],
      ['week', '2026-11-16', 2],
      ['week', '2026-11-23', 2],
    ]);
  });

  test('a monthly tier has one duty, also in the month of entering', () => {
    expect(required(listed([since(monthly)]), '2026-11')).toEqual([['month', '2026-11-01', 1]]);
    const [duty] = dutiesFor(listed([since(monthly, '2026-11-25')], { enteredOn: '2026-11-25' }), '2026-11', rules);
    expect(duty).toMatchObject({ required: 1, dueBy: '2026-11-28' });
  });

  test.each([
    ['2026-11-16', 2],
    ['2026-11-18', 2],
    ['2026-11-19', 1],
    ['2026-11-20', 1],
    ['2026-11-21', 0],
    ['2026-11-22', 0],
  ])('entered on %s: %i in the first week', (enteredOn, visits) => {
    const duties = required(listed([since(weekly, enteredOn)], { enteredOn }), '2026-11');
    expect(duties).toEqual([...(visits === 0 ? [] : [['week', '2026-11-16', visits]]), ['week', '2026-11-23', 2]]);
  });

  test('a tier that rises in mid-week asks for one visit now and keeps its own rhythm from Monday', () => {
    expect(required(listed([since(monthly), since(weekly, '2026-11-18')]), '2026-11')).toEqual([
      ['week', '2026-11-16', 1],
      ['week', '2026-11-23', 2],
    ]);
  });

  test('a tier that falls in mid-week leaves that week and the month’s visit', () => {
    expect(required(listed([since(weekly), since(monthly, '2026-11-18')]), '2026-11')).toEqual([
      ['week', '2026-10-26', 2],
      ['week', '2026-11-02', 2],
      ['week', '2026-11-09', 2],
      ['week', '2026-11-16', 2],
      ['month', '2026-11-01', 1],
    ]);
  });

  test('nobody owes visits to somebody without a tier, not yet entered, or closed in the period', () => {
    expect(required(listed([since(null)]), '2026-11')).toEqual([]);
    expect(required(listed([since(weekly)], { enteredOn: '2026-12-01' }), '2026-11')).toEqual([]);
    expect(required(listed([since(weekly)], { closedOn: '2026-11-12' }), '2026-11')).toEqual([
      ['week', '2026-10-26', 2],
      ['week', '2026-11-02', 2],
    ]);
  });

  test('a week wholly suspended stands beside, one with a single open day asks for one visit', () => {
    const duties = dutiesFor(listed([since(weekly)], { suspended: [{ from: '2026-11-09', to: '2026-11-21' }] }), '2026-11', rules);
    expect(duties.map((duty) => [duty.start, duty.required, duty.state])).toEqual([
      ['2026-10-26', 2, 'active'],
      ['2026-11-02', 2, 'active'],
      ['2026-11-09', 2, 'suspended'],
      ['2026-11-16', 1, 'active'],
      ['2026-11-23', 2, 'active'],
    ]);
  });
});

const day = fc.integer({ min: 0, max: 120 }).map((n) => addDays('2026-09-01', n));
const history = fc.record({
  enteredOn: day,
  closedOn: fc.option(day),
  suspended: fc.constant([]),
  tiers: fc
    .uniqueArray(fc.record({ from: day, tier: fc.constantFrom(weekly, monthly, null) }), { selector: (span) => span.from, minLength: 1, maxLength: 4 })
    .map((spans) => spans.sort((a, b) => (a.from < b.from ? -1 : 1))),
});

describe('whatever the history', () => {
  test('no period asks for more than the densest tier in force in it', () => {
    fc.assert(
      fc.property(history, fc.constantFrom('2026-09', '2026-10', '2026-11', '2026-12'), (time, month) => {
        for (const duty of dutiesFor(time, month, rules)) {
          const tiers = [tierOn(time.tiers, duty.start), tierOn(time.tiers, duty.end)].filter((tier) => tier !== null && tier.period === duty.kind);
          expect(duty.required).toBeGreaterThan(0);
          expect(duty.required).toBeLessThanOrEqual(Math.max(...tiers.map((tier) => tier?.visits ?? 0)));
        }
      }),
    );
  });

  test('each period is counted by exactly one month', () => {
    fc.assert(
      fc.property(history, (time) => {
        const all = ['2026-08', '2026-09', '2026-10', '2026-11', '2026-12'].flatMap((month) => dutiesFor(time, month, rules).map((duty) => ({ ...duty, asked: month })));
        expect(new Set(all.map((duty) => `${duty.kind}${duty.start}`)).size).toBe(all.length);
        for (const duty of all) {
          expect(monthOf(duty.end)).toBe(duty.asked);
          if (duty.kind === 'week') expect([weekday(duty.start), duty.end]).toEqual([1, weekOf(duty.start).end]);
        }
      }),
    );
  });

  test('what happens later does not change a period that has ended', () => {
    fc.assert(
      fc.property(history, day, fc.constantFrom(weekly, monthly, null), (time, on, tier) => {
        const earlier = { ...time, tiers: time.tiers.filter((span) => span.from < on) };
        fc.pre(earlier.tiers.length > 0);
        const later = { ...earlier, tiers: [...earlier.tiers, { from: on, tier }] };
        const ended = (one: ListedTime) => ['2026-09', '2026-10', '2026-11', '2026-12'].flatMap((month) => dutiesFor(one, month, rules)).filter((duty) => duty.end < on);
        expect(ended(later)).toEqual(ended(earlier));
      }),
    );
  });
});

describe('what one person arranged', () => {
  const november = (over: Partial<ListedTime>, tier: TierSpan['tier'] = weekly) =>
    dutiesFor(listed([since(tier)], over), '2026-11', rules).map((duty) => [duty.kind, duty.start, duty.required, duty.state, duty.modes.join(), duty.dueBy]);

  test('refused at a week’s end it asks for none, at the month’s end for the fallback', () => {
    expect(november({ refused: [{ from: '2026-11-11', to: null }] })).toEqual([
      ['week', '2026-10-26', 2, 'active', 'home', null],
      ['week', '2026-11-02', 2, 'active', 'home', null],
      ['month', '2026-11-01', 1, 'active', 'outside,phone,kin,home', null],
    ]);
    expect(november({ refused: [{ from: '2026-11-11', to: '2026-11-21' }] })).toEqual([
      ['week', '2026-10-26', 2, 'active', 'home', null],
      ['week', '2026-11-02', 2, 'active', 'home', null],
      ['week', '2026-11-16', 1, 'active', 'home', null],
      ['week', '2026-11-23', 2, 'active', 'home', null],
    ]);
  });

  test('away the whole month it asks for a call, home again for a visit within three days', () => {
    expect(november({ suspended: [{ from: '2026-10-20', to: null }] }, monthly)).toEqual([['month', '2026-11-01', 1, 'suspended', 'phone,video,home', null]]);
    expect(november({ suspended: [{ from: '2026-11-02', to: '2026-11-10' }] }, monthly)).toEqual([['month', '2026-11-01', 1, 'active', 'home', '2026-11-14']]);
  });

  test('extra visits and substitutes hold for periods that end while they last', () => {
    expect(november({ extra: [{ from: '2026-11-10', to: '2026-11-22', visits: 1 }], substitutes: [{ from: '2026-11-23', to: '2026-12-31', modes: ['video'] }] }).slice(2)).toEqual([
      ['week', '2026-11-09', 3, 'active', 'home', null],
      ['week', '2026-11-16', 3, 'active', 'home', null],
      ['week', '2026-11-23', 2, 'active', 'home,video', null],
    ]);
  });

  const span = fc.record({ from: day, days: fc.option(fc.integer({ min: 0, max: 40 })) }).map(({ from, days }) => ({ from, to: days === null ? null : addDays(from, days) }));
  const months = ['2026-09', '2026-10', '2026-11', '2026-12'];
  test('whenever suspended: never more asked than without, the same once it is over, and no more visits than open days', () => {
    fc.assert(
      fc.property(history, fc.array(span, { maxLength: 3 }), (time, suspended) => {
        const without = new Map(months.flatMap((month) => dutiesFor(time, month, rules)).map((duty) => [`${duty.kind}${duty.start}`, duty]));
        for (const duty of months.flatMap((month) => dutiesFor({ ...time, suspended }, month, rules))) {
          const before = without.get(`${duty.kind}${duty.start}`);
          const days = Array.from({ length: 31 }, (_, at) => addDays(duty.start, at)).filter((at) => at <= duty.end);
          const open = days.filter((at) => !suspended.some((one) => one.from <= at && (one.to === null || at <= one.to)));
          if (duty.state === 'suspended') expect(open).toEqual([]);
          else {
            expect(duty.required).toBe(Math.min(before?.required ?? 0, open.length));
            if (open.length === days.length) expect({ ...duty, dueBy: null }).toEqual({ ...before, dueBy: null });
          }
        }
      }),
    );
  });

  test('a refusal taken back leaves the duties of later periods as if it had never been', () => {
    fc.assert(
      fc.property(history, day, fc.integer({ min: 0, max: 40 }), (time, from, length) => {
        const to = addDays(from, length);
        const later = (one: ListedTime) => months.flatMap((month) => dutiesFor(one, month, rules)).filter((duty) => duty.start > to);
        expect(later({ ...time, refused: [{ from, to }] })).toEqual(later(time));
      }),
    );
  });
});

test('twice a week is denser than once a month, and any tier denser than none', () => {
  expect(density(weekly)).toBeGreaterThan(density(monthly));
  expect(density(monthly)).toBeGreaterThan(density(null));
});
