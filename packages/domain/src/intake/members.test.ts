// Households told over columns, in one cell, in a line each; and what is asked of relatives beside the elder.
import { describe, expect, it } from 'vitest';
import { indexPlaces, readElderRow, recogniseTable, rowJoiner, type CellValue } from './index.ts';

const places = indexPlaces(
  [
    { code: '610999101000', name: '青溪镇', level: 'town', parent: '610999000000', lng: null, lat: null },
    { code: '610999101201', name: '柳林村', level: 'village', parent: '610999101000', lng: null, lat: null },
  ],
  '610999',
);

function factsOf(...rows: CellValue[][]) {
  const table = { file: '台账.xlsx', sheet: '柳林村', rows, merges: [] };
  const mapping = recogniseTable(table);
  expect(mapping.kind).toBe('elderLedger');
  const joiner = rowJoiner(mapping, [], rows);
  const taken = [...rows.slice(mapping.firstDataRow).map((cells, at) => joiner.take({ rowNo: mapping.firstDataRow + at + 1, cells })), joiner.rest()];
  return taken.flatMap((row) => {
    const reading = row === null ? null : readElderRow(mapping, row.cells, { asOf: '2026-11-01', places, sheet: '柳林村', file: '台账.xlsx', section: '' });
    return reading?.kind === 'read' ? [{ ...reading.row.facts, remarks: reading.row.remarks.map(({ code }) => code) }] : [];
  });
}
const own = ['姓名', '性别', '出生日期', '婚姻状况', '居住状况'];
const elder = ['韦守成', '男', '1948-05-06', '已婚', '与配偶同住'];

describe('the household', () => {
  it('in numbered columns: members with their relation, children and spouse among them', () => {
    const heads = [1, 2, 3].flatMap((at) => [`家庭成员${at}姓名`, `家庭成员${at}与老人关系`, `家庭成员${at}身份证号`, `家庭成员${at}联系电话`, `家庭成员${at}居住地`]);
    const [facts] = factsOf(
      [...own, ...heads],
      [...elder, '龙玉芳', '妻子', '610999195003042020', '19000000002', '同住', '韦国强', '长子', '', '19000000003', '县外', '韦小燕', '孙女', '', '', '同住'],
    );
    expect(facts).toMatchObject({
      name: '韦守成',
      birthDate: '1948-05-06',
      householdMembers: [
        { name: '龙玉芳', relation: '妻子' },
        { name: '韦国强', relation: '长子' },
        { name: '韦小燕', relation: '孙女' },
      ],
      children: [{ name: '韦国强', relation: '长子', phone: '19000000003', place: 'outsideCounty' }],
      spouse: { name: '龙玉芳', phone: '19000000002' },
    });
    expect(facts).not.toHaveProperty('idNo');
    expect(facts).not.toHaveProperty('phone');
  });

  it('under a heading over two rows, a member a line', () => {
    const [facts, next] = factsOf(
      [...own, '家庭成员情况', null, null],
      [null, null, null, null, null, '姓名', '与户主关系', '健康状况'],
      [...elder, '龙玉芳', '配偶', '良好'],
      [null, null, null, null, null, '韦国强', '儿子', '健康'],
      ['石桂香', '女', '1941-01-02', '丧偶', '独居', '', '', ''],
    );
    expect(facts?.householdMembers).toEqual([
      { name: '龙玉芳', relation: '配偶', health: '良好' },
      { name: '韦国强', relation: '儿子', health: '健康' },
    ]);
    expect(facts?.children).toEqual([{ name: '韦国强', relation: '儿子' }]);
    expect(facts).not.toHaveProperty('healthState');
    expect(next).toMatchObject({ name: '石桂香' });
    expect(next).not.toHaveProperty('householdMembers');
  });

  it('packed into one cell', () => {
    const [facts] = factsOf([...own, '家庭成员'], [...elder, '龙玉芳（妻子，76岁）；韦国强（儿子，19000000003）']);
    expect(facts?.householdMembers).toEqual([
      { name: '龙玉芳', relation: '妻子' },
      { name: '韦国强', relation: '儿子' },
    ]);
    expect(facts?.remarks).toEqual(expect.not.arrayContaining(['value.unknown']));
  });

  it('is whom the table is about where the heading stands over all columns', () => {
    const [facts] = factsOf(['家庭成员情况', null, null, null], ['姓名', '性别', '出生日期', '居住状况'], ['韦守成', '男', '1948-05-06', '独居']);
    expect(facts).toMatchObject({ name: '韦守成', birthDate: '1948-05-06', livesWith: ['alone'] });
  });
});

it('what is asked of a spouse or a child is never the elder’s own', () => {
  const [facts] = factsOf(
    [
      '姓名',
      '性别',
      '配偶姓名',
      '配偶出生日期',
      '配偶身份证号',
      '配偶健康状况',
      '配偶居住地',
      '子女1姓名',
      '子女1身份证号',
      '子女1年龄',
      '子女1居住地',
      '家庭人口数',
      '村',
      '出生日期',
      '居住状况',
    ],
    ['韦守成', '男', '龙玉芳', '1950-03-04', '', '卧床', '本村', '韦国强', '610999197003042011', 56, '县外', 3, '柳林村', '1948-05-06', '与配偶同住'],
  );
  expect(facts).toMatchObject({
    name: '韦守成',
    birthDate: '1948-05-06',
    division: '610999101201',
    spouse: { name: '龙玉芳', place: 'sameVillage' },
    children: [{ name: '韦国强', place: 'outsideCounty' }],
  });
  for (const key of ['idNo', 'address', 'healthState', 'illnesses', 'householdMembers']) expect(facts).not.toHaveProperty(key);
});

it('配偶情况 tells the marriage where nothing else does', () => {
  const heads = (...beside: string[]) => ['姓名', '性别', '出生日期', '居住状况', ...beside];
  const person = ['韦守成', '男', '1948-05-06', '独居'];
  expect(factsOf(heads('配偶情况'), [...person, '已故'])[0]?.maritalStatus).toBe('widowed');
  expect(factsOf(heads('配偶情况', '婚姻状况'), [...person, '健在', '离异'])[0]?.maritalStatus).toBe('divorced');
});
