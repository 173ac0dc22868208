import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { route } from '@shouwang/contract/route';
import type { Principal } from '@shouwang/domain/access';
import { ok, refuse } from '@shouwang/domain/shared';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { SESSION_COOKIE } from '../auth/session.ts';
import { fixedClock } from '../clock.ts';
import { fieldCrypto } from '../crypto/index.ts';
import { openDb, sql, type Db } from '../db/index.ts';
import { silentLog } from '../log.ts';
import { endpoint } from './endpoint.ts';
import { openHttp } from './server.ts';

const village: Principal = { accountId: '01990000-0000-7000-8000-000000000001', countyCode: '610999', role: 'village', scope: '610999101001', visitorId: null, displayName: '' };
const visitor: Principal = { ...village, role: 'visitor', scope: '', visitorId: '01990000-0000-7000-8000-000000000002' };

const look = route({
  method: 'GET',
  path: '/api/look',
  permission: 'elders.read',
  summary: '',
  query: z.object({ n: z.coerce.number().int().max(9) }),
  response: z.object({ n: z.number(), from: z.string() }),
});
const write = route({ method: 'POST', path: '/api/write', permission: 'elders.edit', summary: '', body: z.object({ refuse: z.boolean() }), response: z.object({}) });
const echo = route({ method: 'GET', path: '/api/echo', permission: 'elders.read', summary: '', query: z.object({ text: z.string() }), response: z.object({ text: z.string() }) });
const upload = route({ method: 'POST', path: '/api/upload', permission: 'imports.run', summary: '', carries: 'upload', response: z.object({ files: z.number() }) });
const breaks = route({ method: 'GET', path: '/api/breaks', permission: 'public', summary: '' });

let db: Db;
let app: FastifyInstance;

beforeAll(async () => {
  db = openDb((await testDatabase()).connectionString);
  app = await openHttp({
    services: { db, crypto: fieldCrypto(randomBytes(32)), clock: fixedClock('2026-11-22T08:00:00Z'), log: silentLog, jobs: { send: () => Promise.resolve() } },
    endpoints: [
      endpoint(look, async ({ tx, query }) => {
        const [row] = await tx.query<{ from: string }>(sql`select app_setting('app.scope_from') as from`);
        return ok({ n: query.n, from: row?.from ?? '' });
      }),
      endpoint(write, async ({ tx, body }) => {
        await tx.query(sql`insert into feed (county_code, entity, entity_id) values ('610999', 'test', gen_random_uuid())`);
        return body.refuse ? refuse('conflict.revision', { field: 'phone' }) : ok({});
      }),
      endpoint(echo, async ({ tx, query }) => ok((await tx.query<{ text: string }>(sql`select ${query.text}::text as text`))[0] ?? { text: '' })),
      endpoint(upload, ({ files }) => Promise.resolve(ok({ files: files.length }))),
      endpoint(breaks, () => Promise.reject(new Error('secret of the inside'))),
    ],
    authenticate: (token) => Promise.resolve(token === 'village' ? ok(village) : token === 'visitor' ? ok(visitor) : refuse('auth.required')),
    webDir: null,
    behindTls: false,
    uploadLimitBytes: 1000,
  });
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const as = (token: string) => ({ authorization: `Bearer ${token}` });
const rows = async () => Number((await db.pool.query<{ n: string }>("select count(*) as n from feed where entity = 'test'")).rows[0]?.n);

describe('an endpoint', () => {
  it('asks for a session, then for the permission its route declares', async () => {
    expect((await app.inject({ url: '/api/look?n=1' })).json()).toEqual({ code: 'auth.required' });
    const refused = await app.inject({ url: '/api/look?n=1', headers: as('visitor') });
    expect([refused.statusCode, refused.json()]).toEqual([403, { code: 'permission.denied' }]);
  });

  it('runs in a transaction that carries the scope of the signed-in account', async () => {
    expect((await app.inject({ url: '/api/look?n=3', headers: as('village') })).json()).toEqual({ n: 3, from: '610999101001' });
  });

  it('squeezes a long answer to a phone that takes it so, and none to a page with a cookie', async () => {
    const ask = (headers: Record<string, string>, cookies: Record<string, string> = {}) => app.inject({ url: `/api/echo?text=${'a'.repeat(5000)}`, headers, cookies });
    const phone = await ask({ ...as('village'), 'accept-encoding': 'gzip, br' });
    expect(phone.headers['content-encoding']).toBe('gzip');
    expect(phone.rawPayload.length).toBeLessThan(200);
    expect(JSON.parse(gunzipSync(phone.rawPayload).toString())).toEqual({ text: 'a'.repeat(5000) });
    expect((await ask(as('village'))).headers['content-encoding']).toBeUndefined();
    const page = await ask({ 'accept-encoding': 'gzip' }, { [SESSION_COOKIE]: 'village' });
    expect([page.statusCode, page.headers['content-encoding']]).toEqual([200, undefined]);
  });

  it('names the field of a bad input', async () => {
    const reply = await app.inject({ url: '/api/look?n=77', headers: as('village') });
    expect([reply.statusCode, reply.json()]).toMatchObject([400, { code: 'input.invalid', details: { field: 'n' } }]);
  });

  it('keeps nothing of a write that ends in a refusal', async () => {
    const before = await rows();
    const refused = await app.inject({ method: 'POST', url: '/api/write', headers: as('village'), payload: { refuse: true } });
    expect([refused.statusCode, refused.json()]).toEqual([409, { code: 'conflict.revision', details: { field: 'phone' } }]);
    expect(await rows()).toBe(before);
    await app.inject({ method: 'POST', url: '/api/write', headers: as('village'), payload: { refuse: false } });
    expect(await rows()).toBe(before + 1);
  });

  it('takes a write by cookie only from its own pages', async () => {
    const post = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/api/write', headers: { host: 'localhost', ...headers }, cookies: { shouwang_session: 'village' }, payload: { refuse: false } });
    expect((await post({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await post({ origin: 'https://elsewhere.example' })).statusCode).toBe(403);
    expect((await post({ origin: 'null' })).statusCode).toBe(403);
    expect((await post({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200);
    expect((await post({ origin: 'http://localhost' })).statusCode).toBe(200);
  });

  it('takes an upload only whole, and all its files within one limit', async () => {
    const send = (body: string) =>
      app.inject({ method: 'POST', url: '/api/upload', headers: { ...as('village'), 'content-type': 'multipart/form-data; boundary=b' }, payload: body });
    const file = (name: string, size: number) => `--b\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\n\r\n${'x'.repeat(size)}\r\n`;
    expect((await send(`${file('a', 400)}${file('b', 400)}--b--\r\n`)).json()).toEqual({ files: 2 });
    expect((await send(`${file('a', 400)}${file('b', 400)}${file('c', 400)}--b--\r\n`)).json()).toEqual({ code: 'input.tooLarge' });
    expect((await send(file('a', 400))).json()).toEqual({ code: 'input.invalid', details: { field: 'files' } });
  });

  it('takes text that the database cannot hold and addresses that cannot be read for bad input, not for a bug of its own', async () => {
    const reply = await app.inject({ url: '/api/echo?text=%00', headers: as('village') });
    expect([reply.statusCode, reply.json()]).toMatchObject([400, { code: 'input.invalid' }]);
    expect((await app.inject({ url: '/%zz' })).json()).toEqual({ code: 'input.invalid', details: { field: 'url' } });
  });

  it('tells nothing of the inside when it breaks, and sends the strict content policy', async () => {
    const reply = await app.inject({ url: '/api/breaks' });
    expect(reply.statusCode).toBe(500);
    expect(reply.body).not.toContain('secret');
    expect(reply.headers['content-security-policy']).toContain("default-src 'self'");
  });

  it('serves the page for any address of it, but never in place of a file that is gone', async () => {
    const webDir = await mkdtemp(join(tmpdir(), 'shouwang-web-'));
    await writeFile(join(webDir, 'index.html'), '<title>desk</title>');
    const pages = await openHttp({
      services: { db, crypto: fieldCrypto(randomBytes(32)), clock: fixedClock('2026-11-22T08:00:00Z'), log: silentLog, jobs: { send: () => Promise.resolve() } },
      endpoints: [],
      authenticate: () => Promise.resolve(refuse('auth.required')),
      webDir,
      behindTls: false,
      uploadLimitBytes: 1000,
    });
    expect((await pages.inject({ url: '/ledger?q=zhang.san' })).body).toContain('desk');
    expect((await pages.inject({ url: '/assets/desk-old.js' })).statusCode).toBe(404);
    expect((await pages.inject({ url: '/..%2f..%2fpackage.json' })).statusCode).toBe(404);
    await pages.close();
    await rm(webDir, { recursive: true });
  });

  it('answers an unknown address as a refusal', async () => {
    const reply = await app.inject({ url: '/api/nowhere' });
    expect([reply.statusCode, reply.json()]).toEqual([404, { code: 'notFound' }]);
  });
});
