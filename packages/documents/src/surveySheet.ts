// The ledger of a survey round as a workbook: whom it asks and what came of it.
import facts from '@shouwang/domain/words/zh-CN.json' with { type: 'json' };
import type { FactKey } from '@shouwang/domain/ledger';
import type { SurveyState } from '@shouwang/domain/surveys';
import { writeOfficeSheet, type OfficeColumn } from './officeSheet.ts';
import { sheetWords } from './words.ts';

const states: Readonly<Record<SurveyState, string>> = {
  open: '未排查',
  visited: '已入户',
  none: '无此类人员',
  away: '不在家',
  refused: '不愿接受',
  moved: '已迁出',
  died: '已去世',
};
const text = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'text' });
const number = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'number' });

export interface SurveySheetRow {
  readonly townName: string;
  readonly villageName: string;
  readonly name: string;
  readonly place: string;
  readonly state: SurveyState;
  readonly tries: number;
  readonly found: boolean;
  readonly answeredAt: string | null;
  readonly surveyor: string | null;
  readonly confirmed: number;
  readonly changed: readonly string[];
}
const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' });

export const surveySheet = (sheet: { readonly unit: string; readonly filledOn: string; readonly name: string; readonly rows: readonly SurveySheetRow[] }): Promise<Uint8Array> =>
  writeOfficeSheet({
    sheetName: '排查台账',
    title: `${sheet.unit}${sheet.name}排查台账`,
    left: `${sheetWords.unit}：${sheet.unit}`,
    right: `${sheetWords.filledOn}：${sheet.filledOn}`,
    columns: [
      number('序号', 6),
      text('镇（街道）', 12),
      text('村（社区）', 14),
      text('姓名（户主）', 11),
      text('住处', 18),
      text('排查结果', 11),
      number('未遇次数', 8),
      text('排查日期', 12),
      text('排查员', 10),
      number('核对无误项', 9),
      text('有变动的项目', 24),
      text('说明', 10),
    ],
    rows: sheet.rows.map((row, index) => [
      index + 1,
      row.townName,
      row.villageName,
      row.name,
      row.place,
      states[row.state],
      row.tries,
      row.answeredAt === null ? null : day.format(new Date(row.answeredAt)),
      row.surveyor,
      row.confirmed,
      row.changed.map((key) => facts.fact[key as FactKey] ?? key).join('、'),
      row.found ? '名单外发现' : '',
    ]),
    totals: null,
    note: null,
    signers: [`${sheetWords.signers.filler}：`, `${sheetWords.signers.reviewer}：`],
    pageFooter: sheetWords.page,
  });
