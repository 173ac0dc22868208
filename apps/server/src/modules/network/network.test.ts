import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { fixedClock, newId } from '../../platform/clock.ts';
import { fieldCrypto } from '../../platform/crypto/index.ts';
import { openDb, sql, systemActor, type Actor, type Db } from '../../platform/db/index.ts';
import { silentLog } from '../../platform/log.ts';
import type { Services } from '../../platform/services.ts';
import { recordAssignments, type AssignmentItem } from './assignments.ts';
import { findVisitors, recordRoster, type RosterEntry } from './roster.ts';

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
