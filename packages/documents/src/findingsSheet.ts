// Findings of reconciliation as a sheet that a village works through (比对核实清单).
import type { Category, SourceKind } from '@shouwang/domain/ledger';
import type { FindingKind, FindingState } from '@shouwang/domain/reconciliation';
import type { OfficeColumn, OfficeSheet } from './officeSheet.ts';
import { sheetWords } from './words.ts';

const kinds: Readonly<Record<FindingKind, string>> = {
  missing: '名单有、台账无',
  deadListed: '已在死亡名单',
  movedListed: '已在迁出名单',
  differs: '信息不一致',
  duplicate: '疑似重复',
  idProblem: '身份证号有误',
};
const sources: Readonly<Partial<Record<SourceKind, string>>> = {
  deathRegister: '公安',
  disabilityRegister: '残联',
  assessmentRegister: '能力评估',
  aidRegister: '低保特困',
  familyPlanningRegister: '计生',
  healthRegister: '健康管理',
  locationList: '住址坐标',
  pensionRegister: '养老保险',
  residenceRegister: '户籍',
  ledger: '台账',
};
const states: Readonly<Record<FindingState, string>> = { open: '待核实', confirmed: '属实', corrected: '已更正', refuted: '不属实' };

export interface FindingSheetRow {
  readonly town: string;
  readonly village: string;
  readonly name: string;
  readonly idNo: string;
  readonly kind: FindingKind;
  readonly source: SourceKind;
  readonly theirs: string;
  readonly theirsOn: string;
  readonly ours: string;
  readonly categories: readonly Category[];
  readonly state: FindingState;
  readonly dueOn: string;
  readonly reason: string;
}

export function findingsSheet(list: { readonly unit: string; readonly filledOn: string; readonly rows: readonly FindingSheetRow[] }): OfficeSheet {
  const words = sheetWords.facts;
  const text = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'text' });
  return {
    sheetName: '核实清单',
    title: `${list.unit}数据比对核实清单`,
    left: `${sheetWords.unit}：${list.unit}`,
    right: `${sheetWords.filledOn}：${list.filledOn}`,
    columns: [
      { title: '序号', width: 6, kind: 'number' },
      text('镇（街道）', 12),
      text('村（社区）', 14),
      text('姓名', 10),
      text('公民身份号码', 21),
      text('问题', 14),
      text('来源', 14),
      text('名单上写的', 30),
      text('名单日期', 12),
      text('台账上写的', 26),
      text('应属类别', 16),
      text('状态', 8),
      text('核实期限', 12),
      text('核实说明', 20),
    ],
    rows: list.rows.map((row, index) => [
      index + 1,
      row.town,
      row.village,
      row.name,
      row.idNo,
      kinds[row.kind],
      sources[row.source] ?? row.source,
      row.theirs,
      row.theirsOn,
      row.ours,
      row.categories.map((category) => words.category[category]).join('、'),
      states[row.state],
      row.dueOn,
      row.reason,
    ]),
    totals: null,
    note: null,
    signers: [`${sheetWords.signers.filler}：`, `${sheetWords.signers.reviewer}：`],
    pageFooter: sheetWords.page,
  };
}
