// Label is not list (decisions.md): rules propose whom they give a target category, a person decides.
// A proposal is derived from what stands, never stored: it is gone as soon as its ground is.
import { addCalendarMonths, addDays, ok, refuse, type IsoDate, type Result } from '../shared/index.ts';

/** proposed: has a file, nobody has taken him on the list; left: a person took him off it. */
export const listStates = ['proposed', 'confirmed', 'left'] as const;
export type ListState = (typeof listStates)[number];
export const listDecisions = ['include', 'leave', 'declineInclude', 'declineLeave'] as const;
export type ListDecision = (typeof listDecisions)[number];
export type ListProposal = 'include' | 'leave';

export interface ListedFile {
  readonly state: ListState;
  readonly isClosed: boolean;
  /** The rules give a tier, which they do exactly where there is a target category; null: not yet worked out. */
  readonly hasTier: boolean | null;
  /** The result that stands is the one for which a person declined the proposal. */
  readonly isDeclined: boolean;
}

/** What the rules propose for a file as it stands. */
export function proposalFor(file: ListedFile): ListProposal | null {
  if (file.isClosed || file.hasTier === null || file.isDeclined) return null;
  if (file.state === 'confirmed') return file.hasTier ? null : 'leave';
  return file.hasTier ? 'include' : null;
}

/** State after a decision; null where it does not fit the state it meets (somebody decided before). */
export function stateAfter(state: ListState, decision: ListDecision): ListState | null {
  switch (decision) {
    case 'include':
      return state === 'confirmed' ? null : 'confirmed';
    case 'leave':
      return state === 'confirmed' ? 'left' : null;
    case 'declineInclude':
      return state === 'confirmed' ? null : state;
    case 'declineLeave':
      return state === 'confirmed' ? state : null;
  }
}

/** Decisions that cannot be understood without a reason. */
export const needsReason = (decision: ListDecision): boolean => decision !== 'include';

/**
 * Inclusion by hand (村研判, 镇核定): begins today or later, ends on a day that the pack's limit
 * allows. Refuses `listing.endImpossible` (details: latest).
 */
export function decideHandInclusion(span: { readonly from: IsoDate; readonly to: IsoDate }, today: IsoDate, maxMonths: number): Result<true> {
  const latest = addCalendarMonths(today, maxMonths);
  return span.from <= addDays(today, 31) && span.to >= span.from && span.to >= today && span.to <= latest ? ok(true) : refuse('listing.endImpossible', { latest });
}

/** Whether a village is up to date: of its files this part was spoken of within the pack's months. */
export const freshShare = (fresh: number, files: number): number | null => (files === 0 ? null : fresh / files);
