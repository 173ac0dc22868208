// Endpoints of packages/contract/src/policy.ts: packs in words, confirmation of open values.
import { confirmValue, packById, packInForce, packList, type PackView } from '@shouwang/contract/policy';
import { withConfirmations, type PolicyPack } from '@shouwang/domain/policy';
import { ok, refuse } from '@shouwang/domain/shared';
import type { Tx } from '../../platform/db/index.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { confirmPackValue, getPackInForce, knownPacks } from './public.ts';
import { listConfirmations } from './queries.ts';

async function viewOf(tx: Tx, pack: PolicyPack, chain: readonly string[]): Promise<PackView> {
  const confirmations = new Map((await listConfirmations(tx, tx.actor.countyCode, pack.id)).map((row) => [row.value_key, row]));
  const { id, version, title, division, effectiveFrom, effectiveTo, template, documents, terms, targets, categoryRules, tiers, tierRules, visitForm, silent } = withConfirmations(pack, confirmations.keys());
  const values = Object.entries(withConfirmations(pack, confirmations.keys()).values).map(([key, value]) => ({
    key, value: value.value, status: value.status, label: value.label, source: value.source,
    confirmedBy: confirmations.get(key)?.confirmed_by_name ?? null, confirmedAt: confirmations.get(key)?.confirmed_at ?? null,
  }));
  return structuredClone({ id, version, title, division, chain, effectiveFrom, effectiveTo, template, documents, terms, values, targets, categoryRules, tiers, tierRules, visitForm, silent }) as PackView;
}

export const policyRoutes: readonly Endpoint[] = [
  endpoint(packInForce, async ({ tx }) => {
    const { pack, chain } = await getPackInForce(tx);
    return ok(await viewOf(tx, pack, chain));
  }),
  endpoint(packList, async ({ tx }) => {
    const inForce = await getPackInForce(tx);
    const packs = [...(await knownPacks()).values()].map(({ pack }) => ({
      id: pack.id, version: pack.version, title: pack.title, division: pack.division, extends: pack.extends, effectiveFrom: pack.effectiveFrom, template: pack.template, inForce: pack.id === inForce.pack.id,
    }));
    return ok({ packs });
  }),
  endpoint(packById, async ({ tx, params }) => {
    const known = (await knownPacks()).get(params.id);
    return known === undefined ? refuse('notFound') : ok(await viewOf(tx, known.pack, known.chain));
  }),
  endpoint(confirmValue, ({ tx, principal, body }) => confirmPackValue(tx, { ...body, by: principal.accountId })),
];
