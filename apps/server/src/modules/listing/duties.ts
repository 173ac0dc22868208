// Duties of a few people brought in line after something of the list or of a file changed, back to the
// day from which it holds.
import { addDays, addMonths, monthOf, type Month } from '@shouwang/domain/shared';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { ensureDuties, visitPolicyInForce } from '../visits/public.ts';

/** Figures of older months were reported long ago; a late word does not rewrite them. */
const REACH_DAYS = 400;

function monthsFrom(from: string, today: string): Month[] {
  const last = addMonths(monthOf(today), 1);
  const months: Month[] = [];
  for (let month = monthOf(from); month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** `from`: first day for which something changed; later than today counts as today. */
export async function bringDutiesInLine(services: Services, tx: Tx, elderIds: readonly string[], from: string): Promise<void> {
  const today = services.clock.today();
  const since = [from < today ? from : today, addDays(today, -REACH_DAYS)].toSorted().at(-1) as string;
  const { rules } = await visitPolicyInForce(tx, services);
  await ensureDuties(tx, rules, { months: monthsFrom(since, today), today, since, elderIds });
  // Who refuses or is suspended stands beside the figures even where no duty changed.
  await tx.query(sql`insert into rollup_dirty (county_code, month, division_code)
    select distinct e.county_code, m.month, e.division_code from elder e cross join unnest(${monthsFrom(since, today)}::text[]) as m(month)
    where e.county_code = ${tx.actor.countyCode} and e.id = any(${[...elderIds]}::uuid[])`);
}
