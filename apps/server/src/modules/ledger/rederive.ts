// Effective values anew from everything that was ever said: after another ranking of sources came
// into force, and as the proof that what is stored can always be rebuilt.
import { deriveEffective, derivedRemarks, deriveRemarks, nothingSaid, sameValue, type EffectiveFacts, type SourceRank } from '@shouwang/domain/ledger';
import { sql, type Actor, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
import { getPackInForce } from '../policy/public.ts';
import { columnsOf } from './record.ts';
import { ledgerSeal } from './sealing.ts';
import { loadSaid, updateElders, type ElderColumns } from './store.ts';

interface StoredElder {
  id: string;
  remarks: string[];
  entered_on: string;
  effective_sealed: Buffer;
}

const BATCH = 1_000;

async function rederiveBatch(services: Services, tx: Tx, elders: readonly StoredElder[], rank: SourceRank): Promise<number> {
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
    const effective: EffectiveFacts = deriveEffective((said.get(elder.id) ?? nothingSaid()).current.values(), rank);
    if (sameValue(effective, seal.openEffective(elder.effective_sealed))) continue;
    const remarks = [...deriveRemarks(effective), ...elder.remarks.filter((remark) => !(derivedRemarks as readonly string[]).includes(remark))];
    changed.push(columnsOf({ id: elder.id, enteredOn: elder.entered_on }, effective, remarks, seal));
  }
  await updateElders(tx, county, changed);
  await feed(
    tx,
    'elder',
    changed.map((elder) => elder.id),
  );
  return changed.length;
}

/** Rebuilds the effective values of everybody in the actor's county, batch by batch; answers how many differed. */
export async function rederiveAll(services: Services, actor: Actor): Promise<number> {
  let after = '00000000-0000-0000-0000-000000000000';
  let count = 0;
  for (;;) {
    const from = after;
    const batch = await services.db.tx(actor, async (tx) => {
      const elders = await tx.query<StoredElder>(
        sql`select id, remarks, entered_on, effective_sealed from elder where county_code = ${actor.countyCode} and id > ${from}::uuid and effective_sealed is not null order by id limit ${BATCH} for no key update`,
      );
      const { pack } = await getPackInForce(tx);
      return { last: elders.at(-1)?.id, size: elders.length, changed: await rederiveBatch(services, tx, elders, pack.sourceRank) };
    });
    count += batch.changed;
    if (batch.last === undefined || batch.size < BATCH) return count;
    after = batch.last;
  }
}
