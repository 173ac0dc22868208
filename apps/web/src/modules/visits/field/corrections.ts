// A record put right by whoever made it: what he wrote, with his own corrections on top. The record itself is
// never touched; a correction is a command of its own (ADR 0040).
import type { CorrectOwnPayload, RecordVisitPayload } from '@shouwang/contract/visits';
import { daysBetween, type IsoDate } from '@shouwang/domain/shared';
import type { OutboxEntry } from '../../../platform/outbox/outbox.ts';

export const CORRECT_VISIT = 'visits.correctOwn';

export type SeenVisit = CorrectOwnPayload['saw'] & { readonly isWrong: boolean };
type Answers = SeenVisit['answers'];

/** Corrections of a visit that stand or wait; one that the server declined says nothing. */
const correctionsOf = (visitId: string, entries: readonly OutboxEntry[]): readonly CorrectOwnPayload[] =>
  entries
    .filter((entry) => entry.command.kind === CORRECT_VISIT && entry.state !== 'attention' && (entry.command.payload as CorrectOwnPayload).visitId === visitId)
    .map((entry) => entry.command.payload as CorrectOwnPayload);

const merged = (answers: Answers, changes: CorrectOwnPayload['changes']['answers']): Answers =>
  Object.fromEntries(Object.entries({ ...answers, ...changes }).flatMap(([item, answer]) => (answer === null ? [] : [[item, answer] as const])));

/** What a record of this phone says by now, to whoever made it. */
export function seenVisit(entry: OutboxEntry, entries: readonly OutboxEntry[]): SeenVisit {
  const { mode, answers, note } = entry.command.payload as RecordVisitPayload;
  return correctionsOf(entry.command.id, entries).reduce<SeenVisit>(
    (seen, { changes, isWrong }) => ({
      mode: changes.mode ?? seen.mode,
      answers: merged(seen.answers, changes.answers),
      note: changes.note === undefined ? seen.note : changes.note,
      isWrong: seen.isWrong || isWrong === true,
    }),
    { mode, answers, note: note ?? null, isWrong: false },
  );
}

/** What differs between two readings of a visit; null where nothing does. */
export function changesBetween(seen: CorrectOwnPayload['saw'], wanted: CorrectOwnPayload['saw']): CorrectOwnPayload['changes'] | null {
  const items = [...new Set([...Object.keys(seen.answers), ...Object.keys(wanted.answers)])];
  const differing = items.filter((item) => JSON.stringify(seen.answers[item]) !== JSON.stringify(wanted.answers[item]));
  const changes = {
    ...(seen.mode === wanted.mode ? {} : { mode: wanted.mode }),
    ...(seen.note === wanted.note ? {} : { note: wanted.note }),
    ...(differing.length === 0 ? {} : { answers: Object.fromEntries(differing.map((item) => [item, wanted.answers[item] ?? null])) }),
  };
  return Object.keys(changes).length === 0 ? null : changes;
}

/** Is there still time, `days` after the day of the visit? */
export const inTime = (on: IsoDate, today: IsoDate, days: number): boolean => daysBetween(on, today) <= days;
