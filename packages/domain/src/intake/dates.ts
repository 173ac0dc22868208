// Dates as clerks write them: six styles and their mixtures, real dates, Excel's serial numbers,
// months without a day. What cannot be read for certain is not read.
import { fromDayNumber, isIsoDate, isPartialDate, dayNumber, type IsoDate, type PartialDate } from '../shared/index.ts';
import { chineseNumber, cellText } from './text.ts';
import type { CellValue } from './types.ts';

/** Which century a two-digit year is in: people of a ledger were born in the 1900s, events are recent. */
export type Century = 'birth' | 'event';

const EXCEL_EPOCH = dayNumber('1899-12-30');

const join = (year: number, month: number, day: number | null): PartialDate | null => {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}${day === null ? '' : `-${String(day).padStart(2, '0')}`}`;
  return isPartialDate(text) && year >= 1880 && year <= 2100 ? text : null;
};

const fullYear = (digits: string, century: Century): number => (digits.length === 4 ? Number(digits) : (century === 'birth' ? 1900 : 2000) + Number(digits));

/** 民国三十五年 is 1946: the years of the Republic count from 1912. */
const withWesternYear = (text: string): string => text.replace(/^民国(\d{1,2})年/, (_, year: string) => `${1911 + Number(year)}年`);

/** Chinese numerals of a date (一九六三年六月八日, 一九六三、六、八) to digits; other text stays. */
const withDigits = (text: string): string =>
  (/^[零〇○一二三四五六七八九]{4}[、.]/.test(text) ? text.replace(/[零〇○一二三四五六七八九十]+/g, (word) => String(chineseNumber(word) ?? word)) : text).replace(
    /[零〇○一二三四五六七八九十]+(?=[年月日号])/g,
    (word) => String(chineseNumber(word) ?? word),
  );

/** Another calendar: the year it names overlaps with ours, its days do not. */
const lunar = /农历|阴历|古历|闰|正月|腊月|冬月|[初廿]/;

/**
 * Reads a date cell; null where it is none or not certain (1963.1 as a number may be January or a
 * shortened October; 农历 is another calendar). Month precision gives `YYYY-MM`.
 */
export function readDate(cell: CellValue | undefined, century: Century): PartialDate | null {
  if (typeof cell === 'number') return Number.isInteger(cell) && cell >= 200_000 && cell < 1_000_000 ? readDate(String(cell), century) : fromNumber(cell);
  let text = cellText(cell).replace(/^'/, '');
  if (text === '' || lunar.test(text)) return null;
  text = withWesternYear(withDigits(text))
    .replace(/[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$/, '')
    // 1948.5.6（78岁）: what stands in brackets behind it is said beside it.
    .replace(/(?<=\d.*)\([^()]*\)$/, '')
    .replace(/(出生|生|起|至今|以来|以后|左右|开始|日|号|份|[.,。])+$/g, '')
    .trim()
    .replace(/(?<=\d)\s+(?=\d)/g, '-')
    .replace(/\s+/g, '');
  if (/^\d{8}$/.test(text)) return join(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8)) || null);
  if (/^\d{6}$/.test(text)) {
    const month = /^(19|20)/.test(text) ? join(Number(text.slice(0, 4)), Number(text.slice(4, 6)), null) : null;
    // 480506: the year without its century.
    return month ?? (century === 'birth' ? join(fullYear(text.slice(0, 2), century), Number(text.slice(2, 4)), Number(text.slice(4, 6))) : null);
  }
  // Excel's serial number as text; of four digits (9178, in 1925) it is no year.
  if (/^\d{4,5}$/.test(text)) return fromNumber(Number(text));
  const parts = /^(\d{4}|\d{2})(?:年|[-/.·、,。\\_|]+)(\d{1,2})(?:(?:月|[-/.·、,。\\_|]+)(\d{1,2})?)?$/.exec(text);
  if (parts !== null) {
    if (parts[1]?.length === 2 && parts[3] === undefined && !text.includes('年')) return null;
    // 1948-05-00: the day was not known.
    return join(fullYear(parts[1] as string, century), Number(parts[2]), Number(parts[3] ?? 0) || null);
  }
  const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
  if (yearLast !== null) {
    const first = Number(yearLast[1]);
    const second = Number(yearLast[2]);
    if (first <= 12 && second > 12) return join(Number(yearLast[3]), first, second);
    if (second <= 12 && (first > 12 || first === second)) return join(Number(yearLast[3]), second, first);
  }
  return null;
}

function fromNumber(value: number): PartialDate | null {
  if (Number.isInteger(value)) {
    if (value >= 18_800_101 && value <= 21_001_231) return readDate(String(value), 'birth');
    if (value >= 188_001 && value <= 210_012) return readDate(String(value), 'birth');
  }
  if (value > 3000 && value < 80_000) return fromDayNumber(EXCEL_EPOCH + Math.floor(value));
  // 1963.06 keeps its zero in a number and 1963.5 can be May only; 1963.1 does not tell January from October.
  const month = /^(\d{4})\.(\d{2}|[2-9])$/.exec(String(value));
  return month === null ? null : join(Number(month[1]), Number(month[2]), null);
}

/** The year of birth that a cell tells for certain where it tells no day that can be read (1956, 四八年, 1948年农历五月初六, 5/6/1948); else null. */
export function readYear(cell: CellValue | undefined): number | null {
  const text = withWesternYear(withDigits(cellText(cell).replace(/\s+/g, '')));
  const match = /^(?:约|大约|大概|生于)?(19\d{2})(?!\d)/.exec(text) ?? /^\d{1,2}[-/.]\d{1,2}[-/.](19\d{2})$/.exec(text);
  if (match !== null) return Number(match[1]);
  const short = /^(\d{2})年(?:出生|生|.*月.*)?$/.exec(text);
  return short === null ? null : 1900 + Number(short[1]);
}

/** An age cell (63, 63岁, 虚岁63, 六十三, 80多岁) in whole years; null where it is none. */
export function readAge(cell: CellValue | undefined): number | null {
  const text = cellText(cell).replace(/\s+/g, '');
  const match =
    /^(?:虚岁?|周岁|实岁|满|约|大约|年龄:?)?(\d{1,3}|一?百零?[一二三四五六七八九十]{0,3}|[一二三四五六七八九十]{1,3})(?:\.\d+)?(?:多|几)?(?:周岁|虚岁|岁)?(?:左右|多|以上|零?\d{1,2}个?月)?(?:\((?:虚|周|实)岁?\))?$/.exec(
      text,
    );
  const written = match?.[1];
  // 一百, 一百零一: those over a hundred.
  const hundred = /^一?百零?(.*)$/.exec(written ?? '')?.[1];
  const age =
    hundred !== undefined
      ? 100 + (hundred === '' ? 0 : (chineseNumber(hundred) ?? Number.NaN))
      : written === undefined
        ? null
        : /\d/.test(written)
          ? Number(written)
          : chineseNumber(written);
  return age !== null && age > 0 && age <= 130 ? age : null;
}

/** The middle of the twelve months in which somebody of this age on `asOf` was born. */
export function birthMonthOfAge(age: number, asOf: IsoDate): PartialDate {
  const index = Number(asOf.slice(0, 4)) * 12 + Number(asOf.slice(5, 7)) - 1 - age * 12 - 6;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** Do two births agree as far as both are known? A month agrees with any of its days. */
export const birthsAgree = (a: PartialDate, b: PartialDate): boolean => (isIsoDate(a) && isIsoDate(b) ? a === b : a.slice(0, 7) === b.slice(0, 7));
