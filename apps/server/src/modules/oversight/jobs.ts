// Roll-ups of the running and the last month before the offices open, so that nobody waits for them.
import { addMonths, monthOf } from '@shouwang/domain/shared';
import { systemActor } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Services } from '../../platform/services.ts';
import { countiesServed } from '../divisions/public.ts';
import { refreshRollups } from './rollups.ts';

export const oversightJobs: readonly JobHandler<Services>[] = [
  {
    name: 'oversight.rollups',
    cron: '30 3 * * *',
    async run(services, _data, signal) {
      const month = monthOf(services.clock.today());
      for (const county of await countiesServed(services.db)) {
        for (const one of [addMonths(month, -1), month]) {
          if (signal.aborted) return;
          await services.db.tx(systemActor(county), (tx) => refreshRollups(tx, county, one));
        }
      }
    },
  },
];
