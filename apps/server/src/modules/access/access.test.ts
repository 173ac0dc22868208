import { randomBytes, randomUUID } from 'node:crypto';
import { roles, permissions, can } from '@shouwang/domain/access';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { openSessions } from '../../platform/auth/session.ts';
import { systemClock } from '../../platform/clock.ts';
import { fieldCrypto } from '../../platform/crypto/index.ts';
import { openDb, sql, systemActor, type Db } from '../../platform/db/index.ts';
import { openHttp } from '../../platform/http/server.ts';
import { silentLog } from '../../platform/log.ts';
import type { Services } from '../../platform/services.ts';
import { ensureCounty, importDivisions } from '../divisions/public.ts';
import { closeDemonstrationReach, createAccount } from './commands.ts';
import { disableAccount, findAccountByUsername } from './queries.ts';
import { accessRoutes } from './routes.ts';

const county = '610999';
const password = 'Linden-and-7-pines';
let db: Db;
let app: FastifyInstance;
let services: Services;
/** Milliseconds by which the session cache believes time has passed. */
let elapsed = 0;

const make = (role: 'county' | 'town' | 'village', scope: string, username: string) =>
  db.tx(systemActor(county), (tx) => createAccount(tx, systemActor(county), { username, displayName: username, role, scope, visitorId: null, password }));

beforeAll(async () => {
  db = openDb((await testDatabase()).connectionString);
  const sessions = openSessions(db, () => Date.now() + elapsed);
  services = { db, crypto: fieldCrypto(randomBytes(32)), clock: systemClock, log: silentLog, jobs: { send: () => Promise.resolve() } };
  app = await openHttp({
    services,
    endpoints: accessRoutes(sessions),
    authenticate: sessions.authenticate,
    webDir: null,
    behindTls: false,
    uploadLimitBytes: 1000,
  });
  await make('county', county, 'county1');
  await make('town', '610999101', 'town1');
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const signIn = (username: string, word = password) => app.inject({ method: 'POST', url: '/api/session', payload: { username, password: word } });
const cookieOf = (reply: Awaited<ReturnType<typeof signIn>>) => ({ shouwang_session: reply.cookies[0]?.value ?? '' });

describe('sign-in', () => {
  it('gives a cookie that scripts cannot read, and the account behind it', async () => {
    const reply = await signIn('county1');
    expect(reply.cookies[0]).toMatchObject({ name: 'shouwang_session', httpOnly: true, sameSite: 'Lax' });
    expect((await app.inject({ url: '/api/session', cookies: cookieOf(reply) })).json()).toMatchObject({ username: 'county1', role: 'county', scope: county });
  });

  it('says the same of a wrong password and of a name that does not exist', async () => {
    const [wrong, unknown] = [await signIn('county1', 'not this one'), await signIn('nobody')];
    expect([wrong.statusCode, wrong.json()]).toEqual([401, { code: 'auth.wrongPassword' }]);
    expect(unknown.json()).toEqual(wrong.json());
  });

  it('locks after five failures, also for the right password', async () => {
    await make('village', '610999101001', 'village1');
    for (let i = 0; i < 5; i += 1) await signIn('village1', `wrong ${i}`);
    expect((await signIn('village1')).json()).toMatchObject({ code: 'auth.locked' });
  });

  it('ends where the account is disabled, within seconds', async () => {
    await make('village', '610999101002', 'village2');
    const cookies = cookieOf(await signIn('village2'));
    await db.tx(systemActor(county), (tx) => tx.query(sql`update account set disabled_at = now() where username = 'village2'`));
    elapsed += 6_000;
    expect((await app.inject({ url: '/api/session', cookies })).statusCode).toBe(401);
  });

  it('ends at sign-out at once', async () => {
    const cookies = cookieOf(await signIn('town1'));
    expect((await app.inject({ method: 'DELETE', url: '/api/session', cookies })).statusCode).toBe(204);
    expect((await app.inject({ url: '/api/session', cookies })).statusCode).toBe(401);
  });
});

describe('a field device', () => {
  it('keeps a credential that is refused by name once it is revoked', async () => {
    const deviceId = randomUUID();
    const { token } = (await app.inject({ method: 'POST', url: '/api/devices', payload: { username: 'town1', password, deviceId, label: 'phone' } })).json<{ token: string }>();
    const headers = { authorization: `Bearer ${token}` };
    expect((await app.inject({ url: '/api/session', headers })).statusCode).toBe(200);
    await db.tx(systemActor(county), (tx) => tx.query(sql`update device set revoked_at = now() where id = ${deviceId}::uuid`));
    elapsed += 6_000;
    expect((await app.inject({ url: '/api/session', headers })).json()).toEqual({ code: 'device.revoked' });
  });
});

describe('an account that is shut out', () => {
  it('is refused at its desk and on its phone, and cannot come back', async () => {
    await make('village', '610999101009', 'village9');
    const desk = cookieOf(await signIn('village9'));
    const enrol = () => app.inject({ method: 'POST', url: '/api/devices', payload: { username: 'village9', password, deviceId: randomUUID(), label: 'phone' } });
    const headers = { authorization: `Bearer ${(await enrol()).json<{ token: string }>().token}` };
    await db.tx(systemActor(county), async (tx) => disableAccount(tx, county, (await findAccountByUsername(tx, 'village9'))?.id ?? ''));
    elapsed += 6_000;
    expect((await app.inject({ url: '/api/session', cookies: desk })).statusCode).toBe(401);
    expect((await app.inject({ url: '/api/session', headers })).json()).toEqual({ code: 'device.revoked' });
    expect([(await signIn('village9')).statusCode, (await enrol()).statusCode]).toEqual([401, 401]);
  });
});

describe('accounts', () => {
  it('are made only inside the own scope, with a first password that must be changed', async () => {
    const cookies = cookieOf(await signIn('town1'));
    const create = (payload: object) => app.inject({ method: 'POST', url: '/api/accounts', cookies, payload });
    expect((await create({ username: 'outside', displayName: 'x', role: 'village', scope: '610999102001' })).json()).toMatchObject({
      code: 'input.invalid',
      details: { field: 'scope' },
    });
    expect((await create({ username: 'above', displayName: 'x', role: 'county', scope: county })).json()).toEqual({ code: 'permission.denied' });
    const made = (await create({ username: 'inside', displayName: 'x', role: 'village', scope: '610999101003' })).json<{ firstPassword: string }>();
    const first = await signIn('inside', made.firstPassword);
    expect(first.json()).toMatchObject({ mustChangePassword: true, scope: '610999101003' });
    expect((await app.inject({ url: '/api/accounts', cookies: cookieOf(first) })).statusCode).toBe(403);
    expect((await app.inject({ url: '/api/session', cookies: cookieOf(first) })).statusCode).toBe(200);
    expect((await create({ username: 'inside', displayName: 'x', role: 'village', scope: '610999101003' })).json()).toMatchObject({ details: { field: 'username' } });
  });

  it('name their own region only, also where the code of another is the beginning of theirs but for zeros', async () => {
    await db.tx(systemActor(county), (tx) =>
      importDivisions(services, tx, [
        { code: '610999000000', name: '示范县', level: 'county', parent: null, lng: null, lat: null },
        { code: '610999100000', name: '上河镇', level: 'town', parent: '610999000000', lng: null, lat: null },
        { code: '610999101000', name: '清溪镇', level: 'town', parent: '610999000000', lng: null, lat: null },
      ]),
    );
    expect((await signIn('town1')).json()).toMatchObject({ scopeName: '示范县清溪镇' });
  });

  it('end at other desks when the password is changed, not at the one where it is', async () => {
    await make('town', '610999102', 'town2');
    const [here, there] = [cookieOf(await signIn('town2')), cookieOf(await signIn('town2'))];
    expect((await app.inject({ method: 'POST', url: '/api/session/password', cookies: here, payload: { current: password, next: 'Juniper-hill-42' } })).statusCode).toBe(204);
    elapsed += 6_000;
    expect([(await app.inject({ url: '/api/session', cookies: here })).statusCode, (await app.inject({ url: '/api/session', cookies: there })).statusCode]).toEqual([200, 401]);
  });

  it('of the demonstration are closed where their region takes in a real county', async () => {
    const demonstration = '619998';
    await db.tx(systemActor(demonstration), async (tx) => {
      await ensureCounty(tx, demonstration, '示范', true);
      await createAccount(
        tx,
        { ...systemActor(demonstration), scope: '' },
        { username: 'prefecture1', displayName: 'x', role: 'prefecture', scope: '6199', visitorId: null, password },
      );
      await createAccount(tx, systemActor(demonstration), { username: 'county9', displayName: 'x', role: 'county', scope: demonstration, visitorId: null, password });
    });
    const real = (code: string) =>
      db.tx(systemActor(code), async (tx) => {
        await ensureCounty(tx, code);
        return closeDemonstrationReach(tx);
      });
    expect(await real('620001')).toBe(0);
    expect((await signIn('prefecture1')).statusCode).toBe(200);
    expect(await real('619901')).toBe(1);
    expect((await signIn('prefecture1')).statusCode).toBe(401);
    expect((await signIn('county9')).statusCode).toBe(200);
  });

  it('keep weak new passwords out', async () => {
    const cookies = cookieOf(await signIn('county1'));
    const change = (next: string) => app.inject({ method: 'POST', url: '/api/session/password', cookies, payload: { current: password, next } });
    expect((await change('short')).json()).toEqual({ code: 'auth.passwordTooWeak' });
    expect((await change('Bamboo-grove-88')).statusCode).toBe(204);
    expect((await signIn('county1', 'Bamboo-grove-88')).statusCode).toBe(200);
  });

  it('are locked by guessing the current password as by guessing at sign-in', async () => {
    await make('village', '610999101088', 'guesser');
    const signedIn = await signIn('guesser');
    expect(signedIn.statusCode).toBe(200);
    const cookies = cookieOf(signedIn);
    const guess = (current: string) => app.inject({ method: 'POST', url: '/api/session/password', cookies, payload: { current, next: 'Bamboo-grove-88' } });
    for (let i = 0; i < 5; i += 1) expect((await guess(`wrong ${i}`)).json()).toEqual({ code: 'auth.wrongPassword' });
    expect((await guess(password)).json()).toMatchObject({ code: 'auth.locked' });
  });
});

describe('roles', () => {
  it('hold exactly what the table says, and a visitor neither ledger nor export', () => {
    for (const role of roles) for (const permission of permissions) if (role === 'system') expect(can(role, permission)).toBe(true);
    expect(permissions.filter((permission) => can('visitor', permission)).sort()).toEqual([
      'campaigns.record',
      'doubts.answer',
      'policy.read',
      'session.own',
      'surveys.answer',
      'sync.own',
      'visits.record',
    ]);
  });
});
