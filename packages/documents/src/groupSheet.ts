// The 三留守 record as a sheet in the county's own columns. Identity numbers and phones stand as text; what
// the record has no choice for is counted in the note below the table, so that it is not lost in silence.
import { groupCell, type GroupField, type GroupLayout, type GroupPerson, type GroupRules } from '@shouwang/domain/intake';
import { writeOfficeSheet, type OfficeColumn } from './officeSheet.ts';
import { sheetWords } from './words.ts';

const numbers: ReadonlySet<GroupField> = new Set(['age', 'childCount', 'yearlyIncome']);
const widths: Readonly<Partial<Record<GroupField, number>>> = {
  idNo: 21,
  spouseIdNo: 21,
  address: 28,
  hukouAddress: 28,
  phone: 15,
  contactPhone: 15,
  childPhones: 28,
  childNames: 20,
  kinds: 24,
  needs: 24,
  remark: 24,
  name: 10,
  sex: 6,
  age: 6,
  group: 8,
};

export interface GroupSheet {
  readonly unit: string;
  readonly filledOn: string;
  readonly layout: GroupLayout;
  readonly people: readonly GroupPerson[];
  readonly rules: GroupRules;
}

/** Writes the sheet as .xlsx bytes. */
export async function groupSheet(sheet: GroupSheet): Promise<Uint8Array> {
  const words = sheetWords.groups;
  const lost = new Map<string, number>();
  const rows = sheet.people.map((person, index) => [
    index + 1,
    ...sheet.layout.columns.map(({ field, heading }) => {
      const cell = groupCell(field, person, sheet.rules);
      if (cell.lost !== undefined) {
        const key = words.lost(heading, cell.lost);
        lost.set(key, (lost.get(key) ?? 0) + 1);
      }
      return cell.text;
    }),
  ]);
  const columns: OfficeColumn[] = [
    { title: sheetWords.ledger.columns.number, width: 6, kind: 'number' },
    ...sheet.layout.columns.map(({ field, heading }): OfficeColumn => ({ title: heading, width: widths[field] ?? 12, kind: numbers.has(field) ? 'number' : 'text' })),
  ];
  return writeOfficeSheet({
    sheetName: words.sheet,
    title: words.title(sheet.unit),
    left: `${sheetWords.unit}：${sheet.unit}`,
    right: `${sheetWords.filledOn}：${sheet.filledOn}`,
    columns,
    rows,
    totals: null,
    note: lost.size === 0 ? null : words.note([...lost].map(([what, count]) => words.people(what, count))),
    signers: [`${sheetWords.signers.filler}：`, `${sheetWords.signers.reviewer}：`],
    pageFooter: sheetWords.page,
  });
}
