// The day that a list speaks of: what it states, else what its title, sheet or file name tells, else
// the day of the import. A list that is older than the ledger differs less credibly.
import { isIsoDate, isPartialDate, lastDayOfMonth, type IsoDate } from '../shared/index.ts';

const pad = (digits: string): string => digits.padStart(2, '0');

/** 2026年9月底, 20260930, 2026-09, 截至2026.9.30; the last day of a month that is named without a day. */
function dayIn(text: string): IsoDate | null {
  const full = /(20\d{2})\s*[年.\-_/]\s*(\d{1,2})\s*[月.\-_/]\s*(\d{1,2})(?!\d)/.exec(text) ?? /(?<!\d)(20\d{2})([01]\d)([0-3]\d)(?!\d)/.exec(text);
  if (full !== null) {
    const day = `${full[1]}-${pad(full[2] as string)}-${pad(full[3] as string)}`;
    if (isIsoDate(day)) return day;
  }
  const month = /(20\d{2})\s*[年.\-_/]\s*(\d{1,2})\s*(?:月|(?!\d))/.exec(text) ?? /(?<!\d)(20\d{2})([01]\d)(?!\d)/.exec(text);
  // 2026年第三季度, 2025年上半年, 2025年度 end with their last month.
  const span = /(20\d{2})\s*年\s*(?:第?\s*([一二三四1-4])\s*季度|([上下])半年|(?:度|底|末))/.exec(text);
  const last = span === null ? null : span[2] !== undefined ? ('一二三四'.includes(span[2]) ? '一二三四'.indexOf(span[2]) + 1 : Number(span[2])) * 3 : span[3] === '上' ? 6 : 12;
  // 2025年老年人花名册: of that year, as far as anybody can tell its last day.
  const year = /(20\d{2})\s*年(?!\s*(?:以来|以后|之后|以前|之前|后|前|起|至|第|度|\d))/.exec(text)?.[1];
  const named = month !== null ? `${month[1]}-${pad(month[2] as string)}` : span !== null ? `${span[1]}-${pad(String(last))}` : year === undefined ? '' : `${year}-12`;
  return isPartialDate(named) ? lastDayOfMonth(named) : null;
}

/** Never later than `asOf`. */
export function dayOfList(told: { readonly filledOn: string | null; readonly title: string }, sheet: string, file: string, asOf: IsoDate): IsoDate {
  const day = told.filledOn ?? dayIn(told.title) ?? dayIn(sheet) ?? dayIn(file) ?? asOf;
  return day > asOf ? asOf : day;
}

/** Who sent it: the unit that it states, else what stands before a dash in the file's name. */
export const senderOfList = (unit: string, file: string): string => (unit === '' ? (/^([^-—_\d]{2,12})[-—_]/.exec(file)?.[1] ?? '') : unit);
