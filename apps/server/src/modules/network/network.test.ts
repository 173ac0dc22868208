import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { fixedClock, newId } from '../../platform/clock.ts';
import { fieldCrypto } from '../../platform/crypto/index.ts';
import { openDb, sql, systemActor, type Actor, type Db } from '../../platform/db/index.ts';
import { silentLog } from '../../platform/log.ts';
import type { Services } from '../../platform/services.ts';
import { recordAssignments, type AssignmentItem } from './assignments.ts';
import { readRange } from '../divisions/public.ts';
import { findVisitors, recordRoster, type RosterEntry } from './roster.ts';
import { listSteadiness, readSteadiness } from './steadiness.ts';

const county = '610999';
const village = '610999101001';
let db: Db;
let services: Services;

const entry = (overrides: Partial<RosterEntry>): RosterEntry => ({
  name: '蒋花会',
  idNo: '610999197302076120',
  phone: '19000004064',
  division: village,
  kind: 'gridWorker',
  kindText: '网格员',
  capacity: 12,
  home: { lng: 109.2, lat: 32.1 },
  ...overrides,
});
const roster = (...entries: RosterEntry[]) => db.tx(systemActor(county), (tx) => recordRoster(tx, services, entries));
const assign = (...items: AssignmentItem[]) => db.tx(systemActor(county), (tx) => recordAssignments(tx, items));

async function anElder(division = village): Promise<string> {
  const id = newId();
  await db.tx(systemActor(county), (tx) =>
    tx.query(sql`insert into elder (county_code, id, division_code, name, entered_on) values (${county}, ${id}, ${division}, '某', '2026-11-01')`),
  );
  return id;
}
const visibleTo = (actor: Actor) => db.tx(actor, async (tx) => (await tx.query<{ id: string }>(sql`select id from elder where county_code = ${county}`)).map((row) => row.id));
const visitorActor = (visitorId: string): Actor => ({ accountId: null, countyCode: county, role: 'visitor', scope: '', visitorId });

beforeAll(async () => {
  db = openDb((await testDatabase()).connectionString, { today: () => '2026-11-22' });
  services = { db, crypto: fieldCrypto(randomBytes(32)), clock: fixedClock('2026-11-22T08:00:00Z'), log: silentLog, jobs: { send: () => Promise.resolve() } };
});
afterAll(() => db.close());

describe('the roster', () => {
  it('takes a person once; again it changes only what is said otherwise', async () => {
    const [first] = await roster(entry({}));
    expect(first).toMatchObject({ created: true, changed: true });
    expect((await roster(entry({})))[0]).toEqual({ visitorId: first?.visitorId, created: false, changed: false });
    expect((await roster(entry({ capacity: 9 })))[0]).toEqual({ visitorId: first?.visitorId, created: false, changed: true });
  });

  it('knows two rows of one person by number, or by name and phone, and keeps namesakes apart', async () => {
    const answers = await roster(
      entry({ name: '秦德', idNo: null, phone: '19000002965' }),
      entry({ name: '秦德', idNo: null, phone: '19000002965' }),
      entry({ name: '秦德', idNo: null, phone: '19000007777', division: '610999102001' }),
    );
    expect(answers[0]?.visitorId).toBe(answers[1]?.visitorId);
    expect(answers[2]?.visitorId).not.toBe(answers[0]?.visitorId);
    const found = await db.tx(systemActor(county), (tx) =>
      findVisitors(tx, services, [
        { name: '秦德', phone: '19000007777', division: null },
        { name: '秦德', phone: null, division: village },
        { name: '秦德', phone: null, division: null },
        { name: '无此人', phone: null, division: null },
      ]),
    );
    expect(found.map((one) => one.status)).toEqual(['one', 'one', 'ambiguous', 'none']);
    expect(found[0]).toMatchObject({ visitorId: answers[2]?.visitorId });
  });
});

describe('assignments', () => {
  it('leave exactly one responsible person, end the earlier one and show the name on the list', async () => {
    const elderId = await anElder();
    const [a, b] = await roster(entry({ name: '甲', idNo: null, phone: '19000000001' }), entry({ name: '乙', idNo: null, phone: '19000000002' }));
    const item = (visitorId: string | undefined, from: string): AssignmentItem => ({ elderId, visitorId: visitorId ?? '', role: 'responsible', from, sourceRef: 'test' });
    expect(await assign(item(a?.visitorId, '2026-10-01'))).toEqual([{ outcome: 'created' }]);
    expect(await assign(item(a?.visitorId, '2026-11-01'))).toEqual([{ outcome: 'unchanged' }]);
    expect(await assign(item(b?.visitorId, '2026-11-10'))).toEqual([{ outcome: 'replaced' }]);
    const rows = await db.tx(systemActor(county), (tx) => tx.query(sql`select visitor_id, to_date from assignment where elder_id = ${elderId}::uuid order by from_date`));
    expect(rows).toEqual([
      { visitor_id: a?.visitorId, to_date: '2026-11-09' },
      { visitor_id: b?.visitorId, to_date: null },
    ]);
    const [shown] = await db.tx(systemActor(county), (tx) => tx.query(sql`select responsible_name from elder where id = ${elderId}::uuid`));
    expect(shown).toEqual({ responsible_name: '乙' });
  });

  it('open an elder to the visitor for as long as they are in force, and to nobody else', async () => {
    const [mine, other] = [await anElder(), await anElder()];
    const [a, b] = await roster(entry({ name: '丙', idNo: null, phone: '19000000003' }), entry({ name: '丁', idNo: null, phone: '19000000004' }));
    await assign(
      { elderId: mine, visitorId: a?.visitorId ?? '', role: 'responsible', from: '2026-11-01', sourceRef: '' },
      { elderId: other, visitorId: b?.visitorId ?? '', role: 'helper', from: '2026-12-01', sourceRef: '' },
    );
    expect(await visibleTo(visitorActor(a?.visitorId ?? ''))).toEqual([mine]);
    expect(await visibleTo(visitorActor(b?.visitorId ?? ''))).toEqual([]);
    await assign({ elderId: mine, visitorId: b?.visitorId ?? '', role: 'responsible', from: '2026-11-15', sourceRef: '' });
    expect(await visibleTo(visitorActor(a?.visitorId ?? ''))).toEqual([]);
    expect(await visibleTo(visitorActor(b?.visitorId ?? ''))).toEqual([mine]);
  });

  it('answer in order within one batch, the last word counting', async () => {
    const elderId = await anElder();
    const [a, b] = await roster(entry({ name: '戊', idNo: null, phone: '19000000005' }), entry({ name: '己', idNo: null, phone: '19000000006' }));
    const items = [a, b, a].map((visitor): AssignmentItem => ({ elderId, visitorId: visitor?.visitorId ?? '', role: 'responsible', from: '2026-11-01', sourceRef: '' }));
    expect((await assign(...items)).map((answer) => answer.outcome)).toEqual(['created', 'replaced', 'replaced']);
    const rows = await db.tx(systemActor(county), (tx) => tx.query(sql`select visitor_id from assignment where elder_id = ${elderId}::uuid and to_date is null`));
    expect(rows).toEqual([{ visitor_id: a?.visitorId }]);
  });
});

describe('how steady visiting is', () => {
  const place = '610999109001';
  const range = readRange(place, undefined);
  const on = (from: string, to: string | null) => ({ from, to });
  async function elderWith(tier: string | null, ...spans: readonly { from: string; to: string | null }[]): Promise<string> {
    const elderId = await anElder(place);
    await db.tx(systemActor(county), async (tx) => {
      await tx.query(sql`update elder set tier_code = ${tier} where county_code = ${county} and id = ${elderId}`);
      for (const { from, to } of spans)
        await tx.query(
          sql`insert into assignment (county_code, id, elder_id, visitor_id, role, from_date, to_date, division_code) select ${county}, ${newId()}, ${elderId}, v.id, 'responsible', ${from}, ${to}, ${place} from visitor v where v.county_code = ${county} limit 1`,
        );
    });
    return elderId;
  }

  it('counts by time with the same person, and changes of the last year, each figure with its elders', async () => {
    await roster(entry({}));
    await elderWith('monthly', on('2025-11-22', null));
    const exchanged = await elderWith('monthly', on('2025-01-01', '2026-08-22'), on('2026-08-23', null));
    await elderWith('weekly', on('2024-01-01', '2025-11-21'), on('2025-11-23', null));
    const nobody = await elderWith('weekly', on('2026-01-01', '2026-02-01'));
    await elderWith(null, on('2026-01-01', null));
    const read = (tier?: string) => db.tx(systemActor(county), (tx) => readSteadiness(services, tx, range, { tier }));
    const all = await read();
    expect(all.total).toMatchObject({ elders: 4, bands: { year: 1, months: 1, new: 1, none: 1 }, share: 1 / 3, changed: 2 });
    expect(all.lines).toEqual([{ ...all.total, division: place, name: all.lines[0]?.name, townName: all.lines[0]?.townName }]);
    expect(all.tiers).toEqual([
      { code: 'monthly', elders: 2 },
      { code: 'weekly', elders: 2 },
    ]);
    expect((await read('weekly')).total).toMatchObject({ elders: 2, bands: { year: 0, months: 1, new: 0, none: 1 }, share: 0 });
    const rows = async (band: 'year' | 'months' | 'new' | 'none' | 'changed') =>
      (await db.tx(systemActor(county), (tx) => listSteadiness(services, tx, range, { band, limit: 50, offset: 0 }))).rows;
    for (const band of ['year', 'months', 'new', 'none'] as const) expect(await rows(band)).toHaveLength(all.total.bands[band]);
    expect((await rows('changed')).map((row) => [row.elderId, row.ended])).toEqual(
      expect.arrayContaining([
        [exchanged, 1],
        [nobody, 1],
      ]),
    );
    expect((await rows('new'))[0]).toMatchObject({ elderId: exchanged, since: '2026-08-23', ended: 1 });
  });
});
