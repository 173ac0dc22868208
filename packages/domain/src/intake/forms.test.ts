// Forms filled in for one person each, as annexes of counties print them: everything that they say of him
// is read, children below one another included, several forms on one sheet as well.
import { describe, expect, it } from 'vitest';
import { formsOfSheet, isFormWithoutName } from './forms.ts';
import { indexPlaces } from './places.ts';
import { recogniseTable } from './recognise.ts';
import { readElderRow } from './rows.ts';
import type { CellValue } from './types.ts';

const places = indexPlaces(
  [
    { code: '610999101000', name: '青溪镇', level: 'town', parent: '610999000000', lng: null, lat: null },
    { code: '610999101201', name: '柳林村', level: 'village', parent: '610999101000', lng: null, lat: null },
  ],
  '610999',
);

function people(rows: readonly (readonly CellValue[])[]) {
  const form = formsOfSheet(rows);
  if (form === null) throw new Error('no form');
  const table = { file: '信息表.xlsx', sheet: 'Sheet1', merges: [], rows: [...form.head, ...form.rows.map(({ cells }) => cells)] };
  const mapping = recogniseTable(table);
  expect(mapping).toMatchObject({ kind: 'elderLedger', firstDataRow: 2 });
  return form.rows.map(({ cells }) => {
    const answer = readElderRow(mapping, cells, { asOf: '2026-11-01', places, sheet: 'Sheet1', file: '信息表.xlsx', section: '' });
    if (answer.kind !== 'read') throw new Error(answer.kind);
    return answer.row;
  });
}

const formOf = (name: string, phone: string): CellValue[][] => [
  ['特殊困难老年人信息表', null, null, null, null, null],
  ['填报单位：青溪镇柳林村', null, null, null, null, null],
  ['一、基本情况'],
  ['姓 名', name, '性 别', '女', '出生日期', '1941-05-06'],
  ['身份证号', null, null, null, '民 族', '汉族'],
  ['家庭住址', '青溪镇柳林村三组', null, null, '联系电话', phone],
  ['人员类别', '☑独居 □空巢 ☑失能', null, null, '婚姻状况', '丧偶'],
  ['残疾情况', '肢体二级', null, '能力等级', '中度失能', null],
  ['二、子女情况'],
  ['序号', '姓名', '与老人关系', '联系电话', '现居住地', '备注'],
  [1, '韦国强', '长子', '19000000021', '外省', null],
  [2, '韦国芳', '女儿', '19000000022', '本县', null],
  [3, null, null, null, null, null],
  ['紧急联系人', '韦国芳', null, '紧急联系人电话', '19000000022', null],
  ['是否愿意接受探访', '是', null, null, null, null],
  ['备注', '高血压', null, null, null, null],
];

describe('the form of one person', () => {
  it('is read whole', () => {
    const [row] = people(formOf('梁桂香', '19000000011'));
    expect(row).toMatchObject({
      name: '梁桂香',
      facts: {
        sex: 'female',
        birthDate: '1941-05-06',
        phone: '19000000011',
        division: '610999101201',
        group: '3',
        maritalStatus: 'widowed',
        statedCategories: ['livingAlone', 'careDependent'],
        wantsVisits: true,
      },
    });
    expect(row?.facts.children?.map(({ name, phone }) => [name, phone])).toEqual([
      ['韦国强', '19000000021'],
      ['韦国芳', '19000000022'],
    ]);
    expect(row?.facts.disability?.grade).toBe(2);
  });

  it('is one of several on a sheet', () => {
    const rows = people([...formOf('梁桂香', '19000000011'), [], ...formOf('柏玉兰', '19000000012')]);
    expect(rows.map(({ name, facts }) => [name, facts.phone, facts.children?.length])).toEqual([
      ['梁桂香', '19000000011', 2],
      ['柏玉兰', '19000000012', 2],
    ]);
  });
});

describe('a form without a name', () => {
  it('is named as what it is, and nobody comes of it', () => {
    const rows = formOf('梁桂香', '').map((row) => row.map((cell) => (cell === '梁桂香' ? null : cell)));
    expect(recogniseTable({ file: '信息表.xlsx', sheet: 'Sheet1', merges: [], rows })).toMatchObject({ kind: null, likeness: 'form' });
    expect(formsOfSheet(rows)).toBeNull();
    // Headings of three rows with nobody under them are a ledger still.
    expect(
      isFormWithoutName([
        ['姓名', '基本情况', null, '住址', null],
        [null, '性别', '出生日期', '镇', '村'],
      ]),
    ).toBe(false);
  });
});

describe('a sheet that is no form', () => {
  it.each([
    [
      'a ledger',
      [
        ['姓名', '性别', '身份证号', '村', '电话', '类别'],
        ['梁桂香', '女', '', '柳林村', '19000000011', '独居'],
        ['柏玉兰', '女', '', '柳林村', '19000000012', '低保'],
        ['韦守成', '男', '', '柳林村', '19000000013', '残疾'],
      ],
    ],
    ['a note', [['填表说明'], ['姓名', '按身份证填写'], ['电话', '填一个']]],
    [
      'an empty form',
      [
        ['姓名', null, '性别', null],
        ['身份证号', null, '电话', null],
        ['住址', null, null, null],
      ],
    ],
  ] as const)('%s', (_, rows) => {
    expect(formsOfSheet(rows as unknown as CellValue[][])).toBeNull();
  });
});
