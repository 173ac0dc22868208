// The habits of one office: which columns it keeps, what it calls them, how it packs children, dates
// and places, into which files it puts its villages. Drawn once for a folder.
import type { Chance } from '../random.ts';
import { birthStyles, groupStyles, levelStyles, packedStyles, type BirthStyle, type GroupStyle, type PackedStyle } from './words.ts';

export const layouts = ['oneSheet', 'sections', 'sheetPerVillage', 'filePerVillage', 'filePerTown'] as const;
export const formats = ['xlsx', 'xls', 'csv', 'html', 'docx'] as const;
export const childStyles = ['packed', 'columns', 'lists', 'rows'] as const;

export interface OfficeStyle {
  readonly layout: (typeof layouts)[number];
  readonly format: (typeof formats)[number];
  readonly separator: string;
  /** Every cell of a text file in quotes. */
  readonly quotes: boolean;
  readonly encoding: 'gb18030' | 'utf8' | 'utf8bom';
  readonly titles: number;
  readonly unitLine: boolean;
  readonly twoRows: boolean;
  readonly totals: boolean;
  readonly notes: boolean;
  readonly couples: boolean;
  readonly born: 'date' | 'age' | 'both' | 'none';
  readonly birth: BirthStyle;
  readonly group: GroupStyle;
  readonly children: (typeof childStyles)[number];
  readonly packed: PackedStyle;
  readonly categories: 'words' | 'ticks' | 'none';
  readonly tick: readonly [string, string];
  readonly level: 'level' | 'selfCare' | 'none';
  readonly levelStyle: number;
  readonly disability: boolean;
  readonly aid: 'words' | 'ticks' | 'none';
  readonly marital: boolean;
  readonly living: boolean;
  readonly hukou: boolean;
  readonly place: 'columns' | 'joined';
  readonly groupColumn: boolean;
  readonly wants: boolean;
  readonly illness: 'column' | 'remark';
  /** What else stands there and is none of ours. */
  readonly others: readonly string[];
  readonly habit: number;
  readonly shuffled: boolean;
  /** Village and town in each row, in the first only, or 同上 below it. */
  readonly repeats: 'all' | 'once' | 'ditto';
  /** The header again after so many rows; 0 never. */
  readonly headerAgain: number;
  /** An empty row and an empty column before all. */
  readonly inset: boolean;
  readonly folders: boolean;
  readonly sex: readonly [string, string];
  /** Two people on one line, the columns repeated to the right. */
  readonly sideBySide: boolean;
  /** Only the first sheet, or file, has title and headings; the others go on below them. */
  readonly headless: boolean;
  /** A third row of headings over the two. */
  readonly threeRows: boolean;
  /** Where the ledger says that somebody died: nowhere, among the remarks, in a column of states or of days. */
  readonly deaths: 'nowhere' | 'remark' | 'state' | 'day';
  /** Headings of kinds and sentences stand alone between the rows. */
  readonly chatter: boolean;
  /** The list of divisions: one a row; a column a level, with codes of each or of the lowest; a sheet for each town. */
  readonly divisions: 'rows' | 'levels' | 'lowest' | 'townSheets';
}

const ticks = [
  ['√', ''],
  ['是', '否'],
  ['1', '0'],
  ['Y', 'N'],
  ['√', '×'],
  ['✔', '/'],
  ['有', '无'],
] as const;

export function drawStyle(from: Chance, fixed: Partial<OfficeStyle> = {}): OfficeStyle {
  const format = from.pick(['xlsx', 'xlsx', 'xls', 'csv', 'html', 'docx'] as const);
  const layout =
    fixed.layout ?? from.pick(format === 'csv' || format === 'html' || format === 'docx' ? (['oneSheet', 'sections', 'filePerVillage', 'filePerTown'] as const) : layouts);
  const categories = from.pick(['words', 'words', 'words', 'ticks', 'none'] as const);
  const all = categories === 'none';
  const children = all ? 'packed' : from.pick(['packed', 'packed', 'columns', 'lists', 'rows'] as const);
  const extra = ['民族', '文化程度', '户主姓名', '与户主关系', '银行卡号', '填表人', '村干部电话', '微信号', '社保卡号', '开户行'];
  return {
    layout,
    format,
    separator: from.pick([',', ';', '\t', '|', ',']),
    quotes: from.happens(0.3),
    encoding: from.pick(['gb18030', 'gb18030', 'utf8', 'utf8bom'] as const),
    titles: from.int(0, 3),
    unitLine: from.happens(0.6),
    twoRows: from.happens(0.4),
    totals: from.happens(0.5),
    notes: from.happens(0.5),
    couples: from.happens(0.4),
    born: from.pick(['date', 'date', 'age', 'both', 'none'] as const),
    birth: from.pick(birthStyles),
    group: from.pick(groupStyles),
    children,
    packed: from.pick(packedStyles),
    categories,
    tick: from.pick(ticks),
    level: from.pick(['level', 'level', 'selfCare', 'none'] as const),
    levelStyle: from.int(0, levelStyles - 1),
    disability: from.happens(0.7),
    aid: from.pick(['words', 'ticks', 'none'] as const),
    marital: all || from.happens(0.7),
    living: all || from.happens(0.75),
    hukou: all || from.happens(0.7),
    place: from.pick(['columns', 'columns', 'joined'] as const),
    groupColumn: from.happens(0.7),
    wants: from.happens(0.5),
    illness: from.pick(['column', 'remark'] as const),
    others: extra.filter(() => from.happens(0.2)),
    habit: from.int(0, 4),
    shuffled: from.happens(0.5),
    repeats: from.pick(['all', 'all', 'once', 'ditto'] as const),
    headerAgain: from.pick([0, 0, 25]),
    inset: from.happens(0.2),
    folders: from.happens(0.4),
    sex: from.pick([
      ['男', '女'],
      ['男', '女'],
      ['男性', '女性'],
      ['M', 'F'],
    ] as const),
    sideBySide: from.happens(0.12) && children !== 'rows' && children !== 'lists',
    headless: from.happens(0.2),
    threeRows: from.happens(0.25),
    deaths: from.pick(['nowhere', 'remark', 'remark', 'state', 'day'] as const),
    chatter: from.happens(0.4),
    divisions: from.pick(['rows', 'levels', 'lowest', 'townSheets'] as const),
    ...fixed,
  };
}
