// A table as a file gives it, whichever reader opened the file: its head for recognition, its rows to come.
import type { CellValue, RawTable } from '@shouwang/domain/intake';

export interface SourceRow {
  /** As Excel counts: 1 is the first row. */
  readonly rowNo: number;
  readonly cells: readonly CellValue[];
}

export interface SourceTable {
  readonly file: string;
  readonly sheet: string;
  readonly hidden: boolean;
  /** The first rows, with merges. */
  readonly head: RawTable;
  /** Number of rows, null where the table is streamed and was not counted. */
  readonly rowCount: number | null;
  rows(): AsyncIterable<SourceRow>;
}
