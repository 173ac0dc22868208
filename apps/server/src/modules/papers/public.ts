// What the installation asks of paper: routes, the job that prints, the night's tidying.
import { systemActor } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Services } from '../../platform/services.ts';
import { countiesServed } from '../divisions/public.ts';
import { PRINT_JOB, runPrint } from './print.ts';
import { expireFiles } from './store.ts';

export { paperRoutes } from './routes.ts';

export const paperJobs: readonly JobHandler<Services>[] = [
  {
    name: PRINT_JOB,
    run: (services, data, signal) => runPrint(services, { countyCode: String(data['countyCode']), jobId: String(data['jobId']) }, signal),
  },
  {
    name: 'papers.expire',
    cron: '20 3 * * *',
    async run(services, _data, signal) {
      for (const county of await countiesServed(services.db)) {
        if (signal.aborted) return;
        await services.db.tx(systemActor(county), expireFiles);
      }
    },
  },
];
