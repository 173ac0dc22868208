// Endpoints of packages/contract/src/policy.ts: packs in words, confirmation of open values.
import { confirmValue, packById, packInForce, packList } from '@shouwang/contract/policy';
import { ok, refuse } from '@shouwang/domain/shared';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { confirmPackValue, getPackInForce, knownPacks } from './public.ts';
import { viewPack } from './view.ts';

export const policyRoutes: readonly Endpoint[] = [
  endpoint(packInForce, async ({ tx }) => {
    const { pack, chain } = await getPackInForce(tx);
    return ok(await viewPack(tx, pack, chain));
  }),
  endpoint(packList, async ({ tx }) => {
    const inForce = await getPackInForce(tx);
    const packs = [...(await knownPacks()).values()].map(({ pack }) => ({
      id: pack.id,
      version: pack.version,
      title: pack.title,
      division: pack.division,
      extends: pack.extends,
      effectiveFrom: pack.effectiveFrom,
      template: pack.template,
      inForce: pack.id === inForce.pack.id,
    }));
    return ok({ packs });
  }),
  endpoint(packById, async ({ tx, params }) => {
    const known = (await knownPacks()).get(params.id);
    return known === undefined ? refuse('notFound') : ok(await viewPack(tx, known.pack, known.chain));
  }),
  endpoint(confirmValue, ({ tx, principal, body }) => confirmPackValue(tx, { ...body, by: principal.accountId })),
];
