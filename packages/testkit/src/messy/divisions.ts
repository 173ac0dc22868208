// The list of divisions as one office keeps it: one division a row, or a column for each level with names
// written once or merged, with a code for each level or for the lowest, all on one sheet or one a town.
import type { Division } from '@shouwang/domain/divisions';
import type { MessyBook, MessySheet } from './ledger.ts';
import type { OfficeStyle } from './style.ts';
import type { Cell } from './words.ts';

type Listed = Pick<Division, 'code' | 'name' | 'level' | 'parent'>;
const words: Readonly<Record<string, string>> = { county: '县', town: '乡镇', village: '村' };

export function writeDivisions(divisions: readonly Listed[], style: OfficeStyle): MessyBook {
  const [county] = divisions as readonly [Listed, ...Listed[]];
  const towns = divisions
    .filter(({ level }) => level === 'town')
    .map((town) => ({ town, villages: divisions.filter(({ level, parent }) => level === 'village' && parent === town.code) }));
  const book = (sheets: readonly MessySheet[]): MessyBook => ({ name: '区划', sheets });
  const title = `${county.name}行政区划一览表`;
  switch (style.divisions) {
    case 'rows':
      return book([
        { name: '区划', merges: [], rows: [['区划代码', '名称', '级别', '上级代码'], ...divisions.map((one) => [one.code, one.name, words[one.level] ?? '', one.parent ?? ''])] },
      ]);
    case 'levels': {
      const rows: Cell[][] = [[title], ['县（区）', '乡镇', '乡镇代码', '村（社区）', '村代码', '备注']];
      const merges: MessySheet['merges'] = [{ startRow: 0, startCol: 0, endRow: 0, endCol: 5 }];
      for (const { town, villages } of towns)
        for (const [at, village] of villages.entries()) {
          if (at === 0 && villages.length > 1)
            for (const col of [1, 2]) merges.push({ startRow: rows.length, startCol: col, endRow: rows.length + villages.length - 1, endCol: col });
          const short = style.habit % 2 === 0;
          rows.push([
            rows.length === 2 ? county.name : null,
            at === 0 ? town.name : null,
            at === 0 ? (short ? town.code.slice(6, 9) : town.code.slice(0, 9)) : null,
            village.name,
            short ? village.code.slice(9) : village.code,
            null,
          ]);
        }
      rows.push(['合计', null, null, String(rows.length - 2), null, null]);
      return book([{ name: 'Sheet1', merges, rows }]);
    }
    case 'lowest':
      return book([
        {
          name: '村名录',
          merges: [],
          rows: [
            ['序号', '镇', '村', '统计用区划代码'],
            ...towns.flatMap(({ town, villages }) => [[null, town.name, null, town.code], ...villages.map((village, at): Cell[] => [at + 1, null, village.name, village.code])]),
          ],
        },
      ]);
    case 'townSheets':
      return book(
        towns.map(({ town, villages }) => ({
          name: town.name,
          merges: [],
          rows: [[`${county.name}${town.name}行政村名录`], ['序号', '村（社区）名称', '区划代码'], ...villages.map((village, at): Cell[] => [at + 1, village.name, village.code])],
        })),
      );
  }
}
