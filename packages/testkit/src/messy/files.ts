// Tables of a messy folder as the bytes of files: workbooks new and old, text in several encodings and
// separators, pages that call themselves .xls, and a workbook that nobody can open.
import { utils, write } from '@e965/xlsx';
import { writeXlsx, type CellValue } from 'hucre';
import iconv from 'iconv-lite';
import type { MessyBook, MessySheet } from './ledger.ts';
import type { OfficeStyle } from './style.ts';
import type { Cell } from './words.ts';

export interface MessyFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const quoted = (cell: Cell, separator: string): string => {
  const text = cell === null ? '' : String(cell);
  return /["\n\r]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text;
};
const escaped = (cell: Cell): string => (cell === null ? '' : String(cell)).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>');

function textOf({ rows }: MessySheet, { separator, encoding }: OfficeStyle): Uint8Array {
  const text = `${rows.map((row) => row.map((cell) => quoted(cell, separator)).join(separator)).join('\r\n')}\r\n`;
  return encoding === 'gb18030' ? iconv.encode(text, 'gb18030') : Buffer.from(`${encoding === 'utf8bom' ? '\uFEFF' : ''}${text}`);
}

function pageOf({ rows, merges }: MessySheet): Uint8Array {
  const covered = new Set<string>();
  const body = rows.map((row, at) => {
    const cells = row.map((cell, col) => {
      if (covered.has(`${at} ${col}`)) return '';
      const merge = merges.find(({ startRow, startCol }) => startRow === at && startCol === col);
      if (merge === undefined) return `<td>${escaped(cell)}</td>`;
      for (let r = merge.startRow; r <= merge.endRow; r += 1) for (let c = merge.startCol; c <= merge.endCol; c += 1) covered.add(`${r} ${c}`);
      return `<td colspan="${merge.endCol - merge.startCol + 1}" rowspan="${merge.endRow - merge.startRow + 1}">${escaped(cell)}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return Buffer.from(`<html><head><meta charset="utf-8"></head><body><table border="1">${body.join('\n')}</table></body></html>`);
}

function oldBook(book: MessyBook): Uint8Array {
  const workbook = utils.book_new();
  for (const sheet of book.sheets) {
    const cells = utils.aoa_to_sheet(sheet.rows as unknown[][]);
    cells['!merges'] = sheet.merges.map(({ startRow, startCol, endRow, endCol }) => ({ s: { r: startRow, c: startCol }, e: { r: endRow, c: endCol } }));
    utils.book_append_sheet(workbook, cells, sheet.name);
  }
  workbook.Workbook = { Sheets: book.sheets.map((sheet) => ({ name: sheet.name, Hidden: sheet.hidden === true ? 1 : 0 })) };
  return new Uint8Array(write(workbook, { type: 'array', bookType: 'biff8' }) as ArrayBuffer);
}

export async function bytesOf(book: MessyBook, style: OfficeStyle): Promise<MessyFile> {
  const [first] = book.sheets as [MessySheet];
  switch (style.format) {
    case 'csv':
      return { name: `${book.name}.${style.separator === '\t' ? 'txt' : 'csv'}`, bytes: textOf(first, style) };
    case 'html':
      return { name: `${book.name}.xls`, bytes: pageOf(first) };
    case 'xls':
      return { name: `${book.name}.xls`, bytes: oldBook(book) };
    case 'xlsx':
      return {
        name: `${book.name}.xlsx`,
        bytes: await writeXlsx({
          sheets: book.sheets.map(({ name, rows, merges, hidden }) => ({ name, rows: rows as CellValue[][], merges, ...(hidden === true ? { hidden } : {}) })),
        }),
      };
  }
}

/** What is left of a workbook behind a password: a container whose stream is named so. */
export const encryptedWorkbook = (name: string): MessyFile => ({
  name,
  bytes: Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(504), Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(512)]),
});
