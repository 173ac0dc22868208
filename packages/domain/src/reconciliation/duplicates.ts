// Two files that may be one person. Import merges what is certain (intake/matching.ts); what is left
// are double rows across villages, a number mistyped in one of them, a name written another way.
import { agreementOf, likenessOf } from '../intake/index.ts';
import { daysBetween, firstDay, type PartialDate } from '../shared/index.ts';
import { describedOf } from './differences.ts';
import type { FoundDifference, ToldPerson } from './types.ts';

export interface FileAtHand {
  readonly elderId: string;
  readonly person: ToldPerson & { readonly division: string };
  readonly birthEstimated: boolean;
}

/** The smallest division that holds both: whoever decides has to see both files. */
function commonDivision(a: string, b: string): string {
  if (a === b) return a;
  return (a.slice(0, 9) === b.slice(0, 9) ? a.slice(0, 9) : a.slice(0, 6)).padEnd(12, '0');
}

/** An age gives the month of a birth at best a year and a half off (虚岁, the day of the list). */
export const ESTIMATE_DAYS = 560;
const isNear = (a: PartialDate | null, b: PartialDate | null): boolean => a === null || b === null || Math.abs(daysBetween(firstDay(a), firstDay(b))) <= ESTIMATE_DAYS;

/** The finding that two open files are one person; null where too little says so or a number says no. */
export function findDuplicate(one: FileAtHand, other: FileAtHand): FoundDifference | null {
  const [a, b] = one.elderId < other.elderId ? [one, other] : [other, one];
  const described = (file: FileAtHand): ReturnType<typeof describedOf> => ({ ...describedOf(file.person), ...(file.birthEstimated ? { birthDate: null } : {}) });
  const likeness = likenessOf(described(a), described(b));
  const is = (field: 'idNo' | 'name' | 'birthDate' | 'sex' | 'division' | 'phone'): string => agreementOf(likeness, field);
  if (is('name') === 'differs' || is('sex') === 'differs') return null;
  const isSameVillage = is('division') === 'agrees';
  const byNumber = is('idNo') === 'agrees';
  const isNamed = is('name') === 'agrees' && is('birthDate') === 'agrees';
  const isDayKnown = a.person.birthDate?.length === 10 && b.person.birthDate?.length === 10;
  // Only an age, or nothing, tells the birth of one of them: what else they share has to tell.
  const isVague = is('birthDate') === 'absent' && isNear(a.person.birthDate, b.person.birthDate);
  const supported = byNumber || is('idNo') === 'alike' || is('phone') === 'agrees';
  const holds =
    is('idNo') === 'differs'
      ? isNamed && isDayKnown && isSameVillage // one person who was given two numbers
      : byNumber ||
        (isNamed && (isDayKnown || is('division') !== 'differs')) ||
        (is('name') === 'agrees' && isVague && is('division') !== 'differs' && (supported || (isSameVillage && is('phone') !== 'differs'))) ||
        (is('name') === 'alike' && is('birthDate') === 'agrees' && isDayKnown && (supported || isSameVillage)) ||
        (is('name') === 'agrees' && is('birthDate') === 'alike' && supported);
  if (!holds) return null;
  const facts = (person: ToldPerson): FoundDifference['theirs'][number]['facts'] => ({
    name: person.name,
    ...(person.idNo === null ? {} : { idNo: person.idNo }),
    ...(person.birthDate === null ? {} : { birthDate: person.birthDate }),
    ...(person.sex === null ? {} : { sex: person.sex }),
    ...(person.division === null ? {} : { division: person.division }),
    ...(person.phone === null ? {} : { phone: person.phone }),
  });
  return {
    kind: 'duplicate',
    subject: a.elderId,
    elderId: a.elderId,
    otherElderId: b.elderId,
    source: 'ledger',
    key: '',
    division: commonDivision(a.person.division, b.person.division),
    person: a.person,
    theirs: [{ facts: facts(b.person), source: 'ledger', date: '1970-01-01', ref: '' }],
    ours: { facts: facts(a.person), source: 'ledger', date: '1970-01-01', ref: '' },
    categories: [],
    problem: null,
    likeness,
    isStale: false,
  };
}
