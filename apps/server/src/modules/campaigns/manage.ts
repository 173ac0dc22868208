// What an office does with a campaign: begin it, put people on its list, move its last day, close it with
// its report, let it run again. What a campaign asks is the pack's template as it stood when it began.
import type { campaignCreate, CampaignFigures, CampaignRulesView } from '@shouwang/contract/campaigns';
import type { Body } from '@shouwang/contract/route';
import { covers, prefixOf } from '@shouwang/domain/divisions';
import type { CampaignTemplate, PolicyPack } from '@shouwang/domain/policy';
import { ok, refuse, type IsoDate, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
import { readRange } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { audienceOf, prefixesWithin } from './audience.ts';
import { CAMPAIGN, WORDS } from './labels.ts';
import { figuresOf } from './queries.ts';

type EventKind = 'created' | 'extended' | 'added' | 'closed' | 'reopened';

async function note(tx: Tx, id: string, division: string, kind: EventKind, reason = '', details: object = {}): Promise<void> {
  await tx.query(sql`insert into campaign_event (county_code, id, campaign_id, division_code, kind, reason, details, account_id)
    values (${tx.actor.countyCode}, ${newId()}, ${id}, ${division}, ${kind}, ${reason}, ${JSON.stringify(details)}::jsonb, ${tx.actor.accountId}::uuid)`);
  await audit(tx, { action: `campaign.${kind}`, entity: 'campaign', entityId: id, division, details: { reason, ...details } });
  feed(tx, CAMPAIGN, [id]);
}

export function rulesOf(pack: PolicyPack, template: CampaignTemplate): CampaignRulesView {
  const { label, occasion, visits, modes, sharesVisits, handover, checks, source } = template;
  return structuredClone({
    label,
    occasion: occasion.kind,
    visits,
    modes,
    sharesVisits,
    handover,
    checks,
    source: { document: pack.documents[source.document]?.title ?? source.document, clause: source.clause, summary: source.summary ?? null },
  }) as CampaignRulesView;
}

type Wanted = Body<typeof campaignCreate>;

/** Begins a campaign. Refuses campaign.templateUnknown, campaign.daysImpossible, campaign.nobody, conflict.alreadyDone, input.invalid (divisions). */
export async function createCampaign(services: Services, tx: Tx, wanted: Wanted): Promise<Result<{ id: string; people: number; villages: number }>> {
  const { countyCode: county, scope } = tx.actor;
  const prefixes = prefixesWithin(scope, wanted.divisions);
  if (prefixes === null) return refuse('input.invalid', { field: 'divisions' });
  const { pack } = await getPackInForce(tx);
  const template = pack.campaigns.find((one) => one.code === wanted.template);
  if (template === undefined) return refuse('campaign.templateUnknown');
  if (wanted.endsOn < wanted.startsOn) return refuse('campaign.daysImpossible');
  if (wanted.gift.moneyFen > 0 && template.handover !== 'goodsAndMoney') return refuse('campaign.noMoney');
  if (wanted.gift.goods.length > 0 && template.handover === 'none') return refuse('campaign.noHandover');
  const division = scope.padEnd(12, '0');
  const [made] = await tx.query<{
    id: string;
  }>(sql`insert into campaign (county_code, id, division_code, template_code, occasion_kind, occasion_key, name, purpose, order_no, starts_on, ends_on, rules, audience, gift, pack_id, pack_version, provisional, warning_id, created_by)
    values (${county}, ${wanted.id}, ${division}, ${template.code}, ${template.occasion.kind}, ${wanted.key}, ${wanted.name}, ${wanted.purpose}, ${wanted.orderNo}, ${wanted.startsOn}, ${wanted.endsOn},
      ${JSON.stringify(rulesOf(pack, template))}::jsonb, ${JSON.stringify(wanted.audience)}::jsonb, ${JSON.stringify(wanted.gift)}::jsonb, ${pack.id}, ${pack.version}, ${template.status === 'provisional'}, ${wanted.warningId}::uuid, ${tx.actor.accountId}::uuid)
    on conflict do nothing returning id`);
  if (made === undefined) return refuse('conflict.alreadyDone');
  const people = await tx.query<{ division_code: string }>(sql`insert into campaign_subject (county_code, campaign_id, elder_id, division_code, name, reasons)
    select ${county}, ${wanted.id}::uuid, f.elder_id, f.division_code, f.name, f.reasons from (${audienceOf(services, county, prefixes, wanted.audience)}) f returning division_code`);
  if (people.length === 0) return refuse('campaign.nobody');
  const villages = new Set(people.map((row) => row.division_code)).size;
  await note(tx, wanted.id, division, 'created', '', { people: people.length, villages });
  return ok({ id: wanted.id, people: people.length, villages });
}

interface Own {
  readonly division_code: string;
  readonly ends_on: IsoDate;
  readonly starts_on: IsoDate;
  readonly closed_at: string | null;
}
/** The campaign, locked; refused where it is out of sight, or where an office above holds it. */
async function ownCampaign(tx: Tx, id: string): Promise<Result<Own>> {
  const [found] = await tx.query<Own>(sql`select division_code, starts_on, ends_on, closed_at from campaign where county_code = ${tx.actor.countyCode} and id = ${id}`);
  if (found === undefined) return refuse('notFound');
  if (!covers(tx.actor.scope, prefixOf(found.division_code))) return refuse('campaign.notYours');
  await tx.query(sql`select 1 from campaign where county_code = ${tx.actor.countyCode} and id = ${id} for update`);
  return ok(found);
}

/** Puts people of the account's scope on the list, also of a campaign that an office above holds. */
export async function addPeople(services: Services, tx: Tx, id: string, elderIds: readonly string[], reason: string): Promise<Result<{ added: number }>> {
  const county = tx.actor.countyCode;
  const [found] = await tx.query<Own>(sql`select division_code, closed_at from campaign where county_code = ${county} and id = ${id}`);
  if (found === undefined) return refuse('notFound');
  if (found.closed_at !== null) return refuse('campaign.ended');
  const added = await tx.query<{ id: string }>(sql`insert into campaign_subject (county_code, campaign_id, elder_id, division_code, name, reasons, by_hand_sealed)
    select e.county_code, ${id}::uuid, e.id, left(e.division_code, 12), e.name, array['hand'], ${services.crypto.seal(county, WORDS, reason)}
    from elder e where e.county_code = ${county} and e.id = any(${[...elderIds]}::uuid[]) and e.closed_on is null on conflict do nothing returning elder_id as id`);
  if (added.length > 0) await note(tx, id, found.division_code, 'added', '', { people: added.length });
  return ok({ added: added.length });
}

/** Refuses campaign.notOnList, campaign.ended. `excuse` null takes it back. */
export async function excusePerson(services: Services, tx: Tx, id: string, elderId: string, excuse: string | null, words: string): Promise<Result<undefined>> {
  const county = tx.actor.countyCode;
  const [campaign] = await tx.query<{ closed_at: string | null }>(sql`select closed_at from campaign where county_code = ${county} and id = ${id}`);
  if (campaign === undefined) return refuse('notFound');
  if (campaign.closed_at !== null) return refuse('campaign.ended');
  const sealed = excuse === null || words === '' ? null : services.crypto.seal(county, WORDS, words);
  const [row] = await tx.query<{ division_code: string }>(sql`update campaign_subject set excuse = ${excuse}, excuse_sealed = ${sealed},
      excused_by = ${excuse === null ? null : tx.actor.accountId}::uuid, excused_at = ${excuse === null ? null : services.clock.now().toISOString()}::timestamptz
    where county_code = ${county} and campaign_id = ${id} and elder_id = ${elderId} returning division_code`);
  if (row === undefined) return refuse('campaign.notOnList');
  await audit(tx, { action: 'campaign.excuse', entity: 'elder', entityId: elderId, division: row.division_code, details: { campaignId: id, excuse } });
  feed(tx, 'elderCard', [elderId]);
  return ok(undefined);
}

export async function extendCampaign(tx: Tx, id: string, endsOn: IsoDate, reason: string): Promise<Result<undefined>> {
  const own = await ownCampaign(tx, id);
  if (!own.ok) return own;
  if (own.value.closed_at !== null) return refuse('campaign.ended');
  if (endsOn < own.value.starts_on) return refuse('campaign.daysImpossible');
  await tx.query(sql`update campaign set ends_on = ${endsOn} where county_code = ${tx.actor.countyCode} and id = ${id}`);
  await note(tx, id, own.value.division_code, 'extended', reason, { before: own.value.ends_on, after: endsOn });
  return ok(undefined);
}

/** Closes it with the figures as they stand. Refuses campaign.wordsMissing (left) where somebody was not reached and nothing says why. */
export async function closeCampaign(services: Services, tx: Tx, id: string, words: string): Promise<Result<undefined>> {
  const own = await ownCampaign(tx, id);
  if (!own.ok) return own;
  if (own.value.closed_at !== null) return refuse('conflict.alreadyDone');
  const figures: CampaignFigures = await figuresOf(tx, readRange(tx.actor.scope, undefined), id);
  if (figures.left > 0 && words.length < 4) return refuse('campaign.wordsMissing', { left: figures.left });
  await tx.query(
    sql`update campaign set closed_at = ${services.clock.now().toISOString()}::timestamptz, words = ${words}, report = ${JSON.stringify(figures)}::jsonb where county_code = ${tx.actor.countyCode} and id = ${id}`,
  );
  await note(tx, id, own.value.division_code, 'closed', '', { people: figures.people, reached: figures.reached, left: figures.left });
  return ok(undefined);
}

export async function reopenCampaign(tx: Tx, id: string, reason: string): Promise<Result<undefined>> {
  const own = await ownCampaign(tx, id);
  if (!own.ok) return own;
  if (own.value.closed_at === null) return refuse('conflict.alreadyDone');
  await tx.query(sql`update campaign set closed_at = null where county_code = ${tx.actor.countyCode} and id = ${id}`);
  await note(tx, id, own.value.division_code, 'reopened', reason);
  return ok(undefined);
}
