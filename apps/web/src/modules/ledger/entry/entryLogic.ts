// What stands in a form's fields, and the value that it means. Pure: driven by the shapes of the catalogue,
// so that every fact is typed, checked and sent in one way. A field that was not touched means nothing;
// null and an empty list mean "known to have none".
import { birthDateOfIdNo, factCatalogue, idNoProblem, sexOfIdNo, type EffectiveFacts, type FactKey, type Shape, type Sex } from '@shouwang/domain/ledger';
import { isPartialDate } from '@shouwang/domain/shared';

/** Texts as typed, lists of them, records of fields; null: none. */
export type Raw = undefined | null | string | readonly Raw[] | { readonly [field: string]: Raw };
export type EntryProblem = 'date' | 'number' | 'range' | 'phone' | 'idNo' | 'tooLong' | 'tooMany' | 'required' | 'location' | 'emptied';
/** Path (`children.2.name`) → what is wrong there. */
export type Problems = Readonly<Record<string, EntryProblem>>;
export type Meaning = { readonly kind: 'nothing' } | { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'problem'; readonly problems: Problems };

export const isRawRecord = (raw: unknown): raw is { readonly [field: string]: Raw } => typeof raw === 'object' && raw !== null && !Array.isArray(raw);

/** A value as its field shows it. */
export function typed(shape: Shape, value: unknown): Raw {
  if (value === undefined) return undefined;
  if (value === null) return null;
  if (Array.isArray(value)) return shape.kind === 'records' ? value.map((item) => typed({ kind: 'record', fields: shape.fields }, item)) : value.map(String);
  if (shape.kind === 'record' && isRawRecord(value)) {
    return Object.fromEntries(Object.entries(value).flatMap(([name, item]) => (shape.fields[name] === undefined ? [] : [[name, typed(shape.fields[name], item)]])));
  }
  if (shape.kind === 'location' && isRawRecord(value)) return { lng: String(value['lng']), lat: String(value['lat']) };
  return String(value);
}

const narrow = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '');

/** 1944-5-6, 1944.5, 19440506, 1944年5月6日 as `YYYY-MM-DD` or `YYYY-MM`; null for anything else. */
export function dateOf(text: string): string | null {
  const compact = narrow(text);
  const parts = /^(\d{4})(\d{2})(\d{2})?$/.exec(compact) ?? /^(\d{4})\D(\d{1,2})(?:\D(\d{1,2}))?\D?$/.exec(compact);
  if (parts === null) return null;
  const date = parts
    .slice(1)
    .filter((part) => part !== undefined)
    .map((part, index) => (index === 0 ? part : part.padStart(2, '0')))
    .join('-');
  return isPartialDate(date) ? date : null;
}

const value = (given: unknown): Meaning => ({ kind: 'value', value: given });
const nothing: Meaning = { kind: 'nothing' };
const problem = (path: string, what: EntryProblem): Meaning => ({ kind: 'problem', problems: { [path]: what } });

function textMeaning(shape: Shape, raw: string, path: string): Meaning {
  const text = raw.trim();
  if (text === '') return nothing;
  switch (shape.kind) {
    case 'text':
      return text.length > shape.max ? problem(path, 'tooLong') : value(text);
    case 'date': {
      const date = dateOf(text);
      return date === null ? problem(path, 'date') : value(date);
    }
    case 'truth':
      return value(text === 'true');
    case 'number': {
      const number = Number(narrow(text));
      if (!Number.isFinite(number)) return problem(path, 'number');
      return number < shape.min || number > shape.max ? problem(path, 'range') : value(number);
    }
    case 'choice': {
      const code = shape.codes.find((one) => String(one) === text);
      return code === undefined ? nothing : value(code);
    }
    case 'idNo': {
      // A wrong number marks the file; it never keeps somebody out of it.
      const number = narrow(text).toUpperCase();
      return /^[0-9A-Z*]{1,18}$/.test(number) ? value(number) : problem(path, 'idNo');
    }
    case 'phone': {
      const number = narrow(text)
        .replace(/[()（）]/g, '')
        .replace(/[—–－]/g, '-');
      return /^\+?[0-9][0-9*-]{4,19}$/.test(number) ? value(number) : problem(path, 'phone');
    }
    default:
      return value(text);
  }
}

function recordMeaning(fields: { readonly [field: string]: Shape & { readonly optional?: boolean } }, raw: { readonly [field: string]: Raw }, path: string): Meaning {
  const found: Record<string, unknown> = {};
  const problems: Record<string, EntryProblem> = {};
  let missing: Record<string, EntryProblem> = {};
  for (const [name, field] of Object.entries(fields)) {
    const meant = meaning(field, raw[name], `${path}.${name}`);
    if (meant.kind === 'value') found[name] = meant.value;
    else if (meant.kind === 'problem') Object.assign(problems, meant.problems);
    else if (field.optional !== true && field.kind === 'choices') found[name] = [];
    else if (field.optional !== true) missing = { ...missing, [`${path}.${name}`]: 'required' };
  }
  const isEmpty = Object.values(found).every((item) => Array.isArray(item) && item.length === 0) && Object.keys(problems).length === 0;
  if (isEmpty) return nothing;
  Object.assign(problems, missing);
  return Object.keys(problems).length === 0 ? value(found) : { kind: 'problem', problems };
}

/** The value that a field means. `path` begins with the fact's key. */
export function meaning(shape: Shape, raw: Raw, path: string): Meaning {
  if (raw === undefined) return nothing;
  if (raw === null) return value(shape.kind === 'records' || shape.kind === 'texts' || shape.kind === 'choices' ? [] : null);
  if (shape.kind === 'records') {
    if (!Array.isArray(raw)) return nothing;
    const rows = (raw as readonly Raw[]).map((row, index) => (isRawRecord(row) ? recordMeaning(shape.fields, row, `${path}.${index}`) : nothing));
    const problems = Object.assign({}, ...rows.map((row) => (row.kind === 'problem' ? row.problems : {}))) as Problems;
    if (Object.keys(problems).length > 0) return { kind: 'problem', problems };
    const values = rows.flatMap((row) => (row.kind === 'value' ? [row.value] : []));
    if (values.length > shape.limit) return problem(path, 'tooMany');
    return values.length === 0 ? nothing : value(values);
  }
  if (shape.kind === 'texts' || shape.kind === 'choices') {
    const items = (typeof raw === 'string' ? raw.split(/[、，,;；\n]/) : Array.isArray(raw) ? (raw as readonly Raw[]).map(String) : [])
      .map((item) => item.trim())
      .filter((item) => item !== '');
    if (items.length === 0) return nothing;
    if (shape.kind === 'texts' && items.some((item) => item.length > shape.max)) return problem(path, 'tooLong');
    return shape.kind === 'texts' && items.length > shape.limit ? problem(path, 'tooMany') : value([...new Set(items)]);
  }
  if (shape.kind === 'record') return isRawRecord(raw) ? recordMeaning(shape.fields, raw, path) : nothing;
  if (shape.kind === 'location') {
    if (!isRawRecord(raw)) return nothing;
    const [lng, lat] = [String(raw['lng'] ?? ''), String(raw['lat'] ?? '')].map((part) => narrow(part));
    if (lng === '' && lat === '') return nothing;
    const [x, y] = [Number(lng), Number(lat)];
    return lng === '' || lat === '' || !(Math.abs(x) <= 180) || !(Math.abs(y) <= 90) ? problem(path, 'location') : value({ lng: x, lat: y });
  }
  return typeof raw === 'string' ? textMeaning(shape, raw, path) : nothing;
}

export type Draft = { readonly [K in FactKey]?: Raw };

export interface Entered {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly problems: Problems;
}

/** Everything that a form means: facts that were filled in, and what is wrong where. */
export function entered(draft: Draft, keys: readonly FactKey[]): Entered {
  const facts: Record<string, unknown> = {};
  const problems: Record<string, EntryProblem> = {};
  for (const key of keys) {
    const meant = meaning(factCatalogue[key].shape, draft[key], key);
    if (meant.kind === 'value') facts[key] = meant.value;
    else if (meant.kind === 'problem') Object.assign(problems, meant.problems);
  }
  return { facts, problems };
}

/** Birth and sex as a right identity number says them. */
export function fromIdNo(text: string): { readonly birthDate: string; readonly sex: Sex } | null {
  const idNo = narrow(text).toUpperCase();
  const birthDate = birthDateOfIdNo(idNo);
  const sex = sexOfIdNo(idNo);
  return idNoProblem(idNo) !== null || birthDate === null || sex === null ? null : { birthDate, sex };
}

/** What is wrong with a number that is being typed: nothing until it is as long as a number is. */
export function idNoWarning(text: string): ReturnType<typeof idNoProblem> {
  const idNo = narrow(text).toUpperCase();
  if (idNo === '' || idNo.includes('*') || (idNo.length < 18 && idNo.length !== 15)) return null;
  return idNoProblem(idNo);
}

/** How far a group is: required facts that are filled in, of those required. */
export function progress(
  required: readonly { readonly facts: readonly string[] }[],
  facts: EffectiveFacts | Readonly<Record<string, unknown>>,
  keys: readonly string[],
): { readonly filled: number; readonly of: number } {
  const mine = required.filter((one) => keys.includes(one.facts[0] ?? ''));
  return { filled: mine.filter((one) => one.facts.some((key) => (facts as Record<string, unknown>)[key] !== undefined)).length, of: mine.length };
}
