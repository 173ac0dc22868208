// Elders of the fictional county with everything that may be known about them. Shares follow what a
// county office's ledger looks like: people in their sixties most, half of them widowed at eighty,
// children away at work, few who need care. `expected` is how the generator itself reads the rules of
// 平利's document (独居, 空巢, 留守, 失能, 重残, 计生特殊家庭; twice a week or once a month), written
// without the rule engine so that a test can hold the two against each other.
import { firstDay, addDays, addCalendarMonths, ageOn, dayNumber, fromDayNumber, monthOf, type IsoDate } from '@shouwang/domain/shared';
import {
  idNoCheck,
  type AbilityLevel,
  type Category,
  type Child,
  type ChildPlace,
  type Disability,
  type DisabilityType,
  type EffectiveFacts,
  type FactValues,
  type LivingCompanion,
  type MaritalStatus,
  type Sex,
  type SourceKind,
} from '@shouwang/domain/ledger';
import { personName } from './names.ts';
import { away, countyCode, type Village } from './places.ts';
import { chance, uuidAt, type Chance } from './random.ts';

/** What one source said: an item of the ledger's history. */
export interface Statement {
  readonly source: SourceKind;
  readonly sourceDate: IsoDate;
  readonly sourceRef: string;
  readonly facts: EffectiveFacts;
}
export interface GeneratedElder {
  /** 0, 1, 2 … in the order of villages. */
  readonly index: number;
  readonly id: string;
  readonly enteredOn: IsoDate;
  readonly village: Village;
  /** All that is known, as the statements give it together. */
  readonly facts: EffectiveFacts & Pick<FactValues, 'name' | 'sex' | 'birthDate' | 'idNo' | 'division' | 'location'>;
  readonly statements: readonly Statement[];
  readonly expected: { readonly categories: readonly Category[]; readonly rhythm: Rhythm | null };
}
/** How often somebody is to be visited. */
export interface Rhythm {
  readonly visits: number;
  readonly period: 'week' | 'month';
}

/** Sequence numbers of a kind of people: `from` and `count` pairs of one for each sex. */
export interface SequenceRange {
  readonly from: number;
  readonly count: number;
}
/** Gives each birth date and sex a free sequence number, so that no two people share a number. */
export type SequenceOf = (birthDate: IsoDate, sex: Sex) => number;
/** Each day begins somewhere else in the range, as it does where people register at many counters. */
export function sequences({ from, count }: SequenceRange): SequenceOf {
  const used = new Map<number, number>();
  return (birthDate, sex) => {
    const day = dayNumber(birthDate);
    const key = day * 2 + (sex === 'male' ? 1 : 0);
    const taken = used.get(key) ?? 0;
    used.set(key, taken + 1);
    // Days before 1970 are negative.
    const slot = (((day * 37 + taken) % count) + count) % count;
    return (from + slot) * 2 + (sex === 'male' ? 1 : 0);
  };
}
export function idNoOf(birthDate: IsoDate, sequence: number): string {
  const first17 = `${countyCode}${birthDate.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return `${first17}${idNoCheck(first17)}`;
}
export const phoneOf = (from: Chance): string => `1900000${String(from.int(0, 9999)).padStart(4, '0')}`;

export function birthDateOf(from: Chance, age: number, asOf: IsoDate): IsoDate {
  const latest = addCalendarMonths(asOf, -12 * age);
  return fromDayNumber(dayNumber(latest) - from.int(0, 364));
}

const serious = ['尿毒症', '脑卒中后遗症', '恶性肿瘤', '严重慢阻肺'];
const chronic = ['高血压', '糖尿病', '冠心病', '关节炎', '慢性支气管炎', '白内障'];
const disabilityKinds: readonly DisabilityType[] = ['physical', 'hearing', 'visual', 'speech', 'intellectual', 'mental', 'multiple'];
const places: readonly ChildPlace[] = ['sameHousehold', 'sameVillage', 'sameTown', 'sameCounty', 'outsideCounty'];
/** 60–64, 65–69 … 95–99, 100 and over. */
const ageWeights = [31, 25, 18, 11.5, 7.5, 4, 2, 0.8, 0.2];

function maritalOf(from: Chance, age: number): MaritalStatus {
  const widowed = Math.min(0.85, 0.08 + Math.max(0, age - 60) * 0.021);
  const drawn = from.unit();
  if (drawn < widowed) return 'widowed';
  if (drawn < widowed + 0.03) return 'neverMarried';
  return drawn < widowed + 0.06 ? 'divorced' : 'married';
}

/** Families tend to be alike: either somebody stayed or all have gone. */
function childrenOf(from: Chance, marital: MaritalStatus, asOf: IsoDate): readonly Child[] {
  const count = marital === 'neverMarried' ? 0 : from.weighted([4, 22, 33, 26, 15]);
  const weights = from.happens(0.22) ? [0, 0, 0, 15, 85] : [34, 28, 18, 6, 14];
  return Array.from({ length: count }, () => {
    const place = places[from.weighted(weights)] as ChildPlace;
    const sex: Sex = from.happens(0.52) ? 'male' : 'female';
    const child = { name: personName(from, sex).name, relation: sex === 'male' ? '儿子' : '女儿', place, phone: phoneOf(from) };
    return place === 'outsideCounty' ? { ...child, awaySince: monthOf(addCalendarMonths(asOf, -from.int(1, 90))) } : child;
  });
}

function companionsOf(from: Chance, marital: MaritalStatus, children: readonly Child[]): readonly LivingCompanion[] {
  const with_: LivingCompanion[] = [];
  if (marital === 'married' && from.happens(0.97)) with_.push('spouse');
  if (children.some((child) => child.place === 'sameHousehold')) with_.push('child');
  if (children.length > 0 && from.happens(0.06)) with_.push('grandchild');
  if (with_.length === 0 && from.happens(0.05)) with_.push('otherKin');
  return with_.length === 0 ? ['alone'] : with_;
}

/** `certNo` holds the digits of type and grade; the identity number that it begins with comes later. */
function disabilityOf(from: Chance, ability: AbilityLevel): Disability | null {
  if (!from.happens(ability > 0 ? 0.35 : 0.07)) return null;
  const grade = (from.weighted([6, 14, 38, 42]) + 1) as 1 | 2 | 3 | 4;
  const kind = from.weighted([45, 22, 15, 4, 5, 6, 3]);
  return { type: disabilityKinds[kind] as DisabilityType, grade, certNo: `${kind + 1}${grade}`, valid: !from.happens(0.03) };
}

export function readRules(facts: EffectiveFacts, asOf: IsoDate): GeneratedElder['expected'] {
  const children = facts.children ?? [];
  const alone = facts.livesWith?.length === 1 && facts.livesWith[0] === 'alone';
  const outside = (child: Child): boolean => child.place === 'outsideCounty';
  const longAway = (child: Child): boolean => outside(child) && child.awaySince !== undefined && addCalendarMonths(firstDay(child.awaySince), 6) <= asOf;
  const severe = facts.disability != null && facts.disability.valid && facts.disability.grade <= 2;
  const dependent = (facts.abilityLevel ?? 0) >= 1;
  const holds: Partial<Record<Category, boolean>> = {
    livingAlone: alone || (children.length === 0 && facts.maritalStatus !== 'married'),
    emptyNest: children.length > 0 && children.every((child) => child.place === 'sameCounty' || outside(child)),
    leftBehind: facts.hukou === 'rural' && children.length > 0 && children.every(longAway),
    careDependent: dependent,
    severeDisability: severe,
    familyPlanningSpecial: facts.familyPlanning != null,
  };
  const categories = (Object.keys(holds) as Category[]).filter((category) => holds[category] === true);
  if (categories.length === 0) return { categories, rhythm: null };
  const dense = dependent || severe || (facts.illnesses ?? []).length > 0 || (holds.livingAlone === true && ageOn(facts.birthDate as string, asOf) >= 80);
  return { categories, rhythm: dense ? { visits: 2, period: 'week' } : { visits: 1, period: 'month' } };
}

type Draft = Omit<GeneratedElder['facts'], 'idNo'>;

function drawFacts(from: Chance, village: Village, asOf: IsoDate): Draft {
  const age = 60 + from.weighted(ageWeights) * 5 + from.int(0, 4);
  const sex: Sex = from.happens(0.49 - (age > 80 ? 0.08 : 0)) ? 'male' : 'female';
  const birthDate = birthDateOf(from, age, asOf);
  const maritalStatus = maritalOf(from, age);
  const children = childrenOf(from, maritalStatus, asOf);
  const frail = age >= 80 ? 0.2 : age >= 70 ? 0.07 : 0.025;
  const abilityLevel = (from.happens(frail) ? from.weighted([46, 32, 13, 9]) + 1 : 0) as AbilityLevel;
  const group = from.pick(village.groups);
  const destitute = children.length === 0 && maritalStatus !== 'married' && from.happens(0.6);
  const minimumLiving = !destitute && from.happens(0.12);
  const familyPlanning = children.length <= 1 && from.happens(0.03) ? (from.happens(0.2) ? 'childDied' : 'childDisabled') : null;
  return {
    ...personName(from, sex),
    sex,
    birthDate,
    phone: phoneOf(from),
    division: village.code,
    group: group.name,
    address: `${village.name}${group.name}`,
    hukou: from.happens(0.96) ? 'rural' : 'urban',
    maritalStatus,
    livesWith: companionsOf(from, maritalStatus, children),
    children,
    abilityLevel,
    disability: disabilityOf(from, abilityLevel),
    familyPlanning: familyPlanning === 'childDied' && children.length > 0 ? 'childDisabled' : familyPlanning,
    ...(destitute || minimumLiving ? { destitute: destitute ? ('atHome' as const) : null, minimumLiving, monthlyAid: destitute ? 780 : from.int(18, 42) * 10 } : {}),
    illnesses: from.happens(0.012) ? [from.pick(serious)] : [],
    chronicConditions: chronic.filter(() => from.happens(0.14)),
    wantsVisits: !from.happens(0.04),
    location: away(group, Math.abs(from.bell()) * 0.22, from.unit() * 2 * Math.PI),
  };
}

/** The lists in which somebody's facts stand: the village's ledger and the registers of other offices. */
function statementsOf(facts: GeneratedElder['facts'], enteredOn: IsoDate, row: number): readonly Statement[] {
  const { location, illnesses, chronicConditions, monthlyAid, minimumLiving, destitute, ...ledger } = facts;
  const statements: Statement[] = [
    { source: 'ledger', sourceDate: enteredOn, sourceRef: `台账 #${row}`, facts: ledger },
    { source: 'locationList', sourceDate: enteredOn, sourceRef: `老人住址坐标 #${row}`, facts: { location } },
    { source: 'healthRegister', sourceDate: enteredOn, sourceRef: `65岁以上健康管理 #${row}`, facts: { illnesses: illnesses ?? [], chronicConditions: chronicConditions ?? [] } },
  ];
  if (facts.disability != null) statements.push({ source: 'disabilityRegister', sourceDate: enteredOn, sourceRef: `持证残疾人 #${row}`, facts: { disability: facts.disability } });
  if ((facts.abilityLevel ?? 0) > 0)
    statements.push({ source: 'assessmentRegister', sourceDate: enteredOn, sourceRef: `能力评估结果 #${row}`, facts: { abilityLevel: facts.abilityLevel as AbilityLevel } });
  if (destitute !== undefined && minimumLiving !== undefined && monthlyAid !== undefined) {
    statements.push({ source: 'aidRegister', sourceDate: enteredOn, sourceRef: `低保特困 #${row}`, facts: { destitute, minimumLiving, monthlyAid } });
  }
  return statements;
}

export interface ElderDraw {
  readonly seed: string;
  readonly index: number;
  readonly village: Village;
  readonly asOf: IsoDate;
  readonly sequenceOf: SequenceOf;
}

/** One elder of the list: drawn again until he is in a target group, as a village's list is made. */
export function drawElder({ seed, index, village, asOf, sequenceOf }: ElderDraw): GeneratedElder {
  const from = chance(seed, 'elder', index);
  const anyway = from.happens(0.03);
  let draft: Draft;
  let expected: GeneratedElder['expected'];
  do {
    draft = drawFacts(from, village, asOf);
    expected = readRules(draft, asOf);
  } while (expected.categories.length === 0 && !anyway);
  const idNo = idNoOf(draft.birthDate, sequenceOf(draft.birthDate, draft.sex));
  const disability = draft.disability == null ? null : { ...draft.disability, certNo: `${idNo}${draft.disability.certNo ?? ''}` };
  const facts = { ...draft, idNo, disability, statedCategories: expected.categories };
  // Four in ten were listed before the county's history here begins, the others since.
  const enteredOn = addDays(asOf, -(from.happens(0.4) ? from.int(1100, 1500) : from.int(0, 1095)));
  const id = uuidAt(dayNumber(enteredOn) * 86_400_000 + index, from);
  return { index, id, enteredOn, village, facts, statements: statementsOf(facts, enteredOn, index + 1), expected };
}
