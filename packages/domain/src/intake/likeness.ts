// How alike two records of a person are, field by field: the explained score of a match.
/** Fields by which two records are held to be one person. */
export const identityFields = ['idNo', 'name', 'birthDate', 'sex', 'division', 'phone'] as const;
export type IdentityField = (typeof identityFields)[number];
/** `alike`: nearly the same (a variant character, one digit, a day of the other calendar). */
export const agreements = ['agrees', 'alike', 'differs', 'absent'] as const;
export type Agreement = (typeof agreements)[number];

/** One field of an explained score; `weight` is what it can add (domain/intake/scoring.ts). */
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
