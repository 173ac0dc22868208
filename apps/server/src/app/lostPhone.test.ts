// A lost phone over HTTP: what it recorded before is taken and marked, nothing is told it any more; and the file
// of a phone that cannot send: opened only here, each record once, for accounts of the own division.
import { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '../../../../tools/testing/database.ts';
import { letterOf, sealLetter } from '../../../web/src/platform/outbox/letter.ts';
import { newEntry, type OutboxEntry } from '../../../web/src/platform/outbox/outbox.ts';
import { createAccount } from '../modules/access/commands.ts';
import { visitCommands } from '../modules/visits/commands.ts';
import { COUNTY, NOW, office, testCounty, VILLAGE_A, VILLAGE_B, weekly, type TestCounty } from '../modules/visits/fixture.ts';
import { openSessions } from '../platform/auth/session.ts';
import { newId } from '../platform/clock.ts';
import { systemActor } from '../platform/db/index.ts';
import { openHttp } from '../platform/http/server.ts';
import { command } from '../platform/sync/command.ts';
import { endpoints } from './registry.ts';
import { takeIn } from './takeIn.ts';

const PASSWORD = 'Bamboo-in-the-wind-7';
let county: TestCounty;
let app: FastifyInstance;
let token = '';
let principal: { readonly accountId: string };
let elderId = '';
const deviceId = newId();
const desks: Record<string, string> = {};

async function account(username: string, role: 'visitor' | 'village' | 'county', scope: string, visitorId: string | null): Promise<void> {
  await county.services.db.tx(systemActor(COUNTY), async (tx) => {
    const made = await createAccount(tx, { ...systemActor(COUNTY), scope: '' }, { username, displayName: username, role, scope, visitorId, password: PASSWORD });
    if (!made.ok) throw new Error(made.refusal.code);
  });
}
async function desk(username: string): Promise<string> {
  const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { username, password: PASSWORD } });
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}
const entry = (startedAt: string): OutboxEntry => {
  const id = newId();
  const endedAt = new Date(Date.parse(startedAt) + 600_000).toISOString();
  const payload = { elderId, mode: 'home', outcome: 'done', startedAt, endedAt, formId: 'form', formVersion: 1, answers: { gas: 'safe' }, fix: null };
  return newEntry({ id, kind: 'visits.record', occurredAt: startedAt, recordedAt: endedAt, base: {}, payload }, principal.accountId, { id: elderId, name: '老人' });
};
const push = (...entries: OutboxEntry[]) =>
  app.inject({
    method: 'POST',
    url: '/api/sync/push',
    headers: { authorization: `Bearer ${token}` },
    payload: { deviceId, sentAt: NOW, commands: entries.map(({ command }) => command) },
  });
const pull = () => app.inject({ method: 'GET', url: '/api/sync/pull', headers: { authorization: `Bearer ${token}` } });
const bring = (cookie: string, text: string) => {
  const boundary = 'b0undary';
  const payload = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="x"\r\ncontent-type: application/octet-stream\r\n\r\n${text}\r\n--${boundary}--\r\n`;
  return app.inject({ method: 'POST', url: '/api/sync/letters', headers: { cookie, 'content-type': `multipart/form-data; boundary=${boundary}` }, payload });
};
const visitsStored = async (): Promise<number> => (await county.owner.query<{ n: number }>('select count(*)::int as n from visit')).rows[0]?.n ?? -1;

beforeAll(async () => {
  county = await testCounty((await testDatabase()).connectionString);
  await county.owner.query(`update county set pack_id = 'demo-2026' where county_code = $1`, [COUNTY]);
  elderId = await county.elder({ tier: weekly });
  const visitor = await county.visitor();
  await county.assign(elderId, visitor, '2026-01-01');
  const sessions = openSessions(county.services.db);
  app = await openHttp({
    services: county.services,
    endpoints: endpoints(sessions),
    authenticate: sessions.authenticate,
    webDir: null,
    behindTls: false,
    uploadLimitBytes: 1_000_000,
  });
  await account('helper', 'visitor', '', visitor);
  for (const [name, scope] of Object.entries({ here: VILLAGE_A, elsewhere: VILLAGE_B })) await account(name, 'village', scope, null);
  await account('office', 'county', COUNTY, null);
  for (const name of ['here', 'elsewhere', 'office']) desks[name] = await desk(name);
  const answer = await app.inject({ method: 'POST', url: '/api/devices', payload: { username: 'helper', password: PASSWORD, deviceId, label: '手机' } });
  ({ token, principal } = answer.json<{ token: string; principal: { accountId: string } }>());
});
afterAll(async () => {
  await app.close();
  await county.close();
});

describe('the file of a phone that cannot send', () => {
  it('is opened by the desk of its village; each record is the helper’s own and counted once, whatever is sent later', async () => {
    const { letterKey } = (await pull()).json<{ letterKey: string }>();
    const entries = [entry('2026-11-16T02:00:00.000Z'), entry('2026-11-17T02:00:00.000Z')];
    const text = await sealLetter(letterOf([...entries, { ...entry(NOW), state: 'delivered' }], deviceId, NOW), letterKey);
    expect(text).not.toContain(elderId);
    const answer = await bring(desks['here'] ?? '', text);
    expect(answer.json()).toMatchObject({ from: 'helper', rows: entries.map(({ command }) => ({ id: command.id, outcome: 'applied', subjectName: '老人' })) });
    expect(await visitsStored()).toBe(2);
    const { rows } = await county.owner.query<{ account_id: string; device_id: string }>('select account_id, device_id from visit');
    expect(rows.every((row) => row.account_id === principal.accountId && row.device_id === deviceId)).toBe(true);
    expect((await push(...entries)).json<{ results: { outcome: string }[] }>().results.map(({ outcome }) => outcome)).toEqual(['alreadyApplied', 'alreadyApplied']);
    expect((await bring(desks['here'] ?? '', text)).json<{ rows: { outcome: string }[] }>().rows.map(({ outcome }) => outcome)).toEqual(['alreadyApplied', 'alreadyApplied']);
    expect(await visitsStored()).toBe(2);
    const audited = await county.owner.query(`select details from audit_event where action = 'sync.takeIn'`);
    expect(audited.rows).toHaveLength(2);
  });

  it('keeps and writes down what was carried out where a later part of it breaks', async () => {
    const { letterKey } = (await pull()).json<{ letterKey: string }>();
    const { rows: kept } = await county.owner.query<{ id: string }>('select id from visit');
    const broken = command({ kind: 'test.broken', permission: 'sync.own', payload: z.unknown(), apply: () => Promise.reject(new Error('a bug')) });
    const commands = new Map([...visitCommands, broken].map((one) => [one.kind, one]));
    const entries = [...Array.from({ length: 100 }, () => entry('2026-11-13T02:00:00.000Z')), { ...entry(NOW), command: { ...entry(NOW).command, kind: 'test.broken' } }];
    const file = Buffer.from(await sealLetter(letterOf(entries, deviceId, NOW), letterKey));
    const clerk = { ...office(VILLAGE_A), accountId: newId(), role: 'village', displayName: '' } as const;
    const taken = await county.services.db.tx(clerk, (tx) => takeIn(county.services, tx, clerk, commands, file));
    if (!taken.ok) throw new Error(taken.refusal.code);
    expect(taken.value.rows.map(({ outcome }) => outcome)).toEqual([...Array.from({ length: 100 }, () => 'applied'), 'retryLater']);
    const audited = await county.owner.query<{ details: object }>(`select details from audit_event where action = 'sync.takeIn' order by at desc limit 1`);
    expect(audited.rows[0]?.details).toMatchObject({ entries: 101, applied: 100 });
    await county.owner.query('delete from visit where id <> all($1)', [kept.map(({ id }) => id)]);
  });

  it('is declined by another village, where it was altered, where it is something else, and for a phone', async () => {
    const { letterKey } = (await pull()).json<{ letterKey: string }>();
    const text = await sealLetter(letterOf([entry('2026-11-15T02:00:00.000Z')], deviceId, NOW), letterKey);
    expect((await bring(desks['elsewhere'] ?? '', text)).json()).toMatchObject({ code: 'letter.foreign' });
    const letter = JSON.parse(text) as { data: string };
    for (const bad of ['', 'PK\u0003\u0004', '{}', JSON.stringify({ ...letter, data: `AAAA${letter.data.slice(4)}` })]) {
      expect((await bring(desks['here'] ?? '', bad)).json()).toMatchObject({ code: 'letter.unreadable' });
    }
    expect((await app.inject({ method: 'POST', url: '/api/sync/letters', headers: { authorization: `Bearer ${token}` } })).json()).toMatchObject({ code: 'permission.denied' });
    expect(await visitsStored()).toBe(2);
  });
});

describe('a lost phone', () => {
  it('is seen by its county with its last contact and revoked with a reason, by nobody else', async () => {
    const devices = (cookie: string) => app.inject({ method: 'GET', url: '/api/devices', headers: { cookie } });
    expect((await devices(desks['office'] ?? '')).json()).toMatchObject({ devices: [{ id: deviceId, accountName: 'helper', revokedAt: null }] });
    expect((await devices(desks['here'] ?? '')).statusCode).toBe(403);
    const revoke = () => app.inject({ method: 'POST', url: `/api/devices/${deviceId}/revoke`, headers: { cookie: desks['office'] ?? '' }, payload: { reason: '手机丢了' } });
    expect((await revoke()).statusCode).toBe(204);
    expect((await revoke()).json()).toMatchObject({ code: 'conflict.alreadyDone' });
  });

  it('may offer what it recorded before, which is taken and marked; later visits are not, and it is told nothing', async () => {
    await county.owner.query(`update device set revoked_at = '2026-11-18T01:00:00Z' where id = $1`, [deviceId]);
    // What is believed of a session is believed for seconds: another start of the server knows at once.
    const fresh = openSessions(county.services.db);
    await app.close();
    app = await openHttp({ services: county.services, endpoints: endpoints(fresh), authenticate: fresh.authenticate, webDir: null, behindTls: false, uploadLimitBytes: 1_000_000 });
    expect((await pull()).json()).toMatchObject({ code: 'device.revoked' });
    const before = entry('2026-11-14T02:00:00.000Z');
    const after = entry('2026-11-18T02:00:00.000Z');
    expect((await push(before, after)).json()).toMatchObject({ results: [{ outcome: 'applied' }, { outcome: 'refused', refusal: { code: 'device.revoked' } }] });
    const { rows } = await county.owner.query<{ marks: string[] }>('select marks from visit where id = $1', [before.command.id]);
    expect(rows[0]?.marks).toContain('revokedDevice');
    expect((await pull()).json()).toMatchObject({ code: 'device.revoked' });
    await county.owner.query(`update device set revoked_at = now() - interval '91 days' where id = $1`, [deviceId]);
    expect((await push(entry('2026-07-14T02:00:00.000Z'))).json()).toMatchObject({ code: 'device.revoked' });
  });
});
