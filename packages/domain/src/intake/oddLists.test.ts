// Lists of other offices in habits that larger folders showed: which aid they are about stands in the
// title alone, households are named by who stands for them, some rows are about another matter.
import { describe, expect, it } from 'vitest';
import { readListRow, type FactListKind } from './lists.ts';
import { indexPlaces } from './places.ts';
import { recogniseTable } from './recognise.ts';
import type { CellValue } from './types.ts';

const places = indexPlaces(
  [
    { code: '610999000000', name: '山河县', level: 'county', parent: null, lng: null, lat: null },
    { code: '610999101000', name: '青溪镇', level: 'town', parent: null, lng: null, lat: null },
    { code: '610999101200', name: '狮坪村委会', level: 'village', parent: '610999101000', lng: null, lat: null },
  ],
  '610999',
);

describe('lists of other offices', () => {
  const read = (file: string, rows: readonly (readonly CellValue[])[]) => {
    const mapping = recogniseTable({ file, sheet: 'Sheet1', merges: [], rows });
    return {
      kind: mapping.kind,
      rows: rows.slice(mapping.firstDataRow).map((cells) => {
        const reading = readListRow(mapping.kind as FactListKind, mapping, cells, { asOf: '2026-11-01', places, sheet: 'Sheet1', file, section: '' });
        return reading.kind === 'read'
          ? [reading.row.name, reading.row.facts, ...reading.row.remarks.map(({ code }) => code)]
          : reading.kind === 'rejected'
            ? reading.remarks.map(({ code }) => code)
            : [];
      }),
    };
  };
  const number = '610999196306082080';
  it('say by their title which aid it is, and name the household', () => {
    expect(
      read('农村低保花名册.xlsx', [
        ['户主姓名', '户主身份证号', '村', '保障金额'],
        ['侯香', number, '狮坪村', 300],
      ]),
    ).toEqual({
      kind: 'aidRegister',
      rows: [['侯香', { minimumLiving: true, monthlyAid: 300 }]],
    });
    expect(
      read('低保.xlsx', [
        ['姓名', '身份证号', '低保类别', '保障金额'],
        ['侯香', number, 'A类', 300],
        ['侯香', number, '低保边缘', 0],
      ]).rows,
    ).toEqual([
      ['侯香', { minimumLiving: true, monthlyAid: 300 }],
      ['侯香', { monthlyAid: 0 }, 'value.unknown'],
    ]);
    expect(
      read('取消低保人员名单.xlsx', [
        ['姓名', '身份证号', '保障金额'],
        ['侯香', number, 300],
      ]).rows,
    ).toEqual([['侯香', { monthlyAid: 300 }]]);
    expect(
      read('特困供养人员.xlsx', [
        ['姓名', '身份证号', '供养类型', '自理能力', '供养标准', '村'],
        ['侯香', number, '集中', '全护理', 1200, '狮坪村'],
        ['侯香', number, '分散', '全自理', 900, '狮坪村'],
      ]),
    ).toEqual({
      kind: 'aidRegister',
      rows: [
        ['侯香', { destitute: 'institution', monthlyAid: 1200 }],
        ['侯香', { destitute: 'atHome', monthlyAid: 900 }],
      ],
    });
  });
  it('of those struck off take nobody for dead who went abroad or was registered twice', () => {
    const rows: CellValue[][] = [
      ['姓名', '公民身份号码', '注销原因', '注销时间'],
      ...['死亡', '出国定居', '重复户口', '迁出市外'].map((reason) => ['侯香', number, reason, '20260703']),
    ];
    expect(read('公安户籍注销.csv', rows).rows).toEqual([['侯香', { diedOn: '2026-07-03' }], ['row.notOfList'], ['row.notOfList'], ['row.notOfList']]);
    expect(
      read('户口迁移.xlsx', [
        ['姓名', '身份证号', '迁移类型', '迁移日期'],
        ['侯香', number, '迁入', '2026-05-01'],
        ['侯香', number, '迁出', '2026-05-01'],
      ]).rows,
    ).toEqual([['row.notOfList'], ['侯香', { movedOut: { on: '2026-05-01' } }]]);
  });
  it('are known by what they are about, not by the word 花名册', () => {
    const columns = ['姓名', '性别', '身份证号', '出生日期', '乡镇', '村'];
    const row = ['侯香', '女', number, '1963-06-08', '青溪镇', '狮坪村'];
    expect(
      read('特困人员供养花名册.xlsx', [
        [...columns, '供养形式', '自理能力', '供养标准'],
        [...row, '分散', '全自理', 900],
      ]).kind,
    ).toBe('aidRegister');
    expect(
      read('农村低保对象花名册.xlsx', [
        [...columns, '保障金额'],
        [...row, 300],
      ]).kind,
    ).toBe('aidRegister');
    expect(
      recogniseTable({
        file: '农村留守老人花名册.xlsx',
        sheet: '',
        merges: [],
        rows: [
          [...columns, '低保情况'],
          [...row, '是'],
        ],
      }).kind,
    ).toBe('elderLedger');
    expect(
      recogniseTable({
        file: '狮坪村特困老年人台账.xlsx',
        sheet: '',
        merges: [],
        rows: [
          [...columns, '组', '供养方式', '自理能力', '居住状况', '子女情况'],
          [...row, '1组', '分散', '自理', '独居', '无'],
        ],
      }).kind,
    ).toBe('elderLedger');
  });
  it('give the final level of an assessment, and the day of a cremation', () => {
    expect(
      read('能力评估汇总.xlsx', [
        ['姓名', '身份证号', '初步等级', '最终等级', '评估日期'],
        ['侯香', number, '中度失能', '重度失能', '2026-05-01'],
      ]).rows,
    ).toEqual([['侯香', { abilityLevel: 3 }]]);
    expect(
      read('殡葬火化名单.xlsx', [
        ['逝者', '身份证号', '火化日期', '村'],
        ['侯香', number, '2026-07-03', '狮坪村'],
      ]).rows,
    ).toEqual([['侯香', { diedOn: '2026-07-03' }]]);
  });
});
