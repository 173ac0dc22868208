// Papers of a campaign (003 二（二）): its list, and its report with figures by village and the words of
// whoever closes it, as workbook and as Word.
import facts from '@shouwang/domain/words/zh-CN.json' with { type: 'json' };
import type { Category } from '@shouwang/domain/ledger';
import { writeOfficeSheet, type OfficeColumn, type OfficeSheet } from './officeSheet.ts';
import { ink, label, type Paper, type PaperCell } from './paper/paper.ts';
import { sheetPaper } from './paper/sheetPaper.ts';
import { sheetWords } from './words.ts';

const text = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'text' });
const number = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'number' });
const percent = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'percent' });

export interface CampaignCounts {
  readonly people: number;
  readonly reached: number;
  readonly left: number;
  readonly excused: number;
  readonly gone: number;
  readonly given: number;
  readonly moneyFen: number;
  readonly goods: number;
}
export interface CampaignListRow {
  readonly townName: string;
  readonly villageName: string;
  readonly name: string;
  readonly age: number | null;
  readonly reasons: readonly string[];
  readonly responsible: string | null;
  readonly done: number;
  readonly required: number;
  readonly excuse: string | null;
  readonly excuseNote: string | null;
  readonly fileClosed: boolean;
  readonly goods: readonly { readonly what: string; readonly count: number }[];
  readonly moneyFen: number;
}

const excuseWords: Readonly<Record<string, string>> = { hospital: '住院', away: '外出', institution: '入住机构', refused: '不愿接受', moved: '迁出', died: '去世', other: '其他' };

/** Why somebody is on the list, in words; tiers by the names of the pack. */
export function campaignReason(reason: string, tiers: ReadonlyMap<string, string>): string {
  const [kind = '', code = ''] = reason.split(':');
  if (kind === 'category') return facts.category[code as Category] ?? code;
  if (kind === 'tier') return tiers.get(code) ?? code;
  if (kind === 'age') return `${code}周岁及以上`;
  return kind === 'hand' ? '人工列入' : '全部在册老人';
}

const standOf = (row: CampaignListRow): string =>
  row.done >= row.required ? '已走访' : row.excuse !== null ? `未走访（${excuseWords[row.excuse] ?? ''}）` : row.fileClosed ? '档案已关闭' : '未走访';
/** Yuan with two decimals where there are any fen. */
const yuan = (fen: number): number => fen / 100;

export function campaignListSheet(sheet: {
  readonly unit: string;
  readonly filledOn: string;
  readonly name: string;
  readonly tiers: ReadonlyMap<string, string>;
  readonly rows: readonly CampaignListRow[];
}): Promise<Uint8Array> {
  return writeOfficeSheet({
    sheetName: '走访名单',
    title: `${sheet.unit}${sheet.name}走访名单`,
    left: `${sheetWords.unit}：${sheet.unit}`,
    right: `${sheetWords.filledOn}：${sheet.filledOn}`,
    columns: [
      number('序号', 6),
      text('镇（街道）', 12),
      text('村（社区）', 13),
      text('姓名', 10),
      number('年龄', 6),
      text('列入原因', 22),
      text('探访责任人', 11),
      text('走访情况', 14),
      number('已访次数', 8),
      text('物资', 20),
      text('慰问金（元）', 12),
      text('说明', 18),
    ],
    rows: sheet.rows.map((row, index) => [
      index + 1,
      row.townName,
      row.villageName,
      row.name,
      row.age,
      row.reasons.map((reason) => campaignReason(reason, sheet.tiers)).join('、'),
      row.responsible,
      standOf(row),
      row.done,
      row.goods.map((one) => `${one.what}×${one.count}`).join('、'),
      row.moneyFen === 0 ? '' : yuan(row.moneyFen).toFixed(2),
      row.excuseNote ?? '',
    ]),
    totals: null,
    note: null,
    signers: [`${sheetWords.signers.filler}：`, `${sheetWords.signers.reviewer}：`],
    pageFooter: sheetWords.page,
  });
}

export interface CampaignReport {
  readonly unit: string;
  readonly filledOn: string;
  readonly name: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly orderNo: string;
  readonly purpose: string;
  /** Document and clause on which it rests. */
  readonly basis: string;
  readonly total: CampaignCounts;
  readonly villages: readonly (CampaignCounts & { readonly townName: string; readonly name: string })[];
  readonly notReached: readonly CampaignListRow[];
  /** Those left, with a short list: more are in the workbook of the list. */
  readonly words: string;
  readonly isClosed: boolean;
}

const rate = (counts: CampaignCounts): number | null => (counts.people === 0 ? null : counts.reached / counts.people);
const cells = (counts: CampaignCounts): (number | string | null)[] => [
  counts.people,
  counts.reached,
  rate(counts),
  counts.left,
  counts.excused,
  counts.gone,
  counts.given,
  counts.goods,
  yuan(counts.moneyFen).toFixed(2),
];

export function campaignReportSheet(report: CampaignReport): OfficeSheet {
  return {
    sheetName: '专项探访总结',
    title: `${report.unit}${report.name}情况表`,
    left: `${sheetWords.unit}：${report.unit}`,
    right: `${report.startsOn} 至 ${report.endsOn}`,
    columns: [
      number('序号', 6),
      text('镇（街道）', 13),
      text('村（社区）', 14),
      number('应走访（人）', 9),
      number('已走访（人）', 9),
      percent('走访率', 9),
      number('未走访（人）', 9),
      number('有原因未访（人）', 9),
      number('档案已关闭（人）', 9),
      number('领取慰问（人）', 9),
      number('物资（件）', 9),
      text('慰问金（元）', 13),
    ],
    rows: report.villages.map((village, index) => [index + 1, village.townName, village.name, ...cells(village)]),
    totals: ['', '合计', '', ...cells(report.total)],
    note: report.words === '' ? null : `情况说明：${report.words}`,
    signers: [`${sheetWords.signers.filler}：`, `${sheetWords.signers.reviewer}：`, `${sheetWords.signers.leader}：`],
    pageFooter: sheetWords.page,
  };
}

const wide = (words: string, across: number): PaperCell => ({ ...ink(words), kind: 'value', across });

/** The report as a paper for Word: what it was, what came of it, who was not reached, what is to be said. */
export function campaignReportPaper(report: CampaignReport): Paper {
  const { total } = report;
  const table = sheetPaper(campaignReportSheet(report));
  const row = (...rowCells: PaperCell[]) => ({ tall: 8, cells: rowCells });
  const reachedText = `应走访 ${total.people} 人，已走访 ${total.reached} 人（${((rate(total) ?? 0) * 100).toFixed(1)}%），未走访 ${total.left} 人，有原因未访 ${total.excused} 人，档案已关闭 ${total.gone} 人。`;
  const givenText = total.given === 0 ? '未发放物资和慰问金。' : `向 ${total.given} 人发放物资 ${total.goods} 件、慰问金 ${yuan(total.moneyFen).toFixed(2)} 元，慰问金均有凭据。`;
  return {
    ...table,
    title: `${report.unit}${report.name}总结`,
    tables: [
      {
        columns: [4, 20],
        headerRows: 0,
        rows: [
          row(label('时间', 1), wide(`${report.startsOn} 至 ${report.endsOn}${report.isClosed ? '' : '（尚未结束）'}`, 1)),
          row(label('依据', 1), wide([report.basis, report.orderNo].filter((part) => part !== '').join('；'), 1)),
          ...(report.purpose === '' ? [] : [row(label('要求', 1), wide(report.purpose, 1))]),
          row(label('走访', 1), wide(reachedText, 1)),
          row(label('慰问', 1), wide(givenText, 1)),
          row(label('情况说明', 1), { kind: 'value', across: 1, lines: (report.words === '' ? ['（待填写）'] : report.words.split('\n')).map((line) => [{ text: line }]) }),
        ],
      },
      ...table.tables,
      ...(report.notReached.length === 0
        ? []
        : [
            {
              columns: [5, 5, 4, 5, 8],
              headerRows: 1,
              rows: [
                row(label('镇（街道）', 1), label('村（社区）', 1), label('姓名', 1), label('情况', 1), label('说明', 1)),
                ...report.notReached.map((one) => row(wide(one.townName, 1), wide(one.villageName, 1), wide(one.name, 1), wide(standOf(one), 1), wide(one.excuseNote ?? '', 1))),
              ],
            },
          ]),
    ],
    notes: [],
  };
}
