// The rules of the outbox, without any IO: what is sent next, what an answer does to an entry, when
// to try again. An entry is never dropped: it is delivered, or it waits, or it wants a person and
// says why. Peers lose records exactly here (spec: none may be stuck without a word).
import type { CommandEnvelope, CommandOutcome } from '@shouwang/domain/sync';

/** A refusal as the server words it: a code of the catalogue with what fills the sentence. */
export interface RefusalWords {
  readonly code: string;
  readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>> | undefined;
}

export interface OutboxEntry {
  readonly command: CommandEnvelope;
  /** Only the account that recorded it sends it, whoever uses the phone next. */
  readonly accountId: string;
  /** Whom it is about, so that a list can name it after the card has left the phone. */
  readonly subject: { readonly id: string; readonly name: string };
  readonly state: 'waiting' | 'delivered' | 'attention';
  readonly attempts: number;
  /** Not before this instant, after the server asked to come again later. */
  readonly notBefore: string | null;
  /** Why it wants a person. */
  readonly refusal: RefusalWords | null;
  readonly settledAt: string | null;
}

export interface CommandAnswer {
  readonly id: string;
  readonly outcome: CommandOutcome;
  readonly refusal?: RefusalWords | undefined;
}

/** Commands in one push: small enough for a weak signal, large enough for a week's visits. */
export const BATCH = 50;
/** How long a delivered entry stays visible. */
const KEEP_DELIVERED_MS = 7 * 86_400_000;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 10 * 60_000;

export const newEntry = (command: CommandEnvelope, accountId: string, subject: OutboxEntry['subject']): OutboxEntry => ({
  command,
  accountId,
  subject,
  state: 'waiting',
  attempts: 0,
  notBefore: null,
  refusal: null,
  settledAt: null,
});

/**
 * Milliseconds to wait after the n-th failure (n from 1): doubling from 5 s to 10 min. `random` in
 * [0, 1) spreads phones that all lost the same mast, so that they do not come back at once.
 */
export function backoff(failures: number, random: number): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (0.75 + random / 2));
}

const byRecording = (a: OutboxEntry, b: OutboxEntry): number =>
  a.command.recordedAt < b.command.recordedAt ? -1 : a.command.recordedAt > b.command.recordedAt ? 1 : a.command.id < b.command.id ? -1 : 1;

/** What to send now, oldest first. `force` ignores the waiting time (a person asked, or the signal came back). */
export function nextBatch(entries: readonly OutboxEntry[], accountId: string, now: string, force: boolean, size = BATCH): readonly OutboxEntry[] {
  return entries
    .filter((entry) => entry.state === 'waiting' && entry.accountId === accountId && (force || entry.notBefore === null || entry.notBefore <= now))
    .sort(byRecording)
    .slice(0, size);
}

/** What an answer makes of its entry. `at` is the phone's clock, `random` as in {@link backoff}. */
export function settle(entry: OutboxEntry, answer: CommandAnswer, at: string, random: number): OutboxEntry {
  const attempts = entry.attempts + 1;
  switch (answer.outcome) {
    case 'applied':
    case 'alreadyApplied':
      return { ...entry, state: 'delivered', attempts, notBefore: null, refusal: null, settledAt: at };
    case 'conflict':
    case 'refused':
      return {
        ...entry,
        state: 'attention',
        attempts,
        notBefore: null,
        refusal: answer.refusal ?? { code: answer.outcome === 'conflict' ? 'conflict.revision' : 'server.bug' },
        settledAt: at,
      };
    case 'retryLater':
      return { ...entry, attempts, notBefore: new Date(Date.parse(at) + backoff(attempts, random)).toISOString(), refusal: answer.refusal ?? null };
  }
}

/** A person asks to send an entry again that wanted attention. */
export const again = (entry: OutboxEntry): OutboxEntry => (entry.state === 'attention' ? { ...entry, state: 'waiting', notBefore: null } : entry);

/** Delivered long enough ago to leave the phone; nothing else ever leaves it. */
export const outlived = (entry: OutboxEntry, now: string): boolean =>
  entry.state === 'delivered' && entry.settledAt !== null && Date.parse(now) - Date.parse(entry.settledAt) > KEEP_DELIVERED_MS;

export const unsent = (entries: readonly OutboxEntry[]): number => entries.filter((entry) => entry.state !== 'delivered').length;
