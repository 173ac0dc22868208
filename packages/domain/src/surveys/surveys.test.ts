import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factGroups } from '../facts/index.ts';
import { askedFacts, handsOver, isMarked, mayClose, roundWarnings, standingOf, surveyOutcomes, type Attempt, type SurveyOutcome } from './index.ts';

const tried = (...outcomes: SurveyOutcome[]): Attempt[] => outcomes.map((outcome, index) => ({ id: `a${index}`, outcome, at: `2026-11-0${index + 1}T02:00:00.000Z` }));

describe('how a household stands', () => {
  it.each([
    [tried(), 'open', 0, false],
    [tried('away'), 'away', 1, false],
    [tried('away', 'away'), 'away', 2, true],
    [tried('away', 'visited'), 'visited', 1, true],
    [tried('visited', 'away'), 'visited', 1, true],
    [tried('refused'), 'refused', 0, true],
    [tried('refused', 'visited'), 'visited', 0, true],
    [tried('moved', 'visited'), 'visited', 0, true],
    [tried('none'), 'none', 0, true],
    [tried('died'), 'died', 0, true],
  ] as const)('%# follows from what was tried', (attempts, state, tries, marked) => {
    const standing = standingOf(attempts);
    expect(standing).toMatchObject({ state, tries });
    expect(isMarked(standing.state, standing.tries, 2)).toBe(marked);
  });

  it('is the same in whatever order phones deliver, and no answer is undone by an empty house', () => {
    const attempt = fc.record({
      id: fc.uuid(),
      outcome: fc.constantFrom(...surveyOutcomes),
      at: fc.constantFrom('2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z', '2026-11-03T00:00:00Z'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(attempt, { selector: (one) => one.id, maxLength: 8 }), (attempts) => {
        expect(standingOf(attempts.toReversed())).toEqual(standingOf(attempts));
        if (attempts.some((one) => one.outcome !== 'away')) expect(standingOf(attempts).state).not.toBe('away');
      }),
    );
  });
});

it('closes nothing while anybody is left, and says how many', () => {
  expect(mayClose(0).ok).toBe(true);
  expect(mayClose(3)).toEqual({ ok: false, refusal: { code: 'survey.notComplete', details: { left: 3 } } });
});

it('only warns of a deadline before the start', () => {
  expect(roundWarnings({ startsOn: '2023-12-06', deadline: '2023-11-30' }, '2023-11-01')).toEqual(['deadlineBeforeStart']);
  expect(roundWarnings({ startsOn: '2026-11-01', deadline: '2026-12-01' }, '2026-11-22')).toEqual([]);
});

it('asks at the door for no number, no assessment, no event of the file', () => {
  const asked = askedFacts(factGroups);
  for (const key of ['idNo', 'division', 'abilityLevel', 'diedOn', 'movedOut'] as const) expect(asked).not.toContain(key);
  expect(askedFacts(['living'])).toEqual(['waterSafe', 'electricitySafe', 'housingSafe', 'helpReceived']);
  expect([handsOver('died'), handsOver('moved'), handsOver('away')]).toEqual([true, true, false]);
});
