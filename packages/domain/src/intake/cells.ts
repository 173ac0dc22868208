// One cell, one meaning. A reader gives a value, or a remark, or both; a blank cell gives neither.
// Words that are not understood become the remark `value.unknown`, they are never guessed.
import {
  birthDateOfIdNo,
  idNoProblem,
  type AbilityLevel,
  type Category,
  type Disability,
  type DisabilityType,
  type LivingCompanion,
  type MaritalStatus,
  type Sex,
} from '../ledger/index.ts';
import { categoryWords } from './categoryWords.ts';
import { cellText, chineseNumber, plainGrade, remembered, saysNothing, scanWords, type Vocabulary } from './text.ts';
import type { CellValue, RemarkCode } from './types.ts';

export interface Reading<T> {
  readonly value?: T;
  readonly code?: RemarkCode;
  /** What stood there; never set for identity numbers and phones. */
  readonly found?: string;
}
export type CellReader<T> = (cell: CellValue | undefined) => Reading<T>;

const unknown = (found: string): { readonly code: RemarkCode; readonly found: string } => ({ code: 'value.unknown', found: found.slice(0, 60) });

const oneOf =
  <T>(words: Readonly<Record<string, T>>): CellReader<T> =>
  (cell) => {
    const text = cellText(cell).replace(/\s+/g, '');
    if (text === '') return {};
    const value = words[text];
    return value === undefined ? (saysNothing(text) ? {} : unknown(text)) : { value };
  };

export const readSex = oneOf<Sex>({ 男: 'male', 男性: 'male', 男的: 'male', M: 'male', '1': 'male', 女: 'female', 女性: 'female', F: 'female', '2': 'female' });
export const readHukou = oneOf<'rural' | 'urban'>({
  农村: 'rural',
  农业: 'rural',
  农业户口: 'rural',
  农业户籍: 'rural',
  农村户口: 'rural',
  农村户籍: 'rural',
  农村居民: 'rural',
  农: 'rural',
  农户: 'rural',
  城镇: 'urban',
  城市: 'urban',
  非农: 'urban',
  非农业: 'urban',
  非农业户口: 'urban',
  城镇户口: 'urban',
  城镇户籍: 'urban',
  城镇居民: 'urban',
  非农户口: 'urban',
});
export const readMaritalStatus = oneOf<MaritalStatus>({
  已婚: 'married',
  有配偶: 'married',
  结婚: 'married',
  初婚: 'married',
  再婚: 'married',
  复婚: 'married',
  配偶健在: 'married',
  双方健在: 'married',
  已婚且双方健在: 'married',
  健在: 'married',
  在婚: 'married',
  丧偶: 'widowed',
  去世: 'widowed',
  已去世: 'widowed',
  已故: 'widowed',
  亡故: 'widowed',
  配偶去世: 'widowed',
  已丧偶: 'widowed',
  丧妻: 'widowed',
  丧夫: 'widowed',
  已婚且一方健在: 'widowed',
  离异: 'divorced',
  离婚: 'divorced',
  已离婚: 'divorced',
  未婚: 'neverMarried',
  单身未婚: 'neverMarried',
  从未结婚: 'neverMarried',
});
export const readTruth = oneOf<boolean>({
  愿意: true,
  愿意接受: true,
  愿意接受探访: true,
  同意接受: true,
  '✔': true,
  '☑': true,
  是: true,
  同意: true,
  有: true,
  有意愿: true,
  接受: true,
  '√': true,
  '✓': true,
  对: true,
  Y: true,
  Yes: true,
  '1': true,
  不愿意: false,
  不愿意接受: false,
  不愿意接受探访: false,
  不愿接受: false,
  不愿: false,
  否: false,
  不同意: false,
  拒绝: false,
  不接受: false,
  无: false,
  无意愿: false,
  暂不愿意: false,
  不: false,
  '×': false,
  N: false,
  No: false,
  '0': false,
  没有: false,
});

/**
 * An identity number, normalised. Excel keeps 15 significant digits: a number cell of 18 digits has
 * lost its end and is not a number any more (`idNo.mangledNumber`, no value).
 */
export function readIdNo(cell: CellValue | undefined): Reading<string> & { readonly birthDate?: string } {
  const raw = cellText(cell);
  const bare = normaliseIdNo(raw);
  const text = numberWithin(raw) ?? numberWithin(bare) ?? bare;
  // Words instead of a number (正在办理, 同上) are none.
  if (text === '' || saysNothing(raw) || /^(无|没有|未办|不详|丢失|遗失|暂无)/.test(raw) || !/\d/.test(text)) return { code: 'idNo.missing' };
  // 61099919630608****: whoever sent the list hid the end, and with it what it was; its birth may be left.
  if (/[*＊]{3,}/.test(text)) {
    const birth = birthDateOfIdNo(text.replace(/\*.*$/, '').slice(0, 14).padEnd(18, '0'));
    return { code: 'idNo.characters', ...(birth !== null && /^\d{14}/.test(text) ? { birthDate: birth } : {}) };
  }
  const lost = typeof cell === 'number' && Math.abs(cell) >= 1e16;
  const exponent = /^(\d)\.(\d+)E\+?17$/.exec(text);
  const problem = idNoProblem(text);
  if (lost || exponent !== null || (problem === 'checkDigit' && text.endsWith('00'))) {
    const digits = exponent === null ? text : `${exponent[1]}${exponent[2]}`;
    const birthDate = digits.length >= 14 ? birthDateOfIdNo(digits.slice(0, 14).padEnd(18, '0')) : null;
    return birthDate !== null && idNoProblem(`${digits.slice(0, 14)}0000`) !== 'birthDate' ? { code: 'idNo.mangledNumber', birthDate } : { code: 'idNo.mangledNumber' };
  }
  return problem === null ? { value: text } : { value: text, code: `idNo.${problem}` };
}

/** The one number that stands among other words (身份证：…, …（丢失）, number and phone in one cell); null where there is none or several. */
function numberWithin(text: string): string | null {
  if (/^\d+X?$/i.test(text)) return null;
  const found = new Set(text.toUpperCase().match(/(?<!\d)(?:\d{17}[\dX]|\d{15})(?![\dX])/g));
  const [only] = found;
  return found.size === 1 && only !== undefined && (only.length === 18 || idNoProblem(only) === null) ? only : null;
}

/** Half width, upper case, without spaces, dashes, quotes. Idempotent. */
export const normaliseIdNo = (text: string): string =>
  cellText(text)
    .replace(/[\s'"‘’“”`-]/g, '')
    .toUpperCase()
    .replace(/[×ⅩХ]/g, 'X');

const phonePattern = /^(?:1\d{10}|0\d{9,11}|\d{7,8})$/;
/** Telephone numbers of a cell in digits, mobile ones first; several in one cell are told apart. */
export function readPhones(cell: CellValue | undefined): Reading<readonly string[]> {
  if (typeof cell === 'string' && /^1\d{10}$/.test(cell)) return { value: [cell] };
  const text = cellText(cell).replace(/^'/, '').replace(/\.0$/, '');
  if (text === '' || /^0+$/.test(text) || saysNothing(text) || /^(无电话|无手机|没电话|没有电话|无号码)$/.test(text)) return {};
  const bare = (part: string): string =>
    part
      .replace(/[^\d+]/g, '')
      .replace(/^(\+?86)(?=1\d{10}$)/, '')
      .replace(/^\+/, '');
  const whole = bare(text);
  const parts = phonePattern.test(whole)
    ? [whole]
    : text
        .split(/[/、;；,，\n或和]|(?<=\))(?=\D*1\d{10})|(?<=(?<!\d)1\d{10})[-—~](?=1\d{10})|(?<=^1\d{10})(?=1\d{10}$)|\s+(?=(?:\+?86)?\s*1\d{2})|\s{2,}/)
        .map(bare)
        .filter((part) => part !== '');
  const numbers = parts.filter((part) => phonePattern.test(part));
  const value = [...numbers.filter((n) => n.startsWith('1')), ...numbers.filter((n) => !n.startsWith('1'))];
  if (value.length === 0) return { code: 'phone.unreadable' };
  return numbers.length < parts.length ? { value, code: 'phone.unreadable' } : { value };
}

/** 4组, 四组, 第四组, 第4村民小组, 4 → '4'; a group that has a name keeps it. */
export const readGroup: CellReader<string> = (cell) => understandGroup(cellText(cell));
const understandGroup = remembered((cell: string): Reading<string> => {
  const text = cellText(cell).replace(/\s+/g, '');
  if (text === '' || saysNothing(text)) return {};
  // 三组（龙家沟）, 2组5号: what stands behind the group is within it.
  const behind = /^(第?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:村民小组|居民小组|小组|组|队|社))[(/、,，].+$|^(第?\d{1,3}(?:村民小组|小组|组|社))\d{1,4}号?$/.exec(text);
  const core = (behind?.[1] ?? behind?.[2] ?? text)
    .replace(/^第/, '')
    .replace(/(村民小组|居民小组|小组|组|队|社)$/, '')
    .replace(/\.0$/, '');
  if (/^\d{1,3}$/.test(core)) return { value: String(Number(core)) };
  const number = chineseNumber(core) ?? (/^[①-⑳]$/.test(core) ? core.charCodeAt(0) - 0x245f : /^[Ⅰ-Ⅻ]$/.test(core) ? core.charCodeAt(0) - 0x215f : null);
  return { value: number !== null && number > 0 && number < 100 ? String(number) : text.slice(0, 40) };
});

const companionWords: Vocabulary<LivingCompanion> = [
  ...['独自', '独居', '独住', '独身居住', '一人', '1人', '一个人', '自己', '单独', '本人', '单身一人', '孤身'].map((w) => [w, 'alone'] as const),
  ...['配偶', '老伴', '妻子', '丈夫', '夫妻', '夫妇', '爱人', '老婆', '老公'].map((w) => [w, 'spouse'] as const),
  ...['子女', '儿女', '儿子', '女儿', '女婿', '儿媳', '长子', '次子', '长女', '次女', '儿', '养子', '养女'].map((w) => [w, 'child'] as const),
  ...['孙子女', '孙子', '孙女', '外孙', '外孙女', '孙辈', '孙'].map((w) => [w, 'grandchild'] as const),
  ...['父母', '父亲', '母亲'].map((w) => [w, 'parent'] as const),
  ...['兄弟姐妹', '兄弟', '姐妹', '哥哥', '弟弟', '姐姐', '妹妹', '兄嫂'].map((w) => [w, 'sibling'] as const),
  ...['其他家属', '其他亲属', '其他家人', '亲属', '近亲属', '亲戚', '侄子', '侄女', '侄儿', '外甥'].map((w) => [w, 'otherKin'] as const),
  ...['保姆', '护工', '朋友', '邻居', '非亲属', '雇工'].map((w) => [w, 'nonKin'] as const),
  ...['养老院', '敬老院', '福利院', '养老机构', '机构', '集中供养', '区域敬老院', '护理院', '光荣院'].map((w) => [w, 'institution'] as const),
];
const companionFillers = /[、，,;；/\\+和与同跟及的家住在里中。()（）:：|]|居住|生活|一起|共同|仅|两口|二人|2人|两人|入住/g;

/** Who lives in the household: one or several. Negated wordings (不与子女同住) are not interpreted. */
export const readLivesWith: CellReader<readonly LivingCompanion[]> = (cell) => understandLivesWith(cellText(cell));
const understandLivesWith = remembered((cell: string): Reading<readonly LivingCompanion[]> => {
  const text = cellText(cell).replace(/\s+/g, '');
  if (text === '' || saysNothing(text)) return {};
  if (/[不无未没]/.test(text)) return unknown(text);
  const { found, rest } = scanWords(text, companionWords, companionFillers);
  const several = found.length > 1 ? found.filter((who) => who !== 'alone') : found;
  if (several.length === 0) return unknown(text);
  return rest === '' && several.length === found.length ? { value: several } : { value: several, ...unknown(text) };
});

const fillers = /[、，,;；/\\+和与及。|()（）:：-]|\d[.、)]?/g;

export interface StatedCategories {
  readonly categories: readonly Category[];
  /** 失独 says more than the category: the only child died. */
  readonly childDied: boolean;
  /** 重残一级 says the grade. */
  readonly grade: 1 | 2 | null;
  readonly minimumLiving: boolean;
}

/** Categories as free text with any separator or none. */
export const readCategories: CellReader<StatedCategories> = (cell) => understandCategories(cellText(cell));
const understandCategories = remembered((cell: string): Reading<StatedCategories> => {
  const text = cellText(cell).replace(/\s+/g, ' ');
  if (text === '' || saysNothing(text)) return {};
  const { found, rest } = scanWords(text, categoryWords, fillers);
  const grade = /重残(一|1)级|(一|1)级重残/.test(text) ? 1 : /重残(二|2)级|(二|2)级重残/.test(text) ? 2 : null;
  const value = { categories: found.filter((c) => c !== null), childDied: /失独/.test(text), grade, minimumLiving: /低保/.test(text) } as const;
  return rest === '' ? { value } : { value, ...unknown(text) };
});

const levelWords: readonly (readonly [RegExp, AbilityLevel])[] = [
  [/^(能力)?完好$|^正常$|^0级?$|^(完全|能|能够|生活|生活能)?自理$|^零级$/, 0],
  [/^(能力)?轻度(受损|失能|丧失)?(\(轻度失能\))?$|^[1一]级?$|^轻$/, 1],
  [/^(能力)?中度(受损|失能|丧失)?(\(中度失能\))?$|^[2二]级?$/, 2],
  [/^(能力)?重度(受损|失能|丧失)?(\(重度失能\))?$|^[3三]级?$/, 3],
  [/^(能力)?完全(丧失|失能)(\(完全失能\))?$|^[4四]级?$|^全失能$/, 4],
];

/**
 * Ability level 0–4 by GB/T 42195. 半自理, 不能自理 and bare 失能 are another measure: they say that
 * somebody is dependent, not how far, and are only remarked.
 */
export const readAbilityLevel: CellReader<AbilityLevel> = (cell) => understandAbilityLevel(cellText(cell));
const understandAbilityLevel = remembered((cell: string): Reading<AbilityLevel> => {
  const text = cellText(cell)
    .replace(/\s+/g, '')
    .replace(/^[0-4][.、:](?=\D)/, '');
  if (text === '' || saysNothing(text) || text === '未评估') return {};
  const levelOf = (word: string): AbilityLevel | undefined => levelWords.find(([pattern]) => pattern.test(word))?.[1];
  const level = levelOf(text);
  if (level !== undefined) return { value: level };
  // 3级（重度受损）: said twice, believed where both say the same.
  const twice = /^(.+)\((.+)\)$/.exec(text);
  const [first, second] = twice === null ? [] : [levelOf(twice[1] as string), levelOf(twice[2] as string)];
  return first !== undefined && first === second ? { value: first } : unknown(text);
});

const typeWords: Vocabulary<DisabilityType> = [
  ['视力', 'visual'],
  ['视觉', 'visual'],
  ['盲', 'visual'],
  ['听力', 'hearing'],
  ['听觉', 'hearing'],
  ['聋', 'hearing'],
  ['言语', 'speech'],
  ['语言', 'speech'],
  ['肢体', 'physical'],
  ['智力', 'intellectual'],
  ['精神', 'mental'],
  ['多重', 'multiple'],
];
const gradeOf = (written: string): 1 | 2 | 3 | 4 | null => {
  const text = plainGrade(written);
  const match = /([一二三四1234])\s*[级等]/.exec(text) ?? /^([一二三四1234])$/.exec(text) ?? /([1234一二三四])$/.exec(text);
  if (match === null) return null;
  return (chineseNumber(match[1] as string) ?? Number(match[1])) as 1 | 2 | 3 | 4;
};

/** 听力四级, 肢体二级残疾, 一级, 2级 → type and grade; 无 → no disability. */
export const readDisability: CellReader<Disability | null> = (cell) => understandDisability(cellText(cell));
const understandDisability = remembered((cell: string): Reading<Disability | null> => {
  const text = cellText(cell).replace(/\s+/g, '');
  if (text === '') return {};
  if (/^(无|否|没有|无残疾|非残疾|未残疾|正常|健全|0)$/.test(text)) return { value: null };
  if (saysNothing(text)) return {};
  const grade = gradeOf(text);
  if (grade === null) return unknown(text);
  const types = scanWords(text, typeWords, /[^ ]/g).found;
  const type = types.length > 1 ? 'multiple' : types[0];
  const valid = !/注销|过期|失效|作废/.test(text);
  return { value: type === undefined ? { grade, valid } : { type, grade, valid } };
});

export const readDisabilityType: CellReader<DisabilityType> = (cell) => {
  const text = cellText(cell);
  if (text === '' || saysNothing(text)) return {};
  const types = scanWords(text, typeWords, /[^ ]/g).found;
  if (types.length === 0) return unknown(text);
  return { value: types.length > 1 ? 'multiple' : (types[0] as DisabilityType) };
};

const certTypes: readonly DisabilityType[] = ['visual', 'hearing', 'speech', 'physical', 'intellectual', 'mental', 'multiple'];
/**
 * Disability certificate number: identity number + type (1–7) + grade (1–4), with B1, B2 … for a
 * replaced one (domain-facts §3).
 */
export function readCertificate(
  cell: CellValue | undefined,
): Reading<{ readonly certNo: string; readonly idNo: string; readonly type: DisabilityType; readonly grade: 1 | 2 | 3 | 4 }> {
  const text = normaliseIdNo(cellText(cell));
  if (text === '' || saysNothing(text)) return {};
  const match = /^(\d{17}[\dX])([1-7])([1-4])(B\d)?$/.exec(text);
  if (match === null) return { code: 'value.unknown' };
  return { value: { certNo: text, idNo: match[1] as string, type: certTypes[Number(match[2]) - 1] as DisabilityType, grade: Number(match[3]) as 1 | 2 | 3 | 4 } };
}

/** Aid: 低保, 特困（分散供养 / 集中供养）. */
export function readAid(cell: CellValue | undefined): Reading<{ readonly minimumLiving?: boolean; readonly destitute?: 'atHome' | 'institution' | null }> {
  const text = cellText(cell).replace(/\s+/g, '');
  if (text === '') return {};
  if (/^(无|否|没有|不享受|0)$/.test(text)) return { value: { minimumLiving: false, destitute: null } };
  const destitute = /集中供养/.test(text) ? ('institution' as const) : /特困|五保|分散供养/.test(text) ? ('atHome' as const) : undefined;
  const minimumLiving = /低保|最低生活保障/.test(text) && !/非低保|边缘/.test(text) ? true : undefined;
  if (destitute === undefined && minimumLiving === undefined) return unknown(text);
  return { value: { ...(minimumLiving === undefined ? {} : { minimumLiving }), ...(destitute === undefined ? {} : { destitute }) } };
}

/** 否 under 是否低保: what is said of somebody who has no such aid. */
export const deniedAid = (aid: { readonly minimumLiving?: boolean; readonly destitute?: 'atHome' | 'institution' | null }): typeof aid => ({
  ...(aid.minimumLiving === undefined ? {} : { minimumLiving: false }),
  ...(aid.destitute === undefined ? {} : { destitute: null }),
});

/** 独生子女伤残 / 死亡 / 失独; 计划生育特殊家庭 alone does not say which. */
export function readFamilyPlanning(cell: CellValue | undefined): Reading<'childDied' | 'childDisabled' | 'unspecified' | null> {
  const text = cellText(cell).replace(/\s+/g, '');
  if (text === '') return {};
  if (/^(无|否|没有)$/.test(text)) return { value: null };
  if (/死亡|失独|去世|亡故/.test(text)) return { value: 'childDied' };
  if (/伤残|残疾/.test(text)) return { value: 'childDisabled' };
  if (/^(农村)?(计划生育|计生)(特殊|特扶|特别扶助)(家庭|对象|人员)?(老人|老年人)?$/.test(text)) return { value: 'unspecified' };
  return unknown(text);
}

/** A list in one cell (高血压;糖尿病) as words. */
export function readWordList(cell: CellValue | undefined): readonly string[] {
  const text = cellText(cell);
  if (saysNothing(text) || /^(健康|良好|正常|无慢病|无疾病|一般|较好)$/.test(text)) return [];
  return [
    ...new Set(
      text
        .split(/[;；、，,/\n|]+|\s+/)
        .map((word) => word.trim())
        .filter((word) => word !== '' && !saysNothing(word)),
    ),
  ];
}

export function readNumber(cell: CellValue | undefined): Reading<number> {
  const text = cellText(cell).replace(/[元,，\s人名户]/g, '');
  if (text === '' || saysNothing(text)) return {};
  const value = Number(text);
  return Number.isFinite(value) ? { value } : unknown(cellText(cell));
}
