import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import zh from '../facts/words/zh-CN.json' with { type: 'json' };
import en from '../facts/words/en.json' with { type: 'json' };
import statisticsZh from '../facts/words/statistics.zh-CN.json' with { type: 'json' };
import statisticsEn from '../facts/words/statistics.en.json' with { type: 'json' };
import { bucketsOf, codesIn, crossTabulate, dimensionGroups, dimensionKeys, dimensions, findDimension, inOrderOf, maskOf, placeOf, UNKNOWN, type FileState } from './index.ts';

const state: FileState = { categories: [], provisional: false, isProposed: false, isComplete: true, hasResponsible: true, risk: null };
const on = '2026-11-22';
const codesOf = (key: string, facts: Parameters<typeof bucketsOf>[0], of: Partial<FileState> = {}): readonly string[] => {
  const dimension = findDimension(key);
  if (dimension === undefined) throw new Error(key);
  return codesIn(dimension, bucketsOf(facts, { ...state, ...of }, on)[placeOf(key) as number] as number);
};

describe('dimensions', () => {
  it('keep the place and the codes that stand in the database', () => {
    // Only ever added to at the end: a bit that changes its meaning changes every figure of the past.
    expect(dimensions.map(({ key, codes }) => `${key} ${codes.join(' ')}`)).toMatchSnapshot();
  });

  it('fit into the bits of a number, and have a word for every code in both languages', () => {
    const missing: string[] = [];
    for (const words of [
      { ...zh, ...statisticsZh },
      { ...en, ...statisticsEn },
    ]) {
      const find = (path: string): unknown => path.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], words);
      const wanted = [
        ...dimensionKeys.map((key) => `dimension.${key}`),
        ...dimensionGroups.map((group) => `dimensionGroup.${group}`),
        ...dimensions.flatMap(({ word, codes }) => codes.map((code) => `${word}.${code}`)),
      ];
      missing.push(...wanted.filter((path) => typeof find(path) !== 'string'));
    }
    expect(missing).toEqual([]);
    expect(dimensions.filter(({ codes }) => codes.length > 31 || new Set(codes).size !== codes.length)).toEqual([]);
  });

  it('tell what nobody knows from what is known to be none', () => {
    expect(codesOf('disabilityGrade', {})).toEqual([UNKNOWN]);
    expect(codesOf('disabilityGrade', { disability: null })).toEqual(['none']);
    expect(codesOf('disabilityGrade', { disability: { grade: 2, valid: false } })).toEqual(['none']);
    expect(codesOf('disabilityGrade', { disability: { grade: 2, valid: true } })).toEqual(['2']);
    expect(codesOf('relief', {})).toEqual([UNKNOWN]);
    expect(codesOf('relief', { minimumLiving: false })).toEqual(['none']);
    expect(codesOf('relief', { minimumLiving: true, destitute: 'atHome' })).toEqual(['minimumLiving', 'atHome']);
    expect(codesOf('children', { children: [] })).toEqual(['0']);
    expect(codesOf('abilityLevel', { abilityLevel: 0 })).toEqual(['0']);
  });

  it('put ages and incomes at their boundaries into the upper bucket', () => {
    expect(codesOf('age', { birthDate: '1946-11-22' })).toEqual(['80']);
    expect(codesOf('age', { birthDate: '1946-11-23' })).toEqual(['75']);
    expect(codesOf('age', { birthDate: '1920-01' })).toEqual(['100']);
    expect(codesOf('income', { monthlyIncome: 499.99 })).toEqual(['0']);
    expect(codesOf('income', { monthlyIncome: 500 })).toEqual(['500']);
  });

  it('find the nearest child and who cares', () => {
    const children = [
      { name: '甲', awaySince: '2020-01', cares: false },
      { name: '乙', place: 'sameTown' as const, cares: true },
    ];
    expect(codesOf('nearestChild', { children })).toEqual(['sameTown']);
    expect(codesOf('childrenCare', { children })).toEqual(['some']);
    expect(codesOf('category', {}, { categories: ['livingAlone', 'advancedAge'] })).toEqual(['livingAlone', 'advancedAge']);
  });

  it('come back from bits as they went in, for any codes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...dimensions), fc.array(fc.nat(30)), (dimension, picks) => {
        const codes = dimension.codes.filter((_, index) => picks.includes(index));
        expect(codesIn(dimension, maskOf(dimension, codes))).toEqual(codes.length === 0 ? [UNKNOWN] : codes);
      }),
    );
  });
});

describe('a cross-tabulation', () => {
  it('equals a naive recount of the people', () => {
    const some = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd'), { minLength: 1 });
    const person = fc.record({ rows: some, columns: some });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 60 }), (people) => {
        const groups = new Map<string, { rows: string[]; columns: string[]; count: number }>();
        for (const { rows, columns } of people) {
          const key = `${rows.join()}|${columns.join()}`;
          groups.set(key, { rows, columns, count: (groups.get(key)?.count ?? 0) + 1 });
        }
        const order = inOrderOf(['d', 'c', 'b', 'a'], UNKNOWN);
        const table = crossTabulate([...groups.values()], { rows: order, columns: order });
        expect(table.persons).toBe(people.length);
        table.rows.forEach((row, at) => {
          expect(table.rowPersons[at]).toBe(people.filter((one) => one.rows.includes(row)).length);
          table.columns.forEach((column, across) => {
            expect(table.cells[at]?.[across]).toBe(people.filter((one) => one.rows.includes(row) && one.columns.includes(column)).length);
          });
        });
        expect(table.columnPersons).toEqual(table.columns.map((column) => people.filter((one) => one.columns.includes(column)).length));
        expect(table.rowMentions).toBe(people.reduce((total, one) => total + one.rows.length, 0));
        expect(table.columnMentions).toBe(people.reduce((total, one) => total + one.columns.length, 0));
        expect(table.rows).toEqual(order([...table.rows]));
      }),
    );
  });
});
