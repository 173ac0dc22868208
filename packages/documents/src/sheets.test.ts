import { strFromU8, unzipSync } from 'fflate';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { ledgerSheet, monthReportSheet, safeText, sheetWords, writeOfficeSheet, type LedgerSheetRow, type MonthSheetLine } from './index.ts';

const line = (name: string, listed: number): MonthSheetLine => ({
  name,
  listed,
  byCategory: { livingAlone: listed, emptyNest: 1 },
  byTier: { monthly: listed },
  required: 4,
  fulfilled: 3,
  homeVisitRate: 0.75,
  reached: 1,
  reachRate: 0.5,
  homeVisits: 3,
  otherContacts: 2,
  attempts: 1,
  uncovered: 0,
  provisional: 0,
});
const person: LedgerSheetRow = {
  town: '东镇',
  village: '甲村',
  group: '4',
  name: '张三',
  sex: 'male',
  birthDate: '1946-05',
  age: 80,
  idNo: '610999194605010014',
  phone: '19000000001',
  categories: ['livingAlone', 'careDependent'],
  tier: '每周两次',
  responsible: '李四',
  lastVisitOn: null,
  remarks: '',
};
const open = async (bytes: Uint8Array) => {
  const sheet = (await readXlsx(bytes, { readStyles: true })).sheets[0];
  if (sheet === undefined) throw new Error('no sheet');
  return sheet;
};

describe('the month’s sheet', () => {
  const write = () =>
    writeOfficeSheet(
      monthReportSheet(
        {
          month: '2026-11',
          asOf: '2026-11-22T08:05:00.000Z',
          filledOn: '2026-11-22',
          total: line('东镇', 5),
          lines: [line('甲村', 2), line('乙村', 3)],
          categories: ['livingAlone', 'emptyNest'],
          tiers: [{ code: 'monthly', label: '每月一次' }],
        },
        sheetWords,
      ),
    );

  test('has title, unit, two header rows with merged groups, a line for each village, the sum and the signers', async () => {
    const { rows, merges } = await open(await write());
    expect(rows[0]?.[0]).toBe('东镇2026年11月特殊困难老年人探访关爱服务月报表');
    expect(String(rows[1]?.[0])).toBe('填报单位（盖章）：东镇');
    expect(rows[1]?.join('')).toContain('统计截至：2026-11-22 16:05');
    expect(rows[2]?.slice(0, 6)).toEqual(['序号', '单位', '在册对象（人）', '对象类别（人次）', null, '探访等级（人）']);
    expect(rows[3]?.slice(3, 6)).toEqual(['独居', '空巢', '每月一次']);
    expect(rows[4]?.slice(0, 6)).toEqual([1, '甲村', 2, 2, 1, 2]);
    expect(rows[6]?.[0]).toBe('合计');
    expect(rows[6]?.[2]).toBe(5);
    const text = rows.flat().join('|');
    for (const signer of ['填报人', '审核人', '分管领导']) expect(text).toContain(signer);
    expect(merges).toContainEqual({ startRow: 0, startCol: 0, endRow: 0, endCol: (rows[2]?.length ?? 0) - 1 });
    expect(merges).toContainEqual({ startRow: 2, startCol: 3, endRow: 2, endCol: 4 });
    expect(merges).toContainEqual({ startRow: 2, startCol: 0, endRow: 3, endCol: 0 });
  });

  test('prints on A4 landscape, as wide as the page, with its header on every page', async () => {
    const { pageSetup, freezePane } = await open(await write());
    expect(pageSetup).toMatchObject({ paperSize: 'a4', orientation: 'landscape', fitToWidth: 1, printTitlesRow: '$3:$4' });
    expect(freezePane).toMatchObject({ rows: 4 });
  });
});

describe('the ledger sheet', () => {
  test('keeps identity numbers and phones as text, to the last digit', async () => {
    const { rows } = await open(await writeOfficeSheet(ledgerSheet({ unit: '东镇', filledOn: '2026-11-22', rows: [person] }, sheetWords)));
    expect(rows[3]).toEqual([1, '东镇', '甲村', '4', '张三', '男', '1946-05', 80, '610999194605010014', '19000000001', '独居、失能', '每周两次', '李四', null, '']);
  });

  test('lets no cell become a formula', async () => {
    const evil = ['=1+1', '+86', '-2+3', '@SUM(A1)', '\t=1', '=HYPERLINK("http://x","y")'];
    const { rows, cells } = await open(
      await writeOfficeSheet(ledgerSheet({ unit: '东镇', filledOn: '2026-11-22', rows: evil.map((name) => ({ ...person, name, remarks: name })) }, sheetWords)),
    );
    expect(rows.slice(3, 3 + evil.length).map((row) => row[4])).toEqual(evil.map((name) => `'${name}`));
    for (const cell of cells?.values() ?? []) expect(cell.formula).toBeUndefined();
    expect(safeText('-')).toBe('-');
    expect(safeText('张·三')).toBe('张·三');
  });

  test('gives a long name the lines that it needs', async () => {
    const name = '阿布都热合曼·买买提艾力·吐尔逊江';
    const bytes = await writeOfficeSheet(ledgerSheet({ unit: '东镇', filledOn: '2026-11-22', rows: [person, { ...person, name }] }, sheetWords));
    const xml = strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    const heights = [4, 5].map((row) => Number(new RegExp(`<row r="${row}"[^>]* ht="([\\d.]+)"`).exec(xml)?.[1]));
    expect(heights).toEqual([20, 48]);
  });

  test('takes five thousand people', async () => {
    const bytes = await writeOfficeSheet(ledgerSheet({ unit: '东镇', filledOn: '2026-11-22', rows: Array.from({ length: 5_000 }, () => person) }, sheetWords));
    expect((await open(bytes)).rows[5_002]?.[0]).toBe(5_000);
  });
});
