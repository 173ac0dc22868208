// May this be the value of that fact? Asked where a person sets a fact by hand; files are read by
// readers that make well-formed values themselves.
import { isPartialDate, ok, refuse, type Result } from '../shared/index.ts';
import { levelOf } from '../divisions/index.ts';
import { categories, childPlaces, disabilityTypes, factKeys, livingCompanions, marriedStates, type FactKey } from '../facts/index.ts';

type Check = (value: unknown) => boolean;

const text =
  (limit: number): Check =>
  (value) =>
    typeof value === 'string' && value.trim() !== '' && value.length <= limit;
const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check, limit: number): Check =>
  (value) =>
    Array.isArray(value) && value.length <= limit && value.every(check);
const partialDate: Check = (value) => typeof value === 'string' && isPartialDate(value);
const truth: Check = (value) => typeof value === 'boolean';
const within =
  (low: number, high: number): Check =>
  (value) =>
    typeof value === 'number' && Number.isFinite(value) && value >= low && value <= high;

/** An object with exactly these fields; a field whose name ends in `?` may be absent. */
const shape =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const record = value as Record<string, unknown>;
    const names = Object.keys(fields).map((name) => name.replace(/\?$/, ''));
    if (Object.keys(record).some((name) => !names.includes(name))) return false;
    return Object.entries(fields).every(([name, check]) =>
      name.endsWith('?') ? record[name.slice(0, -1)] === undefined || check(record[name.slice(0, -1)]) : check(record[name]),
    );
  };

const checks: Readonly<Record<FactKey, Check>> = {
  name: text(60),
  sex: oneOf('male', 'female'),
  birthDate: partialDate,
  idNo: (value) => typeof value === 'string' && /^[0-9A-Z]{1,18}$/.test(value),
  phone: (value) => typeof value === 'string' && /^\+?[0-9][0-9-]{4,19}$/.test(value),
  ethnicity: text(30),
  division: (value) => typeof value === 'string' && value.length >= 12 && levelOf(value) !== null,
  group: text(40),
  address: text(200),
  hukou: oneOf('rural', 'urban'),
  maritalStatus: oneOf(...marriedStates),
  livesWith: listOf(oneOf(...livingCompanions), livingCompanions.length),
  children: listOf(shape({ name: text(60), 'relation?': text(20), 'place?': oneOf(...childPlaces), 'awaySince?': partialDate, 'phone?': text(40) }), 30),
  abilityLevel: oneOf(0, 1, 2, 3, 4),
  disability: orNull(shape({ 'type?': oneOf(...disabilityTypes), grade: oneOf(1, 2, 3, 4), 'certNo?': text(40), valid: truth })),
  familyPlanning: orNull(oneOf('childDied', 'childDisabled')),
  destitute: orNull(oneOf('atHome', 'institution')),
  minimumLiving: truth,
  illnesses: listOf(text(60), 50),
  chronicConditions: listOf(text(60), 50),
  monthlyAid: within(0, 1_000_000),
  wantsVisits: truth,
  statedCategories: listOf(oneOf(...categories), categories.length),
  location: shape({ lng: within(-180, 180), lat: within(-90, 90) }),
  diedOn: partialDate,
  remark: text(2000),
};

/** Refuses `fact.unknownKey` and `fact.invalidValue` (details: key). */
export function checkFactValue(key: string, value: unknown): Result<{ readonly key: FactKey; readonly value: unknown }> {
  const known = factKeys.find((candidate) => candidate === key);
  if (known === undefined) return refuse('fact.unknownKey', { key });
  return checks[known](value) ? ok({ key: known, value }) : refuse('fact.invalidValue', { key });
}
