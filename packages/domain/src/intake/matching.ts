// When are two records one person? Automatically only on an equal valid identity number, or on name,
// birth, sex and village with no conflicting number; all else is for a person to decide
// (decisions.md, Identity). A number that fails its check conflicts with nothing by itself.
import type { DivisionCode } from '../divisions/index.ts';
import { birthDateOfIdNo, idNoCheck, idNoProblem, sexOfIdNo, type Sex } from '../ledger/index.ts';
import type { PartialDate } from '../shared/index.ts';
import { birthsAgree } from './dates.ts';
import { agreementOf, compareBirths, compareNames, edits, hasLostEnd, likenessOf, mayBeOfOneAge, type Identity, type Likeness } from './likeness.ts';

export interface KnownPerson extends Identity {
  readonly elderId: string;
}

/** What of a number is compared: an old number of 15 digits is the same as the new one made of it. */
export function identityKey(idNo: string | null | undefined): Pick<Identity, 'idKey' | 'idValid'> {
  if (idNo === null || idNo === undefined || idNo === '') return { idKey: null, idValid: false };
  const idValid = idNoProblem(idNo) === null;
  if (!idValid || idNo.length !== 15) return { idKey: idNo, idValid };
  const body = `${idNo.slice(0, 6)}19${idNo.slice(6)}`;
  return { idKey: body + idNoCheck(body), idValid };
}

/** What is compared of a person. A number that tells another sex and quite another birth than he does is somebody else's: it decides nothing. */
export function identityOf(person: {
  readonly name: string;
  readonly idNo: string | null | undefined;
  readonly birthDate: PartialDate | null | undefined;
  readonly sex: Sex | null | undefined;
  readonly division: DivisionCode | null | undefined;
  /** The birth decides nothing; worked out from an age it tells at least about when. */
  readonly isBirthEstimated?: boolean;
  readonly isBirthFromAge?: boolean;
}): Identity {
  const { idKey, idValid } = identityKey(person.idNo);
  const birthDate = person.isBirthEstimated === true || person.isBirthFromAge === true ? null : (person.birthDate ?? null);
  const bornAround = person.isBirthFromAge === true ? (person.birthDate ?? undefined) : undefined;
  const sex = person.sex ?? null;
  // The other sex: somebody else's number where the birth differs as well, doubted where no birth or only one that is alike says whose it is.
  const isOfOtherSex = idValid && idKey !== null && sex !== null && sexOfIdNo(idKey) !== sex;
  const birth = isOfOtherSex ? compareBirths(birthDateOfIdNo(idKey), birthDate) : 'agrees';
  const isForeign = birth === 'differs';
  const isDoubted = birth === 'absent' || birth === 'alike';
  return {
    name: person.name,
    idKey,
    idValid: idValid && !isForeign,
    birthDate,
    sex,
    division: person.division ?? null,
    ...(isDoubted ? { isDoubted } : {}),
    ...(bornAround === undefined ? {} : { bornAround }),
  };
}

export interface PersonIndex {
  /** People born on this very day whose name shares its first or last character with the row's. */
  readonly byBirth?: (birthDate: string) => readonly KnownPerson[];
  readonly byIdKey: (key: string) => readonly KnownPerson[];
  readonly byName: (name: string) => readonly KnownPerson[];
}

export type Match = { readonly status: 'one'; readonly elderId: string; readonly by: 'idNo' | 'person' } | { readonly status: 'none' } | { readonly status: 'ambiguous' };

/** A number that tells the other sex, where no birth says whose it is, speaks against nobody; nor does one that lost its end against the whole one. */
const conflicting = (a: Identity, b: Identity): boolean =>
  a.idValid && b.idValid && a.idKey !== b.idKey && a.isDoubted !== true && b.isDoubted !== true && !hasLostEnd(a.idKey, b.idKey);

const onlyOne = (people: readonly KnownPerson[], by: 'idNo' | 'person'): Match => {
  const ids = new Set(people.map((person) => person.elderId));
  if (ids.size === 0) return { status: 'none' };
  return ids.size === 1 ? { status: 'one', elderId: (people[0] as KnownPerson).elderId, by } : { status: 'ambiguous' };
};

/** One number, two people: a wife was written under her husband's, two sisters under one. */
function isSomebodyElse(a: Identity, b: Identity): boolean {
  const names = compareNames(a.name, b.name);
  if (names === 'agrees') return false;
  // Two wives under the number of one husband: a number that is doubted makes nobody the same.
  if (a.isDoubted === true || b.isDoubted === true) return true;
  if (a.sex !== null && b.sex !== null && a.sex !== b.sex) return true;
  return names === 'differs' && compareBirths(a.birthDate, b.birthDate) === 'differs';
}

function byNumber(candidate: Identity, index: PersonIndex): Match {
  if (candidate.idKey === null || !candidate.idValid) return { status: 'none' };
  const holders = index.byIdKey(candidate.idKey).filter((person) => person.idValid && !isSomebodyElse(candidate, person));
  const named = holders.filter((person) => compareNames(candidate.name, person.name) !== 'differs');
  return onlyOne(named.length > 0 ? named : holders, 'idNo');
}

/** One of the two was not placed in a village yet; the other may be the same person in a village there. */
const mayBePlaced = (a: Identity, b: Identity): boolean => {
  if (a.division === null || b.division === null || a.division === b.division) return false;
  const wide = [a.division, b.division].find((division) => division.endsWith('000'));
  const other = wide === a.division ? b.division : a.division;
  return wide !== undefined && other.startsWith(wide.endsWith('000000') ? wide.slice(0, 6) : wide.slice(0, 9));
};

/** Is a row of a ledger somebody who has a file already (or an earlier row of the same ledger)? */
export function matchPerson(candidate: Identity, index: PersonIndex): Match {
  const number = byNumber(candidate, index);
  if (number.status !== 'none') return number;
  const birth = candidate.birthDate;
  const namesakes = index.byName(candidate.name).filter((person) => person.division === candidate.division && !conflicting(candidate, person));
  if (birth !== null && candidate.sex !== null && candidate.division !== null) {
    const same = namesakes.filter((person) => person.sex === candidate.sex && person.birthDate !== null && birthsAgree(birth, person.birthDate));
    const match = onlyOne(same, 'person');
    if (match.status !== 'none') return match;
  }
  // A namesake in the village of whom too little is known to tell: a person looks at it.
  const unclear = namesakes.some((person) => (birth === null || person.birthDate === null) && (candidate.sex === null || person.sex === null || candidate.sex === person.sex));
  const unplaced = index
    .byName(candidate.name)
    .some(
      (person) =>
        mayBePlaced(candidate, person) &&
        !conflicting(candidate, person) &&
        (candidate.sex === null || person.sex === null || candidate.sex === person.sex) &&
        (birth === null || person.birthDate === null || birthsAgree(birth, person.birthDate)),
    );
  return unclear || unplaced ? { status: 'ambiguous' } : { status: 'none' };
}

/**
 * Whom does a row of another office's list mean? By valid number first, else by name, narrowed by
 * town or village and birth as far as the list tells them; without a place the birth has to agree.
 */
export function matchListRow(candidate: Identity, index: PersonIndex): Match {
  const number = byNumber(candidate, index);
  if (number.status !== 'none') return number;
  const place = candidate.division === null ? null : candidate.division.replace(/0+$/, '').padEnd(candidate.division.endsWith('000') ? 9 : 12, '0');
  const namesakes = index.byName(candidate.name).filter((person) => {
    if (conflicting(candidate, person)) return false;
    if (candidate.sex !== null && person.sex !== null && candidate.sex !== person.sex) return false;
    if (place !== null && person.division !== null && !person.division.startsWith(place)) return false;
    if (candidate.birthDate !== null && person.birthDate !== null) return birthsAgree(candidate.birthDate, person.birthDate);
    if (!mayBeOfOneAge(candidate, person)) return false;
    return place !== null && place.length === 12;
  });
  return onlyOne(namesakes, 'person');
}

/** Whom a list's row means, with why; several, or one of whom it is not certain, are for a person to decide. */
export type ListedMatch =
  | { readonly status: 'one'; readonly elderId: string; readonly likeness: Likeness }
  | { readonly status: 'doubtful'; readonly candidates: readonly { readonly elderId: string; readonly likeness: Likeness }[] }
  | { readonly status: 'none' };

/** From this score on somebody may be meant although no rule makes it certain. */
const DOUBTFUL_FROM = 0.65;
const MOST_CANDIDATES = 5;
/** More digits than a slip of the pen changes. */
const SLIP = 4;
/** Quite another number, although one of them fails its check: in another town that is a namesake. */
const areFarApart = (a: Identity, b: Identity): boolean => a.idKey !== null && b.idKey !== null && a.idKey.length === 18 && b.idKey.length === 18 && edits(a.idKey, b.idKey) > SLIP;

/**
 * `matchListRow` with its reasons and its doubts. Certain is only what the rule calls one person; who
 * is merely alike (a variant name, a birth of the other calendar, a spouse's number) is doubtful.
 */
export function matchListed(candidate: Identity, index: PersonIndex): ListedMatch {
  const certain = matchListRow(candidate, index);
  const around = new Map<string, KnownPerson>();
  for (const person of [
    ...(candidate.idKey === null ? [] : index.byIdKey(candidate.idKey)),
    ...index.byName(candidate.name),
    ...(candidate.birthDate === null ? [] : (index.byBirth?.(candidate.birthDate) ?? [])),
  ])
    around.set(person.elderId, person);
  if (certain.status === 'one') {
    const likeness = likenessOf(candidate, around.get(certain.elderId) as KnownPerson);
    const found = { elderId: certain.elderId, likeness };
    // A number alone, under quite another name: somebody may have written it to the wrong person.
    return agreementOf(likeness, 'name') === 'differs' ? { status: 'doubtful', candidates: [found] } : { status: 'one', ...found };
  }
  const candidates = [...around.values()]
    .map((person) => ({ elderId: person.elderId, person, likeness: likenessOf(candidate, person) }))
    .filter(({ person, likeness }) => {
      const is = (field: 'idNo' | 'name' | 'birthDate' | 'sex' | 'division'): string => agreementOf(likeness, field);
      if (conflicting(candidate, person)) return false;
      // The number of somebody else: whose row it is, a person has to say.
      if (is('idNo') === 'agrees' && candidate.idValid) return true;
      if (is('name') === 'differs' || !mayBeOfOneAge(candidate, person)) return false;
      // A slip in one letter of the sex: name, day and place or number still say the same.
      if (is('sex') === 'differs')
        return is('name') === 'agrees' && is('birthDate') === 'agrees' && (is('division') === 'agrees' || is('idNo') === 'alike' || is('idNo') === 'agrees');
      // Nothing but the name to go by, and nothing against it.
      if (is('birthDate') === 'absent' && is('name') === 'agrees')
        return (is('idNo') === 'absent' || is('idNo') === 'alike') && !(is('division') === 'differs' && areFarApart(candidate, person));
      // Whose name or birth is merely alike lives in the same town: a county has many such.
      if ((is('name') === 'alike' || is('birthDate') === 'alike') && is('division') === 'differs') return false;
      return is('birthDate') !== 'differs' && likeness.score >= DOUBTFUL_FROM;
    })
    .sort((a, b) => b.likeness.score - a.likeness.score || (a.elderId < b.elderId ? -1 : 1))
    .slice(0, MOST_CANDIDATES)
    .map(({ elderId, likeness }) => ({ elderId, likeness }));
  return candidates.length === 0 ? { status: 'none' } : { status: 'doubtful', candidates };
}
