// Work of the ledger in the background.
import { setTimeout } from 'node:timers/promises';
import { sql, systemActor } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Services } from '../../platform/services.ts';
import { countiesServed } from '../divisions/public.ts';
import { ledgerSeal } from './sealing.ts';

const BATCH = 2_000;
/** How long rows that others are writing are left to them. */
const PATIENCE_MS = 1_000;

/**
 * Gives numbers that were sealed before tails were indexed (release 0.1.0) their index: only the server has
 * the key, so no migration can. Answers how many; does nothing once all have theirs. Rows that somebody else is
 * writing are passed over and come in a later round: after an upgrade others go through all elders too.
 */
export async function indexNumberTails(services: Services, countyCode: string, signal?: AbortSignal): Promise<number> {
  const seal = ledgerSeal(services.crypto, countyCode);
  const untailed = sql`from elder where county_code = ${countyCode} and id_no_sealed is not null and id_no_tail is null`;
  let count = 0;
  for (;;) {
    const { done, isAll } = await services.db.tx(systemActor(countyCode), async (tx) => {
      const rows = await tx.query<{ id: string; id_no_sealed: Buffer }>(sql`select id, id_no_sealed ${untailed} limit ${BATCH} for no key update skip locked`);
      await tx.query(
        sql`update elder e set id_no_tail = u.tail from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => seal.idNoTail(seal.openIdNo(row.id_no_sealed)) ?? '')}::text[]) as u(id, tail)
            where e.county_code = ${countyCode} and e.id = u.id`,
      );
      return { done: rows.length, isAll: rows.length < BATCH && (await tx.query(sql`select 1 ${untailed} limit 1`)).length === 0 };
    });
    count += done;
    if (isAll || signal?.aborted === true) return count;
    if (done < BATCH) await setTimeout(PATIENCE_MS);
  }
}

export const ledgerJobs: readonly JobHandler<Services>[] = [
  {
    name: 'ledger.numberTails',
    atStart: true,
    async run(services, _data, signal) {
      for (const county of await countiesServed(services.db)) await indexNumberTails(services, county, signal);
    },
  },
];
