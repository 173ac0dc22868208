// Numbers inside facts, in fields of their own and in free text: covered before anybody sees them, uncovered
// again where a form sends a value back with a number that it never saw. Driven by the shapes of the
// catalogue, so that a new fact with a phone in it is covered by itself (quality bar S2).
import { factCatalogue, type FactKey, type Shape } from '../facts/index.ts';
import { maskIdNo, maskPhone } from './identity.ts';

/** `words`: free text, in which numbers may stand anywhere. */
type NumberKind = 'idNo' | 'phone' | 'certNo' | 'words';

/** A number with where it stands: the field, the name beside it, the place in the list. */
interface Place {
  readonly kind: NumberKind;
  readonly field: string;
  readonly beside: unknown;
  readonly index: number;
}

const ofField: Readonly<Record<string, NumberKind>> = { idNo: 'idNo', phone: 'phone', spousePhone: 'phone', otherPhones: 'phone', certNo: 'certNo' };

/** Digits as one writes them, half or full width. */
const D = '[0-9０-９]';
const GAP = '[ \\u3000-]?';
/**
 * Identity numbers (18 or 15 places, written together or in their parts) and every other run of fifteen digits
 * or more, which is a card's, a certificate's or two numbers run into one; then mobile numbers, their 0 or 86 left out.
 */
const numberInWords = new RegExp(
  `(?<!${D})(?:(${D}{6}${GAP}${D}{8}${GAP}${D}{3}[0-9０-９XxＸｘ]|${D}{15,}[XxＸｘ]?)|((?:[8８][6６]${GAP}|[0０])?)([1１]${D}{2}${GAP}${D}{4}${GAP}${D}{4}))(?!${D})`,
  'g',
);
const unspaced = (number: string): string => number.replace(/[ \u3000-]/g, '');
/** Each number in a text changed, whatever is written around it. */
const changeInWords = (text: string, change: (number: string, mask: (number: string) => string) => string): string =>
  text.replace(numberInWords, (_, long: string | undefined, prefix: string, phone: string) =>
    long === undefined ? `${prefix}${change(phone, (one) => maskPhone(unspaced(one)))}` : change(long, (one) => maskIdNo(unspaced(one))),
  );

/** Free text with every identity number and mobile number in it masked: `电话190****0009`. */
export const maskText = (text: string): string => changeInWords(text, (number, mask) => mask(number));

const masks: Readonly<Record<NumberKind, (value: string) => string>> = {
  idNo: maskIdNo,
  phone: maskPhone,
  // A disability certificate's number begins with the identity number.
  certNo: (value) => `${maskIdNo(value.slice(0, 18))}${value.slice(18)}`,
  words: maskText,
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function kindOf(shape: Shape, field: string): NumberKind | undefined {
  if (shape.kind === 'idNo' || shape.kind === 'phone') return shape.kind;
  return ofField[field] ?? (shape.kind === 'text' || shape.kind === 'texts' ? 'words' : undefined);
}

/** The same value with each of its numbers changed; what has not its shape stays as it is. */
function changeNumbers(shape: Shape, field: string, value: unknown, change: (text: string, place: Place) => string, beside?: unknown, index = 0): unknown {
  if (shape.kind === 'records')
    return Array.isArray(value) ? value.map((item, at) => changeNumbers({ kind: 'record', fields: shape.fields }, field, item, change, undefined, at)) : value;
  if (shape.kind === 'record') {
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        const own = shape.fields[name];
        return [name, own === undefined ? item : changeNumbers(own, name, item, change, value['name'], index)];
      }),
    );
  }
  const kind = kindOf(shape, field);
  if (kind === undefined) return value;
  if (Array.isArray(value)) return value.map((item, at) => (typeof item === 'string' ? change(item, { kind, field, beside, index: at }) : item));
  return typeof value === 'string' ? change(value, { kind, field, beside, index }) : value;
}

/** A value of that shape as it may be shown; `field`: the fact, or the field of a record, that it stands in. */
export const maskField = (shape: Shape, field: string, value: unknown): unknown => changeNumbers(shape, field, value, (text, { kind }) => masks[kind](text));
/** A fact's value as it may be shown: every number in it masked, whatever it stands in. */
export const maskFact = (key: FactKey, value: unknown): unknown => maskField(factCatalogue[key].shape, key, value);

/** Does the value hold any number that is covered when it is shown? */
export function hasNumbers(key: FactKey, value: unknown): boolean {
  let found = false;
  changeNumbers(factCatalogue[key].shape, key, value, (text, { kind }) => {
    found ||= kind !== 'words' || maskText(text) !== text;
    return text;
  });
  return found;
}

/** Covered numbers in a text that was written on: each put back where a known text holds the number that it covers. */
function uncoverWords(text: string, known: readonly string[]): string {
  let uncovered = text;
  for (const one of known)
    changeInWords(one, (number, mask) => {
      // A function, for `$` in a text means nothing.
      uncovered = uncovered.replace(mask(number), () => number);
      return number;
    });
  return uncovered;
}

/**
 * A value that came back from a form, its covered numbers (`190****0001`) replaced by those of the known
 * values that they cover: of the person of the same name first, then at the same place, then anywhere.
 * In free text each number comes back by
 * itself, so that a remark may be written on. What covers nothing known stays covered, and is then refused as no number.
 */
export function uncoverFact(key: FactKey, given: unknown, known: readonly unknown[]): unknown {
  const { shape } = factCatalogue[key];
  const numbers: (Place & { readonly text: string })[] = [];
  for (const value of known)
    changeNumbers(shape, key, value, (text, place) => {
      numbers.push({ ...place, text });
      return text;
    });
  return changeNumbers(shape, key, given, (text, place) => {
    if (!text.includes('*')) return text;
    const covered = numbers.filter((number) => number.field === place.field && masks[place.kind](number.text) === text);
    const nearest =
      covered.find((number) => number.beside === place.beside && number.index === place.index) ??
      covered.find((number) => number.beside !== undefined && number.beside === place.beside) ??
      covered.find((number) => number.index === place.index) ??
      covered[0];
    if (nearest !== undefined || place.kind !== 'words') return nearest?.text ?? text;
    return uncoverWords(
      text,
      numbers.filter((number) => number.field === place.field).map((number) => number.text),
    );
  });
}
