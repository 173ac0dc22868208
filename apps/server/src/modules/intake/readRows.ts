// What the rows of a batch say, read before the transaction in which they are worked: while the database
// writes one batch, the next is read (quality bar P5).
import { peopleOfRow, type FactListKind, type Remark, type RowContext, type RowReading, type TableMapping } from '@shouwang/domain/intake';
import type { ListHead } from './listRows.ts';
import type { SourceRow } from './sourceTable.ts';
import type { RowEnd } from './store.ts';

/** Of which import and table the rows are. */
export interface BatchReading {
  readonly mapping: TableMapping;
  readonly row: RowContext;
  /** Division prefix that the import may write in. */
  readonly scope: string;
  readonly importId: string;
}
export interface Read<T> {
  readonly rowNo: number;
  readonly row: T;
  readonly remarks: Remark[];
}
/** Rows that say something, and the ends of those that cannot be taken. */
export interface RowsRead<T> {
  readonly read: readonly Read<T>[];
  readonly ends: RowEnd[];
  /** The line above the rows that follow (a village, a group), where one stood. */
  readonly section: string;
}

export const refOf = ({ row }: { readonly row: Pick<RowContext, 'file' | 'sheet'> }, rowNo: number): string => `${row.file}/${row.sheet}/${rowNo}`;
export const endOf = ({ row }: BatchReading, rowNo: number, name: string, elderId: string | null, remarks: readonly Remark[], isRejected = false): RowEnd => ({
  file: row.file,
  sheet: row.sheet,
  rowNo,
  name,
  elderId,
  remarks,
  outcome: isRejected ? 'rejected' : remarks.length > 0 ? 'remarked' : 'accepted',
});
export const listHeadOf = ({ importId, scope, mapping, row: { file, sheet, asOf } }: BatchReading, kind: FactListKind): ListHead => ({
  importId,
  scope,
  kind,
  file,
  sheet,
  asOf,
  ...mapping.context,
});

/** Reads the rows of a batch; keeps the section that stands above the rows that follow. */
export function readRows<T>(reading: BatchReading, rows: readonly SourceRow[], reader: (cells: SourceRow['cells'], row: RowContext) => RowReading<T>): RowsRead<T> {
  let section = reading.row.section;
  const read: Read<T>[] = [];
  const ends: RowEnd[] = [];
  for (const { rowNo, cells: written } of rows) {
    for (const { cells, isOneOfSeveral } of peopleOfRow(reading.mapping, written)) {
      const answer = reader(cells, { ...reading.row, section });
      const beside: readonly Remark[] = isOneOfSeveral ? [{ code: 'row.severalPeople', column: '' }] : [];
      if (answer.kind === 'skipped') section = answer.section ?? section;
      else if (answer.kind === 'rejected') ends.push(endOf(reading, rowNo, answer.name, null, [...answer.remarks, ...beside], true));
      else read.push({ rowNo, row: answer.row, remarks: [...((answer.row as { remarks?: readonly Remark[] }).remarks ?? []), ...beside] });
    }
  }
  return { read, ends, section };
}
