import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor, type Actor, type Sql } from '../../platform/db/index.ts';
import { ensureDuties } from './duties.ts';
import { aVisit, COUNTY, monthly, NOW, office, onFoot, testCounty, testPolicy, VILLAGE_A, VILLAGE_B, weekly, type TestCounty } from './fixture.ts';
import { visitJobs } from './jobs.ts';
import { recordVisits, type VisitItem } from './record.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await testCounty((await testDatabase()).connectionString);
});
afterAll(() => county.close());

const record = (actor: Actor, ...items: VisitItem[]) => county.services.db.tx(actor, (tx) => recordVisits(tx, county.services, testPolicy, items));
const outcomes = async (actor: Actor, ...items: VisitItem[]) => (await record(actor, ...items)).map((answer) => answer.outcome);
const duties = async (elderId: string) =>
  (
    await county.owner.query<{ kind: string; start: string; required: number; done: number; state: string }>(
      `select kind, start_date::text as start, required, done, state from visit_duty where elder_id = $1 order by kind, start_date`,
      [elderId],
    )
  ).rows;
const dutyAt = async (elderId: string, start: string) => (await duties(elderId)).find((duty) => duty.start === start);
const visits = async (elderId: string) =>
  (await county.owner.query<{ marks: string[]; findings: string[]; occurred_on: string }>('select marks, findings, occurred_on::text from visit where elder_id = $1', [elderId]))
    .rows;

/** An elder with a tier and his visitor. */
async function pair(tier: typeof weekly | typeof monthly = weekly, options: { from?: string; to?: string | null } = {}) {
  const elder = await county.elder({ tier });
  const visitor = await county.visitor();
  await county.assign(elder, visitor, options.from ?? '2026-01-01', options.to ?? null);
  return { elder, visitor, actor: onFoot(visitor) };
}

describe('one visit', () => {
  test('is stored, fulfils the duty of its week, notes the last day, marks the roll-up, feeds and audits', async () => {
    const { elder, actor } = await pair();
    expect(await outcomes(actor, aVisit(elder, '2026-11-17'))).toEqual(['applied']);
    expect(await dutyAt(elder, '2026-11-16')).toMatchObject({ required: 2, done: 1, state: 'active' });
    const { rows } = await county.owner.query(
      `select (select last_visit_on::text from elder where id = $1) as last, (select count(*)::int from feed where entity_id = $1) > 0 as fed,
      (select count(*)::int from audit_event where action = 'visit.record' and actor = $2) as audited, exists(select 1 from rollup_dirty where division_code = $3 and month = '2026-11') as dirty`,
      [elder, actor.accountId, VILLAGE_A],
    );
    expect(rows[0]).toEqual({ last: '2026-11-17', fed: true, audited: 1, dirty: true });
  });

  test('keeps its details sealed: what was answered is nowhere in clear', async () => {
    const { elder, actor } = await pair();
    await record(actor, aVisit(elder, '2026-11-17', { note: '夜里咳嗽', answers: { gas: 'unsafe' } }));
    const { rows } = await county.owner.query<{ raw: string; findings: string[] }>(
      `select convert_from(decode(replace(encode(details_sealed, 'hex'), '00', ''), 'hex'), 'LATIN1') as raw, findings from visit where elder_id = $1`,
      [elder],
    );
    expect(rows[0]?.raw).not.toContain('answers');
    expect(rows[0]?.findings).toEqual(['gas:unsafe']);
  });

  test('by phone is a contact but fulfils no home duty', async () => {
    const { elder, actor } = await pair();
    expect(await outcomes(actor, aVisit(elder, '2026-11-17', { mode: 'phone' }))).toEqual(['applied']);
    expect(await dutyAt(elder, '2026-11-16')).toMatchObject({ done: 0 });
  });

  test('sent again changes nothing', async () => {
    const { elder, actor } = await pair();
    const visit = aVisit(elder, '2026-11-17');
    expect(await outcomes(actor, visit)).toEqual(['applied']);
    expect(await outcomes(actor, visit)).toEqual(['alreadyApplied']);
    expect(await visits(elder)).toHaveLength(1);
    expect(await dutyAt(elder, '2026-11-16')).toMatchObject({ done: 1 });
  });
});

describe('late and odd visits', () => {
  test('a visit of last month fulfils last month’s duty and is marked late', async () => {
    const { elder, actor } = await pair(monthly);
    expect(await outcomes(actor, aVisit(elder, '2026-10-20'))).toEqual(['applied']);
    expect(await dutyAt(elder, '2026-10-01')).toMatchObject({ required: 1, done: 1 });
    expect((await visits(elder))[0]?.marks).toEqual(['lateBeyondMonth']);
    const { rows } = await county.owner.query(`select 1 from rollup_dirty where month = '2026-10' and division_code = $1`, [VILLAGE_A]);
    expect(rows.length).toBeGreaterThan(0);
  });

  test('an earlier visit that arrives later does not move the last day back', async () => {
    const { elder, actor } = await pair();
    await record(actor, aVisit(elder, '2026-11-17'));
    await record(actor, aVisit(elder, '2026-11-16'));
    const { rows } = await county.owner.query('select last_visit_on::text as last from elder where id = $1', [elder]);
    expect(rows[0]).toEqual({ last: '2026-11-17' });
  });

  test('a visitor whose assignment ended is believed and marked, though he no longer sees the elder', async () => {
    const { elder, actor } = await pair(weekly, { from: '2026-01-01', to: '2026-11-17' });
    expect(await county.services.db.tx(actor, (tx) => tx.query(sql`select 1 from elder where id = ${elder}`))).toEqual([]);
    expect(await outcomes(actor, aVisit(elder, '2026-11-17'))).toEqual(['applied']);
    expect((await visits(elder))[0]?.marks).toEqual(['unassigned']);
    expect(await dutyAt(elder, '2026-11-16')).toMatchObject({ done: 1 });
    const { rows } = await county.owner.query('select last_visit_on::text as last from elder where id = $1', [elder]);
    expect(rows[0]).toEqual({ last: '2026-11-17' });
  });

  test('somebody else’s elder is refused, and the rest of the batch goes through', async () => {
    const { elder, actor } = await pair();
    const stranger = await county.elder({ tier: weekly });
    const answers = await record(actor, aVisit(stranger, '2026-11-17'), aVisit(elder, '2026-11-17'));
    expect(answers.map((answer) => [answer.outcome, answer.refusal?.code])).toEqual([
      ['refused', 'elder.notVisible'],
      ['applied', undefined],
    ]);
    expect(await visits(stranger)).toEqual([]);
  });

  test('an office records for its own village and for no other', async () => {
    const own = await county.elder({ tier: weekly });
    const other = await county.elder({ tier: weekly, village: VILLAGE_B });
    expect(await outcomes(office(VILLAGE_A), aVisit(own, '2026-11-17'), aVisit(other, '2026-11-17'))).toEqual(['applied', 'refused']);
  });
});

describe('many at once', () => {
  test('eight phones push for one elder at the same time: every visit once, days counted right', async () => {
    const elder = await county.elder({ tier: weekly });
    const actors: Actor[] = [];
    for (let index = 0; index < 8; index += 1) actors.push(onFoot(await county.visitor()));
    for (const actor of actors)
      await county.owner.query(`insert into assignment (county_code, id, elder_id, visitor_id, division_code, role, from_date) values ($1,$2,$3,$4,$5,'helper','2026-01-01')`, [
        COUNTY,
        newId(),
        elder,
        actor.visitorId,
        VILLAGE_A,
      ]);
    const days = ['2026-11-16', '2026-11-17', '2026-11-18'];
    await Promise.all(actors.map((actor, index) => record(actor, aVisit(elder, days[index % 3] as string), aVisit(elder, '2026-11-10'))));
    expect(await visits(elder)).toHaveLength(16);
    expect(await dutyAt(elder, '2026-11-16')).toMatchObject({ done: 3 });
    expect(await dutyAt(elder, '2026-11-09')).toMatchObject({ done: 1 });
  });

  test('pushes that meet on the same elders in opposite order do not block each other for ever', async () => {
    const elders: string[] = [];
    for (let index = 0; index < 6; index += 1) elders.push(await county.elder({ tier: weekly }));
    const actor = office(VILLAGE_A);
    await Promise.all(Array.from({ length: 8 }, (_, index) => record(actor, ...(index % 2 === 0 ? elders : [...elders].reverse()).map((elder) => aVisit(elder, '2026-11-17')))));
    for (const elder of elders) expect(await dutyAt(elder, '2026-11-16')).toMatchObject({ done: 1 });
  });

  test('a hundred visits go through as one set', async () => {
    const { elder, actor } = await pair();
    const items = Array.from({ length: 100 }, (_, index) => aVisit(elder, `2026-11-${String(1 + (index % 17)).padStart(2, '0')}`));
    expect(new Set(await outcomes(actor, ...items))).toEqual(new Set(['applied']));
    expect(await outcomes(actor, ...items)).toEqual(items.map(() => 'alreadyApplied'));
    expect(await dutyAt(elder, '2026-11-09')).toMatchObject({ done: 7 });
  });

  test('any order, any grouping, any repetition of the same visits ends in the same duties', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            day: fc.integer({ min: 1, max: 18 }),
            mode: fc.constantFrom('home' as const, 'phone' as const),
            outcome: fc.constantFrom('done' as const, 'notAtHome' as const),
          }),
          { minLength: 1, maxLength: 12 },
        ),
        fc.array(fc.nat(11), { minLength: 1, maxLength: 10 }),
        async (specs, order) => {
          const one = await county.elder({ tier: weekly });
          const two = await county.elder({ tier: weekly });
          const actor = office(VILLAGE_A);
          const make = (elder: string) => specs.map(({ day, mode, outcome }) => aVisit(elder, `2026-11-${String(day).padStart(2, '0')}`, { mode, outcome }));
          await record(actor, ...make(one));
          const shuffled = make(two);
          for (const index of order) await record(actor, shuffled[index % shuffled.length] as VisitItem);
          await record(actor, ...[...shuffled].reverse());
          expect(await duties(two)).toEqual(await duties(one));
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('duties', () => {
  const months = ['2026-11', '2026-12'];
  const ensure = (ids?: string[]) =>
    county.services.db.tx(systemActor(COUNTY), (tx) => ensureDuties(tx, testPolicy.rules, { months, today: '2026-11-18', ...(ids === undefined ? {} : { elderIds: ids }) }));

  test('are made once; a second run changes nothing', async () => {
    const elder = await county.elder({ tier: weekly });
    expect(await ensure([elder])).toBe(1);
    expect(await ensure([elder])).toBe(0);
    expect((await duties(elder)).filter((duty) => duty.start.startsWith('2026-11')).map((duty) => duty.required)).toEqual([2, 2, 2, 2, 2]);
  });

  test('follow a tier that falls: ended weeks stay, coming ones are cancelled, the month’s visit is due', async () => {
    const elder = await county.elder({ tier: weekly });
    await ensure([elder]);
    await county.classify(elder, monthly, '2026-11-18');
    await ensure([elder]);
    const rows = await duties(elder);
    expect(rows.find((duty) => duty.start === '2026-11-09')).toMatchObject({ state: 'active', required: 2 });
    expect(rows.find((duty) => duty.start === '2026-11-16')).toMatchObject({ state: 'active', required: 2 });
    expect(rows.find((duty) => duty.start === '2026-11-23')).toMatchObject({ state: 'cancelled' });
    expect(rows.find((duty) => duty.kind === 'month' && duty.start === '2026-11-01')).toMatchObject({ state: 'active', required: 1 });
  });

  test('count visits that were made before the duty existed', async () => {
    const elder = await county.elder({});
    await record(office(VILLAGE_A), aVisit(elder, '2026-11-17'));
    await county.classify(elder, weekly, '2026-01-01');
    await ensure([elder]);
    expect(await dutyAt(elder, '2026-11-16')).toMatchObject({ done: 1 });
  });

  test('closed people and people without a tier have none', async () => {
    const closed = await county.elder({ tier: weekly });
    const none = await county.elder({ tier: null });
    await county.owner.query(`update elder set closed_on = '2026-11-10' where id = $1`, [closed]);
    await ensure([closed, none]);
    expect((await duties(closed)).map((duty) => duty.start)).toEqual(['2026-10-26', '2026-11-02']);
    expect(await duties(none)).toEqual([]);
  });

  test('of everybody are made by the nightly job, for this month and the next', async () => {
    const elder = await county.elder({ tier: monthly });
    await visitJobs[0]?.run(county.services, {}, new AbortController().signal);
    expect((await duties(elder)).map((duty) => duty.start)).toEqual(['2026-11-01', '2026-12-01']);
  });

  test('of others are hidden from a visitor', async () => {
    const { elder, actor } = await pair();
    const stranger = await county.elder({ tier: weekly });
    await ensure([elder, stranger]);
    const seen = await county.services.db.tx(actor, (tx) => tx.query<{ elder_id: string }>(sql`select distinct elder_id from visit_duty`));
    expect(seen.map((row) => row.elder_id)).toEqual([elder]);
    expect(await county.services.db.tx(actor, (tx) => tx.query(sql`select * from listed_times(${[stranger]}::uuid[])`))).toEqual([]);
    const forced = JSON.stringify([{ id: newId(), event_id: newId(), elder_id: stranger, mode: 'home', outcome: 'done', occurred_on: '2026-11-17' }]);
    expect(await county.services.db.tx(actor, (tx) => tx.query(sql`select write_visits(${forced}::jsonb, 'visitor')`))).toEqual([]);
  });
});

test('recording one visit reads a handful of pages, however many duties and visits the county has', async () => {
  await county.owner.query(`insert into visit_duty (county_code, elder_id, kind, start_date, end_date, month, division_code, tier_code, modes, required)
      select '${COUNTY}', gen_random_uuid(), 'week', '2026-11-16', '2026-11-22', '2026-11', '${VILLAGE_B}', 't', '{home}', 2 from generate_series(1, 20000)`);
  await county.owner
    .query(`insert into visit (county_code, id, elder_id, division_code, account_id, mode, outcome, occurred_at, occurred_on, month, ended_at, recorded_at, form_id, form_version)
      select '${COUNTY}', gen_random_uuid(), elder_id, '${VILLAGE_B}', gen_random_uuid(), 'home', 'done', now(), '2026-11-17', '2026-11', now(), now(), 'f', 1 from visit_duty where tier_code = 't'`);
  await county.owner.query('analyze visit_duty; analyze visit');
  const { actor, elder } = await pair();
  await record(actor, aVisit(elder, '2026-11-17'));
  const pages = (statement: Sql) =>
    county.services.db.tx(actor, async (tx) => {
      const [row] = await tx.query<{ 'QUERY PLAN': { Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }[] }>(
        sql`explain (analyze, buffers, format json) ${statement}`,
      );
      const plan = row?.['QUERY PLAN'][0]?.Plan;
      return (plan?.['Shared Hit Blocks'] ?? Infinity) + (plan?.['Shared Read Blocks'] ?? Infinity);
    });
  const item = {
    id: newId(),
    event_id: newId(),
    elder_id: elder,
    mode: 'home',
    outcome: 'done',
    occurred_at: '2026-11-16T03:00:00Z',
    occurred_on: '2026-11-16',
    ended_at: '2026-11-16T03:00:00Z',
    recorded_at: '2026-11-16T03:00:00Z',
    received_at: NOW,
    form_id: 'f',
    form_version: 1,
    details: '',
    has_fix: true,
    findings: [],
    marks: [],
  };
  expect(await pages(sql`select * from lock_visit_subjects(${[elder, elder]}::uuid[], ${['week', 'month']}::text[], ${['2026-11-16', '2026-11-01']}::date[])`)).toBeLessThan(150);
  expect(await pages(sql`select write_visits(${JSON.stringify([item])}::jsonb, 'visitor')`)).toBeLessThan(400);
  expect(await dutyAt(elder, '2026-11-16')).toMatchObject({ done: 2 });
});
