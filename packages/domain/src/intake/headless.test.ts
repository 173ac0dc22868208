// Tables of people without headings: what their columns mean, and when nobody may say.
import { describe, expect, it } from 'vitest';
import { mappingWithoutHeadings, recogniseTable, type CellValue, type RawTable } from './index.ts';

const table = (file: string, rows: CellValue[][], sheet = 'Sheet1'): RawTable => ({ file, sheet, rows, merges: [] });
const head = ['序号', '姓名', '性别', '身份证号', '出生日期', '村', '电话', '居住状况'];
const people: CellValue[][] = [
  [1, '韦守成', '男', '610999194805061013', '1948-05-06', '柳林村', '19000000001', '独居'],
  [2, '石桂香', '女', '', '1941-01-02', '柳林村', '19000000002', '与配偶同住'],
  [3, '龙玉芳', '女', '610999193904052020', '1939-04-05', '石门村', '', '独居'],
  [4, '梁山', '男', '610999195003042011', '1950-03-04', '石门村', '19000000004', '与子女同住'],
];
const ledger = recogniseTable(table('台账.xlsx', [['老年人台账'], head, ...people]));
const fieldsOf = (columns: readonly { readonly field: string | null }[] | undefined): (string | null)[] => (columns ?? []).map(({ field }) => field);

describe('rows of people without headings', () => {
  it('go on where another sheet of the workbook has the same columns', () => {
    const rest = mappingWithoutHeadings(table('台账.xlsx', people, '石门村'), [{ mapping: ledger, isSameFile: true }]);
    expect(rest).toMatchObject({ kind: 'elderLedger', headerRow: -1, firstDataRow: 0, columns: ledger.columns });
  });
  it('begin below a title, and are told by what stands in them where the file says what they are', () => {
    const alone = mappingWithoutHeadings(table('老年人花名册.csv', [['青溪镇老年人花名册'], ...people]), []);
    expect(alone).toMatchObject({ kind: 'elderLedger', headerRow: -1, firstDataRow: 1 });
    expect(fieldsOf(alone?.columns)).toEqual([null, 'name', 'sex', 'idNo', 'birthDate', 'village', 'phone', 'livesWith']);
  });
  it('stay untaken where nothing says whose they are', () => {
    expect(mappingWithoutHeadings(table('Sheet.csv', people), [])).toBeNull();
  });
  it('are no ledger for its first columns, nor where their file calls them another list', () => {
    const dead = people.map((row) => row.slice(0, 5));
    expect(mappingWithoutHeadings(table('名单.csv', dead), [{ mapping: ledger, isSameFile: false }])).toBeNull();
    expect(mappingWithoutHeadings(table('公安-死亡注销.csv', people), [{ mapping: ledger, isSameFile: false }])).toBeNull();
  });
  it('are not those of a table in which something else stands', () => {
    const turned = people.map(([no, name, sex, id, born, village, phone, lives]) => [
      no,
      name,
      sex,
      phone ?? '',
      village ?? '',
      born ?? '',
      id ?? '',
      lives ?? '',
    ]) as CellValue[][];
    expect(mappingWithoutHeadings(table('名单.csv', turned), [{ mapping: ledger, isSameFile: true }])).toBeNull();
  });
});
