// Two files of one person become one (decisions.md, Identity: a person decides). What each said stays
// as it was said; the kept file counts both. Pure: what would count, where they differ, and how columns
// of a file are given back when a merge is undone.
import { factKeys, type FactKey } from '../facts/index.ts';
import { decideFacts, sameValue, type Said, type SourceRank, type StatedFact } from '../ledger/index.ts';
import { ok, refuse, type IsoDate, type Result } from '../shared/index.ts';

/** Of one key: what each file holds for true, and which of the two would count without a choice. */
export interface FactComparison {
  readonly key: FactKey;
  readonly kept: StatedFact | null;
  readonly other: StatedFact | null;
  readonly differs: boolean;
  readonly counts: 'kept' | 'other';
}

/** What the kept file would have said: within one source its own word stands, whatever else the other says is added. */
export function joinedFacts(kept: Said, other: Said): readonly StatedFact[] {
  return [...new Map([...other.current, ...kept.current]).values()];
}

/** Every key that either file knows, in the order of the catalogue. */
export function compareFiles(kept: Said, other: Said, rank: SourceRank): readonly FactComparison[] {
  const ours = decideFacts(kept.current.values(), rank);
  const theirs = decideFacts(other.current.values(), rank);
  const joined = decideFacts(joinedFacts(kept, other), rank);
  return factKeys.flatMap((key): FactComparison[] => {
    const a = ours.get(key) ?? null;
    const b = theirs.get(key) ?? null;
    if (a === null && b === null) return [];
    const differs = a !== null && b !== null && !sameValue(a.value, b.value);
    const counting = joined.get(key);
    const isOther = b !== null && counting !== undefined && (a === null || (differs && sameValue(counting.value, b.value)));
    return [{ key, kept: a, other: b, differs, counts: isOther ? 'other' : 'kept' }];
  });
}

/** What a file is asked before it may take part. */
export interface MergeCandidate {
  readonly id: string;
  readonly closedOn: IsoDate | null;
  readonly mergedInto: string | null;
}
export function mayMerge(kept: MergeCandidate, other: MergeCandidate): Result<null> {
  if (kept.id === other.id) return refuse('merge.sameFile');
  if (kept.mergedInto !== null || other.mergedInto !== null) return refuse('merge.alreadyMerged');
  if (kept.closedOn !== null || other.closedOn !== null) return refuse('elder.closed');
  return ok(null);
}

/** Where somebody stands on the list. */
export interface Listing {
  readonly listState: 'proposed' | 'confirmed' | 'left';
  readonly enteredOn: IsoDate;
  readonly leftOn: IsoDate | null;
}
const standing: Record<Listing['listState'], number> = { confirmed: 2, proposed: 1, left: 0 };

/** Who is on the list by one of his files is on it, since the earlier day. */
export function joinedListing(kept: Listing, other: Listing): Listing {
  const better = standing[other.listState] > standing[kept.listState] ? other : kept;
  if (kept.listState !== other.listState) return better;
  return { ...kept, enteredOn: other.enteredOn < kept.enteredOn ? other.enteredOn : kept.enteredOn };
}

/**
 * Gives a column back: what it was before, unless somebody changed it after the merge had left it. A
 * change that came later stays.
 */
export const givenBack = <T>(before: T, left: T, now: T): T => (sameValue(left, now) ? before : now);
