// The visit form while it is filled in. A preset is not an answer (decisions.md, The visit form): what
// nobody touched stays absent, which is "not asked". A draft carries its own form, so that a visit
// begun on one version ends on it, whatever the pack has become meanwhile.
import type { ElderCard } from '@shouwang/contract/sync';
import type { RecordVisitPayload } from '@shouwang/contract/visits';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import type { FormItem, VisitForm, VisitMode } from '@shouwang/domain/policy';
import { beyond, formItems, isAsked, isFinding, isOrdinary, type Fix, type VisitAnswers, type VisitAttempt, type VisitOutcome } from '@shouwang/domain/visits';

export type { FormItem, VisitForm };
export type Answer = VisitAnswers[string];

export interface VisitDraft {
  /** Identifier of the command, made once when the visit is begun. */
  readonly commandId: string;
  readonly elderId: string;
  readonly elderName: string;
  readonly accountId: string;
  readonly form: VisitForm;
  readonly mode: VisitMode;
  /** Null until something was answered or an attempt was named: no preset here either. */
  readonly outcome: VisitOutcome | null;
  readonly startedAt: string;
  readonly answers: VisitAnswers;
  /** Position at check-in; at check-out, once the ordinary questions are through. */
  readonly fix: Fix | null;
  readonly endFix?: Fix | null;
  readonly note: string;
  /** Why nobody was met and when to go again. */
  readonly attempt?: VisitAttempt;
  /** What the roster says of the visitor; goes into the form's question about him unless he says otherwise. */
  readonly visitorKind?: string | null;
}

/** Unfinished visits of an account to people whose card has left the phone meanwhile: another helper's now, moved, died. What was seen is still to be told. */
export const draftsWithoutCard = (drafts: ReadonlyMap<string, unknown>, accountId: string, cards: ReadonlyMap<string, unknown>): readonly VisitDraft[] =>
  [...drafts].flatMap(([key, kept]) => {
    const draft = kept as Partial<VisitDraft>;
    return draft.elderId !== undefined && draft.form !== undefined && key === `${accountId}:${draft.elderId}` && !cards.has(draft.elderId) ? [kept as VisitDraft] : [];
  });

export interface Beginning {
  readonly card: Pick<ElderCard, 'id' | 'name'>;
  readonly form: VisitForm;
  readonly mode: VisitMode;
  readonly accountId: string;
  readonly commandId: string;
  readonly now: string;
  readonly visitorKind?: string | null;
}

export const beginVisit = (given: Beginning): VisitDraft => ({
  commandId: given.commandId,
  elderId: given.card.id,
  elderName: given.card.name,
  accountId: given.accountId,
  form: given.form,
  mode: given.mode,
  outcome: null,
  startedAt: given.now,
  answers: {},
  fix: null,
  note: '',
  visitorKind: given.visitorKind ?? null,
});

/** Has anybody tapped or written anything? A form that was only opened is nothing to go on with. */
export const isTouched = (draft: VisitDraft): boolean => draft.outcome !== null || draft.attempt !== undefined || draft.note.trim() !== '' || Object.keys(draft.answers).length > 0;

/** Sets an answer, which says that the elder was met; undefined takes it back: not asked. */
export function answered(draft: VisitDraft, key: string, value: Answer | undefined): VisitDraft {
  const { [key]: _, ...others } = draft.answers;
  return value === undefined || value === '' || (typeof value === 'object' && value.length === 0)
    ? { ...draft, answers: others }
    : { ...draft, outcome: 'done', answers: { ...others, [key]: value } };
}

/** The option that says "as it was": a form may name it; where it does not, the last answer is repeated. */
export const UNCHANGED = 'same';

/** What 与上次相同 would answer for an item; undefined where the last visit left it out. */
export function repeats(item: FormItem, last: Readonly<Record<string, unknown>> | null): Answer | undefined {
  const before = last?.[item.key];
  if (item.kind !== 'change' || before === undefined || before === null) return undefined;
  if (item.options?.some((option) => option.code === UNCHANGED) === true) return UNCHANGED;
  return typeof before === 'string' || typeof before === 'number' ? before : undefined;
}

const untouched = (draft: VisitDraft, item: FormItem): boolean => draft.answers[item.key] === undefined;
const fill = (draft: VisitDraft, valueOf: (item: FormItem) => Answer | undefined): VisitDraft =>
  formItems(draft.form).reduce((filled, item) => {
    const value = untouched(filled, item) ? valueOf(item) : undefined;
    return value === undefined ? filled : answered(filled, item.key, value);
  }, draft);

/** One tap: what has not been touched is as it was last time. Touched items keep their answer. */
export const allAsLastTime = (draft: VisitDraft, last: Readonly<Record<string, unknown>> | null): VisitDraft =>
  fill(draft, (item) => (isOrdinary(item, draft.mode) ? repeats(item, last) : undefined));
export const canRepeat = (form: VisitForm, last: Readonly<Record<string, unknown>> | null): boolean => formItems(form).some((item) => repeats(item, last) !== undefined);

/** The answer of a safety item that says "safe": its first option that is no finding. */
export const safeOption = (item: FormItem): string | undefined => item.options?.find((option) => item.finding?.includes(option.code) !== true)?.code;

/** One tap after all of them were shown: looked at, and safe. What was marked otherwise stays. */
export const allSafe = (draft: VisitDraft, shown: readonly FormItem[] = formItems(draft.form)): VisitDraft =>
  fill(draft, (item) => (item.kind === 'safety' && shown.some((one) => one.key === item.key) ? safeOption(item) : undefined));

/** One more or one fewer of an item of which several may be ticked. */
export function ticked(draft: VisitDraft, key: string, code: string): VisitDraft {
  const before = draft.answers[key];
  const codes = typeof before === 'object' ? before : [];
  return answered(draft, key, codes.includes(code) ? codes.filter((each) => each !== code) : [...codes, code]);
}

export interface Progress {
  readonly answered: number;
  readonly total: number;
  readonly findings: number;
}

/** Items that are wrong by these answers, in the order of the form. */
export const findingsOf = (form: VisitForm, answers: VisitAnswers): readonly FormItem[] => formItems(form).filter((item) => isFinding(item, answers[item.key]));

/** How far the form is; what may be added (words, figures, signatures, services) does not count as left. */
export function progressOf(draft: VisitDraft): Progress {
  const asked = formItems(draft.form).filter((item) => isOrdinary(item, draft.mode));
  return {
    answered: asked.filter((item) => !untouched(draft, item)).length,
    total: asked.length,
    findings: findingsOf(draft.form, draft.answers).length,
  };
}

/** The answers that count: of items that are asked as the others stand, with what the roster says of the visitor. */
function answersOf(draft: VisitDraft): Record<string, string | number | string[]> {
  const kept: Record<string, string | number | string[]> = {};
  for (const item of formItems(draft.form)) {
    const given =
      draft.answers[item.key] ?? (item.filledFrom !== undefined && item.options?.some((option) => option.code === draft.visitorKind) === true ? draft.visitorKind : undefined);
    if (given !== undefined && given !== null && isAsked(item, draft.answers)) kept[item.key] = typeof given === 'object' ? [...given] : given;
  }
  return kept;
}

/** Has anything about the elder been answered? Signatures and who visited do not tell of him. */
const tellsOfElder = (draft: VisitDraft): boolean => formItems(draft.form).some((item) => item.kind !== 'signature' && item.filledFrom === undefined && !untouched(draft, item));

/** The payload of the command, checked as the server checks it. An attempt carries no answers. */
export function finishVisit(draft: VisitDraft, now: string): Result<RecordVisitPayload> {
  const { outcome } = draft;
  const met = outcome === 'done';
  if (outcome === null) return refuse('visit.nothingAnswered');
  if (met && !tellsOfElder(draft)) return refuse('visit.nothingAnswered');
  const missing = met ? formItems(draft.form).find((item) => item.required === true && isAsked(item, draft.answers) && untouched(draft, item)) : undefined;
  if (missing !== undefined) return refuse('input.invalid', { field: missing.key });
  const slip = met ? formItems(draft.form).find((item) => isAsked(item, draft.answers) && beyond(item, draft.answers[item.key]) !== null) : undefined;
  if (slip !== undefined) return refuse('visit.figureOdd', { field: slip.key });
  const note = draft.note.trim();
  return ok({
    elderId: draft.elderId,
    mode: draft.mode,
    outcome,
    startedAt: draft.startedAt,
    endedAt: now < draft.startedAt ? draft.startedAt : now,
    formId: draft.form.id,
    formVersion: draft.form.version,
    answers: met ? answersOf(draft) : {},
    fix: draft.fix,
    ...(draft.endFix === undefined ? {} : { endFix: draft.endFix }),
    ...(met || draft.attempt === undefined ? {} : { attempt: draft.attempt }),
    ...(note === '' ? {} : { note }),
  });
}

/**
 * Is item `index` of a section to be shown? Where its condition holds; in forms of 0.1.0, which had no
 * conditions, text and figures right below a condition appear when that did change.
 */
export function isShown(draft: VisitDraft, items: readonly FormItem[], index: number): boolean {
  const item = items[index];
  const above = items[index - 1];
  if (item?.when !== undefined) return isAsked(item, draft.answers);
  if (item === undefined || (item.kind !== 'text' && item.kind !== 'number') || above?.kind !== 'change') return true;
  const answer = draft.answers[above.key];
  return (answer !== undefined && answer !== UNCHANGED) || draft.answers[item.key] !== undefined;
}
