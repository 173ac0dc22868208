// Facts × pack → categories and tier, stored with their reasons. Run over those whose facts changed,
// over all when the policy changes, and nightly, because age and half-years pass by themselves. Only
// what comes out differently is written (quality bar P6).
import { hash } from 'node:crypto';
import { CATEGORY_DIFFERS, differingCategories, type Classification } from '@shouwang/domain/classification';
import { monthOf } from '@shouwang/domain/shared';
import { newId } from '../../platform/clock.ts';
import { systemActor, type Tx } from '../../platform/db/index.ts';
import { react } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { getPackInForce, type PackInForce } from '../policy/public.ts';
import { listEldersAfter, listEldersOf, markRemark, markRollups, writeResults, type ElderToClassify, type NewResult } from './queries.ts';

/** Kind of the reaction after results changed: payload {elderIds, asOf}. */
export const ELDERS_CLASSIFIED = 'elders.classified';

export interface Reclassified {
  readonly seen: number;
  readonly changed: number;
}

/** Facts that go by the calendar: they alone do not make a result another one. */
const passing = new Set<string>(['age', 'allChildrenAwayMonths']);

/** 16 bytes over what a result says and rests on; equal results have equal digests. */
export function digestOf(result: Classification, inForce: PackInForce): Buffer {
  const parts: unknown[] = [inForce.key, result.categories, result.tier, result.provisional];
  for (const reason of result.reasons) {
    parts.push(reason.rule);
    for (const [key, value] of Object.entries(reason.facts)) if (!passing.has(key)) parts.push(value);
  }
  return hash('sha256', JSON.stringify(parts), 'buffer').subarray(0, 16);
}

async function classifyBatch(services: Services, tx: Tx, elders: readonly ElderToClassify[], inForce: PackInForce, asOf: string): Promise<number> {
  const county = tx.actor.countyCode;
  const seal = ledgerSeal(services.crypto, county);
  const results: NewResult[] = [];
  const toMark: ElderToClassify[] = [];
  const toClear: ElderToClassify[] = [];
  for (const elder of elders) {
    const effective = seal.openEffective(elder.effective_sealed);
    const result = inForce.compiled.classify(effective, asOf);
    const differs = differingCategories(effective, result.categories, inForce.pack.targets).length > 0;
    if (differs !== elder.remarks.includes(CATEGORY_DIFFERS)) (differs ? toMark : toClear).push(elder);
    const digest = digestOf(result, inForce);
    if (elder.classification_digest !== null && digest.equals(elder.classification_digest)) continue;
    const { categories, tier, provisional } = result;
    results.push({ id: newId(), elderId: elder.id, revision: elder.revision, categories, tier, provisional, digest, reasonsSealed: seal.reasons(result.reasons) });
  }
  const written = await writeResults(tx, county, results, { asOf, packId: inForce.pack.id, packVersion: inForce.pack.version });
  feed(tx, 'elder', [...(await markRemark(tx, county, CATEGORY_DIFFERS, toMark, true)), ...(await markRemark(tx, county, CATEGORY_DIFFERS, toClear, false))]);
  if (written.size === 0) return 0;
  const elderIds = [...written];
  feed(tx, 'elder', elderIds);
  await markRollups(
    tx,
    county,
    monthOf(asOf),
    elders.filter((elder) => written.has(elder.id)).map((elder) => elder.division_code),
  );
  react(tx, ELDERS_CLASSIFIED, newId(), { elderIds, asOf });
  return written.size;
}

/** Classifies these elders of the actor's county in the caller's transaction. `asOf` is `YYYY-MM-DD`. */
export async function reclassifyElders(services: Services, tx: Tx, elderIds: readonly string[], asOf: string): Promise<Reclassified> {
  const elders = await listEldersOf(tx, tx.actor.countyCode, elderIds);
  return { seen: elders.length, changed: await classifyBatch(services, tx, elders, await getPackInForce(tx), asOf) };
}

const BATCH = 2_500;

export interface ReclassifyAll {
  readonly asOf: string;
  readonly signal?: AbortSignal;
  onProgress?(done: Reclassified): void;
}

/** Classifies everybody of a county, each batch in a transaction of its own; it can be stopped between two. */
export async function reclassifyAll(services: Services, countyCode: string, options: ReclassifyAll): Promise<Reclassified> {
  let after: string | null = null;
  let done: Reclassified = { seen: 0, changed: 0 };
  while (options.signal?.aborted !== true) {
    const from: string | null = after;
    const batch = await services.db.tx(systemActor(countyCode), async (tx) => {
      const elders = await listEldersAfter(tx, countyCode, from, BATCH);
      return { last: elders.at(-1)?.id ?? null, seen: elders.length, changed: await classifyBatch(services, tx, elders, await getPackInForce(tx), options.asOf) };
    });
    done = { seen: done.seen + batch.seen, changed: done.changed + batch.changed };
    options.onProgress?.(done);
    if (batch.last === null || batch.seen < BATCH) break;
    after = batch.last;
  }
  return done;
}
