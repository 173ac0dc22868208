// Facts, who is believed, what is new, identity numbers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkFactValue,
  decideFacts,
  deriveEffective,
  deriveRemarks,
  factKeys,
  idNoCheck,
  idNoProblem,
  maskIdNo,
  maskPhone,
  newKeys,
  nothingSaid,
  sameValue,
  say,
  sourceKinds,
  type Fact,
  type FactValues,
  type SourceRank,
  type Statement,
} from './index.ts';

const rank: SourceRank = { default: ['disabilityRegister', 'assessmentRegister', 'survey', 'ledger'], phone: ['ledger', 'survey'] };
const fact = (source: Fact['source'], key: Fact['key'], value: unknown, sourceDate = '2026-11-01'): Fact => ({ key, value: value as never, source, sourceDate, sourceRef: '' });

describe('effective values', () => {
  it('follow the rank, per fact where the pack says so, a decision first, unranked sources last', () => {
    const facts = [
      fact('ledger', 'sex', 'male'),
      fact('disabilityRegister', 'sex', 'female'),
      fact('ledger', 'phone', '1900'),
      fact('survey', 'phone', '1901'),
      fact('healthRegister', 'hukou', 'urban'),
      fact('ledger', 'hukou', 'rural'),
    ];
    expect(deriveEffective(facts, rank)).toEqual({ sex: 'female', phone: '1900', hukou: 'rural' });
    expect(deriveEffective([...facts, fact('decision', 'sex', 'male', '2020-01-01')], rank).sex).toBe('male');
  });

  it('do not depend on the order in which sources spoke', () => {
    const facts = fc.uniqueArray(
      fc.record({ source: fc.constantFrom(...sourceKinds), key: fc.constantFrom('sex' as const, 'hukou' as const, 'group' as const), day: fc.integer({ min: 1, max: 3 }) }),
      { selector: (one) => `${one.source} ${one.key}` },
    );
    fc.assert(
      fc.property(
        facts.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const made = (from: typeof list): Fact[] => from.map((one) => fact(one.source, one.key, `${one.source} says`, `2026-11-0${one.day}`));
          expect(deriveEffective(made(shuffled), rank)).toEqual(deriveEffective(made(list), rank));
        },
      ),
    );
  });

  it('take the later of two sources of no rank', () => {
    expect(decideFacts([fact('healthRegister', 'group', '1', '2026-01-01'), fact('aidRegister', 'group', '2', '2026-02-01')], rank).get('group')?.value).toBe('2');
  });
});

describe('statements', () => {
  const statement = (facts: Partial<FactValues>, more: Partial<Statement> = {}): Statement => ({
    id: 's',
    source: 'ledger',
    sourceDate: '2026-11-01',
    sourceRef: 'a.xlsx/1/7',
    facts,
    ...more,
  });

  it('are new only where the source says something else than now, or than this place did last', () => {
    const said = nothingSaid();
    const first = statement({ name: '王秀英', group: '1' });
    expect(newKeys(said, first)).toEqual(['name', 'group']);
    say(said, first);
    expect(newKeys(said, first)).toEqual([]);
    const elsewhere = statement({ group: '2' }, { sourceRef: 'a.xlsx/1/31' });
    expect(newKeys(said, elsewhere)).toEqual(['group']);
    say(said, elsewhere);
    expect(newKeys(said, first)).toEqual([]);
    expect(newKeys(said, elsewhere)).toEqual([]);
    expect(newKeys(said, statement({ group: '3' }))).toEqual(['group']);
    expect(newKeys(said, statement({ group: '2' }, { source: 'survey' }))).toEqual(['group']);
  });

  it('let a person come back to an earlier decision', () => {
    const said = nothingSaid();
    const decision = (group: string): Statement => statement({ group }, { source: 'decision', sourceRef: 'account:1' });
    say(said, decision('1'));
    say(said, decision('2'));
    expect(newKeys(said, decision('1'))).toEqual(['group']);
  });

  it('bring nothing new the second time, whatever they say', () => {
    const value = fc.record(
      {
        group: fc.string(),
        livesWith: fc.subarray(['alone', 'spouse', 'child'] as const),
        disability: fc.option(fc.record({ grade: fc.constantFrom(1 as const, 2 as const), valid: fc.boolean() })),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(value, fc.constantFrom('r1', 'r2', 'r3')), { maxLength: 6 }), (rows) => {
        const said = nothingSaid();
        // Rows of one file: a place says one thing.
        const file = [...new Map(rows.map(([facts, sourceRef]) => [sourceRef, statement(facts, { sourceRef })])).values()];
        for (const row of file) say(said, row);
        for (const row of file) expect(newKeys(said, row)).toEqual([]);
      }),
    );
  });

  it('compare values as data', () => {
    expect(sameValue({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true);
    expect(sameValue([1, 2], [2, 1])).toBe(false);
    expect(sameValue(null, {})).toBe(false);
  });
});

describe('identity numbers', () => {
  const valid = fc
    .tuple(fc.integer({ min: 1900, max: 2026 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), fc.integer({ min: 0, max: 999 }))
    .map(([year, month, day, order]) => {
      const first = `610999${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}${String(order).padStart(3, '0')}`;
      return `${first}${idNoCheck(first)}`;
    });

  it('pass their check, and fail it when any one digit is another', () => {
    fc.assert(
      fc.property(valid, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (idNo, at, shift) => {
        expect(idNoProblem(idNo)).toBeNull();
        const wrong = `${idNo.slice(0, at)}${(Number(idNo[at]) + shift) % 10}${idNo.slice(at + 1)}`;
        expect(idNoProblem(wrong)).not.toBeNull();
      }),
    );
  });

  it('are masked but for the first six and last four', () => {
    expect(maskIdNo('610999196306082080')).toBe('610999********2080');
    expect(maskPhone('19000004219')).toBe('190****4219');
  });

  it('give remarks on the file and never keep a person out', () => {
    expect(deriveRemarks({ name: '王秀英' })).toEqual(['idNo.missing']);
    expect(deriveRemarks({ idNo: '610999196306082080', birthDate: '1963-06', sex: 'male' })).toEqual(['idNo.sexDiffers', 'birthDate.monthOnly']);
    expect(deriveRemarks({ idNo: '610999196306082080', birthDate: '1964-06-08', sex: 'female' })).toEqual(['idNo.birthDiffers']);
    expect(deriveRemarks({ idNo: '610999196306082081' })).toEqual(['idNo.checkDigit']);
  });
});

describe('values set by hand', () => {
  it('are taken where a fact can have them', () => {
    const good: Partial<FactValues> = {
      name: '买买提·艾力',
      birthDate: '1950-02',
      livesWith: ['alone'],
      children: [{ name: '王五', place: 'outsideCounty', awaySince: '2024-03' }],
      disability: null,
      abilityLevel: 4,
      location: { lng: 109.2, lat: 32.1 },
      division: '610999107001',
      minimumLiving: false,
    };
    for (const [key, value] of Object.entries(good)) expect(checkFactValue(key, value).ok, key).toBe(true);
  });

  it('are refused otherwise, whatever was sent', () => {
    const bad: Record<string, unknown> = {
      name: '',
      birthDate: '1950-13',
      livesWith: ['aunt'],
      children: [{ name: '王五', shoeSize: 43 }],
      disability: { grade: 5, valid: true },
      abilityLevel: '2',
      location: { lng: 200, lat: 0 },
      division: '61',
      minimumLiving: 'yes',
    };
    for (const [key, value] of Object.entries(bad)) expect(checkFactValue(key, value), key).toMatchObject({ ok: false, refusal: { code: 'fact.invalidValue' } });
    // What has happened has happened by today, in somebody's lifetime; what is planned may lie ahead.
    const today = '2026-11-22';
    for (const day of ['2026-11-23', '2026-12', '1700-01-01', '0000-01']) expect([day, checkFactValue('birthDate', day, today).ok]).toEqual([day, false]);
    for (const day of ['2026-11-22', '2026-11', '1930-02']) expect([day, checkFactValue('birthDate', day, today).ok]).toEqual([day, true]);
    expect(checkFactValue('institution', { since: '2030-01-01' }, today)).toMatchObject({ refusal: { details: { at: 'institution.since' } } });
    expect(checkFactValue('children', [{ name: '王五', plannedReturn: '2027-02' }], today).ok).toBe(true);
    fc.assert(fc.property(fc.constantFrom(...factKeys), fc.anything(), (key, value) => void checkFactValue(key, value, today)));
    expect(checkFactValue('toString', 'x')).toMatchObject({ ok: false, refusal: { code: 'fact.unknownKey' } });
  });
});
