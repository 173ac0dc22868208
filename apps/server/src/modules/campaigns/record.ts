// What a visitor looked at and handed over, from phones as one batch and from the desk. A record is never
// changed; one that was wrong is voided with a reason. The receipt travels with its record, so that money
// can never stand without it (ADR 0034).
import type { campaignRecord, CampaignRecordPayload, CampaignRecordView } from '@shouwang/contract/campaigns';
import type { Body, Reply } from '@shouwang/contract/route';
import { decideHandover, isHandover, type HandoverMark } from '@shouwang/domain/campaigns';
import type { CampaignTemplate } from '@shouwang/domain/policy';
import { daysBetween, ok, refuse, type Refusal, type Result } from '@shouwang/domain/shared';
import { mediaTypeOf } from '@shouwang/domain/visits';
import { audit } from '../../platform/audit/index.ts';
import { localDay } from '../../platform/clock.ts';
import { empty, sql, type Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import type { CommandAnswer, CommandItem } from '../../platform/sync/command.ts';
import { feed } from '../../platform/sync/pull.ts';
import { divisionNames, type ReadRange } from '../divisions/public.ts';
import { leadingFile, namesOfAccounts } from '../ledger/public.ts';
import { RECORD } from './labels.ts';

/** A phone comes back after weeks; older than this it is a clock that was wrong. */
const OLDEST_DAYS = 366;
const refused = (refusal: Refusal): CommandAnswer => ({ outcome: 'refused', refusal });

interface Sealed {
  readonly receiverName: string;
  readonly note: string;
  readonly slip: string | null;
  readonly picture: { readonly contentType: string; readonly data: string } | null;
}

interface Subject {
  division_code: string;
  starts_on: string;
  ends_on: string;
  closed_at: string | null;
  handover: CampaignTemplate['handover'];
  checks: { code: string }[];
  plan_fen: number;
  given_fen: number;
  times: number;
}

/** The place on the list, locked, with what he has had. Only campaigns and elders in the actor's sight. */
async function subjectOf(tx: Tx, campaignId: string, elderId: string): Promise<Subject | undefined> {
  const county = tx.actor.countyCode;
  const [row] =
    await tx.query<Subject>(sql`select s.division_code, c.starts_on, c.ends_on, c.closed_at, c.rules ->> 'handover' as handover, c.rules -> 'checks' as checks, coalesce((c.gift ->> 'moneyFen')::int, 0) as plan_fen,
      (select coalesce(sum(r.money_fen), 0)::int from campaign_record r where r.county_code = s.county_code and r.campaign_id = s.campaign_id and r.elder_id = s.elder_id and r.voided_at is null) as given_fen,
      (select count(*)::int from campaign_record r where r.county_code = s.county_code and r.campaign_id = s.campaign_id and r.elder_id = s.elder_id and r.voided_at is null and (r.money_fen > 0 or r.goods <> '[]')) as times
    from campaign_subject s join campaign c on c.county_code = s.county_code and c.id = s.campaign_id
    where s.county_code = ${county} and s.campaign_id = ${campaignId} and s.elder_id = ${elderId}`);
  return row;
}

/** Who hands over: the visitor by his name on the roster, or the account. */
async function handedBy(tx: Tx): Promise<string> {
  const { visitorId, accountId, countyCode } = tx.actor;
  if (visitorId !== null) {
    const [row] = await tx.query<{ name: string }>(sql`select name from visitor where county_code = ${countyCode} and id = ${visitorId}::uuid`);
    if (row !== undefined) return row.name;
  }
  return (await namesOfAccounts(tx, countyCode, [accountId])).get(accountId ?? '') ?? '';
}

async function recordOne(services: Services, tx: Tx, id: string, at: string, payload: CampaignRecordPayload): Promise<Result<{ marks: readonly HandoverMark[] }>> {
  const county = tx.actor.countyCode;
  const { campaignId, goods, moneyFen, receiver, receiverName, receipt, checks, note, visitId } = payload;
  const on = localDay(new Date(at));
  const today = services.clock.today();
  if (on > today || daysBetween(on, today) > OLDEST_DAYS) return refuse('input.invalid', { field: 'on' });
  const elderId = await leadingFile(tx, county, payload.elderId);
  const subject = (await subjectOf(tx, campaignId, elderId)) ?? (elderId === payload.elderId ? undefined : await subjectOf(tx, campaignId, payload.elderId));
  if (subject === undefined) return refuse('campaign.notOnList');
  // What a phone recorded before its campaign was closed is taken all the same: it happened (decisions.md, Offline truth).
  if (subject.closed_at !== null && at > subject.closed_at) return refuse('campaign.ended');
  const unknown = checks.find((code) => !subject.checks.some((check) => check.code === code));
  if (unknown !== undefined) return refuse('input.invalid', { field: 'checks' });
  const hasHandover = isHandover({ goods, moneyFen });
  if (!hasHandover && checks.length === 0) return refuse('campaign.nothingSaid');
  let marks: readonly HandoverMark[] = [];
  if (hasHandover) {
    if (receipt !== null && receipt.kind !== 'slip' && mediaTypeOf(Buffer.from(receipt.picture, 'base64')) !== 'image') return refuse('attachment.unfit');
    const decided = decideHandover(
      { goods, moneyFen, receiver, receiverName, receipt },
      {
        allowed: subject.handover,
        on,
        startsOn: subject.starts_on,
        endsOn: subject.ends_on,
        planFen: subject.plan_fen === 0 ? null : subject.plan_fen,
        givenFen: subject.given_fen,
        times: subject.times,
      },
    );
    if (!decided.ok) return decided;
    ({ marks } = decided.value);
  }
  const sealed: Sealed = {
    receiverName,
    note,
    slip: receipt?.kind === 'slip' ? receipt.number : null,
    picture: receipt === null || receipt.kind === 'slip' ? null : { contentType: receipt.contentType, data: receipt.picture },
  };
  const holdsWords = hasHandover || note !== '';
  await tx.query(sql`insert into campaign_record (county_code, id, campaign_id, elder_id, division_code, visit_id, occurred_at, occurred_on, account_id, visitor_id, handed_by, checks, goods, money_fen, receiver, receipt_kind, details_sealed, marks)
    values (${county}, ${id}, ${campaignId}, ${elderId}, ${subject.division_code}, ${visitId}::uuid, ${at}::timestamptz, ${on}::date, ${tx.actor.accountId}::uuid, ${tx.actor.visitorId}::uuid, ${await handedBy(tx)}, ${[...checks]}::text[],
      ${JSON.stringify(goods)}::jsonb, ${moneyFen}, ${hasHandover ? receiver : null}, ${hasHandover ? (receipt?.kind ?? null) : null}, ${holdsWords ? services.crypto.seal(county, RECORD, JSON.stringify(sealed)) : null}, ${[...marks]}::text[]) on conflict do nothing`);
  feed(tx, 'elderCard', [elderId]);
  await audit(tx, {
    action: 'campaign.record',
    entity: 'elder',
    entityId: elderId,
    division: subject.division_code,
    details: { campaignId, recordId: id, moneyFen, goods: goods.length, receipt: receipt?.kind ?? null, checks: checks.length, marks: [...marks] },
  });
  return ok({ marks });
}

/** From phones; one after the other, since each looks at what the person has had. */
export async function recordFromPhones(tx: Tx, services: Services, items: readonly CommandItem<CampaignRecordPayload>[]): Promise<readonly CommandAnswer[]> {
  const answers: CommandAnswer[] = [];
  for (const item of items) {
    const done = await recordOne(services, tx, item.id, item.occurredAt, item.payload);
    answers.push(done.ok ? { outcome: 'applied', detail: { marks: done.value.marks } } : refused(done.refusal));
  }
  return answers;
}

/** At the desk, for a day: noon of it stands for the moment, or now where it is today. */
export async function recordAtDesk(services: Services, tx: Tx, campaignId: string, body: Body<typeof campaignRecord>): Promise<Result<Reply<typeof campaignRecord>>> {
  if (body.payload.campaignId !== campaignId) return refuse('input.invalid', { field: 'campaignId' });
  const [twin] = await tx.query(sql`select 1 from campaign_record where county_code = ${tx.actor.countyCode} and id = ${body.recordId}`);
  if (twin !== undefined) return refuse('conflict.alreadyDone');
  const at = body.on === services.clock.today() ? services.clock.now().toISOString() : `${body.on}T04:00:00.000Z`;
  const done = await recordOne(services, tx, body.recordId, at, body.payload);
  return done.ok ? ok({ marks: [...done.value.marks] }) : done;
}

interface RecordRow {
  county_code: string;
  id: string;
  elder_id: string;
  name: string;
  division_code: string;
  occurred_on: string;
  handed_by: string;
  checks: string[];
  goods: CampaignRecordView['goods'];
  money_fen: number;
  receiver: CampaignRecordView['receiver'];
  receipt_kind: CampaignRecordView['receipt'];
  details_sealed: Buffer | null;
  marks: CampaignRecordView['marks'];
  voided_at: string | null;
  void_reason: string | null;
  count: number;
}

const openSealed = (services: Services, county: string, sealed: Buffer | null): Sealed | null =>
  sealed === null ? null : (JSON.parse(services.crypto.open(county, RECORD, sealed)) as Sealed);

/** Records of a campaign in the range, newest first; `elderId` narrows to one person. */
export async function listRecords(
  services: Services,
  tx: Tx,
  range: ReadRange,
  id: string,
  elderId: string | undefined,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ count: number; rows: CampaignRecordView[] }> {
  const rows =
    await tx.query<RecordRow>(sql`select r.county_code, r.id, r.elder_id, coalesce(e.name, '') as name, r.division_code, r.occurred_on, r.handed_by, r.checks, r.goods, r.money_fen, r.receiver, r.receipt_kind, r.details_sealed, r.marks, r.voided_at, r.void_reason,
      count(*) over ()::int as count
    from campaign_record r left join elder e on e.county_code = r.county_code and e.id = r.elder_id
    where r.county_code >= ${range.county.from} and r.county_code < ${range.county.to} and r.campaign_id = ${id} and r.division_code >= ${range.from} and r.division_code < ${range.to}
      ${elderId === undefined ? empty : sql`and r.elder_id = ${elderId}::uuid`}
    order by r.occurred_at desc, r.id limit ${page.limit} offset ${page.offset}`);
  const names = rows[0] === undefined ? null : await divisionNames(services, tx, rows[0].county_code);
  return {
    count: rows[0]?.count ?? 0,
    rows: rows.map((row) => {
      const kept = openSealed(services, row.county_code, row.details_sealed);
      return {
        id: row.id,
        elderId: row.elder_id,
        name: row.name,
        villageName: names?.village(row.division_code) ?? '',
        on: row.occurred_on,
        handedBy: row.handed_by,
        checks: row.checks,
        goods: row.goods,
        moneyFen: row.money_fen,
        receiver: row.receiver,
        receiverName: kept?.receiverName ?? '',
        receipt: row.receipt_kind,
        slip: kept?.slip ?? null,
        note: kept?.note ?? '',
        marks: row.marks,
        voided: row.voided_at === null ? null : { at: row.voided_at, reason: row.void_reason ?? '' },
      };
    }),
  };
}

export async function voidRecord(services: Services, tx: Tx, campaignId: string, id: string, reason: string): Promise<Result<undefined>> {
  const [row] = await tx.query<{
    elder_id: string;
    division_code: string;
  }>(sql`update campaign_record set voided_at = ${services.clock.now().toISOString()}::timestamptz, voided_by = ${tx.actor.accountId}::uuid, void_reason = ${reason}
    where county_code = ${tx.actor.countyCode} and campaign_id = ${campaignId} and id = ${id} and voided_at is null returning elder_id, division_code`);
  if (row === undefined) return refuse('notFound');
  await audit(tx, { action: 'campaign.void', entity: 'elder', entityId: row.elder_id, division: row.division_code, details: { campaignId, recordId: id, reason } });
  feed(tx, 'elderCard', [row.elder_id]);
  return ok(undefined);
}

export async function readReceipt(services: Services, tx: Tx, campaignId: string, id: string): Promise<Result<FileReply>> {
  const [row] = await tx.query<{ county_code: string; elder_id: string; division_code: string; details_sealed: Buffer | null }>(
    sql`select county_code, elder_id, division_code, details_sealed from campaign_record where campaign_id = ${campaignId} and id = ${id}`,
  );
  const picture = row === undefined ? null : (openSealed(services, row.county_code, row.details_sealed)?.picture ?? null);
  if (row === undefined || picture === null) return refuse('notFound');
  await audit(tx, { action: 'campaign.receipt', entity: 'elder', entityId: row.elder_id, division: row.division_code, details: { campaignId, recordId: id } });
  return ok({
    fileName: `receipt-${id}.${picture.contentType.replace('image/', '').replace('jpeg', 'jpg')}`,
    contentType: picture.contentType,
    bytes: Buffer.from(picture.data, 'base64'),
  });
}
