// How complete a file is, by what the county's pack requires (002-005, 001-017), and which facts follow
// from others that somebody states.
import type { EffectiveFacts, FactKey, FactValues } from '../facts/index.ts';

/** One requirement: any of these facts meets it. */
export interface Requirement {
  readonly facts: readonly FactKey[];
}

/** Requirements that no stated fact meets. "Known to have none" is an answer: null and an empty list meet. */
export const unmet = <R extends Requirement>(effective: EffectiveFacts, required: readonly R[]): readonly R[] =>
  required.filter((requirement) => !requirement.facts.some((key) => effective[key] !== undefined));

/** For lists: the first fact of each requirement that is not met. */
export const missingFacts = (effective: EffectiveFacts, required: readonly Requirement[]): readonly FactKey[] =>
  unmet(effective, required).flatMap((requirement) => requirement.facts.slice(0, 1));

/**
 * What a statement says along with what it says: a declared wish decides whether visits are wanted, until
 * a later one takes it back (000-011). A deferral is no agreement.
 */
export function withFollowing(facts: Partial<FactValues>): Partial<FactValues> {
  if (facts.visitWish === undefined) return facts;
  return { ...facts, wantsVisits: facts.visitWish.answer === 'agreed' };
}
