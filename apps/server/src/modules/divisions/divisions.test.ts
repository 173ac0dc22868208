// The tree of divisions: a county's list taken once, read inside one's scope.
import { type Division } from '@shouwang/domain/divisions';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { fixedClock } from '../../platform/clock.ts';
import { fieldCrypto } from '../../platform/crypto/index.ts';
import { openDb, systemActor, type Db } from '../../platform/db/index.ts';
import { silentLog } from '../../platform/log.ts';
import type { Services } from '../../platform/services.ts';
import { countiesServed, divisionNames, divisionsOf, importDivisions, readRange } from './public.ts';
import { listDivisions, writeMark } from './queries.ts';

const county = '610999';
const actor = systemActor(county);
let db: Db;
let services: Services;

beforeAll(async () => {
  const { connectionString } = await testDatabase();
  db = openDb(connectionString);
  services = { db, clock: fixedClock('2026-11-22T02:00:00Z'), crypto: fieldCrypto(Buffer.alloc(32, 7)), log: silentLog, jobs: { send: async () => undefined } };
});
afterAll(() => db.close());

const place = (code: string, name: string, level: Division['level'], parent: string | null, lng: number | null = null): Division => ({
  code,
  name,
  level,
  parent,
  lng,
  lat: lng === null ? null : 32,
});
const list = [
  place('610999000000', '守望县', 'county', '610900000000'),
  place('610999107000', '甲镇', 'town', '610999000000'),
  place('610999107001', '一村', 'village', '610999107000', 109),
  place('610999108000', '乙镇', 'town', '610999000000'),
  place('610999108001', '二村', 'village', '610999108000'),
];
const imported = (rows: readonly Division[]) => db.tx(actor, (tx) => importDivisions(services, tx, rows));

it('takes a list once; again it changes only what the list says otherwise', async () => {
  expect(await imported([...list, list[1] as Division, place('511902000000', '别县', 'county', null)])).toEqual({ created: 5, changed: 0, foreign: ['511902000000'] });
  expect(await imported(list)).toEqual({ created: 0, changed: 0, foreign: [] });
  expect(await imported([place('610999107001', '新一村', 'village', '610999107000')])).toEqual({ created: 0, changed: 1, foreign: [] });
  const found = await db.tx(actor, (tx) => divisionsOf(tx, county));
  expect(found.map(({ name }) => name)).toEqual(['守望县', '甲镇', '新一村', '乙镇', '二村']);
  // What a later list does not say stays.
  expect(found[2]?.lng).toBe(109);
  expect(await countiesServed(db)).toEqual([county]);
});

it('knows names at once after an import, and shows a code that it does not know', async () => {
  const names = await db.tx(actor, (tx) => divisionNames(services, tx, county));
  expect([names.town('610999107001'), names.village('610999107001'), names.village('610999107000'), names.village('610999107001003')]).toEqual(['甲镇', '新一村', '', '新一村']);
  expect(names.of('610999109000')).toBe('610999109000');
  await imported([place('610999109000', '丙镇', 'town', '610999000000')]);
  expect((await db.tx(actor, (tx) => divisionNames(services, tx, county))).of('610999109000')).toBe('丙镇');
});

it('lists what lies in the scope and under the division asked for', async () => {
  const codes = (scope: string, under?: string) => db.tx(actor, async (tx) => (await listDivisions(tx, readRange(scope, under))).map((division) => division.code));
  expect(await codes('610999107')).toEqual(['610999107000', '610999107001']);
  expect(await codes('610999', '610999108000')).toEqual(['610999108000', '610999108001']);
  expect(await codes('610999107', '610999108')).toEqual([]);
  expect(await codes('6109', '610999107001')).toEqual(['610999107001']);
  expect(await codes('')).toEqual([]);
  expect(await codes('5119')).toEqual([]);
});

it('marks a town or village as a resettlement site and takes the mark back', async () => {
  const marked = () =>
    db.tx(actor, async (tx) => (await listDivisions(tx, readRange('610999', undefined))).filter((division) => division.marks.length > 0).map((division) => division.code));
  expect(await db.tx(actor, (tx) => writeMark(tx, '610999107001', 'resettlement', '2019年搬迁'))).toBe(true);
  expect(await marked()).toEqual(['610999107001']);
  expect(await db.tx(actor, (tx) => writeMark(tx, '610999107001', 'resettlement', null))).toBe(true);
  expect(await marked()).toEqual([]);
  expect(await db.tx(actor, (tx) => writeMark(tx, '610999999999', 'resettlement', ''))).toBe(false);
  expect(await db.tx(actor, (tx) => writeMark(tx, '610999000000', 'resettlement', ''))).toBe(false);
});

it('narrows a scope and never widens it', () => {
  expect(readRange('610999107', '61')).toMatchObject({ prefix: '610999107', from: '610999107', to: '610999107:', countyCode: '610999' });
  expect(readRange('610999', '610999107000')).toMatchObject({ prefix: '610999107' });
  expect(readRange('6109', undefined)).toMatchObject({ prefix: '6109', countyCode: null });
  expect(readRange('', '610999')).toMatchObject({ prefix: '', from: '', to: '', countyCode: null });
});
