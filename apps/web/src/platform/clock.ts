// The day in the county, whatever zone the browser believes in: all of China keeps Beijing time.
const BEIJING_MS = 8 * 3_600_000;

/** `YYYY-MM-DD` */
export const today = (): string => new Date(Date.now() + BEIJING_MS).toISOString().slice(0, 10);
/** `YYYY-MM` */
export const thisMonth = (): string => today().slice(0, 7);
