// The 三留守 record of the country's system as rows of a sheet: which items it has (002 关爱留守老人 信息库;
// the seven groups), and how what the ledger knows, where an elder may be several things at once, becomes
// the record's single choices. A choice that the record does not have stays blank and is counted.
import type { Child, EffectiveFacts } from '../ledger/index.ts';
import type { Category } from '../facts/index.ts';
import { maskIdNo, maskPhone, maskText } from '../ledger/index.ts';

export const groupFields = [
  'county',
  'town',
  'village',
  'group',
  'name',
  'sex',
  'idNo',
  'birthDate',
  'age',
  'ethnicity',
  'education',
  'residence',
  'hukouAddress',
  'address',
  'kinds',
  'bereaved',
  'health',
  'illnesses',
  'disabilityType',
  'disabilityGrade',
  'phone',
  'marriage',
  'spouseName',
  'spouseIdNo',
  'livelihood',
  'incomeSources',
  'yearlyIncome',
  'aid',
  'companion',
  'carers',
  'needs',
  'childCount',
  'childNames',
  'childSexes',
  'childPhones',
  'childReasons',
  'childPlaces',
  'childSince',
  'childVisits',
  'childReturn',
  'childSpouses',
  'contactName',
  'contactRelation',
  'contactPhone',
  'responsible',
  'remark',
] as const;
export type GroupField = (typeof groupFields)[number];

export interface GroupColumn {
  readonly field: GroupField;
  readonly heading: string;
}
export interface GroupLayout {
  readonly columns: readonly GroupColumn[];
  /** Only people with one of these; all where none is named. */
  readonly categories: readonly Category[];
}

/** Headings of the national record; a county may have its own. */
export const groupHeadings: Readonly<Record<GroupField, string>> = {
  county: '县（市、区）',
  town: '乡镇（街道）',
  village: '村（社区）',
  group: '村民小组',
  name: '姓名',
  sex: '性别',
  idNo: '身份证号',
  birthDate: '出生日期',
  age: '年龄',
  ethnicity: '民族',
  education: '文化程度',
  residence: '户籍登记情况',
  hukouAddress: '户籍所在地',
  address: '居住地址',
  kinds: '老年人类别',
  bereaved: '是否失独家庭',
  health: '健康状况',
  illnesses: '患病类型',
  disabilityType: '残疾类别',
  disabilityGrade: '残疾等级',
  phone: '联系电话',
  marriage: '婚姻状况',
  spouseName: '配偶姓名',
  spouseIdNo: '配偶身份证号',
  livelihood: '生活状况',
  incomeSources: '家庭经济来源',
  yearlyIncome: '平均年收入（元）',
  aid: '救助帮扶',
  companion: '陪伴居住情况',
  carers: '日常生活照料人',
  needs: '关爱服务需求',
  childCount: '子女数',
  childNames: '子女姓名',
  childSexes: '子女性别',
  childPhones: '子女电话',
  childReasons: '外出原因',
  childPlaces: '外出地点',
  childSince: '外出时间',
  childVisits: '回家探望情况',
  childReturn: '计划返回时间',
  childSpouses: '子女配偶',
  contactName: '巡访联系人',
  contactRelation: '联系人与老人关系',
  contactPhone: '联系人电话',
  responsible: '探访责任人',
  remark: '备注',
};
export const nationalLayout: GroupLayout = { columns: groupFields.map((field) => ({ field, heading: groupHeadings[field] })), categories: ['leftBehind'] };

export interface GroupPerson {
  readonly facts: EffectiveFacts;
  readonly categories: readonly Category[];
  readonly age: number | null;
  readonly county: string;
  readonly town: string;
  readonly village: string;
  readonly responsible: string;
}
export interface GroupRules {
  /** Which of several companions of the record wins, first that holds (pack value groupExport.companion). */
  readonly companionOrder: readonly string[];
  /** Numbers in full; masked without. */
  readonly revealed: boolean;
}
export interface GroupCell {
  readonly text: string | number;
  /** What the ledger knows and the record has no choice for. */
  readonly lost?: string;
}

const mark = '、';
const each = '；';
const said = <K extends string | number>(words: Readonly<Record<K, string>>, codes: readonly K[] | undefined): string =>
  (codes ?? [])
    .map((code) => words[code])
    .filter((word) => word !== '')
    .join(mark);

const education = { none: '文盲', primary: '小学', juniorSecondary: '初中', seniorSecondary: '高中及以上', college: '高中及以上' } as const;
const residence = { present: '是', hukouOnly: '是', personOnly: '否' } as const;
const health = { good: '良好', fair: '一般', poor: '较差', bedridden: '卧床' } as const;
const disabilityTypes = { visual: '视力', hearing: '听力', speech: '言语', physical: '肢体', intellectual: '智力', mental: '精神', multiple: '多重' } as const;
const grades = { 1: '一级', 2: '二级', 3: '三级', 4: '四级' } as const;
const livelihood = { good: '良好', fair: '一般', poor: '贫困' } as const;
const sources = {
  wages: '打工',
  farming: '种养殖业',
  publicAid: '政府救助',
  relatives: '亲朋救助',
  pension: '农村居民养老保险',
  children: '其他',
  savings: '其他',
  other: '其他',
} as const;
const carers = { self: '自己', spouse: '配偶', child: '近亲属', kin: '近亲属', neighbour: '邻里照顾', community: '社区居家养老', paid: '花钱雇人', nobody: '无人照顾' } as const;
/** Needs beyond the record's eight are counted as what they are part of. */
const needs = {
  dailyCare: '生活照料',
  farmHelp: '生产帮助',
  comfort: '精神安慰',
  medical: '医疗保健',
  legal: '法律援助',
  safety: '安全服务',
  culture: '文化娱乐',
  emergency: '紧急救助',
  meals: '生活照料',
  cleaning: '生活照料',
  errands: '生活照料',
  homeAdaptation: '安全服务',
} as const;
const places = { sameHousehold: '同住', sameVillage: '本村', sameTown: '本镇', sameCounty: '本县', outsideCounty: '县外' } as const;
const visits = { often: '经常', seldom: '很少', never: '从不' } as const;
const companions = { alone: '独居', kin: '近亲属', emptyNest: '空巢', spouse: '配偶' } as const;
const distinct = (text: string): string => [...new Set(text.split(mark))].join(mark);

function kindsOf({ facts, categories }: GroupPerson): string {
  const has = (category: Category): boolean => categories.includes(category);
  const kinds: string[] = [];
  if (has('leftBehind')) kinds.push('农村留守');
  if (has('destituteAtHome') || facts.destitute === 'atHome') kinds.push('分散供养特困');
  if (facts.familyPlanning === 'childDied') kinds.push('失独');
  if (has('emptyNest')) kinds.push('空巢');
  if (facts.minimumLiving === true) kinds.push('低保');
  // Three steps of self-care where they were told; an ability level tells the two ends for certain, no more.
  if (facts.selfCare !== undefined) kinds.push({ full: '自理', partial: '半自理', none: '失能' }[facts.selfCare]);
  else if (facts.abilityLevel === 0) kinds.push('自理');
  else if ((facts.abilityLevel ?? 0) >= 1 || has('careDependent')) kinds.push('失能');
  if (facts.disability?.valid === true) kinds.push('残疾');
  if (facts.disability?.type === 'mental') kinds.push('精神病');
  return kinds.join(mark);
}

function companionOf({ facts, categories }: GroupPerson, order: readonly string[]): GroupCell {
  const lives = facts.livesWith ?? [];
  const holds: Readonly<Record<string, boolean>> = {
    alone: lives.length === 1 && lives[0] === 'alone',
    kin: lives.some((who) => who === 'child' || who === 'grandchild' || who === 'parent' || who === 'sibling' || who === 'otherKin'),
    emptyNest: categories.includes('emptyNest'),
    spouse: lives.includes('spouse'),
  };
  const first = order.find((code) => holds[code] === true) as keyof typeof companions | undefined;
  if (first !== undefined) return { text: companions[first] };
  return lives.length === 0 ? { text: '' } : { text: '', lost: lives.includes('institution') ? '住养老机构' : '与非亲属同住' };
}

function aidOf(facts: EffectiveFacts): string {
  const aid: string[] = [];
  const programs = new Set((facts.subsidies ?? []).map(({ program }) => program));
  if (facts.minimumLiving === true || programs.has('minimumLiving')) aid.push('低保');
  if (facts.povertyState === 'lifted') aid.push('建档立卡贫困户');
  if (programs.has('medicalAid')) aid.push('医疗救助');
  if (programs.has('temporaryAid')) aid.push('临时救助');
  if (['oldAge', 'careSubsidy', 'serviceSubsidy'].some((program) => programs.has(program as 'oldAge'))) aid.push('老年人福利津贴');
  if (programs.has('disabilityLiving') || programs.has('disabilityCare')) aid.push('残疾人两项补贴');
  if (facts.destitute === 'atHome' || facts.destitute === 'institution' || programs.has('destitute') || programs.has('familyPlanning') || programs.has('other'))
    aid.push('其他救助');
  return aid.join(mark);
}

const marriage = { neverMarried: '未婚', married: '已婚且双方健在', widowed: '已婚且一方健在', divorced: '' } as const;

/** One item of the record for one person. */
export function groupCell(field: GroupField, person: GroupPerson, rules: GroupRules): GroupCell {
  const { facts } = person;
  // Addresses and remarks have numbers written into them.
  const text = (value: string | number | undefined | null): GroupCell => ({ text: typeof value === 'string' && !rules.revealed ? maskText(value) : (value ?? '') });
  const number = (value: string | undefined): GroupCell => text(value === undefined || rules.revealed ? value : maskIdNo(value));
  const phoneText = (value: string | undefined): string => (value === undefined ? '' : rules.revealed ? value : maskPhone(value));
  /** One entry for each child, in the order of the names; blank ones keep their place. */
  const ofChildren = (read: (child: Child) => string | undefined): GroupCell => {
    const entries = (facts.children ?? []).map((child) => read(child) ?? '');
    return text(entries.every((entry) => entry === '') ? '' : entries.join(each));
  };
  const [contact] = facts.contacts ?? [];
  switch (field) {
    case 'county':
    case 'town':
    case 'village':
    case 'responsible':
    case 'age':
      return text(person[field]);
    case 'group':
    case 'name':
    case 'birthDate':
    case 'ethnicity':
    case 'hukouAddress':
    case 'address':
    case 'remark':
      return text(facts[field]);
    case 'sex':
      return text(facts.sex === undefined ? '' : { female: '女', male: '男' }[facts.sex]);
    case 'idNo':
      return number(facts.idNo);
    case 'phone':
      return text(phoneText(facts.phone));
    case 'education':
      return text(facts.education === undefined ? '' : education[facts.education]);
    case 'residence':
      return text(facts.residenceState === undefined ? '' : residence[facts.residenceState]);
    case 'kinds':
      return text(kindsOf(person));
    case 'bereaved':
      return text(facts.familyPlanning === undefined ? '' : facts.familyPlanning === 'childDied' ? '是' : '否');
    case 'health':
      return text(facts.healthState === undefined ? '' : health[facts.healthState]);
    case 'illnesses':
      return text([...new Set([...(facts.illnesses ?? []), ...(facts.chronicConditions ?? [])])].join(mark));
    case 'disabilityType':
      return text(facts.disability?.valid === true && facts.disability.type !== undefined ? disabilityTypes[facts.disability.type] : '');
    case 'disabilityGrade':
      return text(facts.disability?.valid === true ? grades[facts.disability.grade] : '');
    case 'marriage':
      return facts.maritalStatus === 'divorced' ? { text: '', lost: '离异' } : text(facts.maritalStatus === undefined ? '' : marriage[facts.maritalStatus]);
    case 'spouseName':
      return text(facts.spouse?.name);
    case 'spouseIdNo':
      return number(facts.spouse?.idNo);
    case 'livelihood':
      return text(facts.livelihood === undefined ? '' : livelihood[facts.livelihood]);
    case 'incomeSources':
      return text(distinct(said(sources, facts.incomeSources)));
    case 'yearlyIncome':
      return text(facts.monthlyIncome === undefined ? '' : Math.round(facts.monthlyIncome * 12));
    case 'aid':
      return text(aidOf(facts));
    case 'companion':
      return companionOf(person, rules.companionOrder);
    case 'carers':
      return text(distinct(said(carers, facts.dailyCarers)));
    case 'needs':
      return text(distinct(said(needs, facts.needs)));
    case 'childCount':
      return text(facts.children?.length);
    case 'childNames':
      return ofChildren((child) => child.name);
    case 'childSexes':
      return ofChildren((child) => (child.sex === undefined ? undefined : { female: '女', male: '男' }[child.sex]));
    case 'childPhones':
      return ofChildren((child) => phoneText(child.phone));
    case 'childReasons':
      return ofChildren((child) => child.awayReason);
    case 'childPlaces':
      return ofChildren((child) => child.awayPlace ?? (child.place === undefined ? undefined : places[child.place]));
    case 'childSince':
      return ofChildren((child) => child.awaySince);
    case 'childVisits':
      return ofChildren((child) => (child.visitsHome === undefined ? undefined : visits[child.visitsHome]));
    case 'childReturn':
      return ofChildren((child) => child.plannedReturn);
    case 'childSpouses':
      return ofChildren((child) => child.spouseName);
    case 'contactName':
      return text(contact?.name);
    case 'contactRelation':
      return text(contact?.relation);
    case 'contactPhone':
      return text(phoneText(contact?.phone));
  }
}
