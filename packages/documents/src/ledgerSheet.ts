// The ledger given back in the offices' layout. Numbers come in masked unless somebody had leave to
// take them out; either way they are text, never numbers that a spreadsheet rounds.
import type { Category } from '@shouwang/domain/ledger';
import type { OfficeColumn, OfficeSheet } from './officeSheet.ts';
import type { SheetWords } from './words.ts';

export interface LedgerSheetRow {
  readonly town: string;
  readonly village: string;
  readonly group: string | null;
  readonly name: string;
  readonly sex: 'male' | 'female' | null;
  /** `YYYY-MM-DD` or `YYYY-MM`. */
  readonly birthDate: string | null;
  readonly age: number | null;
  readonly idNo: string;
  readonly phone: string;
  readonly categories: readonly Category[];
  /** Label of the tier in the county's words. */
  readonly tier: string | null;
  readonly responsible: string | null;
  readonly lastVisitOn: string | null;
  readonly remarks: string;
}

export interface LedgerSheet {
  readonly unit: string;
  readonly filledOn: string;
  /** Whose ledger it is: the place that the title names stands in no column. */
  readonly of?: 'town' | 'village';
  readonly rows: readonly LedgerSheetRow[];
}

/** The ledger in the office's layout, for a workbook or for paper. */
export function ledgerSheet(sheet: LedgerSheet, words: SheetWords): OfficeSheet {
  const of = words.ledger.columns;
  type Value = (row: LedgerSheetRow, index: number) => string | number | null;
  type Column = OfficeColumn & { readonly value: Value };
  const text = (title: string, width: number, value: Value): Column => ({ title, width, kind: 'text', value });
  const number = (title: string, value: Value): Column => ({ title, width: 6, kind: 'number', value });
  const columns: Column[] = [
    number(of.number, (_, index) => index + 1),
    ...(sheet.of === undefined ? [text(of.town, 12, (row) => row.town)] : []),
    ...(sheet.of === 'village' ? [] : [text(of.village, 14, (row) => row.village)]),
    text(of.group, 6, (row) => row.group),
    text(of.name, 12, (row) => row.name),
    text(of.sex, 6, (row) => (row.sex === null ? null : words.facts.sex[row.sex])),
    text(of.birth, 12, (row) => row.birthDate),
    number(of.age, (row) => row.age),
    text(of.idNo, 21, (row) => row.idNo),
    text(of.phone, 15, (row) => row.phone),
    text(of.categories, 20, (row) => row.categories.map((category) => words.facts.category[category]).join('、')),
    text(of.tier, 14, (row) => row.tier),
    text(of.responsible, 14, (row) => row.responsible),
    text(of.lastVisit, 12, (row) => row.lastVisitOn),
    text(of.remarks, 20, (row) => row.remarks),
  ];
  return {
    sheetName: words.ledger.sheet,
    title: words.ledger.title(sheet.unit),
    left: `${words.unit}：${sheet.unit}`,
    right: `${words.filledOn}：${sheet.filledOn}`,
    columns,
    rows: sheet.rows.map((row, index) => columns.map((column) => column.value(row, index))),
    totals: null,
    note: null,
    signers: [`${words.signers.filler}：`, `${words.signers.reviewer}：`],
    pageFooter: words.page,
  };
}
