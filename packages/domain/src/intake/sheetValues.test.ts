// Workbooks with a sheet for each grade, level or kind of aid: the sheet's name, or a line over the rows,
// says what no column does; anything that is not exactly such a value says nothing.
import { describe, expect, it } from 'vitest';
import { mappingWithoutHeadings } from './headless.ts';
import { rowJoiner } from './joined.ts';
import { layoutKeys } from './layout.ts';
import { readListRow, type FactListKind } from './lists.ts';
import { indexPlaces } from './places.ts';
import { missingFields, recogniseTable } from './recognise.ts';
import { toldBySheet } from './sheetValues.ts';
import type { CellValue, TableMapping } from './types.ts';

const places = indexPlaces(
  [
    { code: '610999000000', name: '山河县', level: 'county', parent: null, lng: null, lat: null },
    { code: '610999101000', name: '青溪镇', level: 'town', parent: null, lng: null, lat: null },
    { code: '610999101200', name: '狮坪村委会', level: 'village', parent: '610999101000', lng: null, lat: null },
  ],
  '610999',
);
const woman = '610999196306082080';
const man = '610999194805060012';

const tableOf = (file: string, sheet: string, rows: readonly (readonly CellValue[])[]) => ({ file, sheet, merges: [], rows });
function read(mapping: TableMapping, { file, sheet, rows }: ReturnType<typeof tableOf>) {
  const joiner = rowJoiner(mapping, [], rows);
  const joined = [...rows.slice(mapping.firstDataRow).map((cells, at) => joiner.take({ rowNo: mapping.firstDataRow + at + 1, cells })), joiner.rest()].filter(
    (row) => row !== null,
  );
  return joined.flatMap(({ cells }) => {
    const reading = readListRow(mapping.kind as FactListKind, mapping, cells, { asOf: '2026-11-01', places, sheet, file, section: '' });
    if (reading.kind !== 'read') return [];
    return [{ name: reading.row.name, facts: reading.row.facts, said: reading.row.remarks.map(({ code, found }) => [code, found]) }];
  });
}
function taken(file: string, sheet: string, rows: readonly (readonly CellValue[])[]) {
  const table = tableOf(file, sheet, rows);
  const mapping = recogniseTable(table);
  return { kind: mapping.kind, missing: missingFields(mapping), people: read(mapping, table) };
}
const head = ['姓名', '性别', '身份证号', '乡镇', '村', '残疾类别'];
const person = ['侯香', '女', woman, '青溪镇', '狮坪村', '肢体'];
const other = ['张强', '男', man, '青溪镇', '狮坪村', '视力'];
const fromSheet = (found: string) => [['value.fromSheet', found]];

describe('the name of a sheet', () => {
  it.each(['一级', '残疾一级', '一级残疾', ' Ⅰ级（12人）', '一、一级残疾', '（一）1级', '重残一级', '一级残疾人名单'])('%s tells the grade of a disability', (sheet) => {
    const { kind, missing, people } = taken('残疾人名册.xlsx', sheet, [head, person]);
    expect([kind, missing]).toEqual(['disabilityRegister', []]);
    expect(people).toMatchObject([{ facts: { disability: { grade: 1, type: 'physical', valid: true } }, said: [['value.fromSheet', expect.stringMatching(/级/)]] }]);
  });
  it.each(['一、二级', '一二级', '三级以上', '石泉县一级', '一级 (2)', '重度残疾', 'Sheet1', '五级', '护理一级'])('%s tells none', (sheet) => {
    expect(toldBySheet({ sheet, title: '', file: '残疾人名册.xlsx', lines: [] })).toBeNull();
  });
  it.each([
    ['能力完好', 0],
    ['轻度失能', 1],
    ['中度失能老人', 2],
    ['二、重度失能（3人）', 3],
    ['完全失能', 4],
  ] as const)('%s tells the level of ability %i', (sheet, level) => {
    const { kind, people } = taken('老年人能力评估结果.xlsx', sheet, [
      ['姓名', '身份证号', '乡镇', '村', '评估日期'],
      ['侯香', woman, '青溪镇', '狮坪村', '2026-03-01'],
    ]);
    expect(kind).toBe('assessmentRegister');
    expect(people).toMatchObject([{ facts: { abilityLevel: level }, said: [['value.fromSheet', expect.any(String)]] }]);
  });
  it('失能 alone is no level, 一级 none of ability, and 重度 none of a disability', () => {
    const rows = [
      ['姓名', '身份证号', '评估日期'],
      ['侯香', woman, '2026-03-01'],
    ];
    for (const sheet of ['失能', '半失能', '一级', '失能老人']) expect(recogniseTable(tableOf('老年人能力评估结果.xlsx', sheet, rows)).kind).not.toBe('assessmentRegister');
    expect(recogniseTable(tableOf('残疾人名册.xlsx', '重度', [head, person])).columns.some(({ told }) => told !== undefined)).toBe(false);
  });
  it.each(['A类', '城市低保', '农村低保（2户）', '一类'])('%s tells 低保 in a list of it', (sheet) => {
    const { kind, people } = taken('低保对象名册.xlsx', sheet, [
      ['姓名', '身份证号', '乡镇', '村'],
      ['侯香', woman, '青溪镇', '狮坪村'],
    ]);
    expect(kind).toBe('aidRegister');
    expect(people).toMatchObject([{ facts: { minimumLiving: true }, said: [['value.fromSheet', expect.any(String)]] }]);
  });
  it('says nothing of aid in a list of those who are struck off, nor whose A类 it is where nobody says', () => {
    expect(toldBySheet({ sheet: '农村低保', title: '', file: '2026年停保名单.xlsx', lines: [] })).toBeNull();
    expect(toldBySheet({ sheet: '一级', title: '', file: '残疾人证注销名单.xlsx', lines: [] })).toBeNull();
    expect(toldBySheet({ sheet: 'A类', title: '', file: '名单.xlsx', lines: [] })).toBeNull();
    expect(toldBySheet({ sheet: '低保边缘', title: '', file: '名单.xlsx', lines: [] })).toBeNull();
  });
  it('yields to a column that tells the same, by its heading or by what stands in it', () => {
    expect(
      taken('残疾人名册.xlsx', '一级', [
        [...head, '残疾等级'],
        [...person, '三级'],
      ]).people,
    ).toMatchObject([{ facts: { disability: { grade: 3 } }, said: [] }]);
    expect(
      recogniseTable(
        tableOf('残疾人名册.xlsx', '一级', [
          [...head, '鉴定'],
          [...person, '三级'],
        ]),
      ).columns.some(({ told }) => told !== undefined),
    ).toBe(false);
  });
  it('yields to the certificate of a row', () => {
    const rows = [
      ['姓名', '残疾人证号', '乡镇', '村'],
      ['侯香', `${woman}42`, '青溪镇', '狮坪村'],
      ['张强', '', '青溪镇', '狮坪村'],
    ];
    expect(taken('残疾人名册.xlsx', '一级', rows).people).toMatchObject([
      { facts: { disability: { grade: 2 } }, said: [] },
      { facts: { disability: { grade: 1 } }, said: fromSheet('一级') },
    ]);
  });
  it('leaves ledgers what they are', () => {
    const rows = [
      ['姓名', '性别', '身份证号', '村', '居住状况', '子女情况'],
      ['侯香', '女', woman, '狮坪村', '独居', '无'],
    ];
    for (const [file, sheet] of [
      ['特殊困难老年人台账.xlsx', '重度失能'],
      ['残疾老人台账.xlsx', '一级'],
      ['老人信息表.xlsx', '低保'],
      ['狮坪村台账.xlsx', '农村低保'],
    ] as const) {
      const mapping = recogniseTable(tableOf(file, sheet, rows));
      expect([mapping.kind, mapping.columns.length]).toEqual(['elderLedger', 6]);
    }
  });
});

describe('a line over the rows', () => {
  it('tells as the name of a sheet does, and the next line tells the next', () => {
    const rows = [['山河县残疾人名册'], ['一、一级残疾'], head, person, ['一、狮坪村'], other, ['二、二级残疾'], head, other];
    const { people } = taken('名册.xlsx', 'Sheet1', rows);
    expect(people).toMatchObject([
      { name: '侯香', facts: { disability: { grade: 1 } }, said: fromSheet('一级残疾') },
      { name: '张强', facts: { disability: { grade: 1 } }, said: fromSheet('一级残疾') },
      // 二、二级 may be the second part, or the end of 一、二级: the numbers agree, so it is the second part.
      { name: '张强', facts: { disability: { grade: 2 } }, said: fromSheet('二级残疾') },
    ]);
  });
  it('that is not plain leaves the rows below it without a value, and says so', () => {
    const { people } = taken('残疾人名册.xlsx', '一级', [head, person, ['三、四级残疾'], other]);
    expect(people).toMatchObject([{ facts: { disability: { grade: 1 } } }, { facts: {}, said: [['value.unknown', undefined]] }]);
  });
  it('that contradicts the name of the sheet leaves the table as it was', () => {
    expect(toldBySheet({ sheet: '一级', title: '', file: '残疾人名册.xlsx', lines: ['二级残疾'] })).toBeNull();
    expect(toldBySheet({ sheet: '一级', title: '', file: '残疾人名册.xlsx', lines: ['残疾1级'] })?.text).toBe('一级');
  });
});

it('a sheet without headings takes the columns of its neighbour, but its own grade', () => {
  const several = [person, other, ['李秀', '女', '610999195001010025', '青溪镇', '狮坪村', '听力']];
  const first = recogniseTable(tableOf('残疾人名册.xlsx', '一级', [head, ...several]));
  const donors = [{ mapping: first, isSameFile: true }];
  const second = tableOf('残疾人名册.xlsx', '二级', several);
  const mapping = mappingWithoutHeadings(second, donors);
  expect(mapping === null ? [] : read(mapping, second).map(({ facts }) => facts.disability?.grade)).toEqual([2, 2, 2]);
  expect(mappingWithoutHeadings({ ...second, sheet: 'Sheet2' }, donors)?.columns.some(({ told }) => told !== undefined)).toBe(false);
});

it('a layout is known again whatever its sheet is called', () => {
  const layoutOf = (sheet: string) => layoutKeys(recogniseTable(tableOf('残疾人名册.xlsx', sheet, [head, person])));
  expect(layoutOf('一级').headings).toBe(layoutOf('二级').headings);
  expect(layoutOf('一级').headings).toBe(layoutOf('Sheet1').headings);
});
