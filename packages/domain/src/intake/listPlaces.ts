// Which town or village does a row of another office's list belong to? A list may come before the list of
// divisions: what it told of the place is kept with the row and looked up again when the divisions come.
import type { DivisionCode } from '../divisions/index.ts';
import { resolvePlace, type PlaceIndex } from './places.ts';

/** What a row and its list told of a place; '' where they told nothing. */
export interface ToldPlace {
  readonly town: string;
  readonly village: string;
  readonly address: string;
  /** Lines over the row and its list that may name one village or town for all. */
  readonly hints: readonly string[];
}

export interface ListPlace {
  /** Village or town; null where nothing told is known. */
  readonly division: DivisionCode | null;
  /** `unknown` and `ambiguous` only where the row itself names a town or village. */
  readonly status: 'found' | 'unknown' | 'ambiguous' | 'untold';
}

/** 石门村低保名单: what follows the place is what the list is of. */
const titleTail = /(低保|特困|残疾|死亡|养老|户籍|计生|计划|健康|评估|失独|留守|老年).*$/;

/** Looks up what was told; unknown places narrow nothing. */
export function placeOfList(told: ToldPlace, places: PlaceIndex): ListPlace {
  if (told.town !== '' || told.village !== '') {
    const place = resolvePlace(told.town, told.village, places);
    return place.status === 'found' ? { division: place.code, status: 'found' } : { division: place.town, status: place.status };
  }
  // An address narrows where it can; a street or house that no division list knows is no fault.
  const home = resolvePlace('', told.address, places);
  if (home.status === 'found') return { division: home.code, status: 'found' };
  for (const hint of told.hints) {
    const place = resolvePlace('', hint.replace(titleTail, ''), places);
    if (place.status === 'found') return { division: place.code, status: 'found' };
  }
  return { division: home.town, status: 'untold' };
}

/** Somebody whose village was not known when his list was read. */
export interface Placeable {
  readonly division: DivisionCode | null;
  readonly told?: ToldPlace;
}

/**
 * The row with the place that the divisions of today give it, and in `placedFrom` where it stood before;
 * null where they give it none or the same.
 */
export function placeAnew<T extends Placeable>(row: T, places: PlaceIndex): (T & { readonly placedFrom: DivisionCode | null }) | null {
  if (row.told === undefined) return null;
  const place = placeOfList(row.told, places);
  if (place.division === null || place.division === row.division) return null;
  const { told, ...rest } = row;
  return { ...(rest as T), division: place.division, placedFrom: row.division, ...(place.status === 'found' ? {} : { told }) };
}
