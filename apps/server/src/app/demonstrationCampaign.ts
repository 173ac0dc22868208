// A campaign that the demonstration is in the middle of: a weather warning of the season, its list, what is to
// be brought, and what some visitors have handed over already, so that desk and phone both show one.
import { addDays } from '@shouwang/domain/shared';
import { campaignCommands, createCampaign, enterWarning } from '../modules/campaigns/public.ts';
import { newId } from '../platform/clock.ts';
import { sql, systemActor, type Actor, type Tx } from '../platform/db/index.ts';
import type { Services } from '../platform/services.ts';
import { pushCommands } from '../platform/sync/push.ts';
import type { DoubtsOfDemonstration } from './demonstrationDoubts.ts';

const BEGAN = -3;
const ENDS = 4;
const HANDED_OVER = 6;
/** What is brought, by the half of the year: a warning of cold in summer would be odd. */
const COLD = {
  kind: 'cold',
  title: '寒潮橙色预警走访',
  text: '气温将下降 10 度以上，有霜冻。请逐户看取暖、衣被和用火用电。',
  goods: [
    { what: '棉被', count: 1 },
    { what: '大米', count: 1 },
  ],
  checks: ['bedding', 'carbonMonoxide'],
} as const;
const HEAT = {
  kind: 'heat',
  title: '高温橙色预警走访',
  text: '白天最高气温 37 度以上。请逐户看防暑、饮水和用药。',
  goods: [{ what: '防暑药品', count: 1 }],
  checks: ['water', 'cooling'],
} as const;
const isWarmHalf = (on: string): boolean => on.slice(5, 7) >= '05' && on.slice(5, 7) <= '09';

export async function runCampaign({ services, county, offices, visitors }: DoubtsOfDemonstration): Promise<void> {
  const office = offices.get('county');
  if (office === undefined) return;
  const actor: Actor = { accountId: office.accountId, countyCode: county.code, role: 'county', scope: office.scope, visitorId: null };
  const { goods, checks, ...told } = isWarmHalf(county.asOf) ? HEAT : COLD;
  const startsOn = addDays(county.asOf, BEGAN);
  const endsOn = addDays(county.asOf, ENDS);
  const campaignId = newId();
  await services.db.tx(actor, async (tx) => {
    const warningId = newId();
    const entered = await enterWarning(services, tx, { id: warningId, ...told, level: 'orange', from: startsOn, to: endsOn, areas: [] });
    const made = await createCampaign(services, tx, {
      id: campaignId,
      template: told.kind,
      divisions: [],
      audience: { categories: ['livingAlone', 'careDependent'], tiers: [], ageFrom: 90 },
      key: null,
      warningId,
      name: told.title,
      purpose: told.text,
      orderNo: '',
      startsOn,
      endsOn,
      gift: { goods: [...goods], moneyFen: 0 },
    });
    if (!entered.ok || !made.ok) throw new Error(`the campaign of the demonstration was refused: ${JSON.stringify([entered, made])}`);
  });
  const met = await services.db.tx(systemActor(county.code), (tx) => metSince(tx, campaignId, startsOn));
  for (const { visit, elder, visitor, at } of met) {
    const by = visitors.find((one) => one.visitorId === visitor);
    if (by !== undefined)
      await handOver(
        services,
        { accountId: by.accountId, countyCode: county.code, role: 'visitor', scope: '', visitorId: visitor },
        { campaignId, elder, visit, at, goods, checks },
      );
  }
}

interface Met {
  readonly visit: string;
  readonly elder: string;
  readonly visitor: string;
  readonly at: string;
}
/** Somebody of the list each, whom his visitor has seen at home since the campaign began. */
const metSince = (tx: Tx, campaignId: string, startsOn: string): Promise<readonly Met[]> =>
  tx.query<{
    visit: string;
    elder: string;
    visitor: string;
    at: string;
  }>(sql`select distinct on (v.visitor_id) v.id as visit, v.elder_id as elder, v.visitor_id as visitor, v.ended_at as at
    from campaign_subject s join visit v on v.county_code = s.county_code and v.elder_id = s.elder_id and v.mode = 'home' and v.outcome = 'done' and v.occurred_on >= ${startsOn}::date
    where s.county_code = ${tx.actor.countyCode} and s.campaign_id = ${campaignId} and v.visitor_id is not null order by v.visitor_id, v.occurred_at, v.id limit ${HANDED_OVER}`);

interface Given {
  readonly campaignId: string;
  readonly elder: string;
  readonly visit: string;
  readonly at: string;
  readonly goods: readonly { readonly what: string; readonly count: number }[];
  readonly checks: readonly string[];
}
async function handOver(services: Services, actor: Actor, { campaignId, elder, visit, at, goods, checks }: Given): Promise<void> {
  const instant = new Date(at).toISOString();
  const payload = { campaignId, elderId: elder, visitId: visit, checks, goods };
  const commands = new Map(campaignCommands.map((command) => [command.kind, command]));
  const command = { id: newId(), kind: 'campaigns.record', occurredAt: instant, recordedAt: instant, base: {}, payload };
  const [answer] = await services.db.tx(actor, (tx) =>
    pushCommands(tx, services, commands, [command], { deviceId: null, sentAt: instant, receivedAt: services.clock.now().toISOString() }),
  );
  if (answer?.outcome !== 'applied') throw new Error(`a handover of the demonstration was refused: ${JSON.stringify(answer)}`);
}
