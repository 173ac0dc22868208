// A column more in the sheets of a workbook, and every other byte as it was: the rows of a sheet's XML get
// one cell at their end while they stream by, all other parts of the zip are copied packed as they are. So
// formats, merges, pictures and formulas stay, and a ledger of 100,000 rows is not held in memory. (The
// library's round trip rebuilds the workbook: a millisecond a row, without giving way to other requests.)
import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';
import { sheetParts } from './largeWorkbook.ts';
import { attributeOf } from './xmlTags.ts';
import { entryText, zipEntries, type ZipEntry } from './zipGuard.ts';

/** What a sheet is given: texts by row number (1 is the first), in the column with this 0-based index. */
export interface SheetMarks {
  readonly column: number;
  readonly texts: ReadonlyMap<number, string>;
}

const escaped = (text: string): string =>
  text
    .replace(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** 0 → A, 26 → AA. */
const letters = (column: number): string => (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

const WIDTH = 48;

/** One row's XML with its cell; it looks like the last cell of the row. */
function markedRow(row: string, rowNo: number, marks: SheetMarks): string {
  const text = marks.texts.get(rowNo);
  if (text === undefined) return row;
  const [, prefix = ''] = /^<([\w.-]+:)?row\b/.exec(row) ?? [];
  const style = [...row.matchAll(/<(?:[\w.-]+:)?c\b([^>]*)>/g)].map((match) => attributeOf(match[1] as string, 's')).findLast((index) => index !== undefined);
  const cell = `<${prefix}c r="${letters(marks.column)}${rowNo}"${style === undefined ? '' : ` s="${style}"`} t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${escaped(text)}</${prefix}t></${prefix}is></${prefix}c>`;
  const opened = row.replace(/\sspans="[^"]*"/, '');
  return /^<[^>]*\/>$/.test(opened) ? `${opened.slice(0, -2)}>${cell}</${prefix}row>` : opened.replace(/<\/(?:[\w.-]+:)?row\s*>$/, (end) => `${cell}${end}`);
}

/** What stands before the rows: the extent is left to the program to find, the new column is wide enough to read. */
function markedHead(head: string, column: number): string {
  const plain = head.replace(/<(?:[\w.-]+:)?dimension\b[^>]*\/>/, '');
  const [, prefix = ''] = /<([\w.-]+:)?sheetData\b/.exec(plain) ?? [];
  const col = `<${prefix}col min="${column + 1}" max="${column + 1}" width="${WIDTH}" customWidth="1"/>`;
  const widest = Math.max(0, ...[...plain.matchAll(/<(?:[\w.-]+:)?col\b([^>]*)>/g)].map((match) => Number(attributeOf(match[1] as string, 'max') ?? 0)));
  if (/<(?:[\w.-]+:)?cols\b/.test(plain)) return widest > column ? plain : plain.replace(/<\/(?:[\w.-]+:)?cols>/, (end) => `${col}${end}`);
  return plain.replace(/<(?:[\w.-]+:)?sheetData\b/, (start) => `<${prefix}cols>${col}</${prefix}cols>${start}`);
}

/** The XML of a sheet, piece by piece, its rows marked. */
async function* markedSheet(pieces: AsyncIterable<string>, marks: SheetMarks): AsyncGenerator<string> {
  let rest = '';
  let isHead = true;
  let rowNo = 0;
  const rowStart = /<(?:[\w.-]+:)?row(?=[\s>/])[^>]*>/g;
  const rowEnd = /<\/(?:[\w.-]+:)?row\s*>/g;
  for await (const piece of pieces) {
    rest += piece;
    let out = '';
    if (isHead) {
      const data = /<(?:[\w.-]+:)?sheetData\b[^>]*>/.exec(rest);
      if (data === null) continue;
      const end = data.index + data[0].length;
      out = markedHead(rest.slice(0, end), marks.column);
      rest = rest.slice(end);
      isHead = false;
    }
    let at = 0;
    for (;;) {
      rowStart.lastIndex = at;
      const start = rowStart.exec(rest);
      if (start === null) break;
      let end = start.index + start[0].length;
      if (!start[0].endsWith('/>')) {
        rowEnd.lastIndex = end;
        if (rowEnd.exec(rest) === null) break;
        end = rowEnd.lastIndex;
      }
      const number = attributeOf(start[0], 'r');
      rowNo = number === undefined ? rowNo + 1 : Number(number);
      out += rest.slice(at, start.index) + markedRow(rest.slice(start.index, end), rowNo, marks);
      at = end;
    }
    rest = rest.slice(at);
    if (out !== '') yield out;
  }
  yield rest;
}

interface Packed {
  readonly bytes: Buffer;
  readonly size: number;
  readonly crc: number;
}

async function pack(pieces: AsyncIterable<string>): Promise<Packed> {
  const deflate = createDeflateRaw({ level: 6 });
  const chunks: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(deflate, 'end');
  let size = 0;
  let crc = 0;
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece);
    size += bytes.length;
    crc = crc32(bytes, crc);
    if (!deflate.write(bytes)) await once(deflate, 'drain');
  }
  deflate.end();
  await ended;
  return { bytes: Buffer.concat(chunks), size, crc };
}

const DEFLATED = 8;
const UTF8_NAMES = 0x0800;

function localHeader(name: Buffer, packed: Packed): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(UTF8_NAMES, 6);
  header.writeUInt16LE(DEFLATED, 8);
  header.writeUInt16LE(0x21, 12);
  header.writeUInt32LE(packed.crc, 14);
  header.writeUInt32LE(packed.bytes.length, 18);
  header.writeUInt32LE(packed.size, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name, packed.bytes]);
}

/** The zip with some entries replaced; the others are copied as they are, in the order in which they lie. */
function withEntries(bytes: Uint8Array, entries: readonly ZipEntry[], replaced: ReadonlyMap<string, Packed>): Buffer {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = whole.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const directory = whole.readUInt32LE(end + 16);
  const starts = [...entries.map(({ offset }) => offset), directory].toSorted((a, b) => a - b);
  const parts: Buffer[] = [];
  const records: Buffer[] = [];
  let offset = 0;
  let at = directory;
  for (const entry of entries) {
    const length = 46 + whole.readUInt16LE(at + 28) + whole.readUInt16LE(at + 30) + whole.readUInt16LE(at + 32);
    const packed = replaced.get(entry.name);
    const nameLength = whole.readUInt16LE(at + 28);
    let record = Buffer.from(whole.subarray(at, at + length));
    at += length;
    let part: Buffer;
    if (packed === undefined) part = whole.subarray(entry.offset, starts.find((start) => start > entry.offset) ?? directory);
    else {
      const name = record.subarray(46, 46 + nameLength);
      part = localHeader(name, packed);
      // Extra fields may tell sizes of what was there before.
      record = Buffer.from(record.subarray(0, 46 + nameLength));
      record.writeUInt16LE(UTF8_NAMES, 8);
      record.writeUInt16LE(DEFLATED, 10);
      record.writeUInt32LE(packed.crc, 16);
      record.writeUInt32LE(packed.bytes.length, 20);
      record.writeUInt32LE(packed.size, 24);
      record.writeUInt16LE(0, 30);
      record.writeUInt16LE(0, 32);
    }
    record.writeUInt32LE(offset, 42);
    offset += part.length;
    parts.push(part);
    records.push(record);
  }
  const central = Buffer.concat(records);
  const tail = Buffer.alloc(22);
  tail.writeUInt32LE(0x06054b50, 0);
  tail.writeUInt16LE(entries.length, 8);
  tail.writeUInt16LE(entries.length, 10);
  tail.writeUInt32LE(central.length, 12);
  tail.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, tail]);
}

/** The workbook with marks in the sheets named; the bytes as they are where nothing is marked. */
export async function markWorkbook(bytes: Uint8Array, marks: ReadonlyMap<string, SheetMarks>): Promise<Uint8Array> {
  const entries = zipEntries(bytes) ?? [];
  const replaced = new Map<string, Packed>();
  for (const { name, entry } of await sheetParts(bytes, entries)) {
    const said = marks.get(name);
    if (said !== undefined) replaced.set(entry.name, await pack(markedSheet(entryText(bytes, entry), said)));
  }
  return replaced.size === 0 ? bytes : withEntries(bytes, entries, replaced);
}
