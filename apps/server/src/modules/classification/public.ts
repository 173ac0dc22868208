// What follows from changed facts and policies, the nightly run, and the export of results.
import { z } from 'zod';
import { systemActor } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Reaction } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { countiesServed } from '../divisions/public.ts';
import { ELDERS_CHANGED, rederiveAll } from '../ledger/public.ts';
import { POLICY_CHANGED } from '../policy/public.ts';
import { reclassifyAll, reclassifyElders } from './reclassify.ts';

export { ELDERS_CLASSIFIED, reclassifyAll, reclassifyElders, type Reclassified } from './reclassify.ts';
export { exportElders, type ExportedElder, type ExportOptions } from './exportElders.ts';

const eldersChanged = z.object({ elderIds: z.array(z.string()), asOf: z.string().nullable() });

export const classificationReactions: readonly Reaction[] = [
  {
    kind: ELDERS_CHANGED,
    async run(tx, services, payload) {
      const { elderIds, asOf } = eldersChanged.parse(payload);
      await reclassifyElders(services, tx, elderIds, asOf ?? services.clock.today());
    },
  },
  {
    // Another pack may rank sources otherwise, so effective values come first. The work commits batch
    // by batch beside this reaction's own transaction; run twice, it finds nothing left to do.
    kind: POLICY_CHANGED,
    async run(tx, services, payload) {
      const { countyCode } = tx.actor;
      if (payload.key === undefined) await rederiveAll(services, systemActor(countyCode));
      await reclassifyAll(services, countyCode, { asOf: services.clock.today() });
    },
  },
];

export const classificationJobs: readonly JobHandler<Services>[] = [
  {
    name: 'classification.nightly',
    cron: '10 0 * * *',
    async run(services, _data, signal) {
      for (const county of await countiesServed(services.db)) await reclassifyAll(services, county, { asOf: services.clock.today(), signal });
    },
  },
];
