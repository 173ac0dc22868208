// Every night, before people are classified: inclusions by hand whose day has passed are over, and
// refusals stand as the facts say (facts from before this version had nobody who followed them).
import { sql, systemActor } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Services } from '../../platform/services.ts';
import { countiesServed } from '../divisions/public.ts';
import { endPassedInclusions } from './decisions.ts';
import { followWishes } from './refusals.ts';

/** People at once: bounds memory and how long rows stay locked. */
const BATCH = 2_000;

/** Brings the refusals of a whole county in line, a part at a time. */
export async function followAllWishes(services: Services, county: string, signal?: AbortSignal): Promise<void> {
  let after: string | null = '00000000-0000-0000-0000-000000000000';
  while (after !== null && signal?.aborted !== true) {
    const from: string = after;
    after = await services.db.tx(systemActor(county), async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`select id from elder where county_code = ${county} and id > ${from}::uuid and closed_on is null order by id limit ${BATCH}`);
      await followWishes(
        services,
        tx,
        rows.map((row) => row.id),
      );
      return rows.length < BATCH ? null : (rows.at(-1)?.id ?? null);
    });
  }
}

export const listingJobs: readonly JobHandler<Services>[] = [
  {
    name: 'listing.nightly',
    cron: '5 0 * * *',
    async run(services, _data, signal) {
      for (const county of await countiesServed(services.db)) {
        if (signal.aborted) return;
        await services.db.tx(systemActor(county), (tx) => endPassedInclusions(tx, services.clock.today()));
        await followAllWishes(services, county, signal);
      }
    },
  },
];
