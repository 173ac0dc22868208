// What folders of other counties contain beside a clean table: further columns, several people in a
// row, years and eras instead of days, notes, totals, sheets of other matters.
import { describe, expect, it } from 'vitest';
import { checkFactValue, type FactKey } from '../ledger/index.ts';
import { readListRow, readFilingRow, type FactListKind } from './lists.ts';
import { rowJoiner } from './joined.ts';
import { indexPlaces } from './places.ts';
import { recogniseTable } from './recognise.ts';
import { readElderRow, type PersonRow } from './rows.ts';
import { peopleOfRow } from './together.ts';
import type { CellValue, RawTable } from './types.ts';

const table = (rows: readonly (readonly CellValue[])[], over: Partial<RawTable> = {}): RawTable => ({ file: '台账.xlsx', sheet: 'Sheet1', merges: [], rows, ...over });
const places = indexPlaces(
  [
    { code: '610999000000', name: '山河县', level: 'county', parent: null, lng: null, lat: null },
    { code: '610999101000', name: '青溪镇', level: 'town', parent: null, lng: null, lat: null },
    { code: '610999101200', name: '狮坪村委会', level: 'village', parent: null, lng: null, lat: null },
    { code: '610999101201', name: '柳河社区居委会', level: 'village', parent: null, lng: null, lat: null },
  ],
  '610999',
);
const context = { asOf: '2026-11-01', places, sheet: 'Sheet1', file: '台账.xlsx', section: '' };

function people(t: RawTable): PersonRow[] {
  const mapping = recogniseTable(t);
  const joiner = rowJoiner(mapping, t.merges);
  const rows = t.rows.flatMap((cells, at) => (at < mapping.firstDataRow ? [] : [joiner.take({ rowNo: at + 1, cells })]));
  let section = '';
  return [...rows, joiner.rest()].flatMap((row) =>
    (row === null ? [] : peopleOfRow(mapping, row.cells)).flatMap(({ cells }) => {
      const reading = readElderRow(mapping, cells, { ...context, section });
      if (reading.kind === 'skipped') section = reading.section ?? section;
      return reading.kind === 'read' ? [reading.row] : [];
    }),
  );
}
const head = ['姓名', '性别', '身份证号', '出生日期', '村'];
const hou: readonly CellValue[] = ['侯香', '女', '610999196306082080', '1963-06-08', '狮坪村'];
const one = (columns: Readonly<Record<string, CellValue>>): PersonRow => {
  const [found] = people(
    table([
      [...head, ...Object.keys(columns)],
      [...hou, ...Object.values(columns)],
    ]),
  );
  if (found === undefined) throw new Error('nobody was read');
  for (const [key, value] of Object.entries(found.facts)) expect(checkFactValue(key as FactKey, value), key).toMatchObject({ ok: true });
  return found;
};

describe('further columns of a ledger', () => {
  it('are read by what stands over them', () => {
    expect(
      one({
        文化程度: '小学',
        民族: '汉族',
        户籍地址: '山河县青溪镇狮坪村二组',
        医疗保险: '城乡居民医保',
        养老保险类型: '城乡居民养老保险',
        '养老金（元/月）': 138.5,
        个人年收入: '6,000元',
        收入来源: '务农、子女赡养、养老金',
        健康状况: '较差、高血压',
        紧急联系人: '龚海富',
        与老人关系: '儿子',
        紧急联系电话: '190-0000-0001',
        配偶姓名: '无',
        生活状况: '一般',
        服务需求: '助餐，代办；打扫卫生',
        是否脱贫户: '√',
        联系电话: '19000000002/19000000003',
      }),
    ).toMatchObject({
      remarks: [],
      facts: {
        education: 'primary',
        ethnicity: '汉族',
        medicalInsurance: 'resident',
        pension: { kind: 'resident', monthly: 138.5 },
        monthlyIncome: 500,
        incomeSources: ['farming', 'children', 'pension'],
        healthState: 'poor',
        illnesses: ['高血压'],
        contacts: [{ name: '龚海富', relation: '儿子', phone: '19000000001' }],
        spouse: null,
        livelihood: 'fair',
        needs: ['meals', 'errands', 'cleaning'],
        povertyState: 'lifted',
        phone: '19000000002',
        otherPhones: ['19000000003'],
      },
    });
  });
  it('under merged headings belong to whom they stand under', () => {
    const rows: CellValue[][] = [
      ['姓名', '性别', '出生日期', '村', '居住状况', '紧急联系人', null, null, '配偶', null],
      [null, null, null, null, null, '姓名', '关系', '电话', '姓名', '电话'],
      ['侯香', '女', '1963-06-08', '狮坪村', '独居', '龚海富', '儿子', '19000000001', '徐山', '19000000004'],
    ];
    const merges = [
      { startRow: 0, endRow: 0, startCol: 5, endCol: 7 },
      { startRow: 0, endRow: 0, startCol: 8, endCol: 9 },
    ];
    expect(people(table(rows, { merges }))[0]?.facts).toMatchObject({
      name: '侯香',
      contacts: [{ name: '龚海富', relation: '儿子', phone: '19000000001' }],
      spouse: { name: '徐山', phone: '19000000004' },
    });
  });
  it('tell self-care in three steps apart from the ability level', () => {
    expect(one({ 自理能力: '半自理' })).toMatchObject({ facts: { selfCare: 'partial', statedCategories: ['careDependent'] }, remarks: [] });
    expect(one({ 自理能力: '完全不能自理' }).facts).toMatchObject({ selfCare: 'none' });
    expect(one({ 自理能力: '自理' }).facts).toMatchObject({ selfCare: 'full', abilityLevel: 0 });
    expect(one({ 能力等级: '中度失能' }).facts.selfCare).toBeUndefined();
  });
  it('and a contact in one cell, with or without brackets', () => {
    for (const cell of ['龚海富（儿子）19000000001', '儿子 龚海富 19000000001', '儿子龚海富19000000001', '龚海富，儿子，190 0000 0001'])
      expect(one({ 紧急联系人: cell })).toMatchObject({ facts: { contacts: [{ name: '龚海富', relation: '儿子', phone: '19000000001' }] }, remarks: [] });
  });
  it('that are not understood are remarked and not taken', () => {
    const row = one({ 文化程度: '上过几天学', 医保: '已交', 紧急联系人: '龚海富', 收入来源: '卖菜' });
    expect(row.facts).not.toHaveProperty('education');
    expect(row.facts).not.toHaveProperty('contacts');
    expect(row.remarks.map(({ code, column }) => `${code} ${column}`).sort()).toEqual([
      'contact.incomplete 紧急联系人',
      'value.unknown 医保',
      'value.unknown 收入来源',
      'value.unknown 文化程度',
    ]);
  });
});

describe('children in sentences', () => {
  const read = (cell: string): unknown => one({ 子女情况: cell }).facts.children;
  it('are read where a known place follows the name', () => {
    expect(read('儿子王强在广东打工；女儿王芳嫁本村')).toEqual([
      { name: '王强', relation: '儿子', place: 'outsideCounty' },
      { name: '王芳', relation: '女儿', place: 'sameVillage' },
    ]);
    expect(read('女儿:赵丽（县城）,女婿:孙刚 外地打工')).toEqual([
      { name: '赵丽', relation: '女儿', place: 'sameCounty' },
      { name: '孙刚', relation: '女婿', place: 'outsideCounty' },
    ]);
    expect(read('王强外出/王芳同住')).toEqual([
      { name: '王强', place: 'outsideCounty' },
      { name: '王芳', place: 'sameHousehold' },
    ]);
  });
  it('and are never a name of their own', () => {
    for (const cell of ['儿子王强不知去向多年未归', '王家大儿子在外跑运输开货车'])
      for (const child of (read(cell) ?? []) as { name: string }[]) expect(child.name.length).toBeLessThan(5);
  });
});

describe('several people in a row', () => {
  it('each have what is written for each, and share what is written once', () => {
    const cells = ['侯香、徐山', '女、男', '610999196306082080、610999196001012070', '1963-06-08、1960-01-01', '狮坪村'];
    const found = people(table([head, cells]));
    expect(found.map(({ facts }) => [facts.name, facts.sex, facts.birthDate, facts.division])).toEqual([
      ['侯香', 'female', '1963-06-08', '610999101200'],
      ['徐山', 'male', '1960-01-01', '610999101200'],
    ]);
    expect(people(table([head, ['侯香/徐山', '', '610999196306082080', '', '狮坪村']])).map(({ facts }) => facts.idNo)).toEqual([undefined, undefined]);
  });
  it('stand in one cell of a filing', () => {
    const header = ['村', '老人姓名', '责任人', '责任人电话'];
    const cells = ['狮坪村', '侯香、徐山、吴 平', '龚海', '19000000001'];
    const mapping = recogniseTable(table([header, cells], { file: '责任人备案.xlsx' }));
    expect(mapping.kind).toBe('responsibleFiling');
    const read = peopleOfRow(mapping, cells).map((person) => readFilingRow(mapping, person.cells, context));
    expect(read.map((reading) => reading.kind === 'read' && [reading.row.elder.name, reading.row.visitorName])).toEqual([
      ['侯香', '龚海'],
      ['徐山', '龚海'],
      ['吴平', '龚海'],
    ]);
  });
  it('are never made of one who has two names', () => {
    expect(people(table([head, ['李秀英（曾用名：李小英、小英）', ...hou.slice(1)]])).map(({ facts }) => facts.name)).toEqual(['李秀英']);
    expect(people(table([head, ['买买提·艾力', ...hou.slice(1)]])).map(({ facts }) => facts.name)).toEqual(['买买提·艾力']);
  });
});

describe('births', () => {
  const birth = (cell: CellValue, column = '出生日期'): PersonRow | undefined =>
    people(
      table([
        ['姓名', '性别', column, '村'],
        ['侯香', '女', cell, '狮坪村'],
      ]),
    )[0];
  it('in whatever way they are written', () => {
    for (const [cell, date] of [
      ['56.3.7', '1956-03-07'],
      ['1956年3月', '1956-03'],
      [19_560_307, '1956-03-07'],
      ['民国三十五年三月七日', '1946-03-07'],
      ['民国35年3月', '1946-03'],
      ['１９５６．３．７', '1956-03-07'],
      ['1956-03-07 00:00:00', '1956-03-07'],
    ] as const)
      expect(birth(cell)?.facts.birthDate).toBe(date);
  });
  it('of a year alone are its middle, remarked, and decide nothing', () => {
    expect(birth('1956年')).toMatchObject({ facts: { birthDate: '1956-07' }, birthEstimated: true, remarks: [{ code: 'birthDate.yearOnly' }] });
    expect(birth('属马')).toMatchObject({ remarks: [{ code: 'birthDate.unreadable' }] });
  });
});

describe('tables', () => {
  it('under several titles, with totals between and notes below', () => {
    const rows: CellValue[][] = [
      ['附件2'],
      ['山河县特殊困难老年人信息台账'],
      ['填报单位：青溪镇（盖章）', null, null, '填报日期：2026年10月8日'],
      ['序号', '姓名', '性别', '出生日期', '村', '居住情况'],
      [1, '侯香', '女', '1963-06-08', '狮坪村', '独居'],
      ['小计', null, null, null, '1人', null],
      [2, '徐 山', '男', '1950-01-01', '柳河社区', '配偶'],
      ['共2人'],
      ['注：本表一式三份，村、镇、县各存一份。'],
      ['填报说明：一、居住情况按实际填写；二、出生日期以身份证为准，没有身份证的按户口簿填写。'],
    ];
    expect(people(table(rows)).map(({ facts, remarks }) => [facts.name, facts.division, remarks.length])).toEqual([
      ['侯香', '610999101200', 0],
      ['徐山', '610999101201', 0],
    ]);
  });
  it('with sums told in the column of names, further numbers, and levels said twice', () => {
    const rows: CellValue[][] = [
      ['姓名', '性别', '出生日期', '村', '联系方式1', '联系方式2', '村委会电话', '能力等级', '是否愿意接受探访', '照料人', '与老人关系'],
      ['侯香', '女', '1963-06-08', '狮坪村', '19000000001', '19000000002', '19000000003', '3级（重度受损）', '愿意接受', '龚海富', '儿子'],
      ['其中：男0人', '女1人'],
    ];
    expect(people(table(rows))).toMatchObject([
      { name: '侯香', remarks: [], facts: { phone: '19000000001', otherPhones: ['19000000002'], abilityLevel: 3, wantsVisits: true, dailyCarers: ['child'] } },
    ]);
    const [odd] = people(
      table([
        ['姓名', '性别', '出生日期', '村', '能力等级'],
        ['侯香', '女', '1963-06-08', '狮坪村', '3级（轻度受损）'],
      ]),
    );
    expect(odd).toMatchObject({ remarks: [{ code: 'value.unknown', column: '能力等级' }] });
  });
  it('whose first column is the name keep their notes out of the ledger', () => {
    const rows: CellValue[][] = [['姓名', '性别', '出生日期', '居住情况'], ['侯香', '女', '1963-06-08', '独居'], ['以上人员均由村委会逐户核实，情况属实。'], ['本页小计：1人']];
    expect(people(table(rows)).map(({ facts }) => facts.name)).toEqual(['侯香']);
  });
  it('under a line of unit and contact, with villages of one name in two towns, and sums in any column', () => {
    const two = indexPlaces(
      [
        { code: '610999000000', name: '山河县', level: 'county', parent: null, lng: null, lat: null },
        { code: '610999101000', name: '青溪镇', level: 'town', parent: null, lng: null, lat: null },
        { code: '610999102000', name: '白河乡', level: 'town', parent: null, lng: null, lat: null },
        { code: '610999101200', name: '石门村委会', level: 'village', parent: null, lng: null, lat: null },
        { code: '610999102200', name: '石门村委会', level: 'village', parent: null, lng: null, lat: null },
      ],
      '610999',
    );
    const t = table([
      ['山河县留守老人花名册'],
      ['报送单位：青溪镇人民政府', null, null, '联系人：吴平 19000000009'],
      ['序号', '姓名', '年龄', '健康状况'],
      ['石门村'],
      [1, '侯香', '民国二十九年生', '良好'],
      [null, null, 1, '小计'],
    ]);
    const mapping = recogniseTable(t);
    expect(mapping).toMatchObject({ kind: 'elderLedger', headerRow: 2, context: { unit: '青溪镇人民政府' } });
    const read = readElderRow(mapping, t.rows[4] as CellValue[], { ...context, places: two, section: '石门村' });
    expect(read).toMatchObject({
      row: { facts: { division: '610999101200', birthDate: '1940-07' }, birthEstimated: true, remarks: [{ code: 'birthDate.yearOnly', column: '年龄' }] },
    });
    expect(readElderRow(mapping, t.rows[5] as CellValue[], context)).toEqual({ kind: 'skipped' });
  });
  it('of people whom somebody is responsible for are filings, not rosters', () => {
    const rows = [
      ['乡镇', '村', '包保责任人', '联系电话', '包保对象', '人数'],
      ['青溪镇', '狮坪村', '吴平', '19000000009', '侯香、徐山', 2],
    ];
    const mapping = recogniseTable(table(rows, { file: '网格员包保.xlsx' }));
    expect(mapping.kind).toBe('responsibleFiling');
    expect(mapping.columns.map(({ field }) => field)).toEqual(['town', 'village', 'responsibleName', 'responsiblePhone', 'name', null]);
  });
  it('of other matters are not taken', () => {
    const kind = (rows: CellValue[][], sheet: string): string | null => recogniseTable(table(rows, { sheet, file: '资料.xlsx' })).kind;
    expect(
      kind(
        [
          ['村', '老年人数', '独居', '空巢'],
          ['狮坪村', 40, 3, 8],
        ],
        '统计',
      ),
    ).toBeNull();
    expect(kind([['填表说明'], ['1. 姓名按身份证填写'], ['2. 村名写全称']], '说明')).toBeNull();
    expect(
      kind(
        [
          ['姓名', '职务', '电话'],
          ['吴平', '村主任', '19000000009'],
        ],
        '通讯录',
      ),
    ).toBeNull();
    expect(
      kind(
        [
          ['日期', '姓名', '事项', '金额'],
          ['2026-01-01', '吴平', '慰问', 200],
        ],
        '支出',
      ),
    ).toBeNull();
  });
  it('tell in the remark that somebody died or left', () => {
    const said = (remark: string): readonly string[] => one({ 备注: remark }).remarks.map(({ code }) => code);
    expect(said('已故')).toEqual(['row.saysDied']);
    expect(said('2025年3月去世')).toEqual(['row.saysDied']);
    expect(said('已迁出')).toEqual(['row.saysMoved']);
    expect(said('老伴已故，儿子在外')).toEqual([]);
    expect(people(table([head, ['侯香（已去世）', ...hou.slice(1)]]))[0]?.remarks.map(({ code }) => code)).toEqual(['row.saysDied']);
  });
});

describe('lists of further offices', () => {
  const read = (kind: FactListKind, header: string[], cells: CellValue[], file: string) => {
    const mapping = recogniseTable(table([header, cells], { file }));
    expect(mapping.kind).toBe(kind);
    return readListRow(kind, mapping, cells, { ...context, file });
  };
  it('the pension certification, with what it says of the dead and the moved', () => {
    const header = ['姓名', '身份证号', '参保类型', '月待遇', '认证状态', '认证日期'];
    expect(read('pensionRegister', header, [hou[0] as string, hou[2] as string, '城乡居民养老保险', 138, '已认证', '2026-05-01'], '养老保险领取认证.csv')).toMatchObject({
      row: { facts: { pension: { kind: 'resident', monthly: 138 } }, sourceDate: '2026-05-01', remarks: [] },
    });
    expect(read('pensionRegister', header, [hou[0] as string, hou[2] as string, '居保', 138, '未认证（死亡）', ''], '人社局.csv')).toMatchObject({
      row: { remarks: [{ code: 'row.saysDied', column: '认证状态' }] },
    });
  });
  it('the register of those who moved away', () => {
    expect(read('residenceRegister', ['姓名', '公民身份号码', '迁出日期', '迁往地址'], ['侯香', hou[2] as string, '2026-03-02', '北山省南州市'], '户籍迁出.xlsx')).toMatchObject({
      row: { facts: { movedOut: { on: '2026-03-02', to: '北山省南州市' } } },
    });
  });
  it('that name their village over the rows only', () => {
    const rows = [['石门村'], ['狮坪村低保名单'], ['姓名', '性别', '保障类别'], ['侯香', '女', '低保']];
    const mapping = recogniseTable(table(rows.slice(1), { file: '低保.csv' }));
    expect(readListRow('aidRegister', mapping, rows[3] as CellValue[], context)).toMatchObject({ row: { division: '610999101200' } });
  });
  it('that tell a person by name, sex, birth and village alone', () => {
    expect(read('aidRegister', ['村', '姓名', '性别', '出生日期', '救助类别'], ['狮坪村', '侯香', '女', '1963.6.8', '低保'], '低保.csv')).toMatchObject({
      row: { name: '侯香', idNo: null, sex: 'female', birthDate: '1963-06-08', division: '610999101200', facts: { minimumLiving: true } },
    });
  });
});
