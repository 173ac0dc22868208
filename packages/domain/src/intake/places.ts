// Which village does a row belong to? Lists write 狮坪村委会, 狮坪村, 狮坪, 八仙镇狮坪村三组; the division
// list writes one of them. A name that fits two villages is ambiguous, never the first of them.
import type { Division, DivisionCode } from '../divisions/index.ts';
import { cellText } from './text.ts';

export type PlaceResolution =
  | { readonly status: 'found'; readonly code: DivisionCode }
  | { readonly status: 'ambiguous'; readonly town: DivisionCode | null }
  | { readonly status: 'unknown'; readonly town: DivisionCode | null };

type Sort = 'village' | 'community' | 'any';
interface Named {
  readonly code: DivisionCode;
  readonly name: string;
  readonly bare: string;
  readonly sort: Sort;
}

const townEnding = /(街道办事处|街道办|街道|镇人民政府|乡人民政府|镇政府|乡政府|办事处|民族乡|镇|乡)$/;
export const bareTown = (name: string): string => (name.length > 2 ? name.replace(townEnding, '') : name);

/** 狮坪村委会 → 狮坪, village; 八仙社区居委会 → 八仙, community; 狮坪 → 狮坪, any. */
export function bareVillage(name: string): { readonly bare: string; readonly sort: Sort } {
  const text = name
    .replace(/(村民委员会|村委会|村委|行政村)$/, '村')
    .replace(/(社区)?(居民委员会|居委会|居委)$/, '社区')
    .replace(/社区社区$/, '社区')
    .replace(/村村$/, '村');
  if (text.endsWith('社区') && text.length > 2) return { bare: text.slice(0, -2).replace(/村$/, ''), sort: 'community' };
  if (text.endsWith('村') && text.length > 1) return { bare: text.slice(0, -1), sort: 'village' };
  return { bare: text, sort: 'any' };
}

const named = (division: Division): Named => ({ code: division.code, name: division.name, ...bareVillage(division.name) });

export interface PlaceIndex {
  readonly county: DivisionCode;
  readonly prefixes: readonly string[];
  readonly codes: ReadonlySet<DivisionCode>;
  readonly towns: readonly Named[];
  readonly villages: readonly Named[];
  /** Answers given so far: a ledger asks the same few hundred questions a hundred thousand times. */
  readonly answers: Map<string, PlaceResolution>;
}

/** `county`: full code or six digits; divisions of other counties are left out. */
export function indexPlaces(divisions: readonly Division[], county: string): PlaceIndex {
  const own = divisions.filter((d) => d.code.startsWith(county.slice(0, 6)));
  return {
    county: county.slice(0, 6).padEnd(12, '0'),
    prefixes: divisions.filter((d) => d.level === 'county' || d.level === 'prefecture' || d.level === 'province').map((d) => d.name),
    codes: new Set(own.map((d) => d.code)),
    towns: own.filter((d) => d.level === 'town').map((d) => ({ code: d.code, name: d.name, bare: bareTown(d.name), sort: 'any' as const })),
    villages: own.filter((d) => d.level === 'village').map(named),
    answers: new Map(),
  };
}

const clean = (text: string): string =>
  cellText(text)
    .replace(/^(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、]\s*/, '')
    .replace(/[\s,，、;；:/\\-]+/g, '');

/** Province, prefecture and county that the list of divisions does not hold: 陕西省安康市平利县八仙镇. */
const above = /^(?:[^省市县镇乡村]{2,8}(?:省|自治区))?(?:[^省市县镇乡村]{2,8}(?:市|自治州|地区|盟))?(?:[^省市镇乡村]{1,8}(?:县|区|旗|市))?/;

/** Takes province, prefecture and county names off the front. */
function local(text: string, index: PlaceIndex): string {
  const stripped = text.replace(above, '');
  let rest = stripped !== text && takeTown(stripped, index) !== null ? stripped : text;
  for (let again = true; again;) {
    again = false;
    for (const prefix of index.prefixes) {
      if (prefix !== '' && rest.startsWith(prefix) && rest.length > prefix.length) {
        rest = rest.slice(prefix.length);
        again = true;
      }
    }
  }
  return rest;
}

const groupTail = /第?([\d一二三四五六七八九十]{1,3})(?:村民小组|居民小组|小组|组|社|队)(?:[\d一二三四五六七八九十-]+号?)?$/;
/** The group that a place tells after its village: 狮坪村三组 → 三; null where it tells none. */
export const groupOfPlace = (text: string): string | null => groupTail.exec(clean(text))?.[1] ?? null;

/** The town at the front of a text, and what follows it. */
function takeTown(text: string, index: PlaceIndex): { readonly town: Named; readonly rest: string } | null {
  let best: { readonly town: Named; readonly rest: string; readonly length: number } | null = null;
  for (const town of index.towns) {
    for (const form of [town.name, `${town.bare}镇`, `${town.bare}乡`, `${town.bare}街道办事处`, `${town.bare}街道`]) {
      if (text.startsWith(form) && (best === null || form.length > best.length)) best = { town, rest: text.slice(form.length), length: form.length };
    }
  }
  return best;
}

/** Villages that a text names: whole, or at its front (狮坪村三组). */
function villagesNamed(text: string, among: readonly Named[]): readonly Named[] {
  const exact = among.filter((v) => v.name === text);
  const asked = bareVillage(text);
  const equal = among.filter((v) => v.bare === asked.bare && (v.sort === asked.sort || v.sort === 'any' || asked.sort === 'any'));
  // To the letter the same tells two of one town apart, not 龙湾村 here from 龙湾村委会 elsewhere.
  if (exact.length > 0 && equal.every((v) => exact.some((one) => one.code.slice(0, 9) === v.code.slice(0, 9)))) return exact;
  if (equal.length > 0) return equal;
  let length = 0;
  let front: Named[] = [];
  for (const village of among) {
    const endings = village.sort === 'community' ? ['社区居委会', '社区', '居委会'] : ['村委会', '村民委员会', '村'];
    const form = [village.name, ...endings.map((ending) => `${village.bare}${ending}`)].filter((f) => text.startsWith(f)).sort((a, b) => b.length - a.length)[0];
    if (form === undefined || form.length < length) continue;
    if (form.length > length) front = [];
    length = form.length;
    front.push(village);
  }
  if (front.length > 0) return front;
  // Reorganised names: a community written as a village and the other way round.
  return among.filter((v) => v.bare === asked.bare);
}

/** Resolves town and village texts; either may be blank and either may hold both. Codes are taken as they are. */
export function resolvePlace(townText: string, villageText: string, index: PlaceIndex): PlaceResolution {
  const key = `${townText}\n${villageText}`;
  const known = index.answers.get(key);
  if (known !== undefined) return known;
  const answer = decideRenamed(clean(townText), clean(villageText), index);
  index.answers.set(key, answer);
  return answer;
}

/** 龙家沟村（现龙坡村）, 龙家沟村（已并入龙坡村）: what follows is the name of today. */
const renamed = /^(.+?)\((?:[\d年月.]*)(?:现(?:为|名|称|属|更名为|改为|并入)?|(?:今|已)?(?:并入|合并到|合并至|合并为|并到|更名为|更名|改名为|改为|划归|划入))[:：]?([^()]+)\)$/;
/** 龙坡村（原龙家沟村）: what follows is the name of yesterday. */
const formerly = /^(.+?)\((?:原(?:名|为|属)?|旧(?:名|称)?|曾(?:用名|名)?|老)[:：]?([^()]+)\)$/;

/** A village that was renamed or merged is looked up under the name of today, then under the other. */
function decideRenamed(townText: string, villageText: string, index: PlaceIndex): PlaceResolution {
  const [before, after] = [formerly.exec(villageText), renamed.exec(villageText) ?? /^([^→>]+)(?:→|->|>)([^→>]+)$/.exec(villageText)];
  const names = after !== null ? [after[2], after[1]] : before !== null ? [before[1], before[2]] : [];
  // 青溪镇龙家沟村（现龙坡村）: the town stands before the old name.
  const town = townText === '' && after !== null ? (takeTown(local(after[1] as string, index), index)?.town.name ?? '') : townText;
  for (const name of names) {
    const place = decidePlace(town, name as string, index);
    if (place.status === 'found' && !place.code.endsWith('000')) return place;
  }
  const place = decidePlace(townText, villageText, index);
  if (place.status !== 'unknown') return place;
  // 原狮坪村三组: the name of today with a word before it.
  const plain = /^原(.{2,})$/.exec(villageText)?.[1];
  if (plain !== undefined) return decidePlace(townText, plain, index);
  // 青溪狮坪村: the town without its ending, where the rest is a village of that town.
  const found = new Set<string>();
  const written = local(villageText, index);
  for (const short of townText === '' ? index.towns : [])
    if (short.bare.length > 1 && written.startsWith(short.bare) && written.length > short.bare.length + 1) {
      const inside = decidePlace(short.name, written.slice(short.bare.length), index);
      if (inside.status === 'found' && !inside.code.endsWith('000')) found.add(inside.code);
    }
  const [only] = found;
  return found.size === 1 && only !== undefined ? { status: 'found', code: only } : place;
}

function decidePlace(townText: string, villageText: string, index: PlaceIndex): PlaceResolution {
  for (const text of [villageText, townText]) if (/^\d{9,12}$/.test(text) && index.codes.has(text.padEnd(12, '0'))) return { status: 'found', code: text.padEnd(12, '0') };
  let village = local(villageText, index);
  let town: Named | null = null;
  const written = local(townText, index);
  if (written !== '') {
    const taken = takeTown(written, index);
    town = taken?.town ?? index.towns.find((t) => t.bare === bareTown(written)) ?? null;
    if (village === '' && taken !== null && taken.rest !== '') village = taken.rest;
    if (village === '' && town === null) village = written;
  }
  const inside = takeTown(village, index);
  // 长安社区居委会 of 长安镇 begins like its town only without the town's ending, so this is safe.
  if (inside !== null && (town === null || inside.town.code === town.code)) {
    town = inside.town;
    village = inside.rest;
  }
  if (village === '') return town === null ? { status: 'unknown', town: null } : { status: 'found', code: town.code };
  const townCode = town?.code ?? null;
  const among = town === null ? index.villages : index.villages.filter((v) => v.code.startsWith((town as Named).code.slice(0, 9)));
  const bare = village.replace(groupTail, '');
  const whole = villagesNamed(village, among);
  // 狮坪三组: the village without its ending, the group behind it. A bare 三组 names no village.
  const found = whole.length > 0 || bare === '' ? whole : villagesNamed(bare, among);
  if (found.length === 0 && bare === '' && town !== null) return { status: 'found', code: town.code };
  if (found.length === 1) return { status: 'found', code: (found[0] as Named).code };
  return { status: found.length === 0 ? 'unknown' : 'ambiguous', town: townCode };
}
