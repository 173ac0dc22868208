import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VisitForm } from '../policy/pack.ts';
import { doneOf, type CountedVisit } from './counting.ts';
import { decideVisit, type VisitContext } from './decideVisit.ts';
import { visitModes, visitOutcomes, type VisitRecord } from './visit.ts';

const words = { zh: '', en: '' };
const option = (code: string) => ({ code, label: words });
const form: VisitForm = {
  id: 'f',
  version: 1,
  title: words,
  source: { document: 'd', clause: '1' },
  sections: [
    {
      key: 's',
      label: words,
      items: [
        { key: 'gas', label: words, kind: 'safety', options: [option('safe'), option('unsafe')], finding: ['unsafe'] },
        { key: 'needs', label: words, kind: 'ticks', options: [option('meals'), option('doctor')], finding: ['doctor'] },
        { key: 'advice', label: words, kind: 'text' },
      ],
    },
  ],
};
const visit: VisitRecord = {
  id: 'v',
  elderId: 'e',
  mode: 'home',
  outcome: 'done',
  startedAt: '2026-11-18T03:00:00.000Z',
  endedAt: '2026-11-18T03:20:00.000Z',
  formId: 'f',
  formVersion: 1,
  answers: { gas: 'safe' },
  fix: { lng: 1, lat: 1, accuracy: 5 },
};
const context: VisitContext = {
  receivedAt: '2026-11-18T04:00:00.000Z',
  offsetMs: 0,
  dayOf: (instant) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10),
  closedOn: null,
  assignments: [{ from: '2026-01-01', to: null }],
  visitorLeftOn: null,
  form,
};
const DAY = 86_400_000;
const decided = (over: Partial<VisitRecord> = {}, at: Partial<VisitContext> = {}) => {
  const result = decideVisit({ ...visit, ...over }, { ...context, ...at });
  return result.ok ? result.value : result.refusal.code;
};

describe('an ordinary visit', () => {
  test('is taken as it is, on the county’s day, without a mark', () => {
    expect(decided()).toEqual({ occurredAt: visit.startedAt, occurredOn: '2026-11-18', endedAt: visit.endedAt, marks: [], findings: [] });
    expect(decided({ startedAt: '2026-11-17T16:30:00.000Z', endedAt: '2026-11-17T16:40:00.000Z' })).toMatchObject({ occurredOn: '2026-11-18' });
  });

  test('finds what the form calls a finding, also among several choices', () => {
    expect(decided({ answers: { gas: 'unsafe', needs: ['meals', 'doctor'], advice: '无' } })).toMatchObject({ findings: ['gas:unsafe', 'needs:doctor'], marks: [] });
  });
});

describe('refused is only what cannot be true or says nothing', () => {
  test.each([
    ['an unknown way', { mode: 'letter' as 'home' }, {}, 'visit.modeUnknown'],
    ['an unknown outcome', { outcome: 'fine' as 'done' }, {}, 'input.invalid'],
    ['no time', { startedAt: 'yesterday' }, {}, 'input.invalid'],
    ['three days ahead', { startedAt: '2026-11-21T05:00:00.000Z', endedAt: '2026-11-21T05:10:00.000Z' }, {}, 'visit.inFuture'],
    ['more than a year ago', { startedAt: '2025-11-01T05:00:00.000Z', endedAt: '2025-11-01T05:10:00.000Z' }, {}, 'visit.tooOld'],
    ['a home visit on which nothing was looked at', { answers: {} }, {}, 'visit.nothingAnswered'],
    ['a home visit with empty answers', { answers: { advice: '', needs: [] } }, {}, 'visit.nothingAnswered'],
    ['somebody never assigned', {}, { assignments: [] }, 'elder.notVisible'],
  ] as const)('%s', (_name, over, at, code) => {
    expect(decided(over, at)).toBe(code);
  });

  test('an attempt and a call need no answers', () => {
    expect(decided({ outcome: 'notAtHome', answers: {} })).toMatchObject({ marks: [] });
    expect(decided({ mode: 'phone', answers: {}, fix: null })).toMatchObject({ marks: [] });
  });
});

describe('accepted and marked', () => {
  test.each([
    ['a clock a day fast, judged by its offset', { startedAt: '2026-11-19T03:00:00.000Z', endedAt: '2026-11-19T03:20:00.000Z' }, { offsetMs: -DAY }, 'clockWrong', '2026-11-18'],
    ['a clock a day slow, judged by its offset', { startedAt: '2026-11-17T03:00:00.000Z', endedAt: '2026-11-17T03:20:00.000Z' }, { offsetMs: DAY }, 'clockWrong', '2026-11-18'],
    [
      'a clock that was a day fast and was set right before sending',
      { startedAt: '2026-11-19T03:00:00.000Z', endedAt: '2026-11-19T03:20:00.000Z' },
      {},
      'clockWrong',
      '2026-11-18',
    ],
    ['an end before the beginning', { endedAt: '2026-11-18T02:00:00.000Z' }, {}, 'clockWrong', '2026-11-18'],
    ['a phone that comes back after thirty days', { startedAt: '2026-10-19T03:00:00.000Z', endedAt: '2026-10-19T03:20:00.000Z' }, {}, 'lateBeyondMonth', '2026-10-19'],
    ['an assignment that ended before', {}, { assignments: [{ from: '2026-01-01', to: '2026-11-10' }] }, 'unassigned', '2026-11-18'],
    [
      'a visit before the assignment began',
      { startedAt: '2026-11-16T03:00:00.000Z', endedAt: '2026-11-16T03:20:00.000Z' },
      { assignments: [{ from: '2026-11-17', to: null }] },
      'unassigned',
      '2026-11-16',
    ],
    ['a file closed before', {}, { closedOn: '2026-11-15' }, 'elderClosed', '2026-11-18'],
    ['a visitor who left the roster', {}, { visitorLeftOn: '2026-11-18' }, 'revokedVisitor', '2026-11-18'],
    ['no position', { fix: null }, {}, 'noFix', '2026-11-18'],
    ['an answer the form does not have', { answers: { gas: 'safe', colour: 'red' } }, {}, 'formUnknownItems', '2026-11-18'],
    ['a choice the form does not offer', { answers: { gas: 'perhaps' } }, {}, 'formUnknownItems', '2026-11-18'],
    ['a form the server does not know', {}, { form: undefined }, 'formUnknownItems', '2026-11-18'],
  ] as const)('%s', (_name, over, at, mark, on) => {
    expect(decided(over, at)).toMatchObject({ marks: [mark], occurredOn: on });
  });

  test('an office needs no assignment', () => {
    expect(decided({}, { assignments: null })).toMatchObject({ marks: [] });
  });

  test('never occurs after it was received, never ends before it begins', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -40 * DAY, max: 2 * DAY }),
        fc.integer({ min: -3 * DAY, max: 3 * DAY }),
        fc.integer({ min: -2 * DAY, max: 2 * DAY }),
        (start, offsetMs, stay) => {
          const startedAt = new Date(Date.parse(context.receivedAt) + start).toISOString();
          const endedAt = new Date(Date.parse(startedAt) + stay).toISOString();
          const result = decideVisit({ ...visit, startedAt, endedAt }, { ...context, offsetMs });
          if (!result.ok) return;
          expect(result.value.occurredAt <= context.receivedAt).toBe(true);
          expect(result.value.endedAt >= result.value.occurredAt).toBe(true);
        },
      ),
    );
  });
});

describe('counting', () => {
  const days = Array.from({ length: 9 }, (_, index) => `2026-11-${String(14 + index).padStart(2, '0')}`);
  const some = fc.array(fc.record({ mode: fc.constantFrom(...visitModes), outcome: fc.constantFrom(...visitOutcomes), occurredOn: fc.constantFrom(...days) }), { maxLength: 20 });
  const week = { start: '2026-11-16', end: '2026-11-22', modes: ['home'] as const };

  test('done never exceeds the distinct dates, and order and repetition do not matter', () => {
    fc.assert(
      fc.property(some, some, (visits: CountedVisit[], again: CountedVisit[]) => {
        const done = doneOf(week, visits);
        expect(done).toBeLessThanOrEqual(new Set(visits.map((one) => one.occurredOn)).size);
        expect(done).toBeLessThanOrEqual(7);
        expect(doneOf(week, [...visits].reverse())).toBe(done);
        expect(doneOf(week, [...visits, ...visits])).toBe(done);
        expect(doneOf(week, [...visits, ...again])).toBeGreaterThanOrEqual(done);
      }),
    );
  });

  test('calls and attempts never fulfil a home duty', () => {
    fc.assert(
      fc.property(some, (visits) => {
        expect(
          doneOf(
            week,
            visits.map((one) => (one.mode === 'home' ? { ...one, mode: 'phone' as const } : one)),
          ),
        ).toBe(0);
        expect(
          doneOf(
            week,
            visits.map((one) => ({ ...one, outcome: 'notAtHome' as const })),
          ),
        ).toBe(0);
      }),
    );
  });
});
