// Identity numbers and when two records are one person (decisions.md, Identity). Old people's
// papers are often wrong: a bad number marks a record, it never keeps a person out.
import { isIsoDate, type IsoDate } from '../shared/index.ts';
import type { Sex } from '../facts/index.ts';

export type IdNoProblem = 'missing' | 'length' | 'characters' | 'birthDate' | 'checkDigit';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checks = '10X98765432';

/** Check character of the first 17 digits, GB 11643-1999 (ISO 7064 MOD 11-2). */
export function idNoCheck(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += Number(first17[i]) * (weights[i] as number);
  return checks[sum % 11] as string;
}

/** What is wrong with an identity number that was already normalised (half width, upper case). */
export function idNoProblem(idNo: string | null): IdNoProblem | null {
  if (idNo === null || idNo === '') return 'missing';
  if (/^\d{15}$/.test(idNo)) return isIsoDate(`19${idNo.slice(6, 8)}-${idNo.slice(8, 10)}-${idNo.slice(10, 12)}`) ? null : 'birthDate';
  if (idNo.length !== 18) return 'length';
  if (!/^\d{17}[\dX]$/.test(idNo)) return 'characters';
  if (!isIsoDate(birthDateOfIdNo(idNo) as string)) return 'birthDate';
  return idNoCheck(idNo.slice(0, 17)) === idNo[17] ? null : 'checkDigit';
}

export const birthDateOfIdNo = (idNo: string): IsoDate | null => (idNo.length === 18 ? `${idNo.slice(6, 10)}-${idNo.slice(10, 12)}-${idNo.slice(12, 14)}` : null);
export const sexOfIdNo = (idNo: string): Sex | null => (idNo.length === 18 ? (Number(idNo[16]) % 2 === 1 ? 'male' : 'female') : null);

/** 610999********3684: the first six and last four, as offices mask it (domain-facts §4). */
export const maskIdNo = (idNo: string): string => (idNo.length < 10 ? '*'.repeat(idNo.length) : `${idNo.slice(0, 6)}${'*'.repeat(idNo.length - 10)}${idNo.slice(-4)}`);
/** 190****0123 */
export const maskPhone = (phone: string): string => (phone.length < 8 ? '*'.repeat(phone.length) : `${phone.slice(0, 3)}****${phone.slice(-4)}`);
