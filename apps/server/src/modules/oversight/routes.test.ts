import type { Principal } from '@shouwang/domain/access';
import { ok } from '@shouwang/domain/shared';
import type { FastifyInstance } from 'fastify';
import { readXlsx } from 'hucre/xlsx';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { monthReport, monthReportRows } from '@shouwang/contract/oversight';
import { dutyList, visitGet, visitList, workbench } from '@shouwang/contract/visits';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { newId } from '../../platform/clock.ts';
import { systemActor } from '../../platform/db/index.ts';
import { openHttp } from '../../platform/http/server.ts';
import { getPackInForce } from '../policy/public.ts';
import { visitRoutes } from '../visits/routes.ts';
import { aVisit, COUNTY, monthly, testCounty, VILLAGE_A, VILLAGE_B, VILLAGE_C, weekly, type TestCounty } from '../visits/fixture.ts';
import { oversightRoutes } from './routes.ts';

let county: TestCounty;
let app: FastifyInstance;
let seen: string;
let formId: string;
let formVersion: number;

/** Tokens name the role and the scope, so that each request says who asks. */
const principals: Record<string, Principal> = Object.fromEntries(
  (
    [
      ['county', COUNTY],
      ['town', '610999101'],
      ['village', VILLAGE_A],
      ['other', '610999102'],
    ] as const
  ).map(([name, scope]) => [name, { accountId: newId(), countyCode: COUNTY, role: name === 'other' ? 'town' : name, scope, visitorId: null, displayName: name }]),
);
let visitor: Principal;

beforeAll(async () => {
  county = await testCounty((await testDatabase()).connectionString);
  seen = await county.elder({ name: '张三', tier: monthly, categories: ['livingAlone'] });
  await county.elder({ name: '李四', tier: weekly, village: VILLAGE_B, categories: ['careDependent'] });
  await county.elder({ name: '王五', tier: monthly, village: VILLAGE_C });
  const id = await county.visitor();
  await county.assign(seen, id, '2026-01-01');
  visitor = { accountId: newId(), countyCode: COUNTY, role: 'visitor', scope: '', visitorId: id, displayName: 'v' };
  principals.visitor = visitor;
  const { pack } = await county.services.db.tx(systemActor(COUNTY), (tx) => getPackInForce(tx));
  formId = pack.visitForm.id;
  formVersion = pack.visitForm.version;
  app = await openHttp({
    services: county.services,
    endpoints: [...visitRoutes, ...oversightRoutes],
    webDir: null,
    behindTls: false,
    uploadLimitBytes: 1e6,
    authenticate: async (token) => (principals[token] === undefined ? { ok: false, refusal: { code: 'auth.required' } } : ok(principals[token])),
  });
});
afterAll(async () => {
  await app.close();
  await county.close();
});

const call = (as: string, method: 'GET' | 'POST', url: string, payload?: object) =>
  app.inject({ method, url, headers: { authorization: `Bearer ${as}` }, ...(payload === undefined ? {} : { payload }) });
const get = async (as: string, url: string) => (await call(as, 'GET', url)).json() as unknown;
const visitBody = (elderId: string, day: string, id = newId()) => ({ id, payload: { ...aVisit(elderId, day).payload, formId, formVersion, answers: { gas: 'safe' } } });

describe('POST /api/visits', () => {
  test('records a visit once, however often it is sent', async () => {
    const body = visitBody(seen, '2026-11-17');
    expect((await call('visitor', 'POST', '/api/visits', body)).json()).toEqual({ outcome: 'applied', visitId: body.id });
    expect((await call('visitor', 'POST', '/api/visits', body)).json()).toEqual({ outcome: 'alreadyApplied', visitId: body.id });
    const list = visitList.response.parse(await get('county', '/api/visits'));
    expect(list).toMatchObject({ count: 1, rows: [{ elderName: '张三', townName: '东镇', villageName: '甲村', mode: 'home', minutes: 20, hasFix: true }] });
    const one = visitGet.response.parse(await get('county', `/api/visits/${body.id}`));
    expect(one.answers).toEqual({ gas: 'safe' });
    expect((await county.owner.query(`select 1 from audit_event where action = 'visit.read' and entity_id = $1`, [body.id])).rows).toHaveLength(1);
  });

  test('refuses in words a client knows: a stranger’s elder, a visit of tomorrow', async () => {
    const others = (await county.owner.query<{ id: string }>(`select id from elder where name = '李四'`)).rows[0]?.id ?? '';
    const refused = await call('visitor', 'POST', '/api/visits', visitBody(others, '2026-11-17'));
    expect([refused.statusCode, refused.json()]).toEqual([404, { code: 'elder.notVisible' }]);
    expect((await call('visitor', 'POST', '/api/visits', visitBody(seen, '2026-11-28'))).json()).toMatchObject({ code: 'visit.inFuture' });
  });
});

describe('duties, report, rows, sheet and workbench', () => {
  test('agree with the contract and with each other, each in its scope', async () => {
    const report = monthReport.response.parse(await get('county', '/api/reports/month?month=2026-11'));
    expect(report.lines.map((line) => [line.name, line.listed])).toEqual([
      ['东镇', 2],
      ['西镇', 1],
    ]);
    expect(report).toMatchObject({ dueOn: '2026-11-25', periodEnd: '2026-11-30', packId: 'demo-2026' });
    const town = monthReport.response.parse(await get('county', '/api/reports/month?month=2026-11&division=610999101'));
    expect(town.lines.map((line) => line.name)).toEqual(['甲村', '乙村']);
    expect(town.total).toEqual(report.lines[0]);
    const village = monthReport.response.parse(await get('village', '/api/reports/month?month=2026-11'));
    expect(village.total).toMatchObject({ name: '甲村', listed: 1, visits: 1 });
    expect(monthReport.response.parse(await get('other', '/api/reports/month?month=2026-11&division=610999101')).total.listed).toBe(0);
  });

  test('rows open behind a figure and say why', async () => {
    const rows = monthReportRows.response.parse(await get('county', '/api/reports/month/rows?month=2026-11&figure=notReached'));
    expect(rows.rows.map((row) => [row.elderName, row.villageName, row.why])).toEqual([
      ['李四', '乙村', 'noResponsible'],
      ['王五', '丙村', 'noResponsible'],
    ]);
    expect(rows.count).toBe(2);
  });

  test('the sheet holds the report’s figures and its export is audited', async () => {
    const reply = await call('town', 'GET', '/api/reports/month.xlsx?month=2026-11');
    expect(reply.headers['content-disposition']).toContain('.xlsx');
    const sheet = (await readXlsx(reply.rawPayload)).sheets[0];
    expect(String(sheet?.rows[0]?.[0])).toContain('东镇2026年11月');
    expect(sheet?.rows.find((row) => row[0] === '合计')?.[2]).toBe(2);
    const paper = await call('town', 'GET', '/api/reports/month.pdf?month=2026-11');
    expect(paper.headers['content-type']).toBe('application/pdf');
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(paper.rawPayload)), { mergePages: true });
    for (const said of ['东镇2026年11月', '合计', '分管领导：']) expect(text.replace(/\s+/g, '')).toContain(said);
    expect((await county.owner.query(`select 1 from audit_event where action = 'report.export'`)).rows).toHaveLength(2);
  });

  test('open duties of the day are listed to the office that owes them', async () => {
    const duties = dutyList.response.parse(await get('town', '/api/duties?state=all'));
    expect(duties.rows.map((row) => [row.elderName, row.required, row.done])).toEqual([['张三', 1, 1]]);
  });

  test('the workbench names what is to be done and compares with last month', async () => {
    const bench = workbench.response.parse(await get('county', '/api/workbench'));
    expect(bench.tasks.map((task) => task.kind)).toEqual(expect.arrayContaining(['uncovered', 'neverVisited', 'reportDue', 'provisionalValues']));
    expect(bench.figures.find((figure) => figure.key === 'listed')).toEqual({ key: 'listed', value: 3, before: 3, unit: 'people' });
    expect(bench.villages.map((one) => [one.name, one.people])).toEqual([
      ['甲村', 1],
      ['乙村', 1],
      ['丙村', 1],
    ]);
  });

  test('are not a visitor’s to read', async () => {
    for (const url of ['/api/duties', '/api/visits', '/api/reports/month', '/api/workbench']) expect((await call('visitor', 'GET', url)).statusCode).toBe(403);
  });
});
