// A recorded visit is evidence: what was wrong about it is put right by a new version with its reason,
// never by overwriting. Two people who correct one visit at the same time both keep their fields; where
// they touch the same one, the later hears of it and settles it (quality bar R3, ADR 0035).
import type { VisitForm, VisitMode } from '../policy/pack.ts';
import { daysBetween, monthOf, ok, refuse, type IsoDate, type Result } from '../shared/index.ts';
import { isAnswered, LONGEST_STAY_MS, OLDEST_DAYS } from './decideVisit.ts';
import { findingsOf, fitsForm } from './form.ts';
import { missingFinding, visitModes, visitOutcomes, type RecordedOutcome, type VisitAnswers, type VisitAttempt, type VisitMark } from './visit.ts';

/** What may be corrected about a visit; instants in ISO 8601 UTC. */
export interface VisitContent {
  readonly mode: VisitMode;
  /** `cancelled`: the record was wrong as a whole and counts nowhere. */
  readonly outcome: RecordedOutcome;
  readonly occurredAt: string;
  readonly endedAt: string;
  readonly answers: VisitAnswers;
  readonly note: string | null;
}

export interface VisitChanges {
  readonly mode?: VisitMode | undefined;
  readonly outcome?: RecordedOutcome | undefined;
  readonly occurredAt?: string | undefined;
  readonly endedAt?: string | undefined;
  readonly note?: string | null | undefined;
  /** By form item; null takes an answer back: it was not asked. */
  readonly answers?: Readonly<Record<string, string | number | readonly string[] | null>> | undefined;
}

/** `answer.<item>` for an answer. */
export type VisitField = 'mode' | 'outcome' | 'occurredAt' | 'endedAt' | 'note' | `answer.${string}`;

type Value = string | number | null | readonly string[];
const plainFields = ['mode', 'outcome', 'occurredAt', 'endedAt', 'note'] as const;

function valueOf(content: VisitContent, field: VisitField): Value {
  if (!field.startsWith('answer.')) return content[field as (typeof plainFields)[number]];
  const answer = content.answers[field.slice('answer.'.length)];
  return answer ?? null;
}
const same = (one: Value, other: Value): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Fields that differ between two versions, in a fixed order. */
export function differingFields(one: VisitContent, other: VisitContent): VisitField[] {
  const items = [...new Set([...Object.keys(one.answers), ...Object.keys(other.answers)])].sort();
  return [...plainFields, ...items.map((item): VisitField => `answer.${item}`)].filter((field) => !same(valueOf(one, field), valueOf(other, field)));
}

function changed(content: VisitContent, changes: VisitChanges): VisitContent {
  const answers: Record<string, string | number | readonly string[]> = { ...content.answers };
  for (const [item, answer] of Object.entries(changes.answers ?? {})) {
    if (answer === null) delete answers[item];
    else answers[item] = answer;
  }
  return {
    mode: changes.mode ?? content.mode,
    outcome: changes.outcome ?? content.outcome,
    occurredAt: changes.occurredAt ?? content.occurredAt,
    endedAt: changes.endedAt ?? content.endedAt,
    note: changes.note === undefined ? content.note : changes.note === '' ? null : changes.note,
    answers,
  };
}

/** `current` with these fields as `from` has them: what was not changed on purpose is not touched. */
function taking(fields: readonly VisitField[], from: VisitContent, current: VisitContent): VisitContent {
  const plain = Object.fromEntries(plainFields.filter((field) => fields.includes(field)).map((field) => [field, from[field]])) as Partial<VisitContent>;
  const items = fields.filter((field) => field.startsWith('answer.')).map((field) => field.slice('answer.'.length));
  const kept = Object.entries(current.answers).filter(([item]) => !items.includes(item));
  const taken = items.flatMap((item) => (from.answers[item] === undefined ? [] : [[item, from.answers[item]] as const]));
  return { ...current, ...plain, answers: Object.fromEntries([...kept, ...taken]) };
}

export interface CorrectionContext {
  /** What whoever corrects had before his eyes. */
  readonly base: VisitContent;
  /** Instant at which the server received the visit. */
  readonly receivedAt: string;
  readonly now: string;
  readonly dayOf: (instant: string) => IsoDate;
  /** The form by id and version; undefined where it is not known. */
  readonly form: VisitForm | undefined;
  readonly hasFix: boolean;
  readonly marks: readonly VisitMark[];
  /** Why nobody was met, as it was recorded; no correction changes it. */
  readonly attempt?: VisitAttempt | undefined;
}

export interface CorrectedVisit {
  readonly content: VisitContent;
  readonly fields: readonly VisitField[];
  readonly occurredOn: IsoDate;
  readonly findings: readonly string[];
  readonly marks: readonly VisitMark[];
}

/** Marks that rest on what was corrected; those of the device, the assignment and the paper stay. */
function marksAfter(content: VisitContent, occurredOn: IsoDate, context: CorrectionContext): VisitMark[] {
  const holds: Partial<Record<VisitMark, boolean>> = {
    noFix: content.mode === 'home' && !context.hasFix && !context.marks.includes('paper'),
    lateBeyondMonth: monthOf(context.dayOf(context.receivedAt)) > monthOf(occurredOn),
    formUnknownItems: context.form === undefined || !fitsForm(context.form, content.answers),
  };
  const kept = context.marks.filter((mark) => holds[mark] ?? true);
  return [...kept, ...(Object.keys(holds) as VisitMark[]).filter((mark) => holds[mark] === true && !kept.includes(mark))];
}

/** What follows from what a version says: its day, findings and marks. */
export function standing(content: VisitContent, context: CorrectionContext): Omit<CorrectedVisit, 'fields'> {
  const occurredOn = context.dayOf(content.occurredAt);
  const findings = [...missingFinding(content.outcome, context.attempt), ...(context.form === undefined ? [] : findingsOf(context.form, content.answers))];
  return { content, occurredOn, findings, marks: marksAfter(content, occurredOn, context) };
}

/**
 * The visit as it stands after a correction. Refuses visit.cancelled, visit.nothingChanged,
 * visit.correctedMeanwhile (`fields` both changed, to different values), and what a visit cannot be:
 * visit.modeUnknown, input.invalid, visit.inFuture, visit.tooOld, visit.nothingAnswered.
 */
export function decideCorrection(current: VisitContent, changes: VisitChanges, context: CorrectionContext): Result<CorrectedVisit> {
  if (current.outcome === 'cancelled') return refuse('visit.cancelled');
  const target = changed(context.base, changes);
  const wanted = differingFields(context.base, target);
  const meanwhile = new Set(differingFields(context.base, current));
  const content = taking(wanted, target, current);
  const conflicts = wanted.filter((field) => meanwhile.has(field) && !same(valueOf(current, field), valueOf(content, field)));
  if (conflicts.length > 0) return refuse('visit.correctedMeanwhile', { fields: conflicts });
  const fields = differingFields(current, content);
  if (fields.length === 0) return refuse('visit.nothingChanged');

  if (!(visitModes as readonly string[]).includes(content.mode)) return refuse('visit.modeUnknown', { mode: content.mode });
  if (!(visitOutcomes as readonly string[]).includes(content.outcome)) return refuse('input.invalid', { field: 'outcome' });
  const stay = Date.parse(content.endedAt) - Date.parse(content.occurredAt);
  if (!(stay >= 0 && stay <= LONGEST_STAY_MS)) return refuse('input.invalid', { field: 'endedAt' });
  if (content.occurredAt > context.now || content.endedAt > context.now) return refuse('visit.inFuture', { startedAt: content.occurredAt });
  const occurredOn = context.dayOf(content.occurredAt);
  if (daysBetween(occurredOn, context.dayOf(context.receivedAt)) > OLDEST_DAYS) return refuse('visit.tooOld', { startedAt: content.occurredAt });
  if (content.outcome === 'done' && content.mode === 'home' && !Object.values(content.answers).some(isAnswered)) return refuse('visit.nothingAnswered');
  return ok({ ...standing(content, context), fields });
}
