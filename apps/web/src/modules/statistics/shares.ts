// Villages with how many of their people stand in one bucket: what the map shades and its table lists.
import type { Table } from './CrossTable.tsx';

export interface VillageShare {
  readonly code: string;
  readonly people: number;
  readonly count: number;
  /** 0…1 */
  readonly share: number;
}

/** Of a table whose rows are villages; highest share first, more people before fewer. */
export function sharesOf(table: Table, bucket: string | undefined): readonly VillageShare[] {
  const at = table.columns.findIndex((column) => column.code === bucket);
  return table.rows
    .map((row, index) => {
      const count = at === -1 ? 0 : (table.cells[index]?.[at] ?? 0);
      return { code: row.code, people: row.persons, count, share: row.persons === 0 ? 0 : count / row.persons };
    })
    .toSorted((a, b) => b.share - a.share || b.count - a.count || (a.code < b.code ? -1 : 1));
}

/** Two bounds that part the villages by their share into thirds. */
export function boundsOf(shares: readonly VillageShare[]): readonly [number, number] {
  const sorted = shares.map((one) => one.share).toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? 0;
  return [at(1 / 3), at(2 / 3)];
}
/** Shade 0 (a third of the villages with the lowest shares), 1, 2; null where nobody is in the bucket. */
export const shadeOf = (one: VillageShare, [low, high]: readonly [number, number]): 0 | 1 | 2 | null => (one.count === 0 ? null : one.share >= high ? 2 : one.share >= low ? 1 : 0);
