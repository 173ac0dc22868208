// Filling by keyboard: what a key picks, and where it goes next.
import { abilityItems } from '@shouwang/domain/assessments';
import { expect, it } from 'vitest';
import { beginOccasion, neighbourOf, nextOpen, optionOfKey } from './sheets.ts';

it('a digit picks the score, stupor before coma, and nothing where the item has no such score', () => {
  expect(optionOfKey('eating', '3')).toBe('3');
  expect(optionOfKey('stairs', '4')).toBeUndefined();
  expect(optionOfKey('consciousness', '0')).toBe('stupor');
  expect(optionOfKey('consciousness', 'C')).toBe('coma');
  expect(optionOfKey('eating', 'c')).toBeUndefined();
});

it('goes from item to item and stops at the ends', () => {
  expect(neighbourOf('eating', 1)).toBe('grooming');
  expect(neighbourOf('eating', -1)).toBeNull();
  expect(neighbourOf('social', 1)).toBeNull();
});

it('finds the next open item, also one that was left out before', () => {
  const all = Object.fromEntries(abilityItems.map((item) => [item.key, '0']));
  const { toilet: _toilet, ...rest } = all;
  expect(nextOpen(rest, 'memory')).toBe('toilet');
  expect(nextOpen(all, null)).toBeNull();
  expect(nextOpen({}, null)).toBe('eating');
});

it('begins as the first assessment where there is none', () => {
  expect(beginOccasion('2026-11-22', '张一', false)).toMatchObject({ reason: 'first', assessors: ['张一', ''] });
  expect(beginOccasion('2026-11-22', '张一', true).reason).toBe('regular');
});
