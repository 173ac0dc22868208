// Workbooks of before 2007 (.xls, BIFF8) and what office systems call .xls but write as HTML or as XML:
// read by SheetJS, which knows them all, into the tables that every reader gives.
import type { CellValue, RawTable } from '@shouwang/domain/intake';
import { dayNumber, fromDayNumber } from '@shouwang/domain/shared';
import { read, SSF, utils, type CellObject, type WorkBook } from '@e965/xlsx';

/** A sheet of that format has 65,536 rows at most; what is larger than this is no ledger. */
export const LARGEST_OLD_FILE = 64 * 1024 * 1024;

export interface OldSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly (readonly CellValue[])[];
  readonly merges: RawTable['merges'];
}
export type OldWorkbook = { readonly ok: true; readonly sheets: readonly OldSheet[] } | { readonly ok: false; readonly reason: 'encrypted' | 'broken' };

function cellOf(cell: CellObject | undefined, epoch: number): CellValue {
  if (cell === undefined || cell.v === undefined) return null;
  if (cell.t === 'e' || cell.t === 'z') return null;
  if (cell.v instanceof Date) return cell.v.toISOString().slice(0, 10);
  const { v: value } = cell;
  if (typeof value !== 'number' || value < 1 || value >= 2_958_466) return value;
  return typeof cell.z === 'string' && SSF.is_date(cell.z) ? fromDayNumber(epoch + Math.floor(value)) : value;
}

function sheetsOf(workbook: WorkBook): readonly OldSheet[] {
  const epoch = dayNumber(workbook.Workbook?.WBProps?.date1904 === true ? '1904-01-01' : '1899-12-30');
  return workbook.SheetNames.flatMap((name, at) => {
    const sheet = workbook.Sheets[name];
    const range = sheet?.['!ref'];
    // Charts and macros are sheets without cells.
    if (sheet === undefined || range === undefined) return [];
    const { e: end } = utils.decode_range(range);
    const data = (sheet['!data'] ?? []) as readonly (readonly (CellObject | undefined)[] | undefined)[];
    const rows = Array.from({ length: end.r + 1 }, (_, row) => Array.from(data[row] ?? [], (cell) => cellOf(cell, epoch)));
    const merges = (sheet['!merges'] ?? []).map(({ s, e }) => ({ startRow: s.r, startCol: s.c, endRow: e.r, endCol: e.c }));
    return [{ name, hidden: (workbook.Workbook?.Sheets?.[at]?.Hidden ?? 0) > 0, rows, merges }];
  });
}

const settings = { dense: true, cellNF: true, cellFormula: false, cellHTML: false, cellText: false } as const;

/** Reads a workbook of before 2007. `broken`: not one, or damaged, or older than BIFF5. */
export function readOldWorkbook(bytes: Uint8Array): OldWorkbook {
  try {
    return { ok: true, sheets: sheetsOf(read(bytes, { ...settings, type: 'array' })) };
  } catch (error) {
    return { ok: false, reason: /password|encrypt/i.test(String(error)) ? 'encrypted' : 'broken' };
  }
}

/** Reads a table that a system wrote as HTML or SpreadsheetML 2003 under the name of a workbook; cells stay as text. */
export function readMarkup(text: string): OldWorkbook {
  try {
    return { ok: true, sheets: sheetsOf(read(text, { ...settings, type: 'string', raw: true })) };
  } catch {
    return { ok: false, reason: 'broken' };
  }
}
