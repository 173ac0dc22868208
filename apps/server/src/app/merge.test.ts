// Merging two files and taking it back, on real PostgreSQL with everything that follows: whatever facts,
// visits and assignments two files have, undoing gives both back, and what came later stays.
import type { FactValues } from '@shouwang/domain/ledger';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServices } from '../../../../tools/testing/services.ts';
import { importDivisions, readRange } from '../modules/divisions/public.ts';
import { effectiveOf, findCandidates, recordStatements } from '../modules/ledger/public.ts';
import { openElderFile } from '../modules/ledger/elderFile.ts';
import { openFileListing } from '../modules/listing/file.ts';
import { recordLifeEvent, undoLifeEvent } from '../modules/listing/public.ts';
import { recordAssignments, recordRoster } from '../modules/network/public.ts';
import { aVisit, testPolicy } from '../modules/visits/fixture.ts';
import { elderCardFeed } from '../modules/visits/public.ts';
import { recordVisits } from '../modules/visits/record.ts';
import { mergeFiles, undoMerge } from '../modules/reconciliation/merge.ts';
import { compareTwoFiles, listMerges } from '../modules/reconciliation/mergeViews.ts';
import { newId } from '../platform/clock.ts';
import { sql, systemActor, type Actor, type Db, type Tx } from '../platform/db/index.ts';
import { runReactions } from '../platform/reactions.ts';
import type { Services } from '../platform/services.ts';
import { reactions } from './reactions.ts';

const county = '610999';
const villages = ['610999101001', '610999101002'] as const;
const clerk = systemActor(county);
const village = (scope: string): Actor => ({ accountId: newId(), countyCode: county, role: 'village', scope, visitorId: null });
let db: Db;
let services: Services;
let visitors: string[] = [];

beforeAll(async () => {
  services = await testServices('2026-11-18T04:00:00Z');
  db = services.db;
  visitors = await db.tx(clerk, async (tx) => {
    await importDivisions(services, tx, [
      { code: '610999000000', name: '示范县', level: 'county', parent: null, lng: null, lat: null },
      { code: '610999101000', name: '东镇', level: 'town', parent: '610999000000', lng: null, lat: null },
      ...villages.map((code) => ({ code, name: `村${code}`, level: 'village' as const, parent: '610999101000', lng: null, lat: null })),
    ]);
    const roster = await recordRoster(
      tx,
      services,
      ['甲', '乙', '丙'].map((name, at) => ({ name, idNo: null, phone: `1900000000${at}`, division: villages[0], kind: 'helper', kindText: '', capacity: 3, home: null })),
    );
    return roster.map((one) => one.visitorId ?? '');
  });
});
afterAll(() => db.close());

const settle = async (): Promise<void> => void (await runReactions(services, county, reactions));
const inTx = <T>(work: (tx: Tx) => Promise<T>, actor: Actor = clerk): Promise<T> => db.tx(actor, work);

interface Told {
  readonly facts: Partial<FactValues>;
  readonly source: 'ledger' | 'disabilityRegister' | 'aidRegister' | 'decision';
}
interface Visited {
  readonly day: string;
  readonly mode: 'home' | 'phone';
  readonly done: boolean;
}
interface Person {
  readonly place: number;
  readonly told: readonly Told[];
  readonly visits: readonly Visited[];
  readonly assigned: readonly { readonly visitor: number; readonly role: 'responsible' | 'helper' }[];
  readonly listed: boolean;
  readonly assessed: number;
  readonly papers: readonly ('informationForm' | 'enrolmentForm')[];
}

const facts = fc.record(
  {
    name: fc.constantFrom('王秀英', '王秀瑛'),
    birthDate: fc.constantFrom('1938-05-06', '1940-05-06'),
    sex: fc.constantFrom<FactValues['sex']>('female', 'male'),
    livesWith: fc.constantFrom<FactValues['livesWith']>(['alone'], ['child']),
    abilityLevel: fc.constantFrom<FactValues['abilityLevel']>(0, 1, 3),
    disability: fc.constantFrom<FactValues['disability']>(null, { grade: 1, valid: true }, { grade: 3, valid: true }),
    phone: fc.constantFrom('19000000001', '19000000002'),
    remark: fc.constantFrom('一', '二'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<FactValues>>;
const toldBy = fc.record<Told>({ facts, source: fc.constantFrom('ledger', 'disabilityRegister', 'aidRegister', 'decision') });
const visited = fc.record<Visited>({
  day: fc.constantFrom('2026-10-28', '2026-11-03', '2026-11-10', '2026-11-16', '2026-11-17'),
  mode: fc.constantFrom('home', 'phone'),
  done: fc.boolean(),
});
const person = fc.record<Person>({
  place: fc.constantFrom(0, 1),
  told: fc.array(toldBy, { maxLength: 4 }),
  visits: fc.array(visited, { maxLength: 4 }),
  assigned: fc.uniqueArray(fc.record({ visitor: fc.constantFrom(0, 1, 2), role: fc.constantFrom('responsible' as const, 'helper' as const) }), {
    maxLength: 3,
    selector: (one) => one.visitor,
  }),
  listed: fc.boolean(),
  assessed: fc.nat(2),
  papers: fc.subarray(['informationForm', 'enrolmentForm'] as const),
});

const visit = (tx: Tx, elderId: string, { day, mode, done }: Visited): Promise<unknown> =>
  tx.query(sql`insert into visit (county_code, id, elder_id, division_code, mode, outcome, occurred_at, occurred_on, month, ended_at, recorded_at, form_id, form_version)
    select e.county_code, ${newId()}, e.id, e.division_code, ${mode}, ${done ? 'done' : 'notHome'}, ${`${day}T02:00:00Z`}, ${day}, ${day.slice(0, 7)}, ${`${day}T02:20:00Z`}, ${`${day}T02:20:00Z`}, 'form', 1 from elder e where e.id = ${elderId}::uuid`);
const tell = (tx: Tx, elderId: string, told: Told, ref: string): Promise<unknown> =>
  recordStatements(services, tx, [{ elderId, facts: told.facts, source: told.source, sourceDate: '2026-11-01', sourceRef: ref, recordedBy: null }]);

async function make(who: Person): Promise<string> {
  const id = await inTx(async (tx) => {
    const [made] = await recordStatements(services, tx, [
      {
        elderId: null,
        facts: { name: '王秀英', sex: 'female', birthDate: '1940-05-06', division: villages[who.place] as string, hukou: 'rural', livesWith: ['alone'], children: [] },
        source: 'ledger',
        sourceDate: '2026-10-01',
        sourceRef: `台账/${newId()}`,
        recordedBy: null,
      },
    ]);
    const elderId = made?.elderId ?? '';
    for (const [at, told] of who.told.entries()) await tell(tx, elderId, told, `第${at}处`);
    await recordAssignments(
      tx,
      who.assigned.map(({ visitor, role }) => ({ elderId, visitorId: visitors[visitor] as string, role, from: '2026-10-05', sourceRef: '' })),
    );
    await tx.query(sql`update elder set list_state = ${who.listed ? 'confirmed' : 'proposed'} where id = ${elderId}::uuid`);
    return elderId;
  });
  await settle();
  await inTx(async (tx) => {
    for (const one of who.visits) await visit(tx, id, one);
    for (let at = 0; at < who.assessed; at += 1)
      await tx.query(
        sql`insert into assessment (county_code, id, elder_id, kind, assessed_on, details_sealed, pack_id, pack_version) values (${county}, ${newId()}, ${id}, 'ability', '2026-11-02', ${Buffer.alloc(1)}, 'test', '1')`,
      );
    for (const form of who.papers)
      await tx.query(
        sql`insert into paper_copy (county_code, elder_id, division_code, form, holder, copies) values (${county}, ${id}, ${villages[who.place] as string}, ${form}, 'village', 1)`,
      );
    await tx.query(sql`update elder e set last_visit_on = (select max(v.occurred_on) from visit v where v.elder_id = e.id and v.outcome = 'done') where e.id = ${id}::uuid`);
    await tx.query(
      sql`update visit_duty d set done = (select count(distinct v.occurred_on) from visit v where v.elder_id = d.elder_id and v.occurred_on between d.start_date and d.end_date and v.outcome = 'done' and v.mode = any(d.modes)) where d.elder_id = ${id}::uuid`,
    );
  });
  return id;
}

/** Everything of a file that a merge could touch. */
const fileOf = (elderId: string): Promise<Record<string, unknown>> =>
  inTx(async (tx) => ({
    elder: await tx.query(
      sql`select division_code, name, sex, birth_date, remarks, list_state, entered_on, left_on, closed_on, closed_reason, merged_into, categories, tier_code, provisional, responsible_name, last_visit_on from elder where id = ${elderId}::uuid`,
    ),
    facts: await effectiveOf(services, tx, elderId),
    visits: await tx.query(sql`select id, division_code, occurred_on from visit where elder_id = ${elderId}::uuid order by id`),
    duties: await tx.query(
      sql`select kind, start_date, end_date, division_code, tier_code, modes, required, done, state from visit_duty where elder_id = ${elderId}::uuid order by kind, start_date`,
    ),
    assessments: await tx.query(sql`select id from assessment where elder_id = ${elderId}::uuid order by id`),
    papers: await tx.query(sql`select form, holder, division_code from paper_copy where elder_id = ${elderId}::uuid order by form, holder`),
    assignments: await tx.query(sql`select id, visitor_id, role, from_date, to_date, division_code from assignment where elder_id = ${elderId}::uuid order by id`),
  }));
const pages = async (elderId: string): Promise<readonly string[]> =>
  inTx(async (tx) => {
    const file = await openElderFile(services, tx, elderId);
    if (!file.ok) throw new Error(file.refusal.code);
    return file.value.facts.map((fact) => fact.id).sort();
  });

async function merge(keptId: string, otherId: string, choices: readonly { key: 'name' | 'phone'; from: 'kept' | 'other' }[] = []): Promise<string> {
  const merged = await inTx((tx) => mergeFiles(services, tx, { keptId, otherId, choices, reason: '同一个人，两次登记' }));
  if (!merged.ok) throw new Error(merged.refusal.code);
  await settle();
  return merged.value.id;
}
async function undo(mergeId: string): Promise<void> {
  const undone = await inTx((tx) => undoMerge(services, tx, mergeId, '是两个人'));
  if (!undone.ok) throw new Error(undone.refusal.code);
  await settle();
}

describe('merge and undo', () => {
  it('give both files back, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(person, person, fc.boolean(), async (one, two, chooses) => {
        const [kept, other] = [await make(one), await make(two)];
        const before = { kept: await fileOf(kept), other: await fileOf(other), keptPage: await pages(kept), otherPage: await pages(other) };
        const id = await merge(kept, other, chooses ? [{ key: 'name', from: 'other' }] : []);
        const together = await fileOf(kept);
        expect((together['visits'] as unknown[]).length).toBe(one.visits.length + two.visits.length);
        expect((together['assessments'] as unknown[]).length).toBe(one.assessed + two.assessed);
        expect((together['papers'] as unknown[]).length).toBe(new Set([...one.papers, ...two.papers]).size);
        expect(await fileOf(other)).toMatchObject({ visits: [], assignments: [], elder: [{ closed_reason: 'merged', merged_into: kept }] });
        expect(await pages(other)).toEqual(await pages(kept));
        await undo(id);
        expect({ kept: await fileOf(kept), other: await fileOf(other), keptPage: await pages(kept), otherPage: await pages(other) }).toEqual(before);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  }, 180_000);

  it('leaves with the kept file what came later, and names it', async () => {
    await fc.assert(
      fc.asyncProperty(person, person, toldBy, visited, async (one, two, told, later) => {
        const [kept, other] = [await make(one), await make(two)];
        const before = { kept: await fileOf(kept), other: await fileOf(other) };
        const id = await merge(kept, other);
        await inTx(async (tx) => {
          await tell(tx, other, { ...told, facts: { ...told.facts, remark: '合并以后才说的' } }, '后来');
          await visit(tx, kept, later);
        });
        await settle();
        await undo(id);
        expect(await fileOf(other)).toEqual(before.other);
        const after = await fileOf(kept);
        const visits = after['visits'] as { id: string }[];
        const earlier = new Set((before.kept['visits'] as { id: string }[]).map((row) => row.id));
        expect(visits.filter((row) => earlier.has(row.id))).toEqual(before.kept['visits']);
        expect(visits).toHaveLength(earlier.size + 1);
        expect(after['assignments']).toEqual(before.kept['assignments']);
        const [view] = (await inTx((tx) => listMerges(services, tx, readRange(county, undefined), { mergeId: id, limit: 1, offset: 0 }))).rows;
        expect(view).toMatchObject({ stayed: { statements: 1, visits: 1, assignments: 0 }, canUndo: false, undoReason: '是两个人' });
      }),
      { numRuns: 5, endOnFailure: true },
    );
  }, 180_000);
});

describe('a merged file', () => {
  const plain: Person = { place: 0, told: [], visits: [], assigned: [], listed: true, assessed: 0, papers: [] };
  const refusalOf = (result: { readonly ok: boolean; readonly refusal?: { readonly code: string } }): string | undefined => result.refusal?.code;

  it('counts each day of either file once, and one duty for each period', async () => {
    const day = (on: string): Visited => ({ day: on, mode: 'home', done: true });
    const kept = await make({ ...plain, visits: [day('2026-11-03'), day('2026-11-10')] });
    const other = await make({ ...plain, visits: [day('2026-11-10'), day('2026-11-17')] });
    await merge(kept, other);
    const duties = ((await fileOf(kept))['duties'] as { kind: string; start_date: string; done: number; state: string }[]).filter((duty) => duty.state === 'active');
    const done = (start: string): number | undefined => duties.find((duty) => duty.kind === 'week' && duty.start_date === start)?.done;
    expect([done('2026-11-02'), done('2026-11-09'), done('2026-11-16')]).toEqual([1, 1, 1]);
    expect(((await fileOf(other))['duties'] as { state: string }[]).filter((duty) => duty.state === 'active')).toEqual([]);
  });

  it('is found under the kept one by its own number, and takes nothing by itself any more', async () => {
    const kept = await make({ ...plain, told: [{ facts: { idNo: '610999194005060023' }, source: 'ledger' }] });
    const other = await make({ ...plain, told: [{ facts: { idNo: '610999194005060031' }, source: 'ledger' }] });
    await merge(kept, other);
    const found = await inTx((tx) => findCandidates(services, tx, [{ idNo: '610999194005060031', name: '' }]));
    expect(found).toMatchObject([{ elderId: kept, fileId: other, idNo: '610999194005060031', closedOn: null }]);
    await inTx((tx) => tell(tx, other, { facts: { remark: '寄到旧档案' }, source: 'aidRegister' }, '低保'));
    expect(await inTx((tx) => effectiveOf(services, tx, kept))).toMatchObject({ remark: '寄到旧档案', idNo: '610999194005060023' });
  });

  it('takes a visit of a phone that still holds it for the kept one, and leaves that phone', async () => {
    const [kept, other] = [await make(plain), await make({ ...plain, assigned: [{ visitor: 1, role: 'helper' }] })];
    const onFoot: Actor = { accountId: newId(), countyCode: county, role: 'visitor', scope: '', visitorId: visitors[1] as string };
    const [before] = await inTx((tx) => tx.query<{ at: string }>(sql`select pg_current_xact_id()::text as at`));
    await merge(kept, other);
    const [answer] = await inTx((tx) => recordVisits(tx, services, testPolicy, [aVisit(other, '2026-11-17', { receivedAt: '2026-11-18T04:00:00.000Z' })]), onFoot);
    expect(answer).toMatchObject({ outcome: 'applied' });
    expect((await fileOf(kept))['visits']).toMatchObject([{ occurred_on: '2026-11-17' }]);
    const [after] = await inTx((tx) => tx.query<{ at: string }>(sql`select pg_current_xact_id()::text as at`));
    const pulled = await inTx((tx) => elderCardFeed.changed(tx, services, { from: before?.at ?? '0', to: after?.at ?? '0' }), onFoot);
    expect(pulled.removals).toContain(other);
    expect(pulled.upserts.map((card) => card.id)).toContain(kept);
  });

  it('may be merged on, and only the last merge can be taken back', async () => {
    const [first, second, third] = [await make({ ...plain, told: [{ facts: { remark: '最早' }, source: 'aidRegister' }] }), await make(plain), await make(plain)];
    const before = await fileOf(second);
    const one = await merge(second, first);
    const two = await merge(third, second);
    expect(await inTx((tx) => effectiveOf(services, tx, third))).toMatchObject({ remark: '最早' });
    expect(await pages(first)).toEqual(await pages(third));
    expect(refusalOf(await inTx((tx) => undoMerge(services, tx, one, '先撤早的')))).toBe('merge.laterFirst');
    await undo(two);
    await undo(one);
    expect(await fileOf(second)).toEqual(before);
    expect(refusalOf(await inTx((tx) => undoMerge(services, tx, one, '再撤一次')))).toBe('conflict.alreadyDone');
  });

  it('keeps what happened to it from being taken back in the kept one', async () => {
    const [kept, other] = [await make(plain), await make({ ...plain, place: 1 })];
    const moved = await inTx((tx) => recordLifeEvent(services, tx, { elderId: other, kind: 'movedWithin', on: '2026-11-17', reason: '搬家', sourceRef: 't', to: villages[0] }));
    const eventId = moved.ok ? moved.value.eventId : '';
    const id = await merge(kept, other);
    const takeBack = () => inTx((tx) => undoLifeEvent(services, tx, { eventId, reason: '没有搬' }));
    expect(refusalOf(await takeBack())).toBe('life.notLatest');
    const shown = await inTx((tx) => openFileListing(services, tx, kept));
    expect(shown.ok && shown.value.events.map((event) => [event.id, event.undoable])).toEqual([[eventId, false]]);
    await undo(id);
    expect((await takeBack()).ok).toBe(true);
    expect((await fileOf(other))['elder']).toMatchObject([{ division_code: villages[1] }]);
    expect((await fileOf(kept))['elder']).toMatchObject([{ division_code: villages[0] }]);
  });

  it('needs both files in sight, open, and two of them', async () => {
    const [here, there] = [await make(plain), await make({ ...plain, place: 1 })];
    const asked = (keptId: string, otherId: string, actor?: Actor) => inTx((tx) => mergeFiles(services, tx, { keptId, otherId, choices: [], reason: '重复' }), actor);
    expect(refusalOf(await asked(here, there, village(villages[0])))).toBe('elder.notVisible');
    expect(refusalOf(await inTx((tx) => compareTwoFiles(services, tx, here, there), village(villages[0])))).toBe('elder.notVisible');
    expect(refusalOf(await asked(here, here))).toBe('merge.sameFile');
    await merge(here, there);
    expect(refusalOf(await asked(here, there))).toBe('merge.alreadyMerged');
    // The other came from a village that this clerk does not see: giving it back is for the town.
    const [last] = (await inTx((tx) => listMerges(services, tx, readRange(villages[0], undefined), { elderId: here, limit: 1, offset: 0 }), village(villages[0]))).rows;
    expect(refusalOf(await inTx((tx) => undoMerge(services, tx, last?.id ?? '', '不是一个人'), village(villages[0])))).toBe('elder.notVisible');
  });

  it('shows before it is merged what differs, what would count and what goes along', async () => {
    const kept = await make({ ...plain, told: [{ facts: { abilityLevel: 1, idNo: '610999194005060023' }, source: 'ledger' }] });
    const other = await make({ ...plain, visits: [{ day: '2026-11-10', mode: 'home', done: true }], told: [{ facts: { abilityLevel: 3, remark: '二' }, source: 'decision' }] });
    const compared = await inTx((tx) => compareTwoFiles(services, tx, kept, other));
    if (!compared.ok) throw new Error(compared.refusal.code);
    const fact = (key: string) => compared.value.facts.find((one) => one.key === key);
    expect(fact('abilityLevel')).toMatchObject({ differs: true, counts: 'other', kept: { value: 1 }, other: { value: 3 } });
    expect(fact('remark')).toMatchObject({ differs: false, counts: 'other', kept: null });
    expect(fact('idNo')).toMatchObject({ kept: { value: '610999********0023' }, counts: 'kept' });
    expect(compared.value).toMatchObject({ goesAlong: { visits: 1, assignments: 0 }, numbersConflict: false });
  });
});
