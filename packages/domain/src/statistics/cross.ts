// A cross-tabulation out of counted groups. Somebody who stands in several buckets of a dimension (two
// categories, three needs) counts once in each: persons 人 and mentions 人次 are told apart throughout.
export interface CountedGroup {
  /** Buckets of the rows' dimension in which all people of the group stand; likewise of the columns'. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly count: number;
}

export interface CrossTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Persons in this row and this column. */
  readonly cells: readonly (readonly number[])[];
  /** Persons in each row and each column, each person once within it. */
  readonly rowPersons: readonly number[];
  readonly columnPersons: readonly number[];
  /** All persons, each once. */
  readonly persons: number;
  /** Sum over the rows, and over the columns: 人次. As many as persons where nobody stands in two. */
  readonly rowMentions: number;
  readonly columnMentions: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** `order` puts codes into the order in which they are shown; codes that nobody has are left out. */
export function crossTabulate(
  groups: readonly CountedGroup[],
  order: { readonly rows: (codes: string[]) => string[]; readonly columns: (codes: string[]) => string[] },
): CrossTable {
  const rows = order.rows([...new Set(groups.flatMap((group) => group.rows))]);
  const columns = order.columns([...new Set(groups.flatMap((group) => group.columns))]);
  const rowAt = new Map(rows.map((code, index) => [code, index]));
  const columnAt = new Map(columns.map((code, index) => [code, index]));
  const cells = rows.map(() => columns.map(() => 0));
  const rowPersons = rows.map(() => 0);
  const columnPersons = columns.map(() => 0);
  for (const group of groups) {
    const across = group.columns.map((code) => columnAt.get(code) as number);
    for (const at of across) columnPersons[at] = (columnPersons[at] as number) + group.count;
    for (const code of group.rows) {
      const at = rowAt.get(code) as number;
      rowPersons[at] = (rowPersons[at] as number) + group.count;
      const line = cells[at] as number[];
      for (const column of across) line[column] = (line[column] as number) + group.count;
    }
  }
  return { rows, columns, cells, rowPersons, columnPersons, persons: sum(groups.map((group) => group.count)), rowMentions: sum(rowPersons), columnMentions: sum(columnPersons) };
}

/** A list in the order of `known`, what is not in it behind, `last` at the very end. */
export const inOrderOf =
  (known: readonly string[], last: string) =>
  (codes: string[]): string[] => {
    const rank = new Map(known.map((code, index) => [code, index]));
    const of = (code: string): number => (code === last ? known.length + 1 : (rank.get(code) ?? known.length));
    return codes.toSorted((a, b) => of(a) - of(b) || (a < b ? -1 : 1));
  };
