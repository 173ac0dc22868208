// What a phone is told: news of the visitor's people since he was there, the earlier day of a duty, and
// the numbers of his villages; nothing of anybody else's.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor } from '../../platform/db/index.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { replaceContacts } from '../network/contacts.ts';
import { selfFeed } from '../network/public.ts';
import { visitorSeal } from '../network/sealing.ts';
import { aVisit, COUNTY, monthly, office, onFoot, testCounty, testPolicy, VILLAGE_A, VILLAGE_B, VILLAGE_C, type TestCounty } from './fixture.ts';
import { newsOf } from './news.ts';
import { recordVisits } from './record.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await testCounty((await testDatabase()).connectionString);
});
afterAll(() => county.close());

async function pair(village = VILLAGE_A) {
  const elder = await county.elder({ tier: monthly, village });
  const visitor = await county.visitor(village);
  await county.assign(elder, visitor, '2026-10-01');
  return { elder, visitor, actor: onFoot(visitor) };
}
const news = async ({ elder, actor }: { elder: string; actor: ReturnType<typeof onFoot> }) =>
  (await county.services.db.tx(actor, (tx) => newsOf(tx, county.services, [elder]))).get(elder) ?? [];
const visit = (actor: ReturnType<typeof onFoot>, ...given: Parameters<typeof aVisit>) =>
  county.services.db.tx(actor, (tx) => recordVisits(tx, county.services, testPolicy, [aVisit(...given)]));
const say = (elder: string, on: string, facts: { clear?: object; sealed?: object }) =>
  county.owner.query(
    `insert into fact_statement (county_code, id, elder_id, source, source_date, source_ref, clear_values, sealed_values, recorded_at) values ($1,$2,$3,'ledger',$4,'t',$5,$6,$4::date + time '12:00')`,
    [COUNTY, newId(), elder, on, JSON.stringify(facts.clear ?? {}), facts.sealed === undefined ? null : ledgerSeal(county.services.crypto, COUNTY).statement(facts.sealed)],
  );
const happened = (elder: string, kind: string, on: string, undone = false) =>
  county.owner.query(
    `insert into life_event (county_code, id, elder_id, kind, on_date, entitlements, reason_sealed, source_ref, before_sealed, undone_at) values ($1,$2,$3,$4,$5,'none','','t','',$6)`,
    [COUNTY, newId(), elder, kind, on, undone ? `${on}T00:00:00Z` : null],
  );

describe('news of an elder', () => {
  test('tells changed facts, what happened, and visits by others since the visitor was there, newest first', async () => {
    const one = await pair();
    const helper = await county.visitor();
    await county.owner.query(`insert into assignment (county_code, id, elder_id, visitor_id, division_code, role, from_date) values ($1,$2,$3,$4,$5,'helper','2026-10-01')`, [
      COUNTY,
      newId(),
      one.elder,
      helper,
      VILLAGE_A,
    ]);
    await visit(one.actor, one.elder, '2026-11-05');
    await say(one.elder, '2026-09-01', { clear: { address: 'a' }, sealed: { phone: '19000000001' } });
    await say(one.elder, '2026-11-02', { sealed: { phone: '19000000002' } });
    expect(await news(one)).toEqual([]);
    await say(one.elder, '2026-11-09', { clear: { sex: 'female' }, sealed: { phone: '19000000003', idNo: 'x' } });
    await happened(one.elder, 'hospital', '2026-11-08');
    await happened(one.elder, 'returned', '2026-11-12');
    await happened(one.elder, 'away', '2026-11-13', true);
    await visit(onFoot(helper), one.elder, '2026-11-14');
    expect(await news(one)).toEqual([
      { code: 'visit', on: '2026-11-14', what: 'home' },
      { code: 'life', on: '2026-11-12', what: 'returned' },
      { code: 'fact', on: '2026-11-09', what: 'phone' },
      { code: 'life', on: '2026-11-08', what: 'hospital' },
    ]);
    await visit(one.actor, one.elder, '2026-11-16');
    expect(await news(one)).toEqual([]);
  });

  test('keeps what the last visit found before the eyes of whoever comes next, and lets go of it when it was not found again', async () => {
    const one = await pair();
    await visit(one.actor, one.elder, '2026-11-10', { answers: { gas: 'unsafe' } });
    expect(await news(one)).toEqual([{ code: 'finding', on: '2026-11-10', what: 'gas:unsafe' }]);
    await visit(one.actor, one.elder, '2026-11-12');
    expect(await news(one)).toEqual([]);
  });

  test('calls nothing new in a file that is itself new', async () => {
    const one = await pair();
    await say(one.elder, '2026-11-09', { sealed: { phone: '19000000003' } });
    expect(await news(one)).toEqual([]);
  });
});

describe('what a phone knows of its visitor', () => {
  const self = async (actor: ReturnType<typeof onFoot>, span: Parameters<typeof selfFeed.changed>[2] = 'all') =>
    (await county.services.db.tx(actor, (tx) => selfFeed.changed(tx, county.services, span))).upserts[0]?.data;
  const now = async () => (await county.owner.query<{ at: string }>(`select pg_current_xact_id()::text as at`)).rows[0]?.at as string;
  const contact = (name: string) => ({ role: 'village' as const, name, phone: '19000000009' });

  test('holds the home and the numbers of the villages and towns of its people, in order, and no others', async () => {
    const { visitor, actor } = await pair();
    await county.owner.query('update visitor set home_sealed = $2 where id = $1', [visitor, visitorSeal(county.services.crypto, COUNTY).home({ lng: 109.1, lat: 32.2 })]);
    for (const [place, ...names] of [
      [VILLAGE_A, 'one', 'two'],
      ['610999101000', 'town'],
      [VILLAGE_B, 'other'],
      [VILLAGE_C, 'far'],
    ] as const)
      await county.services.db.tx(office('610999'), (tx) => replaceContacts(tx, county.services.crypto, place, names.map(contact)));
    expect(await self(actor)).toEqual({
      home: { lng: 109.1, lat: 32.2 },
      villageContacts: [
        { village: VILLAGE_A, ...contact('one') },
        { village: VILLAGE_A, ...contact('two') },
        { village: '610999101000', ...contact('town') },
      ],
    });
  });

  test('is told when numbers change, and not otherwise', async () => {
    const { actor } = await pair(VILLAGE_C);
    const from = await now();
    const to = String(BigInt(from) + 1_000_000n);
    expect(await self(actor, { from: String(BigInt(from) + 1n), to })).toBeUndefined();
    await county.services.db.tx(office('610999102'), (tx) => replaceContacts(tx, county.services.crypto, VILLAGE_C, [contact('new')]));
    expect(await self(actor, { from, to })).toMatchObject({ villageContacts: [{ village: VILLAGE_C, name: 'new' }] });
  });

  test('cannot be changed by an office of another town, and stands nowhere in clear', async () => {
    await expect(county.services.db.tx(office('610999101'), (tx) => replaceContacts(tx, county.services.crypto, VILLAGE_C, [contact('x')]))).rejects.toThrow();
    await county.services.db.tx(office('610999102'), (tx) => replaceContacts(tx, county.services.crypto, VILLAGE_C, [contact('王大夫')]));
    const [row] = await county.services.db.tx(systemActor(COUNTY), (tx) =>
      tx.query<{ raw: string }>(sql`select encode(content_sealed, 'escape') as raw from village_contact where division_code = ${VILLAGE_C}`),
    );
    expect(row?.raw).not.toContain('19000000009');
  });
});
