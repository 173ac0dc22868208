// Work of the ledger in the background.
import { sql, systemActor } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Services } from '../../platform/services.ts';
import { countiesServed } from '../divisions/public.ts';
import { ledgerSeal } from './sealing.ts';

const BATCH = 2_000;

/**
 * Gives numbers that were sealed before tails were indexed (release 0.1.0) their index: only the server has
 * the key, so no migration can. Answers how many; does nothing once all have theirs.
 */
export async function indexNumberTails(services: Services, countyCode: string, signal?: AbortSignal): Promise<number> {
  const seal = ledgerSeal(services.crypto, countyCode);
  let count = 0;
  for (;;) {
    const done = await services.db.tx(systemActor(countyCode), async (tx) => {
      const rows = await tx.query<{ id: string; id_no_sealed: Buffer }>(
        sql`select id, id_no_sealed from elder where county_code = ${countyCode} and id_no_sealed is not null and id_no_tail is null limit ${BATCH} for no key update`,
      );
      await tx.query(
        sql`update elder e set id_no_tail = u.tail from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => seal.idNoTail(seal.openIdNo(row.id_no_sealed)) ?? '')}::text[]) as u(id, tail)
            where e.county_code = ${countyCode} and e.id = u.id`,
      );
      return rows.length;
    });
    count += done;
    if (done < BATCH || signal?.aborted === true) return count;
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
