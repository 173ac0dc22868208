// List and life of a file on real PostgreSQL, with everything that follows after commit: classification,
// duties, refusals.
import fc from 'fast-check';
import type { FactValues } from '@shouwang/domain/ledger';
import { lifeEventKinds, type LifeEventKind } from '@shouwang/domain/listing';
import { addDays } from '@shouwang/domain/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServices } from '../../../../tools/testing/services.ts';
import { newId } from '../platform/clock.ts';
import { sql, systemActor, type Actor, type Db, type Tx } from '../platform/db/index.ts';
import { runReactions } from '../platform/reactions.ts';
import type { Services } from '../platform/services.ts';
import { stateFacts } from '../modules/ledger/fixture.ts';
import { addArrangement } from '../modules/listing/arrangements.ts';
import { decideInclusion, decideListing, endPassedInclusions, proposeInclusion } from '../modules/listing/decisions.ts';
import { openFileListing } from '../modules/listing/file.ts';
import { readFreshness } from '../modules/listing/freshness.ts';
import { closeFile, recordLifeEvent, undoLifeEvent } from '../modules/listing/public.ts';
import { countNeeds, listNeeds } from '../modules/listing/needs.ts';
import { countQueues, listQueue } from '../modules/listing/queue.ts';
import { reclassifyAll } from '../modules/classification/public.ts';
import { recordAssignments, recordRoster } from '../modules/network/public.ts';
import { ensureCounty, importDivisions, readRange } from '../modules/divisions/public.ts';
import { reactions } from './reactions.ts';

const COUNTY = '610999';
const TODAY = '2026-11-18'; // a Wednesday
const HOME = '610999101001';
const OTHER = '610999101002';
const FAR = '610999102001';
const county = systemActor(COUNTY);
const actor = (role: string, scope: string): Actor => ({ accountId: newId(), countyCode: COUNTY, role, scope, visitorId: null });
const town = actor('town', '610999101');
const village = actor('village', HOME);

let db: Db;
let services: Services;

beforeAll(async () => {
  services = await testServices(`${TODAY}T04:00:00Z`);
  db = services.db;
  const division = (code: string, name: string, level: 'county' | 'town' | 'village', parent: string | null) => ({ code, name, level, parent, lng: null, lat: null });
  await db.tx(county, async (tx) => {
    await ensureCounty(tx, COUNTY, '守望示范县');
    await importDivisions(services, tx, [
      division('610999000000', '守望示范县', 'county', null),
      division('610999101000', '东镇', 'town', '610999000000'),
      division('610999102000', '西镇', 'town', '610999000000'),
      division(HOME, '甲村', 'village', '610999101000'),
      division(OTHER, '乙村', 'village', '610999101000'),
      division(FAR, '丙村', 'village', '610999102000'),
    ]);
  });
});
afterAll(() => db.close());

let born = 0;
/** Somebody of 85 who lives alone: twice a week by the demonstration county's pack. */
const alone = (over: Partial<FactValues> = {}): Partial<FactValues> => ({
  name: `老人${(born += 1)}`,
  birthDate: '1941-03-01',
  division: HOME,
  group: '一组',
  livesWith: ['alone'],
  ...over,
});
const settle = (): Promise<number> => runReactions(services, COUNTY, reactions);

async function anElder(facts: Partial<FactValues> = alone(), more: { listState?: 'proposed' | 'confirmed'; on?: string } = {}): Promise<string> {
  const told = { sourceDate: more.on ?? '2026-10-01', sourceRef: `t/${newId()}`, ...(more.listState === undefined ? {} : { listState: more.listState }) };
  const id = await db.tx(county, (tx) => stateFacts(services, tx, facts, told));
  await settle();
  return id;
}
const say = async (elderId: string, facts: Partial<FactValues>): Promise<void> => {
  await db.tx(county, (tx) => stateFacts(services, tx, facts, { elderId, source: 'survey', sourceDate: TODAY, sourceRef: `s/${newId()}` }));
  await settle();
};

interface FileState {
  elder: Record<string, unknown>;
  duties: unknown[];
  assignments: unknown[];
  arrangements: unknown[];
  visits: unknown[];
}
const stateOf = (elderId: string): Promise<FileState> =>
  db.tx(county, async (tx) => {
    const [elder] = await tx.query(
      sql`select division_code, nullif(group_name, '') as group_name, list_state, entered_on, left_on, closed_on, closed_reason, retain_until, categories, tier_code, responsible_name from elder where id = ${elderId}::uuid`,
    );
    return {
      elder: elder ?? {},
      duties: await tx.query(
        sql`select kind, start_date, end_date, division_code, tier_code, modes, required, done, state, due_by from visit_duty where elder_id = ${elderId}::uuid and state <> 'cancelled' order by kind, start_date`,
      ),
      assignments: await tx.query(sql`select role, visitor_id, from_date, to_date from assignment where elder_id = ${elderId}::uuid order by role, from_date, id`),
      arrangements: await tx.query(
        sql`select kind, cause, from_date, to_date, visits, modes from duty_arrangement where elder_id = ${elderId}::uuid and (to_date is null or to_date >= from_date) order by kind, from_date`,
      ),
      visits: await tx.query(sql`select division_code from visit where elder_id = ${elderId}::uuid`),
    };
  });
const dutiesOf = async (elderId: string): Promise<{ kind: string; start_date: string; required: number; state: string; modes: string[]; due_by: string | null }[]> =>
  (await stateOf(elderId)).duties as never;

async function assigned(elderId: string): Promise<void> {
  await db.tx(county, async (tx) => {
    const [visitor] = await recordRoster(tx, services, [
      { name: `访员${(born += 1)}`, idNo: null, phone: `190000${String(10000 + born)}`, division: HOME, kind: 'villageCadre', kindText: '', capacity: null, home: null },
    ]);
    await recordAssignments(tx, [{ elderId, visitorId: visitor?.visitorId ?? '', role: 'responsible', from: '2026-10-01', sourceRef: '' }]);
  });
}
const event = (elderId: string, kind: LifeEventKind, on: string, over: { to?: string; by?: Actor } = {}) =>
  db.tx(over.by ?? town, (tx) => recordLifeEvent(services, tx, { elderId, kind, on, reason: '村里报来', sourceRef: 'test', ...(over.to === undefined ? {} : { to: over.to }) }));
const undo = (eventId: string, by: Actor = town) => db.tx(by, (tx) => undoLifeEvent(services, tx, { eventId, reason: '报错了' }));
const idOf = (recorded: Awaited<ReturnType<typeof event>>): string => {
  if (!recorded.ok) throw new Error(JSON.stringify(recorded.refusal));
  return recorded.value.eventId;
};

describe('somebody dies', () => {
  it('ends duties on the day, also those ended meanwhile, and assignments; the archive keeps the file', async () => {
    const id = await anElder();
    await assigned(id);
    expect((await dutiesOf(id)).filter((duty) => duty.start_date >= '2026-11-02')).not.toEqual([]);
    const closed = await db.tx(village, (tx) => closeFile(services, tx, { elderId: id, event: 'died', on: '2026-11-10', reason: '村里报来', sourceRef: 'test' }));
    expect(closed.ok).toBe(true);
    await settle();
    const { elder, duties, assignments } = await stateOf(id);
    expect(elder).toMatchObject({ closed_on: '2026-11-10', closed_reason: 'died', retain_until: '2036-11-10', responsible_name: null });
    expect(assignments).toMatchObject([{ to_date: '2026-11-10' }]);
    expect(duties.filter((duty) => (duty as { end_date: string }).end_date >= '2026-11-10')).toEqual([]);
    const facts = await db.tx(county, (tx) => tx.query(sql`select clear_values from fact_statement where elder_id = ${id}::uuid and source = 'decision'`));
    expect(facts).toEqual([{ clear_values: { diedOn: '2026-11-10' } }]);
  });

  it('takes no second event, and can be undone by the town once', async () => {
    const id = await anElder();
    const eventId = idOf(await event(id, 'died', '2026-11-10'));
    expect(await event(id, 'hospital', TODAY)).toMatchObject({ ok: false, refusal: { code: 'elder.closed' } });
    expect(await undo(eventId)).toMatchObject({ ok: true });
    expect(await undo(eventId)).toMatchObject({ ok: false, refusal: { code: 'conflict.alreadyDone' } });
    expect((await stateOf(id)).elder).toMatchObject({ closed_on: null, closed_reason: null });
  });

  it('is recorded once and taken back once by those who do so at the same moment', async () => {
    const id = await anElder();
    const eventIds = (await Promise.all([event(id, 'hospital', TODAY), event(id, 'hospital', TODAY)])).flatMap((one) => (one.ok ? [one.value.eventId] : []));
    expect(eventIds).toHaveLength(1);
    const undone = await Promise.all([1, 2, 3].map(() => undo(eventIds[0] ?? '')));
    expect(undone.map((one) => one.ok).toSorted()).toEqual([false, false, true]);
  });

  it('is no business of another village', async () => {
    const id = await anElder(alone({ division: OTHER }));
    expect(await event(id, 'died', TODAY, { by: village })).toMatchObject({ ok: false, refusal: { code: 'elder.notVisible' } });
  });
});

describe('somebody moves', () => {
  it('within the town takes duties and visits along and releases the responsible person', async () => {
    const id = await anElder();
    await assigned(id);
    await db.tx(county, (tx) =>
      tx.query(sql`insert into visit (county_code, id, elder_id, division_code, mode, outcome, occurred_at, occurred_on, month, ended_at, recorded_at, form_id, form_version)
        values (${COUNTY}, ${newId()}, ${id}, ${HOME}, 'home', 'done', '2026-11-12T03:00:00Z', '2026-11-12', '2026-11', '2026-11-12T03:20:00Z', '2026-11-12T03:20:00Z', 'f', 1)`),
    );
    idOf(await event(id, 'movedWithin', '2026-11-16', { to: OTHER }));
    await settle();
    const { elder, duties, assignments, visits } = await stateOf(id);
    expect(visits).toEqual([{ division_code: OTHER }]);
    expect(elder).toMatchObject({ division_code: OTHER, responsible_name: null });
    expect(new Set(duties.map((duty) => (duty as { division_code: string }).division_code))).toEqual(new Set([OTHER]));
    expect(assignments).toMatchObject([{ to_date: '2026-11-16' }]);
  });

  it('beyond what the actor looks after is for the office above', async () => {
    const id = await anElder();
    expect(await event(id, 'movedWithin', TODAY, { to: FAR })).toMatchObject({ ok: false, refusal: { code: 'life.beyondScope' } });
    expect(await event(id, 'movedWithin', TODAY, { to: OTHER, by: village })).toMatchObject({ ok: false, refusal: { code: 'life.beyondScope' } });
    // Nor does anybody move to where no village is.
    for (const to of ['610999101999', '610999101000']) expect(await event(id, 'movedWithin', TODAY, { to })).toMatchObject({ refusal: { code: 'division.unknown' } });
  });

  it('out of the county and back again is a proposal for the list', async () => {
    const id = await anElder();
    idOf(await event(id, 'movedOut', '2026-11-05'));
    idOf(await event(id, 'cameBack', '2026-11-17'));
    await settle();
    expect((await stateOf(id)).elder).toMatchObject({ closed_on: null, list_state: 'proposed' });
    const rows = await db.tx(county, (tx) => listQueue(services, tx, readRange(COUNTY, undefined), { queue: 'include', category: [], q: undefined }, { limit: 200, offset: 0 }));
    const row = rows.find((one) => one.elderId === id);
    expect(row?.reasons.map((reason) => reason.rule)).toContain('livingAlone.byResidence');
  });
});

describe('somebody is away for a while', () => {
  it('suspends duties from the day, asks for a call a month, and for a visit within three days of return', async () => {
    const id = await anElder();
    idOf(await event(id, 'hospital', '2026-11-09'));
    expect((await dutiesOf(id)).filter((duty) => duty.start_date >= '2026-11-09').map((duty) => [duty.kind, duty.start_date, duty.state])).toEqual(
      expect.arrayContaining([
        ['week', '2026-11-09', 'suspended'],
        ['week', '2026-11-16', 'suspended'],
        ['month', '2026-12-01', 'suspended'],
      ]),
    );
    expect((await dutiesOf(id)).find((duty) => duty.kind === 'month')).toMatchObject({ required: 1, modes: ['phone', 'video', 'home'] });
    idOf(await event(id, 'returned', TODAY));
    const week = (await dutiesOf(id)).find((duty) => duty.kind === 'week' && duty.start_date === '2026-11-16');
    expect(week).toMatchObject({ state: 'active', required: 2, due_by: '2026-11-21' });
    expect((await dutiesOf(id)).filter((duty) => duty.kind === 'month')).toEqual([]);
  });

  it('cannot return who did not go', async () => {
    const id = await anElder();
    expect(await event(id, 'returned', TODAY)).toMatchObject({ ok: false, refusal: { code: 'life.notPossible' } });
  });
});

it('undoing any event restores the file, whatever came before it', async () => {
  const events = fc.array(fc.record({ kind: fc.constantFrom(...lifeEventKinds), daysAgo: fc.integer({ min: 0, max: 40 }) }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(events, async (some) => {
      const id = await anElder();
      await assigned(id);
      for (const { kind, daysAgo } of some) {
        const before = await stateOf(id);
        const on = addDays(TODAY, -daysAgo);
        const recorded = await event(id, kind, on, kind === 'movedWithin' ? { to: before.elder['division_code'] === HOME ? OTHER : HOME } : {});
        await settle();
        if (!recorded.ok) {
          expect(await stateOf(id)).toEqual(before);
          continue;
        }
        expect(await undo(recorded.value.eventId)).toMatchObject({ ok: true });
        await settle();
        expect(await stateOf(id)).toEqual(before);
        await event(id, kind, on, kind === 'movedWithin' ? { to: before.elder['division_code'] === HOME ? OTHER : HOME } : {});
        await settle();
      }
    }),
    { numRuns: 12 },
  );
}, 120_000);

describe('a refusal', () => {
  it('changes the duty and never the tier, and can be withdrawn', async () => {
    const id = await anElder();
    await say(id, { visitWish: { answer: 'refused', on: '2026-11-02' } });
    const refused = await stateOf(id);
    expect(refused.elder).toMatchObject({ tier_code: 'twiceWeekly' });
    const running = (await dutiesOf(id)).filter((duty) => duty.start_date >= '2026-11-01');
    expect(running.map((duty) => [duty.kind, duty.required, duty.modes])).toEqual([
      ['month', 1, ['outside', 'phone', 'kin', 'home']],
      ['month', 1, ['outside', 'phone', 'kin', 'home']],
    ]);
    await say(id, { visitWish: { answer: 'agreed', on: TODAY } });
    const again = (await dutiesOf(id)).filter((duty) => duty.start_date >= '2026-11-16');
    expect(again.map((duty) => duty.kind)).not.toContain('month');
    expect(again.find((duty) => duty.start_date === '2026-11-16')).toMatchObject({ kind: 'week', required: 2 });
  });
});

describe('what a town sets for one person', () => {
  it('adds extra visits and substitute modes until their day', async () => {
    const id = await anElder();
    await db.tx(town, (tx) => addArrangement(services, tx, { elderId: id, kind: 'extra', from: TODAY, to: '2026-11-29', visits: 1, reason: '刚出院' }));
    await db.tx(town, (tx) => addArrangement(services, tx, { elderId: id, kind: 'substitute', from: TODAY, to: '2026-11-23', modes: ['video'], reason: '路断了' }));
    const duties = await dutiesOf(id);
    expect(duties.find((duty) => duty.start_date === '2026-11-16')).toMatchObject({ required: 3, modes: ['home', 'video'] });
    expect(duties.find((duty) => duty.start_date === '2026-11-23')).toMatchObject({ required: 3, modes: ['home'] });
    expect(duties.find((duty) => duty.start_date === '2026-11-30')).toMatchObject({ required: 2, modes: ['home'] });
  });
});

describe('the list', () => {
  const queue = (kind: 'include' | 'leave' | 'byHand') =>
    db.tx(town, (tx) => listQueue(services, tx, readRange(town.scope, undefined), { queue: kind, category: [], q: undefined }, { limit: 200, offset: 0 }));
  const inQueue = async (kind: 'include' | 'leave' | 'byHand', id: string): Promise<boolean> => (await queue(kind)).some((row) => row.elderId === id);

  it('proposes whom rules give a category; confirmed, his duties begin', async () => {
    const id = await anElder(alone(), { listState: 'proposed' });
    expect(await dutiesOf(id)).toEqual([]);
    expect(await inQueue('include', id)).toBe(true);
    const decided = await db.tx(town, (tx) => decideListing(services, tx, { elderIds: [id, newId()], decision: 'include', reason: '' }));
    expect(decided).toMatchObject({ ok: true, value: { decided: 1 } });
    expect((await stateOf(id)).elder).toMatchObject({ list_state: 'confirmed', entered_on: TODAY });
    expect((await dutiesOf(id))[0]).toMatchObject({ start_date: '2026-11-16', required: 2, due_by: '2026-11-21' });
    expect(await inQueue('include', id)).toBe(false);
  });

  it('does not propose again what was declined, until the facts change', async () => {
    const id = await anElder(alone(), { listState: 'proposed' });
    expect(await db.tx(town, (tx) => decideListing(services, tx, { elderIds: [id], decision: 'declineInclude', reason: '' }))).toMatchObject({
      ok: false,
      refusal: { code: 'listing.reasonMissing' },
    });
    await db.tx(town, (tx) => decideListing(services, tx, { elderIds: [id], decision: 'declineInclude', reason: '与儿子同吃同住' }));
    expect(await inQueue('include', id)).toBe(false);
    await reclassifyAll(services, COUNTY, { asOf: '2026-11-19' });
    expect(await inQueue('include', id)).toBe(false);
    await say(id, { disability: { grade: 1, valid: true } });
    expect(await inQueue('include', id)).toBe(true);
  });

  it('proposes to leave who has no category any more; leaving ends duties and keeps what was before', async () => {
    const id = await anElder();
    await assigned(id);
    await say(id, { livesWith: ['child'], children: [{ name: '张三', place: 'sameHousehold' }] });
    const row = (await queue('leave')).find((one) => one.elderId === id);
    expect(row?.formerly).toMatchObject({ categories: ['livingAlone'] });
    await db.tx(town, (tx) => decideListing(services, tx, { elderIds: [id], decision: 'leave', reason: '已与儿子同住' }));
    const { elder, duties, assignments } = await stateOf(id);
    expect(elder).toMatchObject({ list_state: 'left', left_on: TODAY, responsible_name: null });
    expect(assignments).toMatchObject([{ to_date: TODAY }]);
    expect(duties.every((duty) => (duty as { end_date: string }).end_date < TODAY)).toBe(true);
    expect(await inQueue('leave', id)).toBe(false);
    const ended = duties;
    await say(id, { livesWith: ['alone'] });
    expect(await inQueue('include', id)).toBe(true);
    await db.tx(town, (tx) => decideListing(services, tx, { elderIds: [id], decision: 'include', reason: '' }));
    expect((await stateOf(id)).duties).toEqual(expect.arrayContaining(ended));
  });

  it('is proposed by hand once by those who do so at the same moment', async () => {
    const elderId = await anElder(alone({ livesWith: ['child'], birthDate: '1960-03-01' }));
    const propose = () => db.tx(village, (tx) => proposeInclusion(services, tx, { elderId, category: 'livingAlone', to: '2027-01-31', reason: '研判' }));
    expect((await Promise.all([propose(), propose()])).map((one) => one.ok).toSorted()).toEqual([false, true]);
  });

  it('includes by hand: the village proposes, the town confirms, it ends by itself', async () => {
    const id = await anElder(alone({ livesWith: ['spouse'], maritalStatus: 'married', children: [] }), { listState: 'proposed' });
    expect((await stateOf(id)).elder).toMatchObject({ tier_code: null });
    const ask = (to: string) => db.tx(village, (tx) => proposeInclusion(services, tx, { elderId: id, category: 'emptyNest', to, reason: '无子女夫妇' }));
    expect(await ask('2028-01-01')).toMatchObject({ ok: false, refusal: { code: 'listing.endImpossible' } });
    const asked = await ask('2026-12-31');
    if (!asked.ok) throw new Error(asked.refusal.code);
    expect(await ask('2026-12-31')).toMatchObject({ ok: false, refusal: { code: 'conflict.alreadyDone' } });
    expect((await queue('byHand')).find((row) => row.elderId === id)?.inclusion).toMatchObject({ category: 'emptyNest', to: '2026-12-31', reason: '无子女夫妇' });
    expect(await db.tx(town, (tx) => decideInclusion(services, tx, { id: asked.value.inclusionId, decision: 'confirm', reason: '' }))).toMatchObject({ ok: true });
    await settle();
    expect((await stateOf(id)).elder).toMatchObject({ list_state: 'confirmed', categories: ['emptyNest'], tier_code: 'onceMonthly' });
    expect(await dutiesOf(id)).toMatchObject([{ kind: 'month', required: 1, due_by: '2026-11-21' }, { kind: 'month' }]);
    await db.tx(county, (tx) => endPassedInclusions(tx, '2027-01-01'));
    await reclassifyAll(services, COUNTY, { asOf: '2027-01-01' });
    expect((await stateOf(id)).elder).toMatchObject({ categories: [], tier_code: null });
    expect(await inQueue('leave', id)).toBe(true);
    const file = await db.tx(village, (tx) => openFileListing(services, tx, id));
    expect(file).toMatchObject({ ok: true, value: { proposal: 'leave', inclusions: [{ state: 'ended' }] } });
  });

  it('counts each queue as it lists it', async () => {
    const counts = await db.tx(town, (tx) => countQueues(tx, readRange(town.scope, undefined)));
    for (const kind of ['include', 'leave', 'byHand'] as const) expect(counts[kind]).toBe((await queue(kind)).length);
  });
});

describe('needs and up-to-dateness', () => {
  const range = () => readRange(town.scope, undefined);
  it('lists who needs what, with the note', async () => {
    const id = await anElder(alone({ needs: ['meals', 'medical'], needNote: '一日一餐' }));
    const { rows, counts } = await db.tx(town, async (tx: Tx) => ({
      rows: await listNeeds(services, tx, range(), { need: ['meals'], q: undefined }, { limit: 50, offset: 0 }),
      counts: await countNeeds(tx, range(), { need: ['meals'], q: undefined }),
    }));
    expect(rows).toMatchObject([{ elderId: id, needs: ['meals', 'medical'], note: '一日一餐' }]);
    expect(counts).toEqual({ count: 1, byNeed: { meals: 1, medical: 1 } });
    await say(id, { needs: ['medical'] });
    const survey = await db.tx(town, (tx) => countNeeds(tx, range(), { need: [], q: undefined }));
    expect(survey.count).toBe(1);
  });

  it('says of each village how many files were spoken of lately', async () => {
    await anElder(alone({ division: OTHER }), { on: '2025-01-15' });
    const { lines, total, cutoff } = await db.tx(town, (tx) => readFreshness(services, tx, range()));
    expect(cutoff).toBe('2026-05-18');
    const line = lines.find((one) => one.division === OTHER);
    expect(line).toMatchObject({ oldest: '2025-01-15', stale: 1 });
    expect(total.files).toBe(lines.reduce((sum, one) => sum + one.files, 0));
  });
});
