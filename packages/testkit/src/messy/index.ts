// Messy folders of other counties, the same for the same seed, with the truth that they were made from:
// ledgers in the habits of one office, lists of others, what was planted, and what has to be found.
import type { Division } from '@shouwang/domain/divisions';
import type { IsoDate } from '@shouwang/domain/shared';
import { writeDivisions } from './divisions.ts';
import { chance } from '../random.ts';
import { bytesOf, encryptedWorkbook, type MessyFile } from './files.ts';
import { writeLedger, type Claim } from './ledger.ts';
import { writeLists, type Wanted } from './lists.ts';
import { drawPeople, landOf, messyPacks, type MessyPack, type MessyPerson } from './people.ts';
import { drawStyle, type OfficeStyle } from './style.ts';
import { writeVisitors, type Filed } from './visitors.ts';

export { messyPacks, type MessyPack, type MessyPerson } from './people.ts';
export type { OfficeStyle } from './style.ts';
export type { Claim } from './ledger.ts';
export type { Wanted } from './lists.ts';
export type { MessyFile } from './files.ts';

export interface MessyOptions {
  readonly seed: string;
  readonly pack: MessyPack;
  readonly elders: number;
  readonly towns: number;
  readonly asOf: IsoDate;
  /** Habits that are given instead of drawn. */
  readonly style?: Partial<OfficeStyle>;
}
export interface MessyFolder {
  readonly county: string;
  readonly pack: MessyPack;
  readonly asOf: IsoDate;
  readonly style: OfficeStyle;
  readonly files: readonly MessyFile[];
  readonly truth: {
    readonly people: readonly MessyPerson[];
    /** What the ledger says of whoever stands in it. */
    readonly claims: ReadonlyMap<number, Claim>;
    readonly wanted: readonly Wanted[];
    /** Who is responsible for whom, as filed, where nothing makes it unsure. */
    readonly filed: readonly Filed[];
    /** Files that cannot be read, and must be named as such. */
    readonly unreadable: readonly string[];
  };
}

export async function generateMessyFolder({ seed, pack, elders, towns, asOf, style: given = {} }: MessyOptions): Promise<MessyFolder> {
  const county = messyPacks[pack];
  const name = '山河县';
  const land = landOf(seed, county, towns);
  const style = drawStyle(chance(seed, 'style'), given);
  const people = drawPeople(seed, land, pack, elders, asOf);
  const ledger = writeLedger(seed, { name, villages: land.villages }, people, style, asOf);
  const lists = writeLists(seed, { name, villages: land.villages }, people, ledger.claims, asOf, (style.born === 'date' || style.born === 'both') && style.birth !== 'month');
  const visitors = writeVisitors(seed, { name, villages: land.villages }, people, ledger.claims);
  const from = chance(seed, 'files');

  const divisions: Pick<Division, 'code' | 'name' | 'level' | 'parent'>[] = [{ code: `${county}000000`, name, level: 'county', parent: null }];
  for (const [at, village] of land.villages.entries()) {
    if (land.villages[at - 1]?.townCode !== village.townCode) divisions.push({ code: village.townCode, name: village.townName, level: 'town', parent: `${county}000000` });
    const full = village.name.endsWith('村') ? `${village.name.slice(0, -1)}村委会` : `${village.name}居委会`;
    divisions.push({ code: village.code, name: at % 2 === 0 ? full : village.name, level: 'village', parent: village.townCode });
  }
  const isText = style.divisions === 'rows';
  const files: MessyFile[] = [await bytesOf(writeDivisions(divisions, style), { ...style, format: isText ? 'csv' : 'xlsx', encoding: 'utf8', separator: ',' })];
  for (const book of ledger.books)
    files.push(
      await bytesOf(
        style.format === 'csv' || style.format === 'html' || style.format === 'docx'
          ? book
          : {
              ...book,
              sheets: [
                ...book.sheets,
                { name: '填表说明', merges: [], rows: [['填表说明'], ['1.姓名按身份证填写'], ['2.每季度更新一次']] },
                { name: '空表', merges: [], rows: [] },
                {
                  name: '旧表',
                  merges: [],
                  hidden: true,
                  rows: [
                    ['姓名', '性别', '身份证号', '村'],
                    ['旧某某', '男', '', '不知道村'],
                  ],
                },
              ],
            },
        style,
      ),
    );
  for (const book of [...lists.books, ...visitors.books]) {
    const format = from.pick(book.sheets.length > 1 ? (['xlsx', 'xls'] as const) : (['xlsx', 'csv', 'xls', 'csv', 'docx'] as const));
    files.push(await bytesOf(book, { ...style, format, quotes: from.happens(0.3), encoding: from.pick(['gb18030', 'utf8', 'utf8bom'] as const) }, from.happens(0.15)));
  }
  const [whole] = files;
  const unreadable = [
    encryptedWorkbook('加密-台账备份.xlsx'),
    { name: '空文件.xlsx', bytes: new Uint8Array() },
    { name: '空名单.csv', bytes: Buffer.from('\uFEFF\r\n') },
    { name: '传坏的台账.xlsx', bytes: Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), (whole as MessyFile).bytes.slice(4, 600)]) },
    { name: '通知.pdf', bytes: Buffer.from('%PDF-1.4\n%âãÏÓ\n') },
    { name: '扫描件.xls', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]) },
  ];
  files.push(...unreadable);
  return {
    county,
    pack,
    asOf,
    style,
    files,
    truth: { people, claims: ledger.claims, wanted: lists.wanted, filed: visitors.filed, unreadable: unreadable.map(({ name: file }) => file) },
  };
}
