// What is run without the library comes out as the library has it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PackValue } from '../policy/index.ts';
import { categoryVariable, expressionReader, type ExpressionContext } from './expression.ts';

const source = { document: 'd', clause: '1' };
const words = { zh: '某', en: 'some' };
const value = (content: PackValue['value']): PackValue => ({ value: content, status: 'given', label: words, source });
const read = expressionReader({ level: value(2), share: value(0.5), isAsked: value(true), kinds: value(['childDied', 'unspecified']), beyond: value('town') });

const plain = [
  'livesAlone',
  '!childrenKnown || childrenPlaceUnknown > 0',
  '"livingAlone" in stated',
  'familyPlanning in v.kinds',
  'familyPlanning != ""',
  'abilityLevel >= v.level',
  'abilityLevel == -1 && v.level <= 2',
  '(!childrenKnown && !hasSpouse) || (!spouseKnown && !hasChildren)',
  'v.beyond == "village" || (v.beyond == "town" && childrenInTown == 0)',
  'is.livingAlone && age >= 80',
  'v.isAsked',
  'age > v.share',
  '60 <= age',
];

it.each(plain)('%s', (text) => {
  const result = read(text);
  if (!result.ok || result.expression.quick === null) throw new Error(`not plain: ${text}`);
  const { quick, holds } = result.expression;
  const number = fc.integer({ min: -1, max: 120 });
  const facts = fc.record({
    livesAlone: fc.boolean(),
    childrenKnown: fc.boolean(),
    spouseKnown: fc.boolean(),
    hasSpouse: fc.boolean(),
    hasChildren: fc.boolean(),
    childrenPlaceUnknown: fc.integer({ min: 0, max: 2 }),
    childrenInTown: fc.integer({ min: 0, max: 2 }),
    abilityLevel: fc.integer({ min: -1, max: 4 }),
    age: number,
    familyPlanning: fc.constantFrom('', 'childDied', 'childDisabled', 'unspecified'),
    stated: fc.subarray(['livingAlone', 'emptyNest']),
  });
  fc.assert(
    fc.property(facts, fc.boolean(), (given, isAlone) => {
      const categories = { [categoryVariable('livingAlone')]: isAlone };
      const context: ExpressionContext = { ...categories };
      for (const [key, item] of Object.entries(given)) context[key] = typeof item === 'number' ? BigInt(item) : item;
      expect(quick(given, categories)).toBe(holds(context));
    }),
    { numRuns: 200 },
  );
});

it.each(['size(illnesses) > 0', 'age + 1 > 60', 'illnesses.exists(i, i in v.kinds)'])('%s is left to the library', (text) => {
  const result = read(text);
  expect(result.ok && result.expression.quick).toBe(null);
});
