// Statistics follow from changed files, after classification and risk; from the feed, for what no
// reaction tells of; and nightly, because age goes on.
import { z } from 'zod';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Reaction } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { ELDERS_CLASSIFIED } from '../classification/public.ts';
import { countiesServed } from '../divisions/public.ts';
import { ELDERS_CHANGED } from '../ledger/public.ts';
import { followFeed, refreshAllBuckets, refreshBuckets } from './refresh.ts';

export { statisticsRoutes } from './routes.ts';
export { followFeed, refreshAllBuckets } from './refresh.ts';

const people = z.object({ elderIds: z.array(z.string()) });

export const statisticsReactions: readonly Reaction[] = [ELDERS_CHANGED, ELDERS_CLASSIFIED].map((kind) => ({
  kind,
  run: async (tx, services, payload) => void (await refreshBuckets(services, tx, people.parse(payload).elderIds)),
}));

export const statisticsJobs: readonly JobHandler<Services>[] = [
  {
    name: 'statistics.follow',
    cron: '* * * * *',
    atStart: true,
    async run(services, _data, signal) {
      for (const county of await countiesServed(services.db)) await followFeed(services, county, signal);
    },
  },
  {
    name: 'statistics.nightly',
    cron: '40 0 * * *',
    async run(services, _data, signal) {
      for (const county of await countiesServed(services.db)) await refreshAllBuckets(services, county, signal);
    },
  },
];
