// A workbook too large to hold: its sheets row by row (ECMA-376, SpreadsheetML). The library reads the
// table of shared texts as a tree, which for 100,000 people takes half a gigabyte; here only the texts
// themselves are kept, and nothing of the sheet but the row at hand.
import type { CellValue, RawTable } from '@shouwang/domain/intake';
import { dayNumber, fromDayNumber } from '@shouwang/domain/shared';
import type { SourceRow } from './sourceTable.ts';
import { attributeOf, plainText, tagReader, type TagListener } from './xmlTags.ts';
import { entryText, type ZipEntry } from './zipGuard.ts';

export interface LargeSheet {
  readonly name: string;
  readonly hidden: boolean;
  rows(): AsyncGenerator<SourceRow>;
  /** They stand behind the rows: the sheet is unpacked to its end, its cells are passed over. */
  merges(): Promise<RawTable['merges']>;
}

async function readEntry(bytes: Uint8Array, entry: ZipEntry | undefined, listener: Partial<TagListener>): Promise<void> {
  if (entry === undefined) return;
  const read = tagReader({ open: () => undefined, close: () => undefined, text: () => undefined, ...listener });
  for await (const piece of entryText(bytes, entry)) read(piece);
}

/** Texts by their number, kept as bytes: strings of a hundred thousand people take a fifth of an import's memory (quality bar P5). */
class TextTable {
  #bytes = Buffer.alloc(1 << 16);
  readonly #starts = [0];

  push(text: string): void {
    const start = this.#starts.at(-1) as number;
    const end = start + Buffer.byteLength(text);
    if (end > this.#bytes.length) {
      const wider = Buffer.alloc(2 * end);
      this.#bytes.copy(wider, 0, 0, start);
      this.#bytes = wider;
    }
    this.#bytes.write(text, start);
    this.#starts.push(end);
  }

  at(number: number): string | undefined {
    const end = this.#starts[number + 1];
    return end === undefined ? undefined : this.#bytes.toString('utf8', this.#starts[number], end);
  }
}

async function readSharedTexts(bytes: Uint8Array, entry: ZipEntry | undefined): Promise<TextTable> {
  const texts = new TextTable();
  let current = '';
  let isText = false;
  let isPhonetic = false;
  await readEntry(bytes, entry, {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 't') isText = !isPhonetic;
      else if (name === 'rPh') isPhonetic = true;
    },
    text(text) {
      if (isText) current = current === '' ? text : current + text;
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'si') texts.push(plainText(current));
    },
  });
  return texts;
}

/** Number formats that show a date: those built in (ECMA-376 18.8.30), and own ones with y, m or d. */
const isDateFormat = (id: number, own: ReadonlyMap<number, string>): boolean => {
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)) return true;
  const code = own.get(id);
  return code !== undefined && /[ymd年月日]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').replace(/general/i, ''));
};

/** For each cell style: is it a date? */
async function readDateStyles(bytes: Uint8Array, entry: ZipEntry | undefined): Promise<readonly boolean[]> {
  const own = new Map<number, string>();
  const formats: number[] = [];
  let isCell = false;
  await readEntry(bytes, entry, {
    open(name, attributes) {
      if (name === 'numFmt') own.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '');
      else if (name === 'cellXfs') isCell = true;
      else if (name === 'xf' && isCell) formats.push(Number(attributeOf(attributes, 'numFmtId') ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') isCell = false;
    },
  });
  return formats.map((id) => isDateFormat(id, own));
}

/** A1 → 0, B7 → 1, AA1 → 26. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}

interface Texts {
  readonly shared: TextTable;
  readonly dates: readonly boolean[];
  readonly epoch: number;
}

function cellOf(type: string | undefined, style: string | undefined, raw: string, texts: Texts): CellValue {
  if (type === 's') return texts.shared.at(Number(raw)) ?? null;
  if (type === 'inlineStr' || type === 'str') return plainText(raw);
  if (raw === '' || type === 'e') return null;
  if (type === 'b') return raw === '1';
  if (type === 'd') return raw.slice(0, 10);
  const value = Number(raw);
  if (Number.isNaN(value)) return plainText(raw);
  return texts.dates[Number(style ?? 0)] === true && value >= 1 && value < 2_958_466 ? fromDayNumber(texts.epoch + Math.floor(value)) : value;
}

async function* readSheet(bytes: Uint8Array, entry: ZipEntry, texts: Texts): AsyncGenerator<SourceRow> {
  let ready: SourceRow[] = [];
  let rowNo = 0;
  let cells: CellValue[] = [];
  let column = -1;
  let type: string | undefined;
  let style: string | undefined;
  let raw = '';
  let isValue = false;
  const read = tagReader({
    open(name, attributes) {
      if (name === 'c') {
        const reference = attributeOf(attributes, 'r');
        column = reference === undefined ? column + 1 : columnOf(reference);
        type = attributeOf(attributes, 't');
        style = attributeOf(attributes, 's');
        raw = '';
      } else if (name === 'v' || name === 't') isValue = true;
      else if (name === 'row') {
        const number = attributeOf(attributes, 'r');
        rowNo = number === undefined ? rowNo + 1 : Number(number);
        cells = [];
        column = -1;
      }
    },
    text(text) {
      if (isValue) raw = raw === '' ? text : raw + text;
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false;
      else if (name === 'c') {
        while (cells.length < column) cells.push(null);
        cells[column] = cellOf(type, style, raw, texts);
      } else if (name === 'row') ready.push({ rowNo, cells });
    },
  });
  for await (const piece of entryText(bytes, entry)) {
    read(piece);
    const rows = ready;
    ready = [];
    yield* rows;
  }
}

/** B2 → row 1, column 1. */
const placeOf = (reference: string): { readonly row: number; readonly col: number } => ({ row: Number(/\d+$/.exec(reference)?.[0] ?? 1) - 1, col: columnOf(reference) });
const MERGES = '<mergeCells';

async function readMerges(bytes: Uint8Array, entry: ZipEntry): Promise<RawTable['merges']> {
  const merges: { startRow: number; startCol: number; endRow: number; endCol: number }[] = [];
  const read = tagReader({
    open(name, attributes) {
      const [from, to] = name === 'mergeCell' ? (attributeOf(attributes, 'ref') ?? '').split(':') : [];
      if (from === undefined || to === undefined) return;
      const [start, end] = [placeOf(from), placeOf(to)];
      merges.push({ startRow: start.row, startCol: start.col, endRow: end.row, endCol: end.col });
    },
    close: () => undefined,
    text: () => undefined,
  });
  let isBehindRows = false;
  let tail = '';
  for await (const piece of entryText(bytes, entry)) {
    if (isBehindRows) {
      read(piece);
      continue;
    }
    const text = tail + piece;
    const at = text.indexOf(MERGES);
    isBehindRows = at !== -1;
    if (isBehindRows) read(text.slice(at));
    else tail = text.slice(-MERGES.length);
  }
  return merges;
}

export interface SheetPart {
  readonly name: string;
  readonly hidden: boolean;
  readonly entry: ZipEntry;
}

const findEntry = (entries: readonly ZipEntry[], name: string): ZipEntry | undefined => entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());

/** Sheets of a workbook in their order with the part that holds each; `is1904`: its days count from there. */
async function readWorkbookPart(bytes: Uint8Array, entries: readonly ZipEntry[]): Promise<{ readonly sheets: readonly SheetPart[]; readonly is1904: boolean }> {
  const targets = new Map<string, string>();
  await readEntry(bytes, findEntry(entries, 'xl/_rels/workbook.xml.rels'), {
    open(name, attributes) {
      if (name === 'Relationship') targets.set(attributeOf(attributes, 'Id') ?? '', attributeOf(attributes, 'Target') ?? '');
    },
  });
  const sheets: SheetPart[] = [];
  let is1904 = false;
  await readEntry(bytes, findEntry(entries, 'xl/workbook.xml'), {
    open(name, attributes) {
      if (name === 'workbookPr' && /^(1|true)$/.test(attributeOf(attributes, 'date1904') ?? '')) is1904 = true;
      if (name !== 'sheet') return;
      const target = targets.get(/:id="([^"]*)"/.exec(attributes)?.[1] ?? '') ?? '';
      const entry = findEntry(entries, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
      if (entry !== undefined) sheets.push({ name: attributeOf(attributes, 'name') ?? '', hidden: (attributeOf(attributes, 'state') ?? 'visible') !== 'visible', entry });
    },
  });
  return { sheets, is1904 };
}

export const sheetParts = async (bytes: Uint8Array, entries: readonly ZipEntry[]): Promise<readonly SheetPart[]> => (await readWorkbookPart(bytes, entries)).sheets;

/** Sheets of a workbook in their order. Texts and styles are read once, when the first row is asked for. */
export async function openLargeWorkbook(bytes: Uint8Array, entries: readonly ZipEntry[]): Promise<readonly LargeSheet[]> {
  const { sheets, is1904 } = await readWorkbookPart(bytes, entries);
  let texts: Promise<Texts> | null = null;
  const readTexts = async (): Promise<Texts> => ({
    shared: await readSharedTexts(bytes, findEntry(entries, 'xl/sharedStrings.xml')),
    dates: await readDateStyles(bytes, findEntry(entries, 'xl/styles.xml')),
    epoch: dayNumber(is1904 ? '1904-01-01' : '1899-12-30'),
  });
  return sheets.map(({ name, hidden, entry }) => ({
    name,
    hidden,
    async *rows() {
      texts ??= readTexts();
      yield* readSheet(bytes, entry, await texts);
    },
    merges: () => readMerges(bytes, entry),
  }));
}
