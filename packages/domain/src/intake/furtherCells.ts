// Cells of the columns that fuller ledgers have beside the usual ones: schooling, insurance, income,
// health, self-care, care and needs. As in cells.ts a word that is not known is remarked, never guessed.
import type {
  careNeeds,
  dailyCarers,
  educationLevels,
  healthStates,
  incomeSources,
  livelihoods,
  medicalInsurances,
  pensionKinds,
  povertyStates,
  residenceStates,
  selfCareLevels,
} from '../facts/index.ts';
import { readPhones, type CellReader, type Reading } from './cells.ts';
import { cellText, nameText, saysNothing, scanWords, type Vocabulary } from './text.ts';
import type { CellValue } from './types.ts';

const unknown = (found: string): Reading<never> => ({ code: 'value.unknown', found: found.slice(0, 60) });

/** Words of a column that holds one answer; each pattern stands for the whole cell. */
const byPattern =
  <T>(meanings: readonly (readonly [RegExp, T])[]): CellReader<T> =>
  (cell) => {
    const text = cellText(cell).replace(/\s+/g, '');
    if (text === '') return {};
    for (const [pattern, value] of meanings) if (pattern.test(text)) return { value };
    return saysNothing(text) ? {} : unknown(text);
  };

export const readEducation = byPattern<(typeof educationLevels)[number]>([
  [/^(文盲|半文盲|文盲或半文盲|不识字|未上(过)?学|未受教育|无学历|无文化)$/, 'none'],
  [/^(小学|高小|初小|私塾|小学(毕业|肄业|以下|及以下|文化))$/, 'primary'],
  [/^(初中|初中(毕业|肄业|文化))$/, 'juniorSecondary'],
  [/^(高中|中专|中师|职高|技校|职业高中|中等专业学校|高中(毕业|肄业|文化|以上|及以上)|高中[、/]?中专)$/, 'seniorSecondary'],
  [/^(大专|专科|大学|本科|大学本科|大学专科|研究生|硕士|博士|大专(及)?以上|大学(及)?以上)$/, 'college'],
]);

export const readMedicalInsurance = byPattern<(typeof medicalInsurances)[number]>([
  [/^(城乡)?居民(基本)?(医疗保险|医保)?$|^(新农合|新型农村合作医疗|农村合作医疗|合作医疗|农合|城乡居民基本医疗保险)$/, 'resident'],
  [/^(城镇)?职工(基本)?(医疗保险|医保)?$|^公费医疗$/, 'employee'],
  [/^(其他|其它|商业(医疗)?保险)$/, 'other'],
  [/^(无|未参保|没有|未参加|否|没参保)$/, 'none'],
]);

export const readPensionKind = byPattern<(typeof pensionKinds)[number]>([
  [/^(城乡)?居民(基本)?(养老保险|养老)?$|^(新农保|城乡居保|居保|新型农村社会养老保险|农村居民养老保险|城居保|城乡居民基本养老保险)$/, 'resident'],
  [
    /^(城镇|企业|机关事业单位|机关事业)?(企业)?职工(基本)?(养老保险|养老)?$|^(企业|机关事业|机关事业单位|机关)(基本)?(养老保险|养老|退休)?$|^(退休金|离退休金|退休工资)$/,
    'employee',
  ],
  [/^(其他|其它|商业养老保险)$/, 'other'],
  [/^(无|未参保|没有|未参加|否|没参保)$/, 'none'],
]);

export const readPoverty = byPattern<(typeof povertyStates)[number]>([
  [/^(脱贫|脱贫户|已脱贫|脱贫人口|建档立卡(脱贫)?户?|原?建档立卡贫困户|脱贫(不稳定|享受政策)户?|是|√|✓|✔|有|1|Y)$/i, 'lifted'],
  [/^(监测|监测户|监测对象|三类(人员|户)|边缘易致贫户?|突发严重困难户?|防返贫监测(户|对象)?)$/, 'monitored'],
  [/^(无|否|非|一般(农)?户|非贫困户|一般|×|0|N|不是)$/i, 'none'],
]);

export const readResidenceState = byPattern<(typeof residenceStates)[number]>([
  [/^(户在人在|人在户在|人户一致|在户在家)$/, 'present'],
  [/^(户在人不在|人不在户在)$/, 'hukouOnly'],
  [/^(户不在人在|人在户不在)$/, 'personOnly'],
]);

export const readLivelihood = byPattern<(typeof livelihoods)[number]>([
  [/^(良好|好|较好|富裕|宽裕)$/, 'good'],
  [/^(一般|中等|普通|尚可)$/, 'fair'],
  [/^(贫困|困难|较差|差|很差|特别困难)$/, 'poor'],
]);

const healthWords: readonly (readonly [RegExp, (typeof healthStates)[number]])[] = [
  [/^(健康|良好|好|较好|身体健康|身体(良|较)?好|正常)$/, 'good'],
  [/^(一般|基本健康|尚可|还可以|体弱|偏弱)$/, 'fair'],
  [/^(较差|差|很差|不好|不健康|多病|体弱多病)$/, 'poor'],
  [/^(卧床|卧床不起|瘫痪在床|长期卧床|常年卧床)$/, 'bedridden'],
];
/** The state that one word of a health column tells; null where it is an illness or anything else. */
export const healthStateOf = (word: string): (typeof healthStates)[number] | null => healthWords.find(([pattern]) => pattern.test(word))?.[1] ?? null;

const selfCareWords: readonly (readonly [RegExp, (typeof selfCareLevels)[number]])[] = [
  [/^(生活)?(完全|全部|能够?|可以|有)?(生活)?(全)?自理(能力)?$|^(有|具备)(生活)?自理能力$/, 'full'],
  [/^(生活)?(半|部分|基本)(生活)?(能)?自理$|^部分(丧失|具备)(生活)?自理能力$|^半(生活)?自理$|^半护理$/, 'partial'],
  [/^(生活)?(完全|全部)?(不能|无法|不)(生活)?自理$|^(无|没有|(完全)?丧失)(生活)?自理能力$|^全护理$/, 'none'],
];
/** The three steps of 特困自理能力, another scale than the five ability levels; null for any other word. */
export function selfCareOf(cell: CellValue | undefined): (typeof selfCareLevels)[number] | null {
  const text = cellText(cell).replace(/[\s()]+/g, '');
  return selfCareWords.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const separators = /[、，,;；/\\+和与及等。|()（）:：\s-]|\d[.、)]/g;
/** Several words of a vocabulary; what is no word of it is remarked, what was understood is kept. */
const several =
  <T>(vocabulary: Vocabulary<T>): CellReader<readonly T[]> =>
  (cell) => {
    const text = cellText(cell).replace(/\s+/g, ' ');
    if (text === '' || saysNothing(text)) return {};
    const { found, rest } = scanWords(text, vocabulary, separators);
    if (found.length === 0) return unknown(text);
    return rest === '' ? { value: found } : { value: found, ...unknown(text) };
  };
const words = <T>(meaning: T, ...names: readonly string[]): Vocabulary<T> => names.map((name) => [name, meaning] as const);

export const readIncomeSources = several<(typeof incomeSources)[number]>([
  ...words('wages' as const, '打工', '务工', '工资', '零工', '劳务', '务工收入', '工资性收入'),
  ...words('farming' as const, '种植', '养殖', '种养殖', '种养殖业', '务农', '种地', '农业', '经营性收入', '土地流转', '种植业', '养殖业'),
  ...words('pension' as const, '养老金', '养老保险', '农村居民养老保险', '退休金', '退休工资', '居民养老金', '养老保险金', '基础养老金', '城乡居民养老保险'),
  ...words('children' as const, '子女', '儿女', '子女赡养', '儿女赡养', '子女供养', '赡养费', '子女补贴', '子女给予', '赡养'),
  ...words('relatives' as const, '亲朋救助', '亲友', '亲朋', '亲友资助', '亲属资助'),
  ...words(
    'publicAid' as const,
    '政府救助',
    '低保',
    '低保金',
    '特困',
    '特困供养',
    '特困供养金',
    '五保',
    '救助',
    '救助金',
    '政府补贴',
    '补贴',
    '转移性收入',
    '高龄补贴',
    '高龄津贴',
    '残疾补贴',
    '社会救助',
    '政府补助',
  ),
  ...words('savings' as const, '积蓄', '存款', '储蓄', '财产性收入'),
  ...words('other' as const, '其他', '其它'),
]);

export const readDailyCarers = several<(typeof dailyCarers)[number]>([
  ...words('self' as const, '自己', '本人', '自我照料', '自我照顾', '自理', '自己照顾', '自己照料', '无需照料'),
  ...words('spouse' as const, '配偶', '老伴', '配偶照料', '配偶照顾', '妻子', '丈夫'),
  ...words('child' as const, '子女', '儿子', '女儿', '儿媳', '女婿', '儿女', '子女照料', '子女照顾', '家人'),
  ...words('kin' as const, '亲属', '近亲属', '亲戚', '亲属照料', '侄子', '侄女', '孙子', '孙女', '兄弟', '姐妹'),
  ...words('neighbour' as const, '邻居', '邻里', '邻里照顾', '邻居照料', '邻里照料', '邻里互助'),
  ...words('community' as const, '社区居家养老', '社区', '村委会', '村组织', '互助幸福院', '居家养老服务', '日间照料', '村干部', '村委'),
  ...words('paid' as const, '保姆', '护工', '花钱雇人', '雇人', '雇工', '请人', '护理员'),
  ...words('nobody' as const, '无人照料', '无人照顾', '无人', '没人照顾', '没人照料'),
]);

export const readNeeds = several<(typeof careNeeds)[number]>([
  ...words('dailyCare' as const, '生活照料', '生活照顾', '日常照料', '照料护理', '生活护理', '照护服务', '日间照料'),
  ...words('farmHelp' as const, '生产帮助', '农忙帮助', '生产帮扶', '农活帮助', '代耕代种'),
  ...words('comfort' as const, '精神安慰', '精神慰藉', '心理疏导', '心理慰藉', '陪伴聊天', '聊天', '聊天解闷', '精神关爱', '陪伴', '情感慰藉'),
  ...words('medical' as const, '医疗保健', '医疗', '看病', '就医', '陪同就医', '医疗服务', '健康管理', '健康体检', '康复护理', '康复', '送药'),
  ...words('legal' as const, '法律援助', '法律服务', '法律'),
  ...words('safety' as const, '安全服务', '安全', '安全检查', '安全防范'),
  ...words('culture' as const, '文化娱乐', '文化', '娱乐', '文体活动'),
  ...words('emergency' as const, '紧急救助', '紧急救援', '应急救援', '应急救助', '紧急呼叫'),
  ...words('meals' as const, '助餐', '助餐服务', '送餐', '做饭', '老年餐', '就餐', '饮食'),
  ...words('cleaning' as const, '助洁', '保洁', '打扫卫生', '家政', '清洁', '家政服务', '洗衣', '助浴', '卫生清洁'),
  ...words('errands' as const, '代办', '代购', '跑腿', '购物', '代买', '代购代办', '代办服务', '代买代办'),
  ...words('homeAdaptation' as const, '适老化改造', '适老化', '房屋维修', '住房改造', '居家改造'),
]);

const relationWord =
  '(?:(?:长|次|大|二|三|四|五|小|幺|养|继)?(?:儿子|女儿|儿媳妇?|女婿)|长子|次子|三子|长女|次女|三女|儿|女|子女|配偶|老伴|妻子|丈夫|(?:外?孙)(?:子|女)?|外孙女|侄(?:子|女|儿|媳)|外甥女?|兄弟|弟弟|哥哥|姐姐|妹妹|姐妹|弟媳|嫂子|邻居|亲戚|亲属|朋友|村干部|组长|网格员|母子|父子|母女|父女|夫妻|叔侄|兄妹|姐弟)';
const relationOnly = new RegExp(`^${relationWord}$`);
const relationBehind = new RegExp(`^(.{2,4}?)(${relationWord})$`);
/** 侄子李军; a relation of one character in front would be a surname as well. */
const relationAhead = new RegExp(`^(?=.{4,6}$)((?![儿女].{2,3}$)${relationWord})(\\p{Script=Han}{2,4})$`, 'u');
const person = /^[\p{Script=Han}·]{2,12}$/u;

export interface WrittenContact {
  readonly name?: string;
  readonly relation?: string;
  readonly phone?: string;
}

/** 龚海富（儿子）19000000001 in any order and separation: who, in which relation, which number. */
export function readContactCell(cell: CellValue | undefined): Reading<WrittenContact> {
  const text = cellText(cell);
  if (text === '' || saysNothing(text)) return {};
  const contact: { name?: string; relation?: string; phone?: string } = {};
  const phone = /(?:\+?86)?\s*1\d[\d -]{9,13}|0\d{2,3}-?\d{7,8}/.exec(text);
  const read = phone === null ? undefined : readPhones(phone[0]).value?.[0];
  if (read !== undefined) contact.phone = read;
  let strange = false;
  const rest = read === undefined ? text : text.replace((phone as RegExpExecArray)[0], ' ');
  for (const token of rest.split(/[\s()（）、，,;；/:：—-]+/).filter((part) => part !== '')) {
    if (relationOnly.test(token)) contact.relation ??= token;
    else if (person.test(token) && contact.name === undefined) {
      const behind = relationBehind.exec(token);
      const ahead = relationAhead.exec(token);
      contact.name = nameText(token);
      if (ahead !== null) {
        contact.name = nameText(ahead[2]);
        contact.relation ??= ahead[1] as string;
      }
      // 龚海富儿子: three characters of a name and a relation behind it; 王女 alone stays a name.
      else if (behind !== null && token.length > 4) {
        contact.name = nameText(behind[1]);
        contact.relation ??= behind[2] as string;
      }
    } else if (!saysNothing(token) && !/^(电话|手机|联系电话|联系方式|关系)$/.test(token)) strange = true;
  }
  if (Object.keys(contact).length === 0) return unknown(text.replace(/\d/g, '*'));
  return strange ? { value: contact, code: 'value.unknown', found: text.replace(/\d/g, '*').slice(0, 60) } : { value: contact };
}
