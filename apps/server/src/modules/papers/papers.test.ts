import { randomBytes } from 'node:crypto';
import { can, type Principal } from '@shouwang/domain/access';
import { abilityItems } from '@shouwang/domain/assessments';
import type { FactValues } from '@shouwang/domain/ledger';
import { ok, refuse } from '@shouwang/domain/shared';
import { printJobView, printList } from '@shouwang/contract/papers';
import type { FastifyInstance } from 'fastify';
import { readXlsx } from 'hucre/xlsx';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { fixedClock, newId } from '../../platform/clock.ts';
import { fieldCrypto } from '../../platform/crypto/index.ts';
import { openDb, sql, systemActor, type Db } from '../../platform/db/index.ts';
import { openHttp } from '../../platform/http/server.ts';
import { silentLog } from '../../platform/log.ts';
import type { Services } from '../../platform/services.ts';
import { assessmentRoutes } from '../assessments/public.ts';
import { ensureCounty, importDivisions } from '../divisions/public.ts';
import { recordStatements } from '../ledger/public.ts';
import { setCountyPack } from '../policy/public.ts';
import { reviewRoutes } from '../reviews/public.ts';
import { paperJobs, paperRoutes } from './public.ts';

const COUNTY = '610999';
const VILLAGE_A = '610999101001';
const VILLAGE_B = '610999101002';
const ID_NO = '610999194605030010';
const PHONE = '19000000001';

let db: Db;
let app: FastifyInstance;
let services: Services;
let full: string;
let bare: string;
const queued: { name: string; data: Record<string, unknown> }[] = [];
const as = (role: Principal['role'], scope: string): Principal => ({ accountId: newId(), countyCode: COUNTY, role, scope, visitorId: null, displayName: `${role}${scope}` });
const principals: Record<string, Principal> = {
  county: as('county', COUNTY),
  village: as('village', VILLAGE_A),
  other: as('village', VILLAGE_B),
  prefecture: as('prefecture', '6109'),
};

const facts: Partial<FactValues> = {
  name: '欧阳秀英',
  division: VILLAGE_A,
  sex: 'female',
  birthDate: '1946-05-03',
  idNo: ID_NO,
  phone: PHONE,
  waterSafe: false,
  householdMembers: Array.from({ length: 12 }, (_, index) => ({ name: `成员${index + 1}`, relation: '孙', idNo: '610999201005030012' })),
  children: [{ name: '李大', phone: '19000000007', place: 'outsideCounty', awaySince: '2020-02' }],
  pension: { kind: 'resident', monthly: 136 },
};

beforeAll(async () => {
  db = openDb((await testDatabase()).connectionString, { today: () => '2026-11-22' });
  services = {
    db,
    crypto: fieldCrypto(randomBytes(32)),
    clock: fixedClock('2026-11-22T08:00:00Z'),
    log: silentLog,
    jobs: {
      send: async (name, data) => void queued.push({ name, data: data as Record<string, unknown> }),
    },
  };
  const told = { source: 'ledger', sourceDate: '2026-11-01', sourceRef: 'test', recordedBy: null } as const;
  await db.tx(systemActor(COUNTY), async (tx) => {
    await ensureCounty(tx, COUNTY, '示范县');
    await importDivisions(services, tx, [
      { code: '610999000000', name: '示范县', level: 'county', parent: null, lng: null, lat: null },
      { code: '610999101000', name: '东镇', level: 'town', parent: '610999000000', lng: null, lat: null },
      { code: VILLAGE_A, name: '甲村', level: 'village', parent: '610999101000', lng: null, lat: null },
      { code: VILLAGE_B, name: '乙村', level: 'village', parent: '610999101000', lng: null, lat: null },
    ]);
    await setCountyPack(tx, 'demo-2026');
    const [first, second] = await recordStatements(services, tx, [
      { ...told, elderId: null, facts },
      { ...told, elderId: null, facts: { name: '王㛃䶮', division: VILLAGE_A } },
    ]);
    full = first?.elderId ?? '';
    bare = second?.elderId ?? '';
  });
  app = await openHttp({
    services,
    endpoints: [...paperRoutes, ...assessmentRoutes, ...reviewRoutes],
    webDir: null,
    behindTls: false,
    uploadLimitBytes: 1e6,
    authenticate: async (token) => (principals[token] === undefined ? refuse('auth.required') : ok(principals[token])),
  });
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const ask = (who: string, method: 'GET' | 'POST', url: string, payload?: object) =>
  app.inject({ method, url, headers: { authorization: `Bearer ${who}` }, ...(payload === undefined ? {} : { payload }) });
const textOf = async (bytes: Uint8Array): Promise<string[]> => {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)));
  return text.map((page) => page.replace(/\s+/g, ''));
};
const trail = (action: string) =>
  db.tx(systemActor(COUNTY), (tx) =>
    tx.query<{ details: Record<string, unknown>; entity_id: string }>(
      sql`select details, entity_id from audit_event where county_code = ${COUNTY} and action = ${action} order by id`,
    ),
  );
const runJobs = async (): Promise<void> => {
  for (const { name, data } of queued.splice(0)) await paperJobs.find((job) => job.name === name)?.run(services, data, new AbortController().signal);
};

describe('a form of one elder', () => {
  const form = { form: 'information', reason: '入户核对' };

  test('comes in the copies that the pack asks for, each naming who keeps it and counting its own pages', async () => {
    const reply = await ask('village', 'POST', `/api/papers/elders/${full}`, form);
    expect(reply.headers['content-type']).toBe('application/pdf');
    const pages = await textOf(reply.rawPayload);
    expect(pages).toHaveLength(6);
    const text = pages.join('');
    for (const keeper of ['县民政局', '镇', '村']) expect(text).toContain(`此份：${keeper}留存`);
    for (const said of ['特殊困难老年人信息记录表', '镇（街道）：东镇村（社区）：甲村', '欧阳秀英', '1946年5月3日', '成员12', '（待确认）', '城乡居民养老保险'])
      expect(text).toContain(said);
    expect(pages[0]).toContain('第1页共2页');
    expect(pages[3]).toContain('第2页共2页');
  });

  test('masks every number, those of the household and the children too, and is written down with its reason', async () => {
    const text = (await textOf((await ask('village', 'POST', `/api/papers/elders/${full}`, form)).rawPayload)).join('');
    for (const number of [ID_NO, PHONE, '610999201005030012', '19000000007']) expect(text).not.toContain(number);
    expect(text).toContain('610999********0010');
    expect((await trail('paper.print')).at(-1)).toMatchObject({ entity_id: full, details: { form: 'information', numbers: 'masked', reason: '入户核对' } });
  });

  test('shows numbers in full to whoever may reveal them', async () => {
    const reply = await ask('village', 'POST', `/api/papers/elders/${full}`, { ...form, numbers: 'full' });
    const text = (await textOf(reply.rawPayload)).join('');
    for (const number of [ID_NO, PHONE, '610999201005030012', '19000000007']) expect(text).toContain(number);
    expect(can('prefecture', 'papers.print')).toBe(false);
    expect((await ask('prefecture', 'POST', `/api/papers/elders/${full}`, form)).statusCode).toBe(403);
  });

  test('of an empty file is a form to write on, with a rare character in its name', async () => {
    const pages = await textOf((await ask('village', 'POST', `/api/papers/elders/${bare}`, form)).rawPayload);
    expect(pages.join('')).toContain('王㛃䶮');
  });

  test('names who signed in the system beside the place of signature', async () => {
    const step = await ask('village', 'POST', '/api/reviews', { action: 'submit', items: [{ elderId: bare }] });
    expect(step.statusCode, step.body).toBe(200);
    const text = (await textOf((await ask('village', 'POST', `/api/papers/elders/${bare}`, form)).rawPayload)).join('');
    expect(text).toContain('信息录入人员签字系统记录：');
  });

  test('is refused outside the scope and without a reason', async () => {
    expect((await ask('other', 'POST', `/api/papers/elders/${full}`, form)).json()).toEqual({ code: 'elder.notVisible' });
    expect((await ask('village', 'POST', `/api/papers/elders/${full}`, { form: 'information' })).json()).toMatchObject({ code: 'input.invalid' });
  });
});

describe('the report of an ability assessment', () => {
  test('has the 26 items, points, level with its reason, and places for three signatures', async () => {
    const id = newId();
    const answers = Object.fromEntries(abilityItems.map((item) => [item.key, item.options[item.dimension === 'mobility' ? 1 : 0]?.code]));
    const sheet = {
      assessedOn: '2026-11-20',
      reason: 'first',
      assessors: ['评甲', '评乙'],
      informant: { kind: 'child', name: '李大' },
      height: 158,
      weight: null,
      payers: ['residentInsurance'],
      riskEvents: { fall: 2 },
      diagnoses: ['I10', 'dementia'],
      medications: [{ name: '某药', dose: '一片' }],
      healthIssues: ['pain'],
      answers,
    };
    const recorded = await ask('village', 'POST', `/api/elders/${full}/assessments/ability`, { id, sheet });
    expect(recorded.statusCode, recorded.body).toBe(200);
    const reply = await ask('village', 'POST', `/api/papers/assessments/${id}`, { reason: '归档' });
    expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
    const text = (await textOf(reply.rawPayload)).join('');
    for (const item of abilityItems) expect(text).toContain(item.no + item.label.zh);
    for (const said of ['老年人能力评估报告', '86/90分', '11/15分', '1级轻度失能', '2级中度失能', '确诊痴呆', '评甲', '评乙', '跌倒2次', '评估人员二签名', '2027年11月20日'])
      expect(text).toContain(said.replace(/\s/g, ''));
    expect(text).not.toContain(ID_NO);
    expect((await trail('paper.print')).at(-1)).toMatchObject({ entity_id: full, details: { form: 'ability', assessmentId: id } });
    expect((await ask('other', 'POST', `/api/papers/assessments/${id}`, { reason: '归档' })).statusCode).toBe(404);
  });
});

describe('the papers of a division', () => {
  const start = async (who: string, order: object) => printJobView.parse((await ask(who, 'POST', '/api/papers/jobs', { reason: '归档', ...order })).json());
  const only = async (who: string, id: string) => printList.response.parse((await ask(who, 'GET', '/api/papers/jobs')).json()).jobs.find((job) => job.id === id);

  test('are printed in the background, kept sealed, fetched by who asked and by nobody else', async () => {
    const job = await start('village', { kind: 'information' });
    expect(job).toMatchObject({ state: 'waiting', divisionName: '甲村', progress: { done: 0, total: 2 } });
    expect((await ask('village', 'GET', `/api/papers/jobs/${job.id}/file`)).json()).toEqual({ code: 'papers.gone' });
    await runJobs();
    expect(await only('village', job.id)).toMatchObject({ state: 'done', fileName: '甲村-特殊困难老年人信息记录表.pdf', progress: { done: 2, total: 2 } });
    const file = await ask('village', 'GET', `/api/papers/jobs/${job.id}/file`);
    const text = (await textOf(file.rawPayload)).join('');
    expect(text).toContain('欧阳秀英');
    expect(text).not.toContain(ID_NO);
    expect(await only('county', job.id)).toBeUndefined();
    expect((await ask('county', 'GET', `/api/papers/jobs/${job.id}/file`)).json()).toEqual({ code: 'notFound' });
    expect((await trail('paper.printMany')).at(-1)?.details).toMatchObject({ kind: 'information', people: 2, reason: '归档' });
    expect((await trail('paper.fetch')).at(-1)?.entity_id).toBe(job.id);
    const kept = await db.tx(systemActor(COUNTY), (tx) =>
      tx.query<{ content_sealed: Buffer }>(sql`select content_sealed from print_job where county_code = ${COUNTY} and id = ${job.id}`),
    );
    expect(kept[0]?.content_sealed.includes('%PDF')).toBe(false);
  });

  test('the ledger of a village names the place once, as workbook with numbers as text and on paper', async () => {
    const sheet = await start('village', { kind: 'ledger', format: 'xlsx', numbers: 'full' });
    const paper = await start('village', { kind: 'ledger' });
    await runJobs();
    const { rows } = (await readXlsx((await ask('village', 'GET', `/api/papers/jobs/${sheet.id}/file`)).rawPayload)).sheets[0] ?? { rows: [] };
    expect(rows[0]?.[0]).toBe('甲村特殊困难老年人台账');
    expect(rows[1]?.[0]).toBe('填报单位（盖章）：甲村');
    expect(rows[2]).not.toContain('村（社区）');
    expect(rows.find((row) => row.includes('欧阳秀英'))).toEqual(expect.arrayContaining([ID_NO, PHONE]));
    const [page = ''] = await textOf((await ask('village', 'GET', `/api/papers/jobs/${paper.id}/file`)).rawPayload);
    for (const said of ['甲村特殊困难老年人台账', '填报人：', '公民身份号码', '欧阳秀英', '第1页共1页']) expect(page).toContain(said);
    expect(page).not.toContain(ID_NO);
  });

  test('can be stopped, are gone when their time is over, and are refused where nobody is', async () => {
    const job = await start('county', { kind: 'enrolment' });
    expect((await ask('county', 'POST', `/api/papers/jobs/${job.id}/stop`)).json()).toMatchObject({ state: 'stopped' });
    await runJobs();
    expect(await only('county', job.id)).toMatchObject({ state: 'stopped', fileName: null });

    const kept = await start('county', { kind: 'enrolment' });
    await runJobs();
    await db.tx(systemActor(COUNTY), (tx) => tx.query(sql`update print_job set expires_at = now() - interval '1 minute' where county_code = ${COUNTY} and id = ${kept.id}`));
    expect((await ask('county', 'GET', `/api/papers/jobs/${kept.id}/file`)).json()).toEqual({ code: 'papers.gone' });
    await paperJobs.find((one) => one.name === 'papers.expire')?.run(services, {}, new AbortController().signal);
    expect(await only('county', kept.id)).toMatchObject({ state: 'expired' });
    const left = await db.tx(systemActor(COUNTY), (tx) => tx.query(sql`select 1 from print_job where county_code = ${COUNTY} and id = ${kept.id} and content_sealed is not null`));
    expect(left).toEqual([]);

    expect((await ask('other', 'POST', '/api/papers/jobs', { kind: 'information', reason: '归档' })).json()).toEqual({ code: 'papers.nobody' });
  });
});
