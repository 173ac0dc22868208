// What is asked of the statistics, and its address: the same thing in two forms, so that any table can
// be sent as a link. What cannot be understood in an address is left out, never refused.
import { dimensionKeys, findDimension, UNKNOWN } from '@shouwang/domain/statistics';
import { isIsoDate } from '@shouwang/domain/shared';
import { oneOf, type Address } from '../../platform/address.ts';

export const views = ['table', 'map'] as const;
export const measures = ['persons', 'ofRow', 'ofColumn'] as const;

export interface Question {
  readonly rows: string;
  readonly columns?: string;
  /** `dimension.code` */
  readonly where: readonly string[];
  /** As of the end of this day; absent: now. */
  readonly on?: string;
  readonly view: (typeof views)[number];
  readonly measure: (typeof measures)[number];
  /** Code of the rows whose share the map shows. */
  readonly shade?: string;
}
export type StatisticsAddress = Partial<Record<'rows' | 'columns' | 'where' | 'on' | 'view' | 'measure' | 'shade', string>>;

/** Conditions by dimension, in the order in which they were chosen. */
export function conditionsOf(where: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const byKey = new Map<string, string[]>();
  for (const condition of where) {
    const at = condition.indexOf('.');
    const [key, code] = [condition.slice(0, at), condition.slice(at + 1)];
    byKey.set(key, [...(byKey.get(key) ?? []), code]);
  }
  return byKey;
}
export const whereWith = (where: readonly string[], key: string, codes: readonly string[]): string[] => [
  ...where.filter((condition) => !condition.startsWith(`${key}.`)),
  ...codes.map((code) => `${key}.${code}`),
];

const isCondition = (text: string): boolean => {
  const match = /^(\w{1,40})\.([\w-]{1,40})$/.exec(text);
  if (match === null || !dimensionKeys.includes(match[1] as string)) return false;
  const dimension = findDimension(match[1] as string);
  return dimension === undefined || match[2] === UNKNOWN || dimension.codes.includes(match[2] as string);
};

export function questionOf(address: Address): Question {
  const rows = oneOf(address['rows'], dimensionKeys) ?? 'category';
  const columns = oneOf(address['columns'], dimensionKeys);
  const { on, shade } = address;
  return {
    rows,
    ...(columns === undefined || columns === rows ? {} : { columns }),
    where: [...new Set((address['where'] ?? '').split(',').filter(isCondition))],
    ...(on !== undefined && isIsoDate(on) ? { on } : {}),
    view: oneOf(address['view'], views) ?? 'table',
    measure: oneOf(address['measure'], measures) ?? 'persons',
    ...(shade !== undefined && /^[\w-]{1,40}$/.test(shade) ? { shade } : {}),
  };
}

/** The shortest address of a question; defaults do not show in it. */
export const addressOfQuestion = ({ rows, columns, where, on, view, measure, shade }: Question): StatisticsAddress => ({
  ...(rows === 'category' ? {} : { rows }),
  ...(columns === undefined ? {} : { columns }),
  ...(where.length === 0 ? {} : { where: where.join(',') }),
  ...(on === undefined ? {} : { on }),
  ...(view === 'table' ? {} : { view }),
  ...(measure === 'persons' ? {} : { measure }),
  ...(shade === undefined ? {} : { shade }),
});

/** What the server is asked. */
export const askedOf = ({ rows, columns, where, on }: Question) => ({
  rows,
  where: [...where],
  ...(columns === undefined ? {} : { columns }),
  ...(on === undefined ? {} : { on }),
});

export const readyKeys = ['scale', 'distribution', 'features', 'family', 'income', 'health', 'care', 'difficulties', 'urgent'] as const;
export type ReadyKey = (typeof readyKeys)[number];

/** The eight things that 003 asks a county to know, each as one table; and whom 003 wants looked at first. */
export function readyQuestion(key: ReadyKey, place: 'town' | 'village'): { readonly rows: string; readonly columns?: string; readonly where: readonly string[] } {
  switch (key) {
    case 'scale':
      return { rows: 'category', where: [] };
    case 'distribution':
      return { rows: place, columns: 'category', where: [] };
    case 'features':
      return { rows: 'age', columns: 'sex', where: [] };
    case 'family':
      return { rows: 'livesWith', columns: 'children', where: [] };
    case 'income':
      return { rows: 'incomeSource', columns: 'relief', where: [] };
    case 'health':
      return { rows: 'abilityLevel', columns: 'age', where: [] };
    case 'care':
      return { rows: 'dailyCarer', columns: 'abilityLevel', where: [] };
    case 'difficulties':
      return { rows: 'need', columns: 'category', where: [] };
    case 'urgent':
      return {
        rows: place,
        columns: 'abilityLevel',
        where: ['category.leftBehind', 'relief.minimumLiving', 'relief.atHome', 'relief.institution', 'age.80', 'age.85', 'age.90', 'age.95', 'age.100'],
      };
  }
}
