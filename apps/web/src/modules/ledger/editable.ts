// Which facts a clerk may set on the file itself, and how each is entered. A correction is a fact of
// its own, decided by a person; what other sources said stays beside it.
import { livingCompanions, marriedStates, type FactKey } from '@shouwang/domain/ledger';

export type Entry =
  | { readonly kind: 'choice'; readonly group: string; readonly codes: readonly string[]; readonly numeric?: boolean }
  | { readonly kind: 'choices'; readonly group: string; readonly codes: readonly string[] }
  | { readonly kind: 'truth' }
  | { readonly kind: 'text' }
  | { readonly kind: 'date' };

export const editable: Partial<Record<FactKey, Entry>> = {
  sex: { kind: 'choice', group: 'domain:sex', codes: ['female', 'male'] },
  birthDate: { kind: 'date' },
  ethnicity: { kind: 'text' },
  group: { kind: 'text' },
  address: { kind: 'text' },
  hukou: { kind: 'choice', group: 'domain:hukou', codes: ['rural', 'urban'] },
  maritalStatus: { kind: 'choice', group: 'domain:maritalStatus', codes: marriedStates },
  livesWith: { kind: 'choices', group: 'domain:companion', codes: livingCompanions },
  abilityLevel: { kind: 'choice', group: 'domain:abilityLevel', codes: ['0', '1', '2', '3', '4'], numeric: true },
  minimumLiving: { kind: 'truth' },
  wantsVisits: { kind: 'truth' },
  diedOn: { kind: 'date' },
  remark: { kind: 'text' },
};

/** What the form holds for a fact's value; texts throughout, lists for several choices. */
export function entered(entry: Entry, value: unknown): string | readonly string[] {
  if (entry.kind === 'choices') return Array.isArray(value) ? value.map(String) : [];
  if (value === undefined || value === null) return '';
  return String(value);
}

/** The value that the form means; undefined while nothing was chosen. */
export function meant(entry: Entry, form: string | readonly string[]): unknown {
  if (typeof form === 'object') return form.length === 0 ? undefined : form;
  if (form.trim() === '') return undefined;
  if (entry.kind === 'truth') return form === 'true';
  if (entry.kind === 'choice' && entry.numeric === true) return Number(form);
  return form.trim();
}
