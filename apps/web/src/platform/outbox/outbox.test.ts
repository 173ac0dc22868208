// What an answer makes of an entry, and that none is ever lost by the rules themselves.
import { commandOutcomes } from '@shouwang/domain/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { again, backoff, newEntry, nextBatch, outlived, settle, unsent, type OutboxEntry } from './outbox.ts';

const T0 = '2026-11-22T08:00:00.000Z';
const later = (ms: number): string => new Date(Date.parse(T0) + ms).toISOString();
const entry = (id: string, recordedAt = T0, accountId = 'a'): OutboxEntry =>
  newEntry({ id, kind: 'visits.record', occurredAt: recordedAt, recordedAt, base: {}, payload: {} }, accountId, { id: 'e', name: 'x' });

describe('nextBatch', () => {
  it('takes the oldest first, of this account only, at most 50', () => {
    const entries = [...Array.from({ length: 60 }, (_, n) => entry(`n${n}`, later(60_000 - n * 1000))), entry('other', T0, 'b')];
    const batch = nextBatch(entries, 'a', later(0), false);
    expect(batch).toHaveLength(50);
    expect(batch[0]?.command.id).toBe('n59');
    expect(batch.map(({ command }) => command.id)).not.toContain('other');
  });
  it('leaves out what has to wait, unless a person asks', () => {
    const waiting = settle(entry('w'), { id: 'w', outcome: 'retryLater' }, T0, 0.5);
    expect(nextBatch([waiting], 'a', T0, false)).toEqual([]);
    expect(nextBatch([waiting], 'a', T0, true)).toHaveLength(1);
    expect(nextBatch([waiting], 'a', later(3_600_000), false)).toHaveLength(1);
  });
});

describe('settle', () => {
  it('delivers what the server has, whether now or before', () => {
    for (const outcome of ['applied', 'alreadyApplied'] as const) {
      expect(settle(entry('v'), { id: 'v', outcome }, T0, 0)).toMatchObject({ state: 'delivered', settledAt: T0, refusal: null });
    }
  });
  it('keeps what was declined, with the reason, and sends it again when asked', () => {
    const declined = settle(entry('v'), { id: 'v', outcome: 'refused', refusal: { code: 'elder.closed' } }, T0, 0);
    expect(declined).toMatchObject({ state: 'attention', refusal: { code: 'elder.closed' } });
    expect(nextBatch([declined], 'a', later(1e9), true)).toEqual([]);
    expect(nextBatch([again(declined)], 'a', later(0), false)).toHaveLength(1);
  });
  it('never changes the command, and only a delivered entry ever outlives its stay', () => {
    fc.assert(
      fc.property(fc.constantFrom(...commandOutcomes), fc.integer({ min: 0, max: 60 }), (outcome, days) => {
        const settled = settle(entry('v'), { id: 'v', outcome }, T0, 0.3);
        expect(settled.command).toEqual(entry('v').command);
        const delivered = outcome === 'applied' || outcome === 'alreadyApplied';
        expect(outlived(settled, later(days * 86_400_000))).toBe(delivered && days > 7);
        expect(unsent([settled])).toBe(delivered ? 0 : 1);
      }),
    );
  });
});

it('waits longer after each failure, from seconds to at most about ten minutes', () => {
  expect(backoff(1, 0)).toBeGreaterThanOrEqual(3_000);
  expect(backoff(1, 0.999)).toBeLessThan(8_000);
  expect(backoff(4, 0.5)).toBeGreaterThan(backoff(3, 0.5));
  expect(backoff(50, 0.999)).toBeLessThanOrEqual(12.5 * 60_000);
});
