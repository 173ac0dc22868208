// The visit form while it is filled in. A preset is not an answer (decisions.md, The visit form): what
// nobody touched stays absent, which is "not asked". A draft carries its own form, so that a visit
// begun on one version ends on it, whatever the pack has become meanwhile.
import type { ElderCard, FieldPolicy } from '@shouwang/contract/sync';
import type { RecordVisitPayload } from '@shouwang/contract/visits';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import type { VisitMode } from '@shouwang/domain/policy';
import type { Fix, VisitAnswers, VisitOutcome } from '@shouwang/domain/visits';

export type VisitForm = FieldPolicy['form'];
export type FormItem = VisitForm['sections'][number]['items'][number];
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
  readonly fix: Fix | null;
  readonly note: string;
}

export interface Beginning {
  readonly card: Pick<ElderCard, 'id' | 'name'>;
  readonly form: VisitForm;
  readonly mode: VisitMode;
  readonly accountId: string;
  readonly commandId: string;
  readonly now: string;
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
});

export const formItems = (form: VisitForm): readonly FormItem[] => form.sections.flatMap((section) => section.items);

/** Sets an answer, which says that the elder was met; undefined takes it back: not asked. */
export function answered(draft: VisitDraft, key: string, value: Answer | undefined): VisitDraft {
  const { [key]: _, ...others } = draft.answers;
  return value === undefined || value === '' ? { ...draft, answers: others } : { ...draft, outcome: 'done', answers: { ...others, [key]: value } };
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
export const allAsLastTime = (draft: VisitDraft, last: Readonly<Record<string, unknown>> | null): VisitDraft => fill(draft, (item) => repeats(item, last));
export const canRepeat = (form: VisitForm, last: Readonly<Record<string, unknown>> | null): boolean => formItems(form).some((item) => repeats(item, last) !== undefined);

/** The answer of a safety item that says "safe": its first option that is no finding. */
export const safeOption = (item: FormItem): string | undefined => item.options?.find((option) => item.finding?.includes(option.code) !== true)?.code;

/** One tap after all of them were shown: looked at, and safe. What was marked otherwise stays. */
export const allSafe = (draft: VisitDraft): VisitDraft => fill(draft, (item) => (item.kind === 'safety' ? safeOption(item) : undefined));

export const isFinding = (item: FormItem, answer: Answer | undefined): boolean =>
  answer !== undefined && (Array.isArray(answer) ? answer : [answer]).some((code) => item.finding?.includes(String(code)) === true);

export interface Progress {
  readonly answered: number;
  readonly total: number;
  readonly findings: number;
}

/** How far the form is; text and numbers are extras and do not count as left. */
export function progressOf(draft: VisitDraft): Progress {
  const asked = formItems(draft.form).filter((item) => item.kind !== 'text' && item.kind !== 'number');
  return {
    answered: asked.filter((item) => !untouched(draft, item)).length,
    total: asked.length,
    findings: asked.filter((item) => isFinding(item, draft.answers[item.key])).length,
  };
}

/** The payload of the command, checked as the server checks it. An attempt carries no answers. */
export function finishVisit(draft: VisitDraft, now: string): Result<RecordVisitPayload> {
  const { outcome } = draft;
  const met = outcome === 'done';
  if (outcome === null) return refuse('visit.nothingAnswered');
  if (met && Object.keys(draft.answers).length === 0) return refuse('visit.nothingAnswered');
  const missing = met ? formItems(draft.form).find((item) => item.required === true && untouched(draft, item)) : undefined;
  if (missing !== undefined) return refuse('input.invalid', { field: missing.key });
  const note = draft.note.trim();
  return ok({
    elderId: draft.elderId,
    mode: draft.mode,
    outcome,
    startedAt: draft.startedAt,
    endedAt: now < draft.startedAt ? draft.startedAt : now,
    formId: draft.form.id,
    formVersion: draft.form.version,
    answers: met ? Object.fromEntries(Object.entries(draft.answers).map(([key, value]) => [key, typeof value === 'object' ? [...value] : value])) : {},
    fix: draft.fix,
    ...(note === '' ? {} : { note }),
  });
}

/**
 * Is item `index` of a section to be shown? Text and figures that stand right below a condition tell
 * more about its change (by how many, which illness), so they appear when it did change.
 */
export function isShown(draft: VisitDraft, items: readonly FormItem[], index: number): boolean {
  const item = items[index];
  const above = items[index - 1];
  if (item === undefined || (item.kind !== 'text' && item.kind !== 'number') || above?.kind !== 'change') return true;
  const answer = draft.answers[above.key];
  return (answer !== undefined && answer !== UNCHANGED) || draft.answers[item.key] !== undefined;
}
