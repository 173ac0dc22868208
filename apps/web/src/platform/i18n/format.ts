// Dates, figures and rates as people of the office write them, in the language in use.
import { currentLanguage } from './setup.ts';

const dateFormats = new Map<string, Intl.DateTimeFormat>();
function format(kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const language = currentLanguage();
  const key = `${language} ${kind}`;
  let made = dateFormats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', options);
    dateFormats.set(key, made);
  }
  return made;
}

/** `YYYY-MM-DD` or `YYYY-MM` as 2026年11月1日 or 1 Nov 2026; other text as it is. */
export function formatDate(date: string): string {
  if (/^\d{4}-\d{2}$/.test(date)) return formatMonth(date);
  if (!/^\d{4}-\d{2}-\d{2}/.test(date)) return date;
  return format('date', { year: 'numeric', month: currentLanguage() === 'en' ? 'short' : 'long', day: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${date.slice(0, 10)}T00:00:00Z`),
  );
}

/** `YYYY-MM-DD` without its year, for lists of the current weeks. */
export const formatDay = (date: string): string =>
  format('day', { month: currentLanguage() === 'en' ? 'short' : 'long', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${date.slice(0, 10)}T00:00:00Z`));

/** `YYYY-MM` as 2026年11月 or November 2026. */
export const formatMonth = (month: string): string => format('month', { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`));

/** An instant in the county's zone (all of China keeps Beijing time). */
export const formatInstant = (instant: string): string =>
  format('instant', {
    year: 'numeric',
    month: currentLanguage() === 'en' ? 'short' : 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZone: 'Asia/Shanghai',
  }).format(new Date(instant));

export const formatNumber = (value: number): string => value.toLocaleString('en-US');

/** A share 0…1 as per cent with one decimal; null (nothing due) as a dash. */
export const formatRate = (rate: number | null): string => (rate === null ? '—' : `${(Math.floor(rate * 1000) / 10).toFixed(1)}%`);

/** Day of the week of a date, in words; `short` for the head of a narrow column. */
export const formatWeekday = (date: string, length: 'long' | 'short' = 'long'): string =>
  format(`weekday-${length}`, { weekday: length, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
