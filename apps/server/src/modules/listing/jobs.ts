// Every night, before people are classified: inclusions by hand whose day has passed are over.
import { systemActor } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Services } from '../../platform/services.ts';
import { countiesServed } from '../divisions/public.ts';
import { endPassedInclusions } from './decisions.ts';

export const listingJobs: readonly JobHandler<Services>[] = [
  {
    name: 'listing.nightly',
    cron: '5 0 * * *',
    async run(services, _data, signal) {
      for (const county of await countiesServed(services.db)) {
        if (signal.aborted) return;
        await services.db.tx(systemActor(county), (tx) => endPassedInclusions(tx, services.clock.today()));
      }
    },
  },
];
