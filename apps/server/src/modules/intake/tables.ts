// Files brought → tables recognised, each with its mapping and a preview, in the shapes that the
// contract shows and import_run stores.
import type { ImportView } from '@shouwang/contract/intake';
import {
  fields,
  loneText,
  mapColumns,
  mappingWithoutHeadings,
  missingFields,
  recogniseTable,
  toldBySheet,
  withoutToldTwice,
  withToldCell,
  withToldColumn,
  type CellValue,
  type Field,
  type MappedColumn,
  type TableKind,
  type TableLikeness,
  type TableMapping,
} from '@shouwang/domain/intake';
import { maskIdNo, maskPhone } from '@shouwang/domain/ledger';
import { refuse, type Refusal, type Result } from '@shouwang/domain/shared';
import { readFile } from './readFile.ts';
import type { SourceTable } from './sourceTable.ts';

export interface BroughtFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}
export type FileState = ImportView['files'][number];

/** What is kept of a table beside its rows. */
export interface StoredTable {
  readonly tableNo: number;
  readonly fileNo: number;
  readonly file: string;
  readonly sheet: string;
  /** Data rows, headings and titles not counted. */
  readonly rows: number;
  readonly kind: TableKind | null;
  readonly headerRow: number;
  readonly firstDataRow: number;
  readonly columns: readonly MappedColumn[];
  readonly context: TableMapping['context'];
  readonly likeness?: TableLikeness;
  /** A correction of an earlier table of this layout that was applied, and how it had been recognised. */
  readonly remembered?: { readonly id: string; readonly file: string; readonly on: string; readonly by: string };
  readonly recognised?: { readonly kind: TableKind | null; readonly columns: readonly MappedColumn[] };
}
export interface OpenTable {
  readonly stored: StoredTable;
  readonly source: SourceTable;
}

export interface OpenedFiles {
  readonly files: readonly FileState[];
  readonly tables: readonly OpenTable[];
}

const PREVIEW_ROWS = 8;
const looksLikeIdNo = /\d[\d\s]{13,20}[\dXx]/g;
const looksLikePhone = /\d[\d-]{9,13}\d/g;

/** A cell for the preview: long numbers masked, whatever stands around them. */
function maskCell(cell: CellValue): CellValue {
  const text = typeof cell === 'number' ? String(cell) : cell;
  if (typeof text !== 'string' || /^\d{4}-\d{2}-\d{2}$/.test(text)) return cell;
  const half = text.replace(/[０-９Ｘｘ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  const masked = half.replace(looksLikeIdNo, (number) => maskIdNo(number.replace(/\s/g, ''))).replace(looksLikePhone, (number) => maskPhone(number.replace(/-/g, '')));
  return masked === half ? cell : masked;
}

/** First rows under the headings as read, numbers masked; what the sheet's name tells stands in its column. */
export function previewOf({ source, stored }: OpenTable): readonly (readonly CellValue[])[] {
  const told = stored.columns.find((column) => column.told !== undefined);
  return source.head.rows.slice(stored.firstDataRow, stored.firstDataRow + PREVIEW_ROWS).map((row) => {
    const cells = row.map(maskCell);
    return told === undefined || loneText(row) !== '' ? cells : withToldCell(cells, told, told.told ?? '');
  });
}

async function countRows(source: SourceTable): Promise<number> {
  if (source.rowCount !== null) return source.rowCount;
  let count = 0;
  for await (const row of source.rows()) count = row.rowNo;
  return count;
}

/**
 * Opens files one after the other. A file that cannot be read keeps its refusal, the others go on.
 * `counts`: also count the rows of streamed tables, which reads them once more.
 */
export async function openFiles(brought: readonly BroughtFile[], counts: boolean): Promise<OpenedFiles> {
  const files: FileState[] = [];
  const tables: OpenTable[] = [];
  for (const [fileNo, { name, bytes }] of brought.entries()) {
    const read = await readFile(bytes, name);
    const refusal: Refusal | null = read.ok ? null : read.refusal;
    files.push({
      name,
      bytes: bytes.length,
      refusal: refusal === null ? null : { code: refusal.code, ...(refusal.details === undefined ? {} : { details: { ...refusal.details } }) },
    });
    if (!read.ok) continue;
    for (const source of read.value) {
      const mapping = recogniseTable(source.head);
      const rows = counts || source.rowCount !== null ? await countRows(source) : 0;
      tables.push({
        source,
        stored: {
          tableNo: tables.length,
          fileNo,
          file: name,
          sheet: source.sheet,
          rows: Math.max(0, rows - mapping.firstDataRow),
          headerRow: mapping.headerRow,
          firstDataRow: mapping.firstDataRow,
          // What is hidden was hidden for a reason: a person decides whether it is taken.
          kind: source.hidden ? null : mapping.kind,
          columns: mapping.columns,
          context: mapping.context,
          ...(mapping.likeness === undefined ? {} : { likeness: mapping.likeness }),
        },
      });
    }
  }
  return { files, tables: tables.map((table) => withoutHeadings(table, tables)) };
}

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);

/** People in rows without headings, read by the columns of a table that they go on, or by their contents. */
function withoutHeadings(table: OpenTable, all: readonly OpenTable[]): OpenTable {
  const { stored, source } = table;
  if (stored.kind !== null || source.hidden || stored.likeness !== 'noHeadings') return table;
  // What stands nearest is likeliest to be its beginning: the same workbook, the same folder, the others.
  const distance = (other: StoredTable): number => (other.fileNo === stored.fileNo ? 0 : folderOf(other.file) === folderOf(stored.file) ? 1 : 2);
  const others = all
    .filter((one) => one.stored.kind !== null)
    .sort((a, b) => distance(a.stored) - distance(b.stored) || Math.abs(a.stored.tableNo - stored.tableNo) - Math.abs(b.stored.tableNo - stored.tableNo));
  const mapping = mappingWithoutHeadings(
    source.head,
    others.map((one) => ({ mapping: mappingOf(one.stored), isSameFile: one.stored.fileNo === stored.fileNo })),
  );
  if (mapping === null) return table;
  const { likeness: _known, ...rest } = stored;
  return { source, stored: { ...rest, ...mapping, rows: stored.rows + stored.firstDataRow - mapping.firstDataRow } };
}

export const mappingOf = (stored: StoredTable): TableMapping => ({
  kind: stored.kind,
  headerRow: stored.headerRow,
  firstDataRow: stored.firstDataRow,
  columns: stored.columns,
  context: stored.context,
});
export const missingOf = (stored: StoredTable): readonly string[] => missingFields(stored);

/** Columns as a person said them for a kind: what the sheet's name tells of one kind is not said of another, nor beside a column that tells it. */
export function columnsOfKind({ sheet, file, context, ...stored }: StoredTable, columns: readonly MappedColumn[], kind: TableKind | null): readonly MappedColumn[] {
  if (kind === stored.kind) return withoutToldTwice(columns, kind);
  const own = columns.filter(({ told }) => told === undefined);
  return withToldColumn(own, kind, toldBySheet({ sheet, file, title: context.title, lines: [context.title] }));
}

/** A person's correction of a table. With another kind and no columns given, the headings are mapped anew. */
export function correctTable(stored: StoredTable, kind: TableKind | null, columns: readonly { readonly index: number; readonly field: string | null }[]): Result<StoredTable> {
  const base =
    kind === stored.kind
      ? stored.columns
      : mapColumns(
          stored.columns.filter((column) => column.told === undefined),
          kind,
        );
  const chosen = new Map(columns.map((column) => [column.index, column.field]));
  for (const field of chosen.values()) if (field !== null && !(fields as readonly string[]).includes(field)) return refuse('input.invalid', { field });
  const said = base.map((column) => (chosen.has(column.index) ? { ...column, field: (chosen.get(column.index) ?? null) as Field | null } : column));
  return { ok: true, value: { ...stored, kind, columns: columnsOfKind(stored, said, kind) } };
}
