// Duties of the running and the coming month, every night and on demand: a tier may have changed, a
// month begins, somebody came on the list.
import { addMonths, monthOf, type Month } from '@shouwang/domain/shared';
import { systemActor } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Services } from '../../platform/services.ts';
import { countiesServed } from '../divisions/public.ts';
import { elderIdsAfter, ensureDuties } from './duties.ts';
import { visitPolicyInForce } from './policy.ts';

/** Months that today's duties lie in: this one and the next, whose first week may have begun. */
export const dutyMonths = (today: string): readonly Month[] => [monthOf(today), addMonths(monthOf(today), 1)];

/**
 * Everybody's duties of one county, a part at a time: a visit that comes in meanwhile waits for one
 * part at most. Answers for how many people something changed.
 */
async function bringDutiesUpToDate(services: Services, countyCode: string, signal: AbortSignal): Promise<number> {
  const today = services.clock.today();
  let changed = 0;
  let after: string | null = null;
  do {
    after = await services.db.tx(systemActor(countyCode), async (tx): Promise<string | null> => {
      const { rules } = await visitPolicyInForce(tx, services);
      const elderIds = await elderIdsAfter(tx, after);
      changed += await ensureDuties(tx, rules, { months: dutyMonths(today), today, elderIds });
      return elderIds.at(-1) ?? null;
    });
  } while (after !== null && !signal.aborted);
  return changed;
}

export const visitJobs: readonly JobHandler<Services>[] = [
  {
    name: 'visits.duties',
    cron: '40 2 * * *',
    async run(services, data, signal) {
      const only = typeof data.countyCode === 'string' ? [data.countyCode] : await countiesServed(services.db);
      for (const county of only) {
        if (signal.aborted) return;
        const changed = await bringDutiesUpToDate(services, county, signal);
        services.log.info({ county, changed }, 'duties brought up to date');
      }
    },
  },
];
