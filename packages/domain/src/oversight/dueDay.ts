// When the month's report is due: a day of the month, moved where it falls on a week-end (pack value
// `report.rollover`). The county's holiday list is not known yet, so only week-ends move it.
import { addDays, lastDayOfMonth, weekday, type IsoDate, type Month } from '../shared/index.ts';

/** @param day day of the month (pack value `report.dueDay`); the month's last day where it has no such day */
export function reportDueOn(month: Month, day: number, rollover: string): IsoDate {
  const last = lastDayOfMonth(month);
  const wanted = `${month}-${String(day).padStart(2, '0')}`;
  const due = wanted > last ? last : wanted;
  const over = weekday(due) - 5;
  if (over <= 0 || rollover === 'none') return due;
  return addDays(due, rollover === 'previousWorkday' ? -over : 3 - over);
}
