// Dates of the calendar without a time zone, as text `YYYY-MM-DD`: a visit, a birth, a period
// happen on a day in the county, not at an instant. Arithmetic goes through UTC midnight.

/** `YYYY-MM-DD`. */
export type IsoDate = string;
/** `YYYY-MM-DD` or `YYYY-MM` where the day is not known (counts as the first of the month). */
export type PartialDate = string;
/** `YYYY-MM`. */
export type Month = string;

const DAY_MS = 86_400_000;

/** Days since 1970-01-01. Throws on a malformed date: callers validate at the edge. */
export function dayNumber(date: IsoDate): number {
  const ms = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
  if (Number.isNaN(ms)) throw new Error(`not a date: ${date}`);
  return ms / DAY_MS;
}

export const fromDayNumber = (day: number): IsoDate => new Date(day * DAY_MS).toISOString().slice(0, 10);
export const addDays = (date: IsoDate, days: number): IsoDate => fromDayNumber(dayNumber(date) + days);
export const daysBetween = (from: IsoDate, to: IsoDate): number => dayNumber(to) - dayNumber(from);

/** 1 = Monday … 7 = Sunday. */
export const weekday = (date: IsoDate): number => ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;

export const firstDay = (date: PartialDate): IsoDate => (date.length === 7 ? `${date}-01` : date);
export const monthOf = (date: IsoDate): Month => date.slice(0, 7);

export function addMonths(month: Month, count: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

export const lastDayOfMonth = (month: Month): IsoDate => addDays(`${addMonths(month, 1)}-01`, -1);

/** The same day `count` calendar months later, the month's last day where it has no such day. */
export function addCalendarMonths(date: IsoDate, count: number): IsoDate {
  const month = addMonths(monthOf(date), count);
  const last = lastDayOfMonth(month);
  const same = `${month}-${date.slice(8, 10)}`;
  return same > last ? last : same;
}

/** Whole calendar months from `from` to `to`; negative where `to` is earlier. */
export function monthsBetween(from: IsoDate, to: IsoDate): number {
  let months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  if (months > 0 && addCalendarMonths(from, months) > to) months -= 1;
  return months;
}

/** Age in whole years 周岁 on a day; a birth without a day counts as the first of its month. */
export function ageOn(birth: PartialDate, on: IsoDate): number {
  const born = firstDay(birth);
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4));
  return on.slice(5) < born.slice(5) ? years - 1 : years;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isoDate = /^\d{4}-\d{2}-\d{2}$/;
/** Asked several times for every row of an import: by arithmetic, without a Date. */
export function isIsoDate(text: string): boolean {
  if (!isoDate.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return year >= 1 && day >= 1 && day <= (month === 2 && isLeap ? 29 : (monthDays[month - 1] ?? 0));
}

export const isPartialDate = (text: string): boolean => isIsoDate(text) || (/^\d{4}-\d{2}$/.test(text) && isIsoDate(`${text}-01`));
