// The pack in force in a county, with the county's confirmations applied, compiled and kept: every
// classification, ledger rank and visit form asks for it.
import { compilePack, type CompiledPack } from '@shouwang/domain/classification';
import { withConfirmations, type PolicyPack } from '@shouwang/domain/policy';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/index.ts';
import { react } from '../../platform/reactions.ts';
import { knownPacks, type KnownPack } from './packs.ts';
import { findPackId, insertConfirmation, listConfirmedKeys, updatePackId } from './queries.ts';

export { knownPacks, type KnownPack } from './packs.ts';

export interface PackInForce {
  readonly pack: PolicyPack;
  readonly compiled: CompiledPack;
  readonly chain: readonly string[];
  /** Tells this pack with these confirmations from any other; part of what a result is compared by. */
  readonly key: string;
}

/** Kind of the reaction after a pack or a confirmed value changed: everybody is classified anew. */
export const POLICY_CHANGED = 'policy.changed';

const compiledPacks = new Map<string, PackInForce>();

/** A resolved pack with these values confirmed, ready to run; compiled once per process. */
function prepared(known: KnownPack, confirmedKeys: readonly string[]): PackInForce {
  const key = JSON.stringify([known.pack.id, known.pack.version, confirmedKeys]);
  let found = compiledPacks.get(key);
  if (found === undefined) {
    const pack = withConfirmations(known.pack, confirmedKeys);
    const compiled = compilePack(pack);
    if (!compiled.ok) throw new Error(`pack ${pack.id} does not compile: ${JSON.stringify(compiled.refusal)}`);
    found = { pack, compiled: compiled.value, chain: known.chain, key };
    compiledPacks.set(key, found);
  }
  return found;
}

/**
 * The county's pack: the one set for it, else the one written for its division, else the national
 * baseline, which holds everywhere.
 */
export async function getPackInForce(tx: Tx, countyCode: string = tx.actor.countyCode): Promise<PackInForce> {
  const packs = await knownPacks();
  const id = await findPackId(tx, countyCode);
  const all = [...packs.values()];
  const known = id === null ? (all.find((one) => one.pack.division === countyCode && !one.pack.template) ?? all.find((one) => one.pack.division === '')) : packs.get(id);
  if (known === undefined) throw new Error(`the policy pack ${id ?? 'of the nation'} cannot be used; see shouwang policy check`);
  return prepared(known, await listConfirmedKeys(tx, countyCode, known.pack.id));
}

/** Puts a pack into force in the actor's county; everybody is then classified anew. */
export async function setCountyPack(tx: Tx, packId: string): Promise<Result<{ readonly changed: boolean }>> {
  if (!(await knownPacks()).has(packId)) return refuse('policy.invalid', { pack: packId });
  const changed = await updatePackId(tx, tx.actor.countyCode, packId);
  if (changed) {
    await audit(tx, { action: 'policy.setPack', entity: 'county', entityId: tx.actor.countyCode, division: tx.actor.countyCode, details: { packId } });
    react(tx, POLICY_CHANGED, newId(), { packId });
  }
  return ok({ changed });
}

/** The county confirms a value that was 待确认; what rests on it is no longer a proposal. */
export async function confirmPackValue(
  tx: Tx,
  confirmation: { readonly packId: string; readonly key: string; readonly reason: string; readonly by: string },
): Promise<Result<{ readonly id: string }>> {
  const inForce = await getPackInForce(tx);
  const value = inForce.pack.values[confirmation.key];
  if (inForce.pack.id !== confirmation.packId || value === undefined) return refuse('notFound');
  if (value.status !== 'provisional') return refuse('conflict.alreadyDone', { key: confirmation.key });
  const countyCode = tx.actor.countyCode;
  const id = await insertConfirmation(tx, { countyCode, packId: confirmation.packId, key: confirmation.key, value: value.value, reason: confirmation.reason, by: confirmation.by });
  await audit(tx, {
    action: 'policy.confirm',
    entity: 'policyValue',
    entityId: confirmation.key,
    division: countyCode,
    details: { packId: confirmation.packId, reason: confirmation.reason },
  });
  react(tx, POLICY_CHANGED, id, { packId: confirmation.packId, key: confirmation.key });
  return ok({ id });
}
