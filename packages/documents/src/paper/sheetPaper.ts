// An office sheet on paper: the same title, unit line, columns, sums and signers as its workbook.
import type { OfficeSheet } from '../officeSheet.ts';
import { ink, label, type Paper, type PaperCell } from './paper.ts';

const ROW = 7;

function headerRows({ columns }: OfficeSheet): PaperCell[][] {
  if (columns.every((column) => column.group === undefined)) return [columns.map((column) => label(column.title, 1))];
  const upper: PaperCell[] = [];
  const lower: PaperCell[] = [];
  for (let at = 0; at < columns.length;) {
    const column = columns[at];
    if (column === undefined) break;
    let end = at + 1;
    if (column.group === undefined) upper.push(label(column.title, 1, 2));
    else {
      while (columns[end]?.group === column.group) end += 1;
      upper.push(label(column.group, end - at));
      lower.push(...columns.slice(at, end).map((below) => label(below.title, 1)));
    }
    at = end;
  }
  return [upper, lower];
}

/** Landscape A4, header rows on every page. */
export function sheetPaper(sheet: OfficeSheet): Paper {
  const row = (values: readonly (string | number | null)[]) => ({
    tall: ROW,
    cells: sheet.columns.map((column, index): PaperCell => {
      const value = values[index] ?? null;
      const text = value === null ? '' : typeof value === 'number' && column.kind === 'percent' ? `${(value * 100).toFixed(1)}%` : String(value);
      return { ...ink(text), kind: column.kind === 'text' ? 'value' : 'number' };
    }),
  });
  const header = headerRows(sheet);
  return {
    title: sheet.title,
    left: sheet.left,
    right: sheet.right,
    tables: [
      {
        columns: sheet.columns.map((column) => column.width),
        headerRows: header.length,
        rows: [...header.map((cells) => ({ tall: ROW, cells })), ...sheet.rows.map(row), ...(sheet.totals === null ? [] : [row(sheet.totals)])],
      },
    ],
    notes: sheet.note === null ? [] : [sheet.note],
    signers: sheet.signers,
    copies: [],
    orientation: 'landscape',
  };
}
