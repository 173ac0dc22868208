// A pack as the desk shows it: in words, each value with its state, its clause and who confirmed it.
import type { PackView } from '@shouwang/contract/policy';
import { withConfirmations, type PolicyPack } from '@shouwang/domain/policy';
import type { Tx } from '../../platform/db/index.ts';
import { listConfirmations } from './queries.ts';

/** `chain` runs from the nation down to the pack. */
export async function viewPack(tx: Tx, pack: PolicyPack, chain: readonly string[]): Promise<PackView> {
  const confirmations = new Map((await listConfirmations(tx, tx.actor.countyCode, pack.id)).map((row) => [row.value_key, row]));
  const {
    id,
    version,
    title,
    division,
    effectiveFrom,
    effectiveTo,
    template,
    documents,
    terms,
    targets,
    categoryRules,
    tiers,
    tierRules,
    visitForm,
    needsForm,
    riskModel,
    campaigns,
    requiredFacts,
    silent,
  } = pack;
  const values = Object.entries(withConfirmations(pack, confirmations.keys()).values).map(([key, value]) => ({
    key,
    value: value.value,
    status: value.status,
    label: value.label,
    source: value.source,
    confirmedBy: confirmations.get(key)?.confirmed_by_name ?? null,
    confirmedAt: confirmations.get(key)?.confirmed_at ?? null,
  }));
  return structuredClone({
    id,
    version,
    title,
    division,
    chain,
    effectiveFrom,
    effectiveTo,
    template,
    documents,
    terms,
    values,
    targets,
    categoryRules,
    tiers,
    tierRules,
    visitForm,
    needsForm,
    riskModel,
    campaigns,
    requiredFacts,
    silent,
  }) as PackView;
}
