// A surveyor's people as this phone knows them: what the server said, and over it what was recorded here and
// may not be sent yet. Pure.
import type { FieldSubject, FieldSurvey, SurveyAddPersonPayload, SurveyAnswerPayload } from '@shouwang/contract/surveys';
import { factCatalogue, type FactKey } from '@shouwang/domain/ledger';
import { askedFacts, isMarked, type SurveyOutcome, type SurveyState } from '@shouwang/domain/surveys';
import type { OutboxEntry } from '../../../platform/outbox/outbox.ts';
import { meaning, typed, type Raw } from '../../ledger/entry/entryLogic.ts';

export const ANSWER = 'surveys.answer';
export const ADD_PERSON = 'surveys.addPerson';

export interface SubjectView {
  readonly id: string;
  readonly subject: FieldSubject | null;
  readonly name: string;
  readonly place: string;
  readonly state: SurveyState;
  readonly tries: number;
  readonly isDone: boolean;
  /** Recorded on this phone, not sent yet. */
  readonly isWaiting: boolean;
  readonly isFound: boolean;
}

/** Entries that the server's lists do not show yet. */
const unseen = (entry: OutboxEntry, pulledAt: string | null): boolean =>
  entry.state === 'waiting' || (entry.state === 'delivered' && (pulledAt === null || (entry.settledAt ?? '') >= pulledAt));

/** People of one village of a round; those still to see first, in order of their homes. */
export function villageView(
  survey: FieldSurvey,
  division: string,
  subjects: readonly FieldSubject[],
  outbox: readonly OutboxEntry[],
  pulledAt: string | null,
): readonly SubjectView[] {
  const own = outbox.filter((entry) => unseen(entry, pulledAt) && (entry.command.payload as { roundId?: string }).roundId === survey.id);
  const listed = subjects
    .filter((subject) => subject.roundId === survey.id && subject.division === division)
    .map((subject): SubjectView => {
      const answers = own.filter((entry) => entry.command.kind === ANSWER && entry.subject.id === subject.id);
      const outcomes = answers.map((entry) => (entry.command.payload as SurveyAnswerPayload).outcome);
      const tries = subject.tries + outcomes.filter((outcome) => outcome === 'away').length;
      const decided = outcomes.findLast((outcome) => outcome !== 'away');
      const state: SurveyState = decided ?? (outcomes.length > 0 && (subject.state === 'open' || subject.state === 'away') ? 'away' : subject.state);
      return {
        id: subject.id,
        subject,
        name: subject.name,
        place: subject.place,
        state,
        tries,
        isDone: isMarked(state, tries, survey.awayTries),
        isWaiting: answers.some((entry) => entry.state === 'waiting'),
        isFound: false,
      };
    });
  const known = new Set(listed.map((one) => one.id));
  const found = own.flatMap((entry): SubjectView[] => {
    if (entry.command.kind !== ADD_PERSON) return [];
    const payload = entry.command.payload as SurveyAddPersonPayload;
    if (payload.division !== division || known.has(payload.subjectId)) return [];
    const { group, address } = payload.facts;
    const place = typeof address === 'string' ? address : typeof group === 'string' ? group : '';
    return [
      { id: payload.subjectId, subject: null, name: entry.subject.name, place, state: 'visited', tries: 0, isDone: true, isWaiting: entry.state === 'waiting', isFound: true },
    ];
  });
  return [...listed, ...found].toSorted((a, b) => Number(a.isDone) - Number(b.isDone) || a.place.localeCompare(b.place, 'zh-CN') || (a.id < b.id ? -1 : 1));
}

/** What somebody is answering: kept at every tap. */
export interface SurveyDraft {
  readonly commandId: string;
  readonly outcome: SurveyOutcome | null;
  /** What was typed anew, by fact. */
  readonly raw: { readonly [key: string]: Raw };
  /** Facts that were read out and are right as they stand. */
  readonly confirmed: readonly string[];
  readonly note: string;
}
export const beginAnswer = (commandId: string): SurveyDraft => ({ commandId, outcome: null, raw: {}, confirmed: [], note: '' });

const met = (draft: SurveyDraft): SurveyDraft => ({ ...draft, outcome: draft.outcome ?? 'visited' });

/** Confirms what is on file of these facts; what was typed anew stays. */
export function confirmed(draft: SurveyDraft, keys: readonly FactKey[], facts: Readonly<Record<string, unknown>>): SurveyDraft {
  const more = keys.filter((key) => facts[key] !== undefined && draft.raw[key] === undefined && !draft.confirmed.includes(key));
  return met({ ...draft, confirmed: [...draft.confirmed, ...more] });
}
/** Opens a fact to be changed: it begins with what is on file. */
export const opened = (draft: SurveyDraft, key: FactKey, value: unknown): SurveyDraft =>
  met({ ...draft, confirmed: draft.confirmed.filter((one) => one !== key), raw: { ...draft.raw, [key]: typed(factCatalogue[key].shape, value) ?? '' } });
export function left(draft: SurveyDraft, key: FactKey): SurveyDraft {
  const { [key]: _, ...raw } = draft.raw;
  return { ...draft, raw };
}
export const wrote = (draft: SurveyDraft, key: FactKey, raw: Raw): SurveyDraft => (raw === undefined ? left(draft, key) : met({ ...draft, raw: { ...draft.raw, [key]: raw } }));

export const progressOf = (draft: SurveyDraft, keys: readonly FactKey[]): { readonly done: number; readonly all: number } => ({
  done: keys.filter((key) => draft.confirmed.includes(key) || draft.raw[key] !== undefined).length,
  all: keys.length,
});

/** The facts that a draft means, without those that say what is on file; or the first that is wrong. */
export function meant(
  raw: { readonly [key: string]: Raw },
  keys: readonly FactKey[],
  facts: Readonly<Record<string, unknown>>,
): { readonly facts: Record<string, unknown> } | { readonly wrong: FactKey } {
  const found: Record<string, unknown> = {};
  for (const key of keys) {
    const read = meaning(factCatalogue[key].shape, raw[key], key);
    if (read.kind === 'problem') return { wrong: key };
    if (read.kind === 'value' && JSON.stringify(read.value) !== JSON.stringify(facts[key])) found[key] = read.value;
  }
  return { facts: found };
}

/** Typed anew, yet the same as on file: confirmed as well. */
export const alsoConfirmed = (draft: SurveyDraft, survey: FieldSurvey, changed: Readonly<Record<string, unknown>>, facts: Readonly<Record<string, unknown>>): string[] => [
  ...new Set([...draft.confirmed, ...askedFacts(survey.groups).filter((key) => draft.raw[key] !== undefined && facts[key] !== undefined && !(key in changed))]),
];
