import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideCorrection, differingFields, type CorrectionContext, type VisitChanges, type VisitContent } from './correction.ts';
import { householdChangeOf, needHeardIn } from './heard.ts';
import { monthSheetForm } from './monthSheet.ts';

const content: VisitContent = {
  mode: 'home',
  outcome: 'done',
  occurredAt: '2026-11-17T03:00:00.000Z',
  endedAt: '2026-11-17T03:20:00.000Z',
  answers: { health: 'same', safety: 'safe' },
  note: null,
};
const context: CorrectionContext = {
  base: content,
  receivedAt: '2026-11-17T04:00:00.000Z',
  now: '2026-11-18T04:00:00.000Z',
  dayOf: (instant) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10),
  form: monthSheetForm,
  hasFix: false,
  marks: ['paper'],
};
const code = (changes: VisitChanges, current = content) => {
  const result = decideCorrection(current, changes, context);
  return result.ok ? result.value.fields : result.refusal.code;
};

describe('a correction', () => {
  test('says what differs, finds anew, and takes an answer back', () => {
    const result = decideCorrection(content, { answers: { safety: 'unsafe', health: null } }, context);
    expect(result.ok && result.value).toMatchObject({
      fields: ['answer.health', 'answer.safety'],
      findings: ['safety:unsafe'],
      marks: ['paper'],
      content: { answers: { safety: 'unsafe' } },
    });
  });

  test.each([
    ['nothing else', {}, 'visit.nothingChanged'],
    ['the same again', { mode: 'home' }, 'visit.nothingChanged'],
    ['an end before the beginning', { endedAt: '2026-11-17T02:00:00.000Z' }, 'input.invalid'],
    ['a day that has not come', { occurredAt: '2026-11-20T03:00:00.000Z', endedAt: '2026-11-20T03:20:00.000Z' }, 'visit.inFuture'],
    ['more than a year ago', { occurredAt: '2025-10-20T03:00:00.000Z', endedAt: '2025-10-20T03:20:00.000Z' }, 'visit.tooOld'],
    ['a home visit of which nothing is left', { answers: { health: null, safety: null } }, 'visit.nothingAnswered'],
  ] as const)('is refused: %s', (_name, changes, refusal) => expect(code(changes)).toBe(refusal));

  const changes: fc.Arbitrary<VisitChanges> = fc.record(
    {
      mode: fc.constantFrom('home', 'phone', 'video'),
      note: fc.constantFrom('a', 'b', null),
      answers: fc.dictionary(fc.constantFrom('health', 'safety', 'advice'), fc.constantFrom('same', 'worse', null)),
    },
    { requiredKeys: [] },
  );
  test('two on one version: the later never silently overwrites, and in either order the outcome is one', () => {
    fc.assert(
      fc.property(changes, changes, (one, other) => {
        const first = decideCorrection(content, one, context);
        const alone = decideCorrection(content, other, context);
        if (!first.ok || !alone.ok) return;
        const second = decideCorrection(first.value.content, other, context);
        const shared = first.value.fields.filter((field) => alone.value.fields.includes(field));
        const after = second.ok ? second.value.content : first.value.content;
        // What the first said still stands.
        expect(differingFields(after, first.value.content).filter((field) => first.value.fields.includes(field))).toEqual([]);
        if (shared.length > 0) return;
        if (second.ok) {
          const turned = decideCorrection(alone.value.content, one, context);
          if (turned.ok) expect(turned.value.content).toEqual(second.value.content);
        }
      }),
    );
  });
});

test('a changed household and a need are heard; 无 is no need', () => {
  expect(householdChangeOf({ householdSize: 'fewer', householdChange: 1 })).toEqual({ direction: 'fewer', count: 1, who: null });
  expect(householdChangeOf({ householdSize: 'same', householdChange: 1 })).toBeNull();
  expect([needHeardIn({ need: ' 无。' }), needHeardIn({}), needHeardIn({ need: '想装扶手' })]).toEqual([null, null, '想装扶手']);
});
