// What a finding is about and what it rests on, as text: the same `about` is the same finding whatever
// the values, and a finding that was ended comes back only with another `basis`.
import type { FindingState, FoundDifference } from './types.ts';

/** Findings about who somebody is speak of all lists together. */
const ofThePerson: readonly string[] = ['name', 'birthDate', 'sex', 'idNo', 'diedOn', 'movedOut'];

export const aboutOf = (found: FoundDifference): string =>
  [found.kind, found.subject, found.otherElderId ?? '', ofThePerson.includes(found.key) || found.kind === 'missing' ? '' : found.source, found.key].join('\0');

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, ordered(inner)]),
  );
}

/** Values only: that a list says the same once more, or another file on another day, is nothing new. */
export const basisOf = (found: Pick<FoundDifference, 'theirs' | 'ours' | 'categories' | 'problem'>): string => {
  const theirs = [...new Set(found.theirs.map((side) => JSON.stringify(ordered(side.facts))))].sort();
  return JSON.stringify([theirs, ordered(found.ours?.facts ?? null), found.categories, found.problem]);
};

export type Change = 'open' | 'reopen' | 'change' | 'keep' | 'agree';

/** What becomes of a finding: `known` is how it stands, `found` whether it follows from the facts now. */
export function changeOf(known: { readonly state: FindingState; readonly hasSameBasis: boolean } | null, found: boolean): Change {
  if (known === null) return found ? 'open' : 'keep';
  if (!found) return known.state === 'open' ? 'agree' : 'keep';
  if (known.state === 'open') return known.hasSameBasis ? 'keep' : 'change';
  return known.hasSameBasis ? 'keep' : 'reopen';
}
