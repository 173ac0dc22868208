// Periods of duties. A week runs Monday to Sunday and belongs to the month of its Sunday; a month
// is the natural month (decisions.md, Periods and rates).
import { addDays, lastDayOfMonth, monthOf, weekday, type IsoDate, type Month } from '../shared/index.ts';
import type { PeriodKind } from '../policy/pack.ts';

export interface Period {
  readonly kind: PeriodKind;
  readonly start: IsoDate;
  readonly end: IsoDate;
  /** The month whose report counts it. */
  readonly month: Month;
}

export const weekOf = (date: IsoDate): Period => {
  const start = addDays(date, 1 - weekday(date));
  const end = addDays(start, 6);
  return { kind: 'week', start, end, month: monthOf(end) };
};

export const monthPeriod = (month: Month): Period => ({ kind: 'month', start: `${month}-01`, end: lastDayOfMonth(month), month });

export const periodOf = (kind: PeriodKind, date: IsoDate): Period => (kind === 'week' ? weekOf(date) : monthPeriod(monthOf(date)));

/** Periods of a kind that the report of `month` counts, in order. */
export function periodsOfMonth(kind: PeriodKind, month: Month): readonly Period[] {
  if (kind === 'month') return [monthPeriod(month)];
  const periods: Period[] = [];
  const last = lastDayOfMonth(month);
  for (let sunday = addDays(`${month}-01`, (7 - weekday(`${month}-01`)) % 7); sunday <= last; sunday = addDays(sunday, 7)) {
    periods.push(weekOf(sunday));
  }
  return periods;
}
