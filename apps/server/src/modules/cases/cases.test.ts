// From a visit to its cases and proposals: once whatever is repeated, withdrawn with what they rest on,
// confirmed into facts by the village.
import type { RecordVisitPayload } from '@shouwang/contract/visits';
import type { FactValues } from '@shouwang/domain/ledger';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testServices } from '../../../../../tools/testing/services.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor, type Actor, type Db } from '../../platform/db/index.ts';
import { runReactions } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { stateFacts } from '../ledger/fixture.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { readRange } from '../divisions/public.ts';
import { getPackInForce, setCountyPack } from '../policy/public.ts';
import { cancelVisit, correctVisit, visitCommands, visitPolicyInForce } from '../visits/public.ts';
import { closeCase, decideProposal, listProposals, takeCase } from './act.ts';
import { countCases, listCases, openCases } from './list.ts';
import { caseReactions, openFindings } from './open.ts';

const county = '610999';
const VILLAGE = '610999107001';
const system = systemActor(county);
const clerk: Actor = { ...system, role: 'village', scope: VILLAGE };
const range = readRange(VILLAGE, undefined);
let db: Db;
let services: Services;
beforeAll(async () => {
  services = await testServices();
  db = services.db;
  await db.tx(system, (tx) => setCountyPack(tx, 'pingli-2023'));
});
afterAll(() => db.close());

const known: Partial<FactValues> = { name: '柏三', division: VILLAGE, livesWith: ['spouse'], needs: ['meals'] };
const elderOf = (facts = known): Promise<string> =>
  db.tx(system, (tx) => stateFacts(services, tx, facts, { elderId: null, source: 'ledger', sourceDate: '2026-09-01', sourceRef: `row ${newId()}` }));

/** Records a visit as the phone's command does; answers its id. */
async function visit(elderId: string, answers: RecordVisitPayload['answers'], id = newId()): Promise<string> {
  await db.tx(clerk, async (tx) => {
    const { pack } = await getPackInForce(tx);
    const at = new Date(services.clock.now().getTime() - 3_600_000).toISOString();
    const payload = {
      elderId,
      mode: 'home',
      outcome: 'done',
      startedAt: at,
      endedAt: at,
      formId: pack.visitForm.id,
      formVersion: pack.visitForm.version,
      answers,
      fix: null,
    } as const;
    const item = { id, payload, base: {}, occurredAt: at, recordedAt: at, receivedAt: services.clock.now().toISOString(), clockOffsetMs: 0, clockWrong: false, deviceId: null };
    const [answer] = (await visitCommands[0]?.apply(tx, services, [item])) ?? [];
    if (answer?.outcome !== 'applied' && answer?.outcome !== 'alreadyApplied') throw new Error(JSON.stringify(answer));
  });
  return id;
}
const react = (): Promise<number> =>
  runReactions(services, county, [
    ...caseReactions,
    ...['elders.changed', 'elders.said', 'elders.classified', 'visits.attempted'].map((kind) => ({ kind, run: async () => undefined })),
  ]);
const casesOf = (elderId: string) => db.tx(clerk, (tx) => listCases(services, tx, range, { state: 'all', elderId }, { limit: 50, offset: 0 }));
const proposalsOf = (elderId: string) => db.tx(clerk, async (tx) => (await listProposals(services, tx, range, { state: 'all', elderId, limit: 50, offset: 0 })).rows);
const effective = (elderId: string) =>
  db.tx(system, async (tx) => {
    const [row] = await tx.query<{ effective_sealed: Buffer }>(sql`select effective_sealed from elder where id = ${elderId}::uuid`);
    return ledgerSeal(services.crypto, county).openEffective(row?.effective_sealed ?? Buffer.alloc(0));
  });

describe('what a visit found', () => {
  test('opens a case for each finding with kind, urgency and a day by pack, once whatever is repeated', async () => {
    const elderId = await elderOf();
    const answers = { gas: 'unsafe', speech: 'worse', indoors: 'worse', need: '想装扶手' };
    const id = await visit(elderId, answers);
    await react();
    await visit(elderId, answers, id);
    await db.tx(system, (tx) => openFindings(services, tx, id));
    await react();
    expect((await casesOf(elderId)).map(({ kind, urgency, finding, text, state }) => [kind, urgency, finding, text, state])).toEqual([
      ['health', 'soon', 'speech:worse', '表达能力：较差', 'open'],
      ['hazard', 'soon', 'gas:unsafe', '燃气安全：不安全', 'open'],
      ['living', 'ordinary', 'indoors:worse', '室内环境：较差', 'open'],
      ['need', 'ordinary', 'need:heard', '想装扶手', 'open'],
    ]);
    const counts = await db.tx(clerk, (tx) => countCases(tx, range, { state: 'unsettled', elderId }, services.clock.today()));
    // The workbench counts the same, and by when the first of them is due.
    const open = await db.tx(clerk, (tx) => openCases(tx, range));
    const all = await db.tx(clerk, (tx) => listCases(services, tx, range, { state: 'unsettled' }, { limit: 50, offset: 0 }));
    expect([open.cases, open.dueOn]).toEqual([all.length, all[0]?.dueOn]);
    expect(counts).toEqual({ count: 4, byKind: { emergency: 0, health: 1, hazard: 1, living: 1, need: 1 }, overdue: 0 });
  });

  test('a visit that found nothing tells nobody', async () => {
    const elderId = await elderOf();
    const id = await visit(elderId, { gas: 'safe', need: '无' });
    const queued = await db.tx(system, (tx) => tx.query(sql`select 1 from reaction where kind = 'visits.found' and key like ${`${id}%`}`));
    expect(queued).toEqual([]);
  });

  test('is withdrawn with its visit, comes back with it, and a closed case stays as it was closed', async () => {
    const elderId = await elderOf();
    const id = await visit(elderId, { gas: 'unsafe', fire: 'unsafe' });
    await react();
    const [first] = await casesOf(elderId);
    if (first === undefined) throw new Error('no case');
    expect(await db.tx(clerk, (tx) => takeCase(tx, first.id, services.clock.now().toISOString()))).toMatchObject({ ok: true });
    expect(await db.tx(clerk, (tx) => closeCase(services, tx, first.id, { ending: 'settled', outcome: '已换软管' }))).toMatchObject({ ok: true });
    expect(await db.tx(clerk, (tx) => closeCase(services, tx, first.id, { ending: 'settled', outcome: '又换一次' }))).toMatchObject({
      ok: false,
      refusal: { code: 'conflict.alreadyDone' },
    });
    await db.tx(clerk, async (tx) => correctVisit(services, tx, await visitPolicyInForce(tx, services), id, { base: 1, changes: { answers: { fire: 'safe' } }, reason: '看错了' }));
    await react();
    const after = new Map((await casesOf(elderId)).map((one) => [one.finding, [one.state, one.ending, one.outcome]]));
    expect(after.get(first.finding)).toEqual(['closed', 'settled', '已换软管']);
    expect([...after.values()].map(([, ending]) => ending).sort()).toEqual(first.finding === 'gas:unsafe' ? ['settled', 'withdrawn'] : ['settled', null]);
    await db.tx(clerk, async (tx) =>
      correctVisit(services, tx, await visitPolicyInForce(tx, services), id, { base: 2, changes: { answers: { fire: 'unsafe' } }, reason: '没看错' }),
    );
    await react();
    expect((await casesOf(elderId)).map((one) => [one.finding, one.state]).sort()).toEqual([
      ['fire:unsafe', first.finding === 'fire:unsafe' ? 'closed' : 'open'],
      ['gas:unsafe', first.finding === 'gas:unsafe' ? 'closed' : 'open'],
    ]);
  });

  test('of another village is neither seen nor acted on', async () => {
    const elderId = await elderOf();
    await visit(elderId, { gas: 'unsafe' });
    await react();
    const [one] = await casesOf(elderId);
    const stranger: Actor = { ...system, role: 'village', scope: '610999107002' };
    expect(await db.tx(stranger, (tx) => takeCase(tx, one?.id ?? '', services.clock.now().toISOString()))).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
  });
});

describe('what a visit heard', () => {
  test('a changed household and a need become facts by the village’s decision, once', async () => {
    const elderId = await elderOf();
    await visit(elderId, { householdSize: 'fewer', householdChange: 1, householdWho: '老伴去世', need: '想有人送饭' });
    await react();
    expect((await casesOf(elderId)).map((one) => one.finding)).toEqual(['need:heard']);
    const [household, need] = (await proposalsOf(elderId)).toSorted((a, b) => a.heard.kind.localeCompare(b.heard.kind));
    expect([household?.heard, household?.livesWith, need?.heard]).toEqual([
      { kind: 'household', direction: 'fewer', count: 1, who: '老伴去世' },
      ['spouse'],
      { kind: 'need', text: '想有人送饭' },
    ]);
    const decide = (id: string | undefined, wanted: Parameters<typeof decideProposal>[3]) => db.tx(clerk, (tx) => decideProposal(services, tx, id ?? '', wanted));
    expect(await decide(household?.id, { decision: 'confirm' })).toMatchObject({ ok: false, refusal: { code: 'input.invalid' } });
    expect(await decide(household?.id, { decision: 'confirm', livesWith: ['alone'] })).toMatchObject({ ok: true });
    expect(await decide(household?.id, { decision: 'refuse', reason: '改主意' })).toMatchObject({ ok: false, refusal: { code: 'conflict.alreadyDone' } });
    expect(await decide(need?.id, { decision: 'confirm', needs: ['meals', 'dailyCare'] })).toMatchObject({ ok: true });
    expect(await effective(elderId)).toMatchObject({ livesWith: ['alone'], needs: ['meals', 'dailyCare'], needNote: '想有人送饭' });
  });

  test('a need is one thing: taken into the ledger its case is taken on; refused, or its case closed, both are over', async () => {
    const cases = [];
    for (const end of ['confirm', 'refuse', 'close'] as const) {
      const elderId = await elderOf();
      await visit(elderId, { need: '想有人送饭' });
      await react();
      const [open] = await casesOf(elderId);
      if (open?.toLedger == null) throw new Error('no need');
      expect(open.toLedger.needs).toEqual(['meals']);
      const { proposalId } = open.toLedger;
      const answered = await db.tx(clerk, (tx) => {
        if (end === 'close') return closeCase(services, tx, open.id, { ending: 'settled', outcome: '邻居每天送' });
        return decideProposal(services, tx, proposalId, end === 'confirm' ? { decision: 'confirm', needs: ['meals'] } : { decision: 'refuse', reason: '老人说不用' });
      });
      expect(answered.ok).toBe(true);
      const [after] = await casesOf(elderId);
      const [proposal] = await proposalsOf(elderId);
      cases.push([end, after?.state, after?.ending, after?.outcome, after?.toLedger, proposal?.state, proposal?.reason]);
    }
    expect(cases).toEqual([
      ['confirm', 'taken', null, null, null, 'confirmed', null],
      ['refuse', 'closed', 'unfounded', '老人说不用', null, 'refused', '老人说不用'],
      ['close', 'closed', 'settled', '邻居每天送', null, 'refused', '邻居每天送'],
    ]);
  });

  test('a changed household names its members: whoever was known keeps what is known of him', async () => {
    const wife = { name: '榆四', relation: '妻', health: '高血压' };
    const elderId = await elderOf({ ...known, householdMembers: [wife, { name: '柏五', relation: '子' }] });
    await visit(elderId, { householdSize: 'fewer', householdChange: 1, householdWho: '儿子外出' });
    await react();
    const [proposal] = await proposalsOf(elderId);
    expect(proposal?.members).toEqual([
      { name: '榆四', relation: '妻' },
      { name: '柏五', relation: '子' },
    ]);
    const members = [
      { name: '榆四', relation: '妻' },
      { name: '柏六', relation: '孙女' },
    ];
    await db.tx(clerk, (tx) => decideProposal(services, tx, proposal?.id ?? '', { decision: 'confirm', livesWith: ['spouse', 'grandchild'], members }));
    expect(await effective(elderId)).toMatchObject({ livesWith: ['spouse', 'grandchild'], householdMembers: [wife, { name: '柏六', relation: '孙女' }] });
  });

  test('refused with a reason leaves the ledger as it is; a cancelled visit withdraws what is still open', async () => {
    const elderId = await elderOf();
    const id = await visit(elderId, { householdSize: 'more', need: '想装扶手' });
    await react();
    const need = (await proposalsOf(elderId)).find((one) => one.heard.kind === 'need');
    await db.tx(clerk, (tx) => decideProposal(services, tx, need?.id ?? '', { decision: 'refuse', reason: '上月已装' }));
    await db.tx(clerk, async (tx) => cancelVisit(services, tx, await visitPolicyInForce(tx, services), id, { base: 1, reason: '记错人' }));
    await react();
    expect((await proposalsOf(elderId)).map((one) => [one.heard.kind, one.state, one.reason]).sort()).toEqual([
      ['household', 'withdrawn', null],
      ['need', 'refused', '上月已装'],
    ]);
    expect(await effective(elderId)).toMatchObject({ livesWith: ['spouse'], needs: ['meals'] });
  });
});
