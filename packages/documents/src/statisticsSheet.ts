// A cross-tabulation as a workbook in the offices' layout, both totals of people said.
import words from '@shouwang/domain/words/statistics.zh-CN.json' with { type: 'json' };
import { writeOfficeSheet } from './officeSheet.ts';
import { sheetWords } from './words.ts';

export interface StatisticsSheet {
  readonly unit: string;
  readonly asOf: string;
  /** Names of the dimensions; `columns` null where there is one column of totals. */
  readonly rowsBy: string;
  readonly columnsBy: string | null;
  /** What the count was narrowed by, in words; '' for everybody. */
  readonly narrowed: string;
  readonly rows: readonly { readonly label: string; readonly persons: number }[];
  readonly columns: readonly string[];
  readonly cells: readonly (readonly number[])[];
  readonly columnPersons: readonly number[];
  readonly persons: number;
  readonly mentions: number;
}

/** Bytes of an .xlsx. */
export function statisticsSheet(sheet: StatisticsSheet): Promise<Uint8Array> {
  const of = words.statisticsSheet;
  const crossed = sheet.columnsBy !== null;
  return writeOfficeSheet({
    sheetName: of.sheet,
    title: `${sheet.unit}${of.title}${of.colon}${sheet.rowsBy}${sheet.columnsBy === null ? '' : `${of.by}${sheet.columnsBy}`}`,
    left: `${sheetWords.unit}：${sheet.unit}`,
    right: `${of.asOf}${of.colon}${sheet.asOf}`,
    columns: [
      { title: sheet.rowsBy, width: 22, kind: 'text' },
      ...(crossed ? sheet.columns.map((title) => ({ title, width: 11, kind: 'number' as const, ...(sheet.columnsBy === null ? {} : { group: sheet.columnsBy }) })) : []),
      { title: of.persons, width: 11, kind: 'number' },
      { title: of.share, width: 10, kind: 'percent' },
    ],
    rows: sheet.rows.map((row, index) => [row.label, ...(crossed ? (sheet.cells[index] ?? []) : []), row.persons, sheet.persons === 0 ? null : row.persons / sheet.persons]),
    totals: [of.total, ...(crossed ? sheet.columnPersons : []), sheet.persons, sheet.persons === 0 ? null : 1],
    note: `${of.note.replace('{{persons}}', String(sheet.persons)).replace('{{mentions}}', String(sheet.mentions))}${sheet.narrowed === '' ? '' : `${of.narrowed}${of.colon}${sheet.narrowed}`}`,
    signers: [`${sheetWords.signers.filler}：`, `${sheetWords.signers.reviewer}：`],
    pageFooter: sheetWords.page,
  });
}
