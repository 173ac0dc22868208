import type { FieldSubject, FieldSurvey } from '@shouwang/contract/surveys';
import { describe, expect, it } from 'vitest';
import { newEntry, type OutboxEntry } from '../../../platform/outbox/outbox.ts';
import { ADD_PERSON, alsoConfirmed, ANSWER, beginAnswer, confirmed, meant, opened, progressOf, villageView, wrote } from './subjects.ts';

const HOME = '610999101001';
const survey: FieldSurvey = {
  id: 'r',
  name: '',
  purpose: '',
  deadline: '2026-12-01',
  groups: ['living', 'family'],
  awayTries: 2,
  villages: [{ division: HOME, name: '甲村', closed: false, to: null }],
};
const subject = (id: string, over: Partial<FieldSubject> = {}): FieldSubject => ({
  id,
  roundId: 'r',
  division: HOME,
  elderId: 'e',
  name: id,
  sex: null,
  age: null,
  place: '',
  facts: {},
  state: 'open',
  tries: 0,
  answeredAt: null,
  surveyor: null,
  ...over,
});
const entry = (id: string, kind: string, payload: object, over: Partial<OutboxEntry> = {}): OutboxEntry => ({
  ...newEntry({ id: `c-${id}`, kind, occurredAt: '2026-11-20T00:00:00Z', recordedAt: '2026-11-20T00:00:00Z', base: {}, payload }, 'me', { id, name: id }),
  ...over,
});

describe('the list of a village', () => {
  it('counts at once what this phone recorded, and shows who is left first', () => {
    const people = villageView(
      survey,
      HOME,
      [subject('a'), subject('b', { state: 'away', tries: 1 }), subject('c'), subject('d', { state: 'visited' })],
      [entry('a', ANSWER, { roundId: 'r', outcome: 'visited' }), entry('b', ANSWER, { roundId: 'r', outcome: 'away' }), entry('d', ANSWER, { roundId: 'r', outcome: 'away' })],
      null,
    );
    expect(people.map((one) => [one.id, one.state, one.isDone, one.isWaiting])).toEqual([
      ['c', 'open', false, false],
      ['a', 'visited', true, true],
      ['b', 'away', true, true],
      ['d', 'visited', true, true],
    ]);
  });

  it('does not count again what the server’s list already shows, nor what was declined', () => {
    const sent = entry('b', ANSWER, { roundId: 'r', outcome: 'away' }, { state: 'delivered', settledAt: '2026-11-20T01:00:00Z' });
    const declined = entry('a', ANSWER, { roundId: 'r', outcome: 'visited' }, { state: 'attention' });
    const view = villageView(survey, HOME, [subject('a'), subject('b', { state: 'away', tries: 1 })], [sent, declined], '2026-11-20T02:00:00Z');
    expect(view.map((one) => [one.id, one.state, one.tries])).toEqual([
      ['a', 'open', 0],
      ['b', 'away', 1],
    ]);
  });

  it('shows whom this phone found, once', () => {
    const add = entry('n', ADD_PERSON, { roundId: 'r', division: HOME, subjectId: 'n', facts: { group: '一组' } });
    expect(villageView(survey, HOME, [], [add], null)).toMatchObject([{ id: 'n', place: '一组', isFound: true, isWaiting: true }]);
    expect(villageView(survey, HOME, [subject('n', { state: 'visited' })], [add], null)).toHaveLength(1);
  });
});

it('confirms what is on file, sends only what changed, and a first tap says that he was met', () => {
  const facts = { waterSafe: true, housingSafe: true };
  const keys = ['waterSafe', 'electricitySafe', 'housingSafe'] as const;
  let draft = confirmed(beginAnswer('c'), keys, facts);
  expect(draft).toMatchObject({ outcome: 'visited', confirmed: ['waterSafe', 'housingSafe'] });
  draft = wrote(opened(draft, 'housingSafe', true), 'housingSafe', 'false');
  draft = wrote(draft, 'electricitySafe', 'true');
  expect(progressOf(draft, keys)).toEqual({ done: 3, all: 3 });
  const read = meant(draft.raw, keys, facts);
  expect(read).toEqual({ facts: { electricitySafe: true, housingSafe: false } });
  expect(alsoConfirmed(draft, survey, 'facts' in read ? read.facts : {}, facts)).toEqual(['waterSafe']);
  // Opened and left as it was: right as well.
  const same = opened(confirmed(beginAnswer('c'), ['waterSafe'], facts), 'waterSafe', true);
  expect(meant(same.raw, keys, facts)).toEqual({ facts: {} });
  expect(alsoConfirmed(same, survey, {}, facts)).toEqual(['waterSafe']);
});
