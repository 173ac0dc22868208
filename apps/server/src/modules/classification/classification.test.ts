// Facts to stored results on real PostgreSQL: incremental, nightly, rebuilt from facts, exported.
import type { FactValues } from '@shouwang/domain/ledger';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testServices } from '../../../../../tools/testing/services.ts';
import { sql, systemActor, type Db, type Tx } from '../../platform/db/index.ts';
import { runReactions } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { recordStatements, type StatementItem } from '../ledger/public.ts';
import { confirmPackValue, getPackInForce, setCountyPack } from '../policy/public.ts';
import { classificationReactions, exportElders, reclassifyAll, reclassifyElders, type ExportedElder } from './public.ts';

const county = '610926';
const village = '610926107001';
const actor = systemActor(county);
const recorded = { kind: 'elders.classified', run: async () => undefined };

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
    await tx.query(sql`delete from reaction`);
    await tx.query(sql`delete from rollup_dirty`);
    await setCountyPack(tx, 'pingli-2023');
    await tx.query(sql`delete from reaction`);
  }),
);

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.tx(actor, work);
const settle = (): Promise<number> => runReactions(services, county, [...classificationReactions, recorded]);

const alone: Partial<FactValues> = {
  name: '王秀英',
  sex: 'female',
  birthDate: '1946-12-01',
  division: village,
  hukou: 'rural',
  maritalStatus: 'widowed',
  livesWith: ['alone'],
  children: [{ name: '王一', place: 'sameTown' }],
  abilityLevel: 0,
};
const away: Partial<FactValues> = {
  name: '李四',
  birthDate: '1955-03',
  division: '610926107200',
  hukou: 'rural',
  maritalStatus: 'married',
  livesWith: ['spouse'],
  children: [{ name: '李五', place: 'outsideCounty', awaySince: '2026-06-10' }],
  abilityLevel: 0,
};
const well: Partial<FactValues> = {
  name: '赵六',
  birthDate: '1960-01-01',
  division: village,
  hukou: 'rural',
  maritalStatus: 'married',
  livesWith: ['spouse', 'child'],
  children: [{ name: '赵七', place: 'sameHousehold' }],
  abilityLevel: 0,
};
const item = (facts: Partial<FactValues>, more: Partial<StatementItem> = {}): StatementItem => ({
  elderId: null,
  facts,
  source: 'ledger',
  sourceDate: '2026-11-01',
  sourceRef: facts.name ?? '',
  recordedBy: null,
  ...more,
});

interface Stored {
  id: string;
  name: string;
  categories: string[];
  tier_code: string | null;
  provisional: boolean;
}
const stored = (): Promise<Stored[]> => inTx((tx) => tx.query<Stored>(sql`select id, name, categories, tier_code, provisional from elder order by name`));
const historySize = async (): Promise<number> => (await inTx((tx) => tx.query<{ n: number }>(sql`select count(*) as n from classification`)))[0]?.n ?? 0;
const exported = async (options: { asOf?: string; reveal?: boolean; reason?: string } = {}): Promise<ExportedElder[]> => {
  const result = await exportElders(services, { countyCode: county, ...options });
  if (!result.ok) throw new Error(result.refusal.code);
  const elders: ExportedElder[] = [];
  for await (const elder of result.value) elders.push(elder);
  return elders;
};
const tierOf = (elder: ExportedElder | undefined): string | undefined => (elder?.tier === null || elder === undefined ? undefined : `${elder.tier.visits}/${elder.tier.period}`);

describe('classification', () => {
  it('follows recorded facts by reaction, with reasons, a history row, marks for the report and for duties', async () => {
    await inTx((tx) => recordStatements(services, tx, [item(alone), item(away), item(well)]));
    await settle();
    expect((await stored()).map(({ name, categories, tier_code }) => ({ name, categories, visited: tier_code !== null }))).toEqual([
      { name: '李四', categories: ['emptyNest'], visited: true },
      { name: '王秀英', categories: ['livingAlone'], visited: true },
      { name: '赵六', categories: [], visited: false },
    ]);
    expect(await historySize()).toBe(3);
    expect(await inTx((tx) => tx.query(sql`select distinct month, division_code from rollup_dirty order by 2`))).toEqual([
      { month: '2026-11', division_code: village },
      { month: '2026-11', division_code: '610926107200' },
    ]);
    const [event] = await inTx((tx) => tx.query<{ payload: { elderIds: string[]; asOf: string } }>(sql`select payload from reaction where kind = 'elders.classified'`));
    expect(event?.payload.asOf).toBe('2026-11-22');
    expect(event?.payload.elderIds).toHaveLength(3);
  });

  it('writes nothing when nothing came out differently, however often it runs', async () => {
    await inTx((tx) => recordStatements(services, tx, [item(alone), item(well)]));
    await settle();
    const before = await historySize();
    expect(await reclassifyAll(services, county, { asOf: '2026-11-22' })).toEqual({ seen: 2, changed: 0 });
    expect(await reclassifyAll(services, county, { asOf: '2026-11-23' })).toEqual({ seen: 2, changed: 0 });
    expect(await historySize()).toBe(before);
  });

  it('notices birthdays and half-years that pass by themselves', async () => {
    await inTx((tx) => recordStatements(services, tx, [item(alone), item(away)]));
    await settle();
    const tierBefore = (await stored()).find((elder) => elder.name === '王秀英')?.tier_code;
    expect(await reclassifyAll(services, county, { asOf: '2026-12-10' })).toEqual({ seen: 2, changed: 2 });
    const after = await stored();
    expect(after.find((elder) => elder.name === '王秀英')?.tier_code).not.toBe(tierBefore);
    expect(after.find((elder) => elder.name === '李四')?.categories).toEqual(['emptyNest', 'leftBehind']);
  });

  it('drops a result whose elder was changed after it was read', async () => {
    const [answer] = await inTx((tx) => recordStatements(services, tx, [item(alone)]));
    await settle();
    await inTx((tx) => tx.query(sql`update elder set classification_digest = null`));
    const slow = db.tx(actor, async (tx) => {
      const late: Tx = {
        ...tx,
        async query(statement, options) {
          const rows = await tx.query(statement, options);
          if (statement.text.includes('classification_digest') && statement.text.trimStart().startsWith('select')) {
            await inTx((other) => recordStatements(services, other, [item({ livesWith: ['child'] }, { elderId: answer?.elderId ?? '', source: 'decision' })]));
          }
          return rows as never;
        },
      };
      return reclassifyElders(services, late, [answer?.elderId ?? ''], '2026-11-22');
    });
    expect((await slow).changed).toBe(0);
    await settle();
    expect((await stored())[0]?.categories).toEqual([]);
  });

  it('stores what a rebuild from all statements gives', async () => {
    const [first] = await inTx((tx) => recordStatements(services, tx, [item(alone), item(away), item(well)]));
    await inTx((tx) =>
      recordStatements(services, tx, [
        item({ disability: { grade: 1, valid: true } }, { elderId: first?.elderId ?? '', source: 'disabilityRegister', sourceRef: '残联/2' }),
        item({ disability: { grade: 4, valid: true } }, { elderId: first?.elderId ?? '', sourceRef: '王秀英' }),
      ]),
    );
    await settle();
    const before = await stored();
    const results = await exported();
    await inTx((tx) => tx.query(sql`update elder set categories = '{}', tier_code = null, provisional = false, classification_id = null, classification_digest = null`));
    await reclassifyAll(services, county, { asOf: '2026-11-22' });
    expect(await stored()).toEqual(before);
    expect(await exported()).toEqual(results);
    expect(before.find((elder) => elder.name === '王秀英')?.categories).toContain('severeDisability');
  });

  it('classifies everybody anew when the county changes its pack or confirms a value', async () => {
    await inTx((tx) => recordStatements(services, tx, [item({ ...alone, abilityLevel: 1 })]));
    await settle();
    const pack = (await inTx((tx) => getPackInForce(tx))).pack;
    const open = Object.entries(pack.values)
      .filter(([, value]) => value.status === 'provisional')
      .map(([key]) => key);
    const results = await exported();
    const used = results.flatMap((elder) =>
      elder.reasons.flatMap((reason) =>
        Object.entries(reason.values)
          .filter(([, value]) => value.provisional)
          .map(([key]) => key),
      ),
    );
    for (const key of open) {
      const confirmed = await inTx((tx) => confirmPackValue(tx, { packId: pack.id, key, reason: '局务会确认', by: '00000000-0000-7000-8000-000000000001' }));
      expect(confirmed.ok).toBe(true);
    }
    await settle();
    expect((await exported()).some((elder) => elder.provisional)).toBe(false);
    expect((await exported())[0]?.reasons.flatMap((reason) => Object.values(reason.values)).some((value) => value.provisional)).toBe(false);
    expect(used.every((key) => open.includes(key))).toBe(true);
    expect(await inTx((tx) => confirmPackValue(tx, { packId: pack.id, key: open[0] ?? '', reason: '再次', by: '00000000-0000-7000-8000-000000000001' }))).toMatchObject({
      ok: false,
      refusal: { code: 'conflict.alreadyDone' },
    });

    await inTx((tx) => setCountyPack(tx, 'bazhou-2023'));
    await settle();
    const [row] = await inTx((tx) =>
      tx.query<{ pack_id: string }>(sql`select c.pack_id from elder e join classification c on c.county_code = e.county_code and c.id = e.classification_id`),
    );
    expect(row?.pack_id).toBe('bazhou-2023');
    expect(await inTx((tx) => setCountyPack(tx, 'nowhere-1999'))).toMatchObject({ ok: false });
    await inTx((tx) => tx.query(sql`delete from policy_confirmation`));
  });
});

describe('exportElders', () => {
  it('gives one object per elder in the words of the glossary, as of any day', async () => {
    await inTx((tx) => recordStatements(services, tx, [item(alone), item(away), item(well)]));
    await settle();
    const now = await exported();
    const four = now.find((elder) => elder.name === '李四');
    expect(four).toMatchObject({ birthDate: '1955-03', division: '610926107200', categories: ['emptyNest'] });
    expect(tierOf(four)).toBe('1/month');
    expect(four?.reasons[0]).toMatchObject({ result: 'emptyNest' });
    expect(four).not.toHaveProperty('idNo');
    expect(now.find((elder) => elder.name === '赵六')).toMatchObject({ categories: [], tier: null });
    expect((await exported({ asOf: '2026-12-10' })).find((elder) => elder.name === '李四')?.categories).toEqual(['emptyNest', 'leftBehind']);
    expect(tierOf((await exported({ asOf: '2026-12-10' })).find((elder) => elder.name === '王秀英'))).toBe('2/week');
  });

  it('reveals identity numbers only with a reason, and writes it down', async () => {
    await inTx((tx) => recordStatements(services, tx, [item({ ...alone, idNo: '610999194612010021' })]));
    expect(await exportElders(services, { countyCode: county, reveal: true })).toMatchObject({ ok: false, refusal: { code: 'export.reasonMissing' } });
    expect((await exported({ reveal: true, reason: '与户籍比对' }))[0]?.idNo).toBe('610999194612010021');
    const events = await inTx((tx) => tx.query(sql`select actor_role, details from audit_event where action = 'elders.export' and details->>'reveal' = 'true'`));
    expect(events).toEqual([{ actor_role: 'system', details: { asOf: null, reveal: true, reason: '与户籍比对' } }]);
  });
});

describe('a category that the ledger states', () => {
  const remarksOf = async (name: string): Promise<unknown> => (await inTx((tx) => tx.query(sql`select remarks from elder where name = ${name}`)))[0]?.['remarks'];
  it('is remarked where the facts that are known decide otherwise, until they agree', async () => {
    const [answer] = await inTx((tx) =>
      recordStatements(services, tx, [item({ ...well, statedCategories: ['careDependent'] }), item({ ...alone, statedCategories: ['livingAlone'] })]),
    );
    await settle();
    expect(await remarksOf('赵六')).toContain('category.differs');
    expect(await remarksOf('王秀英')).not.toContain('category.differs');
    // The same list read again brings remarks of reading; this one is not theirs to take off.
    await inTx((tx) => recordStatements(services, tx, [item({ name: '赵六' }, { elderId: answer?.elderId ?? '', remarks: ['child.unreadable'] })]));
    expect(await remarksOf('赵六')).toEqual(expect.arrayContaining(['category.differs', 'child.unreadable']));
    await inTx((tx) => recordStatements(services, tx, [item({ abilityLevel: 2 }, { elderId: answer?.elderId ?? '', source: 'assessmentRegister' })]));
    await settle();
    expect(await remarksOf('赵六')).not.toContain('category.differs');
  });
  it('gives care where nothing else is known, as a proposal', async () => {
    await inTx((tx) => recordStatements(services, tx, [item({ name: '孙八', division: village, statedCategories: ['careDependent'] })]));
    await settle();
    const [row] = await inTx((tx) => tx.query(sql`select categories, tier_code, provisional, remarks from elder where name = '孙八'`));
    expect(row).toMatchObject({ categories: ['careDependent'], tier_code: 'twiceWeekly', provisional: true });
    expect(row?.['remarks']).not.toContain('category.differs');
  });
});
