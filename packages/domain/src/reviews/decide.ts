// What comes of an action on a file: the next state, or why not.
import type { Role } from '../access/index.ts';
import { factKeys, type EffectiveFacts, type FactKey, type SourceKind } from '../facts/index.ts';
import { ok, refuse, type Result } from '../shared/index.ts';
import { approvedStates, canReview, reviewTable, signedLevel, type ReviewDeed, type ReviewLevel, type ReviewState } from './states.ts';

export interface ReviewSubject {
  readonly state: ReviewState;
  /** Accounts that wrote down what is to be approved: who submitted it, who set facts since. */
  readonly recorders: readonly string[];
  readonly submittedBy: string | null;
  /** Of the facts as they are now. */
  readonly digest: string;
}

export interface ReviewDecision {
  readonly action: ReviewDeed;
  readonly role: Role;
  readonly accountId: string | null;
  readonly note: string;
  /** Digest of the facts that were looked at; null where the action rests on none. */
  readonly seen: string | null;
  /** Pack value: whoever wrote it down does not approve it at the next level. */
  readonly separateReviewer: boolean;
}

/** What keeps an account from an action that its role may do: `review.ownRecord`, `review.notYours`; null: nothing. */
export function barOf(subject: ReviewSubject, decision: Pick<ReviewDecision, 'action' | 'accountId' | 'separateReviewer'>): 'review.ownRecord' | 'review.notYours' | null {
  const { action, accountId } = decision;
  if (action === 'approve' && subject.state === 'submitted' && decision.separateReviewer && accountId !== null && subject.recorders.includes(accountId)) return 'review.ownRecord';
  if (action === 'withdraw' && subject.submittedBy !== accountId) return 'review.notYours';
  return null;
}

/**
 * Refuses `review.notNow` (the table has no such step), `review.ownRecord`, `review.notYours` (only who
 * submitted withdraws), `review.reasonMissing` (a return without reason) and `review.changedMeanwhile`
 * (an approval of facts that are no longer those that were seen).
 */
export function decideReview(subject: ReviewSubject, decision: ReviewDecision): Result<{ readonly to: ReviewState; readonly level: ReviewLevel | null }> {
  const step = reviewTable[subject.state][decision.action];
  if (step === null || !canReview(decision.role, subject.state, decision.action)) return refuse('review.notNow', { state: subject.state, action: decision.action });
  const bar = barOf(subject, decision);
  if (bar !== null) return refuse(bar);
  if (decision.action === 'return' && decision.note.trim().length < 2) return refuse('review.reasonMissing');
  const needsSight = decision.action === 'approve' || decision.action === 'file';
  if (needsSight && decision.seen !== subject.digest) return refuse('review.changedMeanwhile');
  return ok({ to: step.to, level: signedLevel(subject.state, decision.action) });
}

/** Sources by which a person sets facts here, as opposed to files that are read. */
export const personalSources: readonly SourceKind[] = ['decision', 'survey', 'visit', 'assessment'];
export const isByHand = (statement: { readonly source: SourceKind; readonly sourceRef: string }): boolean =>
  personalSources.includes(statement.source) || statement.sourceRef.startsWith('account:');

/**
 * The state a file is in, whatever was stored last: changed facts end an approval, and a file that
 * nobody reviewed yet counts as imported until a person sets a fact in it.
 */
export function settledState(stored: ReviewState | null, about: { readonly sameFacts: boolean; readonly openedByHand: boolean; readonly changedByHand: boolean }): ReviewState {
  if (stored === null) return about.openedByHand ? 'draft' : about.changedByHand ? 'changed' : 'imported';
  if (approvedStates.includes(stored) && !about.sameFacts) return reviewTable[stored].change?.to ?? stored;
  return stored;
}

/** Facts as text in one order, to be told from others by a digest. */
export function factsText(effective: EffectiveFacts): string {
  const ordered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(ordered);
    if (typeof value !== 'object' || value === null) return value;
    return Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, ordered(item)]);
  };
  return JSON.stringify(ordered(effective));
}

/** Keys whose value is not what it was. */
export const changedFacts = (before: EffectiveFacts, after: EffectiveFacts): readonly FactKey[] =>
  factKeys.filter((key) => factsText({ [key]: before[key] }) !== factsText({ [key]: after[key] }));
