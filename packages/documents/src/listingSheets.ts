// Working ledgers as workbooks: queues of the list, needs (养老服务需求清单), visits (探访关爱服务工作台账),
// how up to date villages are.
import type { Category, FactValues } from '@shouwang/domain/ledger';
import facts from '@shouwang/domain/words/zh-CN.json' with { type: 'json' };
import { writeOfficeSheet, type OfficeColumn } from './officeSheet.ts';
import { visitModeNames, visitOutcomeNames } from './visitSheets.ts';
import { sheetWords } from './words.ts';

const text = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'text' });
const number = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'number' });
const listed = (words: readonly string[]): string => words.join('、');
const sexOf = (sex: 'male' | 'female' | null): string => (sex === null ? '' : facts.sex[sex]);
const categoriesOf = (categories: readonly Category[]): string => listed(categories.map((category) => facts.category[category]));

interface Head {
  readonly unit: string;
  readonly filledOn: string;
}
type Cells = readonly (string | number | null)[];

/** Rows get their number in front. */
const write = (head: Head, sheetName: string, title: string, columns: readonly OfficeColumn[], rows: readonly Cells[], note: string | null): Promise<Uint8Array> =>
  writeOfficeSheet({
    sheetName,
    title,
    left: `${sheetWords.unit}：${head.unit}`,
    right: `${sheetWords.filledOn}：${head.filledOn}`,
    columns: [number('序号', 6), ...columns],
    rows: rows.map((row, index) => [index + 1, ...row]),
    totals: null,
    note,
    signers: [`${sheetWords.signers.filler}：`, `${sheetWords.signers.reviewer}：`],
    pageFooter: sheetWords.page,
  });

export const queueNames = {
  include: '建议纳入',
  leave: '建议退出',
  byHand: '村研判待核定',
  refused: '不愿接受探访',
  suspended: '暂停探访',
  left: '已退出',
  closed: '已关闭档案',
} as const;
const causes: Readonly<Record<string, string>> = { hospital: '住院', away: '外出', institution: '入住机构', died: '去世', movedOut: '迁出本县', mistake: '误建' };

export interface QueueSheetRow {
  readonly townName: string;
  readonly villageName: string;
  readonly elderName: string;
  readonly sex: 'male' | 'female' | null;
  readonly age: number | null;
  readonly categories: readonly Category[];
  readonly formerly: readonly Category[];
  /** Clauses that the proposal rests on, or a person's reason. */
  readonly grounds: string;
  readonly since: string | null;
  readonly cause: string | null;
  readonly retainUntil: string | null;
}
/** Bytes of an .xlsx, like all below. */
export const queueSheet = (sheet: Head & { readonly queue: keyof typeof queueNames; readonly rows: readonly QueueSheetRow[] }): Promise<Uint8Array> =>
  write(
    sheet,
    queueNames[sheet.queue],
    `${sheet.unit}特殊困难老年人名单（${queueNames[sheet.queue]}）`,
    [
      text('镇（街道）', 12),
      text('村（社区）', 14),
      text('姓名', 12),
      text('性别', 6),
      number('年龄', 6),
      text('老年人类别', 20),
      text('原类别', 16),
      text('依据', 32),
      text('起始日期', 12),
      text('情形', 12),
      text('档案保存至', 12),
    ],
    sheet.rows.map((row) => [
      row.townName,
      row.villageName,
      row.elderName,
      sexOf(row.sex),
      row.age,
      categoriesOf(row.categories),
      categoriesOf(row.formerly),
      row.grounds,
      row.since,
      row.cause === null ? '' : (causes[row.cause] ?? row.cause),
      row.retainUntil,
    ]),
    null,
  );

export interface NeedsSheetRow {
  readonly townName: string;
  readonly villageName: string;
  readonly group: string | null;
  readonly elderName: string;
  readonly sex: 'male' | 'female' | null;
  readonly age: number | null;
  readonly phoneMasked: string;
  readonly categories: readonly Category[];
  readonly needs: FactValues['needs'];
  readonly note: string;
  readonly lastHeard: { readonly on: string; readonly text: string } | null;
  readonly responsible: string | null;
}
export const needsSheet = (sheet: Head & { readonly rows: readonly NeedsSheetRow[] }): Promise<Uint8Array> =>
  write(
    sheet,
    '需求清单',
    `${sheet.unit}养老服务需求清单`,
    [
      text('镇（街道）', 12),
      text('村（社区）', 14),
      text('组', 8),
      text('姓名', 12),
      text('性别', 6),
      number('年龄', 6),
      text('联系电话', 15),
      text('老年人类别', 18),
      text('服务需求', 28),
      text('需求说明', 24),
      text('最近探访了解到', 26),
      text('责任人', 12),
    ],
    sheet.rows.map((row) => [
      row.townName,
      row.villageName,
      row.group,
      row.elderName,
      sexOf(row.sex),
      row.age,
      row.phoneMasked,
      categoriesOf(row.categories),
      listed(row.needs.map((need) => facts.careNeed[need])),
      row.note,
      row.lastHeard === null ? '' : `${row.lastHeard.on}：${row.lastHeard.text}`,
      row.responsible,
    ]),
    null,
  );

export interface FreshnessSheetLine {
  readonly townName: string;
  readonly name: string;
  readonly files: number;
  readonly fresh: number;
  readonly share: number | null;
  readonly stale: number;
  /** `YYYY-MM-DD`. */
  readonly lastChange: string | null;
  readonly oldest: string | null;
}
export const freshnessSheet = (sheet: Head & { readonly months: number; readonly cutoff: string; readonly lines: readonly FreshnessSheetLine[] }): Promise<Uint8Array> =>
  write(
    sheet,
    '更新情况',
    `${sheet.unit}台账更新情况`,
    [
      text('镇（街道）', 14),
      text('村（社区）', 16),
      number('档案数', 9),
      number('及时更新', 10),
      { title: '及时更新率', width: 11, kind: 'percent' },
      number('应更新', 9),
      text('最近变动', 13),
      text('最早一份', 13),
    ],
    sheet.lines.map((line) => [line.townName, line.name, line.files, line.fresh, line.share, line.stale, line.lastChange, line.oldest]),
    `注：${sheet.cutoff}（近${sheet.months}个月）以来有来源核对过的档案，计为及时更新。`,
  );

export interface SteadinessSheetLine {
  readonly townName: string;
  readonly name: string;
  readonly elders: number;
  readonly bands: { readonly year: number; readonly months: number; readonly new: number; readonly none: number };
  readonly share: number | null;
  readonly changed: number;
}
/** How steady visiting is, by place; the last line is the whole. */
export const steadinessSheet = (sheet: Head & { readonly lines: readonly SteadinessSheetLine[] }): Promise<Uint8Array> =>
  write(
    sheet,
    '责任人稳定',
    `${sheet.unit}探访责任人稳定情况`,
    [
      text('镇（街道）', 14),
      text('村（社区）', 16),
      number('应访老人', 9),
      number('同一人满一年', 13),
      number('三个月至一年', 13),
      number('不满三个月', 12),
      number('无责任人', 10),
      { title: '满一年占比', width: 11, kind: 'percent' },
      number('一年内换过人', 13),
    ],
    sheet.lines.map((line) => [line.townName, line.name, line.elders, line.bands.year, line.bands.months, line.bands.new, line.bands.none, line.share, line.changed]),
    '注：占比为同一责任人满一年的老人占已落实责任人老人的比例；末行为合计。',
  );

export interface VisitSheetRow {
  readonly townName: string;
  readonly villageName: string;
  readonly elderName: string;
  /** `YYYY-MM-DD HH:mm` in the county. */
  readonly at: string;
  readonly minutes: number;
  readonly mode: string;
  readonly outcome: string;
  readonly visitorName: string | null;
  /** Findings and what was written down, in words of the form. */
  readonly found: string;
  readonly needs: string;
  readonly advice: string;
}
export const visitLedgerSheet = (sheet: Head & { readonly month: string; readonly rows: readonly VisitSheetRow[] }): Promise<Uint8Array> =>
  write(
    sheet,
    '探访台账',
    `${sheet.unit}${sheet.month.slice(0, 4)}年${Number(sheet.month.slice(5))}月探访关爱服务工作台账`,
    [
      text('镇（街道）', 12),
      text('村（社区）', 14),
      text('姓名', 12),
      text('探访时间', 17),
      number('时长（分）', 9),
      text('探访方式', 10),
      text('结果', 10),
      text('探访人', 12),
      text('发现的问题', 26),
      text('服务需求', 22),
      text('建议', 22),
    ],
    sheet.rows.map((row) => [
      row.townName,
      row.villageName,
      row.elderName,
      row.at,
      row.minutes,
      visitModeNames[row.mode] ?? row.mode,
      visitOutcomeNames[row.outcome] ?? row.outcome,
      row.visitorName,
      row.found,
      row.needs,
      row.advice,
    ]),
    null,
  );
