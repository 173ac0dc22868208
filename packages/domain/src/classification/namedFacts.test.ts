// Named facts at their boundaries: unknown stays unknown, half a year is six calendar months.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, firstDay, monthsBetween } from '../shared/index.ts';
import { deriveNamedFacts, monthsSince } from './namedFacts.ts';

const asOf = '2026-11-01';
const options = { seriousIllnesses: ['恶性肿瘤', '尿毒症'] };
const derive = (facts: Parameters<typeof deriveNamedFacts>[0], day = asOf) => deriveNamedFacts(facts, day, options);

describe('what nobody knows', () => {
  it('makes nothing true', () => {
    const named = derive({});
    expect(named).toMatchObject({ age: -1, childrenCount: -1, abilityLevel: -1, disabilityGrade: 0, allChildrenAwayMonths: -1, sex: '', illnesses: [] });
    expect(Object.entries(named).filter(([, value]) => value === true)).toEqual([]);
  });
  it('is not the same as an empty list of children', () => {
    expect(derive({ children: [] })).toMatchObject({ noChildren: true, hasChildren: false, childrenCount: 0 });
    expect(derive({})).toMatchObject({ noChildren: false, hasChildren: false });
  });
  it('is not the same as having no spouse', () => {
    expect(derive({})).toMatchObject({ hasSpouse: false, noSpouse: false });
    expect(derive({ maritalStatus: 'widowed' })).toMatchObject({ hasSpouse: false, noSpouse: true });
    expect(derive({ livesWith: ['spouse'] })).toMatchObject({ hasSpouse: true, noSpouse: false });
  });
});

describe('children', () => {
  it('are counted from near to far, each in all wider circles', () => {
    const named = derive({ children: [{ name: 'a', place: 'sameHousehold' }, { name: 'b', place: 'sameTown' }, { name: 'c', place: 'sameCounty' }, { name: 'd' }] });
    expect(named).toMatchObject({ childrenInHousehold: 1, childrenInVillage: 1, childrenInTown: 2, childrenInCounty: 3, childrenPlaceUnknown: 1, allChildrenAwayMonths: -1 });
  });
  it.each([
    ['2026-05-01', 6],
    ['2026-05', 6],
    ['2026-05-02', 5],
    ['2026-06', 5],
    ['2025-11-01', 12],
    ['2026-12', -1],
  ])('away since %s have been away %i months on 2026-11-01', (awaySince, months) => {
    expect(derive({ children: [{ name: 'a', place: 'outsideCounty', awaySince }] }).allChildrenAwayMonths).toBe(months);
  });
  it('count by the one who left last, and only if all have left', () => {
    const away = (awaySince: string) => ({ name: 'a', place: 'outsideCounty' as const, awaySince });
    expect(derive({ children: [away('2020-01'), away('2026-09')] }).allChildrenAwayMonths).toBe(2);
    expect(derive({ children: [away('2020-01'), { name: 'b', place: 'sameCounty' }] }).allChildrenAwayMonths).toBe(-1);
    expect(derive({ children: [away('2020-01'), { name: 'b', place: 'outsideCounty' }] }).allChildrenAwayMonths).toBe(-1);
  });
  it('with a date of leaving are outside the county even where no place is written', () => {
    expect(derive({ children: [{ name: 'a', awaySince: '2026-01' }] })).toMatchObject({ allChildrenAwayMonths: 10, childrenPlaceUnknown: 0 });
  });
});

it('counts months as the calendar does', () => {
  const day = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays('1990-01-01', count));
  const since = fc.oneof(
    day,
    day.map((date) => date.slice(0, 7)),
  );
  fc.assert(
    fc.property(since, day, (from, to) => {
      fc.pre(from.slice(0, 7) <= to.slice(0, 7));
      expect(monthsSince(from, to)).toBe(monthsBetween(firstDay(from), to));
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ['1946-11-01', 80],
  ['1946-11-02', 79],
  ['1946-11', 80],
])('born %s is %i on 2026-11-01', (birthDate, age) => {
  expect(derive({ birthDate }).age).toBe(age);
});

describe('illnesses', () => {
  it('are serious where the name contains a term of the list', () => {
    expect(derive({ illnesses: ['恶性肿瘤术后'] }).seriousIllness).toBe(true);
    expect(derive({ illnesses: ['关节炎'] }).seriousIllness).toBe(false);
  });
  it('of the health list count only where they are serious', () => {
    expect(derive({ chronicConditions: ['高血压'] })).toMatchObject({ illnesses: [], seriousIllness: false });
    expect(derive({ illnesses: ['关节炎'], chronicConditions: ['高血压', '尿毒症'] })).toMatchObject({ illnesses: ['关节炎', '尿毒症'], seriousIllness: true });
  });
});
