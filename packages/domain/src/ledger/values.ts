// May this be the value of that fact? Asked where a person sets a fact by hand; files are read by
// readers that make well-formed values themselves. The shapes stand in the catalogue of facts.
import { isPartialDate, ok, refuse, type IsoDate, type Result } from '../shared/index.ts';
import { levelOf } from '../divisions/index.ts';
import { eventFacts, factCatalogue, factKeys, type FactKey, type Fields, type Shape } from '../facts/index.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isWithin = (value: unknown, min: number, max: number): boolean => typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max;
const isText = (value: unknown, max: number): boolean => typeof value === 'string' && value.trim() !== '' && value.length <= max;
const isList = (value: unknown, limit: number): value is readonly unknown[] => Array.isArray(value) && value.length <= limit;

/** Nobody alive, and nothing about him, is older. */
const FIRST_DAY = '1880';
const LAST_DAY = '9999-12-31';

/** The path (`children.2.phone`) at which a value has not its shape; null where it has. */
function misfit(shape: Shape, value: unknown, path: string, today: IsoDate): string | null {
  const unless = (fits: boolean): string | null => (fits ? null : path);
  switch (shape.kind) {
    case 'text':
      return unless(isText(value, shape.max));
    case 'texts':
      return unless(isList(value, shape.limit) && value.every((item) => isText(item, shape.max)));
    case 'date':
      return unless(typeof value === 'string' && isPartialDate(value) && value >= FIRST_DAY && (shape.ahead === true || value <= today.slice(0, value.length)));
    case 'truth':
      return unless(typeof value === 'boolean');
    case 'number':
      return unless(isWithin(value, shape.min, shape.max));
    case 'choice':
      return unless(shape.codes.includes(value as string));
    case 'choices':
      return unless(isList(value, shape.codes.length) && value.every((item) => shape.codes.includes(item as string)) && new Set(value).size === value.length);
    case 'idNo':
      return unless(typeof value === 'string' && /^[0-9A-Z]{1,18}$/.test(value));
    case 'phone':
      return unless(typeof value === 'string' && /^\+?[0-9][0-9-]{4,19}$/.test(value));
    case 'division':
      return unless(typeof value === 'string' && value.length >= 12 && levelOf(value) !== null);
    case 'location':
      return unless(isRecord(value) && Object.keys(value).length === 2 && isWithin(value['lng'], -180, 180) && isWithin(value['lat'], -90, 90));
    case 'record':
      return misfitOfFields(shape.fields, value, path, today);
    case 'records': {
      if (!isList(value, shape.limit)) return path;
      for (const [index, item] of value.entries()) {
        const found = misfitOfFields(shape.fields, item, `${path}.${index}`, today);
        if (found !== null) return found;
      }
      return null;
    }
  }
}

function misfitOfFields(fields: Fields, value: unknown, path: string, today: IsoDate): string | null {
  if (!isRecord(value)) return path;
  for (const name of Object.keys(value)) if (!(name in fields)) return `${path}.${name}`;
  for (const [name, field] of Object.entries(fields)) {
    const given = value[name];
    if (given === undefined && field.optional === true) continue;
    const found = misfit(field, given, `${path}.${name}`, today);
    if (found !== null) return found;
  }
  return null;
}

/** Days, but planned ones, lie no later than `today` where it is given. Refuses `fact.unknownKey`, `fact.byLifeEvent` and `fact.invalidValue` (details: key, and `at`, the path of what does not fit). */
export function checkFactValue(key: string, value: unknown, today: IsoDate = LAST_DAY): Result<{ readonly key: FactKey; readonly value: unknown }> {
  const known = factKeys.find((candidate) => candidate === key);
  if (known === undefined) return refuse('fact.unknownKey', { key });
  if (eventFacts.includes(known)) return refuse('fact.byLifeEvent', { key });
  const entry = factCatalogue[known];
  if (value === null && entry.nullable === true) return ok({ key: known, value });
  const at = misfit(entry.shape, value, known, today);
  return at === null ? ok({ key: known, value }) : refuse('fact.invalidValue', { key, at });
}
