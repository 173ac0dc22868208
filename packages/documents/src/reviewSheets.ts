// Files in review and the register of paper copies as workbooks.
import type { ReviewState } from '@shouwang/domain/reviews';
import facts from '@shouwang/domain/words/zh-CN.json' with { type: 'json' };
import { writeOfficeSheet, type OfficeColumn } from './officeSheet.ts';
import { sheetWords } from './words.ts';

const text = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'text' });
const number = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'number' });

const states: Readonly<Record<ReviewState, string>> = {
  imported: '随台账导入',
  draft: '待提交',
  submitted: '待村审核',
  villageApproved: '待镇审核',
  townApproved: '待县备案',
  filed: '已备案',
  returned: '已退回',
  changed: '审核后有改动',
};
const forms: Readonly<Record<string, string>> = { informationForm: '信息记录表', enrolmentForm: '登记表', abilityReport: '能力评估报告', visitForm: '探访记录表' };
const holders = [
  ['county', '县民政局'],
  ['town', '镇'],
  ['village', '村'],
  ['elder', '本人'],
] as const;

interface Head {
  readonly unit: string;
  readonly filledOn: string;
}
export interface ReviewSheetRow {
  readonly townName: string;
  readonly villageName: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | null;
  readonly age: number | null;
  readonly state: ReviewState;
  readonly since: string;
  readonly submittedBy: string | null;
  readonly note: string | null;
}
export interface ArchiveSheetRow {
  readonly townName: string;
  readonly villageName: string;
  readonly name: string;
  readonly copies: readonly {
    readonly holder: string;
    readonly copies: number;
    readonly box: string;
    readonly folder: string;
    readonly printedOn: string | null;
    readonly receivedBy: string;
    readonly receivedOn: string | null;
    readonly scanned: boolean;
  }[];
}
interface Written {
  readonly title: string;
  readonly bytes: Uint8Array;
}

const write = async (head: Head, sheetName: string, title: string, columns: readonly OfficeColumn[], rows: readonly (readonly (string | number | null)[])[]): Promise<Written> => ({
  title,
  bytes: await writeOfficeSheet({
    sheetName,
    title,
    left: `${sheetWords.unit}：${head.unit}`,
    right: `${sheetWords.filledOn}：${head.filledOn}`,
    columns: [number('序号', 6), text('镇', 12), text('村', 14), text('姓名', 12), ...columns],
    rows: rows.map((row, index) => [index + 1, ...row]),
    totals: null,
    note: null,
    signers: [`${sheetWords.signers.filler}：`, `${sheetWords.signers.reviewer}：`],
    pageFooter: sheetWords.page,
  }),
});

/** .xlsx bytes with the title, which is also the file's name. */
export const reviewSheet = (sheet: Head & { readonly rows: readonly ReviewSheetRow[] }): Promise<Written> =>
  write(
    sheet,
    '档案审核',
    `${sheet.unit}老年人档案审核情况表`,
    [text('性别', 6), number('年龄', 6), text('审核状态', 14), text('自', 12), text('录入人', 14), text('退回原因', 30)],
    sheet.rows.map((row) => [
      row.townName,
      row.villageName,
      row.name,
      row.sex === null ? '' : facts.sex[row.sex],
      row.age,
      states[row.state],
      row.since.slice(0, 10),
      row.submittedBy,
      row.note,
    ]),
  );

export const archiveSheet = (sheet: Head & { readonly form: string; readonly rows: readonly ArchiveSheetRow[] }): Promise<Written> =>
  write(
    sheet,
    '存档登记',
    `${sheet.unit}${forms[sheet.form] ?? ''}纸质档案登记表`,
    [
      ...holders.map(([, title]): OfficeColumn => ({ group: '存档份数', title, width: 9, kind: 'number' })),
      text('盒号、卷号', 22),
      text('打印日期', 12),
      text('接收人', 12),
      text('接收日期', 12),
      text('已扫描', 8),
    ],
    sheet.rows.map((row) => {
      const joined = (of: (copy: ArchiveSheetRow['copies'][number]) => string): string => [...new Set(row.copies.map(of).filter((part) => part !== ''))].join('、');
      return [
        row.townName,
        row.villageName,
        row.name,
        ...holders.map(([holder]) => row.copies.find((copy) => copy.holder === holder)?.copies ?? null),
        joined((copy) => [copy.box, copy.folder].filter((part) => part !== '').join('-')),
        joined((copy) => copy.printedOn ?? ''),
        joined((copy) => copy.receivedBy),
        joined((copy) => copy.receivedOn ?? ''),
        row.copies.some((copy) => copy.scanned) ? '是' : '',
      ];
    }),
  );
