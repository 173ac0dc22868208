// What is typed means what it should, for every shape of the catalogue.
import { checkFactValue, eventFacts, factCatalogue, factKeys, type FactKey, type Field, type Shape } from '@shouwang/domain/ledger';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOf, entered, fromIdNo, idNoWarning, meaning, progress, typed } from './entryLogic.ts';

const word = fc.stringMatching(/^[a-z]{1,10}$/);
const fieldsOf = (fields: Readonly<Record<string, Field>>) =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, valueOf(field)])), {
    requiredKeys: Object.entries(fields).flatMap(([name, field]) => (field.optional === true ? [] : [name])),
  });
/** Any value of a shape as the ledger holds it. */
function valueOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'text':
      return word;
    case 'texts':
      return fc.uniqueArray(word, { minLength: 1, maxLength: Math.min(3, shape.limit) });
    case 'date':
      return fc.constantFrom('1944-05', '1944-05-06', '2026-11-22');
    case 'truth':
      return fc.boolean();
    case 'number':
      return fc.integer({ min: shape.min, max: Math.min(shape.max, 5000) });
    case 'choice':
      return fc.constantFrom(...shape.codes);
    case 'choices':
      return fc.subarray([...shape.codes], { minLength: 1 });
    case 'idNo':
      return fc.constant('610999196306082080');
    case 'phone':
      return fc.constant('19000000021');
    case 'division':
      return fc.constant('610999107001');
    case 'location':
      return fc.record({ lng: fc.integer({ min: -179, max: 179 }), lat: fc.integer({ min: -89, max: 89 }) });
    case 'record':
      // A record with nothing in it cannot be typed: nothing was said.
      return fieldsOf(shape.fields).filter((record) => Object.keys(record).length > 0);
    case 'records':
      return fc.array(
        fieldsOf(shape.fields).filter((record) => Object.keys(record).length > 0),
        { minLength: 1, maxLength: 3 },
      );
  }
}

describe('a field', () => {
  const keys = factKeys.filter((key) => !eventFacts.includes(key));
  it.each(keys)('brings %s through unchanged, in a shape that the server takes', (key: FactKey) => {
    const { shape } = factCatalogue[key];
    fc.assert(
      fc.property(valueOf(shape), (value) => {
        const meant = meaning(shape, typed(shape, value), key);
        expect(meant).toEqual({ kind: 'value', value });
        expect(checkFactValue(key, value).ok).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('means nothing while it is not touched, and none where that is said', () => {
    expect(entered({ name: '  ', livesWith: [], children: [{}], spouse: {} }, keys)).toEqual({ facts: {}, problems: {} });
    expect(entered({ children: null, spouse: null, illnesses: null }, keys)).toEqual({ facts: { children: [], spouse: null, illnesses: [] }, problems: {} });
  });

  it('says where something is wrong', () => {
    const { facts, problems } = entered(
      { birthDate: '1944-13', phone: 'none', children: [{ name: '王大' }, { phone: '190' }], monthlyIncome: '12x', pension: { monthly: '90' } },
      keys,
    );
    expect(facts).toEqual({});
    expect(problems).toEqual({ birthDate: 'date', phone: 'phone', 'children.1.name': 'required', monthlyIncome: 'number', 'pension.kind': 'required' });
  });

  it('takes numbers that stayed covered, and never a person out for a wrong one', () => {
    expect(meaning({ kind: 'phone' }, '190****0001', 'phone')).toEqual({ kind: 'value', value: '190****0001' });
    expect(meaning({ kind: 'idNo' }, ' 61099919630608208x ', 'idNo')).toEqual({ kind: 'value', value: '61099919630608208X' });
    expect(idNoWarning('610999196306082081')).toBe('checkDigit');
    expect(idNoWarning('6109991963')).toBeNull();
  });
});

it('reads dates as people write them', () => {
  expect(['1944-5-6', '1944.5', '19440506', '194405', '1944年5月6日', '1944年5月', '1944/05/06'].map(dateOf)).toEqual([
    '1944-05-06',
    '1944-05',
    '1944-05-06',
    '1944-05',
    '1944-05-06',
    '1944-05',
    '1944-05-06',
  ]);
  expect(['1944', '44-5-6', '1944-02-30', 'x'].map(dateOf)).toEqual([null, null, null, null]);
});

it('fills in birth and sex from a right number only', () => {
  expect(fromIdNo('610999196306082080')).toEqual({ birthDate: '1963-06-08', sex: 'female' });
  expect(fromIdNo('610999196306082081')).toBeNull();
});

it('counts what is required of a group', () => {
  const required = [{ facts: ['phone', 'contacts'] }, { facts: ['name'] }, { facts: ['livesWith'] }];
  expect(progress(required, { contacts: [] }, ['name', 'phone'])).toEqual({ filled: 1, of: 2 });
});
