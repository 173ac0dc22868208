// Judging what is new a few times an hour, and what is due by day: unanswered doubts go on to the village,
// a week that is over is drawn from. Both are also run by hand for one county.
import { systemActor } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Services } from '../../platform/services.ts';
import { countiesServed } from '../divisions/public.ts';
import { assessChanged } from './assess.ts';
import { passOnUnanswered } from './doubts.ts';
import { DAYS_COMPARED } from './evidence.ts';
import { drawLots, sowLots } from './lot.ts';
import { forgetNotes } from './notes.ts';

/** What is due by day in one county. */
export const doTheDaysDoubts = (services: Services, countyCode: string): Promise<{ readonly passedOn: number; readonly drawn: number }> =>
  services.db.tx(systemActor(countyCode), async (tx) => {
    const passedOn = await passOnUnanswered(services, tx);
    await sowLots(services, tx);
    await forgetNotes(services, tx, DAYS_COMPARED);
    return { passedOn, drawn: await drawLots(services, tx) };
  });

const counties = (services: Services, data: Record<string, unknown>): Promise<readonly string[]> =>
  typeof data['countyCode'] === 'string' ? Promise.resolve([data['countyCode']]) : countiesServed(services.db);

export const plausibilityJobs: readonly JobHandler<Services>[] = [
  {
    name: 'plausibility.assess',
    cron: '*/10 * * * *',
    // What came in before the server went down waits no longer than it has to.
    atStart: true,
    async run(services, data, signal) {
      for (const county of await counties(services, data)) {
        if (signal.aborted) return;
        const assessed = await assessChanged(services, county, signal);
        if (assessed.changed > 0) services.log.info({ county, ...assessed }, 'visits judged');
      }
    },
  },
  {
    name: 'plausibility.days',
    cron: '20 3 * * *',
    atStart: true,
    async run(services, data, signal) {
      for (const county of await counties(services, data)) {
        if (signal.aborted) return;
        services.log.info({ county, ...(await doTheDaysDoubts(services, county)) }, 'doubts and lots of the day');
      }
    },
  },
];
