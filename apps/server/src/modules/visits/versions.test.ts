// Corrections, cancelling, paper and checks against a real database: never overwritten, counted anew, and
// two who correct at the same time both keep their fields or hear of each other.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { newId } from '../../platform/clock.ts';
import { takeAttempt } from './attempts.ts';
import { calendarDays, listBehind } from './calendar.ts';
import { readRange } from '../divisions/public.ts';
import { elderCardFeed } from './feed.ts';
import { aVisit, COUNTY, monthly, NOW, office, onFoot, testCounty, testPolicy, VILLAGE_A, VILLAGE_B, weekly, type TestCounty } from './fixture.ts';
import { enterPaper } from './paperVisits.ts';
import { listDuties, type DutyFilter } from './queries.ts';
import { recordVisits } from './record.ts';
import { cancelVisit, checkVisit, correctVisit, historyOf, restoreVisit } from './versions.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await testCounty((await testDatabase()).connectionString);
});
afterAll(() => county.close());

const clerk = office(VILLAGE_A);
const correct = (id: string, wanted: Partial<Parameters<typeof correctVisit>[4]>) =>
  county.services.db.tx(clerk, async (tx) => {
    const result = await correctVisit(county.services, tx, testPolicy, id, { base: 1, changes: {}, reason: '核对纸质记录', ...wanted });
    return result.ok ? result.value.version : result.refusal;
  });
const done = async (elder: string, start: string) =>
  (await county.owner.query<{ done: number }>('select done from visit_duty where elder_id = $1 and start_date = $2', [elder, start])).rows[0]?.done;
const history = (id: string) => county.services.db.tx(clerk, (tx) => historyOf(county.services, tx, COUNTY, id));

async function visited(tier: typeof weekly | typeof monthly = weekly, on = '2026-11-17') {
  const elder = await county.elder({ tier });
  const visitor = await county.visitor();
  await county.assign(elder, visitor, '2026-01-01');
  const visit = aVisit(elder, on);
  await county.services.db.tx(onFoot(visitor), (tx) => recordVisits(tx, county.services, testPolicy, [visit]));
  return { elder, visitor, id: visit.id };
}

describe('a correction', () => {
  test('makes a new version with its reason, keeps the first as it was recorded, and counts anew', async () => {
    const { elder, id } = await visited();
    expect(await done(elder, '2026-11-16')).toBe(1);
    expect(await correct(id, { changes: { mode: 'phone', answers: { gas: 'unsafe' }, note: '实为电话' } })).toBe(2);
    expect(await done(elder, '2026-11-16')).toBe(0);
    const { versions } = await history(id);
    expect(versions.map(({ version, kind, fields, reason }) => [version, kind, fields, reason])).toEqual([
      [1, 'recorded', [], null],
      [2, 'corrected', ['mode', 'note', 'answer.gas'], '核对纸质记录'],
    ]);
    expect(versions.map(({ content }) => [content.mode, content.note, content.answers])).toEqual([
      ['home', null, { gas: 'safe' }],
      ['phone', '实为电话', { gas: 'unsafe' }],
    ]);
    const { rows } = await county.owner.query('select findings, version from visit where id = $1', [id]);
    expect(rows[0]).toEqual({ findings: ['gas:unsafe'], version: 2 });
  });

  test('of the day moves the visit to another period and month, and marks both for the report', async () => {
    const { elder, id } = await visited(monthly, '2026-11-02');
    await county.owner.query('delete from rollup_dirty');
    expect(await correct(id, { changes: { occurredAt: '2026-10-30T03:30:00.000Z', endedAt: '2026-10-30T03:50:00.000Z' } })).toBe(2);
    expect([await done(elder, '2026-11-01'), await done(elder, '2026-10-01')]).toEqual([0, 1]);
    const { rows } = await county.owner.query('select distinct month from rollup_dirty order by month');
    expect(rows.map((row: { month: string }) => row.month)).toEqual(['2026-10', '2026-11']);
    const last = await county.owner.query('select last_visit_on::text as last from elder where id = $1', [elder]);
    expect(last.rows[0]).toEqual({ last: '2026-10-30' });
  });

  test('of an attempt keeps that nobody knows where he is, and what is proposed follows it', async () => {
    const elder = await county.elder({ tier: weekly });
    const visitor = await county.visitor();
    await county.assign(elder, visitor, '2026-01-01');
    const visit = aVisit(elder, '2026-11-17', { outcome: 'notAtHome', answers: {}, attempt: { reason: 'nobodyKnows', nextOn: '2026-11-20' } });
    await county.services.db.tx(onFoot(visitor), (tx) => recordVisits(tx, county.services, testPolicy, [visit]));
    const findings = async () => (await county.owner.query<{ findings: string[] }>('select findings from visit where id = $1', [visit.id])).rows[0]?.findings;
    const goesAgain = async () => {
      const { upserts } = await county.services.db.tx(onFoot(visitor), (tx) => elderCardFeed.changed(tx, county.services, 'all'));
      return (upserts[0]?.data as { nextAttemptOn: string | null } | undefined)?.nextAttemptOn;
    };
    expect(await correct(visit.id, { base: 1, changes: { note: '敲门三次' } })).toBe(2);
    expect(await findings()).toEqual(['attempt:nobodyKnows']);
    expect(await goesAgain()).toBe('2026-11-20');
    await county.services.db.tx(clerk, (tx) => cancelVisit(county.services, tx, testPolicy, visit.id, { base: 2, reason: '记错了人' }));
    expect([await findings(), await goesAgain()]).toEqual([[], null]);
    await county.services.db.tx(clerk, (tx) => restoreVisit(county.services, tx, testPolicy, visit.id, '没有记错'));
    expect(await findings()).toEqual(['attempt:nobodyKnows']);
    const proposed = async () =>
      (await county.owner.query('select outcome, reason, occurred_on::text as on, proposal, state from visit_attempt where visit_id = $1', [visit.id])).rows[0] as object;
    expect(await correct(visit.id, { base: 4, changes: { outcome: 'inHospital', occurredAt: '2026-11-16T03:30:00.000Z', endedAt: '2026-11-16T03:40:00.000Z' } })).toBe(5);
    expect(await proposed()).toEqual({ outcome: 'inHospital', reason: null, on: '2026-11-16', proposal: 'hospital', state: 'open' });
    expect(await findings()).toEqual([]);
    expect(await county.services.db.tx(clerk, (tx) => takeAttempt(tx, visit.id))).toMatchObject({ proposal: 'hospital', occurred_on: '2026-11-16' });
    expect(await correct(visit.id, { base: 5, changes: { outcome: 'done', mode: 'phone' } })).toBe(6);
    expect(await county.services.db.tx(clerk, (tx) => takeAttempt(tx, visit.id))).toBeUndefined();
  });

  test('versions cannot be changed or removed by the server', async () => {
    const { id } = await visited();
    await correct(id, { changes: { note: '补记' } });
    const { sql } = await import('../../platform/db/index.ts');
    await expect(county.services.db.tx(clerk, (tx) => tx.query(sql`update visit_version set fields = '{}' where visit_id = ${id}`))).rejects.toThrow(/permission denied/);
    await expect(county.services.db.tx(clerk, (tx) => tx.query(sql`delete from visit_version where visit_id = ${id}`))).rejects.toThrow(/permission denied/);
  });

  test('two who saw the same version keep both fields where they differ, and settle the one they share', async () => {
    const { id } = await visited();
    expect(await correct(id, { base: 1, changes: { mode: 'video' } })).toBe(2);
    expect(await correct(id, { base: 1, changes: { note: '邻居在场' } })).toBe(3);
    expect((await history(id)).versions.at(-1)?.content).toMatchObject({ mode: 'video', note: '邻居在场' });
    expect(await correct(id, { base: 1, changes: { mode: 'phone' } })).toEqual({ code: 'visit.correctedMeanwhile', details: { fields: ['mode'] } });
    expect(await correct(id, { base: 3, changes: { mode: 'phone' } })).toBe(4);
  });

  test('both at once: one waits for the other and neither is lost', async () => {
    const { id } = await visited();
    const answers = await Promise.all([correct(id, { changes: { mode: 'video' } }), correct(id, { changes: { note: '同时更正' } })]);
    expect([...answers].sort()).toEqual([2, 3]);
    expect((await history(id)).versions.at(-1)?.content).toMatchObject({ mode: 'video', note: '同时更正' });
  });

  test('of a visit of another village is not found', async () => {
    const elder = await county.elder({ tier: weekly, village: VILLAGE_B });
    const visit = aVisit(elder, '2026-11-17');
    await county.services.db.tx(office(VILLAGE_B), (tx) => recordVisits(tx, county.services, testPolicy, [visit]));
    expect(await correct(visit.id, { changes: { mode: 'phone' } })).toEqual({ code: 'notFound' });
  });
});

describe('cancelling', () => {
  test('counts nowhere, keeps the record, and can be taken back', async () => {
    const { elder, id } = await visited();
    const cancel = () =>
      county.services.db.tx(clerk, async (tx) => {
        const result = await cancelVisit(county.services, tx, testPolicy, id, { base: 1, reason: '记在了别人名下' });
        return result.ok ? result.value.version : result.refusal.code;
      });
    expect(await cancel()).toBe(2);
    expect(await done(elder, '2026-11-16')).toBe(0);
    const last = await county.owner.query('select last_visit_on from elder where id = $1', [elder]);
    expect(last.rows[0]).toEqual({ last_visit_on: null });
    expect(await cancel()).toBe('visit.cancelled');
    expect(await correct(id, { base: 2, changes: { note: '改' } })).toEqual({ code: 'visit.cancelled' });
    const again = await county.services.db.tx(clerk, (tx) => restoreVisit(county.services, tx, testPolicy, id, '核实确有此事'));
    expect(again).toEqual({ ok: true, value: { version: 3 } });
    expect(await done(elder, '2026-11-16')).toBe(1);
    expect((await history(id)).versions.map(({ kind }) => kind)).toEqual(['recorded', 'cancelled', 'restored']);
  });

  test('sent again by the phone, a cancelled visit stays cancelled', async () => {
    const { elder, visitor, id } = await visited();
    await county.services.db.tx(clerk, (tx) => cancelVisit(county.services, tx, testPolicy, id, { base: 1, reason: '误记' }));
    const answers = await county.services.db.tx(onFoot(visitor), (tx) => recordVisits(tx, county.services, testPolicy, [aVisit(elder, '2026-11-17', { id })]));
    expect(answers).toEqual([{ outcome: 'alreadyApplied' }]);
    expect(await done(elder, '2026-11-16')).toBe(0);
  });
});

describe('paper entered afterwards', () => {
  test('is marked, made by whoever signed, counts, and entered twice is one', async () => {
    const elder = await county.elder({ tier: weekly });
    const visitor = await county.visitor();
    const line = {
      id: newId(),
      elderId: elder,
      visitorId: visitor,
      mode: 'home',
      outcome: 'done',
      on: '2026-11-16',
      minutes: 15,
      answers: { health: 'worse', safety: 'safe' },
    } as const;
    const enter = () => county.services.db.tx(clerk, (tx) => enterPaper(county.services, tx, testPolicy, { visits: [line, { ...line, id: newId(), on: '2026-11-20' }] }));
    const first = await enter();
    expect(first.ok && first.value.answers.map((one) => [one.outcome, one.refusal])).toEqual([
      ['applied', null],
      ['refused', 'visit.inFuture'],
    ]);
    const second = await enter();
    expect(second.ok && second.value.answers[0]?.outcome).toBe('alreadyApplied');
    const { rows } = await county.owner.query('select visitor_id, marks, findings, form_id, occurred_on::text as on from visit where elder_id = $1', [elder]);
    expect(rows).toEqual([{ visitor_id: visitor, marks: ['paper'], findings: ['health:worse'], form_id: 'month-sheet', on: '2026-11-16' }]);
    expect(await done(elder, '2026-11-16')).toBe(1);
  });
});

describe('checks and figures', () => {
  test('a village’s word on a record is kept with who and when', async () => {
    const { id } = await visited();
    await county.services.db.tx(clerk, (tx) => checkVisit(county.services, tx, id, { verdict: 'unclear', note: '电话里老人记不清' }));
    expect((await history(id)).checks).toMatchObject([{ verdict: 'unclear', note: '电话里老人记不清', at: NOW }]);
  });

  test('the calendar and who is behind agree with the duties', async () => {
    const { elder, visitor } = await visited(weekly, '2026-11-10');
    await county.services.db.tx(clerk, (tx) => recordVisits(tx, county.services, testPolicy, [aVisit(elder, '2026-11-17')]));
    const range = { countyCode: COUNTY, prefix: VILLAGE_A, from: VILLAGE_A, to: `${VILLAGE_A}~`, county: { from: COUNTY, to: `${COUNTY}~` } } as unknown as Parameters<
      typeof listBehind
    >[1];
    const days = await county.services.db.tx(clerk, (tx) => calendarDays(tx, { range, month: '2026-11', visitorId: visitor, elderId: undefined }));
    expect(days.find((day) => day.on === '2026-11-15')).toMatchObject({ due: 2, missing: 1 });
    expect(days.find((day) => day.on === '2026-11-22')).toMatchObject({ due: 2, missing: 1 });
    expect(days.find((day) => day.on === '2026-11-10')).toMatchObject({ done: 1 });
    const names = async () => ({ of: (code: string) => code, town: () => '', village: (code: string) => code });
    const rows = await county.services.db.tx(clerk, (tx) => listBehind(tx, range, '2026-11', '2026-11-18', 'visitor', names));
    expect(rows.find((row) => row.key === visitor)).toMatchObject({ people: 1, required: 10, fulfilled: 2, open: 3, overdue: 5, overduePeople: 1 });
  });

  test('each figure of who is behind opens exactly its duties, also those of people with nobody', async () => {
    const { visitor } = await visited(weekly, '2026-11-10');
    for (const _ of [1, 2]) await county.elder({ tier: weekly });
    const range = readRange(VILLAGE_A, undefined);
    const today = '2026-11-18';
    const names = async () => ({ of: (code: string) => code, town: () => '', village: (code: string) => code });
    const rows = await county.services.db.tx(clerk, (tx) => listBehind(tx, range, '2026-11', today, 'visitor', names));
    for (const key of [visitor, null]) {
      const row = rows.find((one) => one.key === key);
      const of = async (state: DutyFilter['state']) => {
        const filter = { range, on: today, today, month: '2026-11', state, kind: undefined, visitorId: key ?? 'none', elderId: undefined, limit: 500, offset: 0 };
        const duties = await county.services.db.tx(clerk, (tx) => listDuties(tx, filter));
        return {
          people: new Set(duties.map((duty) => duty.elder_id)).size,
          required: duties.reduce((sum, duty) => sum + duty.required, 0),
          done: duties.reduce((sum, duty) => sum + Math.min(duty.done, duty.required), 0),
        };
      };
      const [all, begun, open, overdue] = [await of('all'), await of('begun'), await of('open'), await of('overdue')];
      expect(row).toMatchObject({
        people: all.people,
        required: all.required,
        fulfilled: begun.done,
        open: open.required - open.done,
        overdue: overdue.required - overdue.done,
        overduePeople: overdue.people,
      });
      expect(all.required).toBeGreaterThan(0);
    }
  });
});
