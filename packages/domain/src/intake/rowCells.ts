// The cells of one row by what their columns mean; reading one keeps the remark that it leaves.
import * as cells from './cells.ts';
import type { Field } from './fields.ts';
import { cellText, saysNothing } from './text.ts';
import type { CellValue, Remark, RemarkCode, TableMapping } from './types.ts';

type Columns = ReadonlyMap<string, readonly { readonly index: number; readonly header: string }[]>;
const noColumns: readonly { readonly index: number; readonly header: string }[] = [];
const byMapping = new WeakMap<TableMapping, Columns>();
/** Columns of a mapping by field, worked out once for all its rows. */
export function columnsOf(mapping: TableMapping): Columns {
  const known = byMapping.get(mapping);
  if (known !== undefined) return known;
  const columns = new Map<string, { readonly index: number; readonly header: string }[]>();
  for (const { index, header, field } of mapping.columns) if (field !== null) columns.set(field, [...(columns.get(field) ?? []), { index, header }]);
  byMapping.set(mapping, columns);
  return columns;
}

const LONGEST_TICK = 3;

/** Cells of a row by field, and the remarks that reading them leaves. */
export class RowCells {
  readonly remarks: Remark[] = [];
  private readonly columns: Columns;
  private readonly row: readonly CellValue[];
  constructor(mapping: TableMapping, row: readonly CellValue[]) {
    this.columns = columnsOf(mapping);
    this.row = row;
    // A broken byte of a text file; what it stood for is lost, and said so.
    if (row.some((cell) => typeof cell === 'string' && cell.includes('\uFFFD')))
      for (const { index, header, field } of mapping.columns)
        if (field !== null && cellText(row[index]).includes('\uFFFD')) {
          const isPrivate = field === 'idNo' || field === 'certificate' || field.endsWith('hone');
          this.remarks.push({ code: 'value.unknown', column: header, ...(isPrivate ? {} : { found: cellText(row[index]).slice(0, 40) }) });
        }
  }
  private of(field: Field): readonly { readonly index: number; readonly header: string }[] {
    return this.columns.get(field) ?? noColumns;
  }
  has(field: Field): boolean {
    return this.columns.has(field);
  }
  all(field: Field): readonly { readonly header: string; readonly cell: CellValue }[] {
    return this.of(field).map(({ index, header }) => ({ header, cell: this.row[index] ?? null }));
  }
  cell(field: Field): CellValue {
    const column = this.of(field)[0];
    return column === undefined ? null : (this.row[column.index] ?? null);
  }
  text(field: Field): string {
    return cellText(this.cell(field));
  }
  remark(code: RemarkCode, field: Field | null, rest: Pick<Remark, 'found' | 'details'> = {}): void {
    this.remarks.push({ code, column: field === null ? '' : (this.all(field)[0]?.header ?? ''), ...rest });
  }
  /** Reads the field's cell and keeps its remark. */
  read<T>(field: Field, reader: cells.CellReader<T>): T | undefined {
    const column = this.of(field)[0];
    return column === undefined ? undefined : this.take({ header: column.header, cell: this.row[column.index] ?? null }, reader);
  }
  /**
   * Reads the columns of a field that may be ticked: √ under 独居 says what its heading says, 否 under it
   * nothing, or what `denied` makes of it.
   */
  readTicked<T>(field: Field, reader: cells.CellReader<T>, denied?: (value: T) => T): readonly T[] {
    return this.all(field).flatMap(({ header, cell }) => {
      // No tick is that long; nearly every cell of 居住状况 and 类别 is none.
      const ticked = typeof cell === 'string' && cell.length > LONGEST_TICK ? undefined : cells.readTruth(cell).value;
      const word = header.slice(header.lastIndexOf('/') + 1).replace(/^是否(为|属于)?/, '');
      const said = ticked === undefined ? {} : reader(word);
      // 是否低保: / answers nothing.
      if (ticked === undefined && (said.value !== undefined || header.slice(header.lastIndexOf('/') + 1).startsWith('是否')) && saysNothing(cellText(cell))) return [];
      if (said.value === undefined || said.code !== undefined) return this.taken({ header, cell }, reader);
      if (ticked === true) return [said.value];
      return denied === undefined ? [] : [denied(said.value)];
    });
  }
  private taken<T>(column: { readonly header: string; readonly cell: CellValue }, reader: cells.CellReader<T>): readonly T[] {
    const value = this.take(column, reader);
    return value === undefined ? [] : [value];
  }
  /** Reads every column of the field. */
  readAll<T>(field: Field, reader: cells.CellReader<T>): readonly T[] {
    return this.all(field).flatMap((column) => this.taken(column, reader));
  }
  private take<T>(column: { readonly header: string; readonly cell: CellValue }, reader: cells.CellReader<T>): T | undefined {
    const reading = reader(column.cell);
    if (reading.code !== undefined) this.remarks.push({ code: reading.code, column: column.header, ...(reading.found === undefined ? {} : { found: reading.found }) });
    return reading.value;
  }
}
