// Lists and forms that offices write in Word, read as the tables that they are.
import { recogniseTable } from '@shouwang/domain/intake';
import { documentOf } from '@shouwang/testkit/messy/files';
import { expect, it } from 'vitest';
import { readFile } from './readFile.ts';

const read = async (bytes: Uint8Array, name: string) => {
  const result = await readFile(bytes, name);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};

it('the tables of a document, cells merged over columns and rows', async () => {
  const document = documentOf({
    sheets: [
      {
        name: '',
        rows: [
          ['山河县特殊困难老年人台账', null, null, null],
          ['姓名', '性别', '住址', null],
          [null, null, '村', '组'],
          ['韦守成', '男', '柳林村', '一组'],
          ['石桂香', '女', '石门村\n（原石坝村）', '2组 & 3组'],
        ],
        merges: [
          { startRow: 0, startCol: 0, endRow: 0, endCol: 3 },
          { startRow: 1, startCol: 0, endRow: 2, endCol: 0 },
          { startRow: 1, startCol: 1, endRow: 2, endCol: 1 },
          { startRow: 1, startCol: 2, endRow: 1, endCol: 3 },
        ],
      },
      {
        name: '',
        rows: [
          ['姓名', '韦守成', '性别', '男'],
          ['出生日期', '1948-05-06', '所在村', '柳林村'],
          ['联系电话', '19000000001', '婚姻状况', '丧偶'],
        ],
        merges: [],
      },
    ],
  });
  const [ledger, form] = await read(document, '台账.docx');
  expect(ledger?.head.rows).toEqual([
    ['山河县特殊困难老年人台账', null, null, null],
    ['姓名', '性别', '住址', null],
    [null, null, '村', '组'],
    ['韦守成', '男', '柳林村', '一组'],
    ['石桂香', '女', '石门村\n（原石坝村）', '2组 & 3组'],
  ]);
  const mapping = recogniseTable((ledger as NonNullable<typeof ledger>).head);
  expect(mapping).toMatchObject({ kind: 'elderLedger', firstDataRow: 3 });
  expect(mapping.columns.map(({ field }) => field)).toEqual(['name', 'sex', 'village', 'group']);
  // A form of one person is a row of a table, as in a workbook.
  expect(form?.head.rows.at(-1)).toEqual(expect.arrayContaining(['韦守成', '1948-05-06', '柳林村']));
});

it('a document without tables is refused by name', async () => {
  const empty = documentOf({ sheets: [] });
  expect(await readFile(empty, '通知.docx')).toEqual({ ok: false, refusal: { code: 'import.noTable', details: { file: '通知.docx' } } });
});
