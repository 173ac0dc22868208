// What happened to an elder since this visitor was last there, for his card: codes and days, no value
// that the card does not hold anyway. His own visits and entries are no news to him.
import type { CardNews } from '@shouwang/contract/sync';
import type { FactKey } from '@shouwang/domain/facts';
import { addDays } from '@shouwang/domain/shared';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { ledgerSeal } from '../ledger/public.ts';

/** Facts that somebody at the door is better off knowing to have changed. */
const told: readonly FactKey[] = [
  ...(['phone', 'otherPhones', 'address', 'location', 'livesWith', 'spouse', 'children', 'supporters', 'householdMembers', 'dailyCarers', 'contacts'] as const),
  ...(['wantsVisits', 'visitWish', 'abilityLevel', 'healthState', 'illnesses', 'medications', 'needs', 'difficulties'] as const),
];

/** What is older is no news to somebody who was never there. */
const DAYS_BACK = 60;
const ON_A_CARD = 6;

interface Event {
  elder_id: string;
  code: Exclude<CardNews['code'], 'fact'>;
  on_date: string;
  what: string;
}
interface Said {
  elder_id: string;
  on_date: string;
  clear_keys: string[];
  sealed_values: Buffer | null;
}

/** News by elder, newest first; of one kind and matter only the latest. Elders without any are absent. */
export async function newsOf(tx: Tx, services: Services, elderIds: readonly string[]): Promise<ReadonlyMap<string, CardNews[]>> {
  const found = new Map<string, CardNews[]>();
  if (elderIds.length === 0) return found;
  const county = tx.actor.countyCode;
  const earliest = addDays(services.clock.today(), -DAYS_BACK);
  const since = sql`since as (
    select i.id, greatest(${earliest}::date,
      coalesce((select max(v.occurred_on) from visit v where v.county_code = ${county} and v.elder_id = i.id and v.outcome = 'done' and v.visitor_id = ${tx.actor.visitorId}::uuid),
        (select min(a.from_date) from assignment a where a.county_code = ${county} and a.elder_id = i.id and a.visitor_id = ${tx.actor.visitorId}::uuid))) as day
    from unnest(${[...elderIds]}::uuid[]) as i(id))`;
  const events = await tx.query<Event>(sql`with ${since}
    select v.elder_id, 'visit' as code, v.occurred_on as on_date, v.mode as what from since s
      join visit v on v.county_code = ${county} and v.elder_id = s.id and v.occurred_on >= s.day and v.outcome = 'done' and v.visitor_id is distinct from ${tx.actor.visitorId}::uuid
    union all
    select l.elder_id, 'life', l.on_date, l.kind from since s join life_event l on l.county_code = ${county} and l.elder_id = s.id and l.on_date >= s.day and l.undone_at is null
    union all
    select s.id, 'finding', v.occurred_on, f.finding from since s
      cross join lateral (select v.occurred_on, v.findings from visit v where v.county_code = ${county} and v.elder_id = s.id and v.outcome = 'done' order by v.occurred_on desc, v.occurred_at desc limit 1) v
      cross join lateral unnest(v.findings) as f(finding)`);
  // A file that is new says nothing new: only what was said after it had been known otherwise.
  const said = await tx.query<Said>(sql`with ${since}
    select f.elder_id, (f.recorded_at at time zone 'Asia/Shanghai')::date as on_date, array(select jsonb_object_keys(f.clear_values)) as clear_keys, f.sealed_values
    from since s join fact_statement f on f.county_code = ${county} and f.elder_id = s.id and (f.recorded_at at time zone 'Asia/Shanghai')::date >= s.day
    where f.withdrawn_at is null and f.recorded_by is distinct from ${tx.actor.accountId}::uuid
      and exists (select 1 from fact_statement o where o.county_code = ${county} and o.elder_id = s.id and (o.recorded_at at time zone 'Asia/Shanghai')::date < s.day)`);
  const add = (elderId: string, item: CardNews): void => {
    const list = found.get(elderId) ?? [];
    found.set(elderId, list);
    const known = list.findIndex((each) => each.code === item.code && (item.code === 'visit' || each.what === item.what));
    if (known < 0) list.push(item);
    else if (item.on > (list[known]?.on ?? '')) list[known] = item;
  };
  for (const row of events) add(row.elder_id, { code: row.code, on: row.on_date, what: row.what });
  const seal = ledgerSeal(services.crypto, county);
  for (const row of said) {
    const keys = [...row.clear_keys, ...(row.sealed_values === null ? [] : Object.keys(seal.openStatement(row.sealed_values)))];
    for (const key of told) if (keys.includes(key)) add(row.elder_id, { code: 'fact', on: row.on_date, what: key });
  }
  for (const [id, list] of found) found.set(id, list.toSorted((a, b) => (a.on === b.on ? (a.code + a.what < b.code + b.what ? -1 : 1) : a.on < b.on ? 1 : -1)).slice(0, ON_A_CARD));
  return found;
}
