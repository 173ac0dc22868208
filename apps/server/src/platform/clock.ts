// Time and identifiers come in as arguments, so that tests can hold them still.
import { v7 } from 'uuid';

export interface Clock {
  now(): Date;
  /** Calendar day in the county's zone. */
  today(): string;
}

const zone = 'Asia/Shanghai';
const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });

/** Calendar day of an instant where the counties live. */
export const localDay = (instant: Date): string => day.format(instant);

export const systemClock: Clock = { now: () => new Date(), today: () => localDay(new Date()) };
export const fixedClock = (iso: string): Clock => ({ now: () => new Date(iso), today: () => localDay(new Date(iso)) });

/** UUIDv7: ordered by time, so that inserts go to the end of their index. */
export const newId = (): string => v7();
