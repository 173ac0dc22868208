// Campaigns on real PostgreSQL: whose list it is and why, what counts, money only with its receipt, what a
// phone holds, warnings that propose and that begin.
import { fieldCampaignTasks, type CampaignRecordPayload } from '@shouwang/contract/campaigns';
import { campaignDone } from '@shouwang/domain/campaigns';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor, type Actor, type Tx } from '../../platform/db/index.ts';
import { pull } from '../../platform/sync/pull.ts';
import { pushCommands } from '../../platform/sync/push.ts';
import { readRange } from '../divisions/public.ts';
import { confirmPackValue, getPackInForce } from '../policy/public.ts';
import { aVisit, COUNTY, NOW, office, onFoot, monthly, testCounty, testPolicy, VILLAGE_A, VILLAGE_B, VILLAGE_C, type TestCounty } from '../visits/fixture.ts';
import { recordVisits } from '../visits/record.ts';
import { previewAudience } from './audience.ts';
import { addPeople, closeCampaign, createCampaign, excusePerson, extendCampaign, reopenCampaign } from './manage.ts';
import { proposals } from './proposals.ts';
import { campaignCommands, campaignFeed } from './public.ts';
import { listCampaigns, listPeople, openCampaign } from './queries.ts';
import { listRecords, readReceipt, recordAtDesk, voidRecord } from './record.ts';
import { writeList, writeReport } from './report.ts';
import { createKey, enterWarning, liftWarning, receiveWarning, withdrawKey } from './warnings.ts';

const cellsOf = async (bytes: Buffer): Promise<string> => JSON.stringify((await readXlsx(bytes)).sheets.map((sheet) => sheet.rows));

let county: TestCounty;
const top: Actor = { ...office(COUNTY), role: 'county' };
const town: Actor = { ...office('610999101'), role: 'town' };
const commands = new Map(campaignCommands.map((one) => [one.kind, one]));
const PICTURE = Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n'), Buffer.alloc(20)]).toString('base64');

beforeAll(async () => {
  county = await testCounty((await testDatabase()).connectionString);
});
afterAll(() => county.close());

const as = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> => county.services.db.tx(actor, work);
const value = async <T>(result: Promise<{ ok: true; value: T } | { ok: false; refusal: unknown }>): Promise<T> => {
  const settled = await result;
  if (!settled.ok) throw new Error(JSON.stringify(settled.refusal));
  return settled.value;
};
const begin = async (over: object = {}, actor: Actor = top): Promise<string> => {
  const id = newId();
  await value(
    as(actor, (tx) =>
      createCampaign(county.services, tx, {
        id,
        template: 'springFestival',
        divisions: [],
        audience: { categories: [], tiers: [] },
        key: null,
        warningId: null,
        name: '春节走访慰问',
        purpose: '',
        orderNo: '',
        startsOn: '2026-11-10',
        endsOn: '2026-11-30',
        gift: { goods: [{ what: '大米', count: 1 }], moneyFen: 50_000 },
        ...over,
      }),
    ),
  );
  return id;
};
const visit = (elderId: string, on: string, over: object = {}, actor: Actor = office(VILLAGE_A)) =>
  as(actor, (tx) => recordVisits(tx, county.services, testPolicy, [aVisit(elderId, on, over)]));
const people = async (id: string, show?: Parameters<typeof listPeople>[4], actor: Actor = top) =>
  (await as(actor, (tx) => listPeople(county.services, tx, readRange(actor.scope, undefined), id, show, { limit: 200, offset: 0 }))).rows;
const gift = (campaignId: string, elderId: string, over: Partial<CampaignRecordPayload> = {}): CampaignRecordPayload => ({
  campaignId,
  elderId,
  visitId: null,
  checks: ['warm'],
  goods: [{ what: '大米', count: 1 }],
  moneyFen: 50_000,
  receiver: 'elder',
  receiverName: '',
  receipt: { kind: 'signature', picture: PICTURE, contentType: 'image/png' },
  note: '',
  ...over,
});
const send = async (actor: Actor, payload: object, id = newId(), at = NOW) => {
  const [answer] = await as(actor, (tx) =>
    pushCommands(tx, county.services, commands, [{ id, kind: 'campaigns.record', occurredAt: at, recordedAt: at, base: {}, payload }], {
      deviceId: null,
      sentAt: NOW,
      receivedAt: NOW,
    }),
  );
  return answer;
};
const onPhone = async (actor: Actor, cursor?: string) => {
  const pulled = await value(as(actor, (tx) => pull(tx, county.services, [campaignFeed], cursor)));
  return { cursor: pulled.cursor, held: pulled.upserts.map((one) => fieldCampaignTasks.parse(one.data)), gone: pulled.removals.map((one) => one.id) };
};

describe('the list of a campaign', () => {
  it('is taken down with the reasons, shown before it begins, and stays when facts change', async () => {
    const alone = await county.elder({ village: VILLAGE_C, tier: monthly, categories: ['livingAlone'] });
    const dependent = await county.elder({ village: VILLAGE_C, tier: monthly, categories: ['careDependent', 'emptyNest'] });
    await county.elder({ village: VILLAGE_C, tier: monthly, categories: ['leftBehind'] });
    const audience = { categories: ['livingAlone', 'careDependent'] as ('livingAlone' | 'careDependent')[], tiers: [] };
    const shown = await as(top, (tx) => previewAudience(county.services, tx, [VILLAGE_C], audience));
    expect(shown).toMatchObject({ people: 2, villages: 1 });
    const id = await begin({ divisions: [VILLAGE_C], audience });
    await county.classify(alone, monthly, '2026-11-17', ['emptyNest']);
    expect((await people(id)).map((row) => [row.elderId, row.reasons]).toSorted()).toEqual(
      [
        [alone, ['category:livingAlone']],
        [dependent, ['category:careDependent']],
      ].toSorted(),
    );
    const empty = await as(top, (tx) =>
      createCampaign(county.services, tx, {
        id: newId(),
        template: 'heat',
        divisions: [VILLAGE_C],
        audience: { categories: ['kinless'], tiers: [] },
        key: null,
        warningId: null,
        name: '无人',
        purpose: '',
        orderNo: '',
        startsOn: '2026-11-10',
        endsOn: '2026-11-30',
        gift: { goods: [], moneyFen: 0 },
      }),
    );
    expect(empty).toMatchObject({ refusal: { code: 'campaign.nobody' } });
    expect(await as(town, (tx) => extendCampaign(tx, id, '2026-12-05', '大雪'))).toMatchObject({ ok: false });
  });

  it('takes people by hand with a reason, lets them be excused, and is seen by each office only for its own', async () => {
    const mine = await county.elder({ village: VILLAGE_B, tier: monthly });
    const other = await county.elder({ village: VILLAGE_C, tier: monthly });
    const id = await begin({ divisions: [VILLAGE_C] });
    expect(await as(town, (tx) => listPeople(county.services, tx, readRange(town.scope, undefined), id, undefined, { limit: 50, offset: 0 }))).toMatchObject({ count: 0 });
    await value(as(top, (tx) => addPeople(county.services, tx, id, [mine], '村里反映困难')));
    expect(await people(id, undefined, town)).toMatchObject([{ elderId: mine, reasons: ['hand'], byHand: '村里反映困难' }]);
    await value(as(town, (tx) => excusePerson(county.services, tx, id, mine, 'hospital', '县医院住院')));
    expect(await people(id, 'excused', town)).toMatchObject([{ excuse: 'hospital', excuseNote: '县医院住院' }]);
    expect(await as(town, (tx) => excusePerson(county.services, tx, id, other, 'away', ''))).toMatchObject({ refusal: { code: 'campaign.notOnList' } });
    expect(await as(town, (tx) => closeCampaign(county.services, tx, id, '已完成'))).toMatchObject({ refusal: { code: 'campaign.notYours' } });
  });
});

describe('a visit', () => {
  it('counts for campaign and duty alike where the pack says so, and by the same rule as the domain where not', async () => {
    const elder = await county.elder({ tier: monthly });
    const id = await begin({ divisions: [VILLAGE_A] });
    await visit(elder, '2026-11-12');
    await visit(elder, '2026-11-16');
    expect((await people(id, 'reached')).map((row) => [row.elderId, row.done])).toContainEqual([elder, 2]);
    const duties = await as(systemActor(COUNTY), (tx) =>
      tx.query<{ start: string; end: string; required: number; modes: ['home'] }>(
        sql`select start_date as start, end_date as end, required, modes from visit_duty where elder_id = ${elder}::uuid and state = 'active' and start_date <= '2026-11-30' and end_date >= '2026-11-10' order by start_date, kind`,
      ),
    );
    const visits = (['2026-11-12', '2026-11-16'] as const).map((occurredOn) => ({ occurredOn, mode: 'home', outcome: 'done' }) as const);
    const counted = async (startsOn: string, endsOn: string, sharesVisits: boolean) => {
      const [row] = await as(top, (tx) =>
        tx.query<{ done: number }>(sql`select campaign_done(${COUNTY}, ${elder}::uuid, ${startsOn}::date, ${endsOn}::date, array['home'], ${sharesVisits}) as done`),
      );
      expect(row?.done).toBe(campaignDone({ startsOn, endsOn, visits: 1, modes: ['home'], sharesVisits }, visits, duties));
      return row?.done;
    };
    expect(duties).toHaveLength(1);
    expect(await counted('2026-11-10', '2026-11-30', true)).toBe(2);
    expect(await counted('2026-11-10', '2026-11-30', false)).toBe(1);
    expect(await counted('2026-11-15', '2026-11-30', false)).toBe(1);
    expect(await counted('2026-11-17', '2026-11-30', false)).toBe(0);
  });
});

describe('a handover', () => {
  it('of money without a receipt is taken neither by the rule nor by the database; sent twice it is one', async () => {
    const elder = await county.elder({ tier: monthly });
    const visitorId = await county.visitor();
    await county.assign(elder, visitorId, '2026-01-01');
    const walker = onFoot(visitorId);
    const id = await begin({ divisions: [VILLAGE_A] });
    expect(await send(walker, gift(id, elder, { receipt: null }))).toMatchObject({ refusal: { code: 'campaign.noReceipt' } });
    expect(await send(walker, gift(id, elder, { receipt: { kind: 'photo', picture: 'AAAA', contentType: 'image/png' } }))).toMatchObject({ refusal: { code: 'attachment.unfit' } });
    const record = newId();
    expect(await send(walker, gift(id, elder, { receiver: 'kin', receiverName: '小甲' }), record)).toMatchObject({ outcome: 'applied' });
    expect(await send(walker, gift(id, elder), record)).toMatchObject({ outcome: 'alreadyApplied' });
    expect(await people(id, 'given')).toMatchObject([{ elderId: elder, moneyFen: 50_000, goods: [{ what: '大米', count: 1 }], times: 1, marks: [] }]);
    await expect(county.owner.query('update campaign_record set receipt_kind = null where id = $1', [record])).rejects.toThrow('check');
    const [kept] = (await county.owner.query<{ details_sealed: Buffer; handed_by: string }>('select details_sealed, handed_by from campaign_record where id = $1', [record])).rows;
    expect(kept?.handed_by).toBe('访员');
    expect(kept?.details_sealed.toString('utf8')).not.toContain('小甲');
    expect(await as(top, (tx) => listRecords(county.services, tx, readRange(top.scope, undefined), id, elder, { limit: 10, offset: 0 }))).toMatchObject({
      count: 1,
      rows: [{ receiver: 'kin', receiverName: '小甲', receipt: 'signature', checks: ['warm'] }],
    });
    expect((await value(as(top, (tx) => readReceipt(county.services, tx, id, record)))).bytes.toString('base64')).toBe(PICTURE);
    // A second one is marked, not refused: it happened.
    expect(await send(walker, gift(id, elder))).toMatchObject({ outcome: 'applied', detail: { marks: ['beyondPlan', 'again'] } });
    await value(as(top, (tx) => voidRecord(county.services, tx, id, record, '重复登记')));
    expect(await people(id, 'given')).toMatchObject([{ times: 1, moneyFen: 50_000 }]);
    const stranger = onFoot(await county.visitor());
    expect(await send(stranger, gift(id, elder))).toMatchObject({ refusal: { code: 'campaign.notOnList' } });
  });

  it('made before the pairing ended or the person died is taken, whoever is sent there now', async () => {
    const elder = await county.elder({ tier: monthly });
    const other = await county.elder({ tier: monthly });
    const visitor = await county.visitor();
    await county.assign(elder, visitor, '2026-01-01', '2026-11-16');
    const id = await begin();
    await county.owner.query(`update elder set closed_on = '2026-11-17' where id = $1`, [elder]);
    const given = gift(id, elder);
    expect(await send(onFoot(visitor), given, newId(), '2026-11-15T03:00:00.000Z')).toMatchObject({ outcome: 'applied' });
    expect(await send(onFoot(visitor), { ...given, elderId: other })).toMatchObject({ outcome: 'refused', refusal: { code: 'campaign.notOnList' } });
    expect((await onPhone(onFoot(visitor))).held).toEqual([]);
  });

  it('is entered at the desk with the number of a slip; a closed campaign takes only what was before', async () => {
    const elder = await county.elder({ village: VILLAGE_B, tier: monthly });
    const id = await begin({ divisions: [VILLAGE_B] });
    const slip = gift(id, elder, { checks: [], receipt: { kind: 'slip', number: '0001' } });
    expect(await as(town, (tx) => recordAtDesk(county.services, tx, id, { recordId: newId(), on: '2026-11-12', payload: slip }))).toEqual({ ok: true, value: { marks: [] } });
    expect(await as(town, (tx) => recordAtDesk(county.services, tx, id, { recordId: newId(), on: '2026-11-19', payload: slip }))).toMatchObject({ ok: false });
    await value(as(top, (tx) => closeCampaign(county.services, tx, id, '其余老人节后补访')));
    const visitorId = await county.visitor(VILLAGE_B);
    await county.assign(elder, visitorId, '2026-01-01');
    expect(await send(onFoot(visitorId), gift(id, elder), newId(), '2026-11-16T02:00:00.000Z')).toMatchObject({ outcome: 'applied' });
    await county.owner.query(`update campaign set closed_at = '2026-11-15T00:00:00Z' where id = $1`, [id]);
    expect(await send(onFoot(visitorId), gift(id, elder), newId(), '2026-11-16T02:00:00.000Z')).toMatchObject({ refusal: { code: 'campaign.ended' } });
  });
});

describe('a phone', () => {
  it('holds what campaigns ask for its own people, counts a visit, and gives it up with the campaign', async () => {
    const elder = await county.elder({ tier: monthly });
    const visitorId = await county.visitor();
    await county.assign(elder, visitorId, '2026-01-01');
    const walker = onFoot(visitorId);
    const before = await onPhone(walker);
    expect(before.held.map((one) => one.elderId)).not.toContain(newId());
    const id = await begin({ divisions: [VILLAGE_A] });
    const task = async () => (await onPhone(walker)).held.find((one) => one.elderId === elder)?.tasks.find((one) => one.campaignId === id);
    expect(await task()).toMatchObject({ name: '春节走访慰问', required: 1, done: 0, given: false, handover: 'goodsAndMoney', gift: { moneyFen: 50_000 } });
    expect((await task())?.checks.map((check) => check.code)).toContain('warm');
    await expect.poll(async () => (await onPhone(walker, before.cursor)).held.map((one) => one.elderId), { timeout: 20_000 }).toContain(elder);
    await visit(elder, '2026-11-17', {}, walker);
    await send(walker, gift(id, elder));
    expect(await task()).toMatchObject({ done: 1, given: true });
    await value(as(top, (tx) => closeCampaign(county.services, tx, id, '全部走访完毕，另有说明')));
    expect(await task()).toBeUndefined();
    const stranger = onFoot(await county.visitor());
    expect((await onPhone(stranger)).held).toEqual([]);
  });
});

describe('a campaign', () => {
  it('is closed with its figures; words must say why anybody was not reached', async () => {
    const met = await county.elder({ village: VILLAGE_C, tier: monthly, name: '见到的' });
    await county.elder({ village: VILLAGE_C, tier: monthly, name: '没见到' });
    const id = await begin({ divisions: [VILLAGE_C], orderNo: '示民发〔2026〕1号' });
    await visit(met, '2026-11-15', {}, office(VILLAGE_C));
    expect(await as(top, (tx) => closeCampaign(county.services, tx, id, ''))).toMatchObject({ refusal: { code: 'campaign.wordsMissing' } });
    await value(as(top, (tx) => closeCampaign(county.services, tx, id, '没见到的外出务工子女家')));
    const opened = await value(as(top, (tx) => openCampaign(county.services, tx, readRange(COUNTY, undefined), id)));
    expect(opened.closing).toMatchObject({ words: '没见到的外出务工子女家', figures: { reached: 1 } });
    const reached = opened.campaign.reached;
    const late = await people(id, 'left');
    await visit(late.find((row) => row.name === '没见到')?.elderId ?? '', '2026-11-16', {}, office(VILLAGE_C));
    // What was closed stands as it was closed.
    expect((await as(top, (tx) => listCampaigns(county.services, tx, readRange(COUNTY, undefined)))).find((row) => row.id === id)).toMatchObject({ reached });
    const principal = { accountId: newId(), countyCode: COUNTY, role: 'county', scope: COUNTY, visitorId: null, displayName: '县民政' } as const;
    const sheet = await value(as(top, (tx) => writeReport(county.services, tx, principal, id, { format: 'xlsx', reason: '存档' })));
    expect(await cellsOf(sheet.bytes)).toContain('没见到的外出务工子女家');
    const docx = await value(as(top, (tx) => writeReport(county.services, tx, principal, id, { format: 'docx', reason: '存档' })));
    expect(docx.bytes.subarray(0, 2).toString()).toBe('PK');
    const list = await value(as(top, (tx) => writeList(county.services, tx, readRange(COUNTY, undefined), id, { reason: '存档' })));
    expect(await cellsOf(list.bytes)).toContain('见到的');
    await value(as(top, (tx) => reopenCampaign(tx, id, '补访')));
    expect((await as(top, (tx) => listCampaigns(county.services, tx, readRange(COUNTY, undefined)))).find((row) => row.id === id)).toMatchObject({
      reached: reached + 1,
      closedAt: null,
    });
  });
});

describe('a warning', () => {
  const heat = { kind: 'heat', level: 'red', title: '高温红色预警', text: '', from: '2026-11-18', to: '2026-11-20', areas: [] } as const;

  it('proposes a campaign until the county has confirmed that warnings begin them; then it begins it, once', async () => {
    await county.elder({ tier: monthly, categories: ['livingAlone'] });
    const { key, id: keyId } = await value(as(top, (tx) => createKey(tx, '县气象局')));
    const told = { ...heat, areas: [...heat.areas], id: 'w-1', lifted: false };
    const first = await value(receiveWarning(county.services, key, told));
    expect(first.campaigns).toEqual([]);
    expect((await as(top, (tx) => proposals(county.services, tx))).proposals).toContainEqual(
      expect.objectContaining({ template: 'heat', warningId: first.id, startsOn: '2026-11-18', endsOn: '2026-11-21' }),
    );
    const packId = (await as(top, (tx) => getPackInForce(tx))).pack.id;
    await value(as(top, (tx) => confirmPackValue(tx, { packId, key: 'campaigns.startThemselves', reason: '县里确认', by: top.accountId ?? '' })));
    const again = await value(receiveWarning(county.services, key, told));
    expect(again).toMatchObject({ id: first.id, campaigns: [{ name: '高温红色预警' }] });
    expect((await value(receiveWarning(county.services, key, told))).campaigns).toEqual([]);
    expect((await as(top, (tx) => proposals(county.services, tx))).proposals.filter((one) => one.warningId === first.id)).toEqual([]);
    const begun = (await as(top, (tx) => listCampaigns(county.services, tx, readRange(COUNTY, undefined)))).find((row) => row.id === again.campaigns[0]?.id);
    expect(begun).toMatchObject({ byItself: true, template: 'heat' });
    expect(await receiveWarning(county.services, key, { ...told, id: 'w-2', areas: ['999999'] })).toMatchObject({ refusal: { code: 'warning.areaUnknown' } });
    expect(await receiveWarning(county.services, `${key}x`, told)).toMatchObject({ refusal: { code: 'warning.tokenUnknown' } });
    expect(await receiveWarning(county.services, null, told)).toMatchObject({ refusal: { code: 'warning.tokenUnknown' } });
    const lifted = async () =>
      (await county.owner.query<{ lifted: boolean }>('select lifted_at is not null as lifted from weather_warning where id = $1', [first.id])).rows[0]?.lifted;
    await value(receiveWarning(county.services, key, { ...told, lifted: true }));
    expect([await lifted(), (await value(receiveWarning(county.services, key, told))).campaigns, await lifted()]).toEqual([true, [], true]);
    await value(receiveWarning(county.services, key, { ...told, to: '2026-11-22' }));
    expect(await lifted()).toBe(false);
    await value(as(top, (tx) => liftWarning(county.services, tx, first.id)));
    await value(receiveWarning(county.services, key, { ...told, to: '2026-11-22' }));
    expect(await lifted()).toBe(true);
    expect((await value(receiveWarning(county.services, key, { ...told, id: 'late', from: '2026-11-01', to: '2026-11-05' }))).campaigns).toEqual([]);
    await value(as(top, (tx) => withdrawKey(county.services, tx, keyId)));
    expect(await receiveWarning(county.services, key, told)).toMatchObject({ refusal: { code: 'warning.tokenUnknown' } });
  });

  it('entered by a town is of that town alone, and begins its campaign there', async () => {
    const own = await county.elder({ village: VILLAGE_B, tier: monthly, categories: ['livingAlone'] });
    const entered = await value(as(town, (tx) => enterWarning(county.services, tx, { ...heat, areas: [], id: newId(), kind: 'cold', title: '寒潮红色预警' })));
    expect(entered.campaigns).toHaveLength(1);
    const rows = await people(entered.campaigns[0]?.id ?? '');
    expect(rows.map((row) => row.elderId)).toContain(own);
    expect(rows.every((row) => row.division.startsWith('610999101'))).toBe(true);
    expect(await as(town, (tx) => enterWarning(county.services, tx, { ...heat, areas: [VILLAGE_C], id: newId() }))).toMatchObject({ refusal: { code: 'warning.areaUnknown' } });
  });

  it('is lifted by an office whose area holds all of it, and by nobody below', async () => {
    const enter = async (actor: Actor, areas: string[]) => (await value(as(actor, (tx) => enterWarning(county.services, tx, { ...heat, areas, id: newId(), kind: 'gale' })))).id;
    const whole = await enter(top, []);
    const ofTown = await enter(town, []);
    const maySee = async (actor: Actor) => Object.fromEntries((await as(actor, (tx) => proposals(county.services, tx))).warnings.map((warning) => [warning.id, warning.mayLift]));
    expect(await maySee(office(VILLAGE_B))).toMatchObject({ [whole]: false, [ofTown]: false });
    expect(await maySee(town)).toMatchObject({ [whole]: false, [ofTown]: true });
    expect(await maySee(top)).toMatchObject({ [whole]: true, [ofTown]: true });
    for (const actor of [town, office(VILLAGE_A)])
      expect(await as(actor, (tx) => liftWarning(county.services, tx, whole))).toMatchObject({ refusal: { code: 'warning.notYours' } });
    await value(as(town, (tx) => liftWarning(county.services, tx, ofTown)));
    await value(as(top, (tx) => liftWarning(county.services, tx, whole)));
    expect(await maySee(top)).toMatchObject({ [whole]: false, [ofTown]: false });
  });
});
