// Which value counts when sources disagree: the pack's rank of sources, then the later source date,
// until a person has decided (decisions.md, From facts to duties). The others stay visible.
import { factKeys, type EffectiveFacts, type Fact, type FactKey, type SourceKind } from './facts.ts';

/** Rank of sources per fact, best first; a source that is not named ranks behind all that are. */
export type SourceRank = { readonly default: readonly SourceKind[] } & { readonly [K in FactKey]?: readonly SourceKind[] };

const position = (rank: SourceRank, key: FactKey, source: SourceKind): number => {
  const order = rank[key] ?? rank.default;
  const index = order.indexOf(source);
  return index === -1 ? order.length : index;
};

/** The fact that counts among several of one key; null where there is none. */
export function decideFact(facts: readonly Fact[], key: FactKey, rank: SourceRank): Fact | null {
  let best: Fact | null = null;
  let bestRank = Infinity;
  for (const fact of facts) {
    if (fact.key !== key) continue;
    const at = fact.source === 'decision' ? -1 : position(rank, key, fact.source);
    if (at < bestRank || (at === bestRank && best !== null && fact.sourceDate > best.sourceDate)) {
      best = fact;
      bestRank = at;
    }
  }
  return best;
}

/** Effective values of all keys. Pure; the store keeps its result and can rebuild it at any time. */
export function deriveEffective(facts: readonly Fact[], rank: SourceRank): EffectiveFacts {
  const effective: Record<string, unknown> = {};
  for (const key of factKeys) {
    const fact = decideFact(facts, key, rank);
    if (fact !== null) effective[key] = fact.value;
  }
  return effective as EffectiveFacts;
}
