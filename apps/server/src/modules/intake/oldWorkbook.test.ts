// Workbooks of before 2007 and tables under a workbook's name give the same rows as the new kind does.
import { describe, expect, it } from 'vitest';
import { recogniseTable, type CellValue } from '@shouwang/domain/intake';
import { utils, write } from '@e965/xlsx';
import { readFile } from './readFile.ts';

const rows = [
  ['山河县老年人台账', null, null, null, null],
  ['村', '姓名', '身份证号', '出生日期', '居住状况'],
  ['狮坪村', '侯香', '610999196306082080', new Date(Date.UTC(1963, 5, 8)), '独居'],
  [null, '徐山', '61099919500101207X', '1950年1月1日', '配偶'],
];
function oldBook(): Uint8Array {
  const sheet = utils.aoa_to_sheet(rows, { UTC: true, cellDates: false });
  sheet['!merges'] = [
    { s: { r: 0, c: 0 }, e: { r: 0, c: 4 } },
    { s: { r: 2, c: 0 }, e: { r: 3, c: 0 } },
  ];
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, '狮坪村');
  utils.book_append_sheet(book, utils.aoa_to_sheet([]), '空');
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet([
      ['姓名', '身份证号'],
      ['吴平', ''],
    ]),
    '旧表',
  );
  book.Workbook = { Sheets: [{ name: '狮坪村' }, { name: '空' }, { name: '旧表', Hidden: 1 }] };
  return new Uint8Array(write(book, { type: 'array', bookType: 'biff8' }) as ArrayBuffer);
}
async function tables(bytes: Uint8Array, name: string): Promise<{ sheet: string; hidden: boolean; merges: number; rows: (readonly CellValue[])[] }[]> {
  const read = await readFile(bytes, name);
  if (!read.ok) throw new Error(read.refusal.code);
  return Promise.all(
    read.value.map(async (table) => {
      const all: (readonly CellValue[])[] = [];
      for await (const row of table.rows()) all.push(row.cells);
      return { sheet: table.sheet, hidden: table.hidden, merges: table.head.merges.length, rows: all };
    }),
  );
}

describe('a workbook of before 2007', () => {
  it('gives sheets, numbers as written, days and merges', async () => {
    const [first, second] = await tables(oldBook(), '台账.xls');
    expect(first).toMatchObject({ sheet: '狮坪村', hidden: false, merges: 2 });
    expect(first?.rows.slice(2)).toEqual([
      ['狮坪村', '侯香', '610999196306082080', '1963-06-08', '独居'],
      [null, '徐山', '61099919500101207X', '1950年1月1日', '配偶'],
    ]);
    expect(second).toMatchObject({ sheet: '旧表', hidden: true });
  });
  it('is refused in words where it has a password or is damaged', async () => {
    const refusal = async (bytes: Uint8Array) => {
      const read = await readFile(bytes, 'a.xls');
      return read.ok ? null : read.refusal.code;
    };
    const whole = oldBook();
    expect(await refusal(whole.slice(0, 600))).toBe('import.notAWorkbook');
    const damaged = whole.slice();
    damaged.fill(0x41, 512, 4096);
    expect(await refusal(damaged)).toBe('import.notAWorkbook');
  });
});

it('a page or XML table that calls itself .xls keeps its numbers as text', async () => {
  const html = `<html><head><meta charset="utf-8"></head><body><table>${rows
    .slice(1)
    .map((row) => `<tr>${row.map((cell) => `<td>${cell instanceof Date ? '1963-06-08' : (cell ?? '')}</td>`).join('')}</tr>`)
    .join('')}</table></body></html>`;
  const [table] = await tables(new TextEncoder().encode(html), '导出.xls');
  expect(table?.rows[1]?.slice(0, 4)).toEqual(['狮坪村', '侯香', '610999196306082080', '1963-06-08']);
  expect(recogniseTable({ file: '导出.xls', sheet: '', rows: table?.rows ?? [], merges: [] }).kind).toBe('elderLedger');
  const xml = `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="名单"><Table><Row><Cell><Data ss:Type="String">姓名</Data></Cell><Cell><Data ss:Type="String">身份证号</Data></Cell></Row><Row><Cell><Data ss:Type="String">侯香</Data></Cell><Cell><Data ss:Type="String">610999196306082080</Data></Cell></Row></Table></Worksheet></Workbook>`;
  expect(await tables(new TextEncoder().encode(xml), '导出.xls')).toMatchObject([
    {
      sheet: '名单',
      rows: [
        ['姓名', '身份证号'],
        ['侯香', '610999196306082080'],
      ],
    },
  ]);
});
