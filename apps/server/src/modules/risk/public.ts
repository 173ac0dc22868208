// Risk follows from the same events as the classification, after it; nightly, because age goes on.
import { z } from 'zod';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Reaction } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { countiesServed } from '../divisions/public.ts';
import { ELDERS_CHANGED } from '../ledger/public.ts';
import { POLICY_CHANGED } from '../policy/public.ts';
import { assessAllRisks, assessRisks } from './assessRisk.ts';

export { riskRoutes } from './routes.ts';
export { assessAllRisks } from './assessRisk.ts';

const eldersChanged = z.object({ elderIds: z.array(z.string()), asOf: z.string().nullable() });

export const riskReactions: readonly Reaction[] = [
  {
    kind: ELDERS_CHANGED,
    async run(tx, services, payload) {
      const { elderIds, asOf } = eldersChanged.parse(payload);
      await assessRisks(services, tx, elderIds, asOf ?? services.clock.today());
    },
  },
  {
    // Batch by batch beside this reaction's own transaction; run twice, it finds nothing left to do.
    kind: POLICY_CHANGED,
    run: async (tx, services) => void (await assessAllRisks(services, tx.actor.countyCode, { asOf: services.clock.today() })),
  },
];

export const riskJobs: readonly JobHandler<Services>[] = [
  {
    name: 'risk.nightly',
    cron: '25 0 * * *',
    async run(services, _data, signal) {
      for (const county of await countiesServed(services.db)) await assessAllRisks(services, county, { asOf: services.clock.today(), signal });
    },
  },
];
