// Lists of the desk as workbooks: duties, what visits heard and nobody has confirmed, visitors, and the
// numbers for emergencies. Each holds what its page shows.
import type { LivingCompanion, careNeeds } from '@shouwang/domain/ledger';
import type { ContactRole, VisitorKind } from '@shouwang/domain/network';
import type { AttemptProposal, AttemptReason } from '@shouwang/domain/visits';
import { wordOf } from './factText.ts';
import { writeOfficeSheet, type OfficeColumn } from './officeSheet.ts';
import { visitModeNames } from './visitSheets.ts';
import { sheetWords } from './words.ts';

interface Head {
  readonly unit: string;
  readonly filledOn: string;
}
interface Placed {
  readonly townName: string;
  readonly villageName: string;
}
type Values = readonly (string | number | null)[];

const text = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'text' });
const number = (title: string, width: number): OfficeColumn => ({ title, width, kind: 'number' });

/** A numbered list by place, in the order in which it stands on the page. */
const listSheet = <Row extends Placed>(
  sheet: Head & { readonly rows: readonly Row[] },
  { name, columns, values }: { readonly name: string; readonly columns: readonly OfficeColumn[]; readonly values: (row: Row) => Values },
): Promise<Uint8Array> =>
  writeOfficeSheet({
    sheetName: name,
    title: `${sheet.unit}${name}`,
    left: `${sheetWords.unit}：${sheet.unit}`,
    right: `${sheetWords.filledOn}：${sheet.filledOn}`,
    columns: [number('序号', 6), text('镇（街道）', 14), text('村（社区）', 16), ...columns],
    rows: sheet.rows.map((row, index) => [index + 1, row.townName, row.villageName, ...values(row)]),
    totals: null,
    note: null,
    signers: [`${sheetWords.signers.filler}：`, `${sheetWords.signers.reviewer}：`],
    pageFooter: sheetWords.page,
  });

export interface DutySheetRow extends Placed {
  readonly elderName: string;
  readonly kind: 'week' | 'month';
  readonly start: string;
  readonly end: string;
  readonly required: number;
  readonly done: number;
  readonly modes: readonly string[];
  readonly suspended: boolean;
  readonly dueBy: string | null;
  readonly responsible: string | null;
  readonly lastVisitOn: string | null;
}
const stateOfDuty = (row: DutySheetRow, today: string): string => {
  if (row.suspended) return '暂停';
  if (row.done >= row.required) return '已完成';
  return row.end < today ? '逾期未访' : '待探访';
};
export const dutySheet = (sheet: Head & { readonly rows: readonly DutySheetRow[] }): Promise<Uint8Array> =>
  listSheet(sheet, {
    name: '应访任务',
    columns: [
      text('老人', 12),
      text('周期', 8),
      text('起', 12),
      text('止', 12),
      number('应访（次）', 10),
      number('已访（次）', 10),
      text('可用方式', 16),
      text('首访期限', 12),
      text('状态', 10),
      text('责任人', 12),
      text('最近探访', 12),
    ],
    values: (row) => [
      row.elderName,
      row.kind === 'week' ? '每周' : '每月',
      row.start,
      row.end,
      row.required,
      row.done,
      row.modes.map((mode) => visitModeNames[mode] ?? mode).join('、'),
      row.dueBy,
      stateOfDuty(row, sheet.filledOn),
      row.responsible ?? '未落实',
      row.lastVisitOn ?? '从未',
    ],
  });

const proposals: Readonly<Record<AttemptProposal, string>> = { hospital: '住院', away: '外出', refusal: '不愿受访' };
const reasons: Readonly<Record<AttemptReason, string>> = {
  neighbourKnows: '邻居说的',
  familyKnows: '家人说的',
  nobodyKnows: '没人知道去向',
  notNow: '当天不方便',
  noMore: '以后都不愿受访',
  familyRefuses: '家人不让看',
};
export interface AttemptSheetRow extends Placed {
  readonly elderName: string;
  readonly proposal: AttemptProposal;
  readonly reason: AttemptReason | null;
  readonly on: string;
  readonly visitorName: string | null;
  readonly nextOn: string | null;
}
export const attemptSheet = (sheet: Head & { readonly rows: readonly AttemptSheetRow[] }): Promise<Uint8Array> =>
  listSheet(sheet, {
    name: '未见到本人待核实清单',
    columns: [text('老人', 12), text('听说', 12), text('来源', 16), text('探访日期', 12), text('探访人', 12), text('约好再去', 12), text('核实情况', 24)],
    values: (row) => [row.elderName, proposals[row.proposal], row.reason === null ? '' : reasons[row.reason], row.on, row.visitorName, row.nextOn, null],
  });

const proposalStates = { open: '待核实', confirmed: '已写入台账', refused: '未采纳', withdrawn: '探访记录已更正' } as const;
export interface ProposalSheetRow extends Placed {
  readonly elderName: string;
  readonly heard:
    | { readonly kind: 'household'; readonly direction: 'more' | 'fewer'; readonly count: number | null; readonly who: string | null }
    | { readonly kind: 'need'; readonly text: string };
  readonly livesWith: readonly LivingCompanion[];
  readonly needs: readonly (typeof careNeeds)[number][];
  readonly heardOn: string;
  readonly visitorName: string | null;
  readonly state: keyof typeof proposalStates;
  readonly decidedBy: string | null;
  readonly reason: string | null;
}
const heardText = ({ heard }: ProposalSheetRow): string =>
  heard.kind === 'need'
    ? `需求：${heard.text}`
    : `家庭人口${heard.direction === 'more' ? '增加' : '减少'}${heard.count === null ? '' : `${heard.count}人`}${heard.who === null ? '' : `（${heard.who}）`}`;
export const proposalSheet = (sheet: Head & { readonly rows: readonly ProposalSheetRow[] }): Promise<Uint8Array> =>
  listSheet(sheet, {
    name: '探访了解到的变化',
    columns: [text('老人', 12), text('了解到', 30), text('台账现在', 24), text('探访日期', 12), text('探访人', 12), text('状态', 14), text('核实人', 12), text('理由', 24)],
    values: (row) => [
      row.elderName,
      heardText(row),
      (row.heard.kind === 'household'
        ? row.livesWith.map((one) => wordOf(sheetWords.facts, 'companion', one))
        : row.needs.map((one) => wordOf(sheetWords.facts, 'careNeed', one))
      ).join('、'),
      row.heardOn,
      row.visitorName,
      proposalStates[row.state],
      row.decidedBy,
      row.reason,
    ],
  });

const visitorKinds: Readonly<Record<VisitorKind, string>> = {
  helper: '互助员',
  villageCadre: '村干部',
  gridWorker: '网格员',
  workTeamMember: '工作队员',
  assignedCadre: '包联干部',
  volunteer: '志愿者',
  other: '其他',
};
export interface VisitorSheetRow extends Placed {
  readonly name: string;
  readonly kind: VisitorKind;
  readonly phoneMasked: string;
  readonly capacity: number | null;
  readonly assigned: number;
  readonly dutiesDue: number;
  readonly dutiesDone: number;
  readonly hasAccount: boolean;
}
export const visitorSheet = (sheet: Head & { readonly rows: readonly VisitorSheetRow[] }): Promise<Uint8Array> =>
  listSheet(sheet, {
    name: '探访人员名册',
    columns: [
      text('姓名', 12),
      text('身份', 12),
      text('电话', 16),
      number('负责（人）', 10),
      number('最多（人）', 10),
      number('本月应访（次）', 12),
      number('本月已访（次）', 12),
      text('手机账号', 10),
    ],
    values: (row) => [row.name, visitorKinds[row.kind], row.phoneMasked, row.assigned, row.capacity, row.dutiesDue, row.dutiesDone, row.hasAccount ? '已开通' : '未开通'],
  });

const contactRoles: Readonly<Record<ContactRole, string>> = { village: '村里', doctor: '村医', team: '应急小队', town: '镇上', other: '其他' };
export interface ContactSheetPlace extends Placed {
  readonly contacts: readonly { readonly role: ContactRole; readonly name: string; readonly phone: string }[];
}
/** A line for each number, in the order in which to call; a place that named nobody has one without. */
export const contactSheet = ({ places, ...head }: Head & { readonly places: readonly ContactSheetPlace[] }): Promise<Uint8Array> =>
  listSheet(
    {
      ...head,
      rows: places.flatMap(({ townName, villageName, contacts }) =>
        (contacts.length === 0 ? [null] : contacts).map((contact, at) => ({ townName, villageName, contact, at: at + 1 })),
      ),
    },
    {
      name: '应急电话',
      columns: [number('顺序', 8), text('身份', 12), text('姓名或单位', 24), text('电话', 20)],
      values: ({ contact, at }) => (contact === null ? [null, '还没有填', null, null] : [at, contactRoles[contact.role], contact.name, contact.phone]),
    },
  );
