// What a visitor's phone holds of campaigns: for each of his elders what running ones ask. Taken off when a
// campaign is closed, when somebody is excused, when the elder is no longer his.
import type { FieldCampaignTask, FieldCampaignTasks } from '@shouwang/contract/campaigns';
import { addDays } from '@shouwang/domain/shared';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { FeedSource } from '../../platform/sync/command.ts';
import { CAMPAIGN } from './labels.ts';

/** What was not sent yet when a campaign ended is still entered for so long. */
const DAYS_AFTER = 7;

interface TaskRow {
  elder_id: string;
  id: string;
  name: string;
  starts_on: string;
  ends_on: string;
  rules: { visits: number; modes: string[]; sharesVisits: boolean; handover: FieldCampaignTask['handover']; checks: FieldCampaignTask['checks'] };
  gift: FieldCampaignTask['gift'];
  done: number;
  given: boolean;
}

async function tasks(tx: Tx, services: Services, ids: readonly string[] | null): Promise<FieldCampaignTasks[]> {
  const { countyCode: county, visitorId } = tx.actor;
  const today = services.clock.today();
  const rows = await tx.query<TaskRow>(sql`with mine as (
      select distinct a.elder_id from assignment a
      where a.county_code = ${county} and a.visitor_id = ${visitorId}::uuid and a.from_date <= ${today}::date and (a.to_date is null or a.to_date >= ${today}::date)
        and (${ids === null} or a.elder_id = any(${ids ?? []}::uuid[]))
    )
    select s.elder_id, c.id, c.name, c.starts_on, c.ends_on, c.rules, c.gift,
      campaign_done(s.county_code, s.elder_id, c.starts_on, c.ends_on, array(select jsonb_array_elements_text(c.rules -> 'modes')), (c.rules ->> 'sharesVisits')::boolean) as done,
      exists (select 1 from campaign_record r where r.county_code = s.county_code and r.campaign_id = s.campaign_id and r.elder_id = s.elder_id and r.voided_at is null and (r.money_fen > 0 or r.goods <> '[]')) as given
    from mine m join campaign_subject s on s.county_code = ${county} and s.elder_id = m.elder_id and s.excuse is null
    join campaign c on c.county_code = s.county_code and c.id = s.campaign_id and c.closed_at is null and c.ends_on >= ${addDays(today, -DAYS_AFTER)}::date
    join elder e on e.county_code = s.county_code and e.id = s.elder_id and e.closed_on is null
    order by s.elder_id, c.ends_on, c.id`);
  const byElder = new Map<string, FieldCampaignTask[]>();
  for (const row of rows) {
    const { visits, modes, sharesVisits, handover, checks } = row.rules;
    const task: FieldCampaignTask = {
      campaignId: row.id,
      name: row.name,
      from: row.starts_on,
      until: row.ends_on,
      required: visits,
      done: row.done,
      modes,
      sharesVisits,
      handover,
      gift: row.gift,
      given: row.given,
      checks,
    };
    const known = byElder.get(row.elder_id);
    if (known === undefined) byElder.set(row.elder_id, [task]);
    else known.push(task);
  }
  return [...byElder].map(([elderId, list]) => ({ elderId, tasks: list }));
}

export const campaignFeed: FeedSource = {
  entity: 'campaignTasks',
  async changed(tx, services, span) {
    if (tx.actor.visitorId === null) return { upserts: [], removals: [] };
    const upserts = (list: readonly FieldCampaignTasks[]) => list.map((data) => ({ id: data.elderId, data }));
    if (span === 'all') return { upserts: upserts(await tasks(tx, services, null)), removals: [] };
    // A campaign that changed may concern any of his; else those whose cards changed, and who were his once.
    const touched = await tx.query<{ id: string }>(sql`with news as (
        select entity, entity_id from feed where county_code = ${tx.actor.countyCode} and tx >= ${span.from}::xid8 and tx < ${span.to}::xid8
      )
      select distinct a.elder_id as id from assignment a where a.county_code = ${tx.actor.countyCode} and a.visitor_id = ${tx.actor.visitorId}::uuid
        and (exists (select 1 from news n where n.entity = ${CAMPAIGN}) or a.elder_id in (select n.entity_id from news n))`);
    if (touched.length === 0) return { upserts: [], removals: [] };
    const ids = touched.map((row) => row.id);
    const held = await tasks(tx, services, ids);
    const kept = new Set(held.map((one) => one.elderId));
    return { upserts: upserts(held), removals: ids.filter((id) => !kept.has(id)) };
  },
};
