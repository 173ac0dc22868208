// Where the office's ledger and the rules disagree about the category of somebody of whom enough is known.
import type { Category, EffectiveFacts } from '../facts/index.ts';

/** Remark on the file of whom the ledger puts into a category that the rules do not give. */
export const CATEGORY_DIFFERS = 'category.differs';

/**
 * Categories that the ledger states and the rules, asked about them, do not give. Where facts are missing
 * the pack's rules take the ledger's word, so what is left here was decided by facts that are known.
 * Categories that are no target of the pack are not asked about. A category that the ledger does not
 * state is no difference: many ledgers name only the chief one.
 */
export const differingCategories = (effective: EffectiveFacts, given: readonly Category[], targets: readonly Category[]): readonly Category[] =>
  (effective.statedCategories ?? []).filter((category) => targets.includes(category) && !given.includes(category));
