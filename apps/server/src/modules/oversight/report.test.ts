import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '@shouwang/domain/shared';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { newId } from '../../platform/clock.ts';
import { systemActor, type Actor } from '../../platform/db/index.ts';
import { readRange } from '../divisions/public.ts';
import { ensureDuties } from '../visits/duties.ts';
import { aVisit, COUNTY, monthly, office, testCounty, testPolicy, VILLAGE_A, VILLAGE_B, VILLAGE_C, weekly, type TestCounty } from '../visits/fixture.ts';
import { recordVisits, type VisitItem } from '../visits/record.ts';
import { recountMonth } from './recount.ts';
import { readRollups, sumOf, type RollupRow } from './report.ts';
import { rebuildRollups, refreshRollups } from './rollups.ts';
import { countFigurePeople, listFigurePeople, type FigureFilter } from './rows.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await testCounty((await testDatabase()).connectionString);
});
beforeEach(() => county.owner.query('truncate elder, classification, assignment, visitor, visit, visit_duty, month_rollup, rollup_dirty, duty_arrangement, list_span'));
afterAll(() => county.close());

const system = systemActor(COUNTY);
const record = (...items: VisitItem[]) => county.services.db.tx(office(COUNTY), (tx) => recordVisits(tx, county.services, testPolicy, items));
const ensure = (months = ['2026-10', '2026-11']) => county.services.db.tx(system, (tx) => ensureDuties(tx, testPolicy.rules, { months, today: '2026-11-18' }));
const rollups = (month: string, level: RollupRow['level'] = 'place', actor: Actor = system, prefix = COUNTY) =>
  county.services.db.tx(actor, async (tx) => {
    await refreshRollups(tx, COUNTY, month);
    return readRollups(tx, readRange(prefix, undefined), [COUNTY], month, level);
  });
const recount = (month: string) => county.services.db.tx(system, (tx) => recountMonth(tx, testPolicy.rules, COUNTY, month));
const filled = (rows: readonly RollupRow[]) => rows.filter((row) => row.listed + row.visits + row.attempts + row.required > 0).map(({ level: _level, ...row }) => row);
const worthSaying = (rows: readonly Omit<RollupRow, 'level'>[]) => rows.filter((row) => row.listed + row.visits + row.attempts + row.required > 0);

describe('the month’s figures', () => {
  test('count people, categories, duties and visits of a village', async () => {
    const often = await county.elder({ tier: weekly, categories: ['careDependent', 'livingAlone'] });
    const seldom = await county.elder({ tier: monthly, categories: ['livingAlone'] });
    await county.elder({ tier: null });
    const visitor = await county.visitor();
    await county.assign(often, visitor, '2026-01-01');
    await ensure();
    await record(
      aVisit(often, '2026-11-03'),
      aVisit(often, '2026-11-05'),
      aVisit(often, '2026-11-06'),
      aVisit(seldom, '2026-11-04', { mode: 'phone' }),
      aVisit(seldom, '2026-11-04', { outcome: 'notAtHome' }),
    );
    const [place] = await rollups('2026-11');
    expect(place).toMatchObject({
      division_code: VILLAGE_A,
      listed: 2,
      by_category: { careDependent: 1, livingAlone: 2 },
      by_tier: { twiceWeekly: 1, monthly: 1 },
      required: 11,
      fulfilled: 2,
      reached: 2,
      visits: 4,
      home_visits: 3,
      other_contacts: 1,
      attempts: 1,
      uncovered: 1,
      provisional: 0,
    });
  });

  test('a third visit in a week raises the visits and not the rate', async () => {
    const elder = await county.elder({ tier: weekly });
    await ensure();
    await record(aVisit(elder, '2026-11-03'), aVisit(elder, '2026-11-05'));
    const before = (await rollups('2026-11'))[0];
    await record(aVisit(elder, '2026-11-06'));
    const after = (await rollups('2026-11'))[0];
    expect([after?.visits, after?.fulfilled]).toEqual([3, before?.fulfilled]);
  });

  test('follow what is recorded afterwards, one village at a time', async () => {
    const a = await county.elder({ tier: monthly });
    const b = await county.elder({ tier: monthly, village: VILLAGE_B });
    await ensure();
    await rollups('2026-11');
    await record(aVisit(a, '2026-11-03'));
    const rows = await rollups('2026-11');
    expect(rows.map((row) => row.visits)).toEqual([1, 0, 0]);
    await record(aVisit(b, '2026-11-03'));
    expect(sumOf(await rollups('2026-11')).visits).toBe(2);
    expect((await county.owner.query('select 1 from rollup_dirty where month = $1', ['2026-11'])).rows).toEqual([]);
  });

  test('a visit late for last month changes last month', async () => {
    const elder = await county.elder({ tier: monthly });
    await ensure();
    expect(sumOf(await rollups('2026-10')).fulfilled).toBe(0);
    await record(aVisit(elder, '2026-10-20'));
    expect(sumOf(await rollups('2026-10'))).toMatchObject({ fulfilled: 1, visits: 1 });
  });

  test('somebody who gets a responsible person, moves or is closed changes the figures without anybody marking it', async () => {
    const elder = await county.elder({ tier: monthly });
    await ensure();
    expect(sumOf(await rollups('2026-11')).uncovered).toBe(1);
    await county.assign(elder, await county.visitor(), '2026-11-01');
    expect(sumOf(await rollups('2026-11')).uncovered).toBe(0);
    await county.owner.query('update elder set division_code = $2 where id = $1', [elder, VILLAGE_C]);
    expect((await rollups('2026-11')).map((row) => row.listed)).toEqual([0, 0, 1]);
    await county.owner.query(`update elder set closed_on = '2026-11-12' where id = $1`, [elder]);
    expect(sumOf(await rollups('2026-11')).listed).toBe(0);
  });

  test('towns and county are the sums of their places', async () => {
    await county.elder({ tier: monthly, categories: ['emptyNest'] });
    await county.elder({ tier: weekly, village: VILLAGE_B, categories: ['emptyNest', 'careDependent'] });
    await county.elder({ tier: monthly, village: VILLAGE_C });
    await ensure();
    const places = sumOf(await rollups('2026-11'));
    const towns = await rollups('2026-11', 'town');
    expect(towns.map((row) => [row.division_code, row.listed])).toEqual([
      ['610999101000', 2],
      ['610999102000', 1],
    ]);
    expect(sumOf(towns)).toEqual(places);
    expect(sumOf(await rollups('2026-11', 'county'))).toEqual(places);
  });

  test('a village reads its own lines, brings the whole county up to date and sees nothing more afterwards', async () => {
    await county.elder({ tier: monthly });
    await county.elder({ tier: monthly, village: VILLAGE_B });
    await ensure();
    const own = await rollups('2026-11', 'place', office(VILLAGE_A));
    expect(own.map((row) => row.division_code)).toEqual([VILLAGE_A]);
    expect(sumOf(await rollups('2026-11')).listed).toBe(2);
  });
});

describe('a recount from the raw visits', () => {
  test('equals the report, whatever happened in whatever order, and a rebuild changes nothing', async () => {
    const day = fc.integer({ min: 0, max: 48 }).map((n) => addDays('2026-10-01', n));
    const person = fc.record({
      village: fc.constantFrom(VILLAGE_A, VILLAGE_B, VILLAGE_C),
      enteredOn: day,
      tiers: fc.array(fc.record({ on: day, tier: fc.constantFrom(weekly, monthly, null) }), { minLength: 1, maxLength: 3 }),
      covered: fc.boolean(),
      closedOn: fc.option(day, { freq: 4 }),
      leftOn: fc.option(day, { freq: 4 }),
      earlier: fc.option(fc.record({ from: day, days: fc.integer({ min: 1, max: 30 }) }), { freq: 4 }),
      arranged: fc.array(
        fc.record({
          kind: fc.constantFrom('suspended' as const, 'refused' as const, 'extra' as const, 'substitute' as const),
          from: day,
          days: fc.option(fc.integer({ min: 0, max: 25 })),
        }),
        { maxLength: 3 },
      ),
      visits: fc.array(
        fc.record({
          on: day,
          mode: fc.constantFrom('home' as const, 'home' as const, 'phone' as const, 'video' as const, 'kin' as const),
          outcome: fc.constantFrom('done' as const, 'done' as const, 'notAtHome' as const, 'away' as const),
        }),
        { maxLength: 10 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 8 }), async (people) => {
        await county.owner.query('truncate elder, classification, assignment, visitor, visit, visit_duty, month_rollup, rollup_dirty, duty_arrangement, list_span');
        const visits: VisitItem[] = [];
        for (const one of people) {
          const id = await county.elder({ village: one.village, enteredOn: one.enteredOn });
          for (const { on, tier } of [...one.tiers].sort((a, b) => (a.on < b.on ? -1 : 1))) await county.classify(id, tier, on, tier === null ? [] : ['livingAlone']);
          if (one.covered) await county.assign(id, await county.visitor(), '2026-01-01');
          if (one.closedOn !== null) await county.owner.query('update elder set closed_on = $2 where id = $1', [id, one.closedOn]);
          if (one.leftOn !== null && one.leftOn >= one.enteredOn) await county.owner.query(`update elder set left_on = $2, list_state = 'left' where id = $1`, [id, one.leftOn]);
          if (one.earlier !== null && addDays(one.earlier.from, one.earlier.days) < one.enteredOn) {
            await county.owner.query('insert into list_span (county_code, elder_id, from_date, to_date) values ($1, $2, $3, $4)', [
              COUNTY,
              id,
              one.earlier.from,
              addDays(one.earlier.from, one.earlier.days),
            ]);
          }
          for (const { kind, from, days } of one.arranged) {
            await county.owner.query('insert into duty_arrangement (county_code, id, elder_id, kind, from_date, to_date, visits, modes) values ($1, $2, $3, $4, $5, $6, $7, $8)', [
              COUNTY,
              newId(),
              id,
              kind,
              from,
              days === null ? null : addDays(from, days),
              kind === 'extra' ? 1 : null,
              kind === 'substitute' ? ['phone'] : null,
            ]);
          }
          visits.push(...one.visits.map((visit) => aVisit(id, visit.on, { mode: visit.mode, outcome: visit.outcome })));
        }
        const half = visits.length >> 1;
        if (half > 0) await record(...visits.slice(0, half));
        await ensure();
        await rollups('2026-11');
        if (visits.length > half) await record(...visits.slice(half));
        for (const month of ['2026-10', '2026-11']) {
          const reported = filled(await rollups(month));
          expect(reported).toEqual(worthSaying(await recount(month)));
          await county.services.db.tx(system, (tx) => rebuildRollups(tx, COUNTY, month));
          expect(filled(await rollups(month))).toEqual(reported);
        }
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});

describe('the rows behind a figure', () => {
  const filter = (figure: FigureFilter['figure'], over: Partial<FigureFilter> = {}): FigureFilter => ({
    range: readRange(COUNTY, undefined),
    counties: [COUNTY],
    month: '2026-11',
    figure,
    category: undefined,
    limit: 50,
    offset: 0,
    ...over,
  });
  const names = (over: FigureFilter, actor: Actor = system) =>
    county.services.db.tx(actor, async (tx) => (await listFigurePeople(tx, over)).map((row) => [row.name, row.why] as const));

  test('say why each person was missed', async () => {
    const make = async (name: string, covered = true): Promise<string> => {
      const id = await county.elder({ name, tier: monthly });
      if (covered) await county.assign(id, await county.visitor(), '2026-01-01');
      return id;
    };
    const [away, refused, notHome, phone, seen] = [await make('外出'), await make('拒访'), await make('无人'), await make('电话'), await make('已访')];
    await make('无人管', false);
    await make('没去');
    await ensure();
    await record(
      aVisit(away, '2026-11-03', { outcome: 'away' }),
      aVisit(refused, '2026-11-03', { outcome: 'refused' }),
      aVisit(notHome, '2026-11-03', { outcome: 'notAtHome' }),
      aVisit(phone, '2026-11-03', { mode: 'phone' }),
      aVisit(seen, '2026-11-03'),
    );
    const why = new Map(await names(filter('missed')));
    expect(Object.fromEntries(why)).toEqual({ 外出: 'away', 拒访: 'refused', 无人: 'notAtHome', 电话: 'phoneOnly', 无人管: 'noResponsible', 没去: 'noAttempt' });
    expect(new Map(await names(filter('reached')))).toEqual(
      new Map([
        ['电话', 'phoneOnly'],
        ['已访', null],
      ]),
    );
  });

  test('are as many as the figure says, for every figure that counts people', async () => {
    for (const village of [VILLAGE_A, VILLAGE_A, VILLAGE_B, VILLAGE_C]) {
      const elder = await county.elder({ village, tier: village === VILLAGE_B ? weekly : monthly, categories: village === VILLAGE_C ? ['emptyNest'] : ['livingAlone'] });
      if (village !== VILLAGE_C) await record(aVisit(elder, '2026-11-03'));
    }
    await ensure();
    const total = sumOf(await rollups('2026-11'));
    const count = (over: FigureFilter) => county.services.db.tx(system, (tx) => countFigurePeople(tx, over));
    expect(await count(filter('listed'))).toBe(total.listed);
    expect(await count(filter('reached'))).toBe(total.reached);
    expect(await count(filter('notReached'))).toBe(total.listed - total.reached);
    expect(await count(filter('uncovered'))).toBe(total.uncovered);
    expect(await count(filter('byCategory', { category: 'livingAlone' }))).toBe(total.by_category['livingAlone']);
    expect(await count(filter('listed', { range: readRange(COUNTY, '610999101') }))).toBe(3);
  });

  test('of another village stay hidden', async () => {
    await county.elder({ name: '自己', tier: monthly });
    await county.elder({ name: '别人', tier: monthly, village: VILLAGE_B });
    expect((await names(filter('listed'), office(VILLAGE_A))).map(([name]) => name)).toEqual(['自己']);
  });
});
