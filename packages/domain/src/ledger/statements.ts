// What one source says at one time, and what of it is new. A source that is brought again changes
// only what its own cell changed (decisions.md, From facts to duties): a value that it says now, or
// that the same place in the same source said last, is nothing new.
import { factKeys, type EffectiveFacts, type Fact, type FactKey, type FactValues, type SourceKind } from '../facts/index.ts';
import { birthDateOfIdNo, idNoProblem, sexOfIdNo } from './identity.ts';
import { firstDay, type IsoDate } from '../shared/index.ts';

/** One statement: some facts of one elder from one place of one source. */
export interface Statement {
  readonly id: string;
  readonly source: SourceKind;
  readonly sourceDate: IsoDate;
  readonly sourceRef: string;
  readonly facts: Partial<FactValues>;
}

/** A fact that knows its statement. */
export interface StatedFact extends Fact {
  readonly statementId: string;
}

/** Identifier of a fact: `<statement>:<key>`; what an edit names as the value that it saw. */
export const factId = (fact: { readonly statementId: string; readonly key: FactKey }): string => `${fact.statementId}:${fact.key}`;

/** Equal as data; the order of keys in an object does not matter, the order in a list does. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  }
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = Object.entries(b).filter(([, value]) => value !== undefined);
  return left.length === right.length && left.every(([key, value]) => sameValue(value, (b as Record<string, unknown>)[key]));
}

/** What has been said about one elder so far, statement after statement. */
export interface Said {
  /** `source key` → what that source said last about the key. */
  readonly current: Map<string, StatedFact>;
  /** `source ref key` → what that place said last. */
  readonly places: Map<string, unknown>;
}

export const nothingSaid = (): Said => ({ current: new Map(), places: new Map() });

/** Keys of what a statement says that is new. */
export function newKeys(said: Said, statement: Omit<Statement, 'id'>): readonly FactKey[] {
  const keys: FactKey[] = [];
  for (const key of factKeys) {
    const value = statement.facts[key];
    if (value === undefined) continue;
    const current = said.current.get(`${statement.source} ${key}`);
    if (current !== undefined && sameValue(current.value, value)) continue;
    const place = `${statement.source} ${statement.sourceRef} ${key}`;
    if (current !== undefined && statement.source !== 'decision' && said.places.has(place) && sameValue(said.places.get(place), value)) continue;
    keys.push(key);
  }
  return keys;
}

/** Adds a statement to what was said; statements come in the order in which they were recorded. */
export function say(said: Said, statement: Statement): void {
  for (const key of factKeys) {
    const value = statement.facts[key];
    if (value === undefined) continue;
    said.current.set(`${statement.source} ${key}`, {
      key,
      value,
      source: statement.source,
      sourceDate: statement.sourceDate,
      sourceRef: statement.sourceRef,
      statementId: statement.id,
    });
    said.places.set(`${statement.source} ${statement.sourceRef} ${key}`, value);
  }
}

/** Remarks that the effective facts themselves give rise to; those of reading a file stand beside. */
export const derivedRemarks = [
  'idNo.missing',
  'idNo.length',
  'idNo.characters',
  'idNo.birthDate',
  'idNo.checkDigit',
  'idNo.birthDiffers',
  'idNo.sexDiffers',
  'birthDate.monthOnly',
] as const;

/** Remarks that rest on the rules' results: whoever records facts leaves them as they are. */
export const resultRemarks = ['category.differs'] as const;

/** Pure: an identity number that fails its check, or says another birth or sex than the file. */
export function deriveRemarks(effective: EffectiveFacts): readonly (typeof derivedRemarks)[number][] {
  const remarks: (typeof derivedRemarks)[number][] = [];
  const problem = idNoProblem(effective.idNo ?? null);
  if (problem !== null) remarks.push(`idNo.${problem}`);
  else if (effective.idNo !== undefined) {
    const born = birthDateOfIdNo(effective.idNo);
    const sex = sexOfIdNo(effective.idNo);
    if (
      born !== null &&
      effective.birthDate !== undefined &&
      (effective.birthDate.length === 7 ? born.slice(0, 7) !== effective.birthDate : born !== firstDay(effective.birthDate))
    )
      remarks.push('idNo.birthDiffers');
    if (sex !== null && effective.sex !== undefined && sex !== effective.sex) remarks.push('idNo.sexDiffers');
  }
  if (effective.birthDate?.length === 7) remarks.push('birthDate.monthOnly');
  return remarks;
}
