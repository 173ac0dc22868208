// Addresses that people send to one another: plain `key=value` pairs, lists with commas, nothing
// quoted. The router is given these two functions; screens read text and make of it what they need.

export type Address = Readonly<Record<string, string>>;

export const readAddress = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search));

/** Empty and undefined values are left out, so that an unfiltered list has a bare address. */
export function writeAddress(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  }
  const text = params.toString().replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}

/** Text of an address if it is one of `allowed`. */
export const oneOf = <T extends string>(text: string | undefined, allowed: readonly T[]): T | undefined => allowed.find((item) => item === text);

/** A whole number from an address within bounds; undefined for anything else. */
export function wholeNumber(text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined || !/^\d{1,7}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}

const pattern = (text: string | undefined, form: RegExp): string | undefined => (text !== undefined && form.test(text) ? text : undefined);
export const divisionIn = (text: string | undefined): string | undefined => pattern(text, /^\d{2,15}$/);
export const monthIn = (text: string | undefined): string | undefined => pattern(text, /^\d{4}-(0[1-9]|1[0-2])$/);

/** Only keys that were given are kept. */
export const given = <T extends Record<string, string | undefined>>(values: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };
