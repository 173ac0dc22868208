// Which pack holds in a county, and what its confirmations change.
import { packView } from '@shouwang/contract/policy';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { openDb, sql, systemActor, type Db } from '../../platform/db/index.ts';
import { confirmPackValue, getPackInForce, knownPacks, setCountyPack } from './public.ts';
import { viewPack } from './view.ts';

let db: Db;
beforeAll(async () => {
  db = openDb((await testDatabase()).connectionString);
});
afterAll(() => db.close());

const someone = '00000000-0000-7000-8000-00000000000a';
const packIn = (county: string) => db.tx(systemActor(county), (tx) => getPackInForce(tx));

it('is the one set, else the one written for the county, else the national baseline; a template is nobody’s', async () => {
  expect((await packIn('610926')).pack.id).toBe('pingli-2023');
  expect((await packIn('610999')).pack.id).toBe('demo-2026');
  expect((await packIn('500101')).pack.id).toBe('national-2022');
  await db.tx(systemActor('500101'), (tx) => setCountyPack(tx, 'chongqing-2018'));
  expect((await packIn('500101')).pack.id).toBe('chongqing-2018');
  expect((await packIn('610926')).pack.id).toBe('pingli-2023');
});

it('refuses a pack that is not known, and setting the same again is no change', async () => {
  const actor = systemActor('610926');
  expect(await db.tx(actor, (tx) => setCountyPack(tx, 'nowhere-1999'))).toMatchObject({ ok: false, refusal: { code: 'policy.invalid' } });
  expect(await db.tx(actor, (tx) => setCountyPack(tx, 'pingli-2023'))).toEqual({ ok: true, value: { changed: true } });
  expect(await db.tx(actor, (tx) => setCountyPack(tx, 'pingli-2023'))).toEqual({ ok: true, value: { changed: false } });
  expect(await db.tx(actor, (tx) => tx.query(sql`select count(*) as n from reaction where county_code = '610926' and kind = 'policy.changed'`))).toEqual([{ n: 1 }]);
});

it('confirms an open value once, in this county alone, and writes down who and why', async () => {
  const before = (await packIn('610999')).pack;
  const key = Object.entries(before.values).find(([, value]) => value.status === 'provisional')?.[0] ?? '';
  const confirm = (packId: string, valueKey: string) => db.tx(systemActor('610999'), (tx) => confirmPackValue(tx, { packId, key: valueKey, reason: '局务会纪要', by: someone }));
  expect((await confirm(before.id, key)).ok).toBe(true);
  const after = await packIn('610999');
  expect(after.pack.values[key]).toEqual({ ...before.values[key], status: 'confirmed' });
  expect((await packIn('610926')).pack.values[key]?.status ?? 'provisional').toBe('provisional');
  expect(await confirm(before.id, key)).toMatchObject({ ok: false, refusal: { code: 'conflict.alreadyDone' } });
  expect(await confirm(before.id, 'noSuchValue')).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
  expect(await confirm('bazhou-2023', key)).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
  const audited = await db.tx(systemActor('610999'), (tx) => tx.query(sql`select entity_id, details->>'reason' as reason from audit_event where action = 'policy.confirm'`));
  expect(audited).toEqual([{ entity_id: key, reason: '局务会纪要' }]);
});

it('shows every pack in the shape of the contract, with who confirmed what', async () => {
  for (const { pack, chain } of (await knownPacks()).values()) {
    const view = await db.tx(systemActor('610999'), (tx) => viewPack(tx, pack, chain));
    expect(packView.safeParse(view).error, pack.id).toBeUndefined();
    expect(view.chain.at(-1)).toBe(pack.id);
  }
  const demo = await packIn('610999');
  const view = await db.tx(systemActor('610999'), (tx) => viewPack(tx, demo.pack, demo.chain));
  expect(view.values.filter((value) => value.status === 'confirmed' && value.confirmedAt !== null)).toHaveLength(1);
});
