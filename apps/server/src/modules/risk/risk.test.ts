// Risk on real PostgreSQL: follows facts by reaction, writes only what changed, listed by region, reviewed.
import type { FactValues } from '@shouwang/domain/ledger';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testServices } from '../../../../../tools/testing/services.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor, type Actor, type Db, type Tx } from '../../platform/db/index.ts';
import { runReactions } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { classificationReactions } from '../classification/public.ts';
import { readRange } from '../divisions/public.ts';
import { listElders } from '../ledger/list.ts';
import { countFacets } from '../ledger/facets.ts';
import { stateFacts } from '../ledger/fixture.ts';
import { confirmPackValue, setCountyPack } from '../policy/public.ts';
import { listPeopleAtRisk, openRisk, recordReview } from './open.ts';
import { assessAllRisks, riskReactions } from './public.ts';

const county = '610926';
const village = '610926107001';
const actor = systemActor(county);
const settled = { kind: 'elders.classified', run: async () => undefined };
let db: Db;
let services: Services;

beforeAll(async () => {
  services = await testServices();
  db = services.db;
});
afterAll(() => db.close());
beforeEach(() =>
  db.tx(actor, async (tx) => {
    await tx.query(sql`delete from elder`);
    await tx.query(sql`delete from risk_result`);
    await setCountyPack(tx, 'pingli-2023');
    await tx.query(sql`delete from reaction`);
  }),
);
const inTx = <T>(work: (tx: Tx) => Promise<T>, as: Actor = actor): Promise<T> => db.tx(as, work);
const settle = (): Promise<number> => runReactions(services, county, [...classificationReactions, ...riskReactions, settled]);

const enter = async (facts: Partial<FactValues>, elderId: string | null = null): Promise<string> => {
  const id = await inTx((tx) => (elderId === null ? stateFacts(services, tx, { division: village, ...facts }) : stateFacts(services, tx, facts, { elderId, source: 'decision' })));
  await settle();
  return id;
};
const all = { level: [], pending: 'all', limit: 50, offset: 0 } as const;
const list = (query: Partial<Parameters<typeof listPeopleAtRisk>[3]> = {}, as: Actor = actor) =>
  inTx((tx) => listPeopleAtRisk(services, tx, readRange(as.scope, undefined), { ...all, ...query }), as);
const opened = async (elderId: string) => {
  const result = await inTx((tx) => openRisk(services, tx, elderId));
  if (!result.ok || result.value.risk === null) throw new Error('no risk');
  return result.value.risk;
};

describe('risk', () => {
  it('is red for whoever cannot care for himself and lives alone, says why, and wants the family urged', async () => {
    const elderId = await enter({ name: '王秀英', livesWith: ['alone'], abilityLevel: 3 });
    const risk = await opened(elderId);
    expect(risk).toMatchObject({ level: 'red', since: '2026-11-22', reviewDueOn: '2026-11-22', packId: 'pingli-2023', provisional: true });
    expect(risk.measures[0]?.zh).toMatch(/督促/);
    expect(risk.rules.find((rule) => rule.rule === 'risk.unableAndAlone')).toMatchObject({
      holds: true,
      conditions: [{ facts: { abilityLevel: 3 } }, { facts: { livesAlone: true } }],
    });
    expect((await list()).rows).toMatchObject([{ elderName: '王秀英', level: 'red', rules: ['risk.unableAndAlone', 'risk.unable', 'risk.livesAlone'] }]);
  });

  it('follows every fact that changes, keeps the history, and writes nothing where nothing changed', async () => {
    const elderId = await enter({ name: '王秀英', livesWith: ['alone'], abilityLevel: 3 });
    await enter({ livesWith: ['child'] }, elderId);
    expect(await opened(elderId)).toMatchObject({ level: 'yellow', points: 4, history: [{ level: 'yellow' }, { level: 'red' }] });
    await enter({ phone: '19000000001' }, elderId);
    expect((await opened(elderId)).history).toHaveLength(2);
    expect(await assessAllRisks(services, county, { asOf: '2026-11-23' })).toEqual({ seen: 1, changed: 0 });
    expect((await opened(elderId)).reviewDueOn).toBe('2027-05-22');
  });

  it('is worked out anew when the county confirms the model or takes another pack', async () => {
    const elderId = await enter({ name: '王秀英', livesWith: ['alone'], abilityLevel: 3 });
    expect((await opened(elderId)).provisional).toBe(true);
    for (const key of ['risk.model', 'risk.cannotCareFromLevel', 'seriousIllnesses', 'advancedAge'])
      await inTx((tx) => confirmPackValue(tx, { packId: 'pingli-2023', key, reason: '局务会确认', by: '00000000-0000-7000-8000-000000000001' }));
    await settle();
    expect((await opened(elderId)).provisional).toBe(false);
    await inTx((tx) => setCountyPack(tx, 'chongqing-2018'));
    await settle();
    expect(await opened(elderId)).toMatchObject({ level: 'red', packId: 'chongqing-2018', model: { zh: '留守老年人风险等级' } });
    await inTx((tx) => tx.query(sql`delete from policy_confirmation`));
  });

  it('lists by level within the region, counts each level, and filters the ledger', async () => {
    await enter({ name: '红', livesWith: ['alone'], abilityLevel: 4 });
    await enter({ name: '黄', livesWith: ['alone'] });
    await enter({ name: '绿', livesWith: ['child'], division: '610926107002' });
    const here = await list();
    expect(here.counts).toEqual({ red: 1, orange: 0, yellow: 1, green: 1 });
    expect(here.rows.map((row) => row.elderName)).toEqual(['红', '黄', '绿']);
    expect((await list({ level: ['yellow', 'green'] })).rows.map((row) => row.elderName)).toEqual(['黄', '绿']);
    const clerk: Actor = { ...actor, role: 'village', scope: '610926107002' };
    expect((await list({}, clerk)).counts).toMatchObject({ red: 0, green: 1 });
    expect(await inTx((tx) => tx.query(sql`select level from risk_result`), clerk)).toEqual([{ level: 'green' }]);
    const filter = { category: [], tier: [], remark: [], risk: ['red' as const, 'yellow' as const] };
    const rows = await inTx((tx) => listElders(services, tx, readRange(county, undefined), { ...filter, sort: 'name', order: 'asc', limit: 10, offset: 0 }));
    expect(rows.map((row) => row.name).toSorted()).toEqual(['红', '黄']);
    expect(await inTx((tx) => countFacets(services, tx, readRange(county, undefined), filter))).toMatchObject({ count: 2, all: 3 });
  });

  it('stands on the list of what is to be looked at until somebody did', async () => {
    const elderId = await enter({ name: '红', livesWith: ['alone'], abilityLevel: 4 });
    await enter({ name: '黄', livesWith: ['alone'] });
    expect((await list({ pending: 'pending' })).rows.map((row) => row.elderName)).toEqual(['红']);
    const id = newId();
    const review = { id, on: '2026-11-22', familyUrged: true, note: '儿子答应接回同住' };
    expect(await inTx((tx) => recordReview(services, tx, elderId, review))).toEqual({ ok: true, value: { id } });
    expect(await inTx((tx) => recordReview(services, tx, elderId, review))).toEqual({ ok: true, value: { id } });
    const other = await enter({ name: '红二', livesWith: ['alone'], abilityLevel: 4 });
    expect(await inTx((tx) => recordReview(services, tx, other, review))).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
    expect((await opened(other)).reviews).toEqual([]);
    expect((await list({ pending: 'pending' })).rows.map((row) => row.elderName)).toEqual(['红二']);
    expect(await opened(elderId)).toMatchObject({ reviewDueOn: '2026-12-22', reviews: [{ level: 'red', familyUrged: true, note: '儿子答应接回同住' }] });
    expect(JSON.stringify(await inTx((tx) => tx.query(sql`select details from audit_event where action like 'risk.%'`)))).not.toMatch(/儿子/);
  });

  it('moves with the elder to another village', async () => {
    const elderId = await enter({ name: '红', livesWith: ['alone'], abilityLevel: 4 });
    await enter({ division: '610926107002' }, elderId);
    const clerk: Actor = { ...actor, role: 'village', scope: '610926107002' };
    expect((await list({}, clerk)).rows.map((row) => row.elderName)).toEqual(['红']);
  });
});
