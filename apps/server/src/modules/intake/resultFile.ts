// The file that was brought, given back with one column more that says how each row ended: a workbook as it
// was but for that column, CSV in its own encoding, .xls as .xlsx.
import { safeText } from '@shouwang/documents';
import type { CellValue } from '@shouwang/domain/intake';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { writeXlsx, type MergeRange } from 'hucre/xlsx';
import { detectDelimiter } from 'hucre/csv';
import iconv from 'iconv-lite';
import { audit } from '../../platform/audit/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { openContents } from './contents.ts';
import { markWorkbook, type SheetMarks } from './markWorkbook.ts';
import { decodeText, isOldWorkbook, readFile } from './readFile.ts';
import { remarkSentenceIn, type Language } from './remarkWords.ts';
import { findRun, openRemarks, type RowEnd } from './store.ts';
import type { StoredTable } from './tables.ts';
import { zipEntries } from './zipGuard.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const words = {
  zh: { heading: '导入结果', accepted: '已收下', remarked: '已收下，有提示', rejected: '没有收下', settled: '已人工核对', join: '；', file: '导入结果' },
  en: {
    heading: 'Import result',
    accepted: 'Accepted',
    remarked: 'Accepted with remarks',
    rejected: 'Not accepted',
    settled: 'Checked by a person',
    join: '; ',
    file: 'import result',
  },
} as const;

/** How the rows of one sheet ended, in words, by row number. */
type Notes = ReadonlyMap<number, { readonly text: string; readonly outcome: RowEnd['outcome'] }>;

async function notesOf(services: Services, tx: Tx, importId: string, file: string, language: Language): Promise<ReadonlyMap<string, Notes>> {
  const said = words[language];
  const rows = await tx.query<{ sheet: string; row_no: number; outcome: RowEnd['outcome']; remarks_sealed: Buffer | null; corrected_at: string | null }>(
    sql`select sheet, row_no, outcome, remarks_sealed, corrected_at from import_row where county_code = ${tx.actor.countyCode} and import_id = ${importId} and file = ${file} order by seq`,
  );
  const sheets = new Map<string, Map<number, { text: string; outcome: RowEnd['outcome'] }>>();
  for (const row of rows) {
    const remarks = openRemarks(services.crypto, tx.actor.countyCode, row.remarks_sealed).map((remark) => remarkSentenceIn(remark, language));
    const text = [said[row.outcome], ...(row.corrected_at === null ? [] : [said.settled]), ...remarks].join(said.join);
    const notes = sheets.get(row.sheet) ?? new Map<number, { text: string; outcome: RowEnd['outcome'] }>();
    sheets.set(row.sheet, notes);
    const before = notes.get(row.row_no);
    // Several people of one row: each is told of, what is the same only once.
    if (before === undefined) notes.set(row.row_no, { text, outcome: row.outcome });
    else if (before.text !== text) notes.set(row.row_no, { text: `${before.text}\n${text}`, outcome: before.outcome === 'rejected' ? 'rejected' : row.outcome });
  }
  return sheets;
}

/** The workbook's own sheets with a cell more in each row that was read. */
async function markSheets(bytes: Uint8Array, name: string, tables: readonly StoredTable[], notes: ReadonlyMap<string, Notes>, language: Language): Promise<Result<Uint8Array>> {
  const read = await readFile(bytes, name);
  if (!read.ok) return read;
  const marks = new Map<string, SheetMarks>();
  for (const source of read.value) {
    const table = tables.find((one) => one.sheet === source.sheet);
    const said = notes.get(source.sheet);
    if (table === undefined || said === undefined) continue;
    let column = 0;
    for await (const { cells } of source.rows()) column = Math.max(column, cells.length);
    marks.set(source.sheet, {
      column,
      texts: new Map([
        ...(table.headerRow < 0 ? [] : [[table.headerRow + 1, words[language].heading] as const]),
        ...[...said].map(([rowNo, { text }]) => [rowNo, safeText(text)] as const),
      ]),
    });
  }
  return ok(await markWorkbook(bytes, marks));
}

/** Sheets read by another reader (.xls, markup), written as a new workbook. */
async function writeAsWorkbook(
  bytes: Uint8Array,
  name: string,
  tables: readonly StoredTable[],
  notes: ReadonlyMap<string, Notes>,
  language: Language,
): Promise<Result<Uint8Array>> {
  const read = await readFile(bytes, name);
  if (!read.ok) return read;
  const sheets = await Promise.all(
    read.value.map(async (source) => {
      const table = tables.find((one) => one.sheet === source.sheet);
      const said = notes.get(source.sheet);
      const rows: CellValue[][] = [];
      for await (const { cells } of source.rows()) rows.push(cells.map((cell) => (typeof cell === 'string' ? safeText(cell) : cell)));
      const at = rows.reduce((width, row) => Math.max(width, row.length), 0);
      const put = (row: number, value: string): void => {
        const cells = rows[row];
        if (cells === undefined) return;
        while (cells.length < at) cells.push(null);
        cells[at] = value;
      };
      if (table !== undefined && said !== undefined) {
        put(table.headerRow, words[language].heading);
        for (const [rowNo, { text }] of said) put(rowNo - 1, safeText(text));
      }
      return { name: source.sheet === '' ? 'Sheet1' : source.sheet, rows, merges: source.head.merges as MergeRange[], hidden: source.hidden };
    }),
  );
  return ok(await writeXlsx({ sheets }));
}

const quoted = (text: string, delimiter: string): string => (/["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text);

/** The text with a field more at the end of each record; all that was there stays as it was written. */
export function markText(text: string, delimiter: string, headerRow: number, heading: string, notes: Notes): string {
  const records: { readonly end: number; readonly fields: number }[] = [];
  let isQuoted = false;
  let fields = 1;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && char === delimiter) fields += 1;
    else if (!isQuoted && char === '\n') {
      records.push({ end: text[at - 1] === '\r' ? at - 1 : at, fields });
      fields = 1;
    }
  }
  if (!text.endsWith('\n')) records.push({ end: text.length, fields });
  const widest = records.reduce((most, record) => Math.max(most, record.fields), 1);
  let marked = '';
  let from = 0;
  for (const [index, { end, fields: has }] of records.entries()) {
    marked += text.slice(from, end);
    const said = index === headerRow ? heading : notes.get(index + 1)?.text;
    if (said !== undefined) marked += `${delimiter.repeat(widest - has + 1)}${quoted(safeText(said), delimiter)}`;
    from = end;
  }
  return marked + text.slice(from);
}

/** The encoding that decodeText took the bytes for. */
function encodingOf(bytes: Uint8Array, text: string): { readonly name: string; readonly bom: boolean } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { name: 'utf16le', bom: true };
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { name: 'utf8', bom: true };
  return { name: Buffer.from(text, 'utf8').equals(Buffer.from(bytes)) ? 'utf8' : 'gb18030', bom: false };
}

/** The marked file. Refusals: notFound, import.running, import.contentGone. */
export async function writeResult(services: Services, tx: Tx, importId: string, fileNo: number, language: Language): Promise<Result<FileReply>> {
  const run = await findRun(tx, importId);
  if (run === undefined) return refuse('notFound');
  if (run.state === 'running') return refuse('import.running');
  const [file] = await openContents(services, tx, importId, fileNo);
  if (file === undefined) return refuse('notFound');
  if (run.contents_until === null || file.bytes.length === 0) return refuse('import.contentGone');
  const tables = run.tables.filter((table) => table.fileNo === fileNo);
  const notes = await notesOf(services, tx, importId, file.name, language);
  await audit(tx, { action: 'import.result', entity: 'import', entityId: importId, division: tx.actor.scope.padEnd(12, '0'), details: { file: file.name } });
  const base = `${file.name.replace(/\.[^.]+$/, '')}-${words[language].file}`;
  const workbook = (bytes: Uint8Array): Result<FileReply> => ok({ fileName: `${base}.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
  const entries = file.bytes[0] === 0x50 && file.bytes[1] === 0x4b ? zipEntries(file.bytes) : null;
  if (entries?.some(({ name: entry }) => /^xl\/workbook\.xml$/i.test(entry)) === true) {
    const marked = await markSheets(file.bytes, file.name, tables, notes, language);
    return marked.ok ? workbook(marked.value) : marked;
  }
  // Of old and binary workbooks and of documents a workbook is written with what was read of them.
  const text = entries !== null || isOldWorkbook(file.bytes) ? null : decodeText(file.bytes);
  if (text === null || /^\s*</.test(text)) {
    const written = await writeAsWorkbook(file.bytes, file.name, tables, notes, language);
    return written.ok ? workbook(written.value) : written;
  }
  const { name, bom } = encodingOf(file.bytes, text);
  const marked = markText(text, detectDelimiter(text.slice(0, 20_000)), tables[0]?.headerRow ?? 0, words[language].heading, notes.get('') ?? new Map());
  return ok({ fileName: `${base}.csv`, contentType: 'text/csv', bytes: iconv.encode(marked, name, { addBOM: bom }) });
}
