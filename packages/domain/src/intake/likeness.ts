// How alike two records of a person are, field by field: the explained score of a match. The score
// orders and explains; what is certain is decided by rule (matching.ts), never by the score alone.
import type { DivisionCode } from '../divisions/index.ts';
import type { Sex } from '../facts/index.ts';
import { dayNumber, firstDay, isIsoDate, type PartialDate } from '../shared/index.ts';
import { birthsAgree } from './dates.ts';
import { simplifiedName } from './nameVariants.ts';

/** What is compared. `idKey` is the number or its blind index: only equality counts. */
export interface Identity {
  readonly name: string;
  readonly idKey: string | null;
  /** The number passes its check; only then it decides. */
  readonly idValid: boolean;
  /** Null where unknown or only estimated from an age. */
  readonly birthDate: PartialDate | null;
  readonly sex: Sex | null;
  readonly division: DivisionCode | null;
  /** The month of birth that an age makes likely: it cannot tell who he is, but who he is not. */
  readonly bornAround?: PartialDate;
  /** The number tells the other sex and no birth says whose it is. */
  readonly isDoubted?: boolean;
}
/** Fields by which two records are held to be one person. */
export const identityFields = ['idNo', 'name', 'birthDate', 'sex', 'division', 'phone'] as const;
export type IdentityField = (typeof identityFields)[number];
/** `alike`: nearly the same (a variant character, one digit, a day of the other calendar). */
export const agreements = ['agrees', 'alike', 'differs', 'absent'] as const;
export type Agreement = (typeof agreements)[number];

/** One field of an explained score; `weight` is what it can add. */
export interface FieldEvidence {
  readonly field: IdentityField;
  readonly agreement: Agreement;
  readonly weight: number;
}
/** How surely two records are one person: 0 to 1, with what it rests on. */
export interface Likeness {
  readonly score: number;
  readonly evidence: readonly FieldEvidence[];
}

/** What two records are compared by; a phone only where both sides tell one. */
export interface Described extends Identity {
  readonly phone?: string | null;
}

/**
 * Weight of a field where it agrees (half of it where it is alike) and where it differs. A number tells
 * most, a name and a birth alone are shared by few; people marry, move and change their phone.
 */
const weights: Readonly<Record<IdentityField, { readonly agrees: number; readonly differs: number }>> = {
  idNo: { agrees: 8, differs: 8 },
  name: { agrees: 5, differs: 5 },
  birthDate: { agrees: 5, differs: 5 },
  sex: { agrees: 1, differs: 2 },
  division: { agrees: 3, differs: 1.5 },
  phone: { agrees: 3, differs: 0.5 },
};
/** Weight that has to be compared for a score to count in full: a name with a birth. */
const ENOUGH = 10;

const plain = new Map<string, string>();
/** A name for comparison: without spaces, dots and brackets, variant characters as one. */
export function plainName(name: string): string {
  let known = plain.get(name);
  if (known === undefined) {
    known = simplifiedName(
      name
        .normalize('NFKC')
        .replace(/[（(].*?[)）]/g, '')
        .replace(/[\s·•・.]/g, ''),
    );
    if (plain.size > 200_000) plain.clear();
    plain.set(name, known);
  }
  return known;
}

/** Edits between two short texts, a swap of neighbours counting as one (restricted Damerau–Levenshtein). */
export function edits(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    const above = rows[i - 1] as number[];
    for (let j = 1; j <= b.length; j += 1) {
      let best = Math.min((above[j] as number) + 1, (row[j - 1] as number) + 1, (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, ((rows[i - 2] as number[])[j - 2] as number) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return (rows[a.length] as number[])[b.length] as number;
}

export function compareNames(a: string, b: string): Agreement {
  if (a === '' || b === '') return 'absent';
  const [one, other] = [plainName(a), plainName(b)];
  if (one === other) return 'agrees';
  const longer = Math.max(one.length, other.length);
  // 周桂兰 and 周桂芝 are two sisters as easily as one woman misspelt: alike, never the same.
  return longer >= 2 && edits(one, other) * 2 <= longer ? 'alike' : 'differs';
}

/** Ages stand in lists for years as they were once written; whoever differs by more is somebody else. */
const AGES_APART = 5 * 366;
/** Whether two births, of which one is an age, may be one person's. */
export const areOfOneAge = (a: PartialDate | null, b: PartialDate | null): boolean =>
  a === null || b === null || Math.abs(dayNumber(firstDay(a)) - dayNumber(firstDay(b))) <= AGES_APART;
/** Where one of two births is only estimated: whether both may be one all the same. True where nothing speaks against it. */
export const mayBeOfOneAge = (a: Identity, b: Identity): boolean =>
  (a.birthDate !== null && b.birthDate !== null) || areOfOneAge(a.birthDate ?? a.bornAround ?? null, b.birthDate ?? b.bornAround ?? null);

/** Days between the lunar and the solar date of one day, at most. */
const CALENDARS_APART = 60;
export function compareBirths(a: PartialDate | null, b: PartialDate | null): Agreement {
  if (a === null || b === null) return 'absent';
  if (birthsAgree(a, b)) return 'agrees';
  if (a.slice(0, 4) === b.slice(0, 4) && Math.abs(dayNumber(firstDay(a)) - dayNumber(firstDay(b))) <= CALENDARS_APART) return 'alike';
  return isIsoDate(a) && isIsoDate(b) && edits(a.replaceAll('-', ''), b.replaceAll('-', '')) === 1 ? 'alike' : 'differs';
}

/** What a spreadsheet makes of a number: fifteen digits and three zeros. One in eleven of them passes the check all the same. */
export const hasLostEnd = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && a.length === 18 && b.length === 18 && a !== b && a.slice(0, 15) === b.slice(0, 15) && (a.endsWith('000') || b.endsWith('000'));

function compareNumbers(a: Identity, b: Identity): Agreement {
  if (a.idKey === null || b.idKey === null) return 'absent';
  if (a.idKey === b.idKey) return 'agrees';
  // Written under somebody else's number: that says nothing of his own.
  if (a.isDoubted === true || b.isDoubted === true) return 'absent';
  if (a.idValid && b.idValid) return hasLostEnd(a.idKey, b.idKey) ? 'alike' : 'differs';
  // One of them fails its check: by itself it conflicts with nothing. Whoever shares county and day shares fourteen digits without being alike.
  const isSameDay = a.idKey.length === 18 && b.idKey.length === 18 && a.idKey.slice(0, 14) === b.idKey.slice(0, 14);
  if (edits(a.idKey, b.idKey) <= (isSameDay ? 1 : 2)) return 'alike';
  // One that was cut off may go on like the other. Two whole ones of one county and day are not alike for that.
  const isCut = [a.idKey, b.idKey].some((key) => key.length < 18 || key.endsWith('00'));
  return isCut && Math.min(a.idKey.length, b.idKey.length) >= 14 && a.idKey.slice(0, 14) === b.idKey.slice(0, 14) ? 'alike' : 'absent';
}

function compareDivisions(a: string | null, b: string | null): Agreement {
  if (a === null || b === null || a.endsWith('000000') || b.endsWith('000000')) return 'absent';
  if (a.slice(0, 9) !== b.slice(0, 9)) return 'differs';
  return a.slice(0, 12) === b.slice(0, 12) && !a.endsWith('000') ? 'agrees' : 'alike';
}

/** Compares two records field by field. */
export function likenessOf(a: Described, b: Described): Likeness {
  const found: Readonly<Record<IdentityField, Agreement>> = {
    idNo: compareNumbers(a, b),
    name: compareNames(a.name, b.name),
    birthDate: compareBirths(a.birthDate, b.birthDate),
    sex: a.sex === null || b.sex === null ? 'absent' : a.sex === b.sex ? 'agrees' : 'differs',
    division: compareDivisions(a.division, b.division),
    phone: (a.phone ?? null) === null || (b.phone ?? null) === null ? 'absent' : a.phone === b.phone ? 'agrees' : 'differs',
  };
  let got = 0;
  let compared = 0;
  const evidence = identityFields.map((field) => {
    const agreement = found[field];
    const weight = agreement === 'differs' ? weights[field].differs : weights[field].agrees;
    if (agreement !== 'absent') compared += weight;
    if (agreement === 'agrees') got += weight;
    else if (agreement === 'alike') got += weight / 2;
    return { field, agreement, weight };
  });
  const score = compared === 0 ? 0 : (got / compared) * Math.min(1, compared / ENOUGH);
  return { score: Math.round(score * 100) / 100, evidence };
}

export const agreementOf = (likeness: Likeness, field: IdentityField): Agreement => likeness.evidence.find((one) => one.field === field)?.agreement ?? 'absent';
