// Statistics on real PostgreSQL: they follow facts, are held to the scope, keep the past, and every
// figure has as many rows as it says.
import type { FactValues } from '@shouwang/domain/ledger';
import { dimensions, UNKNOWN } from '@shouwang/domain/statistics';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testServices } from '../../../../../tools/testing/services.ts';
import { fixedClock } from '../../platform/clock.ts';
import { sql, systemActor, type Actor, type Db, type Tx } from '../../platform/db/index.ts';
import { runReactions } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
import { classificationReactions } from '../classification/public.ts';
import { readRange } from '../divisions/public.ts';
import { stateFacts } from '../ledger/fixture.ts';
import { setCountyPack } from '../policy/public.ts';
import { riskReactions } from '../risk/public.ts';
import { countCross, listFigure, type FigureQuestion, type Question } from './count.ts';
import { followFeed, refreshAllBuckets, statisticsReactions } from './public.ts';
import { writeCross, writeFigure } from './workbook.ts';

const county = '610926';
const [here, there] = ['610926107001', '610926107002'];
const actor = systemActor(county);
const clerk: Actor = { ...actor, role: 'village', scope: there };
let db: Db;
let services: Services;
const onDay = (day: string): Services => {
  const clock = fixedClock(`${day}T02:00:00Z`);
  return { ...services, clock };
};

beforeAll(async () => {
  services = await testServices();
  db = services.db;
});
afterAll(() => db.close());
beforeEach(() =>
  db.tx(actor, async (tx) => {
    for (const table of [sql`elder`, sql`risk_result`, sql`elder_bucket`, sql`bucket_state`]) await tx.query(sql`delete from ${table}`);
    await setCountyPack(tx, 'pingli-2023');
    await tx.query(sql`delete from reaction`);
  }),
);
const inTx = <T>(work: (tx: Tx) => Promise<T>, as: Actor = actor): Promise<T> => db.tx(as, work);
const settle = (of: Services = services): Promise<number> => runReactions(of, county, [...classificationReactions, ...riskReactions, ...statisticsReactions]);

const enter = async (facts: Partial<FactValues>, elderId: string | null = null, of: Services = services): Promise<string> => {
  const id = await inTx((tx) => (elderId === null ? stateFacts(of, tx, { division: here, ...facts }) : stateFacts(of, tx, facts, { elderId, source: 'decision' })));
  await settle(of);
  return id;
};
const ask = async (question: Partial<Question>, as: Actor = actor) => {
  const result = await inTx((tx) => countCross(services, tx, readRange(as.scope, question.division), { rows: 'sex', where: [], ...question }), as);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};
const behind = async (question: Partial<FigureQuestion>, as: Actor = actor) => {
  const result = await inTx((tx) => listFigure(services, tx, readRange(as.scope, question.division), { rows: 'sex', where: [], ...question }, { limit: 200, offset: 0 }), as);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};
const counts = (table: Awaited<ReturnType<typeof ask>>): Record<string, number> => Object.fromEntries(table.rows.map((row) => [row.code, row.persons]));

async function people(): Promise<void> {
  await enter({ name: '王秀英', sex: 'female', birthDate: '1940-05-01', livesWith: ['alone'], abilityLevel: 3, needs: ['meals', 'medical'] });
  await enter({ name: '李大山', sex: 'male', birthDate: '1950-05-01', livesWith: ['spouse'], needs: ['meals'] });
  await enter({ name: '张玉兰', sex: 'female', birthDate: '1930-05-01', livesWith: ['child'], needs: [], division: there });
  await enter({ name: '赵不详', division: there });
}

describe('statistics', () => {
  it('follow facts, cross freely, and tell persons from mentions', async () => {
    await people();
    const table = await ask({ rows: 'need', columns: 'sex' });
    expect(counts(table)).toEqual({ medical: 1, meals: 2, none: 1, unknown: 1 });
    expect(table.columns.map((column) => [column.code, column.persons])).toEqual([
      ['male', 1],
      ['female', 2],
      [UNKNOWN, 1],
    ]);
    expect(table).toMatchObject({ persons: 4, rowMentions: 5, columnMentions: 4 });
    expect(counts(await ask({ rows: 'age', where: ['sex.female'] }))).toEqual({ 85: 1, 95: 1 });
    expect(counts(await ask({ rows: 'village', where: ['need.meals', 'need.none'] }))).toEqual({ [here]: 2, [there]: 1 });
    expect(counts(await ask({ rows: 'risk' }))).toEqual({ red: 1, green: 3 });
    expect((await ask({ rows: 'tier' })).rows.some((row) => row.label !== null)).toBe(true);
  });

  it('open as many rows as every figure says, for every dimension', async () => {
    await people();
    for (const rows of ['village', 'tier', ...dimensions.map((dimension) => dimension.key)]) {
      const table = await ask({ rows, columns: 'sex', where: ['listed.confirmed'] });
      for (const [at, row] of table.rows.entries()) {
        expect((await behind({ rows, where: ['listed.confirmed'], row: row.code })).rows).toHaveLength(row.persons);
        for (const [across, column] of table.columns.entries()) {
          const cell = await behind({ rows, columns: 'sex', where: ['listed.confirmed'], row: row.code, column: column.code });
          expect(cell.rows).toHaveLength(table.cells[at]?.[across] ?? -1);
          expect(cell.count).toBe(cell.visible);
        }
      }
    }
  }, 60_000);

  it('are held to the scope of who asks', async () => {
    await people();
    expect(await ask({}, clerk)).toMatchObject({ persons: 2 });
    expect((await behind({ row: 'female' }, clerk)).rows.map((row) => row.name)).toEqual(['张玉兰']);
    expect(await inTx((tx) => tx.query(sql`select distinct division_code from elder_bucket`), clerk)).toEqual([{ division_code: there }]);
    expect(await ask({ division: here }, clerk)).toMatchObject({ persons: 0 });
  });

  it('keep the past as it stood at the end of each day', async () => {
    const elderId = await enter({ name: '王秀英', sex: 'female', abilityLevel: 1 }, null, onDay('2026-10-10'));
    await enter({ abilityLevel: 3 }, elderId, onDay('2026-11-05'));
    await enter({ abilityLevel: 4, division: there }, elderId, onDay('2026-11-05'));
    const of = async (on?: string): Promise<Record<string, number>> => counts(await ask({ rows: 'abilityLevel', ...(on === undefined ? {} : { on }) }));
    expect(await of('2026-10-09')).toEqual({});
    expect(await of('2026-10-31')).toEqual({ 1: 1 });
    expect(await of('2026-11-04')).toEqual({ 1: 1 });
    expect(await of('2026-11-05')).toEqual({ 4: 1 });
    expect(await of()).toEqual({ 4: 1 });
    expect(await ask({})).toMatchObject({ since: '2026-10-10' });
    // The village counts him for October; his file it no longer sees.
    const october = { rows: 'abilityLevel', row: '1', on: '2026-10-31' };
    expect(await behind(october, { ...actor, role: 'village', scope: here })).toMatchObject({ count: 1, visible: 0, rows: [] });
    expect(await behind(october)).toMatchObject({ count: 1, visible: 1, rows: [{ name: '王秀英' }] });
  });

  it('follow what no reaction tells of by the feed, and equal a rebuild from nothing', async () => {
    await people();
    await followFeed(services, county);
    const of = (): Promise<unknown> => inTx((tx) => tx.query(sql`select elder_id, division_code, tier_code, masks from elder_bucket where to_on is null order by elder_id`));
    await inTx(async (tx) => {
      const [row] = await tx.query<{ id: string }>(sql`update elder set responsible_name = '互助员' where name = '李大山' returning id`);
      await tx.query(sql`update elder set list_state = 'left' where name = '赵不详'`);
      const [left] = await tx.query<{ id: string }>(sql`select id from elder where name = '赵不详'`);
      feed(tx, 'elder', [row?.id ?? '', left?.id ?? '']);
    });
    expect(await followFeed(services, county)).toBe(3);
    expect(counts(await ask({ rows: 'responsible' }))).toEqual({ yes: 1, no: 2 });
    const followed = await of();
    expect(await refreshAllBuckets(services, county)).toBe(0);
    await inTx((tx) => tx.query(sql`delete from elder_bucket`));
    await refreshAllBuckets(services, county);
    expect(await of()).toEqual(followed);
  });

  it('refuse codes that are none, and hold no name and no number', async () => {
    await people();
    const wrong = await inTx((tx) => countCross(services, tx, readRange(county, undefined), { rows: 'sex', where: ['sex.other'] }));
    expect(wrong).toMatchObject({ ok: false, refusal: { code: 'input.invalid', details: { field: 'sex.other' } } });
    expect(JSON.stringify(await inTx((tx) => tx.query(sql`select * from elder_bucket`)))).not.toMatch(/王秀英|19400501/);
  });

  it('are given as workbooks; who took people out is written down with the reason', async () => {
    await people();
    const range = readRange(county, undefined);
    const table = await inTx((tx) => writeCross(services, tx, range, { rows: 'need', columns: 'sex', where: ['age.85'] }));
    const list = await inTx((tx) => writeFigure(services, tx, range, { rows: 'sex', row: 'female', where: [] }, '核对统计'));
    expect([table, list]).toMatchObject([{ ok: true }, { ok: true }]);
    const events = await inTx((tx) => tx.query<{ action: string; details: object }>(sql`select action, details from audit_event where action like 'statistics.%' order by action`));
    expect(events).toMatchObject([{ action: 'statistics.export' }, { action: 'statistics.exportRows', details: { reason: '核对统计', people: 2 } }]);
    expect(JSON.stringify(events)).not.toMatch(/王秀英/);
  });
});
