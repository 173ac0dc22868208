// How cells are made comparable before they are understood: clerks type full-width digits, ideographic
// spaces, leading apostrophes and words without separators. Nothing here knows what a column means.
import type { CellValue } from './types.ts';

const unusual = /[\uFF01-\uFF5E\u3000\u00A0\u2000-\u200D\u2060\uFEFF]/;
/** Full-width forms to half-width, exotic spaces to plain ones, invisible characters away. Letters keep their case. */
export function halfWidth(text: string): string {
  if (!unusual.test(text)) return text;
  return text
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00A0\u2000-\u200A]/g, ' ')
    .replace(/[\u200B-\u200D\u2060\uFEFF]/g, '');
}

/** A cell as trimmed half-width text; '' for a blank cell. Numbers keep all their digits. */
export function cellText(cell: CellValue | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isInteger(cell) && Math.abs(cell) >= 1e15 ? BigInt(cell).toString() : String(cell);
  return halfWidth(String(cell)).trim();
}

/** A person's name: inner spaces of two-character names go, the dots of transliterated names become `·`. */
export const nameText = (cell: CellValue | undefined): string =>
  cellText(cell)
    .replace(/^'/, '')
    .replace(/\s+/g, '')
    // ★张三, 1.张三, （已故）张三, 张三*: marks of a list, not of the name.
    .replace(/^(?:[*★☆▲△●◆■□#√✓]+|\(?\d{1,3}[.、)]|\([^()]*\)(?=\p{Script=Han}))+/u, '')
    .replace(/[*★☆▲△●◆■#、,，;；。/]+$/, '')
    .replace(/[•・‧∙.]/g, '·');

const nothing = new Set(['', '无', '没有', '/', '\\', '-', '--', '—', '——', '空', '不详', '未知', '不清楚', 'null', 'N/A', '暂无', '〇', '○']);
/** Is this what a clerk writes where there is nothing to write? */
export const saysNothing = (text: string): boolean => nothing.has(text);

/** How a line of sums begins. */
export const sumLine = /^(合\s*计|小\s*计|总\s*计|共\s*计|本页|累计|合计人数|其中\s*[:：]?|共\s*\d+\s*[人户名])/;

const unitLine = /(?:填报单位|报送单位|填表单位|上报单位|制表单位|所属村|单位名称|单位)\s*(?:\([^)]*\))?\s*:\s*(\S+)/;
/** 填报单位：八仙镇狮坪村 → 八仙镇狮坪村; null where no unit is stated. */
export const statedUnit = (text: string): string | null => unitLine.exec(text)?.[1]?.replace(/\(.*$/, '') ?? null;

const digits: Readonly<Record<string, number>> = { 零: 0, 〇: 0, '○': 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };

/** A Chinese numeral below 100 (四, 十二, 二十三) or digit string (一九六三); null where it is none. */
export function chineseNumber(text: string): number | null {
  if (!/^[零〇○一二两三四五六七八九十]+$/.test(text)) return null;
  const ten = text.indexOf('十');
  if (ten === -1) return Number([...text].map((c) => digits[c]).join(''));
  if (text.length > 3 || text.lastIndexOf('十') !== ten || ten > 1) return null;
  const tens = ten === 0 ? 1 : (digits[text[0] as string] as number);
  const units = ten === text.length - 1 ? 0 : (digits[text[ten + 1] as string] as number);
  return tens * 10 + units;
}

const formalDigits: Readonly<Record<string, string>> = { 壹: '1', 贰: '2', 貳: '2', 叁: '3', 肆: '4', I: '1', II: '2', III: '3', IV: '4' };
/** Ⅱ级, II级 and 贰级 as 2级: grades are stamped in Roman and in the digits of bank notes too. */
export const plainGrade = (text: string): string =>
  text.replace(/[Ⅰ-Ⅳ]/g, (sign) => sign.normalize('NFKC')).replace(/[壹贰貳叁肆]|(?<![A-Za-z])(?:IV|I{1,3})(?![A-Za-z])/g, (sign) => formalDigits[sign] ?? sign);

export type Vocabulary<T> = readonly (readonly [word: string, meaning: T])[];

/**
 * Finds the words of a vocabulary in a text written with any separator or none, longest word first
 * at each position. `rest` is what was neither a word nor a filler: never dropped silently.
 */
export function scanWords<T>(text: string, vocabulary: Vocabulary<T>, fillers: RegExp): { readonly found: readonly T[]; readonly rest: string } {
  const found: T[] = [];
  let rest = '';
  let at = 0;
  while (at < text.length) {
    let best: readonly [string, T] | null = null;
    for (const entry of vocabulary) {
      if (text.startsWith(entry[0], at) && (best === null || entry[0].length > best[0].length)) best = entry;
    }
    if (best === null) {
      rest += text[at] as string;
      at += 1;
    } else {
      if (!found.includes(best[1])) found.push(best[1]);
      at += best[0].length;
      rest += ' ';
    }
  }
  return { found, rest: rest.replace(fillers, ' ').replace(/\s+/g, ' ').trim() };
}

/** Keeps what a reader answered: the cells of a column are mostly the same few words. Forgets all when full. */
export function remembered<T>(read: (text: string) => T, most = 2000): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (known.has(text)) return known.get(text) as T;
    const answer = read(text);
    if (known.size >= most) known.clear();
    known.set(text, answer);
    return answer;
  };
}
