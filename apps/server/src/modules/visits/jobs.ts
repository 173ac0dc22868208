// Duties of the running and the coming month, every night and on demand: a tier may have changed, a
// month begins, somebody came on the list. With them the cards of pairings that the calendar turned.
import { addDays, addMonths, monthOf, type Month } from '@shouwang/domain/shared';
import { sql, systemActor } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/jobs/index.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
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

/** A night without the server must not leave a card where it does not belong. */
const DAYS_BACK = 7;

/**
 * Pairings that begin or are over by the calendar alone: nobody writes anything on that day, so phones are
 * told here to fetch the card, or to let it go.
 */
export async function tellTurnedPairings(services: Services, countyCode: string): Promise<number> {
  const today = services.clock.today();
  return services.db.tx(systemActor(countyCode), async (tx) => {
    const rows = await tx.query<{ elder_id: string }>(sql`select distinct elder_id from assignment
      where county_code = ${countyCode} and (to_date between ${addDays(today, -DAYS_BACK)}::date and ${today}::date - 1 or (from_date between ${addDays(today, -DAYS_BACK)}::date and ${today}::date and created_at < from_date::timestamp at time zone 'Asia/Shanghai'))`);
    feed(
      tx,
      'elderCard',
      rows.map((row) => row.elder_id),
    );
    return rows.length;
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
        const changed = await bringDutiesUpToDate(services, county, signal);
        const turned = await tellTurnedPairings(services, county);
        services.log.info({ county, changed, turned }, 'duties brought up to date');
      }
    },
  },
];
