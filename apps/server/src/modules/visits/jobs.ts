// Duties of the running and the coming month, every night and on demand: a tier may have changed, a
// month begins, somebody came on the list.
import { addMonths, monthOf, type Month } from '@shouwang/domain/shared';
import { systemActor } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Services } from '../../platform/services.ts';
import { countiesServed } from '../divisions/public.ts';
import { ensureDuties } from './duties.ts';
import { visitPolicyInForce } from './policy.ts';

/** Months that today's duties lie in: this one and the next, whose first week may have begun. */
export const dutyMonths = (today: string): readonly Month[] => [monthOf(today), addMonths(monthOf(today), 1)];

/** Everybody's duties of one county, or of some people after their tier was worked out anew. */
export async function bringDutiesUpToDate(services: Services, countyCode: string, elderIds?: readonly string[]): Promise<number> {
  return services.db.tx(systemActor(countyCode), async (tx) => {
    const policy = await visitPolicyInForce(tx, services);
    const today = services.clock.today();
    return ensureDuties(tx, policy.rules, { months: dutyMonths(today), today, ...(elderIds === undefined ? {} : { elderIds }) });
  });
}

export const visitJobs: readonly JobHandler<Services>[] = [
  {
    name: 'visits.duties',
    cron: '40 2 * * *',
    async run(services, data, signal) {
      const only = typeof data.countyCode === 'string' ? [data.countyCode] : await countiesServed(services.db);
      for (const county of only) {
        if (signal.aborted) return;
        const changed = await bringDutiesUpToDate(services, county);
        services.log.info({ county, changed }, 'duties brought up to date');
      }
    },
  },
];
