// Working lists as workbooks: whose assessment is due again, and who is at which risk.
import { writeOfficeSheet } from './officeSheet.ts';
import { sheetWords } from './words.ts';

const kinds = { ability: '能力评估', selfCare: '特困自理能力', needs: '需求评估' } as const;
export const careSheetWords = {
  due: {
    sheet: '待复评',
    title: (unit: string, kind: keyof typeof kinds): string => `${unit}${kinds[kind]}待复评名单`,
    columns: ['序号', '镇（街道）', '村（社区）', '姓名', '上次评估', '来源', '应复评日期', '已超期（天）'],
    from: { here: '本系统', register: '评估结果名册' },
  },
  risk: {
    sheet: '风险名单',
    title: (unit: string): string => `${unit}风险等级名单`,
    columns: ['序号', '镇（街道）', '村（社区）', '姓名', '年龄', '风险等级', '分值', '起始日期', '判定依据', '责任人', '最近复核', '应复核日期', '备注'],
    provisional: '待确认',
  },
};

export interface DueSheetRow {
  readonly townName: string;
  readonly villageName: string;
  readonly elderName: string;
  readonly lastOn: string;
  readonly from: 'here' | 'register';
  readonly dueOn: string;
  /** Negative while there is time. */
  readonly overdueDays: number;
}
const widths = (titles: readonly string[], sizes: readonly number[]) => titles.map((title, index) => ({ title, width: sizes[index] ?? 12, kind: 'text' as const }));

/** Bytes of an .xlsx. */
export function assessmentsDueSheet(list: {
  readonly unit: string;
  readonly filledOn: string;
  readonly kind: keyof typeof kinds;
  readonly rows: readonly DueSheetRow[];
}): Promise<Uint8Array> {
  const words = careSheetWords.due;
  return writeOfficeSheet({
    sheetName: words.sheet,
    title: words.title(list.unit, list.kind),
    left: `${sheetWords.unit}：${list.unit}`,
    right: `${sheetWords.filledOn}：${list.filledOn}`,
    columns: widths(words.columns, [6, 14, 14, 12, 13, 16, 14, 14]),
    rows: list.rows.map((row, index) => [
      String(index + 1),
      row.townName,
      row.villageName,
      row.elderName,
      row.lastOn,
      words.from[row.from],
      row.dueOn,
      row.overdueDays > 0 ? String(row.overdueDays) : '',
    ]),
    totals: null,
    note: null,
    signers: [sheetWords.signers.filler, sheetWords.signers.reviewer],
    pageFooter: sheetWords.page,
  });
}

export interface RiskSheetRow {
  readonly townName: string;
  readonly villageName: string;
  readonly elderName: string;
  readonly age: number | null;
  /** In words of the pack. */
  readonly level: string;
  readonly points: number;
  readonly since: string;
  readonly rules: string;
  readonly responsible: string | null;
  readonly lastReviewOn: string | null;
  readonly reviewDueOn: string;
  readonly provisional: boolean;
}
/** Bytes of an .xlsx. */
export function riskSheet(list: { readonly unit: string; readonly filledOn: string; readonly rows: readonly RiskSheetRow[] }): Promise<Uint8Array> {
  const words = careSheetWords.risk;
  return writeOfficeSheet({
    sheetName: words.sheet,
    title: words.title(list.unit),
    left: `${sheetWords.unit}：${list.unit}`,
    right: `${sheetWords.filledOn}：${list.filledOn}`,
    columns: widths(words.columns, [6, 12, 12, 11, 7, 12, 7, 13, 34, 12, 13, 13, 10]),
    rows: list.rows.map((row, index) => [
      String(index + 1),
      row.townName,
      row.villageName,
      row.elderName,
      row.age === null ? '' : String(row.age),
      row.level,
      String(row.points),
      row.since,
      row.rules,
      row.responsible ?? '',
      row.lastReviewOn ?? '',
      row.reviewDueOn,
      row.provisional ? words.provisional : '',
    ]),
    totals: null,
    note: null,
    signers: [sheetWords.signers.filler, sheetWords.signers.reviewer],
    pageFooter: sheetWords.page,
  });
}
