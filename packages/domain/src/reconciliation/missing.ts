// Who is on the lists and not in the ledger: rows of all lists that mean one person are put together,
// and only whom the lists alone put into a category of the county's pack is missing (decisions.md,
// Exact interfaces). Not the dead, not those who moved away, not the young.
import { areOfOneAge, birthsAgree, identityKey, plainName } from '../intake/index.ts';
import type { CompiledPack } from '../classification/types.ts';
import type { Category, EffectiveFacts, Fact, FactKey, FactValues, SourceKind } from '../facts/index.ts';
import { decideFacts, idNoProblem, type SourceRank } from '../ledger/index.ts';
import { ageOn, type IsoDate } from '../shared/index.ts';
import type { MatchedRow } from './differences.ts';
import type { FoundDifference, ToldPerson } from './types.ts';

/** Lists on which only older people stand: whoever is there is old although no birth is told. */
const ofTheOld: readonly SourceKind[] = ['assessmentRegister', 'healthRegister'];

export interface UnmatchedRow extends MatchedRow {
  /** Somebody of the ledger may be meant; until a person says no, nobody is missing. */
  readonly isDoubtful: boolean;
}
export interface MissingOptions {
  readonly rank: SourceRank;
  readonly compiled: Pick<CompiledPack, 'classify'>;
  readonly targets: readonly Category[];
  readonly elderAge: number;
  readonly asOf: IsoDate;
  readonly county: string;
}

const numberOf = (row: UnmatchedRow): string | null => {
  const { idKey, idValid } = identityKey(row.person.idNo);
  return idValid ? idKey : null;
};
const nameAndBirth = (row: UnmatchedRow): string | null =>
  row.person.birthDate?.length === 10 && row.birthEstimated !== true ? `${plainName(row.person.name)} ${row.person.birthDate}` : null;
const nameAndPlace = (row: UnmatchedRow): string => `${plainName(row.person.name)} ${row.person.division ?? ''}`;

/** Keys under which a person without a file may have been spoken of before; the first is the one used. */
export function personKeys(row: UnmatchedRow): readonly string[] {
  return [numberOf(row), nameAndBirth(row), nameAndPlace(row)].filter((key): key is string => key !== null);
}

/** Nothing that both rows tell speaks against their meaning one person. */
function mayBeOne(a: UnmatchedRow, b: UnmatchedRow): boolean {
  const [one, other] = [a.person, b.person];
  if (plainName(one.name) !== plainName(other.name)) return false;
  if (one.sex !== null && other.sex !== null && one.sex !== other.sex) return false;
  if (a.birthEstimated === true || b.birthEstimated === true) {
    // An age on one list and a day on the other.
    if (!areOfOneAge(one.birthDate, other.birthDate)) return false;
  } else if (one.birthDate !== null && other.birthDate !== null && !birthsAgree(one.birthDate, other.birthDate)) return false;
  if (one.division === null || other.division === null) return true;
  const town = (code: string): boolean => code.endsWith('000');
  return town(one.division) || town(other.division) ? one.division.slice(0, 9) === other.division.slice(0, 9) : one.division === other.division;
}
/** How much a row tells: those that tell most are put together first. */
const told = (row: UnmatchedRow): number => Number(numberOf(row) !== null) * 4 + Number(row.person.birthDate !== null) * 2 + Number(row.person.division !== null);

/**
 * Rows that mean one person: the same number, else the same name with nothing against it where only one
 * person of that name is known. Where it may be either of two, nobody can say: `isDoubtful`.
 */
export function groupRows(rows: readonly UnmatchedRow[]): readonly (readonly UnmatchedRow[])[] {
  const groups: UnmatchedRow[][] = [];
  const byNumber = new Map<string, UnmatchedRow[]>();
  const byName = new Map<string, UnmatchedRow[][]>();
  for (const row of [...rows].sort((a, b) => told(b) - told(a) || (a.id < b.id ? -1 : 1))) {
    const number = numberOf(row);
    const name = plainName(row.person.name);
    const namesakes = byName.get(name) ?? [];
    const meant = number === null ? namesakes.filter((group) => group.every((other) => mayBeOne(row, other))) : [];
    const known = number === null ? (meant.length === 1 ? meant[0] : undefined) : byNumber.get(number);
    const group = known ?? [];
    if (known === undefined) {
      groups.push(group);
      byName.set(name, [...namesakes, group]);
    }
    group.push(meant.length > 1 ? { ...row, isDoubtful: true } : row);
    if (number !== null) byNumber.set(number, group);
  }
  return groups;
}

function personOf(rows: readonly UnmatchedRow[], county: string): ToldPerson & { readonly division: string } {
  const first = rows.find((row) => numberOf(row) !== null) ?? (rows[0] as UnmatchedRow);
  const told = <K extends keyof ToldPerson>(key: K): ToldPerson[K] => rows.find((row) => row.person[key] !== null)?.person[key] ?? (null as ToldPerson[K]);
  const places = rows.flatMap((row) => (row.person.division === null ? [] : [row.person.division]));
  return {
    name: first.person.name,
    idNo: first.person.idNo ?? told('idNo'),
    birthDate: first.person.birthDate ?? told('birthDate'),
    sex: first.person.sex ?? told('sex'),
    division: places.find((code) => !code.endsWith('000')) ?? places[0] ?? county.padEnd(12, '0'),
    phone: told('phone'),
  };
}

/** The finding about one group of rows; null where nobody is missing. */
export function findMissing(rows: readonly UnmatchedRow[], options: MissingOptions): FoundDifference | null {
  if (rows.length === 0 || rows.some((row) => row.isDoubtful)) return null;
  if (rows.some((row) => row.source === 'deathRegister' || row.source === 'residenceRegister' || row.facts.diedOn !== undefined || row.facts.movedOut !== undefined)) return null;
  const person = personOf(rows, options.county);
  const isOld = person.birthDate === null ? rows.some((row) => ofTheOld.includes(row.source)) : ageOn(person.birthDate, options.asOf) >= options.elderAge;
  if (!isOld) return null;

  const classify = (some: readonly UnmatchedRow[]): readonly Category[] => {
    const facts = some.flatMap((row) =>
      (Object.keys(row.facts) as FactKey[]).map((key): Fact => ({
        key,
        value: row.facts[key] as FactValues[FactKey],
        source: row.source,
        sourceDate: row.sourceDate,
        sourceRef: row.sourceRef,
      })),
    );
    // One fact a source and key: what it said last.
    const last = new Map<string, Fact>();
    for (const fact of facts.toSorted((a, b) => (a.sourceDate < b.sourceDate ? -1 : 1))) last.set(`${fact.source} ${fact.key}`, fact);
    const effective: Record<string, unknown> = {
      name: person.name,
      ...(person.birthDate === null ? {} : { birthDate: person.birthDate }),
      ...(person.sex === null ? {} : { sex: person.sex }),
    };
    for (const [key, fact] of decideFacts(last.values(), options.rank)) effective[key] = fact.value;
    const { categories } = options.compiled.classify(effective as EffectiveFacts, options.asOf);
    return categories.filter((category) => options.targets.includes(category));
  };
  const categories = classify(rows);
  if (categories.length === 0) return null;

  const order = [...options.rank.default];
  const place = (source: SourceKind): number => (order.includes(source) ? order.indexOf(source) : order.length);
  const sides = [...rows].sort((a, b) => Number(classify([b]).length > 0) - Number(classify([a]).length > 0) || place(a.source) - place(b.source) || (a.id < b.id ? -1 : 1));
  const first = sides[0] as UnmatchedRow;
  const isSure = person.idNo !== null && idNoProblem(person.idNo) === null;
  return {
    kind: 'missing',
    subject: personKeys(rows.find((row) => numberOf(row) !== null) ?? first)[0] as string,
    elderId: null,
    otherElderId: null,
    source: first.source,
    key: '',
    division: person.division,
    person,
    theirs: sides.map((row) => ({ facts: row.facts, source: row.source, date: row.sourceDate, ref: row.sourceRef })),
    ours: null,
    categories,
    problem: null,
    // Nobody to compare with: the better he is described, the surer it is that he has no file.
    likeness: { score: isSure ? 1 : person.birthDate === null ? 0.5 : 0.8, evidence: [] },
    isStale: false,
  };
}
