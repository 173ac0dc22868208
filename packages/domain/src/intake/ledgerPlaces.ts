// Which village does a row of a ledger belong to? A ledger may come before the list of divisions: what it
// told of the place is kept, and looked up again when the divisions come.
import type { DivisionCode } from '../divisions/index.ts';
import type { IsoDate } from '../shared/index.ts';
import { resolvePlace, type PlaceIndex } from './places.ts';
import type { RowCells } from './rowCells.ts';
import type { TableMapping } from './types.ts';

export interface RowContext {
  readonly asOf: IsoDate;
  readonly places: PlaceIndex;
  readonly sheet: string;
  readonly file: string;
  /** The last line between the rows that stood alone, often a village's name. */
  readonly section: string;
}

/** What a row, the lines around it and its file told of a place; '' where they told nothing. */
export interface LedgerPlace {
  readonly town: string;
  readonly village: string;
  readonly section: string;
  readonly unit: string;
  readonly address: string;
  readonly sheet: string;
  readonly title: string;
  readonly file: string;
}
export interface FoundPlace {
  /** A village, else the town or county that is known. */
  readonly code: DivisionCode;
  /** What told the village, where no cell or line beside the row did. */
  readonly hint: string | null;
  readonly problem: 'ambiguous' | 'unknown' | null;
}

/** 青溪镇/台账-狮坪村.xlsx: the file's name behind its last dash, then the folders that it lies in, nearest first. */
const fileHints = (file: string): readonly (readonly [string, true])[] => {
  const [name = '', ...folders] = file
    .replace(/\.[^./\\]+$/, '')
    .split(/[/\\]/)
    .reverse();
  const bare = (text: string): string => {
    const inner = /[（(]([^（()）]+)[)）]/.exec(text)?.[1] ?? '';
    const told = text
      .replace(/^(老年人|老人|特殊困难|台账|花名册|名册|名单|摸底|登记表|汇总表)+/, '')
      .replace(/(老年人|老人|特殊困难|台账|花名册|名册|名单|摸底|登记表|汇总表).*$/, '');
    // 台账（青溪镇）: the place stands in brackets.
    return /\p{L}/u.test(told.replace(/[（(][^（()）]+[)）]/, '')) ? told : inner;
  };
  return [name.replace(/^.*[-_]/, ''), name, ...folders].map((hint) => [bare(hint), true] as const);
};

const isVillage = (code: string): boolean => !code.endsWith('000');

/** Looks up what was told: the row's own columns, the section above, the reporting unit, at last the sheet's and file's name. */
export function placeOfLedger(told: LedgerPlace, places: PlaceIndex): FoundPlace {
  const own = resolvePlace(told.town, told.village, places);
  const found = (code: DivisionCode, hint: string | null = null): FoundPlace => ({ code, hint, problem: null });
  if (own.status === 'found' && isVillage(own.code)) return found(own.code);
  let town = own.status === 'found' ? own.code : own.town;
  let ambiguous = own.status === 'ambiguous';
  for (const [hint, isFar] of [[told.section, false], [told.unit, false], [told.address, false], [told.sheet, true], [told.title, true], ...fileHints(told.file)] as const) {
    if (hint === '') continue;
    // What the row says of its village is looked up in the town that the heading names.
    const place = told.village !== '' && own.status !== 'found' ? resolvePlace(hint, told.village, places) : resolvePlace('', hint, places);
    const fits = place.status === 'found' && (town === null || place.code.startsWith(town.slice(0, 9)));
    if (fits && place.status === 'found' && isVillage(place.code)) return found(place.code, isFar ? hint : null);
    if (town === null) town = place.status === 'found' ? place.code : place.town;
    ambiguous ||= place.status === 'ambiguous';
  }
  // A village that several towns have, in the town that another line names.
  const townName = places.towns.find(({ code }) => code === town)?.name;
  if (town !== null && townName !== undefined && ambiguous)
    for (const hint of [told.village, told.section, told.unit, told.sheet, ...fileHints(told.file).map(([one]) => one)]) {
      const place = hint === '' ? null : resolvePlace(townName, hint, places);
      if (place?.status === 'found' && isVillage(place.code) && place.code.startsWith(town.slice(0, 9))) return found(place.code);
    }
  return { code: town ?? places.county, hint: null, problem: ambiguous ? 'ambiguous' : 'unknown' };
}

/** The division of a row, with what it told where no village was found. Leaves a remark then, and where a sheet's or file's name told it. */
export function readPlaceOf(row: RowCells, mapping: TableMapping, context: RowContext): { readonly code: DivisionCode; readonly told?: LedgerPlace } {
  const told: LedgerPlace = {
    town: row.text('town'),
    village: row.text('village') || row.text('place'),
    section: context.section,
    unit: mapping.context.unit,
    address: row.text('address'),
    sheet: context.sheet,
    title: mapping.context.title,
    file: context.file,
  };
  const { code, hint, problem } = placeOfLedger(told, context.places);
  if (hint !== null) row.remark('division.fromSheet', null, { found: hint.slice(0, 60) });
  if (problem === null) return { code };
  const written = told.village || told.town;
  row.remark(`division.${problem}`, row.has('village') ? 'village' : row.has('place') ? 'place' : null, written === '' ? {} : { found: written.slice(0, 60) });
  return { code, told };
}
