// What follows a reading: the file given back with what became of each row, rows corrected and taken as they
// are, mappings remembered by layout, and the end of what was kept.
import { readFile as readBytes } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportRow, ImportRowCells, ImportView } from '@shouwang/contract/intake';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { utils, write } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intakeJobs } from '../modules/intake/public.ts';
import { fixedClock } from '../platform/clock.ts';
import { sql, systemActor, type Db } from '../platform/db/index.ts';
import type { Services } from '../platform/services.ts';
import { visitorLists } from './visitorLists.ts';
import { testServices } from '../../../../tools/testing/services.ts';
import { county, folder, openImportDesk, type ImportDesk } from './importDesk.fixture.ts';

let desk: ImportDesk;
let services: Services;
let db: Db;
let countyOffice: string;
let town: string;
let otherTown: string;

beforeAll(async () => {
  desk = await openImportDesk(await testServices());
  services = desk.services;
  db = services.db;
  countyOffice = desk.signedIn('county', county);
  town = desk.signedIn('town', '610926107');
  otherTown = desk.signedIn('town', '610926108');
});
afterAll(() => desk.close());

const ask: ImportDesk['ask'] = (...request) => desk.ask(...request);
const upload = (name: string, bytes: Uint8Array, token = countyOffice): Promise<ImportView> => desk.upload(token, [{ name, bytes }]);
async function run(id: string, token = countyOffice): Promise<ImportView> {
  await ask(token, 'POST', `/api/imports/${id}/start`);
  await desk.work();
  return (await ask(token, 'GET', `/api/imports/${id}`)).json<ImportView>();
}
const rowsOf = async (id: string): Promise<readonly ImportRow[]> => (await ask(countyOffice, 'GET', `/api/imports/${id}/rows?limit=200`)).json<{ rows: ImportRow[] }>().rows;
const result = async (id: string, language = 'zh') => ask(countyOffice, 'GET', `/api/imports/${id}/files/0/result?language=${language}`);
const sheet = (rows: (string | number | null)[][], name = '台账'): Promise<Uint8Array> => writeXlsx({ sheets: [{ name, rows }] });
const head = ['姓名', '性别', '身份证号', '出生日期', '村', '居住状况'];

describe('the file given back', () => {
  it('is the workbook as it was, with a column that says how each row ended', async () => {
    const bytes = await readBytes(join(folder, '台账-八仙镇.xlsx'));
    const { id } = await upload('台账-八仙镇.xlsx', bytes);
    expect((await result(id)).statusCode).toBe(200);
    const view = await run(id);
    expect(view.contentsUntil).toBe('2026-12-22');
    const reply = await result(id);
    expect(decodeURIComponent(String(reply.headers['content-disposition']))).toContain('台账-八仙镇-导入结果.xlsx');
    const [before, after] = await Promise.all([readXlsx(bytes, { readStyles: true }), readXlsx(reply.rawPayload, { readStyles: true })]);
    expect(after.sheets.map(({ name }) => name)).toEqual(before.sheets.map(({ name }) => name));
    let told = 0;
    for (const [at, was] of before.sheets.entries()) {
      const is = after.sheets[at];
      expect(is?.merges).toEqual(was.merges);
      expect(is?.cells?.get('0,0')?.style?.font).toEqual(was.cells?.get('0,0')?.style?.font);
      for (const [row, cells] of was.rows.entries()) {
        expect(is?.rows[row]?.slice(0, cells.length).map((cell) => cell ?? null)).toEqual(cells.map((cell) => cell ?? null));
        const note = is?.rows[row]?.[18];
        if (typeof note === 'string' && row > 2) {
          told += 1;
          expect(note).toMatch(/^已收下/);
        }
      }
      expect(is?.rows[2]?.[18]).toBe('导入结果');
    }
    expect(told).toBe(view.totals.accepted + view.totals.remarked);
    expect((await result(id, 'en')).rawPayload.length).toBeGreaterThan(1000);
    expect((await ask(otherTown, 'GET', `/api/imports/${id}/files/0/result`)).statusCode).toBe(404);
  });
  it('is CSV in its own encoding, and .xls as .xlsx', async () => {
    const bytes = await readBytes(join(folder, '民政-低保特困.csv'));
    const { id } = await upload('民政-低保特困.csv', bytes);
    await run(id);
    const reply = await result(id);
    expect(reply.statusCode).toBe(200);
    const was = new TextDecoder('gb18030').decode(bytes).split('\r\n');
    const is = new TextDecoder('gb18030', { fatal: true }).decode(reply.rawPayload).split('\r\n');
    expect(is).toHaveLength(was.length);
    expect(is[0]).toBe(`${was[0]},导入结果`);
    expect(is.slice(1).every((line, at) => line === was[at + 1] || line.startsWith(`${was[at + 1]},`))).toBe(true);
    expect(is[1]?.slice((was[1] as string).length)).toMatch(/^,"?已收下|^,没有收下/);

    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet([head, ['=侯香', '女', '', '1950-01-02', '八仙社区居委会', '独居'], [null, '女', null, '1950-01-02', null, '独居']]), '台账');
    const old = await upload('旧台账.xls', new Uint8Array(write(book, { type: 'array', bookType: 'biff8' }) as ArrayBuffer));
    await run(old.id);
    const workbook = await readXlsx((await result(old.id, 'en')).rawPayload);
    expect(workbook.sheets[0]?.rows[0]?.[6]).toBe('Import result');
    expect(workbook.sheets[0]?.rows[2]?.[6]).toMatch(/^Not accepted; 姓名: no name/);
  });
});

describe('a row', () => {
  it('that was rejected is corrected and taken in by the same rules', async () => {
    const { id } = await upload(
      '改正.xlsx',
      await sheet([head, [null, '女', '', '1951-03-04', '长安社区居委会', '独自'], ['石山', '男', '61092619500101', '1950-01-01', '没有的村', '外星人']]),
    );
    const view = await run(id);
    expect(view.totals).toMatchObject({ rejected: 1, remarked: 1, created: 1 });
    const [first, second] = await rowsOf(id);
    const shown = (await ask(countyOffice, 'GET', `/api/imports/${id}/rows/${first?.seq}`)).json<ImportRowCells>();
    expect(shown.cells.map(({ header, isWrong }) => [header, isWrong])).toEqual(head.map((header) => [header, header === '姓名']));
    const corrected = await ask(countyOffice, 'POST', `/api/imports/${id}/rows/${first?.seq}`, {
      cells: [
        { index: 0, text: '石秀' },
        { index: 1, text: '女' },
      ],
    });
    expect(corrected.json<ImportRowCells>().row).toMatchObject({ outcome: 'remarked', name: '石秀', remarks: [{ code: 'idNo.missing' }], settled: { by: '' } });
    const fixed = (
      await ask(countyOffice, 'POST', `/api/imports/${id}/rows/${second?.seq}`, {
        cells: [
          { index: 2, text: '610999195001011412' },
          { index: 4, text: '长安社区居委会' },
          { index: 5, text: '配偶' },
        ],
      })
    ).json<ImportRowCells>();
    expect(fixed.row.elderId).toBe(second?.elderId);
    expect(fixed.cells.find(({ header }) => header === '村')?.text).toBe('长安社区居委会');
    const after = (await ask(countyOffice, 'GET', `/api/imports/${id}`)).json<ImportView>();
    expect(after.totals).toMatchObject({ rejected: 0, created: 2 });
    const audited = await db.tx(systemActor(county), (tx) =>
      tx.query<{ details: { columns: string[] } }>(sql`select details from audit_event where action = 'import.correctRow' and entity_id = ${id} order by at`),
    );
    expect(audited.map(({ details }) => details.columns)).toEqual([['姓名'], ['身份证号', '村', '居住状况']]);
    expect(JSON.stringify(audited)).not.toContain('石秀');
    const [kept] = await db.tx(systemActor(county), (tx) => tx.query<{ n: number }>(sql`select count(*) as n from elder where name in ('石秀', '石山')`));
    expect(kept?.n).toBe(2);
    expect((await ask(otherTown, 'POST', `/api/imports/${id}/rows/${first?.seq}`, { cells: [] })).statusCode).toBe(404);
    expect((await ask(otherTown, 'GET', `/api/imports/${id}/rows/${first?.seq}`)).statusCode).toBe(404);
  });
  it('of another office’s list that meant nobody finds its person once the name is right', async () => {
    await run((await upload('甲.xlsx', await sheet([head, ['柏青', '女', '610999195102031420', '1951-02-03', '长安社区居委会', '独居']]))).id);
    const { id } = await upload(
      '民政-低保特困.xlsx',
      await sheet(
        [
          ['姓名', '性别', '出生日期', '村', '救助类别'],
          ['白青', '女', '1951-02-03', '长安社区居委会', '低保'],
        ],
        '名单',
      ),
    );
    await run(id);
    const [row] = await rowsOf(id);
    expect(row).toMatchObject({ elderId: null });
    const fixed = await ask(countyOffice, 'POST', `/api/imports/${id}/rows/${row?.seq}`, { cells: [{ index: 0, text: '柏青' }] });
    expect(fixed.json<ImportRowCells>().row).toMatchObject({ outcome: 'accepted', name: '柏青', remarks: [] });
    const [waiting] = await db.tx(systemActor(county), (tx) =>
      tx.query<{ n: number }>(sql`select count(*) as n from list_row where source_ref like '民政-低保特困.xlsx/%' and match <> 'matched'`),
    );
    expect(waiting?.n).toBe(0);
  });
  it('that was remarked is taken as it is, with a reason, where it is somebody', async () => {
    const { id } = await upload(
      '照收.xlsx',
      await sheet([
        head,
        ['安一', '女', '', '1950-01-02', '长安社区居委会', '独居'],
        ['安二', '男', '', '1950-02-03', '长安社区居委会', '独居'],
        ['', '女', '', '1950-01-02', '', '独居'],
      ]),
    );
    await run(id);
    expect((await ask(countyOffice, 'POST', `/api/imports/${id}/accept`, { reason: '' })).statusCode).toBe(400);
    const [first] = await rowsOf(id);
    expect((await ask(countyOffice, 'POST', `/api/imports/${id}/accept`, { seqs: [first?.seq], reason: '已电话核实' })).json()).toEqual({ accepted: 1 });
    expect((await ask(countyOffice, 'POST', `/api/imports/${id}/accept`, { reason: '已核实' })).json()).toEqual({ accepted: 1 });
    expect((await rowsOf(id)).map(({ outcome, settled }) => [outcome, settled?.reason])).toEqual([
      ['accepted', '已电话核实'],
      ['accepted', '已核实'],
      ['rejected', undefined],
    ]);
    const traces = await db.tx(systemActor(county), async (tx) => [
      ...(await tx.query(sql`select details from audit_event where action = 'import.acceptRows'`)),
      ...(await tx.query(sql`select acceptance_sealed is not null as kept from import_row where import_id = ${id} order by seq`)),
    ]);
    expect(traces).toEqual([{ details: { rows: 1 } }, { details: { rows: 1 } }, { kept: true }, { kept: true }, { kept: false }]);
  });
});

describe('what a clerk said of a layout', () => {
  const odd = (name: string): (string | null)[][] => [
    ['青山镇2026年第3季度走访对象'],
    ['大名', '号码', '住哪个村', '情形'],
    [name, '610999195001011412', '长安社区居委会', '一个人'],
  ];
  it('is remembered for the next file of it, said so, and can be forgotten', async () => {
    const first = await upload('三季度.xlsx', await sheet(odd('甲某')));
    expect(first.tables[0]?.kind).toBeNull();
    const other = await upload(
      '台账一.xlsx',
      await sheet([
        ['姓名', '性别', '年龄', '村', '说法'],
        ['乙某', '女', 70, '长安社区居委会', '独居'],
      ]),
    );
    const said = (
      await ask(countyOffice, 'POST', `/api/imports/${other.id}/mapping`, { tableNo: 0, kind: 'elderLedger', columns: [{ index: 4, field: 'livesWith' }] })
    ).json<ImportView>();
    expect(said.tables[0]).toMatchObject({ kind: 'elderLedger', remembered: null });
    const next = await upload(
      '台账二.xlsx',
      await sheet([
        ['姓名', '性别', '年龄', '村', '说法'],
        ['丙某', '女', 71, '长安社区居委会', '独居'],
      ]),
    );
    expect(next.tables[0]).toMatchObject({ kind: 'elderLedger', remembered: { file: '台账一.xlsx' } });
    expect(next.tables[0]?.columns[4]?.field).toBe('livesWith');
    expect(
      (
        await upload(
          '台账三.xlsx',
          await sheet([
            ['姓名', '性别', '年龄', '村', '说法'],
            ['丁某', '女', 71, '长安社区居委会', '独居'],
          ]),
          otherTown,
        )
      ).tables[0]?.remembered,
    ).toBeNull();
    const forgotten = (await ask(countyOffice, 'POST', `/api/imports/${next.id}/forget`, { tableNo: 0 })).json<ImportView>();
    expect(forgotten.tables[0]).toMatchObject({ remembered: null });
    expect(forgotten.tables[0]?.columns[4]?.field).toBeNull();
    expect(
      (
        await upload(
          '台账四.xlsx',
          await sheet([
            ['姓名', '性别', '年龄', '村', '说法'],
            ['戊某', '女', 71, '长安社区居委会', '独居'],
          ]),
        )
      ).tables[0]?.remembered,
    ).toBeNull();
  });
});

describe('rows of a list brought before the ledger', () => {
  it('are told of when they find their person, so that every row settled stands in an import', async () => {
    const list = await upload(
      '卫健-65岁以上健康管理.xlsx',
      await sheet([
        ['姓名', '身份证号', '慢性病', '体检日期'],
        ['晚来', '61099919500505142X', '高血压', '2026-05-01'],
      ]),
    );
    await run(list.id);
    expect(await rowsOf(list.id)).toMatchObject([{ elderId: null, remarks: [{ code: 'row.noMatch' }] }]);
    const ledger = await upload('后到.xlsx', await sheet([head, ['晚来', '女', '61099919500505142X', '1950-05-05', '长安社区居委会', '独居']]));
    const view = await run(ledger.id);
    const rows = await rowsOf(ledger.id);
    expect(rows.map(({ file, row, remarks }) => [file, row, remarks.map(({ code }) => code)])).toEqual([
      ['后到.xlsx', 2, []],
      ['卫健-65岁以上健康管理.xlsx', 2, ['row.foundLater']],
    ]);
    expect(view.totals.accepted).toBe(2);
  });
});

describe('the three-group record', () => {
  it('comes in the county’s own columns, masked unless somebody with the right asks, and is audited', async () => {
    await run((await upload('三留守.xlsx', await sheet([head, ['留一', '女', '610999195203044240', '1952-03-04', '长安社区居委会', '独居']]))).id);
    expect((await ask(countyOffice, 'GET', '/api/groups/layout')).json()).toMatchObject({ edited: null, categories: ['leftBehind'] });
    const layout = {
      columns: [
        { field: 'name', heading: '老人姓名' },
        { field: 'idNo', heading: '证件号码' },
        { field: 'companion', heading: '陪伴居住情况' },
      ],
      categories: [],
    };
    expect((await ask(town, 'POST', '/api/groups/layout', { layout })).statusCode).toBe(403);
    expect((await ask(countyOffice, 'POST', '/api/groups/layout', { layout })).json()).toMatchObject({ columns: layout.columns, edited: { by: '' } });
    expect((await ask(countyOffice, 'POST', '/api/groups/layout', { layout: { ...layout, columns: [...layout.columns, layout.columns[0]] } })).statusCode).toBe(400);
    const reply = async (query: string) =>
      (await readXlsx((await ask(countyOffice, 'GET', `/api/groups.xlsx?reason=${encodeURIComponent('报送国家系统')}${query}`)).rawPayload)).sheets[0]?.rows ?? [];
    const rows = await reply('');
    expect(rows[2]).toEqual(['序号', '老人姓名', '证件号码', '陪伴居住情况']);
    const row = rows.find((cells) => cells[1] === '留一');
    expect(row?.[2]).toBe('610999********4240');
    expect(row?.[3]).toBe('独居');
    expect((await reply('&reveal=true')).find((cells) => cells[1] === '留一')?.[2]).toBe('610999195203044240');
    expect((await ask(countyOffice, 'GET', '/api/groups.xlsx')).statusCode).toBe(400);
    const audited = await db.tx(systemActor(county), (tx) => tx.query<{ details: object }>(sql`select details from audit_event where action = 'groups.export' order by at`));
    expect(audited.map(({ details }) => details)).toMatchObject([{ reason: '报送国家系统', reveal: false }, { reveal: true }]);
    expect((await ask(countyOffice, 'POST', '/api/groups/layout', { layout: null })).json()).toMatchObject({ edited: null });
  });
});

it('what was kept is dropped after its last day, and says so', async () => {
  const { id } = await upload('旧.xlsx', await sheet([head, ['安三', '女', '', '1950-01-02', '长安社区居委会', '独居']]));
  await run(id);
  const [row] = await rowsOf(id);
  const job = intakeJobs(visitorLists).find(({ name }) => name === 'intake.dropContents');
  await job?.run(services, {}, new AbortController().signal);
  expect((await result(id)).statusCode).toBe(200);
  const later: Services = { ...services, clock: fixedClock('2026-12-24T02:00:00Z') };
  await job?.run(later, {}, new AbortController().signal);
  expect((await result(id)).json()).toMatchObject({ code: 'import.contentGone' });
  expect((await ask(countyOffice, 'GET', `/api/imports/${id}/rows/${row?.seq}`)).json()).toMatchObject({ code: 'import.contentGone' });
  expect((await ask(countyOffice, 'GET', `/api/imports/${id}`)).json<ImportView>().contentsUntil).toBeNull();
  const kept = await db.tx(systemActor(county), (tx) => tx.query(sql`select 1 from import_file where content_sealed is not null`));
  expect(kept).toEqual([]);
});
