// The vocabulary of reconciliation 比对: other offices' lists are held against the ledger, what does not
// agree is a finding, and a person ends it (decisions.md, Exact interfaces). Lists never open or close
// a file by themselves.
import type { Category, FactKey, FactValues, SourceKind } from '../facts/index.ts';
import type { Likeness } from '../intake/likeness.ts';
import type { IsoDate, PartialDate } from '../shared/index.ts';

export const findingKinds = [
  'missing', // the lists alone put him into a category of the county's pack; no file, no death record
  'deadListed', // on a death list, yet his file is open
  'movedListed', // moved away by a list, yet his file is open
  'differs', // a list and we say different things
  'duplicate', // twice in ours
  'idProblem', // identity number wrong, missing, mangled, or somebody else's
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** `open` until somebody ends it; `corrected` also by itself, once the sources agree. */
export const findingStates = ['open', 'confirmed', 'corrected', 'refuted'] as const;
export type FindingState = (typeof findingStates)[number];
export const findingOutcomes = ['confirmed', 'corrected', 'refuted'] as const;
export type FindingOutcome = (typeof findingOutcomes)[number];
/** What happens to a finding, in its history. */
export const findingSteps = ['opened', 'reopened', 'changed', 'confirmed', 'corrected', 'refuted', 'agreed'] as const;
export type FindingStepKind = (typeof findingSteps)[number];

export { agreements, identityFields, type Agreement, type FieldEvidence, type IdentityField, type Likeness } from '../intake/likeness.ts';

/** What of a person a list tells of who he is. */
export interface ToldPerson {
  readonly name: string;
  readonly idNo: string | null;
  readonly birthDate: PartialDate | null;
  readonly sex: 'male' | 'female' | null;
  readonly division: string | null;
  readonly phone: string | null;
}

/** A row of a list, as it is kept. */
export interface ListedRow {
  readonly id: string;
  readonly source: SourceKind;
  /** The day the row speaks of. */
  readonly sourceDate: IsoDate;
  /** File, sheet, row. */
  readonly sourceRef: string;
  readonly person: ToldPerson;
  readonly facts: Partial<FactValues>;
}

/** What one side says, with its day and place; `theirs` and `ours` of a finding. */
export interface Side {
  readonly facts: Partial<FactValues>;
  readonly source: SourceKind;
  readonly date: IsoDate;
  readonly ref: string;
}

/**
 * One finding as it follows from the facts. `subject` is the elder's id, or for `missing` the person's
 * key; with kind, source and key it says what the finding is about, whatever the values.
 */
export interface FoundDifference {
  readonly kind: FindingKind;
  readonly subject: string;
  /** Null where there is no file (`missing`). */
  readonly elderId: string | null;
  /** The second file of a `duplicate`. */
  readonly otherElderId: string | null;
  readonly source: SourceKind;
  /** The fact that differs; '' where the whole person is meant. */
  readonly key: FactKey | '';
  readonly division: string;
  readonly person: ToldPerson;
  /** Lists that speak of it, the one that counts first; empty where only our own file does. */
  readonly theirs: readonly Side[];
  /** Ours; null where there is no file or the file says nothing of it. */
  readonly ours: Side | null;
  /** For `missing`: the categories that the lists alone give. */
  readonly categories: readonly Category[];
  /** What is wrong with the number, for `idProblem`: a code of the remarks (`checkDigit`, `missing`, `mangledNumber`, `shared` …). */
  readonly problem: string | null;
  readonly likeness: Likeness;
  /** The list speaks of an earlier day than we do: it differs less credibly. */
  readonly isStale: boolean;
}
