// The way of a file: nothing but the table leads anywhere, whoever does what in whatever order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roles, type Role } from '../access/index.ts';
import {
  canReview,
  changedFacts,
  decideReview,
  deedsOf,
  factsText,
  isByHand,
  reviewActions,
  reviewStates,
  reviewTable,
  settledState,
  turnOf,
  waitingFor,
  type ReviewDeed,
  type ReviewState,
} from './index.ts';

const decide = (state: ReviewState, action: ReviewDeed, role: Role, more: { account?: string; recorders?: string[]; note?: string; seen?: string; separate?: boolean } = {}) =>
  decideReview(
    { state, recorders: more.recorders ?? ['clerk'], submittedBy: 'clerk', digest: 'd' },
    { action, role, accountId: more.account ?? 'other', note: more.note ?? '理由充分', seen: more.seen ?? 'd', separateReviewer: more.separate ?? true },
  );

describe('the table', () => {
  it('says something for every state and action', () => {
    for (const state of reviewStates) expect(Object.keys(reviewTable[state]).sort()).toEqual([...reviewActions].sort());
  });
  it('reaches states by its own steps only, whatever sequence of actions by whatever roles', () => {
    const deed = fc.record({
      action: fc.constantFrom(...reviewActions),
      role: fc.constantFrom(...roles),
      account: fc.constantFrom('clerk', 'other'),
      note: fc.constantFrom('', '不清楚'),
      seen: fc.constantFrom('d', 'x'),
    });
    fc.assert(
      fc.property(fc.constantFrom<ReviewState>('imported', 'draft'), fc.array(deed, { maxLength: 40 }), (first, deeds) => {
        let state: ReviewState = first;
        const signed: string[] = [];
        for (const { action, role, account, note, seen } of deeds) {
          const before: ReviewState = state;
          if (action === 'change') state = reviewTable[state].change?.to ?? state;
          else {
            const result = decide(state, action, role, { account, note, seen });
            if (result.ok) {
              expect(reviewTable[before][action]).toMatchObject({ to: result.value.to });
              expect(canReview(role, before, action)).toBe(true);
              state = result.value.to;
              if (result.value.level !== null) signed.push(result.value.level);
            }
          }
          // Nobody gets past a level: what is filed was approved by town and village of this round.
          if (state === 'draft' || state === 'returned' || state === 'changed') signed.length = 0;
          if (state === 'filed') expect(signed).toEqual(['recorder', 'village', 'town', 'county']);
          if (state === 'townApproved') expect(signed).toEqual(['recorder', 'village', 'town']);
        }
      }),
      { numRuns: 2000 },
    );
  });
  it('lets only offices act, and nobody by hand what follows from facts', () => {
    for (const state of reviewStates) {
      expect(deedsOf('visitor', state)).toEqual([]);
      expect(deedsOf('prefecture', state)).toEqual([]);
      for (const role of roles) expect(canReview(role, state, 'change')).toBe(role === 'system');
    }
  });
  it('knows whose turn it is', () => {
    expect([waitingFor('village'), waitingFor('town'), waitingFor('county'), waitingFor('visitor')]).toEqual([['submitted'], ['villageApproved'], ['townApproved'], []]);
    for (const state of reviewStates) expect(turnOf[state] === null).toBe(state === 'imported' || state === 'filed');
  });
});

describe('an action', () => {
  it('is refused with the reason', () => {
    expect(decide('filed', 'approve', 'county')).toMatchObject({ refusal: { code: 'review.notNow', details: { state: 'filed', action: 'approve' } } });
    expect(decide('villageApproved', 'approve', 'village')).toMatchObject({ refusal: { code: 'review.notNow' } });
    expect(decide('submitted', 'approve', 'village', { account: 'clerk' })).toMatchObject({ refusal: { code: 'review.ownRecord' } });
    expect(decide('submitted', 'return', 'village', { note: ' ' })).toMatchObject({ refusal: { code: 'review.reasonMissing' } });
    expect(decide('submitted', 'approve', 'town', { seen: 'earlier' })).toMatchObject({ refusal: { code: 'review.changedMeanwhile' } });
    expect(decide('submitted', 'withdraw', 'village')).toMatchObject({ refusal: { code: 'review.notYours' } });
  });
  it('of the recorder at the next level goes through where the county does not keep them apart', () => {
    expect(decide('submitted', 'approve', 'village', { account: 'clerk', separate: false })).toEqual({ ok: true, value: { to: 'villageApproved', level: 'village' } });
    // One level on, others have looked.
    expect(decide('villageApproved', 'approve', 'town', { account: 'clerk' })).toMatchObject({ value: { to: 'townApproved', level: 'town' } });
  });
});

describe('the state of a file', () => {
  const about = { sameFacts: true, openedByHand: false, changedByHand: false };
  it('is imported until a person sets a fact', () => {
    expect(settledState(null, about)).toBe('imported');
    expect(settledState(null, { ...about, changedByHand: true })).toBe('changed');
    expect(settledState(null, { ...about, openedByHand: true, changedByHand: true })).toBe('draft');
  });
  it('is changed once approved facts are others', () => {
    for (const state of ['villageApproved', 'townApproved', 'filed'] as const) {
      expect(settledState(state, about)).toBe(state);
      expect(settledState(state, { ...about, sameFacts: false })).toBe('changed');
    }
    expect(settledState('submitted', { ...about, sameFacts: false })).toBe('submitted');
    expect(settledState('returned', { ...about, sameFacts: false })).toBe('returned');
  });
  it('tells facts apart by value, not by the order of their keys', () => {
    expect(factsText({ name: '甲', spouse: { name: '乙', phone: '19000000001' } })).toBe(factsText({ spouse: { phone: '19000000001', name: '乙' }, name: '甲' }));
    expect(changedFacts({ name: '甲', livesWith: ['alone'] }, { name: '甲', livesWith: ['spouse'], disability: null })).toEqual(['livesWith', 'disability']);
  });
  it('knows what a person set from what a file said', () => {
    expect([
      isByHand({ source: 'decision', sourceRef: '' }),
      isByHand({ source: 'ledger', sourceRef: 'account:1' }),
      isByHand({ source: 'ledger', sourceRef: 'a.xlsx/1/2' }),
    ]).toEqual([true, true, false]);
  });
});
