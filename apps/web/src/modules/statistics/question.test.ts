import { expect, it } from 'vitest';
import { addressOfQuestion, askedOf, conditionsOf, questionOf, readyKeys, readyQuestion, whereWith } from './question.ts';

it('an address carries the whole question and comes back as it was', () => {
  const address = { rows: 'age', columns: 'sex', where: 'category.livingAlone,need.unknown', on: '2026-10-31', view: 'map', measure: 'ofRow', shade: '80' };
  expect(addressOfQuestion(questionOf(address))).toEqual(address);
  expect(addressOfQuestion(questionOf({}))).toEqual({});
});

it('leaves out of an address what is no dimension, no code and no day', () => {
  const question = questionOf({ rows: 'height', columns: 'category', where: 'sex.other,height.1,sex.male,tier.weekly', on: '2026-13-01', view: 'globe' });
  expect(question).toEqual({ rows: 'category', where: ['sex.male', 'tier.weekly'], view: 'table', measure: 'persons' });
});

it('ready questions are questions that an address can carry', () => {
  for (const key of readyKeys) {
    const question = { ...readyQuestion(key, 'village'), view: 'table' as const, measure: 'persons' as const };
    expect(askedOf(questionOf(addressOfQuestion(question)))).toEqual(askedOf(question));
  }
});

it('conditions are grouped by dimension and replaced by dimension', () => {
  const where = whereWith(['sex.male', 'age.80', 'age.85'], 'age', ['90']);
  expect([...conditionsOf(where)]).toEqual([
    ['sex', ['male']],
    ['age', ['90']],
  ]);
});
