// A fact's value in words, by its shape. Pure: the catalogue's words come in as a function.
import { factCatalogue, type FactKey, type Shape } from '@shouwang/domain/ledger';
import { formatDate } from '../../platform/i18n/format.ts';

export interface FactWords {
  /** A word of catalogue `domain`: group and code. */
  readonly word: (group: string, code: string, details?: Readonly<Record<string, unknown>>) => string;
  readonly yes: string;
  readonly no: string;
  readonly none: string;
  readonly listMark: string;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields that need no label: what they are is seen. */
const selfEvident = new Set(['name', 'relation', 'place', 'type', 'grade', 'kind', 'program', 'answer', 'phone', 'address', 'on', 'way', 'season', 'units', 'category', 'sex']);

/** The value of a field of a record, with its label where it does not speak for itself. */
function fieldText(name: string, shape: Shape, value: unknown, words: FactWords): string {
  const { word } = words;
  if (name === 'awaySince' || name === 'since' || name === 'from') return word('ledger:', 'since', { date: formatDate(String(value)) });
  if (name === 'valid') return value === true ? '' : word('ledger:', 'cancelled');
  const text = valueText(shape, value, words);
  return selfEvident.has(name) ? text : word('ledger:', 'labelled', { label: word('domain:factField', name), value: text });
}

function recordText(fields: Readonly<Record<string, Shape>>, value: Readonly<Record<string, unknown>>, words: FactWords): string {
  const parts = Object.entries(fields)
    .flatMap(([name, shape]) => (value[name] === undefined || value[name] === '' ? [] : [[name, fieldText(name, shape, value[name], words)] as const]))
    .filter(([, text]) => text !== '');
  const [first, ...rest] = parts;
  if (first === undefined) return words.none;
  if (rest.length === 0) return first[1];
  return first[0] === 'name' ? words.word('ledger:', 'withRest', { name: first[1], rest: rest.map(([, text]) => text).join(' · ') }) : parts.map(([, text]) => text).join(' · ');
}

/** Any value of a shape in words. */
export function valueText(shape: Shape, value: unknown, words: FactWords): string {
  if (value === null || value === undefined) return words.none;
  if (Array.isArray(value) && value.length === 0) return words.none;
  const { word } = words;
  switch (shape.kind) {
    case 'truth':
      return value === true ? words.yes : words.no;
    case 'date':
      return formatDate(String(value));
    case 'number':
      return shape.unit === 'yuan' ? word('domain:', 'money', { value: String(value) }) : String(value);
    case 'choice':
      return word(`domain:${shape.word}`, String(value));
    case 'choices':
      return (value as readonly unknown[]).map((code) => word(`domain:${shape.word}`, String(code))).join(words.listMark);
    case 'texts':
      return (value as readonly unknown[]).map(String).join(words.listMark);
    case 'location':
      return isRecord(value) ? `${Number(value['lng']).toFixed(5)}, ${Number(value['lat']).toFixed(5)}` : String(value);
    case 'record':
      return isRecord(value) ? recordText(shape.fields, value, words) : String(value);
    case 'records':
      return (value as readonly unknown[]).map((item) => (isRecord(item) ? recordText(shape.fields, item, words) : String(item))).join('; ');
    default:
      return String(value);
  }
}

/** `division` is given the village's name by the caller, who knows the tree. */
export const factText = (key: FactKey, value: unknown, words: FactWords): string => valueText(factCatalogue[key].shape, value, words);

export interface FactLike {
  readonly id: string;
  readonly key: string;
  readonly value: unknown;
  readonly effective: boolean;
  readonly sourceDate: string;
}

/** Facts of each key: the one that counts, and the others where any of them says something else. */
export function factGroups<F extends FactLike>(
  facts: readonly F[],
  order: readonly string[],
): readonly { readonly key: string; readonly effective: F | undefined; readonly others: readonly F[]; readonly disagree: boolean }[] {
  const byKey = new Map<string, F[]>();
  for (const fact of facts) byKey.set(fact.key, [...(byKey.get(fact.key) ?? []), fact]);
  return order
    .filter((key) => byKey.has(key))
    .map((key) => {
      const all = byKey.get(key) ?? [];
      const effective = all.find((fact) => fact.effective);
      const others = all.filter((fact) => fact !== effective).sort((a, b) => (a.sourceDate < b.sourceDate ? 1 : -1));
      const said = JSON.stringify(effective?.value);
      return { key, effective, others, disagree: others.some((fact) => JSON.stringify(fact.value) !== said) };
    });
}
