import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../shared/index.ts';
import {
  closedReasons,
  decideHandInclusion,
  decideLifeEvent,
  lifeEventKinds,
  lifeEvents,
  listDecisions,
  listStates,
  possibleEvents,
  proposalFor,
  refusalOf,
  stateAfter,
} from './index.ts';

const today = '2026-11-18';
const open = { closedOn: null, closedReason: null, suspendedFrom: null };

describe('what may be recorded of a file', () => {
  test.each([
    ['an open file', open, ['died', 'movedOut', 'movedWithin', 'institution', 'hospital', 'away']],
    ['one who is in hospital', { ...open, suspendedFrom: '2026-11-01' }, ['died', 'movedOut', 'movedWithin', 'institution', 'hospital', 'away', 'returned']],
    ['one who moved out', { closedOn: '2026-10-01', closedReason: 'movedOut' as const, suspendedFrom: null }, ['cameBack']],
    ['one who died', { closedOn: '2026-10-01', closedReason: 'died' as const, suspendedFrom: null }, []],
  ])('%s', (_name, file, kinds) => {
    expect(possibleEvents(file, today)).toEqual(kinds);
  });

  test.each([
    ['tomorrow', open, 'died', addDays(today, 1)],
    ['years ago', open, 'died', '2021-01-01'],
    ['home before he left', { ...open, suspendedFrom: '2026-11-10' }, 'returned', '2026-11-09'],
    ['back before he moved', { closedOn: '2026-11-10', closedReason: 'movedOut' as const, suspendedFrom: null }, 'cameBack', '2026-11-09'],
  ] as const)('not %s', (_name, file, kind, on) => {
    expect(decideLifeEvent(file, { kind, on }, today)).toMatchObject({ ok: false, refusal: { code: 'life.dayImpossible' } });
  });

  test('whatever closes a file does nothing else to it, and only what moved out can come back', () => {
    fc.assert(
      fc.property(fc.constantFrom(...lifeEventKinds), fc.option(fc.constantFrom(...closedReasons)), fc.boolean(), (kind, closedReason, suspended) => {
        const file = { closedOn: closedReason === null ? null : '2026-11-01', closedReason, suspendedFrom: suspended ? '2026-11-02' : null };
        const decided = decideLifeEvent(file, { kind, on: today }, today);
        if (closedReason !== null && decided.ok) expect([kind, closedReason]).toEqual(['cameBack', 'movedOut']);
        const effects = lifeEvents[kind];
        expect([effects.closes !== null, effects.suspends !== null, effects.resumes, effects.moves, effects.reopens].filter(Boolean)).toHaveLength(1);
      }),
    );
  });
});

describe('the list', () => {
  const file = { isClosed: false, hasTier: true, isDeclined: false };
  test('proposes to include whom rules give a category, to leave whom they give none', () => {
    expect(listStates.map((state) => proposalFor({ ...file, state }))).toEqual(['include', null, 'include']);
    expect(listStates.map((state) => proposalFor({ ...file, state, hasTier: false }))).toEqual([null, 'leave', null]);
  });
  test('proposes nothing of closed files, before rules have run, or what was declined for the same result', () => {
    fc.assert(
      fc.property(fc.constantFrom(...listStates), fc.boolean(), (state, hasTier) => {
        expect(proposalFor({ state, hasTier, isClosed: true, isDeclined: false })).toBeNull();
        expect(proposalFor({ state, hasTier: null, isClosed: false, isDeclined: false })).toBeNull();
        expect(proposalFor({ state, hasTier, isClosed: false, isDeclined: true })).toBeNull();
      }),
    );
  });
  test('a decision that was proposed fits the state, and settles the proposal', () => {
    fc.assert(
      fc.property(fc.constantFrom(...listStates), fc.boolean(), (state, hasTier) => {
        const proposal = proposalFor({ ...file, state, hasTier });
        if (proposal === null) return;
        const after = stateAfter(state, proposal);
        expect(after).not.toBeNull();
        expect(proposalFor({ ...file, state: after ?? state, hasTier })).toBeNull();
      }),
    );
  });
  test('decisions that come too late do not fit', () => {
    expect(listDecisions.map((decision) => stateAfter('left', decision))).toEqual(['confirmed', null, 'left', null]);
    expect(listDecisions.map((decision) => stateAfter('confirmed', decision))).toEqual([null, 'left', null, 'confirmed']);
  });
});

test('an inclusion by hand ends within the pack’s months', () => {
  const until = (to: string) => decideHandInclusion({ from: today, to }, today, 12).ok;
  expect([until('2026-11-17'), until('2026-11-18'), until('2027-11-18'), until('2027-11-19')]).toEqual([false, true, true, false]);
});

test('a declared wish counts before the ledger’s yes or no', () => {
  expect(refusalOf({})).toBeNull();
  expect(refusalOf({ wantsVisits: false })).toEqual({ since: null });
  expect(refusalOf({ wantsVisits: true, visitWish: { answer: 'refused', on: '2026-05' } })).toEqual({ since: '2026-05-01' });
  expect(refusalOf({ wantsVisits: false, visitWish: { answer: 'agreed', on: '2026-05-02' } })).toBeNull();
});
