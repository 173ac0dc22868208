// Effective values anew from everything that was ever said: after another ranking of sources came
// into force, and as the proof that what is stored can always be rebuilt.
import { deriveEffective, derivedRemarks, deriveRemarks, missingFacts, nothingSaid, sameValue, type EffectiveFacts } from '@shouwang/domain/ledger';
import { sql, type Actor, type Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/clock.ts';
import { react } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
import { getPackInForce } from '../policy/public.ts';
import type { PolicyPack } from '@shouwang/domain/policy';
import { columnsOf, ELDERS_CHANGED } from './record.ts';
import { ledgerSeal } from './sealing.ts';
import { loadSaid, updateElders, type ElderColumns } from './store.ts';

interface StoredElder {
  id: string;
  remarks: string[];
  entered_on: string;
  effective_sealed: Buffer;
  missing_facts: string[];
}

const BATCH = 1_000;

/** Files that were merged into another are not read by themselves. */
const standing = sql`effective_sealed is not null and merged_into is null`;

async function rederiveBatch(services: Services, tx: Tx, elders: readonly StoredElder[], { sourceRank, requiredFacts }: PolicyPack): Promise<number> {
  const county = tx.actor.countyCode;
  const seal = ledgerSeal(services.crypto, county);
  const said = await loadSaid(
    tx,
    county,
    elders.map((elder) => elder.id),
    seal,
  );
  const changed: ElderColumns[] = [];
  for (const elder of elders) {
    const effective: EffectiveFacts = deriveEffective((said.get(elder.id) ?? nothingSaid()).current.values(), sourceRank);
    if (sameValue(effective, seal.openEffective(elder.effective_sealed)) && sameValue(missingFacts(effective, requiredFacts), elder.missing_facts)) continue;
    const remarks = [...deriveRemarks(effective), ...elder.remarks.filter((remark) => !(derivedRemarks as readonly string[]).includes(remark))];
    changed.push(columnsOf({ id: elder.id, enteredOn: elder.entered_on }, effective, remarks, seal, requiredFacts));
  }
  updateElders(tx, county, changed);
  feed(
    tx,
    'elder',
    changed.map((elder) => elder.id),
  );
  return changed.length;
}

/** The same for these files, in the caller's transaction, and has them classified anew; after a merge or its undoing. */
export async function rederiveElders(services: Services, tx: Tx, elderIds: readonly string[]): Promise<void> {
  const elders = await tx.query<StoredElder>(
    sql`select id, remarks, entered_on, effective_sealed, missing_facts from elder where county_code = ${tx.actor.countyCode} and id = any(${elderIds}::uuid[]) and ${standing} order by id for no key update`,
  );
  await rederiveBatch(services, tx, elders, (await getPackInForce(tx)).pack);
  feed(tx, 'elder', elderIds);
  react(tx, ELDERS_CHANGED, newId(), { elderIds: elders.map((elder) => elder.id), asOf: null });
}

/** Rebuilds the effective values of everybody in the actor's county, batch by batch; answers how many differed. */
export async function rederiveAll(services: Services, actor: Actor): Promise<number> {
  let after = '00000000-0000-0000-0000-000000000000';
  let count = 0;
  for (;;) {
    const from = after;
    const batch = await services.db.tx(actor, async (tx) => {
      const elders = await tx.query<StoredElder>(
        sql`select id, remarks, entered_on, effective_sealed, missing_facts from elder where county_code = ${actor.countyCode} and id > ${from}::uuid and ${standing} order by id limit ${BATCH} for no key update`,
      );
      const { pack } = await getPackInForce(tx);
      return { last: elders.at(-1)?.id, size: elders.length, changed: await rederiveBatch(services, tx, elders, pack) };
    });
    count += batch.changed;
    if (batch.last === undefined || batch.size < BATCH) return count;
    after = batch.last;
  }
}
