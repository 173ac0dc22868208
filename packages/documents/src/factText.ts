// A fact in words, for paper: by the shape that the catalogue gives it, in the words that screens use too.
import { factCatalogue, maskField, type FactKey, type Fields, type Shape } from '@shouwang/domain/ledger';
import type words from '@shouwang/domain/words/zh-CN.json';

/** Words of facts, their fields and codes: group → code → word. */
export type FactWords = typeof words;
/** `masked`: identity and phone numbers keep only what tells them apart (quality bar S2). */
export type Numbers = 'masked' | 'full';

export interface TextOptions {
  readonly words: FactWords;
  readonly numbers: Numbers;
  readonly yes: string;
  readonly no: string;
  readonly none: string;
  readonly yuan: string;
}

/** A word of the catalogue, the code itself where it has none. */
export function wordOf(words: FactWords, group: string, code: string): string {
  const found = (words as unknown as Readonly<Record<string, Readonly<Record<string, string>>>>)[group]?.[code];
  return found ?? code;
}

/** `YYYY-MM-DD` and `YYYY-MM` as offices write them: 1946年5月3日. */
export const dateText = (date: string): string => {
  const [year = '', month = '', day] = date.split('-');
  return `${year}年${Number(month)}月${day === undefined ? '' : `${Number(day)}日`}`;
};

function fieldsText(fields: Fields, value: Readonly<Record<string, unknown>>, options: TextOptions): string {
  const parts: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const held = value[name];
    if (held === undefined) continue;
    if (typeof held === 'boolean') {
      // What holds goes without saying where it is named by its field.
      if (!held) parts.push(`${wordOf(options.words, 'factField', name)}：${options.no}`);
      else if (name !== 'valid') parts.push(wordOf(options.words, 'factField', name));
    } else parts.push(fieldText(name, field, held, options));
  }
  return parts.filter((part) => part !== '').join(' ');
}

/** One field of a record in words. */
export const fieldText = (name: string, shape: Shape, value: unknown, options: TextOptions): string =>
  shapeText(shape, options.numbers === 'masked' ? maskField(shape, name, value) : value, options);

function shapeText(shape: Shape, value: unknown, options: TextOptions): string {
  if (value === undefined) return '';
  if (value === null) return options.none;
  switch (shape.kind) {
    case 'text':
    case 'idNo':
    case 'phone':
    case 'division':
      return String(value);
    case 'texts':
      return (value as readonly string[]).length === 0 ? options.none : (value as readonly string[]).join('、');
    case 'date':
      return dateText(String(value));
    case 'truth':
      return value === true ? options.yes : options.no;
    case 'number':
      return shape.unit === 'yuan' ? `${String(value)}${options.yuan}` : String(value);
    case 'choice':
      return wordOf(options.words, shape.word, String(value));
    case 'choices':
      return (value as readonly string[]).map((code) => wordOf(options.words, shape.word, code)).join('、');
    case 'location': {
      const { lng, lat } = value as { readonly lng: number; readonly lat: number };
      return `${lng.toFixed(5)}, ${lat.toFixed(5)}`;
    }
    case 'record':
      return fieldsText(shape.fields, value as Readonly<Record<string, unknown>>, options);
    case 'records': {
      const all = value as readonly Readonly<Record<string, unknown>>[];
      return all.length === 0 ? options.none : all.map((item) => fieldsText(shape.fields, item, options)).join('；');
    }
  }
}

/** The value of a fact in words; '' where nothing is known. */
export const factText = (key: FactKey, value: unknown, options: TextOptions): string => fieldText(key, factCatalogue[key].shape, value, options);
