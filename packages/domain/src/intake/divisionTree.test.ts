// Lists of divisions as offices write them when nobody gave them a form: a column a level, names written
// once or merged, codes in columns of their own or none at all.
import { describe, expect, it } from 'vitest';
import type { Division } from '../divisions/index.ts';
import { divisionSettler, eachVillage, isTreeMapping, readTreeRow } from './divisionTree.ts';
import { rowJoiner } from './joined.ts';
import { indexPlaces } from './places.ts';
import { recogniseTable, missingFields } from './recognise.ts';
import type { CellValue, RawTable, Remark } from './types.ts';

const county = '610999';
const places = indexPlaces([], county);
const table = (rows: readonly (readonly CellValue[])[], sheet = 'Sheet1', merges: RawTable['merges'] = []): RawTable => ({ file: '区划.xlsx', sheet, rows, merges });

function read(
  raw: RawTable,
  known: readonly Division[] = [],
): { readonly divisions: readonly Division[]; readonly remarks: readonly Remark[]; readonly rejected: readonly string[] } {
  const mapping = recogniseTable(raw);
  expect(mapping.kind).toBe('divisions');
  expect(isTreeMapping(mapping)).toBe(true);
  expect(missingFields(mapping)).toEqual([]);
  const joiner = rowJoiner(mapping, raw.merges, raw.rows);
  const settle = divisionSettler(known, county);
  const divisions: Division[] = [];
  const remarks: Remark[] = [];
  const rejected: string[] = [];
  let section = '';
  const take = (row: { readonly cells: readonly CellValue[] } | null): void => {
    if (row === null) return;
    const answer = readTreeRow(mapping, row.cells, { asOf: '2026-11-01', places, sheet: raw.sheet, file: raw.file, section });
    if (answer.kind === 'skipped') section = answer.section ?? section;
    else if (answer.kind === 'rejected') rejected.push(answer.name);
    else
      for (const one of eachVillage(answer.row)) {
        const settled = settle(one);
        divisions.push(...settled.divisions);
        remarks.push(...answer.row.remarks, ...settled.remarks);
      }
  };
  for (const [at, cells] of raw.rows.entries()) if (at >= mapping.firstDataRow) take(joiner.take({ rowNo: at + 1, cells }));
  take(joiner.rest());
  return { divisions, remarks, rejected };
}
const shown = (divisions: readonly Division[]): string[] => divisions.map(({ code, name, parent }) => `${code} ${name} < ${parent ?? ''}`);

describe('a list of divisions with a column a level', () => {
  it('is read with codes in columns of their own, names written once', () => {
    const { divisions, remarks } = read(
      table([
        ['演示县行政区划表'],
        ['县', '乡镇', '乡镇代码', '村（社区）', '村代码', '组'],
        ['演示县', '青溪镇', '610999101', '柳林村', '610999101201', '一组'],
        [null, null, null, null, null, '2组'],
        [null, null, null, '石门村', '610999101202', '1'],
        [null, '白石镇', '102', '新街社区', '001', null],
        ['合计', null, null, '3', null, null],
      ]),
    );
    expect(remarks).toEqual([]);
    expect(shown(divisions)).toEqual([
      '610999000000 演示县 < 610900000000',
      '610999101000 青溪镇 < 610999000000',
      '610999101201 柳林村 < 610999101000',
      '610999101201001 一组 < 610999101201',
      '610999101201002 2组 < 610999101201',
      '610999101202 石门村 < 610999101000',
      '610999101202001 1组 < 610999101202',
      '610999102000 白石镇 < 610999000000',
      '610999102001 新街社区 < 610999102000',
    ]);
  });

  it('is read with one column of codes, of the lowest level', () => {
    const { divisions } = read(
      table([
        ['序号', '镇', '村', '统计用区划代码'],
        [1, '青溪镇', null, 610999101000],
        [2, null, '柳林村', 610999101201],
        [3, null, '石门村', 610999101202],
      ]),
    );
    expect(shown(divisions)).toEqual(['610999101000 青溪镇 < 610999000000', '610999101201 柳林村 < 610999101000', '610999101202 石门村 < 610999101000']);
  });

  it('by names alone gets codes of its own, said so, the same when it comes again', () => {
    const raw = table([
      ['镇', '村', '组'],
      ['青溪镇', '柳林村', '一组'],
      ['青溪镇', '柳林村', '二组'],
      ['白石镇', '石门村', '张家湾组'],
    ]);
    const first = read(raw);
    expect(shown(first.divisions)).toEqual([
      '610999901000 青溪镇 < 610999000000',
      '610999901901 柳林村 < 610999901000',
      '610999901901001 一组 < 610999901901',
      '610999901901002 二组 < 610999901901',
      '610999902000 白石镇 < 610999000000',
      '610999902901 石门村 < 610999902000',
      '610999902901901 张家湾组 < 610999902901',
    ]);
    expect(first.remarks.map(({ code }) => code)).toContain('division.codeMade');
    expect(read(raw, first.divisions)).toMatchObject({ divisions: [], remarks: [] });
  });

  it('by names alone finds the codes of a list that tells them', () => {
    const known: Division[] = [
      { code: '610999101000', name: '青溪镇', level: 'town', parent: '610999000000', lng: null, lat: null },
      { code: '610999101201', name: '柳林村委会', level: 'village', parent: '610999101000', lng: null, lat: null },
    ];
    const { divisions, remarks } = read(
      table([
        ['乡镇', '行政村'],
        ['青溪', '柳林村'],
        [null, '石门村'],
      ]),
      known,
    );
    expect(shown(divisions)).toEqual(['610999101901 石门村 < 610999101000']);
    expect(remarks).toHaveLength(1);
  });

  it('keeps the code under which a village was known when a list with codes comes after', () => {
    const named = read(
      table([
        ['镇', '村'],
        ['青溪镇', '柳林村'],
        ['青溪镇', '石门村'],
      ]),
    );
    const coded = read(
      table([
        ['镇', '镇代码', '村', '村代码'],
        ['青溪镇', '610999101', '柳林村委会', '610999101201'],
        ['青溪镇', '610999101', '马鞍村', '610999101203'],
      ]),
      named.divisions,
    );
    expect(coded.remarks.map(({ code }) => code)).toEqual(['division.codeKept', 'division.codeKept']);
    expect(shown(coded.divisions).filter((one) => one.includes('马鞍'))).toEqual(['610999901903 马鞍村 < 610999901000']);
    expect(coded.divisions.every(({ code }) => code.startsWith('610999901'))).toBe(true);
  });

  it('takes the town from the sheet, the title or a line between the rows, and several villages from one cell', () => {
    expect(
      shown(
        read(
          table(
            [
              ['序号', '村（社区）名称'],
              [1, '柳林村'],
              [2, '石门村'],
            ],
            '青溪镇',
          ),
        ).divisions,
      ),
    ).toEqual(['610999901000 青溪镇 < 610999000000', '610999901901 柳林村 < 610999901000', '610999901902 石门村 < 610999901000']);
    const packed = read(table([['演示县村名录'], ['乡镇', '所辖村（社区）'], ['青溪镇', '柳林村、石门村、新街社区'], ['白石镇', '马鞍村']]));
    expect(packed.divisions.map(({ name }) => name)).toEqual(['青溪镇', '柳林村', '石门村', '新街社区', '白石镇', '马鞍村']);
    const lined = read(table([['演示县行政村名单'], ['序号', '村名'], ['青溪镇', null], [1, '柳林村'], ['白石镇', null], [1, '马鞍村']]));
    expect(shown(lined.divisions).map((one) => one.split(' ')[1])).toEqual(['青溪镇', '柳林村', '白石镇', '马鞍村']);
    const lost = read(table([['行政村名录'], ['序号', '村名'], [1, '柳林村']]));
    expect(lost).toMatchObject({ divisions: [], rejected: ['柳林村'] });
  });

  it('is read under two rows of headings and with merged cells', () => {
    const { divisions } = read(
      table(
        [
          ['镇', null, '村', null],
          ['名称', '代码', '名称', '代码'],
          ['青溪镇', '610999101000', '柳林村', '610999101201'],
          [null, null, '石门村', '610999101202'],
        ],
        'Sheet1',
        [
          { startRow: 0, endRow: 0, startCol: 0, endCol: 1 },
          { startRow: 0, endRow: 0, startCol: 2, endCol: 3 },
          { startRow: 2, endRow: 3, startCol: 0, endCol: 0 },
          { startRow: 2, endRow: 3, startCol: 1, endCol: 1 },
        ],
      ),
    );
    expect(divisions.map(({ code }) => code)).toEqual(['610999101000', '610999101201', '610999101202']);
  });
});

describe('a table that is no list', () => {
  it('of figures by village is said to be one', () => {
    const figures = recogniseTable(
      table([['青溪镇老年人口统计表'], ['镇', '村', '60岁以上人数', '独居人数'], ['青溪镇', '柳林村', 210, 12], ['青溪镇', '石门村', 180, 9], ['青溪镇', '马鞍村', 150, 7]]),
    );
    expect(figures).toMatchObject({ kind: null, likeness: 'villages' });
    expect(
      recogniseTable(
        table([
          ['柳林村', 210],
          ['石门村', 180],
          ['马鞍村', 150],
        ]),
      ),
    ).toMatchObject({ kind: null, likeness: 'villages' });
  });

  it('of institutions in villages adds no village', () => {
    const houses = table([
      ['编码', '镇', '村', '床位', '面积', '建成年份'],
      ['A001', '青溪镇', '柳林村', 10, 200, 2019],
      ['A002', '青溪镇', '石门村', 12, 210, 2020],
    ]);
    expect(recogniseTable({ ...houses, file: '幸福院.xlsx' }).kind).toBeNull();
  });

  it('of people without headings is said to be one', () => {
    const rows = ['韦守成', '梁桂香', '柏玉兰'].map((name, at) => [at + 1, name, '女', `19000000${at}00`, '柳林村']);
    expect(recogniseTable(table(rows))).toMatchObject({ kind: null, likeness: 'noHeadings' });
  });

  it('leaves other tables as they were', () => {
    expect(recogniseTable(table([['填表说明'], ['1. 每月25日前报送'], ['2. 不得漏报']]))).not.toHaveProperty('likeness');
    expect(
      recogniseTable(
        table([
          ['县', '镇', '村', '姓名', '残疾人证号', '残疾等级'],
          ['演示县', '青溪镇', '柳林村', '韦守成', '', '一级'],
        ]),
      ).kind,
    ).toBe('disabilityRegister');
  });
});
