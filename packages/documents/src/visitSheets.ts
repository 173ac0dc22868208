// Workbooks about visits: who is behind (by village, by whoever is responsible) and the ledger of what
// helpers did (服务台账, 000: time, place, what was done, evidence).
import { writeOfficeSheet, type OfficeColumn } from './officeSheet.ts';
import { sheetWords } from './words.ts';

const text = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'text' });
const number = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'number' });

export const visitModeNames: Readonly<Record<string, string>> = {
  home: '上门',
  phone: '电话',
  video: '视频',
  group: '集体活动',
  outside: '屋外看望',
  kin: '问家人邻居',
  other: '其他',
};
export const visitOutcomeNames: Readonly<Record<string, string>> = {
  done: '已探访',
  notAtHome: '无人在家',
  refused: '不愿接受',
  inHospital: '住院',
  away: '外出',
  cancelled: '已作废',
};

interface Head {
  readonly unit: string;
  readonly filledOn: string;
  readonly month: string;
}
const monthName = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
const head = (sheet: Head) => ({ left: `${sheetWords.unit}：${sheet.unit}`, right: `${sheetWords.filledOn}：${sheet.filledOn}`, pageFooter: sheetWords.page });
const signers = [`${sheetWords.signers.filler}：`, `${sheetWords.signers.reviewer}：`];

export interface BehindSheetRow {
  readonly name: string | null;
  readonly townName: string;
  readonly villageName: string;
  readonly people: number;
  readonly required: number;
  readonly fulfilled: number;
  readonly open: number;
  readonly overdue: number;
  readonly overduePeople: number;
}
export function behindSheet(sheet: Head & { readonly by: 'village' | 'visitor'; readonly rows: readonly BehindSheetRow[] }): Promise<Uint8Array> {
  const sum = (of: (row: BehindSheetRow) => number): number => sheet.rows.reduce((total, row) => total + of(row), 0);
  const required = sum((row) => row.required);
  const share = (done: number, of: number): number | null => (of === 0 ? null : done / of);
  const who = sheet.by === 'visitor' ? [text('责任人', 14)] : [];
  return writeOfficeSheet({
    ...head(sheet),
    sheetName: '探访进度',
    title: `${sheet.unit}${monthName(sheet.month)}探访进度（按${sheet.by === 'village' ? '村' : '责任人'}）`,
    columns: [
      number('序号', 6),
      ...who,
      text('镇（街道）', 14),
      text('村（社区）', 16),
      number('应访人数', 10),
      number('应访次数', 10),
      number('已完成', 9),
      { title: '完成率', width: 9, kind: 'percent' },
      number('还可完成', 10),
      number('逾期次数', 10),
      number('逾期人数', 10),
    ],
    rows: sheet.rows.map((row, index) => [
      index + 1,
      ...(sheet.by === 'visitor' ? [row.name ?? '（无责任人）'] : []),
      row.townName,
      row.villageName,
      row.people,
      row.required,
      row.fulfilled,
      share(row.fulfilled, row.required),
      row.open,
      row.overdue,
      row.overduePeople,
    ]),
    totals: [
      null,
      '合计',
      ...(sheet.by === 'visitor' ? [null] : []),
      null,
      sum((row) => row.people),
      required,
      sum((row) => row.fulfilled),
      share(
        sum((row) => row.fulfilled),
        required,
      ),
      sum((row) => row.open),
      sum((row) => row.overdue),
      sum((row) => row.overduePeople),
    ],
    note: '注：逾期指周期（或首访、返家探访期限）已过而未完成的次数；还可完成指期限未到的次数。',
    signers,
  });
}

export interface ServiceSheetRow {
  readonly visitorName: string;
  readonly elderName: string;
  readonly place: string;
  /** `YYYY-MM-DD HH:mm` in the county. */
  readonly at: string;
  readonly minutes: number;
  readonly mode: string;
  readonly outcome: string;
  /** What was done and found, in words of the form. */
  readonly done: string;
  readonly photos: number;
  readonly signed: boolean;
  readonly remark: string;
}
export const serviceSheet = (sheet: Head & { readonly visitorName: string | null; readonly rows: readonly ServiceSheetRow[] }): Promise<Uint8Array> =>
  writeOfficeSheet({
    ...head(sheet),
    sheetName: '服务台账',
    title: `${sheet.visitorName ?? sheet.unit}${monthName(sheet.month)}服务台账`,
    columns: [
      number('序号', 6),
      text('服务人员', 12),
      text('服务对象', 12),
      text('地点', 24),
      text('服务时间', 17),
      number('时长（分）', 9),
      text('方式', 10),
      text('结果', 10),
      text('服务与了解到的情况', 40),
      number('照片', 7),
      text('签字', 8),
      text('备注', 20),
    ],
    rows: sheet.rows.map((row, index) => [
      index + 1,
      row.visitorName,
      row.elderName,
      row.place,
      row.at,
      row.minutes,
      visitModeNames[row.mode] ?? row.mode,
      visitOutcomeNames[row.outcome] ?? row.outcome,
      row.done,
      row.photos,
      row.signed ? '有' : '',
      row.remark,
    ]),
    totals: null,
    note: null,
    signers,
  });
