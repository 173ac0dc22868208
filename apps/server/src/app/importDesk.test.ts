// Import from the desk: upload, preview, correction, start, stop, rows; over HTTP, the job run as the
// worker runs it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportView } from '@shouwang/contract/intake';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql, systemActor, type Db } from '../platform/db/index.ts';
import { testServices } from '../../../../tools/testing/services.ts';
import { county, folder, openImportDesk, type ImportDesk } from './importDesk.fixture.ts';

let desk: ImportDesk;
let db: Db;
let countyOffice: string;
let townOffice: string;
let otherTown: string;

beforeAll(async () => {
  desk = await openImportDesk(await testServices());
  db = desk.services.db;
  countyOffice = desk.signedIn('county', county);
  townOffice = desk.signedIn('town', '610926107');
  otherTown = desk.signedIn('town', '610926108');
});
afterAll(() => desk.close());

const upload: ImportDesk['upload'] = (token, files) => desk.upload(token, files);
const ask: ImportDesk['ask'] = (...request) => desk.ask(...request);
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
    desk.queued.push(...desk.queued);
    await desk.work();
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

describe('a workbook with a sheet for each grade', () => {
  it('is read by the names of its sheets, says so beside each row, and can be put right', async () => {
    const sheet = (name: string, person: readonly string[]) => ({ name, rows: [['姓名', '身份证号', '残疾类别'], [...person]] });
    const bytes = await writeXlsx({
      sheets: [sheet('一级残疾', ['薛友光', '610999196604115776', '肢体']), sheet('二级（1人）', ['侯香', '610999196306082080', '视力']), sheet('其他', ['某某', '', '视力'])],
    });
    const { id, tables } = await upload(countyOffice, [{ name: '残疾人名册.xlsx', bytes }]);
    expect(tables.map(({ kind, missing }) => [kind, missing.length])).toEqual([
      ['disabilityRegister', 0],
      ['disabilityRegister', 0],
      [null, 0],
    ]);
    expect(tables[1]?.columns.at(-1)).toEqual({ index: 3, header: '工作表名', field: 'disabilityGrade' });
    expect(tables[1]?.preview[0]?.[3]).toBe('二级');
    await ask(countyOffice, 'POST', `/api/imports/${id}/start`);
    await desk.work();
    type Rows = { rows: { seq: number; sheet: string; remarks: { code: string; found?: string }[] }[] };
    const rowsNow = async () => (await ask(countyOffice, 'GET', `/api/imports/${id}/rows?limit=200`)).json<Rows>().rows;
    const told = (rows: Rows['rows']) => rows.map((row) => [row.sheet, row.remarks.find(({ code }) => code === 'value.fromSheet')?.found]);
    const before = await rowsNow();
    expect(told(before)).toEqual([
      ['一级残疾', '一级残疾'],
      ['二级（1人）', '二级'],
    ]);
    const corrected = await ask(countyOffice, 'POST', `/api/imports/${id}/rows/${before[1]?.seq}`, { cells: [{ index: 3, text: '三级' }] });
    expect(corrected.statusCode).toBe(200);
    expect(told(await rowsNow())[1]).toEqual(['二级（1人）', undefined]);
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
    await desk.work();
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
    await desk.work();
    expect((await ask(countyOffice, 'GET', `/api/imports/${id}`)).json()).toMatchObject({ state: 'stopped', totals: { created: 1000 } });
    expect(await elderCount()).toBe(before + 1000);
    await ask(countyOffice, 'POST', `/api/imports/${id}/start`);
    await desk.work();
    expect((await ask(countyOffice, 'GET', `/api/imports/${id}`)).json()).toMatchObject({
      state: 'done',
      progress: { done: 4100, total: 4100 },
      totals: { created: 3100, unchanged: 1000 },
    });
    expect(await elderCount()).toBe(before + 4100);
  });
});
