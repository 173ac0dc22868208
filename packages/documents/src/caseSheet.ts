// 探访发现事项: what visits found, by when it was to be seen to, and what was done.
import { writeOfficeSheet, type OfficeColumn } from './officeSheet.ts';
import { sheetWords } from './words.ts';

const text = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'text' });
const kinds = { emergency: '突发情况', health: '身体状况', hazard: '安全隐患', living: '生活困难', need: '服务需求' } as const;
const states = { open: '待受理', taken: '处理中', closed: '已办结' } as const;
const endings = { settled: '已处理', unfounded: '经查没有', withdrawn: '探访记录已更正' } as const;

export interface CaseSheetRow {
  readonly elderName: string;
  readonly townName: string;
  readonly villageName: string;
  readonly kind: keyof typeof kinds;
  readonly text: string;
  readonly foundOn: string;
  readonly dueOn: string;
  readonly overdue: boolean;
  readonly state: keyof typeof states;
  readonly ending: keyof typeof endings | null;
  readonly visitorName: string | null;
  readonly takenBy: string | null;
  readonly closedBy: string | null;
  readonly outcome: string | null;
}
export const caseSheet = (sheet: { readonly unit: string; readonly filledOn: string; readonly rows: readonly CaseSheetRow[] }): Promise<Uint8Array> =>
  writeOfficeSheet({
    sheetName: '探访发现事项',
    title: `${sheet.unit}探访发现事项`,
    left: `${sheetWords.unit}：${sheet.unit}`,
    right: `${sheetWords.filledOn}：${sheet.filledOn}`,
    columns: [
      { title: '序号', width: 6, kind: 'number' },
      text('镇（街道）', 14),
      text('村（社区）', 16),
      text('老人', 12),
      text('类别', 10),
      text('发现的情况', 28),
      text('发现日期', 12),
      text('探访人', 12),
      text('办理期限', 12),
      text('状态', 10),
      text('结果', 12),
      text('经办人', 12),
      text('处理情况', 30),
    ],
    rows: sheet.rows.map((row, index) => [
      index + 1,
      row.townName,
      row.villageName,
      row.elderName,
      kinds[row.kind],
      row.text,
      row.foundOn,
      row.visitorName,
      row.dueOn,
      row.overdue ? `${states[row.state]}（逾期）` : states[row.state],
      row.ending === null ? '' : endings[row.ending],
      row.closedBy ?? row.takenBy,
      row.outcome,
    ]),
    totals: null,
    note: null,
    signers: [`${sheetWords.signers.filler}：`, `${sheetWords.signers.reviewer}：`],
    pageFooter: sheetWords.page,
  });
