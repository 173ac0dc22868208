// A record with its own corrections, as the phone shows it and counts it.
import { correctOwnPayload, type CorrectOwnPayload, type RecordVisitPayload } from '@shouwang/contract/visits';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newEntry, type OutboxEntry } from '../../../platform/outbox/outbox.ts';
import { changesBetween, CORRECT_VISIT, inTime, seenVisit } from './corrections.ts';
import { localVisits, RECORD_VISIT } from './local-visits.ts';

const AT = '2026-11-20T03:00:00.000Z';
const ID = '019abcde-0000-7000-8000-000000000001';
const entryOf = (id: string, kind: string, payload: unknown, state: OutboxEntry['state'] = 'waiting'): OutboxEntry => ({
  ...newEntry({ id, kind, occurredAt: AT, recordedAt: AT, base: {}, payload }, 'a', { id: 'e', name: '甲' }),
  state,
});
const visit = entryOf(
  ID,
  RECORD_VISIT,
  { elderId: 'e', mode: 'home', outcome: 'done', answers: { gas: 'safe', mood: 'worse' } } satisfies Partial<RecordVisitPayload>,
  'delivered',
);
const saw: CorrectOwnPayload['saw'] = { mode: 'home', answers: { gas: 'safe', mood: 'worse' }, note: null };
const correction = (given: Partial<CorrectOwnPayload>, state?: OutboxEntry['state']) =>
  entryOf('c', CORRECT_VISIT, { visitId: ID, saw, changes: {}, reason: 'x', ...given }, state);

describe('a record with its corrections', () => {
  it('says what was corrected last; what the server declined says nothing', () => {
    const first = correction({ changes: { mode: 'phone', answers: { mood: null, gas: 'unsafe' } } });
    const second = correction({ changes: { note: '后来才知道' } });
    const declined = correction({ changes: { mode: 'video' } }, 'attention');
    expect(seenVisit(visit, [visit, first, second, declined])).toEqual({ mode: 'phone', answers: { gas: 'unsafe' }, note: '后来才知道', isWrong: false });
  });

  it('counts on the phone as it stands: a call is no home visit, one that is wrong as a whole is none', () => {
    const counted = (...more: OutboxEntry[]) => localVisits([visit, ...more], 'Asia/Shanghai').map(({ mode }) => mode);
    expect(counted()).toEqual(['home']);
    expect(counted(correction({ changes: { mode: 'phone' } }))).toEqual(['phone']);
    expect(counted(correction({ isWrong: true }, 'delivered'))).toEqual([]);
    expect(counted(correction({ isWrong: true }, 'attention'))).toEqual(['home']);
  });

  it('becomes what was wanted by its changes, whatever they are, and these are what the server takes', () => {
    const answers = fc.dictionary(
      fc.constantFrom('gas', 'mood', 'needs', 'pulse'),
      fc.oneof(fc.constantFrom('safe', 'worse'), fc.integer({ min: 40, max: 90 }), fc.subarray(['meals', 'company'], { minLength: 1 })),
    );
    const reading = fc.record({ mode: fc.constantFrom('home' as const, 'phone' as const), answers, note: fc.constantFrom(null, '雨天') });
    fc.assert(
      fc.property(reading, reading, (before, wanted) => {
        const record = entryOf(ID, RECORD_VISIT, { ...before, note: before.note ?? undefined });
        const changes = changesBetween(before, wanted);
        if (changes === null) {
          expect(wanted).toEqual(before);
          return;
        }
        expect(correctOwnPayload.shape.changes.parse(changes)).toEqual(changes);
        expect(seenVisit(record, [record, correction({ saw: before, changes })])).toEqual({ ...wanted, isWrong: false });
      }),
    );
  });

  it('may be put right until the last of the days', () => {
    expect([inTime('2026-11-20', '2026-11-23', 3), inTime('2026-11-20', '2026-11-24', 3)]).toEqual([true, false]);
  });
});
