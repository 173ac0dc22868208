// Rows of a sheet as people meant them: a cell merged downwards counts for each row that it spans, and
// a row that tells nothing but one more child belongs to the elder above it.
import { cellText } from './text.ts';
import type { CellValue, RawTable, TableMapping } from './types.ts';

export interface PlacedRow {
  /** As Excel counts: 1 is the first row. */
  readonly rowNo: number;
  readonly cells: readonly CellValue[];
}
export interface RowJoiner {
  /** Takes the next row; answers the one before it as soon as that is complete. */
  take(row: PlacedRow): PlacedRow | null;
  /** The last row. */
  rest(): PlacedRow | null;
}

const isBlank = (cell: CellValue | undefined): boolean => cell === null || cell === undefined || cell === '' || cellText(cell) === '';

/** What a cell lists so far, its blank lines kept. */
const listText = (cell: CellValue | undefined): string => (typeof cell === 'string' ? cell : cellText(cell));

/** Joins the rows of one table, in their order, data rows only. */
export function rowJoiner(mapping: TableMapping, merges: RawTable['merges']): RowJoiner {
  const nameColumns = mapping.columns.filter((column) => column.field === 'name').map((column) => column.index);
  const ofChildren = new Set(mapping.columns.filter((column) => column.field === 'children' || column.field?.startsWith('child') === true).map((column) => column.index));
  const leafOf = new Map(mapping.columns.map(({ index, header }) => [index, header.slice(header.lastIndexOf('/') + 1)]));
  const joinsChildren = mapping.kind === 'elderLedger' && ofChildren.size > 0;
  const downwards = new Map<number, { readonly col: number; readonly endRow: number }[]>();
  for (const { startRow, endRow, startCol } of merges) {
    if (endRow > startRow && endRow >= mapping.firstDataRow) downwards.set(startRow, [...(downwards.get(startRow) ?? []), { col: startCol, endRow }]);
  }
  const open = new Map<number, { readonly value: CellValue; readonly endRow: number }>();

  const spread = ({ rowNo, cells }: PlacedRow): PlacedRow => {
    const row = rowNo - 1;
    let filled: CellValue[] | null = null;
    const hasName = nameColumns.length === 0 || nameColumns.some((index) => !isBlank(cells[index]));
    for (const [col, { value, endRow }] of open) {
      if (row > endRow) open.delete(col);
      else if (hasName && isBlank(cells[col])) {
        filled ??= [...cells];
        while (filled.length < col) filled.push(null);
        filled[col] = value;
      }
    }
    for (const { col, endRow } of downwards.get(row) ?? []) if (!isBlank(cells[col])) open.set(col, { value: cells[col] as CellValue, endRow });
    return filled === null ? { rowNo, cells } : { rowNo, cells: filled };
  };
  /** Only cells about children, and no heading repeated. */
  const goesOn = (cells: readonly CellValue[]): boolean => {
    if (nameColumns.some((index) => !isBlank(cells[index]))) return false;
    const said = cells.flatMap((cell, index) => (isBlank(cell) ? [] : [index]));
    return said.length > 0 && said.every((index) => ofChildren.has(index)) && !said.some((index) => leafOf.get(index) === cellText(cells[index]).replace(/\s+/g, ''));
  };

  let before: PlacedRow | null = null;
  return {
    take(next) {
      if (before !== null && joinsChildren && goesOn(next.cells)) {
        const cells: CellValue[] = [...before.cells];
        for (const index of ofChildren) cells[index] = `${listText(cells[index])}\n${cellText(next.cells[index])}`;
        before = { rowNo: before.rowNo, cells: Array.from(cells, (cell) => cell ?? null) };
        return null;
      }
      const complete = before;
      before = spread(next);
      return complete;
    },
    rest() {
      const last = before;
      before = null;
      return last;
    },
  };
}
