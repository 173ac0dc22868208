// Festivals of the lunar year on the ordinary calendar. The library knows the months as they are
// promulgated (GB/T 33661); the ninth month that is meant is the ordinary one, never the leap month.
import { LunarDay } from 'tyme4ts';
import type { DayOfYear } from '../policy/pack.ts';
import type { IsoDate } from '../shared/index.ts';

/** The day of a lunar year, e.g. 2026, `09-09` (重阳) → 2026-10-18. Throws where the year has no such day. */
export function festivalOn(lunarYear: number, day: DayOfYear): IsoDate {
  const found = LunarDay.fromYmd(lunarYear, Number(day.slice(0, 2)), Number(day.slice(3))).getSolarDay();
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${found.getYear()}-${two(found.getMonth())}-${two(found.getDay())}`;
}
