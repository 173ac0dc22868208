import { describe, expect, test } from 'vitest';
import { homeVisitRate, reachRate, reportDueOn, whyMissed, type MonthEvidence } from './index.ts';

describe('why somebody was missed', () => {
  const nothing: MonthEvidence = {
    required: 1,
    fulfilled: 0,
    reached: false,
    suspended: false,
    hasResponsible: true,
    homeDone: 0,
    otherDone: 0,
    away: 0,
    refused: 0,
    notAtHome: 0,
  };
  test.each([
    [{}, 'noAttempt'],
    [{ hasResponsible: false }, 'noResponsible'],
    [{ notAtHome: 2 }, 'notAtHome'],
    [{ notAtHome: 1, otherDone: 1, reached: true }, 'phoneOnly'],
    [{ homeDone: 1, reached: true, required: 2, fulfilled: 1 }, 'tooFew'],
    [{ refused: 1, notAtHome: 1 }, 'refused'],
    [{ away: 1, refused: 1 }, 'away'],
    [{ suspended: true, away: 1 }, 'suspended'],
    [{ homeDone: 1, reached: true, fulfilled: 1 }, null],
  ] as const)('%j: %s', (over, why) => {
    expect(whyMissed({ ...nothing, ...over })).toBe(why);
  });
});

test('a rate of nothing is no rate, not zero', () => {
  expect([homeVisitRate(0, 0), reachRate(0, 0), homeVisitRate(1, 4), reachRate(3, 4)]).toEqual([null, null, 0.25, 0.75]);
});

test('the report is due on the 25th, moved from a week-end as the pack says', () => {
  expect(reportDueOn('2026-11', 25, 'nextWorkday')).toBe('2026-11-25');
  expect(reportDueOn('2026-10', 25, 'nextWorkday')).toBe('2026-10-26');
  expect(reportDueOn('2026-07', 25, 'nextWorkday')).toBe('2026-07-27');
  expect(reportDueOn('2026-10', 25, 'previousWorkday')).toBe('2026-10-23');
  expect(reportDueOn('2026-10', 25, 'none')).toBe('2026-10-25');
  expect(reportDueOn('2026-02', 31, 'none')).toBe('2026-02-28');
});
