// The shape of a fact as data: what a value is checked by, what a form asks it with and what puts it
// into words. One description for server, screen and paper.

/** `word` names the group of the interface's words in which each code has its own. */
export type Shape =
  | { readonly kind: 'text'; readonly max: number; readonly long?: boolean }
  | { readonly kind: 'texts'; readonly max: number; readonly limit: number }
  /** `ahead`: what is planned may lie in the future; everything else has happened. */
  | { readonly kind: 'date'; readonly ahead?: boolean }
  | { readonly kind: 'truth' }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly unit?: 'yuan' | 'cm' | 'kg' }
  | { readonly kind: 'choice'; readonly word: string; readonly codes: readonly (string | number)[] }
  | { readonly kind: 'choices'; readonly word: string; readonly codes: readonly string[] }
  | { readonly kind: 'idNo' }
  | { readonly kind: 'phone' }
  | { readonly kind: 'division' }
  | { readonly kind: 'location' }
  | { readonly kind: 'record'; readonly fields: Fields }
  | { readonly kind: 'records'; readonly fields: Fields; readonly limit: number };
export type Field = Shape & { readonly optional?: boolean };
export type Fields = Readonly<Record<string, Field>>;

export const text = (max: number) => ({ kind: 'text', max }) as const;
export const longText = (max: number) => ({ kind: 'text', max, long: true }) as const;
export const date = { kind: 'date' } as const;
export const dayAhead = { kind: 'date', ahead: true } as const;
export const truth = { kind: 'truth' } as const;
export const yuan = { kind: 'number', min: 0, max: 1_000_000, unit: 'yuan' } as const;
export const choice = (word: string, codes: readonly (string | number)[]) => ({ kind: 'choice', word, codes }) as const;
export const choices = (word: string, codes: readonly string[]) => ({ kind: 'choices', word, codes }) as const;
export const optional = <S extends Shape>(shape: S) => ({ ...shape, optional: true }) as const;
export const record = (fields: Fields) => ({ kind: 'record', fields }) as const;
export const records = (fields: Fields, limit: number) => ({ kind: 'records', fields, limit }) as const;
