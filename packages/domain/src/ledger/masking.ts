// Numbers inside facts: covered before anybody sees them, uncovered again where a form sends a value back
// with a number that it never saw. Driven by the shapes of the catalogue, so that a new fact with a phone
// in it is covered by itself (quality bar S2).
import { factCatalogue, type FactKey, type Shape } from '../facts/index.ts';
import { maskIdNo, maskPhone } from './identity.ts';

type NumberKind = 'idNo' | 'phone' | 'certNo';

/** A number with where it stands: the field, the name beside it, the place in the list. */
interface Place {
  readonly kind: NumberKind;
  readonly field: string;
  readonly beside: unknown;
  readonly index: number;
}

const ofField: Readonly<Record<string, NumberKind>> = { idNo: 'idNo', phone: 'phone', spousePhone: 'phone', otherPhones: 'phone', certNo: 'certNo' };

const masks: Readonly<Record<NumberKind, (value: string) => string>> = {
  idNo: maskIdNo,
  phone: maskPhone,
  // A disability certificate's number begins with the identity number.
  certNo: (value) => `${maskIdNo(value.slice(0, 18))}${value.slice(18)}`,
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

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
  const kind = shape.kind === 'idNo' || shape.kind === 'phone' ? shape.kind : ofField[field];
  if (kind === undefined) return value;
  if (Array.isArray(value)) return value.map((item, at) => (typeof item === 'string' ? change(item, { kind, field, beside, index: at }) : item));
  return typeof value === 'string' ? change(value, { kind, field, beside, index }) : value;
}

/** A fact's value as it may be shown: every number in it masked, whatever it stands in. */
export const maskFact = (key: FactKey, value: unknown): unknown => changeNumbers(factCatalogue[key].shape, key, value, (text, { kind }) => masks[kind](text));

/** Does the value hold any number that is covered when it is shown? */
export function hasNumbers(key: FactKey, value: unknown): boolean {
  let found = false;
  changeNumbers(factCatalogue[key].shape, key, value, (text) => {
    found = true;
    return text;
  });
  return found;
}

/**
 * A value that came back from a form, its covered numbers (`190****0001`) replaced by those of the known
 * values that they cover: of the person of the same name first, then at the same place, then anywhere.
 * What covers nothing known stays covered, and is then refused as no number.
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
    return nearest?.text ?? text;
  });
}
