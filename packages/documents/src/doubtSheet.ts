// Visits that are asked about or drawn for a call, as a sheet that a village works through (探访核实清单).
import type { CheckOutcome, DoubtAnswer, DoubtOrigin, DoubtState, PlausibilitySignal } from '@shouwang/domain/visits';
import { writeOfficeSheet, type OfficeColumn } from './officeSheet.ts';
import { sheetWords } from './words.ts';

const signals: Readonly<Record<PlausibilitySignal, string>> = {
  farFromHome: '定位离家远',
  sameFix: '同一定位',
  neverPlaced: '一直没有定位',
  impossibleTravel: '路上来不及',
  shortStay: '一再停留过短',
  nightHours: '一再在夜间',
  backdated: '记录时间不符',
  repeatedPhoto: '照片重复',
  copiedText: '备注照抄',
  copiedAnswers: '数值照抄',
  untouched: '一再没有问',
  onlyPhone: '只打电话',
};
const states: Readonly<Record<DoubtState, string>> = { asked: '待本人说明', toCheck: '待核实', settled: '已核实', withdrawn: '已解除' };
const origins: Readonly<Record<DoubtOrigin, string>> = { signals: '记录存疑', lot: '随机抽查' };
const answers: Readonly<Record<DoubtAnswer, string>> = {
  asRecorded: '如实记录',
  metElsewhere: '在别处见面',
  writtenLater: '事后补记',
  phoneFault: '手机或定位有误',
  wasNeeded: '当时有急需',
  onlyCalled: '只通了电话',
  mistake: '记错了',
  other: '其他',
};
const outcomes: Readonly<Record<CheckOutcome, string>> = { confirmed: '老人证实', explained: '说明清楚', notMade: '老人说没有来', unclear: '说不清', notReached: '未联系上' };
const text = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'text' });
const minute = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });

export interface DoubtSheetRow {
  readonly townName: string;
  readonly villageName: string;
  readonly elderName: string;
  readonly visitorName: string;
  readonly occurredAt: string;
  readonly origin: DoubtOrigin;
  readonly odd: readonly PlausibilitySignal[];
  readonly state: DoubtState;
  readonly dueOn: string;
  readonly answer: DoubtAnswer | null;
  readonly words: string | null;
  readonly outcome: CheckOutcome | null;
  readonly outcomeWords: string | null;
}

export const doubtSheet = (sheet: { readonly unit: string; readonly filledOn: string; readonly rows: readonly DoubtSheetRow[] }): Promise<Uint8Array> =>
  writeOfficeSheet({
    sheetName: '核实清单',
    title: `${sheet.unit}探访核实清单`,
    left: `${sheetWords.unit}：${sheet.unit}`,
    right: `${sheetWords.filledOn}：${sheet.filledOn}`,
    columns: [
      { title: '序号', width: 6, kind: 'number' },
      text('镇（街道）', 12),
      text('村（社区）', 14),
      text('老人', 10),
      text('探访人', 10),
      text('探访时间', 17),
      text('来由', 10),
      text('存疑之处', 24),
      text('状态', 11),
      text('期限', 12),
      text('本人说明', 24),
      text('核实结果', 12),
      text('核实说明', 24),
    ],
    rows: sheet.rows.map((row, index) => [
      index + 1,
      row.townName,
      row.villageName,
      row.elderName,
      row.visitorName,
      minute.format(new Date(row.occurredAt)),
      origins[row.origin],
      row.odd.map((signal) => signals[signal]).join('、'),
      states[row.state],
      row.dueOn,
      [row.answer === null ? '' : answers[row.answer], row.words ?? ''].filter((part) => part !== '').join('：'),
      row.outcome === null ? '' : outcomes[row.outcome],
      row.outcomeWords ?? '',
    ]),
    totals: null,
    note: null,
    signers: [`${sheetWords.signers.filler}：`, `${sheetWords.signers.reviewer}：`],
    pageFooter: sheetWords.page,
  });
