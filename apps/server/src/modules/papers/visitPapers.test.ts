// Visit forms and monthly sheets from real visits: one at once in the county's copies, a month of a village
// by the job, nothing outside the scope, nothing that was cancelled.
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal } from '@shouwang/domain/access';
import { ok, refuse } from '@shouwang/domain/shared';
import type { FastifyInstance } from 'fastify';
import { testServices } from '../../../../../tools/testing/services.ts';
import { newId } from '../../platform/clock.ts';
import { systemActor } from '../../platform/db/index.ts';
import { openHttp } from '../../platform/http/server.ts';
import type { Services } from '../../platform/services.ts';
import { ensureCounty, importDivisions } from '../divisions/public.ts';
import { stateFacts } from '../ledger/fixture.ts';
import { getPackInForce, setCountyPack } from '../policy/public.ts';
import { visitDeskRoutes, visitRoutes } from '../visits/public.ts';
import { paperJobs, paperRoutes } from './public.ts';

const COUNTY = '610999';
const VILLAGE = '610999101001';
const OTHER = '610999101002';
const as = (scope: string): Principal => ({ accountId: newId(), countyCode: COUNTY, role: 'village', scope, visitorId: null, displayName: '村文书' });
const principals: Record<string, Principal> = { village: as(VILLAGE), other: as(OTHER) };
let services: Services;
let app: FastifyInstance;
let elder: string;
const queued: { name: string; data: Record<string, unknown> }[] = [];

beforeAll(async () => {
  services = { ...(await testServices()), jobs: { send: async (name, data) => void queued.push({ name, data: data as Record<string, unknown> }) } };
  await services.db.tx(systemActor(COUNTY), async (tx) => {
    await ensureCounty(tx, COUNTY, '示范县');
    await importDivisions(services, tx, [
      { code: '610999000000', name: '示范县', level: 'county', parent: null, lng: null, lat: null },
      { code: '610999101000', name: '东镇', level: 'town', parent: '610999000000', lng: null, lat: null },
      { code: VILLAGE, name: '甲村', level: 'village', parent: '610999101000', lng: null, lat: null },
      { code: OTHER, name: '乙村', level: 'village', parent: '610999101000', lng: null, lat: null },
    ]);
    await setCountyPack(tx, 'pingli-2023');
    elder = await stateFacts(services, tx, { name: '柏四', division: VILLAGE });
  });
  app = await openHttp({
    services,
    endpoints: [...paperRoutes, ...visitRoutes, ...visitDeskRoutes],
    webDir: null,
    behindTls: false,
    uploadLimitBytes: 1e6,
    authenticate: async (token) => (principals[token] === undefined ? refuse('auth.required') : ok(principals[token])),
  });
});
afterAll(async () => {
  await app.close();
  await services.db.close();
});

const ask = (who: string, method: 'GET' | 'POST', url: string, payload?: object) =>
  app.inject({ method, url, headers: { authorization: `Bearer ${who}` }, ...(payload === undefined ? {} : { payload }) });
const pagesOf = async (bytes: Uint8Array): Promise<string[]> => (await extractText(await getDocumentProxy(new Uint8Array(bytes)))).text.map((page) => page.replace(/\s+/g, ''));
async function enter(on: string, answers: Record<string, string>): Promise<string> {
  const id = newId();
  const reply = await ask('village', 'POST', '/api/visits/paper', { visits: [{ id, elderId: elder, visitorId: null, mode: 'home', outcome: 'done', on, answers }] });
  expect(reply.json()).toMatchObject({ answers: [{ outcome: 'applied' }] });
  return id;
}

test('a visit, its month and the village’s month are printed; a cancelled record is not', async () => {
  const first = await enter('2026-11-03', { health: 'worse', safety: 'safe', need: '想装扶手' });
  await enter('2026-11-10', { health: 'same' });
  const wrong = await enter('2026-11-11', { safety: 'unsafe' });
  expect((await ask('village', 'POST', `/api/visits/${wrong}/cancel`, { base: 1, reason: '录错了人' })).statusCode).toBe(200);

  const form = await pagesOf((await ask('village', 'POST', `/api/papers/visits/${first}`, { reason: '归档' })).rawPayload);
  expect(form).toHaveLength(4);
  for (const text of ['特殊困难老年人探访关爱服务记录表', '第1次', '想装扶手', '此份：服务对象留存']) expect(form[3]).toContain(text);
  expect(await pagesOf((await ask('village', 'POST', `/api/papers/visits/${first}`, { reason: '交给老人', copies: 'elder' })).rawPayload)).toHaveLength(1);
  expect((await ask('other', 'POST', `/api/papers/visits/${first}`, { reason: '归档' })).statusCode).toBe(404);

  const sheet = (await pagesOf((await ask('village', 'POST', `/api/papers/elders/${elder}/month`, { month: '2026-11', reason: '核对' })).rawPayload)).join('');
  for (const text of ['2026年11月', '11月3日', '11月10日', '想装扶手']) expect(sheet).toContain(text);
  expect(sheet).not.toContain('11月11日');
  const blank = (await pagesOf((await ask('village', 'POST', `/api/papers/elders/${elder}/month`, { month: '2026-11', blank: true, reason: '带下去' })).rawPayload)).join('');
  expect(blank).not.toContain('11月3日');

  for (const [kind, pages] of [
    ['visitForms', 8],
    ['monthSheets', 1],
  ] as const) {
    const job = (await ask('village', 'POST', '/api/papers/jobs', { kind, month: '2026-11', reason: '月底归档' })).json<{ id: string; progress: { total: number } }>();
    expect(job.progress.total).toBe(kind === 'visitForms' ? 2 : 1);
    for (const { name, data } of queued.splice(0)) await paperJobs.find((one) => one.name === name)?.run(services, data, new AbortController().signal);
    expect(await pagesOf((await ask('village', 'GET', `/api/papers/jobs/${job.id}/file`)).rawPayload)).toHaveLength(pages);
  }
});

test('the whole form of the county fits one page a copy, whatever was answered', async () => {
  const { visitForm } = await services.db.tx(systemActor(COUNTY), async (tx) => (await getPackInForce(tx)).pack);
  const items = visitForm.sections.flatMap((section) => section.items);
  const answers = Object.fromEntries(
    items.flatMap((item): [string, string | number | string[]][] => {
      const codes = (item.options ?? []).map((option) => option.code);
      if (item.kind === 'signature') return [];
      if (item.kind === 'ticks') return [[item.key, codes]];
      if (item.kind === 'number' || item.kind === 'measure') return [[item.key, item.least ?? 1]];
      return [[item.key, codes.at(-1) ?? '老人说近来腿脚不便，想在门口和床边装扶手']];
    }),
  );
  const id = newId();
  const at = '2026-11-20T02:00:00.000Z';
  const payload = {
    elderId: elder,
    mode: 'home',
    outcome: 'done',
    startedAt: at,
    endedAt: '2026-11-20T02:20:00.000Z',
    formId: visitForm.id,
    formVersion: visitForm.version,
    answers,
    fix: null,
  };
  expect((await ask('village', 'POST', '/api/visits', { id, payload })).json()).toMatchObject({ outcome: 'applied' });
  expect(await pagesOf((await ask('village', 'POST', `/api/papers/visits/${id}`, { reason: '归档' })).rawPayload)).toHaveLength(4);
});

test('work and service ledgers are workbooks that leave out what was cancelled', async () => {
  const { readXlsx } = await import('hucre/xlsx');
  for (const url of ['/api/visits.xlsx', '/api/visits/service.xlsx', '/api/visits/behind.xlsx']) {
    const reply = await ask('village', 'GET', `${url}?month=2026-11&reason=${encodeURIComponent('上报')}`);
    expect(reply.statusCode).toBe(200);
    const text = JSON.stringify((await readXlsx(new Uint8Array(reply.rawPayload))).sheets[0]?.rows);
    if (url.includes('behind')) expect(text).toContain('甲村');
    else {
      expect(text).toContain('柏四');
      expect(text).not.toContain('2026-11-11');
    }
  }
});
