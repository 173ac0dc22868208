// What the demonstration, the tests and the benchmarks rest on: the county is the same for the same
// seed, its numbers are valid, its people look like a county's ledger.
import { createHash } from 'node:crypto';
import { covers, levelOf } from '@shouwang/domain/divisions';
import { birthDateOfIdNo, idNoProblem, sexOfIdNo } from '@shouwang/domain/ledger';
import { ageOn } from '@shouwang/domain/shared';
import { beforeAll, describe, expect, test } from 'vitest';
import { countySizes, generateCounty, kilometres, type GeneratedAssignment, type GeneratedElder, type GeneratedVisit, type GeneratedVisitor } from './index.ts';
import { readRules } from './people.ts';

const asOf = '2026-11-22';
const small = generateCounty({ size: 'S', seed: 'a', asOf });

function fingerprint(seed: string): string {
  const hash = createHash('sha256');
  const county = generateCounty({ size: 'S', seed, asOf });
  hash.update(JSON.stringify(county.divisions));
  for (const block of county.blocks()) hash.update(JSON.stringify(block));
  for (const visit of county.visits()) hash.update(JSON.stringify(visit));
  return hash.digest('hex');
}

describe('size S', () => {
  let elders: GeneratedElder[];
  let visitors: GeneratedVisitor[];
  let assignments: GeneratedAssignment[];
  let visits: GeneratedVisit[];
  beforeAll(() => {
    const blocks = [...small.blocks()];
    elders = blocks.flatMap((block) => block.elders);
    visitors = blocks.flatMap((block) => block.visitors);
    assignments = blocks.flatMap((block) => block.assignments);
    visits = [...small.visits()];
  });

  test('the same seed gives the same bytes, another seed another county', () => {
    expect(fingerprint('a')).toBe(fingerprint('a'));
    expect(fingerprint('a')).not.toBe(fingerprint('b'));
  });

  test('has two towns, 500 elders, 75 visitors, codes of 610999', () => {
    expect(small.divisions.filter(({ level }) => level === 'town')).toHaveLength(2);
    expect(elders).toHaveLength(500);
    expect(visitors).toHaveLength(75);
    for (const division of small.divisions) {
      expect(covers('610999', division.code)).toBe(true);
      expect(levelOf(division.code)).toBe(division.level);
    }
    expect(new Set(small.divisions.map(({ code }) => code)).size).toBe(small.divisions.length);
  });

  test('identity numbers are valid, of nobody twice, and agree with birth and sex', () => {
    for (const { idNo, birthDate, sex } of elders.map((elder) => elder.facts)) {
      expect(idNoProblem(idNo)).toBeNull();
      expect(birthDateOfIdNo(idNo)).toBe(birthDate);
      expect(sexOfIdNo(idNo)).toBe(sex);
    }
    const numbers = [...elders.map(({ facts }) => facts.idNo), ...visitors.map(({ idNo }) => idNo)];
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set([...elders, ...visitors, ...assignments, ...visits].map(({ id }) => id)).size).toBe(elders.length + visitors.length + assignments.length + visits.length);
    expect(elders.every(({ facts }) => facts.phone?.startsWith('1900000'))).toBe(true);
  });

  test('people are 60 and over, live near their village, and stand in the list for a reason', () => {
    for (const { facts, village } of elders) {
      expect(ageOn(facts.birthDate, asOf)).toBeGreaterThanOrEqual(60);
      expect(kilometres(facts.location, village)).toBeLessThan(5);
    }
    const share = (count: number): number => count / elders.length;
    const withCategory = (category: string): number => share(elders.filter(({ expected }) => (expected.categories as readonly string[]).includes(category)).length);
    expect(share(elders.filter(({ expected }) => expected.rhythm === null).length)).toBeLessThan(0.06);
    expect(withCategory('livingAlone')).toBeGreaterThan(0.25);
    expect(withCategory('emptyNest')).toBeGreaterThan(0.4);
    expect(withCategory('emptyNest')).toBeLessThan(0.65);
    expect(withCategory('careDependent')).toBeGreaterThan(0.1);
    expect(share(elders.filter(({ expected }) => expected.rhythm?.period === 'week').length)).toBeLessThan(0.35);
  });

  test('the statements together say what is known', () => {
    for (const { facts, statements } of elders) expect(Object.assign({}, ...statements.map((statement) => statement.facts))).toEqual(facts);
  });

  test('full files say more of most people, and change nobody’s categories', () => {
    const full = [...generateCounty({ size: 'S', seed: 'a', asOf, fullFiles: true }).elders()];
    const share = (key: 'healthState' | 'contacts'): number => full.filter(({ facts }) => facts[key] !== undefined).length / full.length;
    expect(share('healthState')).toBeGreaterThan(0.6);
    expect(share('contacts')).toBeGreaterThan(share('healthState'));
    expect(share('contacts')).toBeLessThan(0.95);
    for (const [index, { facts, statements, expected }] of full.entries()) {
      expect(Object.assign({}, ...statements.map((statement) => statement.facts))).toEqual(facts);
      expect(readRules(facts, asOf)).toEqual(expected);
      expect(expected).toEqual(elders[index]?.expected);
      expect(facts.maritalStatus === 'married' || facts.spouse == null).toBe(true);
    }
  });

  test('nobody takes more than he can, some elders have nobody', () => {
    const load = new Map<string, number>();
    for (const { visitor } of assignments) load.set(visitor.id, (load.get(visitor.id) ?? 0) + 1);
    for (const visitor of visitors) expect(load.get(visitor.id) ?? 0).toBeLessThanOrEqual(visitor.capacity);
    expect(assignments.length).toBeLessThan(elders.length);
    expect(assignments.length).toBeGreaterThan(elders.length * 0.85);
  });

  test('visits lie in the past three months, after somebody entered, by the one responsible', () => {
    const responsible = new Map(assignments.map(({ elder, visitor }) => [elder.id, { visitor, elder }]));
    for (const visit of visits) {
      const { visitor, elder } = responsible.get(visit.elderId) as { visitor: GeneratedVisitor; elder: GeneratedElder };
      expect(visit.visitorId).toBe(visitor.id);
      expect(visit.occurredOn < asOf && visit.occurredOn >= '2026-07-27' && visit.occurredOn >= elder.enteredOn).toBe(true);
      expect(visit.startedAt < visit.endedAt && visit.endedAt < visit.recordedAt && visit.recordedAt < visit.receivedAt).toBe(true);
      expect(Date.parse(visit.receivedAt)).toBeLessThanOrEqual(Date.parse(`${asOf}T00:00:00+08:00`));
    }
    const done = visits.filter(({ outcome }) => outcome === 'done').length / visits.length;
    expect(done).toBeGreaterThan(0.85);
    expect(done).toBeLessThan(1);
  });
});

test('sizes M and L have the people that the quality bars speak of, and come one village at a time', () => {
  const large = generateCounty({ size: 'L', seed: 'a', asOf });
  expect(countySizes.M).toMatchObject({ elders: 20_000, visitors: 3_000, months: 12 });
  expect(countySizes.L).toMatchObject({ elders: 100_000, visitors: 15_000, months: 36 });
  const first = large.blocks().next().value;
  expect(first?.elders).toHaveLength(100_000 / large.villages.length);
});
