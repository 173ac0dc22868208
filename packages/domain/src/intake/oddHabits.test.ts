// Habits of offices that larger folders showed: dates and numbers among other words, people side by
// side, three rows of headings, headings and sentences between the rows, the dead among the remarks.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGroup, readIdNo, readPhones } from './cells.ts';
import { readAge, readDate, readYear } from './dates.ts';
import { rowJoiner } from './joined.ts';
import { identityOf, matchListed, matchPerson, type KnownPerson, type PersonIndex } from './matching.ts';
import { indexPlaces, resolvePlace } from './places.ts';
import { recogniseTable } from './recognise.ts';
import { readElderRow, type PersonRow } from './rows.ts';
import { nameText } from './text.ts';
import { peopleOfRow } from './together.ts';
import type { CellValue, RawTable } from './types.ts';

const village = (code: string, name: string, parent: string) => ({ code, name, level: 'village' as const, parent, lng: null, lat: null });
const places = indexPlaces(
  [
    { code: '610999000000', name: '山河县', level: 'county', parent: null, lng: null, lat: null },
    { code: '610999101000', name: '青溪镇', level: 'town', parent: null, lng: null, lat: null },
    { code: '610999102000', name: '白石乡', level: 'town', parent: null, lng: null, lat: null },
    village('610999101200', '狮坪村委会', '610999101000'),
    village('610999101201', '柳河社区居委会', '610999101000'),
    village('610999102200', '新华村', '610999102000'),
  ],
  '610999',
);
const lion = '610999101200';

function people(rows: readonly (readonly CellValue[])[], merges: RawTable['merges'] = []): PersonRow[] {
  const table: RawTable = { file: '台账.xlsx', sheet: 'Sheet1', merges, rows };
  const mapping = recogniseTable(table);
  const joiner = rowJoiner(mapping, merges, rows);
  const joined = rows.flatMap((cells, at) => (at < mapping.firstDataRow ? [] : [joiner.take({ rowNo: at + 1, cells })]));
  let section = '';
  return [...joined, joiner.rest()].flatMap((row) =>
    (row === null ? [] : peopleOfRow(mapping, row.cells)).flatMap(({ cells }) => {
      const reading = readElderRow(mapping, cells, { asOf: '2026-11-01', places, sheet: 'Sheet1', file: '台账.xlsx', section });
      if (reading.kind === 'skipped') section = reading.section ?? section;
      return reading.kind === 'read' ? [reading.row] : [];
    }),
  );
}
const hou: readonly CellValue[] = ['侯香', '女', '610999196306082080', '狮坪村'];
const zhang: readonly CellValue[] = ['张强', '男', '610999194805060019', '狮坪村'];
const head = ['姓名', '性别', '身份证号', '村'];

describe('cells', () => {
  it('tell a day in whatever separates its parts', () => {
    for (const cell of ['1948 5 6', '1948，5，6', '1948.5.6.', '1948.5.6（78岁）', '480506', 480_506, '一九四八、五、六', '1948--5--6', '1948\\5\\6', '1948．5．6', 17_659])
      expect(readDate(cell, 'birth'), String(cell)).toBe('1948-05-06');
    for (const cell of ['1948年5月份', '1948-05-00', '19480500', 1948.5]) expect(readDate(cell, 'birth'), String(cell)).toBe('1948-05');
    for (const cell of [1948.1, '5/6/1948', '1948年农历五月初六', '1948.5.6（农历）', '1948.02.30', '1948年腊月']) expect(readDate(cell, 'birth'), String(cell)).toBeNull();
    expect(readDate('240506', 'event')).toBeNull();
  });
  it('and the year at least where the day is not certain', () => {
    for (const cell of ['四八年', '48年', '5/6/1948', '1948年农历五月初六', '约1948年', '1948.02.30', 1948]) expect(readYear(cell), String(cell)).toBe(1948);
    for (const cell of ['', '610999194805060019', '78岁', '不详']) expect(readYear(cell), cell).toBeNull();
  });
  it('tell an age by its words', () => {
    for (const cell of ['虚岁78', '78（虚岁）', '七十八', '约78岁', '满78', '78.5', '78岁零3个月', '７８']) expect(readAge(cell), cell).toBe(78);
    expect(readAge('80多岁')).toBe(80);
    for (const cell of ['', '不详', '1948', '二三']) expect(readAge(cell), cell).toBe(cell === '二三' ? 23 : null);
  });
  it('hold a number among other words, and never words for a number', () => {
    const number = '610999196306082080';
    for (const cell of [`身份证：${number}`, `${number}（丢失）`, `${number} 19000000001`, `="${number}"`, `${number}.`, `${number}、${number}`, '610999 19630608 2080（旧）'])
      expect(readIdNo(cell), cell).toEqual({ value: number });
    for (const cell of ['同上', '正在办理', '身份证丢失', '黑户']) expect(readIdNo(cell), cell).toEqual({ code: 'idNo.missing' });
    expect(readIdNo('61099919630608****')).toEqual({ code: 'idNo.characters', birthDate: '1963-06-08' });
    expect(readIdNo('610999********2080')).toEqual({ code: 'idNo.characters' });
    expect(readIdNo(`${number}、610999194805060019`).code).toBe('idNo.length');
  });
  it('hold several telephones, and groups with more behind them', () => {
    for (const cell of ['19000000001或19000000002', '19000000001(女婿)19000000002(儿子)', '1900000000119000000002', '19000000001－19000000002'])
      expect(readPhones(cell), cell).toEqual({ value: ['19000000001', '19000000002'] });
    for (const [cell, group] of [
      ['三组（龙家沟）', '3'],
      ['2组5号', '2'],
      ['①', '1'],
      ['Ⅱ组', '2'],
      ['老屋组', '老屋组'],
    ] as const)
      expect(readGroup(cell), cell).toEqual({ value: group });
  });
  it('hold a name beside the marks of a list', () => {
    for (const cell of ['★侯香', '侯香*', '1.侯香', '1、侯香', '（已故）侯香', '▲侯 香']) expect(nameText(cell), cell).toBe('侯香');
    expect(nameText('阿依古丽.司马义')).toBe('阿依古丽·司马义');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('侯', '香', '·', '*', '1', '.', '(', ')', ' ') }), (text) => nameText(nameText(text)) === nameText(nameText(nameText(text)))),
    );
  });
});

describe('places', () => {
  it.each([
    ['青溪镇', '原狮坪村三组'],
    ['', '龙家沟村→狮坪村'],
    ['', '龙家沟村（2020年并入狮坪村）'],
    ['', '1.狮坪村'],
    ['', '青溪狮坪村'],
  ])('%s %s is the village of today', (town, written) => {
    expect(resolvePlace(town, written, places)).toEqual({ status: 'found', code: lion });
  });
  it('an unknown village stays unknown', () => {
    expect(resolvePlace('青溪镇', '龙家沟村', places)).toEqual({ status: 'unknown', town: '610999101000' });
    expect(resolvePlace('', '青溪新华村', places).status).toBe('unknown');
  });
});

describe('tables', () => {
  it('with two people on a line lose neither, and keep their telephones apart', () => {
    const found = people([
      ['序号', ...head, '联系电话', '序号', ...head, '联系电话'],
      [1, ...hou, '19000000001', 2, ...zhang, '19000000002'],
      [3, '李四', '男', '', '狮坪村', '', null, null, null, null, null, null],
      [null, null, null, null, null, null, 4, '王五', '男', '', '狮坪村', '19000000003'],
    ]);
    expect(found.map(({ name, facts }) => [name, facts.idNo, facts.phone, facts.otherPhones])).toEqual([
      ['侯香', hou[2], '19000000001', undefined],
      ['张强', zhang[2], '19000000002', undefined],
      ['李四', undefined, undefined, undefined],
      ['王五', undefined, '19000000003', undefined],
    ]);
  });
  it('side by side mean by 同上 the person to the left', () => {
    const block = ['姓名', '性别', '身份证号', '乡镇', '村'];
    const rows: CellValue[][] = [
      [...block, ...block],
      ['侯香', '女', '', '青溪镇', '狮坪村', '张强', '男', '', '同上', '同上'],
      ['李四', '男', '', '同上', '柳河社区', '王五', '女', '', '〃', '〃'],
      ['赵六', '男', '', '〃', '〃', '', '', '', '', ''],
    ];
    expect(people(rows).map(({ name, facts }) => [name, facts.division])).toEqual([
      ['侯香', lion],
      ['张强', lion],
      ['李四', '610999101201'],
      ['王五', '610999101201'],
      ['赵六', '610999101201'],
    ]);
  });
  it('with a couple in one cell part them although a mark of the list stands beside a name', () => {
    expect(people([head, ['侯香、★张强', '女、男', `${String(hou[2])}、${String(zhang[2])}`, '狮坪村']]).map(({ name, facts }) => [name, facts.idNo])).toEqual([
      ['侯香', hou[2]],
      ['张强', zhang[2]],
    ]);
  });
  it('with a spouse of their own columns are not two people', () => {
    expect(
      people([
        [...head, '姓名', '关系', '电话'],
        [...hou, '徐山', '夫妻', '19000000002'],
      ]),
    ).toMatchObject([{ name: '侯香' }]);
  });
  it('with three rows of headings are read by the lowest', () => {
    const rows: CellValue[][] = [
      ['狮坪村台账', null, null, null, null, null, null, null],
      ['序号', '基本情况', null, null, null, '子女情况', null, null],
      [null, '姓名', '性别', '身份信息', null, '子女一', null, '子女二'],
      [null, null, null, '身份证号', '出生日期', '姓名', '电话', '姓名'],
      [1, '侯香', '女', '610999196306082080', '1963-06-08', '徐山', '19000000001', '徐海'],
    ];
    const across = (row: number, from: number, to: number) => ({ startRow: row, endRow: row, startCol: from, endCol: to });
    const [found] = people(rows, [across(0, 0, 7), across(1, 1, 4), across(1, 5, 7), across(2, 3, 4), across(2, 5, 6)]);
    expect(found?.facts).toMatchObject({
      name: '侯香',
      idNo: '610999196306082080',
      birthDate: '1963-06-08',
      division: lion,
      children: [{ name: '徐山', phone: '19000000001' }, { name: '徐海' }],
    });
  });
  it('take neither a heading between the rows nor a sentence for somebody, and keep the village', () => {
    const lone = (text: string): CellValue[] => [text, null, null, null];
    const rows = [
      head,
      lone('一、狮坪村'),
      lone('（一）独居老人'),
      ['侯香', '女', '610999196306082080', null],
      lone('狮坪村 共 1 人'),
      lone('以上人员已核实'),
      ['村支书：', '张某', null, null],
    ];
    expect(people(rows)).toMatchObject([{ name: '侯香', facts: { division: lion } }]);
    expect(people([head, lone('李四')])).toMatchObject([{ name: '李四' }]);
  });
  it('that begin with a heading in the column of names keep the places that are written once', () => {
    const rows: CellValue[][] = [
      ['乡镇', '村', '姓名', '性别', '身份证号'],
      [null, null, '（一）重点关爱老年人', null, null],
      ['青溪镇', '狮坪村', '侯香', '女', ''],
      [null, null, '张强', '男', ''],
      [null, null, '王五', '女', ''],
      [null, null, '以上人员已核实', null, null],
    ];
    expect(people(rows).map(({ name, facts }) => [name, facts.division])).toEqual(['侯香', '张强', '王五'].map((name) => [name, lion]));
  });
  it('whose number fails its check are as old as they say, born on no certain day', () => {
    const [found] = people([
      ['姓名', '性别', '年龄', '身份证号', '村'],
      ['侯香', '女', 63, '610999196308062080', '狮坪村'],
    ]);
    expect(found).toMatchObject({ facts: { birthDate: '1963-08-06' }, birthEstimated: true });
    expect(found?.remarks.map(({ code }) => code)).toContain('birthDate.fromWrongIdNo');
  });
  it('tell somebody else’s telephone as well, which is not theirs', () => {
    const rows: CellValue[][] = [
      [...head, '村干部电话', '亲属联系电话', '联系电话'],
      [...hou, '19000000001', '19000000002', '19000000003'],
    ];
    expect(people(rows)[0]?.facts.phone).toBe('19000000003');
  });
  it('whose headings come again keep the places that are written once', () => {
    const upper = ['住址', null, '基本情况', null, null];
    const lower = ['乡镇', '村', '姓名', '性别', '身份证号'];
    const merges = [
      { startRow: 0, endRow: 0, startCol: 0, endCol: 1 },
      { startRow: 0, endRow: 0, startCol: 2, endCol: 4 },
    ];
    const rows: CellValue[][] = [
      upper,
      lower,
      ['青溪镇', '狮坪村', '侯香', '女', ''],
      [null, null, '张强', '男', ''],
      upper,
      lower,
      [null, null, '李四', '男', ''],
      ['', '', '王五', '女', ''],
    ];
    expect(people(rows, merges).map(({ name, facts }) => [name, facts.division])).toEqual(['侯香', '张强', '李四', '王五'].map((name) => [name, lion]));
  });
  it('write 同上 under a number by a slip: it is nobody else’s', () => {
    expect(
      people([
        [...head, '电话'],
        [...hou, '19000000001'],
        ['徐山', '男', '同上', '〃', '同　上'],
      ]),
    ).toMatchObject([{ name: '侯香' }, { name: '徐山', facts: { division: lion, phone: '19000000001' }, remarks: [{ code: 'idNo.missing' }] }]);
    expect(
      people([
        [...head, '电话'],
        [...hou, '19000000001'],
        ['徐山', '男', '同上', '〃', '同　上'],
      ])[1]?.facts.idNo,
    ).toBeUndefined();
  });
  it('name two people with a space between them over two numbers', () => {
    expect(people([head, ['侯香 徐山', '女 男', '610999196306082080 610999194805060019', '狮坪村']]).map(({ name, facts }) => [name, facts.idNo, facts.sex])).toEqual([
      ['侯香', '610999196306082080', 'female'],
      ['徐山', '610999194805060019', 'male'],
    ]);
    expect(people([head, ['欧阳 香', ...hou.slice(1)]])).toMatchObject([{ name: '欧阳香' }]);
  });
});

describe('who is not there any more', () => {
  const codes = (columns: Readonly<Record<string, CellValue>>, name: CellValue = '侯香'): string[] =>
    people([
      [...head, ...Object.keys(columns)],
      [name, ...hou.slice(1), ...Object.values(columns)],
    ]).flatMap(({ remarks }) => remarks.map(({ code }) => code).filter((code) => code.startsWith('row.says')));
  it.each(['已于2026年8月3日去世', '2026.8.3病故', '老人已过世', '今年6月去世', '已去逝', '已故（2026.7）', '9月因病去世，待销户', '户口已注销', '因病医治无效死亡', '独居。死亡'])(
    '%s: died',
    (remark) => {
      expect(codes({ 备注: remark })).toEqual(['row.saysDied']);
    },
  );
  it.each(['丈夫2010年病故', '老伴已故', '独生子死亡', '其子（已故）', '大儿子，2015年去世', '未去世', '儿子在外，已死亡', '易地搬迁户', '搬到安置点'])(
    '%s: is said of somebody else, or not at all',
    (remark) => {
      expect(codes({ 备注: remark })).toEqual([]);
    },
  );
  it.each(['全家迁往西安', '户口迁出2025年', '已迁出'])('%s: moved', (remark) => {
    expect(codes({ 备注: remark })).toEqual(['row.saysMoved']);
  });
  it('is told by a column of states or of days as well, or beside the name', () => {
    expect(codes({ 状态: '死亡' })).toEqual(['row.saysDied']);
    expect(codes({ 是否健在: '否' })).toEqual(['row.saysDied']);
    expect(codes({ 是否死亡: '是' })).toEqual(['row.saysDied']);
    expect(codes({ 居住状况: '独居', 死亡时间: '2026.7.3' })).toEqual(['row.saysDied']);
    expect(codes({ 人员状态: '迁出' })).toEqual(['row.saysMoved']);
    expect(codes({}, '（已故）侯香')).toEqual(['row.saysDied']);
    expect(codes({}, '侯香已故')).toEqual(['row.saysDied']);
    for (const columns of [{ 状态: '健在' }, { 是否健在: '是' }, { 是否死亡: '否' }, { 居住状况: '独居', 死亡时间: '/' }])
      expect(codes(columns), JSON.stringify(columns)).toEqual([]);
  });
});

describe('who is meant', () => {
  const husband = '610999195403263612';
  const person = (name: string, sex: 'male' | 'female', over: Partial<Parameters<typeof identityOf>[0]> = {}) =>
    identityOf({ name, idNo: husband, birthDate: null, sex, division: lion, ...over });
  const indexOf = (...known: readonly KnownPerson[]): PersonIndex => ({
    byIdKey: (key) => known.filter(({ idKey }) => idKey === key),
    byName: (name) => known.filter((one) => one.name === name),
  });
  it('two wives written under the number of one husband stay two', () => {
    const index = indexOf({ elderId: '1', ...person('吕先长', 'male', { birthDate: '1954-03-26' }) }, { elderId: '2', ...person('张凤', 'female') });
    expect(matchPerson(person('闫秀芳', 'female'), index)).toEqual({ status: 'none' });
    expect(matchPerson(person('张凤', 'female'), index)).toMatchObject({ status: 'one', elderId: '2' });
  });
  it('a wife under the number of a husband born near her day is still found by name and birth', () => {
    const known = { elderId: '1', ...person('罗琴凤', 'female', { birthDate: '1954-04-20' }) };
    const listed = identityOf({ name: '罗琴凤', idNo: '610999195404200020', birthDate: '1954-04-20', sex: 'female', division: lion });
    expect(matchListed(listed, indexOf(known)).status).not.toBe('none');
  });
  it('a namesake of another town under quite another number is no doubt', () => {
    const known = { elderId: '1', ...identityOf({ name: '吴松', idNo: '610999196504087551', birthDate: null, sex: 'male', division: '610999102200' }) };
    const listed = identityOf({ name: '吴松', idNo: '610999195112030077', birthDate: '1951-12-03', sex: 'male', division: lion });
    expect(matchListed(listed, indexOf(known))).toEqual({ status: 'none' });
    expect(matchListed(listed, indexOf({ ...known, division: '610999101201' })).status).toBe('doubtful');
    expect(matchListed(listed, indexOf({ ...known, idKey: null })).status).toBe('doubtful');
  });
});
