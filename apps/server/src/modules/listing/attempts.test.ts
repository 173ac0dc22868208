// From a door where nobody was met to what follows: the phone's agreed day, the village's word, the duty.
// Beside it, that a visit begun on a form that has been replaced is accepted as one of its form.
import type { RecordVisitPayload } from '@shouwang/contract/visits';
import { formItems } from '@shouwang/domain/visits';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServices } from '../../../../../tools/testing/services.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor, type Actor, type Db } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { readRange } from '../divisions/public.ts';
import { stateFacts } from '../ledger/fixture.ts';
import { getPackInForce, setCountyPack } from '../policy/public.ts';
import { elderCardFeed, policyFeed, visitCommands, visitPolicyInForce } from '../visits/public.ts';
import { decideAttempt, listAttemptProposals } from './attempts.ts';

const county = '610999';
const VILLAGE = '610999107001';
const system = systemActor(county);
const page = { limit: 50, offset: 0 };
let db: Db;
let services: Services;
let visitor: Actor;

beforeAll(async () => {
  services = await testServices();
  db = services.db;
  await db.tx(system, (tx) => setCountyPack(tx, 'pingli-2023'));
  const visitorId = newId();
  await db.tx(system, (tx) => tx.query(sql`insert into visitor (county_code, id, division_code, name, kind) values (${county}, ${visitorId}, ${VILLAGE}, '文访员', 'gridWorker')`));
  visitor = { accountId: newId(), countyCode: county, role: 'visitor', scope: '', visitorId };
});
afterAll(() => db.close());

async function elder(name: string): Promise<string> {
  const id = await db.tx(system, (tx) => stateFacts(services, tx, { name, division: VILLAGE }));
  await db.tx(system, (tx) =>
    tx.query(
      sql`insert into assignment (county_code, id, elder_id, visitor_id, division_code, role, from_date) values (${county}, ${newId()}, ${id}, ${visitor.visitorId}, ${VILLAGE}, 'responsible', '2026-01-01')`,
    ),
  );
  return id;
}

/** Sends one visit as the phone does; answers its id and the answer. */
async function send(elderId: string, on: string, over: Partial<RecordVisitPayload>) {
  const [command] = visitCommands;
  if (command === undefined) throw new Error('no command');
  const id = newId();
  const startedAt = `${on}T02:00:00.000Z`;
  const payload = {
    elderId,
    mode: 'home',
    outcome: 'done',
    startedAt,
    endedAt: `${on}T02:20:00.000Z`,
    formId: 'pingli-annex4',
    formVersion: 2,
    answers: {},
    fix: null,
    ...over,
  } as const;
  const [answer] = await db.tx(visitor, (tx) =>
    command.apply(tx, services, [
      { id, payload, occurredAt: startedAt, recordedAt: startedAt, receivedAt: services.clock.now().toISOString(), clockOffsetMs: 0, clockWrong: false, deviceId: null, base: {} },
    ]),
  );
  return { id, answer };
}
const card = async (elderId: string) => {
  const { upserts } = await db.tx(visitor, (tx) => elderCardFeed.changed(tx, services, 'all'));
  return upserts.find((one) => one.id === elderId)?.data as { nextAttemptOn: string | null; lastVisit: { answers: object } | null } | undefined;
};
const proposals = () => db.tx(system, (tx) => listAttemptProposals(services, tx, readRange(county, undefined), page));
const arrangements = (elderId: string) =>
  db.tx(system, (tx) =>
    tx.query<{ kind: string; from_date: string }>(
      sql`select kind, from_date::text from duty_arrangement where county_code = ${county} and elder_id = ${elderId}::uuid and to_date is null`,
    ),
  );

describe('an attempt', () => {
  it('tells the phone the agreed day until somebody is met, and proposes nothing for a closed door', async () => {
    const id = await elder('闭门老人');
    await send(id, '2026-11-20', { outcome: 'notAtHome', attempt: { reason: 'neighbourKnows', nextOn: '2026-11-23' } });
    expect((await card(id))?.nextAttemptOn).toBe('2026-11-23');
    expect((await proposals()).filter((row) => row.elderId === id)).toEqual([]);
    await send(id, '2026-11-21', { answers: { gas: 'safe' } });
    expect((await card(id))?.nextAttemptOn).toBeNull();
  });

  it('after which nobody knows where somebody is, is found as urgent', async () => {
    const id = await elder('不见老人');
    const { id: visitId } = await send(id, '2026-11-20', { outcome: 'notAtHome', attempt: { reason: 'nobodyKnows', nextOn: null } });
    const [row] = await db.tx(system, (tx) => tx.query<{ findings: string[] }>(sql`select findings from visit where id = ${visitId}::uuid`));
    expect(row?.findings).toEqual(['attempt:nobodyKnows']);
  });

  it('proposes a stay in hospital, which suspends visits only when the village confirms it, once', async () => {
    const id = await elder('住院老人');
    await send(id, '2026-11-19', { outcome: 'inHospital', attempt: { reason: 'neighbourKnows', nextOn: null } });
    const { id: visitId } = await send(id, '2026-11-20', { outcome: 'inHospital', attempt: { reason: 'familyKnows', nextOn: null } });
    const mine = (await proposals()).filter((row) => row.elderId === id);
    expect(mine).toMatchObject([{ visitId, proposal: 'hospital', on: '2026-11-20', visitorName: '文访员', reason: 'familyKnows' }]);
    expect(await arrangements(id)).toEqual([]);
    const asked = { visitId, decision: 'confirm', reason: '儿子电话说住县医院' } as const;
    expect(await db.tx(system, (tx) => decideAttempt(services, tx, asked))).toMatchObject({ ok: true });
    expect(await arrangements(id)).toEqual([{ kind: 'suspended', from_date: '2026-11-20' }]);
    expect((await proposals()).filter((row) => row.elderId === id)).toEqual([]);
    expect(await db.tx(system, (tx) => decideAttempt(services, tx, asked))).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
  });

  it('proposes what somebody declared who wants no visits; "not today" proposes nothing; declined changes nothing', async () => {
    const [wants, busy] = [await elder('不愿老人'), await elder('今日不便')];
    const { id: visitId } = await send(wants, '2026-11-20', { outcome: 'refused', attempt: { reason: 'noMore', nextOn: null } });
    await send(busy, '2026-11-20', { outcome: 'refused', attempt: { reason: 'notNow', nextOn: '2026-11-24' } });
    expect((await proposals()).map((row) => row.elderId)).toEqual([wants]);
    await db.tx(system, (tx) => decideAttempt(services, tx, { visitId, decision: 'decline', reason: '本人说只是那天累了' }));
    expect(await proposals()).toEqual([]);
    const again = await send(wants, '2026-11-21', { outcome: 'refused', attempt: { reason: 'noMore', nextOn: null } });
    await db.tx(system, (tx) => decideAttempt(services, tx, { visitId: again.id, decision: 'confirm', reason: '本人再次说明' }));
    const file = await db.tx(system, (tx) =>
      tx.query<{ sealed: string }>(sql`select count(*)::text as sealed from fact_statement where elder_id = ${wants}::uuid and source = 'decision'`),
    );
    expect(file).toEqual([{ sealed: '1' }]);
    const traces = await db.tx(system, (tx) => tx.query<{ details: unknown }>(sql`select details from audit_event where action like 'attempt.%'`));
    expect(JSON.stringify(traces)).not.toMatch(/累了|再次/);
  });

  it('is no longer asked about once somebody met him later', async () => {
    const id = await elder('回来老人');
    await send(id, '2026-11-18', { outcome: 'away', attempt: { reason: 'neighbourKnows', nextOn: null } });
    expect((await proposals()).some((row) => row.elderId === id)).toBe(true);
    await send(id, '2026-11-20', { answers: { gas: 'safe' } });
    expect((await proposals()).some((row) => row.elderId === id)).toBe(false);
  });
});

describe('the form of a visit', () => {
  it('may be any version of any county that was ever in force; what fits none is marked', async () => {
    const id = await elder('旧表老人');
    const marks = async (over: Partial<RecordVisitPayload>): Promise<unknown> => (await send(id, '2026-11-20', over)).answer?.detail?.['marks'];
    // As in 0.1.0: the illness is named although a later version would ask it only where it is serious.
    expect(await marks({ formVersion: 1, answers: { illness: 'severe', illnessName: '哮喘', gas: 'safe', householdChange: 1 } })).toEqual(['noFix']);
    expect(await marks({ formId: 'bazhou-four-checks', formVersion: 1, answers: { food: 'fine', service: 'roundOnly' } })).toEqual(['noFix']);
    expect(await marks({ answers: { gas: 'safe', services: ['checks', 'fraud'], systolic: 128, visitorKind: 'gridWorker' } })).toEqual(['noFix']);
    expect(await marks({ formVersion: 9, answers: { gas: 'safe' } })).toEqual(['noFix', 'formUnknownItems']);
    expect(await marks({ formVersion: 1, answers: { services: ['checks'], gas: 'safe' } })).toEqual(['noFix', 'formUnknownItems']);
  });

  it('comes to the phone with limits from the pack and the visitor’s kind from the roster', async () => {
    const { upserts } = await db.tx(visitor, (tx) => policyFeed.changed(tx, services, 'all'));
    const data = upserts[0]?.data as { form: never; visitorKind: string };
    expect(data.visitorKind).toBe('gridWorker');
    expect(formItems(data.form).find((item) => item.key === 'systolic')).toMatchObject({ low: 90, high: 180 });
    const { pack } = await db.tx(visitor, (tx) => getPackInForce(tx));
    const known = await db.tx(visitor, (tx) => visitPolicyInForce(tx, services));
    expect(known.forms[0]).toEqual(pack.visitForm);
  });

  it('repeats what the last visit at home knew, although somebody only called since', async () => {
    const id = await elder('电话老人');
    await send(id, '2026-11-10', { answers: { speech: 'same', gas: 'safe' } });
    await send(id, '2026-11-20', { mode: 'phone', answers: {} });
    expect((await card(id))?.lastVisit).toMatchObject({ on: '2026-11-20', mode: 'phone', answers: { speech: 'same' } });
  });
});
