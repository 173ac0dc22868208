// The workbook must look like what offices keep, in their layout and in others.
import { readXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { generateCounty, writeLedgerWorkbook } from './index.ts';

const asOf = '2026-11-22';
const elders = [...generateCounty({ size: 'S', seed: 'a', asOf }).elders()];

test('office layout: a sheet a village, title, unit, two header rows, total', async () => {
  const book = await readXlsx(await writeLedgerWorkbook(elders, { asOf }));
  expect(book.sheets).toHaveLength(24);
  const [sheet] = book.sheets;
  const rows = sheet?.rows ?? [];
  expect(rows[0]?.[0]).toBe('守望示范县特殊困难老年人探访关爱服务工作台账');
  expect(rows[1]?.[0]).toContain('填报单位：上河镇上河社区');
  expect(rows[2]?.slice(5, 9)).toEqual(['户籍性质', '住址', null, '联系电话']);
  expect(rows[3]?.slice(5, 9)).toEqual([null, '村（社区）', '组', null]);
  expect(rows.at(-1)?.slice(0, 2)).toEqual(['合计', rows.length - 5]);
  expect(sheet?.merges).toContainEqual({ startRow: 2, startCol: 6, endRow: 2, endCol: 7 });
  expect(book.sheets.reduce((sum, { rows: all }) => sum + all.length - 5, 0)).toBe(500);
});

test('other layouts: one sheet, other order, other words, age for birth, no title', async () => {
  const book = await readXlsx(
    await writeLedgerWorkbook(elders, {
      asOf,
      sheets: 'one',
      title: false,
      total: false,
      mess: false,
      ageForBirth: true,
      columns: ['town', 'village', 'name', 'idNo', 'birth'],
      headers: { idNo: '身份证号', birth: '年龄' },
    }),
  );
  expect(book.sheets).toHaveLength(1);
  const rows = book.sheets[0]?.rows ?? [];
  expect(rows[0]).toEqual(['镇', '村（社区）', '姓名', '身份证号', '年龄']);
  expect(rows).toHaveLength(501);
  expect(rows[1]?.[3]).toBe(elders[0]?.facts.idNo);
  expect(typeof rows[1]?.[4]).toBe('number');
});
