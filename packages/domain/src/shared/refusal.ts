// A refusal is an answer, not an accident: rules return it, the interface puts it into words.
// Only bugs are thrown.

/** Every code a rule may refuse with. The interface has a sentence for each (i18n `errors.*`). */
export const refusalCodes = [
  'input.invalid',
  'input.tooLarge',
  'auth.required',
  'auth.wrongPassword',
  'auth.locked',
  'auth.passwordTooWeak',
  'auth.mustChangePassword',
  'permission.denied',
  'notFound',
  'conflict.revision',
  'conflict.alreadyDone',
  'elder.notVisible',
  'elder.closed',
  'elder.known',
  'merge.sameFile',
  'merge.alreadyMerged',
  'merge.laterFirst',
  'fact.unknownKey',
  'fact.invalidValue',
  'fact.missing',
  'attachment.type',
  'attachment.tooLarge',
  'attachment.tooMany',
  'attachment.heavy',
  'attachment.perVisit',
  'attachment.altered',
  'attachment.unfit',
  'storage.full',
  'fact.byLifeEvent',
  'life.notPossible',
  'life.dayImpossible',
  'life.beyondScope',
  'life.notLatest',
  'listing.reasonMissing',
  'listing.endImpossible',
  'visit.inFuture',
  'visit.tooOld',
  'visit.modeUnknown',
  'visit.formUnknown',
  'visit.nothingAnswered',
  'visit.cancelled',
  'visit.nothingChanged',
  'visit.correctedMeanwhile',
  'sync.kindUnknown',
  'sync.cursorUnknown',
  'device.revoked',
  'import.notAWorkbook',
  'import.encrypted',
  'import.tooLarge',
  'import.noTable',
  'import.columnMissing',
  'import.running',
  'import.notReady',
  'import.contentGone',
  'import.rowGone',
  'policy.invalid',
  'policy.noneInForce',
  'assessment.incomplete',
  'assessment.inFuture',
  'assessment.formChanged',
  'export.reasonMissing',
  'reveal.reasonMissing',
  'papers.nobody',
  'papers.tooMany',
  'papers.gone',
  'review.notNow',
  'review.ownRecord',
  'review.notYours',
  'review.reasonMissing',
  'review.changedMeanwhile',
  'archive.nothing',
  'survey.nobody',
  'survey.ended',
  'survey.notYours',
  'survey.notComplete',
  'division.unknown',
  'server.unavailable',
  'server.bug',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** Why something was not done. `details` fill the sentence: field, row, column, allowed values. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refuse = (code: RefusalCode, details?: Refusal['details']): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: details === undefined ? { code } : { code, details },
});
