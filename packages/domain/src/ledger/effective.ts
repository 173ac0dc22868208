// Which value counts when sources disagree: the pack's rank of sources, then the later source date,
// until a person has decided (decisions.md, From facts to duties). The others stay visible.
import type { SourceOrder } from '../policy/pack.ts';
import { sourceKinds, type EffectiveFacts, type Fact, type FactKey, type SourceKind } from '../facts/index.ts';

/**
 * Rank of sources per fact, best first; those that stand together in a list rank alike; a source that
 * is not named ranks behind all that are.
 */
export type SourceRank = { readonly default: SourceOrder } & { readonly [K in FactKey]?: SourceOrder };

const position = (rank: SourceRank, key: FactKey, source: SourceKind): number => {
  if (source === 'decision') return -1;
  const order = rank[key] ?? rank.default;
  const index = order.findIndex((entry) => (typeof entry === 'string' ? entry === source : entry.includes(source)));
  return index === -1 ? order.length : index;
};

/** Does `a` count before `b`? Total over sources, so that the order of files never matters. */
function countsBefore(rank: SourceRank, a: Fact, b: Fact): boolean {
  const difference = position(rank, a.key, a.source) - position(rank, b.key, b.source);
  if (difference !== 0) return difference < 0;
  if (a.sourceDate !== b.sourceDate) return a.sourceDate > b.sourceDate;
  return sourceKinds.indexOf(a.source) < sourceKinds.indexOf(b.source);
}

/** For each key the fact that counts. Takes one fact per source and key: what that source said last. */
export function decideFacts<F extends Fact>(facts: Iterable<F>, rank: SourceRank): Map<FactKey, F> {
  const best = new Map<FactKey, F>();
  for (const fact of facts) {
    const known = best.get(fact.key);
    if (known === undefined || countsBefore(rank, fact, known)) best.set(fact.key, fact);
  }
  return best;
}

/** Effective values of all keys. Pure; the store keeps its result and can rebuild it at any time. */
export function deriveEffective(facts: Iterable<Fact>, rank: SourceRank): EffectiveFacts {
  const effective: Record<string, unknown> = {};
  for (const [key, fact] of decideFacts(facts, rank)) effective[key] = fact.value;
  return effective as EffectiveFacts;
}
