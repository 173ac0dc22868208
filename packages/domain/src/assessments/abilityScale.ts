// GB/T 42195-2022, appendix B: 26 items in four dimensions, 90 points, more points for more ability.
// Options stand best first. The lowest step of B.3.9 is told apart into stupor and coma, because only
// coma decides the level by itself (C.4).
import { w, type ScaleWords } from './words.ts';

export const abilityDimensions = ['selfCare', 'mobility', 'mind', 'participation'] as const;
export type AbilityDimension = (typeof abilityDimensions)[number];
/** Points of each dimension at best: 32 + 15 + 28 + 15 = 90. */
export const dimensionMaximum: Readonly<Record<AbilityDimension, number>> = { selfCare: 32, mobility: 15, mind: 28, participation: 15 };

export interface AbilityOption {
  /** What an answer sheet holds; the score as text, but for stupor and coma. */
  readonly code: string;
  readonly score: number;
  readonly label: ScaleWords;
}
export interface AbilityItem {
  readonly key: string;
  /** Number in appendix B. */
  readonly no: string;
  readonly dimension: AbilityDimension;
  readonly label: ScaleWords;
  /** What the item asks for, where its name does not say it. */
  readonly hint?: ScaleWords;
  readonly options: readonly AbilityOption[];
}

const scored = (...labels: readonly ScaleWords[]): readonly AbilityOption[] =>
  labels.map((label, index) => ({ code: String(labels.length - 1 - index), score: labels.length - 1 - index, label }));

/** The general five steps: alone, when told, with some help, with much help, not at all. */
const steps = scored(
  w('独立完成', 'Alone'),
  w('他人指导或提示下完成', 'When guided or prompted'),
  w('需他人协助，以自身为主', 'With help, mostly by oneself'),
  w('主要靠他人，自身能配合', 'Mostly by others, cooperates'),
  w('完全依赖他人，不能配合', 'Wholly by others, cannot cooperate'),
);
const communication = scored(
  w('正常', 'Normal'),
  w('需要增加时间', 'Needs more time'),
  w('有困难，需频繁重复或简化', 'Difficult; often repeated or simplified'),
  w('严重困难，需大量帮助', 'Very difficult; needs much help'),
  w('完全不能', 'Not at all'),
);

export const abilityItems: readonly AbilityItem[] = [
  {
    key: 'eating',
    no: 'B.1.1',
    dimension: 'selfCare',
    label: w('进食', 'Eating'),
    options: scored(
      w('独立进食，无呛咳', 'Alone, never chokes'),
      w('提示下或用辅具独立进食，无呛咳', 'When prompted or with aids, never chokes'),
      w('少量协助，或偶尔呛咳（每月至少1次）', 'Some help, or chokes at times (monthly)'),
      w('大量协助，或经常呛咳（每周至少1次）', 'Much help, or chokes often (weekly)'),
      w('完全依赖、吞咽困难或留置营养管', 'Wholly dependent, cannot swallow, or fed by tube'),
    ),
  },
  {
    key: 'grooming',
    no: 'B.1.2',
    dimension: 'selfCare',
    label: w('修饰', 'Grooming'),
    hint: w('洗脸、刷牙、梳头、刮脸、剪指（趾）甲', 'Face, teeth, hair, shaving, nails'),
    options: steps,
  },
  { key: 'bathing', no: 'B.1.3', dimension: 'selfCare', label: w('洗澡', 'Bathing'), hint: w('清洗和擦干身体', 'Washing and drying the body'), options: steps },
  { key: 'upperDressing', no: 'B.1.4', dimension: 'selfCare', label: w('穿脱上衣', 'Dressing, upper body'), options: steps },
  { key: 'lowerDressing', no: 'B.1.5', dimension: 'selfCare', label: w('穿脱裤子和鞋袜', 'Dressing, trousers and shoes'), options: steps },
  {
    key: 'bladder',
    no: 'B.1.6',
    dimension: 'selfCare',
    label: w('小便控制', 'Bladder control'),
    options: scored(
      w('控制正常', 'Normal'),
      w('白天能控制、夜间次数多，或自用尿垫', 'By day yes, often at night, or own pads'),
      w('偶尔失禁（每周多于1次、每天不到1次），或少量协助', 'Sometimes not (weekly, not daily), or some help'),
      w('每天至少1次失禁，或大量协助', 'Fails daily, or much help'),
      w('完全失禁或留置导尿管', 'Fails wholly, or catheter'),
    ),
  },
  {
    key: 'bowels',
    no: 'B.1.7',
    dimension: 'selfCare',
    label: w('大便控制', 'Bowel control'),
    options: scored(
      w('控制正常', 'Normal'),
      w('有时便秘或失禁（每周不到1次），或自用开塞露', 'At times not (under once a week), or own remedy'),
      w('经常（每周多于1次、每天不到1次），或少量协助', 'Often (weekly, not daily), or some help'),
      w('大部分时间（每天至少1次），或大量协助', 'Mostly (daily), or much help'),
      w('严重便秘、完全失禁，依赖他人', 'Fails wholly or blocked, depends on others'),
    ),
  },
  { key: 'toilet', no: 'B.1.8', dimension: 'selfCare', label: w('如厕', 'Toilet'), hint: w('解裤、清洁、穿裤', 'Undressing, cleaning, dressing'), options: steps },
  { key: 'bedMobility', no: 'B.2.1', dimension: 'mobility', label: w('床上体位转移', 'Turning in bed'), options: steps },
  { key: 'bedChair', no: 'B.2.2', dimension: 'mobility', label: w('床椅转移', 'Bed to chair'), options: steps },
  {
    key: 'walking',
    no: 'B.2.3',
    dimension: 'mobility',
    label: w('平地行走', 'Walking on the level'),
    options: scored(
      w('独立行走约50米，无摔倒风险', 'About 50 m alone, no risk of falling'),
      w('约50米，有摔倒风险需看护，或用拐杖、助行器', 'About 50 m watched, or with stick or frame'),
      w('需少量扶持', 'With a little support'),
      w('需大量扶持', 'With much support'),
      w('不能步行', 'Cannot walk'),
    ),
  },
  {
    key: 'stairs',
    no: 'B.2.4',
    dimension: 'mobility',
    label: w('上下楼梯', 'Stairs'),
    options: scored(
      w('独立连续上下10至15级', '10 to 15 steps alone'),
      w('提示下完成', 'When prompted'),
      w('需协助，以自身为主', 'With help, mostly by oneself'),
      w('主要靠协助或完全依赖', 'Mostly or wholly by others'),
    ),
  },
  {
    key: 'time',
    no: 'B.3.1',
    dimension: 'mind',
    label: w('时间定向', 'Knows the time'),
    options: scored(
      w('年月清楚，日期相差不超过1天', 'Year and month, day within one'),
      w('年月日分不全，相差2天及以上', 'Not all of them, days off by two or more'),
      w('只知上下半年或季节', 'Half of the year or season only'),
      w('只知上下午或昼夜', 'Part of the day only'),
      w('没有时间观念', 'No sense of time'),
    ),
  },
  {
    key: 'place',
    no: 'B.3.2',
    dimension: 'mind',
    label: w('空间定向', 'Knows the place'),
    options: scored(
      w('能在日常范围内单独外出', 'Goes about alone nearby'),
      w('不能单独外出，但知道所在地址', 'Not alone, yet knows the address'),
      w('知道较多', 'Knows a good deal of it'),
      w('知道较少', 'Knows little of it'),
      w('没有空间观念', 'No sense of place'),
    ),
  },
  {
    key: 'people',
    no: 'B.3.3',
    dimension: 'mind',
    label: w('人物定向', 'Knows people'),
    options: scored(
      w('认识长期同住者并知道关系', 'All who live in, and how related'),
      w('认识大部分', 'Most of them'),
      w('认识部分亲人或照护者', 'Some relatives or carers'),
      w('只认识自己或极少数人', 'Oneself or very few'),
      w('不认识任何人', 'Nobody'),
    ),
  },
  {
    key: 'memory',
    no: 'B.3.4',
    dimension: 'mind',
    label: w('记忆', 'Memory'),
    hint: w('三个词，五分钟后回忆', 'Three words, asked for after five minutes'),
    options: scored(
      w('与年龄相适应', 'As is usual at the age'),
      w('轻度受损：只记得0至1个词', 'Mildly impaired: none or one word'),
      w('中度受损：不记得上一顿饭', 'Impaired: not the last meal'),
      w('重度受损：不记得老朋友', 'Badly impaired: not old friends'),
      w('完全紊乱', 'Wholly confused'),
    ),
  },
  { key: 'understanding', no: 'B.3.5', dimension: 'mind', label: w('理解能力', 'Understanding'), options: communication },
  { key: 'expression', no: 'B.3.6', dimension: 'mind', label: w('表达能力', 'Expression'), options: communication },
  {
    key: 'aggression',
    no: 'B.3.7',
    dimension: 'mind',
    label: w('攻击行为', 'Aggression'),
    hint: w('近1个月', 'Within a month'),
    options: scored(w('没有', 'None'), w('有过', 'Some')),
  },
  {
    key: 'depression',
    no: 'B.3.8',
    dimension: 'mind',
    label: w('抑郁症状', 'Depression'),
    hint: w('近1个月', 'Within a month'),
    options: scored(w('没有', 'None'), w('有过情绪低落等', 'Some')),
  },
  {
    key: 'consciousness',
    no: 'B.3.9',
    dimension: 'mind',
    label: w('意识水平', 'Consciousness'),
    options: [
      { code: '2', score: 2, label: w('清醒', 'Clear') },
      { code: '1', score: 1, label: w('嗜睡或意识模糊', 'Drowsy or clouded') },
      { code: 'stupor', score: 0, label: w('昏睡', 'Stupor') },
      { code: 'coma', score: 0, label: w('昏迷', 'Coma') },
    ],
  },
  {
    key: 'sight',
    no: 'B.4.1',
    dimension: 'participation',
    label: w('视力', 'Sight'),
    hint: w('戴眼镜等矫正后', 'With glasses'),
    options: scored(w('正常', 'Normal'), w('看不清小字，但能辨认物体', 'Not small print, but things'), w('只见光影、形状或失明', 'Light and shapes only, or blind')),
  },
  {
    key: 'hearing',
    no: 'B.4.2',
    dimension: 'participation',
    label: w('听力', 'Hearing'),
    hint: w('可戴助听器', 'With a hearing aid'),
    options: scored(w('正常', 'Normal'), w('轻声或2米外听不清', 'Not when soft or beyond 2 m'), w('大声慢说才听见一些，或失聪', 'Only loud and slow in part, or deaf')),
  },
  {
    key: 'dailyAffairs',
    no: 'B.4.3',
    dimension: 'participation',
    label: w('执行日常事务', 'Daily affairs'),
    hint: w('洗衣、小额购物、服药管理等', 'Washing, small shopping, medicines'),
    options: scored(
      w('完全独立', 'Alone'),
      w('需看护或指导', 'Watched or guided'),
      w('需少量协助', 'With some help'),
      w('需大量协助', 'With much help'),
      w('完全依赖', 'Wholly by others'),
    ),
  },
  {
    key: 'transport',
    no: 'B.4.4',
    dimension: 'participation',
    label: w('使用交通工具外出', 'Transport'),
    options: scored(
      w('能自己骑车或乘公交', 'Rides or takes the bus alone'),
      w('能自己打车，不会乘其他车', 'Takes a taxi alone, nothing else'),
      w('有人陪同可乘公交', 'Takes the bus with somebody'),
      w('只能由他人协助乘车或不能出门', 'Only carried by others, or not at all'),
    ),
  },
  {
    key: 'social',
    no: 'B.4.5',
    dimension: 'participation',
    label: w('社会交往能力', 'Dealing with people'),
    options: scored(
      w('能适应，待人接物恰当', 'Adapts, behaves fittingly'),
      w('能适应单纯环境，主动接触', 'In plain surroundings, seeks contact'),
      w('被动接触，易受骗', 'Withdrawn, easily cheated'),
      w('勉强接触，谈吐不清', 'Barely, speech unclear'),
      w('不能交往', 'Not at all'),
    ),
  },
];

/** Appendix C.3: the lowest total of each level; below all of them it is level 4. */
export const levelFloors = [
  { level: 0, from: 90 },
  { level: 1, from: 66 },
  { level: 2, from: 46 },
  { level: 3, from: 30 },
] as const;
