// A sheet as offices keep it (domain-facts §10): merged title, reporting unit and date, header of one
// or two rows, rows with a running number, sums, places for signatures; A4 landscape, header repeated
// on every page. The library that writes workbooks is known here and nowhere else.
import { writeXlsx, type Cell, type CellStyle, type CellValue, type MergeRange } from 'hucre/xlsx';

export interface OfficeColumn {
  /** Heading over several neighbouring columns; columns with the same one stand under it together. */
  readonly group?: string;
  readonly title: string;
  /** In characters of the ordinary font. */
  readonly width: number;
  /** `text` keeps identity numbers and phones as they are written. */
  readonly kind: 'text' | 'number' | 'percent';
}

export interface OfficeSheet {
  readonly sheetName: string;
  readonly title: string;
  /** Line below the title: left, and what stands at its right end. */
  readonly left: string;
  readonly right: string;
  readonly columns: readonly OfficeColumn[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Last row of the table; null where nothing is summed. */
  readonly totals: readonly (string | number | null)[] | null;
  readonly note: string | null;
  /** Places for signatures below the table. */
  readonly signers: readonly string[];
  readonly pageFooter: string;
}

const line = { style: 'thin' } as const;
const boxed = { top: line, right: line, bottom: line, left: line };
const body = { name: '仿宋', size: 11 };
const middle = { horizontal: 'center', vertical: 'center', wrapText: true } as const;
const titleStyle: CellStyle = { font: { name: '方正小标宋简体', size: 18, bold: true }, alignment: { horizontal: 'center', vertical: 'center' } };
const headStyle: CellStyle = { font: { ...body, bold: true }, alignment: middle, border: boxed };
const lineStyle: CellStyle = { font: body, alignment: { vertical: 'center' } };
const formats = { text: '@', number: '0', percent: '0.0%' } as const;
const cellStyle = (kind: OfficeColumn['kind'], bold: boolean): CellStyle => ({
  font: bold ? { ...body, bold } : body,
  border: boxed,
  numFmt: formats[kind],
  alignment: kind === 'text' ? { vertical: 'center', wrapText: true } : { horizontal: 'center', vertical: 'center' },
});

/**
 * A text that a spreadsheet program could take for a formula (also after it was saved as CSV and
 * opened again) gets an apostrophe in front.
 */
export const safeText = (text: string): string => (/^[=+\-@\t\r]/.test(text) && text.length > 1 ? `'${text}` : text);

const safe = (value: string | number | null): CellValue => (typeof value === 'string' ? safeText(value) : value);

/** Lines that the fullest cell of a row takes; a Chinese character is as wide as two digits. */
function linesOf(row: readonly (string | number | null)[], columns: readonly OfficeColumn[]): number {
  let lines = 1;
  for (const [index, value] of row.entries()) {
    // Whatever has room for each of its characters twice is one line: most cells are seen through at once.
    const width = (columns[index]?.width ?? 10) - 1;
    if (typeof value !== 'string' || value.length * 2 <= width) continue;
    let taken = 0;
    for (const character of value) taken += character > '\u00ff' ? 2 : 1;
    lines = Math.max(lines, Math.ceil(taken / width));
  }
  return lines;
}

interface Header {
  readonly rows: CellValue[][];
  readonly merges: MergeRange[];
}

/** Two rows where any column stands under a group, one otherwise; `at` is the header's first row. */
function headerOf(columns: readonly OfficeColumn[], at: number): Header {
  if (columns.every((column) => column.group === undefined)) return { rows: [columns.map((column) => column.title)], merges: [] };
  const upper: CellValue[] = [];
  const lower: CellValue[] = [];
  const merges: MergeRange[] = [];
  columns.forEach((column, index) => {
    if (column.group === undefined) {
      upper.push(column.title);
      lower.push(null);
      merges.push({ startRow: at, startCol: index, endRow: at + 1, endCol: index });
      return;
    }
    lower.push(column.title);
    const before = columns[index - 1]?.group === column.group;
    upper.push(before ? null : column.group);
    const last = merges.at(-1);
    if (before && last !== undefined && last.startRow === last.endRow) merges[merges.length - 1] = { ...last, endCol: index };
    else merges.push({ startRow: at, startCol: index, endRow: at, endCol: index });
  });
  return { rows: [upper, lower], merges: merges.filter((merge) => merge.startRow !== merge.endRow || merge.startCol !== merge.endCol) };
}

/** Writes one sheet as .xlsx bytes. */
export async function writeOfficeSheet(sheet: OfficeSheet): Promise<Uint8Array> {
  const width = sheet.columns.length;
  const last = width - 1;
  const half = Math.max(0, Math.floor(width / 2) - 1);
  const header = headerOf(sheet.columns, 2);
  const firstRow = 2 + header.rows.length;
  const table = [...sheet.rows, ...(sheet.totals === null ? [] : [sheet.totals])];
  const blank = (): CellValue[] => Array.from({ length: width }, () => null);
  const place = (entries: readonly (readonly [number, string])[]): CellValue[] => {
    const row = blank();
    for (const [column, text] of entries) row[column] = text;
    return row;
  };
  const step = Math.max(1, Math.floor(width / Math.max(1, sheet.signers.length)));
  const below: CellValue[][] = [
    ...(sheet.note === null ? [] : [place([[0, sheet.note]])]),
    ...(sheet.signers.length === 0 ? [] : [blank(), place(sheet.signers.map((signer, index) => [Math.min(last, index * step), signer] as const))]),
  ];

  const cells = new Map<string, Partial<Cell>>();
  const style = (row: number, column: number, of: CellStyle): void => void cells.set(`${row},${column}`, { style: of });
  style(0, 0, titleStyle);
  // The cells behind the title and the line would else take the borders of their columns.
  for (let column = 1; column < width; column += 1) for (const row of [0, 1]) style(row, column, lineStyle);
  for (const column of [0, half + 1]) style(1, column, column === 0 ? lineStyle : { ...lineStyle, alignment: { horizontal: 'right', vertical: 'center' } });
  for (let row = 2; row < firstRow; row += 1) for (let column = 0; column < width; column += 1) style(row, column, headStyle);
  // Ordinary rows take the style of their column: a style for each of their cells is slow at 100,000 rows.
  if (sheet.totals !== null) sheet.columns.forEach((column, index) => style(firstRow + sheet.rows.length, index, cellStyle(column.kind, true)));
  below.forEach((_, index) => {
    for (let column = 0; column < width; column += 1) style(firstRow + table.length + index, column, lineStyle);
  });

  const merges: MergeRange[] = [
    { startRow: 0, startCol: 0, endRow: 0, endCol: last },
    ...(half > 0 ? [{ startRow: 1, startCol: 0, endRow: 1, endCol: half }] : []),
    ...(half + 1 < last ? [{ startRow: 1, startCol: half + 1, endRow: 1, endCol: last }] : []),
    ...header.merges,
    ...(sheet.note === null ? [] : [{ startRow: firstRow + table.length, startCol: 0, endRow: firstRow + table.length, endCol: last }]),
  ];
  return writeXlsx({
    defaultFont: body,
    properties: { title: sheet.title },
    sheets: [
      {
        name: sheet.sheetName,
        columns: sheet.columns.map((column) => ({ width: column.width, style: cellStyle(column.kind, false) })),
        rows: [
          place([[0, safeText(sheet.title)]]),
          place([
            [0, safeText(sheet.left)],
            [half + 1, safeText(sheet.right)],
          ]),
          ...header.rows,
          ...table.map((row) => row.map(safe)),
          ...below,
        ],
        cells,
        merges,
        rowDefs: new Map([
          [0, { height: 34 }],
          [1, { height: 22 }],
          ...header.rows.map((_, index) => [2 + index, { height: 24 }] as const),
          // Programs give a row one line unless they are told: a long name would be cut off.
          ...table.map((row, index) => [firstRow + index, { height: Math.max(20, linesOf(row, sheet.columns) * 15 + 3) }] as const),
        ]),
        freezePane: { rows: firstRow },
        pageSetup: {
          paperSize: 'a4',
          orientation: 'landscape',
          fitToPage: true,
          fitToWidth: 1,
          fitToHeight: 0,
          horizontalCentered: true,
          printTitlesRow: `$3:$${firstRow}`,
          margins: { top: 0.7, bottom: 0.7, left: 0.5, right: 0.5, header: 0.3, footer: 0.3 },
        },
        headerFooter: { oddFooter: `&C${sheet.pageFooter}` },
      },
    ],
  });
}
