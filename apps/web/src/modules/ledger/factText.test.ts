// Values become words, and disagreement between sources is seen.
import { expect, it } from 'vitest';
import { factGroups, factText, type FactWords } from './factText.ts';

const words: FactWords = {
  word: (group, code, details) => (details === undefined ? `${group}.${code}` : `${group}.${code} ${Object.values(details).join('/')}`),
  yes: 'yes',
  no: 'no',
  none: 'none',
  listMark: ', ',
};

it('puts codes, lists and nothing into words', () => {
  expect(factText('sex', 'female', words)).toBe('domain:sex.female');
  expect(factText('livesWith', ['spouse', 'grandchild'], words)).toBe('domain:companion.spouse, domain:companion.grandchild');
  expect(factText('livesWith', [], words)).toBe('none');
  expect(factText('wantsVisits', false, words)).toBe('no');
  expect(factText('disability', null, words)).toBe('none');
  expect(factText('disability', { grade: 1, type: 'visual', valid: false }, words)).toBe('domain:disabilityType.visual · domain:disabilityGrade.1 · ledger:.cancelled');
});

it('says of a child where it lives', () => {
  expect(factText('children', [{ name: 'A' }, { name: 'B', place: 'outsideCounty' }], words)).toBe('A; ledger:.withRest B/domain:childPlace.outsideCounty');
});

it('marks a key on which sources disagree, and keeps its order', () => {
  const fact = (id: string, key: string, value: unknown, effective: boolean, sourceDate: string) => ({ id, key, value, effective, sourceDate });
  const groups = factGroups(
    [
      fact('1', 'hukou', 'rural', true, '2026-01-01'),
      fact('2', 'abilityLevel', 2, true, '2026-05-01'),
      fact('3', 'abilityLevel', 1, false, '2026-02-01'),
      fact('4', 'hukou', 'rural', false, '2025-01-01'),
    ],
    ['abilityLevel', 'hukou', 'sex'],
  );
  expect(groups.map((group) => [group.key, group.disagree, group.others.length])).toEqual([
    ['abilityLevel', true, 1],
    ['hukou', false, 1],
  ]);
});
