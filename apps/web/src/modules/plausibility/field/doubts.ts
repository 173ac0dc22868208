// Doubts as the phone shows them: those with the same reasons together, so that one answer serves all; what
// was answered on this phone and is not known to the server yet counts as answered.
import type { DoubtAnswerPayload, FieldDoubt } from '@shouwang/contract/plausibility';
import type { OutboxEntry } from '../../../platform/outbox/outbox.ts';

export const ANSWER_DOUBTS = 'doubts.answer';
export const VISIT_DOUBT = 'visitDoubt';

export interface DoubtView extends FieldDoubt {
  /** Answered here, on its way. */
  readonly isSending: boolean;
}
export interface DoubtGroup {
  /** Signals and reasons that they have in common. */
  readonly key: string;
  readonly doubts: readonly DoubtView[];
}

export function doubtViews(feed: ReadonlyMap<string, unknown> | undefined, outbox: readonly OutboxEntry[]): readonly DoubtView[] {
  const answers = outbox.filter((entry) => entry.command.kind === ANSWER_DOUBTS && entry.state === 'waiting').map((entry) => entry.command.payload as DoubtAnswerPayload);
  return [...(feed?.values() ?? [])]
    .map((data) => {
      const doubt = data as FieldDoubt;
      const given = answers.findLast(({ visitIds }) => visitIds.includes(doubt.visitId));
      return { ...doubt, ...(given === undefined ? {} : { answer: given.answer, state: 'toCheck' as const }), isSending: given !== undefined };
    })
    .sort((a, b) => (a.occurredAt < b.occurredAt ? 1 : -1));
}

const keyOf = ({ signals }: FieldDoubt): string =>
  signals
    .map(({ signal, reason }) => `${signal}.${reason}`)
    .sort()
    .join('+');

/** What waits for an answer, the soonest due first. */
export function groupsToAnswer(doubts: readonly DoubtView[]): readonly DoubtGroup[] {
  const groups = new Map<string, DoubtView[]>();
  for (const doubt of doubts.filter(({ state }) => state === 'asked')) groups.set(keyOf(doubt), [...(groups.get(keyOf(doubt)) ?? []), doubt]);
  const due = (group: DoubtGroup): string => group.doubts.reduce((soonest, { dueOn }) => (dueOn < soonest ? dueOn : soonest), '9999');
  return [...groups].map(([key, list]) => ({ key, doubts: list })).sort((a, b) => (due(a) < due(b) ? -1 : 1));
}
