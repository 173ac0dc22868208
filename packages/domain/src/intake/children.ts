// 子女情况: what clerks pack into one cell — 胡群会（女儿，外出务工，2024年04月起，19000004473）, several of
// them, further ones in the remark, illnesses beside them.
import type { Child, ChildPlace } from '../ledger/index.ts';
import { readPhones, type Reading } from './cells.ts';
import { readDate } from './dates.ts';
import { cellText, remembered, saysNothing } from './text.ts';
import type { CellValue } from './types.ts';

const relation = /^(?:长|次|大|二|三|四|五|小|老大|老二|幺|养|继|独生)?(?:儿子|女儿|儿媳妇?|女婿|子|女|儿)$|^(?:儿子|女儿|儿媳|女婿|养子|养女|继子|继女|孙子|孙女|侄子|侄女|外甥)$/;
const relationFirst = /^((?:长|次|大|二|三|四|小|幺|养|继)?(?:儿子|女儿|儿媳|女婿)|长子|次子|三子|长女|次女|三女|养子|养女)[:：]?(.+)$/;

const provinces =
  '北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门';
const places: readonly (readonly [RegExp, ChildPlace])[] = [
  [/县内(其他|其它|外)?(乡)?镇|本县(外|其他|其它)(乡)?镇|^县内|^本县|^县城|^在县城|^外镇|^其他镇|其他乡镇|^城关|^(?:县内|本县)务工/, 'sameCounty'],
  [/同住|一起(居)?住|住一起|^(在)?家中?$|^家里|本户|同户|身边|共同(居住|生活)/, 'sameHousehold'],
  [/^(在)?(本|同)村|村内|^村里|同组|本组|邻近/, 'sameVillage'],
  [/^(在)?(本|同)(乡)?镇|镇内|镇上|集镇|本乡|街道内|^在镇/, 'sameTown'],
  [/县外|外县|外省|省外|外地|市外|国外|出国|境外|外出|务工|打工|省内|外市/, 'outsideCounty'],
  [new RegExp(`^(在|去|赴)?(${provinces})`), 'outsideCounty'],
  [/^(在|去)?(西安|深圳|广州|东莞|杭州|苏州|宁波|成都|武汉|郑州|厦门|温州|昆山|无锡|佛山|中山|惠州|南京|青岛|长沙|合肥|福州|泉州)/, 'outsideCounty'],
];

/** Where a child lives, by the words of the cell; null where the words do not say. */
export function readPlace(text: string): ChildPlace | null {
  for (const [pattern, place] of places) if (pattern.test(text)) return place;
  return null;
}

const personName = /^(?:\p{Script=Han}{2,4}|(?=.*·)[\p{Script=Han}·]{3,20})$/u;
/** 王强在广东打工, 王芳嫁本村: a name and where he is, written in one. */
const nameAndPlace = /^(\p{Script=Han}{2,3}?)((?:在|去|赴|嫁|住|居|外出|外地|务工|打工|常年|长期|现|同住|定居).*)$/u;

/** What a word beside a child's name says: since when, which relation, where. */
const readWord = remembered((text: string): { readonly since?: string; readonly relation?: string; readonly place?: ChildPlace } => {
  const since = /\d|年/.test(text) ? readDate(text.replace(/^(自|从)/, '').replace(/(外出|离家|务工|打工)$/, ''), 'event') : null;
  if (since !== null) return { since };
  if (relation.test(text)) return { relation: text };
  const place = readPlace(text);
  return place === null ? {} : { place };
});

/** Words that stand before a place as a name would: 长期外出, 县城务工, 均在外. */
const noName = /^(长|常|现|均|都|全|外|本|同|县|镇|村|省|市|乡|在|一直|已|多|目前|子女|儿|女|其|未|不|无|家|每|住|户|去|到)/;

/** What a sentence about a child says; null where nothing known follows the name. */
function prose(text: string): { readonly name: string; readonly place: ChildPlace } | null {
  const told = nameAndPlace.exec(text);
  const where = (told?.[2] ?? '').replace(/^(在|去|赴|嫁(到|至|往)?|住(在)?|居(住)?(在)?|常年|长期|现(在)?|定居(在)?)+/, '');
  const place = told === null ? null : readPlace(where);
  return told === null || place === null || noName.test(told[1] as string) ? null : { name: told[1] as string, place };
}

/** One child from its tokens, in any order; null where no name stands there. */
export function readChildTokens(first: string, tokens: readonly string[]): Reading<Child> {
  const child: { name: string; relation?: string; place?: ChildPlace; awaySince?: string; phone?: string } = { name: '' };
  let strange = '';
  const takeProse = (text: string, told: string | undefined): void => {
    const said = prose(text);
    if (said === null) return;
    child.name = said.name;
    child.place ??= said.place;
    if (told !== undefined) child.relation ??= told;
  };
  const take = (token: string): void => {
    const text = token.trim();
    if (text === '' || saysNothing(text)) return;
    const phone = /^1\d{10}$/.test(text) ? text : /\d{7}/.test(text) ? readPhones(text).value?.[0] : undefined;
    if (phone !== undefined) {
      child.phone ??= phone;
      return;
    }
    const sentence = child.name === '' ? relationFirst.exec(text) : null;
    if (child.name === '' && prose(sentence?.[2] ?? text) !== null) {
      takeProse(sentence?.[2] ?? text, sentence?.[1]);
      return;
    }
    const word = readWord(text);
    if (word.since !== undefined) child.awaySince ??= word.since;
    else if (word.relation !== undefined) child.relation ??= word.relation;
    else if (word.place !== undefined) child.place ??= word.place;
    else if (child.name !== '') strange ||= text;
    else {
      if (sentence !== null && personName.test(sentence[2] as string)) {
        child.relation ??= sentence[1] as string;
        child.name = sentence[2] as string;
      } else if (personName.test(text)) child.name = text;
      else strange ||= text;
    }
  };
  if (personName.test(first) && !relation.test(first) && relationFirst.exec(first) === null && prose(first) === null) child.name = first;
  else take(first);
  tokens.forEach(take);
  if (child.name === '') {
    // A child whose name the clerk left out still counts where relation or place is given.
    if (child.relation === undefined || (child.place === undefined && child.phone === undefined)) return { code: 'child.unreadable' };
    child.name = child.relation;
  }
  return strange === '' ? { value: child } : { value: child, code: 'child.unreadable' };
}

/** A place, day or telephone, which is said of a child and is none itself. */
const isAboutChild = (text: string): boolean => {
  const { since, place } = readWord(text);
  return text === '' || /\d{7}/.test(text) || ((since !== undefined || place !== undefined) && prose(text) === null);
};

/**
 * All children of a cell. `value` absent: blank cell; empty list: the clerk wrote that there are none.
 * With `code`, part of the cell was not understood; what was understood is there.
 */
export function readChildren(cell: CellValue | undefined): Reading<readonly Child[]> {
  const text = cellText(cell)
    .replace(/\(/g, '（')
    .replace(/\)/g, '）')
    .replace(/[[【]/g, '（')
    .replace(/[\]】]/g, '）')
    // 女儿：赵丽，女婿：孙刚: each label begins another child.
    .replace(/[，,、\s]+(?=(?:长|次|大|二|三|四|小|幺|养|继)?(?:儿子|女儿|儿媳|女婿|长子|次子|长女|次女)[:：])/g, '；');
  if (text === '' || text === '/' || text === '-') return {};
  if (/^(无|没有|无子女|无儿无女|未生育|无后|0)$/.test(text)) return { value: [] };
  const children: Child[] = [];
  let failed = false;
  const add = (reading: Reading<Child>): void => {
    if (reading.value !== undefined) children.push(reading.value);
    if (reading.code !== undefined) failed = true;
  };
  const rest = text.replace(/([^（）；;、,，\n。\s]+)\s*（([^（）]*)）/g, (_, name: string, inner: string) => {
    // 女儿王芳，外出务工（2021.10起）: what stands in brackets after a place is about who stands before it.
    if (isAboutChild(name) && inner.split(/[，,、;；/\s]+/).every(isAboutChild)) return `${name}，${inner}`;
    add(readChildTokens(name.replace(/^\d+[.、]?/, ''), inner.split(/[，,、;；/\n]+|\s+/)));
    return '；';
  });
  for (const part of rest.split(/[；;\n。]+/)) {
    const tokens = part
      .replace(/^[\s,，、\d.]+(?=\D)/, '')
      .split(/[，,、/]+|\s+/)
      .filter((token) => token !== '');
    if (tokens.length === 0) continue;
    const names = tokens.filter((token) => personName.test(token) && !relation.test(token) && readPlace(token) === null && relationFirst.exec(token) === null);
    const sentences = tokens.filter((token) => prose(relationFirst.exec(token)?.[2] ?? token) !== null);
    if (sentences.length > 1 && sentences.length === tokens.length) for (const one of sentences) add(readChildTokens(one, []));
    else if (names.length > 1 && names.length === tokens.length) for (const name of names) add({ value: { name } });
    else add(readChildTokens(tokens[0] as string, tokens.slice(1)));
  }
  if (children.length === 0) return { code: 'child.unreadable' };
  return failed ? { value: children, code: 'child.unreadable' } : { value: children };
}

export interface RemarkReading {
  readonly children: readonly Child[];
  readonly illnesses: readonly string[];
  /** The remark without the children told in it. */
  readonly text: string;
  readonly unreadableChild: boolean;
}

const furtherChildren = /(?:其余|其他|其它|另有|还有)?子女\s*[:：]\s*([^。\n]*)[。\n]?/;
const illness = /(?<![未无没不])(?:患有|身患|确诊|患)\s*([^。；;\n（(]+)/g;

/** What a remark tells beside itself: 其余子女：… and 患…. */
export function readRemark(cell: CellValue | undefined): RemarkReading {
  const text = cellText(cell);
  const told = furtherChildren.exec(text);
  const children = told === null ? {} : readChildren(told[1] as string);
  const rest = told === null ? text : `${text.slice(0, told.index)}${text.slice(told.index + told[0].length)}`.trim();
  const illnesses = [...rest.matchAll(illness)]
    .flatMap((match) => (match[1] as string).split(/[、，,和及]/))
    .map((word) => word.trim().replace(/(等|多年|病史|已.*|需.*)$/, ''))
    .filter((word) => word !== '' && word.length <= 20);
  return { children: children.value ?? [], illnesses: [...new Set(illnesses)], text: rest, unreadableChild: children.code !== undefined };
}
