// Factories give valid people, so that a test fails for what it is about and for nothing else.
import { birthDateOfIdNo, idNoProblem, sexOfIdNo } from '@shouwang/domain/ledger';
import { expect, test } from 'vitest';
import { anElder, aPerson, idSequence } from './index.ts';

test('an elder has a valid number that agrees with birth and sex, and takes overrides', () => {
  const { idNo, birthDate, sex } = anElder();
  expect(idNoProblem(idNo ?? null)).toBeNull();
  expect([birthDateOfIdNo(idNo ?? ''), sexOfIdNo(idNo ?? '')]).toEqual([birthDate, sex]);
  expect(anElder({ abilityLevel: 3 }).abilityLevel).toBe(3);
});

test('the same number is the same person, another number another one', () => {
  expect(aPerson(7)).toEqual(aPerson(7));
  const numbers = Array.from({ length: 200 }, (_, number) => aPerson(number).idNo);
  expect(new Set(numbers).size).toBe(200);
  expect(numbers.map(idNoProblem)).toEqual(numbers.map(() => null));
});

test('identifiers are UUIDv7 in order, the same for the same name', () => {
  const next = idSequence('a');
  const ids = [next(), next(), next()];
  const again = idSequence('a');
  expect(ids).toEqual([again(), again(), again()]);
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
