// Small factories for tests: facts of one ordinary elder, people by number, identifiers in order.
import type { EffectiveFacts, Sex } from '@shouwang/domain/ledger';
import type { IsoDate } from '@shouwang/domain/shared';
import { personName } from './names.ts';
import { birthDateOf, idNoOf, phoneOf } from './people.ts';
import { chance, uuidAt } from './random.ts';

/** A widow of 72 who lives alone, with one son in the next town; a test overrides what it is about. */
export const anElder = (overrides: EffectiveFacts = {}): EffectiveFacts => ({
  name: '示例兰',
  sex: 'female',
  birthDate: '1954-03-08',
  idNo: idNoOf('1954-03-08', 2),
  phone: '19000000001',
  ethnicity: '汉族',
  division: '610999100201',
  group: '1组',
  hukou: 'rural',
  maritalStatus: 'widowed',
  livesWith: ['alone'],
  children: [{ name: '示例山', relation: '儿子', place: 'sameCounty', phone: '19000000002' }],
  abilityLevel: 0,
  disability: null,
  familyPlanning: null,
  destitute: null,
  minimumLiving: false,
  illnesses: [],
  chronicConditions: [],
  monthlyAid: 0,
  wantsVisits: true,
  ...overrides,
});

export interface Person {
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate: IsoDate;
  readonly idNo: string;
  readonly phone: string;
}
/** Somebody by number: the same number is the same person. */
export function aPerson(number: number, overrides: Partial<Person> = {}): Person {
  const from = chance('person', number);
  const sex: Sex = from.happens(0.5) ? 'male' : 'female';
  const birthDate = birthDateOf(from, from.int(20, 90), '2026-11-01');
  const sequence = ((number % 500) * 2 + (sex === 'male' ? 1 : 0)) % 1000;
  return { name: personName(from, sex).name, sex, birthDate, idNo: idNoOf(birthDate, sequence), phone: phoneOf(from), ...overrides };
}

/** UUIDv7-shaped identifiers, the same sequence for the same name. */
export function idSequence(name: string, instant = '2026-11-01T00:00:00Z'): () => string {
  const from = chance('ids', name);
  let ms = Date.parse(instant);
  return () => uuidAt((ms += 1), from);
}
