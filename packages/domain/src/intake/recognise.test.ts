import { describe, expect, it } from 'vitest';
import { indexPlaces } from './places.ts';
import { mapColumns, missingFields, recogniseTable } from './recognise.ts';
import { readElderRow } from './rows.ts';
import { readListRow } from './lists.ts';
import type { CellValue, RawTable } from './types.ts';

const table = (rows: readonly (readonly CellValue[])[], over: Partial<RawTable> = {}): RawTable => ({ file: 'x.xlsx', sheet: 'Sheet1', merges: [], rows, ...over });
const places = indexPlaces(
  [
    { code: '610999000000', name: '山河县', level: 'county', parent: null, lng: null, lat: null },
    { code: '610999101000', name: '青溪镇', level: 'town', parent: null, lng: null, lat: null },
    { code: '610999101200', name: '狮坪村委会', level: 'village', parent: null, lng: null, lat: null },
  ],
  '610999',
);
const context = { asOf: '2026-11-01', places, sheet: 'Sheet1', file: 'x.xlsx', section: '' };
const fieldsOf = (t: RawTable) => recogniseTable(t).columns.map((column) => column.field);

describe('a table is recognised', () => {
  it('by a two-row header under title and reporting unit, with or without merges', () => {
    const rows = [
      ['山河县老年人台账'],
      ['填报单位：青溪镇狮坪村   填报日期：2026年10月30日'],
      ['序号', '姓名', '身份证号码', '住址', null, '子女情况', null, '居住状况'],
      [null, null, null, '村', '组', '姓名', '联系电话', null],
      [1, '侯香', '', '狮坪村', '4组', '胡群会', '19000004473', '独自'],
    ];
    const mapping = recogniseTable(table(rows));
    expect(mapping).toMatchObject({ kind: 'elderLedger', headerRow: 2, firstDataRow: 4, context: { unit: '青溪镇狮坪村', filledOn: '2026-10-30', title: '山河县老年人台账' } });
    expect(mapping.columns.map((c) => c.field)).toEqual([null, 'name', 'idNo', 'village', 'group', 'childName', 'childPhone', 'livesWith']);
    const merges = [
      { startRow: 2, startCol: 3, endRow: 2, endCol: 4 },
      { startRow: 2, startCol: 5, endRow: 2, endCol: 6 },
      { startRow: 2, startCol: 0, endRow: 3, endCol: 0 },
    ];
    expect(recogniseTable(table(rows, { merges })).columns).toEqual(mapping.columns);
  });
  it('by other words, in another order, with ages and without a title', () => {
    const t = table([
      ['手机', '人员类别', '乡镇', '所在村', '村民小组', '证件号码', '年龄', '老人姓名', '失能等级', '与谁同住', '子女1', '接受探访意愿'],
      ['', '独居', '青溪镇', '狮坪村', 3, '', 72, '侯香', '', '', '', ''],
    ]);
    expect(recogniseTable(t).kind).toBe('elderLedger');
    expect(fieldsOf(t)).toEqual(['phone', 'categories', 'town', 'village', 'group', 'idNo', 'age', 'name', 'abilityLevel', 'livesWith', 'children', 'wantsVisits']);
  });
  it('by what each office lists', () => {
    const kind = (header: string[], over: Partial<RawTable> = {}) => recogniseTable(table([header, header.map(() => 'x')], over)).kind;
    expect(kind(['姓名', '残疾人证号', '残疾类别', '残疾等级', '状态'])).toBe('disabilityRegister');
    expect(kind(['姓名', '身份证号', '评估日期', '评估等级', '评估机构'])).toBe('assessmentRegister');
    expect(kind(['姓名', '身份证号', '救助类别', '镇', '村', '月保障金额'])).toBe('aidRegister');
    expect(kind(['姓名', '身份证号', '类型', '联系人'], { file: '卫健-计划生育特殊家庭.csv' })).toBe('familyPlanningRegister');
    expect(kind(['姓名', '性别', '身份证号', '镇', '村', '慢病', '最近体检日期'])).toBe('healthRegister');
    expect(kind(['姓名', '身份证号', '死亡日期'])).toBe('deathRegister');
    expect(kind(['姓名', '身份证号', '经度', '纬度'])).toBe('locationList');
    expect(kind(['代码', '名称', '上级代码', '层级'])).toBe('divisions');
    expect(kind(['姓名', '电话', '镇', '村', '人员类别', '可包保人数'])).toBe('visitorRoster');
    expect(kind(['镇', '村', '老年人姓名', '公民身份号码', '责任人', '责任人电话'])).toBe('responsibleFiling');
    expect(kind(['品名', '数量', '单价'])).toBeNull();
    expect(kind(['姓名', '身份证号', '类型'])).toBeNull();
  });
  it('and what a person corrects is mapped anew', () => {
    const columns = mapColumns(
      [
        { index: 0, header: '姓名' },
        { index: 1, header: '类型' },
      ],
      'familyPlanningRegister',
    );
    expect(columns.map((c) => c.field)).toEqual(['name', 'familyPlanning']);
    expect(missingFields({ kind: 'responsibleFiling', columns })).toEqual(['responsibleName']);
  });
});

describe('a row of a ledger', () => {
  const header = ['姓名', '性别', '身份证号', '出生年月', '村', '老年人类别', '能力等级', '子女情况', '备注'];
  const mapping = recogniseTable(table([header, header.map(() => '')]));
  const read = (...cells: CellValue[]) => readElderRow(mapping, cells, context);

  it('that names nobody is passed over or rejected, never guessed', () => {
    expect(read(null, null, '', '  ')).toEqual({ kind: 'skipped' });
    expect(read('合计', 8)).toEqual({ kind: 'skipped' });
    expect(read('合 计', '', '')).toEqual({ kind: 'skipped' });
    expect(read(...header)).toEqual({ kind: 'skipped' });
    expect(read('填表人：某某')).toEqual({ kind: 'skipped' });
    expect(read(null, '狮坪村委会')).toEqual({ kind: 'skipped', section: '狮坪村委会' });
    expect(read('', '女', '610999196306082080', '', '狮坪村')).toMatchObject({ kind: 'rejected', remarks: [{ code: 'name.missing', column: '姓名' }] });
  });
  it('keeps a person whose number is wrong and takes the birth from a right one', () => {
    expect(read('侯香', '女', '610999196306082081', '1963.6.8', '狮坪村', '', '', '无', '')).toMatchObject({
      kind: 'read',
      row: { facts: { birthDate: '1963-06-08', children: [] }, remarks: [{ code: 'idNo.checkDigit', column: '身份证号' }] },
    });
    expect(read('侯香', '', '610999196306082080', '', '狮坪村', '', '', '无', '')).toMatchObject({
      row: { facts: { birthDate: '1963-06-08', sex: 'female', division: '610999101200' }, remarks: [{ code: 'birthDate.fromIdNo' }] },
    });
  });
  it('says what it did not understand, with the column', () => {
    const reading = read('侯香', '女', '', '1970年1月', '鹰嘴村', '独居 怪事', '半自理', '', '');
    expect(reading).toMatchObject({ kind: 'read', row: { facts: { division: '610999000000', statedCategories: ['livingAlone', 'careDependent'], children: [] } } });
    expect(reading.kind === 'read' && reading.row.remarks.map((r) => `${r.code} ${r.column}`)).toEqual([
      'idNo.missing 身份证号',
      'birthDate.monthOnly 出生年月',
      'division.unknown 村',
      'value.unknown 老年人类别',
      'value.unknown 能力等级',
      'children.noneWritten 子女情况',
      'row.tooYoung 出生年月',
    ]);
  });
  it('belongs to the village of its section, unit or sheet where it names none', () => {
    const bare = recogniseTable(
      table([
        ['姓名', '出生年月', '居住状况'],
        ['侯香', '1950-01-02', '独自'],
      ]),
    );
    expect(readElderRow(bare, ['侯香', '1950-01-02', '独自'], { ...context, section: '狮坪村' })).toMatchObject({ row: { facts: { division: '610999101200' }, remarks: [] } });
    expect(readElderRow(bare, ['侯香', '1950-01-02', '独自'], { ...context, sheet: '狮坪村' })).toMatchObject({
      row: { facts: { division: '610999101200' }, remarks: [{ code: 'division.fromSheet' }] },
    });
  });
});

it('a cancelled certificate is no certificate, and its number tells who is meant', () => {
  const rows = [
    ['姓名', '残疾人证号', '残疾类别', '残疾等级', '户籍地', '状态'],
    ['侯香', '61099919630608208042', '肢体', '二级', '青溪镇狮坪村委会', '注销'],
  ];
  expect(readListRow('disabilityRegister', recogniseTable(table(rows)), rows[1] as string[], context)).toMatchObject({
    row: { idNo: '610999196306082080', birthDate: '1963-06-08', division: '610999101200', facts: { disability: { type: 'physical', grade: 2, valid: false } } },
  });
});
