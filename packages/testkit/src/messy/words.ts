// Cells as offices write them: each writer takes the true value and a chance, and gives one of the
// ways in which it is written somewhere.
import type { Category, Child, ChildPlace, Disability, LivingCompanion } from '@shouwang/domain/ledger';
import { ageOn, type IsoDate } from '@shouwang/domain/shared';
import type { Chance } from '../random.ts';

export type Cell = string | number | null;

const wide = (text: string): string => text.replace(/[0-9X]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

export function nameCell(name: string, from: Chance): string {
  const roll = from.int(0, 19);
  if (roll === 0 && [...name].length === 2) return [...name].join(' ');
  if (roll === 1 && [...name].length === 2) return [...name].join('　');
  if (roll === 2) return ` ${name} `;
  if (roll === 3) return `${name}（小名${from.pick(['狗娃', '幺妹', '老三'])}）`;
  if (roll === 5) return from.pick([`★${name}`, `${name}*`, `1.${name}`, `▲${name}`]);
  if (roll === 4) return `${name}(曾用名:${name.slice(0, 1)}${from.pick(['二', '小英', '大毛'])})`;
  return name;
}
/** The name as registers of other offices write it: variant characters, spaces. */
const otherwise: Readonly<Record<string, string>> = {
  兰: '蘭',
  丽: '麗',
  华: '華',
  凤: '鳳',
  陈: '陳',
  张: '張',
  刘: '劉',
  国: '國',
  荣: '榮',
  兴: '興',
  云: '雲',
  莲: '蓮',
  群: '羣',
  杨: '楊',
  马: '馬',
  赵: '趙',
  强: '強',
  贵: '貴',
  萧: '肖',
  银: '銀',
  静: '靜',
  惠: '恵',
};
export const variantName = (name: string): string => [...name].map((char) => otherwise[char] ?? char).join('');
/** Another name by one character, as a slip of the pen makes it. */
export const slippedName = (name: string): string => `${name.slice(0, -1)}${name.endsWith('芝') ? '兰' : '芝'}`;

export function idCell(idNo: string, from: Chance): Cell {
  const roll = from.int(0, 17);
  if (roll === 16) return from.pick([`身份证：${idNo}`, `${idNo}（长期）`, `${idNo}.`, `="${idNo}"`]);
  if (roll === 17) return `${idNo} 19000000009`;
  if (roll === 0) return `'${idNo}`;
  if (roll === 1) return wide(idNo);
  if (roll === 2) return `${idNo.slice(0, 6)} ${idNo.slice(6, 14)} ${idNo.slice(14)}`;
  if (roll === 3) return ` ${idNo}　`;
  if (roll === 4) return idNo.toLowerCase();
  if (roll === 5) return `${idNo.slice(0, 6)}-${idNo.slice(6, 14)}-${idNo.slice(14)}`;
  return idNo;
}
export const mangledId = (idNo: string, from: Chance): Cell => {
  const digits = idNo.replace('X', '0');
  const roll = from.int(0, 2);
  if (roll === 0) return '6.10999E+17';
  return roll === 1 ? `${digits[0]}.${digits.slice(1, 6)}E+17` : Number(`${digits.slice(0, 15)}000`);
};

export const birthStyles = ['iso', 'dots', 'han', 'compact', 'slash', 'short', 'numerals', 'odd', 'serial', 'month', 'mixed'] as const;
const dayOne = Date.UTC(1899, 11, 30);
const hanYear = (year: number): string => [...String(year)].map((digit) => numerals[Number(digit)]).join('');
const hanNumber = (value: number): string => {
  if (value >= 100) return `一百${value === 100 ? '' : `${value < 110 ? '零' : ''}${value < 110 || value >= 120 ? hanNumber(value - 100) : `一${hanNumber(value - 100)}`}`}`;
  return value < 11 ? (numerals[value] as string) : `${value < 20 ? '' : numerals[Math.floor(value / 10)]}十${value % 10 === 0 ? '' : numerals[value % 10]}`;
};
export type BirthStyle = (typeof birthStyles)[number];
export function birthCell(date: IsoDate, style: BirthStyle, from: Chance): Cell {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  switch (style === 'mixed' ? from.pick(birthStyles.slice(0, 9)) : style) {
    case 'dots':
      return `${year}.${month}.${day}`;
    case 'han':
      return `${year}年${month}月${day}日`;
    case 'compact':
      return from.happens(0.5) ? date.replaceAll('-', '') : Number(date.replaceAll('-', ''));
    case 'slash':
      return `${year}/${month}/${day}`;
    case 'short':
      return `${String(year).slice(2)}.${month}.${day}`;
    case 'numerals':
      return from.pick([`${hanYear(year)}年${hanNumber(month)}月${hanNumber(day)}日`, `${hanYear(year).slice(2)}年${hanNumber(month)}月${hanNumber(day)}日`]);
    case 'odd':
      return from.pick([
        `${year} ${month} ${day}`,
        `${year}，${month}，${day}`,
        `${year}.${month}.${day}.`,
        `${year}年${month}月${day}日（身份证）`,
        `${year}--${month}--${day}`,
        date.slice(2).replaceAll('-', ''),
        `${year}．${month}．${day}`,
      ]);
    case 'serial':
      return Math.round((Date.UTC(year, month - 1, day) - dayOne) / 86_400_000);
    case 'month':
      return `${year}年${month}月`;
    default:
      return date;
  }
}
export const ageCell = (date: IsoDate, asOf: IsoDate, from: Chance): Cell => {
  const age = ageOn(date, asOf);
  return from.happens(0.5) ? age : from.pick([`${age}岁`, `${age}周岁`, String(age), `${age}（周岁）`, `${hanNumber(age)}岁`]);
};

const numerals = '零一二三四五六七八九十';
export type GroupStyle = 'digit' | 'han' | 'ordinal' | 'she' | 'bare' | 'villagers';
export const groupStyles: readonly GroupStyle[] = ['digit', 'han', 'ordinal', 'she', 'bare', 'villagers'];
export function groupCell(group: string, style: GroupStyle): Cell {
  const number = Number.parseInt(group, 10);
  const han = numerals[number] ?? String(number);
  return { digit: `${number}组`, han: `${han}组`, ordinal: `第${number}组`, she: `${number}社`, bare: String(number), villagers: `第${han}村民小组` }[style];
}
/** What a clerk notes of somebody who died, and of somebody whose spouse did. */
export const deathNote = (from: Chance): string =>
  from.pick(['已于2026年8月3日去世', '2026.7.12病故', '本人已死亡', '老人今年6月过世', '已故（2026年5月）', '9月因病去世，待销户', '死亡', '2026年4月已去逝']);
export const kinNote = (from: Chance): string => from.pick(['老伴已去世', '丈夫2010年病故', '其子已故', '配偶去世多年', '大儿子，2015年去世']);

export const phoneCell = (phone: string, from: Chance): Cell =>
  from.pick([
    phone,
    phone,
    phone,
    Number(phone),
    `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`,
    `${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}`,
    wide(phone),
    `+86${phone}`,
    `${phone}（本人）`,
    `${phone}或0915-8888888`,
    `${phone}(本人)${phone.slice(0, 10)}0(村部)`,
  ]);

const categoryWords: Readonly<Partial<Record<Category, readonly string[]>>> = {
  livingAlone: ['独居', '独居老人', '独居户', '独居老年人'],
  emptyNest: ['空巢', '空巢老人', '空巢户', '空巢家庭', '双老户'],
  leftBehind: ['留守', '留守老人', '农村留守老人', '留守老年人'],
  careDependent: ['失能', '失能老人', '半失能', '失能半失能', '失能（半失能）'],
  severeDisability: ['重残', '重度残疾', '重度残疾人', '重残老人'],
  familyPlanningSpecial: ['计生特殊家庭', '计划生育特殊家庭', '计生特扶', '计生特殊家庭老人'],
  destituteAtHome: ['特困', '散居特困', '分散供养特困', '五保户', '特困供养人员'],
};
/** Which of the words an office uses is its habit; a clerk strays now and then. */
export function categoryWord(category: Category, habit: number, from: Chance): string {
  const words = categoryWords[category] ?? [category];
  return from.happens(0.85) ? (words[habit % words.length] as string) : from.pick(words);
}

const levels = [
  ['能力完好', '轻度失能', '中度失能', '重度失能', '完全失能'],
  ['完好', '轻度', '中度', '重度', '完全丧失'],
  ['0级', '1级', '2级', '3级', '4级'],
  ['能力完好（0级）', '轻度受损（1级）', '中度受损（2级）', '重度受损（3级）', '完全丧失（4级）'],
  ['正常', '轻度失能', '中度失能', '重度失能', '重度失能'],
] as const;
/** The last way knows no fourth level: it is used only where nobody counts levels. */
export const levelStyles = levels.length - 1;
export const levelCell = (level: number, style: number): Cell => (levels[style] ?? levels[0])[level] ?? '';
export const selfCareCell = (level: number, from: Chance): Cell =>
  level === 0 ? from.pick(['自理', '能自理', '完全自理']) : level < 3 ? from.pick(['半自理', '部分自理']) : from.pick(['不能自理', '完全不能自理']);

const grades = ['', '一级', '二级', '三级', '四级'];
const types: Readonly<Record<string, string>> = { physical: '肢体', hearing: '听力', visual: '视力', speech: '言语', intellectual: '智力', mental: '精神', multiple: '多重' };
export const typeWord = (disability: Disability): string => types[disability.type ?? 'physical'] as string;
export const gradeCell = (grade: number, from: Chance): Cell => from.pick([grades[grade] as string, `${grade}级`, grade, `${grade}`]);
export function disabilityCell(disability: Disability | null, from: Chance): Cell {
  if (disability === null || !disability.valid) return from.pick(['无', '无', '否', '']);
  const type = typeWord(disability);
  const grade = grades[disability.grade] as string;
  return from.pick([`${type}${grade}`, `${type}${disability.grade}级`, `${type}残疾${grade}`, `${grade}（${type}）`, `${type}、${grade}`, `${type}残疾（${grade}）`]);
}

export const maritalCell = (marital: string, hasChildren: boolean, from: Chance): Cell =>
  ({
    married: from.pick(['已婚', '有配偶', '已婚', '在婚']),
    widowed: from.pick(['丧偶', '丧偶', '已丧偶']),
    divorced: from.pick(['离异', '离婚']),
    neverMarried: hasChildren ? '离异' : '未婚',
  })[marital] ?? '';

const companionWords: Readonly<Record<LivingCompanion, readonly string[]>> = {
  alone: ['独居', '独自居住', '一人居住', '一个人住', '独自生活', '单独居住'],
  spouse: ['配偶', '老伴', '与配偶同住', '夫妻同住', '和老伴一起'],
  child: ['子女', '与子女同住', '跟儿子住', '儿子家'],
  grandchild: ['孙子女', '与孙子女同住', '孙子'],
  otherKin: ['其他亲属', '亲属', '侄子'],
  parent: ['父母'],
  sibling: ['兄弟'],
  nonKin: ['保姆'],
  institution: ['敬老院'],
};
export function companionsCell(companions: readonly LivingCompanion[], from: Chance): Cell {
  if (companions.length === 1) return from.pick(companionWords[companions[0] as LivingCompanion]);
  const short = companions.map((one) => companionWords[one][0] as string);
  return from.pick([short.join('、'), `与${short.join('、')}同住`, short.join('和'), short.join('+'), `与${short.join('')}同住`]);
}

const placeWords: Readonly<Record<ChildPlace, readonly string[]>> = {
  sameHousehold: ['同住', '一起居住', '在家', '住一起', '家中'],
  sameVillage: ['本村', '同村', '村内', '本村居住'],
  sameTown: ['本镇', '镇上', '镇内', '本镇街上'],
  sameCounty: ['县城', '县内务工', '县内其他乡镇', '县城居住', '本县外镇'],
  outsideCounty: ['外出务工', '广东打工', '浙江务工', '省外', '县外', '在西安务工', '成都', '江苏', '外省务工'],
};
export const placeCell = (place: ChildPlace, from: Chance): string => from.pick(placeWords[place]);

export const sinceCell = (month: string, from: Chance): string => {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return from.pick([`${year}年${number}月`, `${year}.${String(number).padStart(2, '0')}`, month, `${year}年${String(number).padStart(2, '0')}月`]);
};

/** Ways to pack children into one cell. */
export const packedStyles = ['brackets', 'squareBrackets', 'lines', 'labelled', 'slashes', 'numbered', 'spaces', 'named'] as const;
export type PackedStyle = (typeof packedStyles)[number];
export function packedChildren(children: readonly Child[], style: PackedStyle, from: Chance): Cell {
  if (children.length === 0) return from.pick(['无', '无子女', '无儿无女', '没有']);
  const parts = children.map((child, at) => {
    const place = placeCell(child.place ?? 'outsideCounty', from);
    const since = child.awaySince === undefined ? '' : sinceCell(child.awaySince, from);
    const relation = child.relation ?? '子女';
    const said = [relation, place, since === '' ? '' : `${since}起`, child.phone ?? ''].filter((one) => one !== '');
    switch (style) {
      case 'squareBrackets':
        return `${child.name}【${said.join('、')}】`;
      case 'lines':
      case 'numbered':
        return `${style === 'numbered' ? `${at + 1}.` : ''}${child.name}，${said.join('，')}`;
      case 'labelled':
        return `${relation}：${child.name}，${[place, since === '' ? '' : `${since}外出`, child.phone ?? ''].filter((one) => one !== '').join('，')}`;
      case 'slashes':
        return [child.name, ...said].join('/');
      case 'spaces':
        return [child.name, ...said].join(' ');
      case 'named':
        return `${relation}${child.name}（${[place, since, child.phone ?? ''].filter((one) => one !== '').join('，')}）`;
      default:
        return `${child.name}（${said.join('，')}）`;
    }
  });
  return parts.join(style === 'lines' || style === 'numbered' ? '\n' : style === 'brackets' ? from.pick(['；', '、', '，', '\n', ' ']) : '；');
}
