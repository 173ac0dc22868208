// The ledger given back in the offices' layout. Numbers come in masked unless somebody had leave to
// take them out; either way they are text, never numbers that a spreadsheet rounds.
import type { Category } from '@shouwang/domain/ledger';
import { writeOfficeSheet, type OfficeColumn } from './officeSheet.ts';
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
  readonly rows: readonly LedgerSheetRow[];
}

/** Writes the sheet as .xlsx bytes. */
export async function ledgerSheet(sheet: LedgerSheet, words: SheetWords): Promise<Uint8Array> {
  const of = words.ledger.columns;
  const text = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'text' });
  const columns: OfficeColumn[] = [
    { title: of.number, width: 6, kind: 'number' },
    text(of.town, 12),
    text(of.village, 14),
    text(of.group, 6),
    text(of.name, 12),
    text(of.sex, 6),
    text(of.birth, 12),
    { title: of.age, width: 6, kind: 'number' },
    text(of.idNo, 21),
    text(of.phone, 15),
    text(of.categories, 20),
    text(of.tier, 14),
    text(of.responsible, 14),
    text(of.lastVisit, 12),
    text(of.remarks, 20),
  ];
  return writeOfficeSheet({
    sheetName: words.ledger.sheet,
    title: words.ledger.title(sheet.unit),
    left: `${words.unit}：${sheet.unit}`,
    right: `${words.filledOn}：${sheet.filledOn}`,
    columns,
    rows: sheet.rows.map((row, index) => [
      index + 1,
      row.town,
      row.village,
      row.group,
      row.name,
      row.sex === null ? null : words.ledger.sexes[row.sex],
      row.birthDate,
      row.age,
      row.idNo,
      row.phone,
      row.categories.map((category) => words.categories[category]).join('、'),
      row.tier,
      row.responsible,
      row.lastVisitOn,
      row.remarks,
    ]),
    totals: null,
    note: null,
    signers: [`${words.signers.filler}：`, `${words.signers.reviewer}：`],
    pageFooter: words.page,
  });
}
