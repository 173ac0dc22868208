// By which of its words a row of another office's list is known again when the list comes once more: a
// number says who is meant; without one, birth or sex tells namesakes of one place apart, and where
// nothing does, their order in the sheet. No row may take the place of somebody else's.
import type { ListPerson } from './lists.ts';

/** 韦守成 of 柳林村; what was told of a place that no list of divisions knows tells places apart as well. */
const formerWords = (person: ListPerson): readonly string[] => [
  person.name,
  person.idNo ?? '',
  person.division ?? [person.told?.town, person.told?.village].filter(Boolean).join(' '),
];

/** The words by which a row was known up to 0.2.0, where they say less than those of today; else null. */
export const formerRowWords = (person: ListPerson): readonly string[] | null => (rowWords(person).length > 3 ? formerWords(person) : null);

/** The words by which a row is known again. A birth worked out from an age is another one next year. */
export function rowWords(person: ListPerson): readonly string[] {
  const words = formerWords(person);
  if (person.idNo !== null) return words;
  const told = (person.isBirthFromAge === true ? null : person.birthDate) ?? person.sex;
  if (person.ordinal !== undefined) return [...words, told ?? '', String(person.ordinal)];
  return told === null ? words : [...words, told];
}

/** Counts the rows of one sheet that tell the same and no number: words → how many so far. */
export type Namesakes = Map<string, number>;

/** The person as the next row of a sheet means him: the second of equal rows without a number is another one. */
export function toldApart<T extends ListPerson>(person: T, namesakes: Namesakes): T {
  if (person.idNo !== null) return person;
  const key = rowWords(person).join('\0');
  const ordinal = (namesakes.get(key) ?? 0) + 1;
  namesakes.set(key, ordinal);
  return ordinal === 1 ? person : { ...person, ordinal };
}

/** As if the rows before this one had been counted: for a row that is read alone once more. */
export function namesakesBefore({ ordinal, ...person }: ListPerson): Namesakes {
  return new Map(ordinal === undefined ? [] : [[rowWords(person).join('\0'), ordinal - 1]]);
}
