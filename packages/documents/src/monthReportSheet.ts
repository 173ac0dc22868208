// The month's sheet that a town sends by the 25th: a line for each division below, sums, places for
// 填报人, 审核人, 分管领导. Figures come in computed; words and signatures are people's.
import type { Category } from '@shouwang/domain/ledger';
import type { OfficeColumn, OfficeSheet } from './officeSheet.ts';
import type { SheetWords } from './words.ts';

export interface MonthSheetLine {
  readonly name: string;
  readonly listed: number;
  /** Persons by category; somebody in two counts in both. */
  readonly byCategory: Readonly<Record<string, number>>;
  readonly byTier: Readonly<Record<string, number>>;
  readonly required: number;
  readonly fulfilled: number;
  /** 0–1; null where nothing is due. */
  readonly homeVisitRate: number | null;
  readonly reached: number;
  readonly reachRate: number | null;
  readonly homeVisits: number;
  readonly otherContacts: number;
  readonly attempts: number;
  readonly uncovered: number;
  readonly provisional: number;
}

export interface MonthSheet {
  /** `YYYY-MM`. */
  readonly month: string;
  /** Instant of the figures, ISO 8601 UTC; shown in China's time. */
  readonly asOf: string;
  readonly filledOn: string;
  readonly total: MonthSheetLine;
  readonly lines: readonly MonthSheetLine[];
  /** Categories of the county's list and its tiers, in the order in which its pack names them. */
  readonly categories: readonly Category[];
  readonly tiers: readonly { readonly code: string; readonly label: string }[];
}

type Cells = (line: MonthSheetLine) => string | number | null;

function columnsOf(sheet: MonthSheet, words: SheetWords): (OfficeColumn & { readonly value: Cells })[] {
  const of = words.report.columns;
  const number = (title: string, value: Cells, group?: string): OfficeColumn & { value: Cells } => ({
    title,
    width: 9,
    kind: 'number',
    value,
    ...(group === undefined ? {} : { group }),
  });
  const percent = (title: string, value: Cells, group: string): OfficeColumn & { value: Cells } => ({ title, width: 9, kind: 'percent', value, group });
  return [
    { title: of.unit, width: 16, kind: 'text', value: (line) => line.name },
    number(of.listed, (line) => line.listed),
    ...sheet.categories.map((category) => number(words.facts.category[category], (line) => line.byCategory[category] ?? 0, of.categories)),
    ...sheet.tiers.map((tier) => number(tier.label, (line) => line.byTier[tier.code] ?? 0, of.tiers)),
    number(of.required, (line) => line.required, of.visiting),
    number(of.fulfilled, (line) => line.fulfilled, of.visiting),
    percent(of.homeVisitRate, (line) => line.homeVisitRate, of.visiting),
    number(of.reached, (line) => line.reached, of.reaching),
    percent(of.reachRate, (line) => line.reachRate, of.reaching),
    number(of.homeVisits, (line) => line.homeVisits, of.contacts),
    number(of.otherContacts, (line) => line.otherContacts, of.contacts),
    number(of.attempts, (line) => line.attempts, of.contacts),
    number(of.uncovered, (line) => line.uncovered),
    number(of.provisional, (line) => line.provisional),
  ];
}

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });

/** The report in the office's layout, for a workbook or for paper. */
export function monthReportSheet(sheet: MonthSheet, words: SheetWords): OfficeSheet {
  const columns = columnsOf(sheet, words);
  const [date = '', time = ''] = clock.format(new Date(sheet.asOf)).split(' ');
  const row = (line: MonthSheetLine): (string | number | null)[] => columns.map((column) => column.value(line));
  return {
    sheetName: words.report.sheet,
    title: words.report.title(sheet.total.name, sheet.month.slice(0, 4), String(Number(sheet.month.slice(5, 7)))),
    left: `${words.unit}：${sheet.total.name}`,
    right: `${words.report.asOf(date, time)}　${words.filledOn}：${sheet.filledOn}`,
    columns: [{ title: words.report.columns.number, width: 6, kind: 'number' }, ...columns],
    rows: sheet.lines.map((line, index) => [index + 1, ...row(line)]),
    totals: [words.total, ...row({ ...sheet.total, name: '' })],
    note: words.report.note,
    signers: [`${words.signers.filler}：`, `${words.signers.reviewer}：`, `${words.signers.leader}：`],
    pageFooter: words.page,
  };
}
