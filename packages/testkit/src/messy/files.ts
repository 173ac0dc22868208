// Tables of a messy folder as the bytes of files: workbooks new and old, text in several encodings and
// separators, pages that call themselves .xls, and a workbook that nobody can open.
import { utils, write } from '@e965/xlsx';
import { writeXlsx, type CellValue } from 'hucre';
import iconv from 'iconv-lite';
import { crc32 } from 'node:zlib';
import type { MessyBook, MessySheet } from './ledger.ts';
import type { OfficeStyle } from './style.ts';
import type { Cell } from './words.ts';

export interface MessyFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const quoted = (cell: Cell, separator: string, always: boolean): string => {
  const text = cell === null ? '' : String(cell);
  return always || /["\n\r]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text;
};
const escaped = (cell: Cell): string => (cell === null ? '' : String(cell)).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>');

function textOf({ rows }: MessySheet, { separator, encoding, quotes }: OfficeStyle): Uint8Array {
  const text = `${rows.map((row) => row.map((cell) => quoted(cell, separator, quotes)).join(separator)).join('\r\n')}\r\n`;
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

/** A zip whose entries are stored as they are. */
function storedZip(entries: readonly (readonly [string, string])[]): Uint8Array {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of entries) {
    const [path, bytes] = [Buffer.from(name), Buffer.from(text)];
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(crc32(bytes), 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt32LE(bytes.length, 22);
    head.writeUInt16LE(path.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(offset, 42);
    parts.push(head, path, bytes);
    central.push(entry, path);
    offset += head.length + path.length + bytes.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

const paragraph = (text: string): string =>
  `<w:p><w:r>${text
    .split('\n')
    .map((line) => `<w:t xml:space="preserve">${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</w:t>`)
    .join('<w:br/>')}</w:r></w:p>`;
/** A document of which each sheet is a table, what stands merged over its columns a line above it. */
export function documentOf(book: Pick<MessyBook, 'sheets'>): Uint8Array {
  const body = book.sheets.map(({ rows, merges }) => {
    const cells = (row: readonly Cell[], at: number): string => {
      const written: string[] = [];
      for (let col = 0; col < row.length; col += 1) {
        const merge = merges.find(({ startRow, endRow, startCol, endCol }) => at >= startRow && at <= endRow && col >= startCol && col <= endCol);
        const span = merge === undefined ? 1 : merge.endCol - merge.startCol + 1;
        const down = merge === undefined || merge.endRow === merge.startRow ? '' : merge.startRow === at ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>';
        written.push(
          `<w:tc><w:tcPr>${span > 1 ? `<w:gridSpan w:val="${span}"/>` : ''}${down}</w:tcPr>${paragraph(row[col] === null || row[col] === undefined ? '' : String(row[col]))}</w:tc>`,
        );
        col += span - 1;
      }
      return `<w:tr>${written.join('')}</w:tr>`;
    };
    return `<w:tbl>${rows.map(cells).join('')}</w:tbl>${paragraph('')}`;
  });
  return storedZip([
    ['[Content_Types].xml', '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'],
    [
      'word/document.xml',
      `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body.join('')}</w:body></w:document>`,
    ],
  ]);
}

/** `lies`: the file's name ends like that of another format. */
export async function bytesOf(book: MessyBook, style: OfficeStyle, lies = false): Promise<MessyFile> {
  const file = await honestBytes(book, style);
  const endings: Readonly<Record<string, string>> = { xlsx: 'xls', xls: 'xlsx', csv: 'xls', txt: 'csv', docx: 'xlsx' };
  return lies ? { ...file, name: file.name.replace(/[a-z]+$/, (ending) => endings[ending] ?? ending) } : file;
}

async function honestBytes(book: MessyBook, style: OfficeStyle): Promise<MessyFile> {
  const [first] = book.sheets as [MessySheet];
  switch (style.format) {
    case 'csv':
      return { name: `${book.name}.${style.separator === '\t' ? 'txt' : 'csv'}`, bytes: textOf(first, style) };
    case 'docx':
      return { name: `${book.name}.docx`, bytes: documentOf(book) };
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
