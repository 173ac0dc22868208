// Facts × risk model → level, kept with pack version and sealed reasons. Run over those whose facts
// changed, over all when the policy changes, and nightly, because age and months pass by themselves.
// Only what comes out differently is written.
import { hash } from 'node:crypto';
import type { PolicyPack } from '@shouwang/domain/policy';
import { compileRisk, type CompiledRisk, type RiskReason, type RiskResult } from '@shouwang/domain/risk';
import { newId } from '../../platform/clock.ts';
import type { FieldCrypto } from '../../platform/crypto/index.ts';
import { systemActor, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { getPackInForce, type PackInForce } from '../policy/public.ts';
import { listEldersAfter, listEldersOf, writeRisks, type ElderAtRisk, type NewRisk } from './queries.ts';

const PURPOSE = 'risk.reasons';
const compiledModels = new WeakMap<PolicyPack, CompiledRisk>();

/** The model of a pack in force, compiled once. */
export function riskOfPack(pack: PolicyPack): CompiledRisk {
  let compiled = compiledModels.get(pack);
  if (compiled === undefined) {
    const result = compileRisk(pack);
    if (!result.ok) throw new Error(`the risk model of pack ${pack.id} does not compile: ${JSON.stringify(result.refusal)}`);
    compiled = result.value;
    compiledModels.set(pack, compiled);
  }
  return compiled;
}

export const openReasons = (crypto: FieldCrypto, countyCode: string, sealed: Buffer): readonly RiskReason[] =>
  JSON.parse(crypto.open(countyCode, PURPOSE, sealed)) as readonly RiskReason[];

/** Facts that go by the calendar: they alone do not make a result another one. */
const passing = new Set<string>(['age', 'allChildrenAwayMonths']);

/** 16 bytes over what a result says and rests on. */
function digestOf(result: RiskResult, inForce: PackInForce, division: string): Buffer {
  const parts: unknown[] = [inForce.key, division, result.level, result.points, result.provisional];
  for (const reason of result.reasons) {
    parts.push(reason.rule);
    for (const [key, value] of Object.entries(reason.facts)) if (!passing.has(key)) parts.push(value);
  }
  return hash('sha256', JSON.stringify(parts), 'buffer').subarray(0, 16);
}

function assessBatch(services: Services, tx: Tx, elders: readonly ElderAtRisk[], inForce: PackInForce, asOf: string): Promise<number> {
  const county = tx.actor.countyCode;
  const seal = ledgerSeal(services.crypto, county);
  const model = riskOfPack(inForce.pack);
  const results: NewRisk[] = [];
  for (const elder of elders) {
    const result = model.assess(seal.openEffective(elder.effective_sealed), asOf);
    const digest = digestOf(result, inForce, elder.division_code);
    if (elder.digest !== null && digest.equals(elder.digest)) continue;
    results.push({
      id: newId(),
      elderId: elder.id,
      revision: elder.revision,
      division: elder.division_code,
      follows: elder.digest !== null,
      level: result.level,
      since: result.level === elder.level && elder.level_since !== null ? elder.level_since : asOf,
      points: result.points,
      provisional: result.provisional,
      digest,
      reasonsSealed: services.crypto.seal(county, PURPOSE, JSON.stringify(result.reasons)),
    });
  }
  return writeRisks(tx, county, results, { asOf, packId: inForce.pack.id, packVersion: inForce.pack.version, model: model.modelId });
}

export interface RiskRun {
  readonly seen: number;
  readonly changed: number;
}

/** These elders of the actor's county, in the caller's transaction. `asOf` is `YYYY-MM-DD`. */
export async function assessRisks(services: Services, tx: Tx, elderIds: readonly string[], asOf: string): Promise<RiskRun> {
  const elders = await listEldersOf(tx, tx.actor.countyCode, elderIds);
  return { seen: elders.length, changed: await assessBatch(services, tx, elders, await getPackInForce(tx), asOf) };
}

const BATCH = 2_500;

/** Everybody of a county, each batch in a transaction of its own; it can be stopped between two. */
export async function assessAllRisks(services: Services, countyCode: string, options: { readonly asOf: string; readonly signal?: AbortSignal }): Promise<RiskRun> {
  let after: string | null = null;
  let done: RiskRun = { seen: 0, changed: 0 };
  while (options.signal?.aborted !== true) {
    const from: string | null = after;
    const batch = await services.db.tx(systemActor(countyCode), async (tx) => {
      const elders = await listEldersAfter(tx, countyCode, from, BATCH);
      return { last: elders.at(-1)?.id ?? null, seen: elders.length, changed: await assessBatch(services, tx, elders, await getPackInForce(tx), options.asOf) };
    });
    done = { seen: done.seen + batch.seen, changed: done.changed + batch.changed };
    if (batch.last === null || batch.seen < BATCH) break;
    after = batch.last;
  }
  return done;
}
