// Rules of reconciliation: scores within bounds, doubts kept for people, who is missing and who is not,
// what differs, and when a finding that was ended comes back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBirths, compareNames, dayOfList, identityOf, likenessOf, matchListed, type KnownPerson } from '../intake/index.ts';
import { idNoCheck, type SourceRank } from '../ledger/index.ts';
import {
  aboutOf,
  basisOf,
  changeOf,
  compareElder,
  disagree,
  findDuplicate,
  findingStates,
  findMissing,
  groupRows,
  type ElderAtHand,
  type FileAtHand,
  type MissingOptions,
  type UnmatchedRow,
} from './index.ts';

const numberOf = (birth: string, sequence: number): string => {
  const first = `610999${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return `${first}${idNoCheck(first)}`;
};
const village = '610999100001';
const rank: SourceRank = { default: ['deathRegister', 'disabilityRegister', 'assessmentRegister', 'healthRegister', 'ledger'] };
/** Anybody's identity: the number may be missing. */
type Person = Omit<typeof person, 'idNo' | 'sex'> & { readonly idNo: string | null; readonly sex: 'male' | 'female' };
const person = { name: '王秀英', idNo: numberOf('1946-05-06', 122), birthDate: '1946-05-06', sex: 'female' as const, division: village, phone: null };
const known = (over: Partial<Person> & { readonly elderId?: string } = {}): KnownPerson => ({ elderId: over.elderId ?? 'a', ...identityOf({ ...person, ...over }) });
const indexOf = (...people: readonly KnownPerson[]) => ({
  byIdKey: (key: string) => people.filter((one) => one.idKey === key),
  byName: (name: string) => people.filter((one) => one.name === name),
  byBirth: (birth: string) => people.filter((one) => one.birthDate === birth),
});

describe('a score', () => {
  const identity = fc.record({
    name: fc.constantFrom('王秀英', '王秀兰', '李国', '买买提·艾力'),
    idNo: fc.constantFrom(null, '', person.idNo, numberOf('1950-01-02', 7), '61099919460506'),
    birthDate: fc.constantFrom(null, '1946-05-06', '1946-05', '1951-11-30'),
    sex: fc.constantFrom(null, 'male' as const, 'female' as const),
    division: fc.constantFrom(null, village, '610999100000', '610999200003'),
  });
  it('lies between 0 and 1, is the same both ways, and is 1 only where nothing differs', () => {
    fc.assert(
      fc.property(identity, identity, (a, b) => {
        const [one, other] = [likenessOf(identityOf(a), identityOf(b)), likenessOf(identityOf(b), identityOf(a))];
        expect(one).toEqual(other);
        expect(one.score).toBeGreaterThanOrEqual(0);
        expect(one.score).toBeLessThanOrEqual(1);
        if (one.score === 1) expect(one.evidence.some((field) => field.agreement === 'differs')).toBe(false);
      }),
    );
  });
  it('takes variant characters and spaces for the same name, one other character for a like one', () => {
    expect(compareNames('陈凤兰', '陳 鳳蘭')).toBe('agrees');
    expect(compareNames('周桂兰', '周桂芝')).toBe('alike');
    expect(compareNames('周桂兰', '王国强')).toBe('differs');
    expect(compareBirths('1946-05-06', '1946-06-05')).toBe('alike');
    expect(compareBirths('1946-05-06', '1951-05-09')).toBe('differs');
  });
});

describe('whom a row means', () => {
  it('is certain by number, or by name and birth where no number speaks against it', () => {
    expect(matchListed(identityOf(person), indexOf(known()))).toMatchObject({ status: 'one', elderId: 'a' });
    expect(matchListed(identityOf({ ...person, idNo: null }), indexOf(known()))).toMatchObject({ status: 'one', elderId: 'a' });
    expect(matchListed(identityOf({ ...person, idNo: numberOf('1946-05-06', 144) }), indexOf(known()))).toMatchObject({ status: 'none' });
  });
  it('is doubtful where a name is misspelt, two may be meant, or a number stands under quite another name', () => {
    const misspelt = matchListed(identityOf({ ...person, idNo: null, name: '王秀荣' }), indexOf(known()));
    expect(misspelt).toMatchObject({ status: 'doubtful', candidates: [{ elderId: 'a' }] });
    const two = matchListed(identityOf({ ...person, idNo: null }), indexOf(known({ idNo: '' }), known({ elderId: 'b', idNo: '' })));
    expect(two.status === 'doubtful' && two.candidates.map((one) => one.elderId)).toEqual(['a', 'b']);
    expect(matchListed(identityOf({ ...person, name: '赵桂花' }), indexOf(known()))).toMatchObject({ status: 'doubtful' });
  });
  it('is not whose age is quite another, though nothing but the name tells them apart', () => {
    const aged = (birthDate: string) => ({ elderId: 'a', ...identityOf({ ...person, idNo: null, birthDate, isBirthEstimated: true, isBirthFromAge: true }) });
    expect(matchListed(identityOf(person), indexOf(aged('1947-05')))).toMatchObject({ status: 'one', elderId: 'a' });
    expect(matchListed(identityOf(person), indexOf(aged('1962-05')))).toMatchObject({ status: 'none' });
    // A list that tells ages means by name and village whoever is about as old.
    const listed = identityOf({ ...person, idNo: null, birthDate: '1947-02', isBirthEstimated: true, isBirthFromAge: true });
    expect(matchListed(listed, indexOf(known()))).toMatchObject({ status: 'one', elderId: 'a' });
    expect(matchListed(listed, indexOf(known({ birthDate: '1938-05-06' })))).toMatchObject({ status: 'none' });
  });
  it('may be a wife under her husband’s number beside a namesake, which a person decides', () => {
    const wife = known({ idNo: numberOf('1943-01-02', 11), birthDate: null as never });
    const namesake = known({ elderId: 'b', idNo: null, birthDate: null as never });
    expect(wife.isDoubted).toBe(true);
    const match = matchListed(identityOf(person), indexOf(wife, namesake));
    expect(match.status === 'doubtful' && match.candidates.map(({ elderId }) => elderId).sort()).toEqual(['a', 'b']);
  });
  it('is the wife by her own row, although her file bears her husband’s number', () => {
    const husband = numberOf('1943-01-02', 11);
    const wife = known({ idNo: husband });
    expect(wife.idValid).toBe(false);
    expect(matchListed(identityOf(person), indexOf(wife))).toMatchObject({ status: 'one', elderId: 'a' });
    const his = identityOf({ name: '李国强', idNo: husband, birthDate: '1943-01-02', sex: 'male', division: village });
    expect(matchListed(his, indexOf(wife)).status).not.toBe('one');
  });
});

describe('who is missing', () => {
  const row = (over: Partial<UnmatchedRow> & { readonly of?: Partial<Person> } = {}): UnmatchedRow => ({
    id: over.id ?? '1',
    source: over.source ?? 'disabilityRegister',
    sourceDate: '2026-05-06',
    sourceRef: 'list/1',
    person: { ...person, ...over.of },
    facts: over.facts ?? { disability: { grade: 1, valid: true } },
    listId: null,
    listedOn: '2026-05-06',
    isDoubtful: over.isDoubtful ?? false,
  });
  const options: MissingOptions = {
    rank,
    targets: ['severeDisability', 'careDependent'],
    elderAge: 60,
    asOf: '2026-11-01',
    county: '610999',
    compiled: {
      classify: (facts) => ({
        categories: [
          ...(facts.disability?.valid === true && facts.disability.grade <= 2 ? (['severeDisability'] as const) : []),
          ...((facts.abilityLevel ?? 0) >= 1 ? (['careDependent'] as const) : []),
        ],
        tier: null,
        reasons: [],
        provisional: false,
        packId: 'p',
        packVersion: '1',
        asOf: '2026-11-01',
      }),
    },
  };
  it('is whom the lists alone put into a category, all lists together', () => {
    const found = findMissing([row(), row({ id: '2', source: 'assessmentRegister', facts: { abilityLevel: 2 } })], options);
    expect(found).toMatchObject({ kind: 'missing', categories: ['severeDisability', 'careDependent'], division: village, source: 'disabilityRegister' });
    expect(found?.theirs).toHaveLength(2);
  });
  it('is not the dead, who moved away, the young, the able, or of whom it is not certain', () => {
    for (const rows of [
      [row(), row({ id: '2', source: 'deathRegister', facts: {} })],
      [row(), row({ id: '2', source: 'residenceRegister', facts: {} })],
      [row({ of: { birthDate: '1990-01-01', idNo: numberOf('1990-01-01', 3) } })],
      [row({ facts: { disability: { grade: 1, valid: false } } })],
      [row({ facts: { disability: { grade: 4, valid: true } } })],
      [row(), row({ id: '2', isDoubtful: true })],
    ])
      expect(findMissing(rows, options)).toBeNull();
  });
  it('is one person however his rows are spelt, and two where numbers say so', () => {
    const bare = { idNo: null };
    expect(groupRows([row(), row({ id: '2', of: bare }), row({ id: '3', of: { ...bare, division: '610999100000' } })])).toHaveLength(1);
    expect(groupRows([row(), row({ id: '2', of: { idNo: numberOf('1946-05-06', 144) } })])).toHaveLength(2);
    const unclear = groupRows([row(), row({ id: '2', of: { idNo: numberOf('1946-05-06', 144) } }), row({ id: '3', of: bare })]);
    expect(unclear).toHaveLength(3);
    expect(unclear.flat().filter((one) => one.isDoubtful)).toHaveLength(1);
  });
});

describe('what differs', () => {
  const elder = (over: Partial<ElderAtHand> = {}): ElderAtHand => ({
    elderId: 'a',
    person,
    birthEstimated: false,
    remarks: [],
    enteredOn: '2026-11-01',
    said: [],
    rows: [],
    ...over,
  });
  const options = { rank, staleDays: 180 };
  const fact = (source: 'ledger' | 'decision' | 'assessmentRegister', value: 0 | 1 | 2 | 3 | 4, sourceDate = '2026-11-01') => ({
    key: 'abilityLevel' as const,
    value,
    source,
    sourceDate,
    sourceRef: source,
  });
  it('is a level that clerk and register say differently, until somebody decides as the register says', () => {
    expect(compareElder(elder({ said: [fact('ledger', 1), fact('assessmentRegister', 3)] }), options)).toMatchObject([
      { kind: 'differs', key: 'abilityLevel', source: 'assessmentRegister', theirs: [{ facts: { abilityLevel: 3 } }], ours: { facts: { abilityLevel: 1 }, source: 'ledger' } },
    ]);
    expect(compareElder(elder({ said: [fact('ledger', 1), fact('assessmentRegister', 3), fact('decision', 3)] }), options)).toEqual([]);
    expect(compareElder(elder({ said: [fact('assessmentRegister', 3)] }), options)).toEqual([]);
  });
  it('counts for less where the list is old', () => {
    const [fresh] = compareElder(elder({ said: [fact('ledger', 1), fact('assessmentRegister', 3, '2026-06-01')] }), options);
    const [stale] = compareElder(elder({ said: [fact('ledger', 1), fact('assessmentRegister', 3, '2024-06-01')] }), options);
    expect(fresh?.isStale).toBe(false);
    expect(stale?.isStale).toBe(true);
    expect((stale as { likeness: { score: number } }).likeness.score).toBeLessThan((fresh as { likeness: { score: number } }).likeness.score);
  });
  it('leaves a cancelled certificate and none at all agreeing, a cancelled and a held one not', () => {
    expect(disagree('disability', { grade: 1, valid: false }, null)).toBe(false);
    expect(disagree('disability', { grade: 1, valid: false }, { grade: 1, valid: true })).toBe(true);
    expect(disagree('disability', { grade: 2, valid: true, type: 'visual' }, { grade: 2, valid: true })).toBe(false);
    expect(disagree('familyPlanning', 'childDied', 'unspecified')).toBe(false);
  });
  it('is a wrong number, with the right one where a list gives it', () => {
    const wrong = elder({ person: { ...person, idNo: `${person.idNo.slice(0, 17)}0` } });
    const row = { id: '1', source: 'healthRegister' as const, sourceDate: '2026-05-06', sourceRef: 'r', person, facts: {}, listId: null, listedOn: '2026-05-06' };
    const [found] = compareElder({ ...wrong, rows: [row] }, options);
    if (person.idNo.endsWith('0')) throw new Error('the sample number ends in 0');
    expect(found).toMatchObject({ kind: 'idProblem', problem: 'checkDigit', theirs: [{ facts: { idNo: person.idNo } }], source: 'healthRegister' });
  });
});

describe('two files', () => {
  const file = (elderId: string, over: Partial<Person> = {}): FileAtHand => ({ elderId, person: { ...person, ...over }, birthEstimated: false });
  it('may be one person across villages where a number is spoilt, not where numbers differ', () => {
    const other = file('b', { division: '610999100002', idNo: `${person.idNo.slice(0, 17)}0` });
    expect(findDuplicate(file('a'), other)).toMatchObject({ kind: 'duplicate', elderId: 'a', otherElderId: 'b', division: '610999100000' });
    expect(findDuplicate(other, file('a'))).toEqual(findDuplicate(file('a'), other));
    expect(findDuplicate(file('a'), file('b', { division: '610999100002', idNo: numberOf('1946-05-06', 144) }))).toBeNull();
    expect(findDuplicate(file('a', { idNo: '' }), file('b', { sex: 'male', idNo: '' }))).toBeNull();
  });
  it('of one day in two towns whose names share a character are two people, though one number fails its check', () => {
    const one = file('a', { name: '董发', birthDate: '1961-01-21', sex: 'male', idNo: numberOf('1961-01-21', 435), division: '610999105204' });
    const other = (idNo: string) => file('b', { name: '罗发', birthDate: '1961-01-21', sex: 'male', idNo, division: '610999106204' });
    expect(findDuplicate(one, other(numberOf('1961-01-21', 435).replace(/.$/, (end) => (end === '1' ? '2' : '1'))))).not.toBeNull();
    expect(findDuplicate(one, other('610999196101219876'))).toBeNull();
  });
});

describe('a finding', () => {
  it('is about the same whatever the values, and rests on values, not on days and files', () => {
    const [one] = compareElder(
      {
        elderId: 'a',
        person,
        birthEstimated: false,
        remarks: [],
        enteredOn: '2026-11-01',
        rows: [],
        said: [
          { key: 'abilityLevel', value: 1, source: 'ledger', sourceDate: '2026-11-01', sourceRef: 'x' },
          { key: 'abilityLevel', value: 3, source: 'assessmentRegister', sourceDate: '2026-05-01', sourceRef: 'y' },
        ],
      },
      { rank, staleDays: 180 },
    );
    if (one === undefined) throw new Error('nothing differs');
    const later = { ...one, theirs: one.theirs.map((side) => ({ ...side, date: '2026-06-01', ref: 'z' })) };
    const other = { ...one, theirs: one.theirs.map((side) => ({ ...side, facts: { abilityLevel: 4 as const } })) };
    expect(basisOf(later)).toBe(basisOf(one));
    expect(aboutOf(other)).toBe(aboutOf(one));
    expect(basisOf(other)).not.toBe(basisOf(one));
  });
  it('comes back only with other facts, and ends by itself only while it is open', () => {
    for (const state of findingStates) {
      expect(changeOf({ state, hasSameBasis: true }, true)).toBe('keep');
      expect(changeOf({ state, hasSameBasis: false }, true)).toBe(state === 'open' ? 'change' : 'reopen');
      expect(changeOf({ state, hasSameBasis: true }, false)).toBe(state === 'open' ? 'agree' : 'keep');
    }
    expect(changeOf(null, true)).toBe('open');
  });
});

it('a list speaks of the day that it, its title or its file names, never of one to come', () => {
  const untold = { filledOn: null, title: '' };
  expect(dayOfList(untold, '', '残联-持证残疾人(2025年6月).xlsx', '2026-11-01')).toBe('2025-06-30');
  expect(dayOfList({ filledOn: null, title: '截至2026年3月5日低保名单' }, '', 'a2024.csv', '2026-11-01')).toBe('2026-03-05');
  expect(dayOfList(untold, '', '低保20260930.xls', '2026-11-01')).toBe('2026-09-30');
  expect(dayOfList(untold, '', '名单2027-01.xls', '2026-11-01')).toBe('2026-11-01');
  expect(dayOfList(untold, '', '名单.xls', '2026-11-01')).toBe('2026-11-01');
  expect(dayOfList({ filledOn: null, title: '特殊困难老年人台账（2026年第三季度）' }, '', '台账.xlsx', '2026-11-01')).toBe('2026-09-30');
  expect(dayOfList(untold, '2025年上半年', '台账.xlsx', '2026-11-01')).toBe('2025-06-30');
  expect(dayOfList(untold, '', '2025年老年人花名册.xlsx', '2026-11-01')).toBe('2025-12-31');
  expect(dayOfList({ filledOn: null, title: '2020年以来死亡人员名单' }, '', '名单.xls', '2026-11-01')).toBe('2026-11-01');
});
