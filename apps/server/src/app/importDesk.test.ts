// Import from the desk: upload, preview, correction, start, stop, rows; over HTTP, the job run as the
// worker runs it.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Principal, Role } from '@shouwang/domain/access';
import type { ImportView } from '@shouwang/contract/intake';
import { ok, refuse } from '@shouwang/domain/shared';
import type { FastifyInstance } from 'fastify';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../tools/testing/database.ts';
import { intakeJobs, intakeRoutes, runImport } from '../modules/intake/public.ts';
import { fixedClock, newId } from '../platform/clock.ts';
import { fieldCrypto } from '../platform/crypto/index.ts';
import { openDb, sql, systemActor, type Db } from '../platform/db/index.ts';
import { openHttp } from '../platform/http/server.ts';
import { silentLog } from '../platform/log.ts';
import type { Services } from '../platform/services.ts';
import { visitorLists } from './visitorLists.ts';

const folder = resolve(import.meta.dirname, '../../../../samples/pingli-2-towns');
const county = '610926';
const queued: Record<string, unknown>[] = [];
const principals = new Map<string, Principal>();
let db: Db;
let services: Services;
let app: FastifyInstance;

const signedIn = (role: Role, scope: string): string => {
  const token = newId();
  principals.set(token, { accountId: newId(), countyCode: county, role, scope, visitorId: null, displayName: role });
  return token;
};
const countyOffice = signedIn('county', county);
const townOffice = signedIn('town', '610926107');
const otherTown = signedIn('town', '610926108');

beforeAll(async () => {
  const clock = fixedClock('2026-11-22T02:00:00Z');
  db = openDb((await testDatabase()).connectionString, { today: clock.today });
  services = { db, clock, crypto: fieldCrypto(Buffer.alloc(32, 7)), log: silentLog, jobs: { send: async (_name, data) => void queued.push(data as Record<string, unknown>) } };
  app = await openHttp({
    services,
    endpoints: intakeRoutes(visitorLists),
    webDir: null,
    behindTls: false,
    uploadLimitBytes: 20_000_000,
    authenticate: async (token: string) => {
      const found = principals.get(token);
      return found === undefined ? refuse('auth.required') : ok(found);
    },
  } as Parameters<typeof openHttp>[0]);
  await runImport(services, visitorLists, { files: [{ name: '区划.csv', bytes: await readFile(join(folder, '区划.csv')) }], asOf: '2026-11-01', actor: systemActor(county) });
});
afterAll(async () => {
  await app.close();
  await db.close();
});

async function upload(token: string, files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Promise<ImportView> {
  const form = new FormData();
  form.set('asOf', '2026-11-01');
  for (const file of files) form.append('files', new Blob([new Uint8Array(file.bytes)]), file.name);
  const encoded = new Response(form);
  const reply = await app.inject({
    method: 'POST',
    url: '/api/imports',
    payload: Buffer.from(await encoded.arrayBuffer()),
    headers: { authorization: `Bearer ${token}`, 'content-type': encoded.headers.get('content-type') as string },
  });
  expect(reply.statusCode).toBe(200);
  return reply.json();
}
const ask = (token: string, method: 'GET' | 'POST', url: string, payload?: object) =>
  app.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(payload === undefined ? {} : { payload }) });
const work = async (): Promise<void> => {
  const [job] = intakeJobs(visitorLists);
  for (const data of queued.splice(0)) await job?.run(services, data, new AbortController().signal);
};
const elderCount = async (): Promise<number> => (await db.tx(systemActor(county), (tx) => tx.query<{ n: number }>(sql`select count(*) as n from elder`)))[0]?.n ?? -1;

describe('an upload', () => {
  it('is recognised and shown with numbers masked, and writes nothing to the ledger', async () => {
    const view = await upload(townOffice, [
      { name: '台账-八仙镇.xlsx', bytes: await readFile(join(folder, '台账-八仙镇.xlsx')) },
      { name: '坏.xlsx', bytes: new TextEncoder().encode('%PDF-1.7') },
    ]);
    expect(view).toMatchObject({ state: 'ready', asOf: '2026-11-01', files: [{ refusal: null }, { name: '坏.xlsx', refusal: { code: 'import.notAWorkbook' } }] });
    expect(view.tables).toHaveLength(17);
    expect(view.tables[0]).toMatchObject({ sheet: '八仙社区居委会', kind: 'elderLedger', missing: [] });
    // The headings stand over the preview, not in it.
    const [first] = view.tables;
    expect(first?.preview).toHaveLength(8);
    expect(first?.preview[0]).not.toEqual(first?.columns.map((column) => column.header));
    expect(first?.preview.flat()).not.toContain('公民身份号码');
    const shown = JSON.stringify(view.tables);
    expect(shown).toContain('侯香');
    expect(shown).not.toMatch(/\d{11}|[０-９]{11}|190-0000/);
    expect(await elderCount()).toBe(0);
    const stored = await db.tx(systemActor(county), (tx) => tx.query<{ text: string }>(sql`select tables::text as text from import_run where id = ${view.id}`));
    expect(stored[0]?.text).not.toContain('侯香');
  });
  it('runs when it is started, once, and tells how every row ended', async () => {
    const { id } = await upload(townOffice, [{ name: '台账-八仙镇.xlsx', bytes: await readFile(join(folder, '台账-八仙镇.xlsx')) }]);
    expect((await ask(townOffice, 'POST', `/api/imports/${id}/start`)).json()).toMatchObject({ state: 'running' });
    expect((await ask(townOffice, 'POST', `/api/imports/${id}/start`)).json()).toMatchObject({ code: 'import.running' });
    queued.push(...queued);
    await work();
    const view = (await ask(townOffice, 'GET', `/api/imports/${id}`)).json<ImportView>();
    expect(view).toMatchObject({ state: 'done', progress: { phase: 'done' }, totals: { rejected: 0 } });
    expect(view.totals.created).toBe(await elderCount());
    const rows = (await ask(townOffice, 'GET', `/api/imports/${id}/rows?outcome=remarked&limit=200`)).json<{
      count: number;
      rows: { row: number; remarks: { code: string; column: string }[] }[];
    }>();
    expect(rows.count).toBe(view.totals.remarked);
    expect(rows.rows.find((row) => row.remarks[0]?.code === 'idNo.missing')?.remarks[0]?.column).toBe('公民身份号码');
  });
  it('is seen in its own scope only', async () => {
    const { id } = await upload(townOffice, [{ name: 'a.csv', bytes: new TextEncoder().encode('姓名,身份证号,死亡日期\n某某,,2026-01-01') }]);
    expect((await ask(otherTown, 'GET', `/api/imports/${id}`)).statusCode).toBe(404);
    expect((await ask(otherTown, 'POST', `/api/imports/${id}/start`)).statusCode).toBe(404);
    expect((await ask(countyOffice, 'GET', '/api/imports')).json<{ imports: { id: string }[] }>().imports.map((one) => one.id)).toContain(id);
  });
});

describe('a table that was not recognised', () => {
  it('is taken after a person has said what it is', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: '名单',
          rows: [
            ['姓名', '身份证号', '情形'],
            ['薛友光', '610999196604115776', '独生子女伤残'],
          ],
        },
      ],
    });
    const { id, tables } = await upload(countyOffice, [{ name: '名单.xlsx', bytes }]);
    expect(tables[0]).toMatchObject({ kind: null });
    expect((await ask(countyOffice, 'POST', `/api/imports/${id}/start`)).json()).toMatchObject({ code: 'import.noTable' });
    expect((await ask(countyOffice, 'POST', `/api/imports/${id}/mapping`, { tableNo: 0, kind: 'familyPlanningRegister', columns: [] })).json<ImportView>().tables[0]).toMatchObject(
      { missing: ['familyPlanning'] },
    );
    expect((await ask(countyOffice, 'POST', `/api/imports/${id}/start`)).json()).toMatchObject({ code: 'import.columnMissing' });
    expect(
      (await ask(countyOffice, 'POST', `/api/imports/${id}/mapping`, { tableNo: 0, kind: 'familyPlanningRegister', columns: [{ index: 2, field: 'nonsense' }] })).json(),
    ).toMatchObject({ code: 'input.invalid' });
    expect(
      (
        await ask(countyOffice, 'POST', `/api/imports/${id}/mapping`, { tableNo: 0, kind: 'familyPlanningRegister', columns: [{ index: 2, field: 'familyPlanning' }] })
      ).json<ImportView>().tables[0],
    ).toMatchObject({ missing: [] });
    await ask(countyOffice, 'POST', `/api/imports/${id}/start`);
    await work();
    expect((await ask(countyOffice, 'GET', `/api/imports/${id}`)).json()).toMatchObject({ state: 'done', totals: { accepted: 1, changed: 1 } });
  });
});

describe('a running import', () => {
  it('stops between batches, keeps what was written, and goes on where it is started again', async () => {
    const header = ['姓名', '性别', '出生日期', '镇', '村', '居住状况'];
    // Of characters none of which is the traditional form of another: names that differ by that are one name.
    const nameAt = (n: number): string =>
      `测${'甲乙丙丁戊己庚辛壬癸'[Math.floor(n / 1000)] ?? ''}${[...String(n % 1000)].map((digit) => '零一二三四五六七八九'[Number(digit)] ?? '').join('')}`;
    const people = Array.from({ length: 4100 }, (_, n) => [nameAt(n), '女', `19${40 + (n % 20)}-03-05`, '八仙镇', '狮坪村委会', '独自']);
    const { id } = await upload(countyOffice, [{ name: '汇总台账.xlsx', bytes: await writeXlsx({ sheets: [{ name: 'Sheet1', rows: [header, ...people] }] }) }]);
    await ask(countyOffice, 'POST', `/api/imports/${id}/start`);
    expect((await ask(countyOffice, 'POST', `/api/imports/${id}/stop`)).statusCode).toBe(200);
    const before = await elderCount();
    await work();
    expect((await ask(countyOffice, 'GET', `/api/imports/${id}`)).json()).toMatchObject({ state: 'stopped', totals: { created: 1000 } });
    expect(await elderCount()).toBe(before + 1000);
    await ask(countyOffice, 'POST', `/api/imports/${id}/start`);
    await work();
    expect((await ask(countyOffice, 'GET', `/api/imports/${id}`)).json()).toMatchObject({
      state: 'done',
      progress: { done: 4100, total: 4100 },
      totals: { created: 3100, unchanged: 1000 },
    });
    expect(await elderCount()).toBe(before + 4100);
  });
});
