import { describe, expect, it } from 'vitest';
import type { FieldDoubt } from '@shouwang/contract/plausibility';
import { newEntry } from '../../../platform/outbox/outbox.ts';
import { clockTraces } from '../../visits/field/local-visits.ts';
import { ANSWER_DOUBTS, doubtViews, groupsToAnswer } from './doubts.ts';

const doubt = (visitId: string, reason: string, over: Partial<FieldDoubt> = {}): FieldDoubt => ({
  visitId,
  elderName: visitId,
  mode: 'home',
  occurredAt: '2026-11-17T03:00:00Z',
  state: 'asked',
  dueOn: '2026-11-24',
  signals: [{ signal: 'farFromHome', reason, facts: {} }],
  answer: null,
  outcome: null,
  outcomeWords: null,
  ...over,
});
const feed = (...doubts: FieldDoubt[]) => new Map(doubts.map((one) => [one.visitId, one]));

describe('doubts on the phone', () => {
  it('are asked about together where the reasons are the same, the soonest due first', () => {
    const groups = groupsToAnswer(
      doubtViews(feed(doubt('a', 'far'), doubt('b', 'atVisitorsHome', { dueOn: '2026-11-20' }), doubt('c', 'far'), doubt('d', 'far', { state: 'settled' })), []),
    );
    expect(groups.map(({ doubts }) => doubts.map(({ visitId }) => visitId).sort())).toEqual([['b'], ['a', 'c']]);
  });

  it('count as answered as soon as they are answered here, whether or not there is a signal', () => {
    const command = { id: 'x', kind: ANSWER_DOUBTS, occurredAt: '', recordedAt: '', base: {}, payload: { visitIds: ['a'], answer: 'mistake', words: '' } };
    const entry = newEntry(command, 'me', { id: 'a', name: 'a' });
    const views = doubtViews(feed(doubt('a', 'far'), doubt('b', 'far')), [entry]);
    expect(groupsToAnswer(views).flatMap(({ doubts }) => doubts.map(({ visitId }) => visitId))).toEqual(['b']);
    expect(views.find(({ visitId }) => visitId === 'a')).toMatchObject({ answer: 'mistake', isSending: true });
    // Declined by the server: it waits for an answer again.
    expect(groupsToAnswer(doubtViews(feed(doubt('a', 'far')), [{ ...entry, state: 'attention' }]))).toHaveLength(1);
  });
});

describe('a clock that went back', () => {
  const visit = (id: string, recordedAt: string) => newEntry({ id, kind: 'visits.record', occurredAt: recordedAt, recordedAt, base: {}, payload: {} }, 'me', { id, name: id });
  it('is told by visits that were on the phone before and say they were written later', () => {
    const held = [visit('monday', '2026-11-16T03:00:00Z'), visit('wednesday', '2026-11-18T03:00:00Z')];
    const traces = (at: string) => clockTraces({ outbox: held, lastPull: null }, at, Date.parse(at));
    expect(traces('2026-11-17T03:00:00Z')).toEqual({ savedAfter: ['wednesday'] });
    expect(traces('2026-11-18T03:10:00Z')).toEqual({});
    expect(traces('2026-11-18T02:45:00Z')).toEqual({});
  });

  it('is told by the last contact, in the server’s time; a clock that was put right is no trace', () => {
    const traces = (offsetMs: number, at: string) => clockTraces({ outbox: [], lastPull: { at: '2026-11-18T03:00:00Z', offsetMs } }, at, Date.parse(at));
    expect(traces(0, '2026-11-17T03:00:00Z')).toEqual({ knewLater: '2026-11-18T03:00:00.000Z' });
    expect(traces(0, '2026-11-18T02:45:00Z')).toEqual({});
    // It ran three hours ahead and was set right: the contact was before the visit.
    expect(traces(-3 * 3_600_000, '2026-11-18T00:30:00Z')).toEqual({});
  });

  it('is told by the app’s own count since it was opened, and by what was written before', () => {
    const friday = Date.parse('2026-11-20T11:00:00Z');
    const [first] = [visit('first', '2026-11-16T03:00:00Z')].map((entry) => ({
      ...entry,
      command: { ...entry.command, payload: clockTraces({ outbox: [], lastPull: null }, entry.command.recordedAt, friday) },
    }));
    expect(first?.command.payload).toEqual({ knewLater: '2026-11-20T11:00:00.000Z' });
    // Opened anew after the clock was set back: the count says nothing, the visit before it does.
    const next = '2026-11-17T03:00:00Z';
    expect(clockTraces({ outbox: first === undefined ? [] : [first], lastPull: null }, next, Date.parse(next))).toEqual({ knewLater: '2026-11-20T11:00:00.000Z' });
    // A phone that slept counts less than its clock says.
    expect(clockTraces({ outbox: [], lastPull: null }, next, Date.parse('2026-11-12T03:00:00Z'))).toEqual({});
  });
});
