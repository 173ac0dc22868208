// Bytes and a name → tables, whatever a county sends: .xlsx, .xls, CSV in UTF-8 or GB 18030, tables of .docx,
// HTML that calls itself .xls. What a file is is seen from its bytes, not from its name. Large workbooks are read row by row, so that a ledger of
// 100,000 rows does not stand in memory at once (quality bar P5).
import { refuse, type Result } from '@shouwang/domain/shared';
import { formsOfSheet, type CellValue, type RawTable } from '@shouwang/domain/intake';
import { detectDelimiter, streamCsvRows } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { openLargeWorkbook } from './largeWorkbook.ts';
import { LARGEST_OLD_FILE, readMarkup, readOldWorkbook, type OldWorkbook } from './oldWorkbook.ts';
import type { SourceTable } from './sourceTable.ts';
import { readWordTables } from './wordTables.ts';
import { zipEntries, type ZipEntry } from './zipGuard.ts';

/** Larger files are refused before anything is read. */
export const LARGEST_FILE = 200 * 1024 * 1024;
/** Unpacked, a workbook may be this large; what claims more is a mistake or an attack. */
const LARGEST_UNPACKED = 1024 * 1024 * 1024;
/** Below this a workbook is held in memory, which is simpler and has merges of the whole sheet. */
const STREAM_FROM = 40 * 1024 * 1024;
/** Rows from which a table is recognised and previewed. */
export const HEAD_ROWS = 60;

type HucreCell = string | number | boolean | Date | null | undefined;

const day = (date: Date): string => (Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10));
const errorValue = /^#(REF|N\/A|VALUE|NAME|DIV\/0|NUM|NULL)[!?]?$/;
const toCell = (value: HucreCell): CellValue => {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return day(value);
  if (typeof value === 'string' && errorValue.test(value)) return null;
  return value;
};
const toCells = (values: readonly HucreCell[]): CellValue[] => values.map(toCell);

function inMemory(file: string, sheet: string, hidden: boolean, rows: readonly (readonly CellValue[])[], merges: RawTable['merges']): SourceTable {
  // A form a sheet for each person is a table of one row, known by where the form begins.
  const forms = formsOfSheet(rows);
  if (forms !== null)
    return {
      file,
      sheet,
      hidden,
      head: { file, sheet, rows: [...forms.head, ...forms.rows.slice(0, HEAD_ROWS).map(({ cells }) => cells)], merges: [] },
      rowCount: forms.head.length + forms.rows.length,
      async *rows() {
        yield* forms.rows;
      },
    };
  return {
    file,
    sheet,
    hidden,
    head: { file, sheet, rows: rows.slice(0, HEAD_ROWS), merges },
    rowCount: rows.length,
    async *rows() {
      for (let index = 0; index < rows.length; index += 1) yield { rowNo: index + 1, cells: rows[index] as readonly CellValue[] };
    },
  };
}

const isEmpty = (rows: readonly (readonly CellValue[])[]): boolean => rows.every((row) => row.every((cell) => cell === null || cell === ''));

async function readWorkbook(bytes: Uint8Array, file: string): Promise<SourceTable[]> {
  const workbook = await readXlsx(bytes);
  return workbook.sheets.flatMap((sheet) => {
    const merges = (sheet.merges ?? []).map(({ startRow, startCol, endRow, endCol }) => ({ startRow, startCol, endRow, endCol }));
    const rows = sheet.rows.map((row) => toCells(row as readonly HucreCell[]));
    return isEmpty(rows) ? [] : [inMemory(file, sheet.name, sheet.hidden === true || sheet.veryHidden === true, rows, merges)];
  });
}

async function streamWorkbook(bytes: Uint8Array, file: string, entries: readonly ZipEntry[]): Promise<SourceTable[]> {
  const tables: SourceTable[] = [];
  for (const sheet of await openLargeWorkbook(bytes, entries)) {
    const head: (readonly CellValue[])[] = [];
    for await (const row of sheet.rows()) {
      if (row.rowNo > HEAD_ROWS) break;
      while (head.length < row.rowNo - 1) head.push([]);
      head.push(row.cells);
    }
    if (!isEmpty(head))
      tables.push({
        file,
        sheet: sheet.name,
        hidden: sheet.hidden,
        rowCount: null,
        head: { file, sheet: sheet.name, rows: head, merges: await sheet.merges() },
        rows: () => sheet.rows(),
      });
  }
  return tables;
}

const REPLACED = '\uFFFD';
/** One unreadable character in so many is a slip of a disk or a mail; more of them is another encoding or no text. */
const READABLE_PER_SLIP = 500;
/** What one broken byte may cost: in GB 18030 it can take its neighbours with it. */
const FEW_SLIPS = 3;
/** UTF-8 or GB 18030 with a broken byte here and there: the character is replaced, which rows remark; null where too many are. */
function decodeDamaged(bytes: Uint8Array): string | null {
  const slipsOf = (text: string): number => text.split(REPLACED).length - 1;
  const [best] = ['utf-8', 'gb18030'].map((encoding) => new TextDecoder(encoding).decode(bytes)).sort((a, b) => slipsOf(a) - slipsOf(b));
  return best !== undefined && best.length > 40 && slipsOf(best) <= Math.max(FEW_SLIPS, best.length / READABLE_PER_SLIP) ? best : null;
}

/** Text by its byte order mark, else strict UTF-8, else GB 18030; null where it is no text at all. */
export function decodeText(bytes: Uint8Array): string | null {
  const decode = (encoding: string): string | null => {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      return null;
    }
  };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode('utf-16be');
  if (bytes.subarray(0, 4096).includes(0)) return null;
  return decode('utf-8') ?? decode('gb18030') ?? decodeDamaged(bytes);
}

function readCsv(text: string, file: string): SourceTable | null {
  const delimiter = detectDelimiter(text.slice(0, 20_000));
  const rows: CellValue[][] = [];
  for (const row of streamCsvRows(text, { delimiter })) rows.push(toCells(row as readonly HucreCell[]));
  while (rows.length > 0 && (rows.at(-1) as CellValue[]).every((cell) => cell === null || cell === '')) rows.pop();
  const widest = rows.slice(0, HEAD_ROWS).reduce((width, row) => Math.max(width, row.length), 0);
  return widest < 2 ? null : inMemory(file, '', false, rows, []);
}

function tablesOfOld(workbook: OldWorkbook, file: string): Result<readonly SourceTable[]> {
  if (!workbook.ok) return refuse(workbook.reason === 'encrypted' ? 'import.encrypted' : 'import.notAWorkbook', { file });
  const tables = workbook.sheets.flatMap(({ name, hidden, rows, merges }) => {
    const cells = rows.map(toCells);
    return isEmpty(cells) ? [] : [inMemory(file, name, hidden, cells, merges)];
  });
  return tables.length === 0 ? refuse('import.noTable', { file }) : { ok: true, value: tables };
}

/** Tables of a Word document, called by their order. */
async function tablesOfDocument(bytes: Uint8Array, file: string, document: ZipEntry): Promise<Result<readonly SourceTable[]>> {
  try {
    const tables = (await readWordTables(bytes, document)).flatMap(({ rows, merges }, at) => (isEmpty(rows) ? [] : [inMemory(file, `表${at + 1}`, false, rows, merges)]));
    return tables.length === 0 ? refuse('import.noTable', { file }) : { ok: true, value: tables };
  } catch {
    return refuse('import.notAWorkbook', { file });
  }
}

/** What systems export as .xls without being one: an HTML page with a table, or SpreadsheetML of 2003. */
const isMarkupTable = (text: string): boolean =>
  /^\s*(<!doctype html|<html|<table|<meta)/i.test(text) ? /<td[\s>]/i.test(text) : /^\s*<\?xml[^>]*>[\s\S]{0,400}urn:schemas-microsoft-com:office:spreadsheet/i.test(text);

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, index) => bytes[index] === byte);

/** A container of before 2007 (OLE): a workbook, or one that was encrypted. */
export const isOldWorkbook = (bytes: Uint8Array): boolean => startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]);

/**
 * Reads a file into tables. Refusals: import.tooLarge, import.encrypted,
 * import.notAWorkbook, import.noTable; `details.file` names the file. `streamFrom`: unpacked bytes above
 * which a workbook is read row by row.
 */
export async function readFile(bytes: Uint8Array, name: string, streamFrom = STREAM_FROM): Promise<Result<readonly SourceTable[]>> {
  const details = { file: name };
  const tooLarge = (size: number, limit: number): Result<never> => refuse('import.tooLarge', { ...details, megabytes: Math.round(size / 1024 / 1024), limit: limit / 1024 / 1024 });
  if (bytes.length > LARGEST_FILE) return tooLarge(bytes.length, LARGEST_FILE);
  if (isOldWorkbook(bytes)) {
    const encrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from('EncryptedPackage', 'utf16le'));
    if (encrypted) return refuse('import.encrypted', details);
    return bytes.length > LARGEST_OLD_FILE ? tooLarge(bytes.length, LARGEST_OLD_FILE) : tablesOfOld(readOldWorkbook(bytes), name);
  }
  if (startsWith(bytes, [0x50, 0x4b])) {
    const entries = zipEntries(bytes);
    const holds = (name: RegExp): boolean => entries?.some((entry) => name.test(entry.name)) === true;
    // The binary workbook (.xlsb) and that of OpenOffice and WPS (.ods) are read as the old one is, whole.
    const isOther = holds(/^xl\/workbook\.bin$/i) || (holds(/^content\.xml$/) && holds(/^mimetype$/));
    const document = entries?.find((entry) => /^word\/document\.xml$/i.test(entry.name));
    if (document !== undefined) return document.size > LARGEST_OLD_FILE ? tooLarge(document.size, LARGEST_OLD_FILE) : tablesOfDocument(bytes, name, document);
    if (entries === null || !(isOther || holds(/^xl\/workbook\.xml$/i))) return refuse('import.notAWorkbook', details);
    const unpacked = entries.reduce((sum, entry) => sum + entry.size, 0);
    if (unpacked > LARGEST_UNPACKED) return tooLarge(unpacked, LARGEST_UNPACKED);
    if (isOther) return unpacked > LARGEST_OLD_FILE ? tooLarge(unpacked, LARGEST_OLD_FILE) : tablesOfOld(readOldWorkbook(bytes), name);
    try {
      const tables = unpacked > streamFrom ? await streamWorkbook(bytes, name, entries) : await readWorkbook(bytes, name);
      return tables.length === 0 ? refuse('import.noTable', details) : { ok: true, value: tables };
    } catch {
      return refuse('import.notAWorkbook', details);
    }
  }
  const text = decodeText(bytes);
  if (text !== null && isMarkupTable(text.slice(0, 100_000)))
    return bytes.length > LARGEST_OLD_FILE ? tooLarge(bytes.length, LARGEST_OLD_FILE) : tablesOfOld(readMarkup(text), name);
  if (text === null || /^\s*(<!doctype|<html|<\?xml|%PDF|\{)/i.test(text.slice(0, 200))) return refuse('import.notAWorkbook', details);
  const table = readCsv(text, name);
  return table === null ? refuse('import.noTable', details) : { ok: true, value: [table] };
}
