// Quality bar S1: every route declares its permission, the server keeps to the table for every role,
// and what an account reads lies in its region, also where a query forgets to ask.
import { randomBytes } from 'node:crypto';
import { can, roles, type Principal, type Role } from '@shouwang/domain/access';
import { ok, refuse } from '@shouwang/domain/shared';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../tools/testing/database.ts';
import { ensureCounty, importDivisions } from '../modules/divisions/public.ts';
import { recordStatements } from '../modules/ledger/public.ts';
import { recordAssignments, recordRoster } from '../modules/network/public.ts';
import { openSessions } from '../platform/auth/session.ts';
import { fixedClock, newId } from '../platform/clock.ts';
import { fieldCrypto } from '../platform/crypto/index.ts';
import { openDb, sql, systemActor, type Db } from '../platform/db/index.ts';
import { openHttp } from '../platform/http/server.ts';
import { silentLog } from '../platform/log.ts';
import type { Services } from '../platform/services.ts';
import { endpoints } from './registry.ts';

const county = '610999';
const villages = ['610999101001', '610999101002', '610999102001'];
let db: Db;
let app: FastifyInstance;
let points: ReturnType<typeof endpoints>;
const principals = new Map<string, Principal>();
const elderIn = new Map<string, string>();

beforeAll(async () => {
  db = openDb((await testDatabase()).connectionString, { today: () => '2026-11-22' });
  const services: Services = { db, crypto: fieldCrypto(randomBytes(32)), clock: fixedClock('2026-11-22T08:00:00Z'), log: silentLog, jobs: { send: () => Promise.resolve() } };
  const visitorId = await db.tx(systemActor(county), async (tx) => {
    await ensureCounty(tx, county, '示范县');
    const towns = ['610999101000', '610999102000'];
    await importDivisions(services, tx, [
      { code: '610999000000', name: '示范县', level: 'county', parent: null, lng: null, lat: null },
      ...towns.map((code) => ({ code, name: code, level: 'town' as const, parent: '610999000000', lng: null, lat: null })),
      ...villages.map((code) => ({ code, name: code, level: 'village' as const, parent: `${code.slice(0, 9)}000`, lng: null, lat: null })),
    ]);
    const answers = await recordStatements(
      services,
      tx,
      villages.map((division, at) => ({
        elderId: null,
        facts: { name: `老人${at}`, division, sex: 'female' as const, birthDate: '1944-05-06' },
        source: 'ledger' as const,
        sourceDate: '2026-11-01',
        sourceRef: 'test',
        recordedBy: null,
      })),
    );
    answers.forEach((answer, at) => elderIn.set(villages[at] as string, answer.elderId));
    const [visitor] = await recordRoster(tx, services, [
      { name: '甲', idNo: null, phone: '19000000001', division: villages[0] as string, kind: 'helper', kindText: '', capacity: 3, home: null },
    ]);
    await recordAssignments(tx, [
      { elderId: elderIn.get(villages[0] as string) as string, visitorId: visitor?.visitorId ?? '', role: 'responsible', from: '2026-11-01', sourceRef: '' },
    ]);
    return visitor?.visitorId ?? '';
  });
  const scopes: Record<Role, string> = { prefecture: '6109', county, town: '610999101', village: '610999101001', visitor: '', system: county };
  for (const role of roles)
    principals.set(role, { accountId: newId(), countyCode: county, role, scope: scopes[role], visitorId: role === 'visitor' ? visitorId : null, displayName: role });
  points = endpoints(openSessions(db));
  app = await openHttp({
    services,
    endpoints: points,
    webDir: null,
    behindTls: false,
    uploadLimitBytes: 10_000,
    authenticate: (token) => {
      const principal = principals.get(token);
      return Promise.resolve(principal === undefined ? refuse('auth.required') : ok(principal));
    },
  });
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const request = (point: (typeof points)[number], token: string | null) =>
  app.inject({
    method: point.route.method,
    url: point.route.path.replace(':id', newId()),
    ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
    ...(point.route.method === 'POST' ? { payload: {} } : {}),
  });
const read = async (role: Role, url: string) => {
  const reply = await app.inject({ url, headers: { authorization: `Bearer ${role}` } });
  expect([url, reply.statusCode]).toEqual([url, 200]);
  return reply
    .json<{ rows: { division: string }[] }>()
    .rows.map((row) => row.division)
    .sort();
};

describe('routes', () => {
  it('are asked for by role exactly as the table says', async () => {
    for (const point of points) {
      const name = `${point.route.method} ${point.route.path}`;
      if (point.route.permission === 'public') continue;
      expect([name, (await request(point, null)).statusCode]).toEqual([name, 401]);
      for (const role of roles) {
        const status = (await request(point, role)).statusCode;
        if (can(role, point.route.permission)) expect([name, role, status]).not.toEqual([name, role, 403]);
        else expect([name, role, status]).toEqual([name, role, 403]);
        expect([name, role, status < 500]).toEqual([name, role, true]);
      }
    }
  });

  it('are each of their own path, and only sign-in, health and what comes with a key of its own are public', () => {
    const names = points.map((point) => `${point.route.method} ${point.route.path}`);
    expect(new Set(names).size).toBe(names.length);
    expect(
      points
        .filter((point) => point.route.permission === 'public')
        .map((point) => point.route.path)
        .sort(),
    ).toEqual(['/api/devices', '/api/health', '/api/session', '/api/weather/warnings']);
  });
});

describe('regions', () => {
  it('bound what each office reads in lists, whatever division it asks for', async () => {
    const expected: Partial<Record<Role, string[]>> = { prefecture: villages, county: villages, town: villages.slice(0, 2), village: villages.slice(0, 1) };
    for (const [role, own] of Object.entries(expected) as [Role, string[]][]) {
      expect(await read(role, '/api/elders')).toEqual(own);
      for (const village of villages) expect(await read(role, `/api/elders?division=${village}`)).toEqual(own.filter((code) => code === village));
    }
  });

  it('hide the file of somebody else’s elder as if it did not exist', async () => {
    for (const [role, village, status] of [
      ['village', villages[0], 200],
      ['village', villages[1], 404],
      ['town', villages[1], 200],
      ['town', villages[2], 404],
      ['county', villages[2], 200],
    ] as const) {
      const reply = await app.inject({ url: `/api/elders/${elderIn.get(village as string)}`, headers: { authorization: `Bearer ${role}` } });
      expect([role, village, reply.statusCode]).toEqual([role, village, status]);
    }
  });

  it('hold in the database too: a query without any condition reads the region only', async () => {
    const counts: Record<string, number> = {};
    for (const role of roles) {
      const rows = await db.tx(principals.get(role) as Principal, (tx) => tx.query(sql`select id from elder`));
      counts[role] = rows.length;
      const statements = await db.tx(principals.get(role) as Principal, (tx) => tx.query(sql`select id from fact_statement`));
      expect([role, statements.length]).toEqual([role, rows.length]);
    }
    expect(counts).toEqual({ prefecture: 3, county: 3, town: 2, village: 1, visitor: 1, system: 3 });
  });

  it('cannot be written across: an elder is not moved into another’s region', async () => {
    const own = elderIn.get(villages[0] as string) as string;
    await expect(db.tx(principals.get('village') as Principal, (tx) => tx.query(sql`update elder set division_code = ${villages[2]} where id = ${own}::uuid`))).rejects.toThrow(
      /row-level security/,
    );
    expect(
      await db.tx(principals.get('village') as Principal, (tx) => tx.query(sql`update elder set name = '换' where id = ${elderIn.get(villages[2] as string)}::uuid returning id`)),
    ).toEqual([]);
  });
});
