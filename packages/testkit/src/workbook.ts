// The ledger as a county's clerks keep it: a merged title, a 填报单位 line, a header of two rows, one
// sheet a village, 合计 at the end; numbers and dates written as people write them. The layout can be
// varied (order and words of columns, one sheet for all, no title), for imports that must not care.
import { writeXlsx, type CellValue, type MergeRange, type WriteSheet } from 'hucre';
import type { Category, Child, ChildPlace, Disability, EffectiveFacts } from '@shouwang/domain/ledger';
import { ageOn, type IsoDate } from '@shouwang/domain/shared';
import type { GeneratedElder } from './people.ts';
import { chance, type Chance } from './random.ts';

const ledgerColumns = [
  'number',
  'name',
  'sex',
  'idNo',
  'birth',
  'hukou',
  'town',
  'village',
  'group',
  'phone',
  'categories',
  'ability',
  'disability',
  'marital',
  'livesWith',
  'child1',
  'child2',
  'wants',
  'remark',
] as const;
export type LedgerColumn = (typeof ledgerColumns)[number];

export interface LedgerWorkbookOptions {
  readonly asOf: IsoDate;
  /** Columns in their order; default: the office's, with 镇 where one sheet holds all villages. */
  readonly columns?: readonly LedgerColumn[];
  /** Other words in the header (身份证号 for 公民身份号码). */
  readonly headers?: Readonly<Partial<Record<LedgerColumn, string>>>;
  /** `villages`: a sheet for each; `one`: all in one. */
  readonly sheets?: 'villages' | 'one';
  /** Title, 填报单位 and two-row header; without it a single header row begins the sheet. */
  readonly title?: boolean;
  readonly total?: boolean;
  /** Age in years stands in the birth column. */
  readonly ageForBirth?: boolean;
  /** Dates, groups, phones and numbers in the many styles that clerks use. */
  readonly mess?: boolean;
}

const words: Record<LedgerColumn, string> = {
  number: '序号',
  name: '姓名',
  sex: '性别',
  idNo: '公民身份号码',
  birth: '出生年月',
  hukou: '户籍性质',
  town: '镇',
  village: '村（社区）',
  group: '组',
  phone: '联系电话',
  categories: '老年人类别',
  ability: '能力等级',
  disability: '残疾等级',
  marital: '婚姻状况',
  livesWith: '居住状况',
  child1: '子女1',
  child2: '子女2',
  wants: '是否愿意接受探访',
  remark: '备注',
};
/** Words that stand above several columns. */
const spans: readonly { readonly over: readonly LedgerColumn[]; readonly word: string }[] = [
  { over: ['town', 'village', 'group'], word: '住址' },
  { over: ['child1', 'child2'], word: '子女情况' },
];

const categoryWords: Record<Category, string> = {
  livingAlone: '独居',
  emptyNest: '空巢',
  leftBehind: '留守',
  careDependent: '失能',
  severeDisability: '重残',
  familyPlanningSpecial: '计划生育特殊家庭',
  destituteAtHome: '散居特困',
  kinless: '孤寡',
  cognitivelyImpaired: '失智',
  advancedAge: '高龄',
};
const abilityWords = ['完好', '轻度', '中度', '重度', '完全丧失'];
const disabilityWords = { visual: '视力', hearing: '听力', speech: '言语', physical: '肢体', intellectual: '智力', mental: '精神', multiple: '多重' };
const gradeWords = ['一级', '二级', '三级', '四级'];
const maritalWords = { married: '已婚', widowed: '丧偶', divorced: '离异', neverMarried: '未婚' };
const companionWords = {
  alone: '独自',
  spouse: '配偶',
  child: '子女',
  grandchild: '孙辈',
  parent: '父母',
  sibling: '兄弟姐妹',
  otherKin: '其他家属',
  nonKin: '非亲属',
  institution: '机构',
};
const placeWords: Record<ChildPlace, string> = { sameHousehold: '同住', sameVillage: '本村', sameTown: '本镇', sameCounty: '县内其他镇', outsideCounty: '外出务工' };
const groupWords = [...'零一二三四五六七八九'];

function childText(child: Child): string {
  const since = child.awaySince === undefined ? [] : [`${child.awaySince.slice(0, 4)}年${child.awaySince.slice(5, 7)}月起`];
  return `${child.name}（${[child.relation ?? '子女', ...(child.place === undefined ? [] : [placeWords[child.place]]), ...since, ...(child.phone === undefined ? [] : [child.phone])].join('，')}）`;
}
const disabilityText = (disability: Disability | null | undefined): string =>
  disability == null || !disability.valid ? '' : `${disability.type === undefined ? '' : disabilityWords[disability.type]}${gradeWords[disability.grade - 1] as string}`;

function birthCell(birth: string, style: number): CellValue {
  const [year, month, day] = [birth.slice(0, 4), String(Number(birth.slice(5, 7))), String(Number(birth.slice(8, 10)))];
  if (style === 1) return `${year}年${month}月${day}日`;
  if (style === 2) return `${year}/${month}/${day}`;
  if (style === 3) return `${year}.${birth.slice(5, 7)}.${birth.slice(8, 10)}`;
  if (style === 4) return new Date(`${birth}T00:00:00Z`);
  return birth;
}
const fullWidth = (text: string): string => [...text].map((c) => String.fromCodePoint((c.codePointAt(0) as number) + 0xfee0)).join('');
function idNoCell(idNo: string, from: Chance): string {
  const style = from.weighted([88, 4, 4, 4]);
  if (style === 1) return `${idNo.slice(0, 6)} ${idNo.slice(6, 14)} ${idNo.slice(14)}`;
  if (style === 2) return fullWidth(idNo);
  return style === 3 ? idNo.toLowerCase() : idNo;
}
function phoneCell(phone: string, from: Chance): CellValue {
  const style = from.weighted([70, 18, 12]);
  return style === 1 ? Number(phone) : style === 2 ? `${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}` : phone;
}
function groupCell(group: string, from: Chance): CellValue {
  const number = Number(group.replace('组', ''));
  const style = from.weighted([50, 30, 20]);
  return style === 1 && number < 10 ? `${groupWords[number] as string}组` : style === 2 ? number : group;
}

function cellsOf(elder: GeneratedElder, number: number, options: LedgerWorkbookOptions): Record<LedgerColumn, CellValue> {
  const facts: EffectiveFacts = elder.facts;
  const { name, sex, birthDate, idNo } = elder.facts;
  const from = chance('ledger', elder.index);
  const children = facts.children ?? [];
  const mess = options.mess !== false;
  return {
    number,
    name,
    sex: sex === 'male' ? '男' : '女',
    idNo: mess ? idNoCell(idNo, from) : idNo,
    birth: options.ageForBirth === true ? ageOn(birthDate, options.asOf) : birthCell(birthDate, mess ? from.int(0, 4) : 0),
    hukou: facts.hukou === 'urban' ? '城镇' : '农村',
    town: elder.village.townName,
    village: elder.village.name,
    group: mess ? groupCell(facts.group ?? '', from) : (facts.group ?? ''),
    phone: mess ? phoneCell(facts.phone ?? '', from) : (facts.phone ?? ''),
    categories: (facts.statedCategories ?? []).map((category) => categoryWords[category]).join(mess ? from.pick(['、', '/', ' ', '，']) : '、'),
    ability: abilityWords[facts.abilityLevel ?? 0] as string,
    disability: disabilityText(facts.disability),
    marital: facts.maritalStatus === undefined ? '' : maritalWords[facts.maritalStatus],
    livesWith: (facts.livesWith ?? []).map((companion) => companionWords[companion]).join('、'),
    child1: children[0] === undefined ? '' : childText(children[0]),
    child2: children[1] === undefined ? '' : childText(children[1]),
    wants: facts.wantsVisits === false ? '不愿意' : '愿意',
    remark: children.length > 2 ? `其余子女：${children.slice(2).map(childText).join('；')}` : '',
  };
}

/** The rows of a header and their merges, from row `top` on. */
function header(columns: readonly LedgerColumn[], options: LedgerWorkbookOptions, top: number): { rows: CellValue[][]; merges: MergeRange[] } {
  const names = columns.map((column) => options.headers?.[column] ?? words[column]);
  if (options.title === false) return { rows: [names], merges: [] };
  const upper: CellValue[] = [...names];
  const lower: CellValue[] = names.map(() => null);
  const merges: MergeRange[] = [];
  columns.forEach((column, index) => {
    const span = spans.find(({ over }) => over.includes(column));
    if (span === undefined) {
      merges.push({ startRow: top, startCol: index, endRow: top + 1, endCol: index });
      return;
    }
    lower[index] = names[index] as string;
    const before = columns[index - 1];
    if (before !== undefined && span.over.includes(before)) {
      upper[index] = null;
      return;
    }
    upper[index] = span.word;
    let end = index;
    while (columns[end + 1] !== undefined && span.over.includes(columns[end + 1] as LedgerColumn)) end += 1;
    if (end > index) merges.push({ startRow: top, startCol: index, endRow: top, endCol: end });
  });
  return { rows: [upper, lower], merges };
}

function sheetOf(name: string, unit: string, elders: readonly GeneratedElder[], columns: readonly LedgerColumn[], options: LedgerWorkbookOptions): WriteSheet {
  const blank = (first: string): CellValue[] => columns.map((_, index) => (index === 0 ? first : null));
  const across = (row: number): MergeRange => ({ startRow: row, startCol: 0, endRow: row, endCol: columns.length - 1 });
  const titled = options.title !== false;
  const head = header(columns, options, titled ? 2 : 0);
  const rows = titled
    ? [
        blank('守望示范县特殊困难老年人探访关爱服务工作台账'),
        blank(
          `填报单位：${unit}        填表人：        审核人：        填报日期：${options.asOf.slice(0, 4)}年${Number(options.asOf.slice(5, 7))}月${Number(options.asOf.slice(8, 10))}日`,
        ),
        ...head.rows,
      ]
    : head.rows;
  elders.forEach((elder, index) => {
    const cells = cellsOf(elder, index + 1, options);
    rows.push(columns.map((column) => cells[column]));
  });
  if (options.total !== false) rows.push(columns.map((_, index) => (index === 0 ? '合计' : index === 1 ? elders.length : null)));
  return { name, rows, merges: titled ? [across(0), across(1), ...head.merges] : head.merges };
}

/** An .xlsx of these elders; they must come village by village, as the generator gives them. */
export async function writeLedgerWorkbook(elders: Iterable<GeneratedElder>, options: LedgerWorkbookOptions): Promise<Uint8Array> {
  const one = options.sheets === 'one';
  const columns = options.columns ?? ledgerColumns.filter((column) => one || column !== 'town');
  const sheets = new Map<string, GeneratedElder[]>();
  for (const elder of elders) {
    const key = one ? '台账' : elder.village.code;
    const list = sheets.get(key) ?? [];
    if (list.length === 0) sheets.set(key, list);
    list.push(elder);
  }
  const used = new Set<string>();
  return writeXlsx({
    sheets: [...sheets.values()].map((list) => {
      const { village } = list[0] as GeneratedElder;
      // Two towns may have a village of the same name; a workbook may not have two such sheets.
      const name = one ? '台账' : used.has(village.name) ? `${village.townName}${village.name}` : village.name;
      used.add(name);
      return sheetOf(name, one ? '守望示范县' : `${village.townName}${village.name}`, list, columns, options);
    }),
  });
}
