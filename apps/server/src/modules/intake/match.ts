// Rows of a batch against the ledger: one look-up for all of them, then the domain decides for each.
import { compareNames, identityKey, identityOf, plainName, type KnownPerson, type PersonIndex } from '@shouwang/domain/intake';
import { isIsoDate } from '@shouwang/domain/shared';
import type { Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { findBornAlike, findCandidates, type Candidate, type CandidateKey } from '../ledger/public.ts';

/** An index of those in the ledger who could be meant, to which new files of the batch are added. */
export interface GrowingIndex extends PersonIndex {
  add(person: KnownPerson): void;
}

const into = <V>(map: Map<string, V[]>, key: string, value: V): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};

/**
 * `division`: only namesakes there can be the person (rows of a ledger). Without it anybody of that
 * name is looked at, but only where the number did not find somebody: names are common.
 */
export async function indexFor(
  services: Services,
  tx: Tx,
  people: readonly { readonly name: string; readonly idNo: string | null | undefined; readonly division?: string | null; readonly birthDate?: string | null | undefined }[],
  byPlace: boolean,
): Promise<GrowingIndex> {
  const byIdKey = new Map<string, KnownPerson[]>();
  const byName = new Map<string, KnownPerson[]>();
  const byBirth = new Map<string, KnownPerson[]>();
  const add = (person: KnownPerson): void => {
    if (person.idKey !== null) into(byIdKey, person.idKey, person);
    if (person.birthDate !== null) into(byBirth, person.birthDate, person);
    into(byName, plainName(person.name), person);
  };
  const seen = new Set<string>();
  const take = (some: readonly Candidate[]): void => {
    for (const found of some) {
      if (seen.has(found.fileId)) continue;
      seen.add(found.fileId);
      add({
        elderId: found.elderId,
        ...identityOf({
          name: found.name,
          idNo: found.idNo,
          birthDate: found.birthDate,
          isBirthEstimated: found.birthEstimated,
          isBirthFromAge: found.birthFromAge,
          sex: found.sex,
          division: found.division,
        }),
      });
    }
  };
  const look = async (keys: readonly CandidateKey[]): Promise<void> => {
    // A register writes 鳳蘭 where the ledger has 凤兰.
    const plain = keys.flatMap((key) => (key.name === '' || plainName(key.name) === key.name ? [] : [{ ...key, name: plainName(key.name) }]));
    if (keys.length > 0) take(await findCandidates(services, tx, [...keys, ...plain]));
  };
  const numbers = people.flatMap(({ idNo }): CandidateKey[] => (idNo == null ? [] : [{ idNo, name: '' }]));
  if (byPlace) {
    const placed = people.flatMap(({ name, idNo, division }): CandidateKey[] => [
      { name, division: division ?? null },
      // Whom no number tells may stand under the town or the county, brought before the list of divisions.
      ...(identityKey(idNo).idValid ? [] : [9, 6].map((kept) => ({ name, division: (division ?? '').slice(0, kept).padEnd(12, '0') }))),
    ]);
    await look([...numbers, ...placed]);
  } else {
    await look(numbers);
    // A number under quite another name (a wife under her husband's) has not found him yet.
    const isFound = ({ idNo, name }: (typeof people)[number]): boolean => {
      const { idKey, idValid } = identityKey(idNo);
      return idKey !== null && idValid && (byIdKey.get(idKey) ?? []).some((person) => person.idValid && compareNames(name, person.name) !== 'differs');
    };
    const unfound = people.filter((person) => !isFound(person));
    await look(unfound.map(({ name }) => ({ name, division: null })));
    // Registers write a name otherwise than clerks do: who was born that day under a name that is alike.
    const born = unfound.flatMap(({ name, birthDate }) =>
      birthDate != null && isIsoDate(birthDate) && !(byName.get(plainName(name)) ?? []).some((person) => person.birthDate === birthDate) ? [{ name, birthDate }] : [],
    );
    if (born.length > 0) take(await findBornAlike(services, tx, born));
  }
  return { add, byBirth: (birthDate) => byBirth.get(birthDate) ?? [], byIdKey: (key) => byIdKey.get(key) ?? [], byName: (name) => byName.get(plainName(name)) ?? [] };
}
