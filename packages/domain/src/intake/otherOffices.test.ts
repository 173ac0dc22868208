// What folders of invented counties showed: couples on one line, grades in Roman or formal digits,
// brackets behind a place, certificates that were renewed, villages between title and headings.
import { describe, expect, it } from 'vitest';
import { columnsOfFurtherSets } from './blocks.ts';
import { readDisability } from './cells.ts';
import { readChildren } from './children.ts';
import { isOfFormerCertificate, readListRow, readVisitorRow, type FactListKind, type ListRow } from './lists.ts';
import { indexPlaces } from './places.ts';
import { recogniseTable } from './recognise.ts';
import { readElderRow } from './rows.ts';
import { peopleOfRow } from './together.ts';
import type { CellValue } from './types.ts';

const places = indexPlaces(
  [
    { code: '610999000000', name: '山河县', level: 'county', parent: null, lng: null, lat: null },
    { code: '610999101000', name: '青溪镇', level: 'town', parent: null, lng: null, lat: null },
    { code: '610999101200', name: '狮坪村委会', level: 'village', parent: '610999101000', lng: null, lat: null },
  ],
  '610999',
);
const context = { asOf: '2026-11-01', places, sheet: 'Sheet1', section: '' };
const woman = '610999196306082080';
const man = '610999194805060012';

describe('lists that name husband and wife', () => {
  const head = ['男方姓名', '男方身份证号', '女方姓名', '女方身份证号', '扶助类型', '住址'];
  const read = (rows: readonly (readonly CellValue[])[], headings = head) => {
    const file = '计生特殊家庭.csv';
    const mapping = recogniseTable({ file, sheet: '', merges: [], rows: [headings, ...rows] });
    const people = rows.flatMap((row) =>
      peopleOfRow(mapping, row).map(({ cells }) => {
        const reading = readListRow(mapping.kind as FactListKind, mapping, cells, { ...context, file });
        return reading.kind === 'read' ? [reading.row.name, reading.row.idNo, reading.row.facts.familyPlanning] : [reading.kind];
      }),
    );
    return { mapping, people };
  };
  it('mean both, or the one who is left', () => {
    const { mapping, people } = read([
      ['张强', man, '侯香', woman, '独生子女死亡', '青溪镇狮坪村'],
      ['', '', '侯香', woman, '独生子女伤残', '青溪镇狮坪村'],
      ['张强', man, '', '', '独生子女伤残', '青溪镇狮坪村'],
    ]);
    expect(people).toEqual([
      ['张强', man, 'childDied'],
      ['侯香', woman, 'childDied'],
      ['侯香', woman, 'childDisabled'],
      ['张强', man, 'childDisabled'],
    ]);
    expect([...columnsOfFurtherSets(mapping)]).toEqual([2, 3]);
  });
  it('do not make two people of one with columns of a husband or wife', () => {
    expect(read([['侯香', woman, '张强', man, '独生子女死亡']], ['姓名', '身份证号', '配偶姓名', '配偶身份证号', '扶助类型']).people).toEqual([['侯香', woman, 'childDied']]);
  });
});

it('grades stand in Roman and in formal digits too', () => {
  const grade = (text: string) => readDisability(text).value?.grade;
  expect(['Ⅰ级', 'Ⅱ级', 'III级', 'IV级', '壹级', '贰级', '叁级', '肆级', '肢体Ⅱ级'].map(grade)).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 2]);
});

it('brackets behind a place tell since when the child before them is there', () => {
  expect(readChildren('儿子龚海，县内其他镇 电话19000000032\n女儿蒋淑兰，外出务工（2021.10起） 电话19000000951')).toEqual({
    value: [
      { name: '龚海', relation: '儿子', place: 'sameCounty', phone: '19000000032' },
      { name: '蒋淑兰', relation: '女儿', place: 'outsideCounty', awaySince: '2021-10', phone: '19000000951' },
    ],
  });
});

it('a former certificate, cancelled, says nothing against another that is valid', () => {
  const row = (facts: ListRow['facts'], sourceDate = '2026-10-01'): ListRow => ({
    name: '侯香',
    idNo: woman,
    birthDate: '1963-06-08',
    sex: 'female',
    division: null,
    facts,
    sourceDate,
    remarks: [],
  });
  const held = row({ disability: { grade: 2, valid: true, certNo: `${woman}42` } });
  expect(isOfFormerCertificate(row({ disability: { grade: 3, valid: false, certNo: `${woman}43` } }), held)).toBe(true);
  expect(isOfFormerCertificate(row({ disability: { grade: 2, valid: false, certNo: `${woman}42` } }), held)).toBe(false);
  expect(isOfFormerCertificate(row({ disability: { grade: 3, valid: true, certNo: `${woman}43` } }), held)).toBe(false);
  const unnumbered = row({ disability: { grade: 2, valid: true } });
  expect(isOfFormerCertificate(row({ disability: { grade: 3, valid: false } }), unnumbered)).toBe(true);
  expect(isOfFormerCertificate(row({ disability: { grade: 3, valid: false } }, '2026-11-01'), unnumbered)).toBe(false);
  expect(isOfFormerCertificate(row({ disability: { grade: 2, valid: false } }), unnumbered)).toBe(false);
});

it('the first village of a sheet may stand between title and headings', () => {
  const rows: CellValue[][] = [
    ['山河县青溪镇探访关爱对象登记表'],
    ['一、狮坪村'],
    ['序号', '姓名', '性别', '身份证号', '居住状态', '子女情况'],
    [1, '侯香', '女', woman, '独自', '无'],
  ];
  const mapping = recogniseTable({ file: '登记表.xls', sheet: 'Sheet', merges: [], rows });
  const reading = readElderRow(mapping, rows[3] as CellValue[], { ...context, file: '登记表.xls' });
  expect(reading).toMatchObject({ kind: 'read', row: { facts: { division: '610999101200', livesWith: ['alone'] } } });
});

it('a roster says 村（社区）干部, 可包联人数', () => {
  const rows: CellValue[][] = [
    ['姓名', '身份证号', '联系电话', '乡镇', '村（社区）', '人员身份', '可包联人数'],
    ['张强', man, '19000000001', '青溪镇', '狮坪村', '村（社区）干部', 7],
  ];
  const mapping = recogniseTable({ file: '探访人员花名册.xlsx', sheet: 'Sheet', merges: [], rows });
  expect(readVisitorRow(mapping, rows[1] as CellValue[], { ...context, file: '探访人员花名册.xlsx' })).toMatchObject({
    row: { kind: 'villageCadre', capacity: 7, remarks: [] },
  });
});
