// A photo, a voice note, a signature of something that was recorded. Rules without any IO: what may be
// sent next, what an answer does to it. It is sent after its command, and never holds that up.
import { ATTACHMENT_BYTES, ATTACHMENTS_PER_COMMAND } from '@shouwang/domain/sync';
import type { OutboxEntry, RefusalWords } from '../outbox/outbox.ts';

export interface Attachment {
  readonly id: string;
  /** The command to which it belongs, e.g. the visit's: `draft.commandId`. */
  readonly ownerId: string;
  readonly accountId: string;
  readonly kind: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly keptAt: string;
  /** Bytes that the server has. */
  readonly sent: number;
  readonly state: 'waiting' | 'delivered' | 'attention';
  readonly refusal: RefusalWords | null;
  readonly settledAt: string | null;
  /** Its bytes are still on this phone. */
  readonly held: boolean;
}

/** Why one more cannot be kept with a command; null where it can. */
export function refusedKeeping(others: Iterable<Attachment>, ownerId: string, size: number): RefusalWords | null {
  if (size < 1 || size > ATTACHMENT_BYTES) return { code: 'attachment.heavy', details: { limit: ATTACHMENT_BYTES / 1024 } };
  let count = 0;
  for (const one of others) if (one.ownerId === ownerId) count += 1;
  return count >= ATTACHMENTS_PER_COMMAND ? { code: 'attachment.perVisit', details: { limit: ATTACHMENTS_PER_COMMAND } } : null;
}

/** What may be sent now, oldest first: of this account, where its command has arrived. */
export function dueAttachments(all: readonly Attachment[], outbox: readonly OutboxEntry[], accountId: string): readonly Attachment[] {
  const arrived = new Set(outbox.filter((entry) => entry.state === 'delivered').map((entry) => entry.command.id));
  return all.filter((one) => one.state === 'waiting' && one.accountId === accountId && arrived.has(one.ownerId)).sort((a, b) => (a.keptAt < b.keptAt ? -1 : 1));
}

/** Attachments that have not arrived, of what was recorded (those of a draft do not wait for anything yet). */
export function unsentAttachments(all: Iterable<Attachment>, outbox: readonly OutboxEntry[]): number {
  const recorded = new Set(outbox.map((entry) => entry.command.id));
  let count = 0;
  for (const one of all) if (one.state !== 'delivered' && recorded.has(one.ownerId)) count += 1;
  return count;
}
