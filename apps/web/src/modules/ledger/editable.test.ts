// What is entered means what it meant, and nothing chosen means nothing.
import { expect, it } from 'vitest';
import { editable, entered, meant } from './editable.ts';

it('brings each kind of value through the form unchanged', () => {
  for (const [key, value] of Object.entries({
    sex: 'male',
    abilityLevel: 2,
    minimumLiving: false,
    livesWith: ['spouse', 'child'],
    birthDate: '1949-03-01',
    remark: 'deaf in one ear',
  })) {
    const entry = editable[key as keyof typeof editable];
    if (entry === undefined) throw new Error(key);
    expect(meant(entry, entered(entry, value))).toEqual(value);
  }
});

it('means nothing while nothing is chosen', () => {
  expect(meant({ kind: 'text' }, '  ')).toBeUndefined();
  expect(meant({ kind: 'choices', group: '', codes: [] }, [])).toBeUndefined();
  expect(entered({ kind: 'truth' }, undefined)).toBe('');
});
