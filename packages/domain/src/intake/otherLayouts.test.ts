// Layouts of other counties: the same facts under other words, in other shapes.
import { describe, expect, it } from 'vitest';
import { readListRow, readFilingRow, readVisitorRow, readDivisionRow } from './lists.ts';
import { rowJoiner } from './joined.ts';
import { groupOfPlace, indexPlaces, resolvePlace } from './places.ts';
import { recogniseTable } from './recognise.ts';
import { passOver, readElderRow, type PersonRow } from './rows.ts';
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

/** The people of a table, its rows joined as an import does. */
function people(t: RawTable, over: Partial<typeof context> = {}): PersonRow[] {
  const mapping = recogniseTable(t);
  const joiner = rowJoiner(mapping, t.merges);
  const rows = t.rows.flatMap((cells, at) => (at < mapping.firstDataRow ? [] : [joiner.take({ rowNo: at + 1, cells })]));
  let section = '';
  return [...rows, joiner.rest()].flatMap((row) => {
    const reading = row === null ? null : readElderRow(mapping, row.cells, { ...context, section, ...over });
    if (reading?.kind === 'skipped') section = reading.section ?? section;
    return reading?.kind === 'read' ? [reading.row] : [];
  });
}
const head = ['姓名', '性别', '身份证号', '出生日期', '村'];
const hou: readonly CellValue[] = ['侯香', '女', '610999196306082080', '1963-06-08', '狮坪村'];
const two = [
  { name: '龚海富', relation: '女儿', place: 'sameHousehold' },
  { name: '徐群群', relation: '儿子', place: 'outsideCounty', awaySince: '2024-04' },
];

describe('children', () => {
  it('in numbered columns', () => {
    const header = [...head, ...[1, 2, 3].flatMap((n) => [`子女${n}姓名`, `子女${n}关系`, `子女${n}居住地`, `子女${n}外出时间`, `子女${n}联系电话`])];
    const cells = [...hou, '龚海富', '女儿', '同住', '', '', '徐群群', '儿子', '外出务工', '2024.04', '', '', '', '', '', ''];
    expect(people(table([header, cells]))[0]).toMatchObject({ facts: { name: '侯香', children: two }, remarks: [] });
  });
  it('in lists that go together, with blanks that keep their place', () => {
    for (const [separator, none] of [
      ['、', '/'],
      ['\n', ''],
      ['；', ''],
    ] as const) {
      const cells = [...hou, `龚海富${separator}徐群群`, `女儿${separator}儿子`, `同住${separator}外出务工`, `${none}${separator}2024.04`];
      expect(people(table([[...head, '子女姓名', '与老人关系', '子女去向', '外出时间'], cells]))[0]).toMatchObject({ facts: { children: two }, remarks: [] });
    }
    const fit = people(
      table([
        [...head, '子女姓名', '子女去向'],
        [...hou, '龚海富、徐群群', '均外出务工'],
      ]),
    )[0];
    expect(fit?.facts.children?.map((child) => child.place)).toEqual(['outsideCounty', 'outsideCounty']);
    const unfit = people(
      table([
        [...head, '子女姓名', '子女去向'],
        [...hou, '龚海富、徐群群、胡会', '同住、本村'],
      ]),
    )[0];
    expect(unfit).toMatchObject({ facts: { children: [{ name: '龚海富' }, { name: '徐群群' }, { name: '胡会' }] }, remarks: [{ code: 'child.unreadable', column: '子女姓名' }] });
  });
  it('in a row each below the elder', () => {
    const rows = [
      [...head, '子女姓名', '关系', '子女去向', '外出时间'],
      [...hou, '龚海富', '女儿', '同住', ''],
      [null, null, null, null, null, '徐群群', '儿子', '外出务工', '2024年4月'],
      ['吴山', '男', '', '1950-01-02', '狮坪村', '无', '', '', ''],
    ];
    const found = people(table(rows));
    expect(found.map(({ facts }) => [facts.name, facts.children])).toEqual([
      ['侯香', two],
      ['吴山', []],
    ]);
  });
  it('of whom only the place is told are one at least, remarked', () => {
    expect(
      people(
        table([
          [...head, '子女去向'],
          [...hou, '均在外务工'],
        ]),
      )[0],
    ).toMatchObject({ facts: { children: [{ place: 'outsideCounty' }] }, remarks: [{ code: 'child.unreadable' }] });
  });
});

describe('places', () => {
  it('from full addresses, groups of villages and columns that hold both', () => {
    for (const text of ['北山省南州市山河县青溪镇狮坪村三组9号', '青溪镇狮坪村3组', '狮坪三组', '山河县青溪镇狮坪村第三村民小组'])
      expect(resolvePlace('', text, places)).toEqual({ status: 'found', code: '610999101200' });
    expect(['狮坪村三组', '狮坪村第3村民小组', '青溪镇狮坪村12组5号', '狮坪村'].map(groupOfPlace)).toEqual(['三', '3', '12', null]);
    for (const [word, cell] of [
      ['村组', '狮坪村三组'],
      ['镇/村/组', '青溪镇狮坪村3组'],
      ['家庭住址', '青溪镇狮坪村三组9号'],
    ] as const)
      expect(
        people(
          table([
            ['姓名', '性别', '出生日期', word],
            ['侯香', '女', '1963-06-08', cell],
          ]),
        )[0]?.facts,
      ).toMatchObject({ division: '610999101200', group: '3' });
  });
  it('from a merged cell and from a line between the rows', () => {
    const rows = [
      ['村', '姓名', '性别', '出生日期', '居住状况'],
      ['狮坪村', '侯香', '女', '1963-06-08', '独自'],
      [null, '吴山', '男', '1950-01-02', '独自'],
      [null, '龙平', '男', '1951-01-02', '独自'],
    ];
    const found = people(table(rows, { merges: [{ startRow: 1, endRow: 2, startCol: 0, endCol: 0 }] }));
    expect(found.map(({ facts }) => facts.division)).toEqual(['610999101200', '610999101200', '610999000000']);
    const mapping = recogniseTable(table([['姓名', '性别', '出生日期', '居住状况'], ['狮坪村']]));
    expect(passOver(mapping, ['狮坪村'], places)).toEqual({ kind: 'skipped', section: '狮坪村' });
    expect(passOver(mapping, ['李小村'], places)).toBeNull();
  });
  it('from the unit over each of several blocks on one sheet', () => {
    const block = (village: string, name: string): CellValue[][] => [
      ['山河县老年人台账'],
      [`填报单位：青溪镇${village}   填表人：`],
      ['序号', '姓名', '性别', '出生日期'],
      [1, name, '女', '1950-01-02'],
      ['合计', 1],
    ];
    const found = people(table([...block('没有的村', '侯香'), [], ...block('狮坪村委会', '吴山')]));
    expect(found.map(({ facts }) => [facts.name, facts.division])).toEqual([
      ['侯香', '610999101000'],
      ['吴山', '610999101200'],
    ]);
    const first = people(table([['姓名', '性别', '出生日期'], ['山河县老年人台账'], ['填报单位：狮坪村'], ['吴山', '男', '1950-01-02']]));
    expect(first.map(({ facts }) => [facts.name, facts.division])).toEqual([['吴山', '610999101200']]);
  });
  it('and the group from the sheet', () => {
    expect(people(table([head, hou]), { sheet: '五组' })[0]?.facts.group).toBe('5');
  });
});

describe('identity', () => {
  it('of an old number of 15 digits tells birth and sex; a former name stays in the remark', () => {
    const found = people(
      table([
        ['姓名', '身份证号', '村'],
        ['李秀英（曾用名：李小英）', '610999500304222', '狮坪村'],
      ]),
    )[0];
    expect(found?.facts).toMatchObject({ name: '李秀英', idNo: '610999500304222', birthDate: '1950-03-04', sex: 'female', remark: '曾用名:李小英' });
  });
});

describe('ticks', () => {
  it('say what stands over them', () => {
    const header = [...head, '独居', '留守', '失独', '低保', '是否独居', '同住人员'];
    const facts = people(table([header, [...hou, '√', '', '是', '√', '是', '']]))[0]?.facts;
    expect(facts).toMatchObject({ statedCategories: ['livingAlone'], familyPlanning: 'childDied', minimumLiving: true, livesWith: ['alone'] });
    const other = people(table([header, [...hou, '', '√', '否', '否', '否', '配偶']]))[0];
    expect(other).toMatchObject({ facts: { statedCategories: ['leftBehind'], livesWith: ['spouse'] }, remarks: [] });
    expect(other?.facts.minimumLiving).toBe(false);
    expect(people(table([header, [...hou, '', '√', '', '', '', '配偶']]))[0]?.facts.minimumLiving).toBeUndefined();
  });
});

describe('lists of other offices', () => {
  const kind = (header: string[], file = 'x.xlsx'): string | null => recogniseTable(table([header, header.map(() => 'x')], { file })).kind;
  it('under other words', () => {
    expect(kind(['所在镇', '所属村', '老年人姓名', '证件号码', '评估时间', '评估结论'])).toBe('assessmentRegister');
    expect(kind(['残疾人姓名', '证件号码', '残疾证号', '残疾种类', '残疾程度', '证件状态'])).toBe('disabilityRegister');
    expect(kind(['对象姓名', '证件号码', '救助类型', '享受金额'])).toBe('aidRegister');
    expect(kind(['姓名', '身份证号码', '家庭类型'], '计生特殊家庭.xlsx')).toBe('familyPlanningRegister');
    expect(kind(['公民姓名', '公民身份证号码', '注销时间'])).toBe('deathRegister');
    expect(kind(['老人姓名', '证件号码', '东经', '北纬'])).toBe('locationList');
    expect(kind(['所属村', '服务对象', '服务对象身份证号', '包保责任人', '责任人联系方式'])).toBe('responsibleFiling');
    expect(kind(['序号', '互助员姓名', '性别', '手机号码', '家庭住址', '身份', '服务人数上限'])).toBe('visitorRoster');
    expect(kind(['区划代码', '单位名称', '行政级别'])).toBe('divisions');
  });
  it('give what they say', () => {
    const read = (header: string[], cells: CellValue[], file = 'x.xlsx') => [recogniseTable(table([header, cells], { file })), cells] as const;
    expect(readListRow('aidRegister', ...read(['姓名', '证件号码', '救助类型', '享受金额'], ['侯香', hou[2] as string, '五保', 780]), context)).toMatchObject({
      row: { facts: { destitute: 'atHome', monthlyAid: 780 } },
    });
    expect(
      readVisitorRow(...read(['互助员姓名', '手机号码', '家庭住址'], ['吴山', '19000000001', '青溪镇狮坪村二组'], '互助员名册.xlsx'), { ...context, file: '互助员名册.xlsx' }),
    ).toMatchObject({
      row: { name: '吴山', division: '610999101200', kind: 'helper', remarks: [] },
    });
    const filing = (header: string[]) => readFilingRow(...read(header, ['侯香', hou[2] as string, '吴山', '19000000001'], '包保责任人.xlsx'), context);
    expect(filing(['老人姓名', '身份证号', '联系人', '联系人电话'])).toMatchObject({ row: { visitorName: '吴山', visitorPhone: '19000000001' } });
    expect(filing(['老人姓名', '身份证号', '责任人', '联系人'])).toMatchObject({ row: { visitorName: '吴山', visitorPhone: null } });
    expect(readDivisionRow(...read(['区划代码', '单位名称', '行政级别'], ['610999101200', '狮坪村委会', '村级']))).toMatchObject({
      row: { steps: [{ code: '610999101200', level: 'village' }], parent: '610999101000' },
    });
  });
});
