// Generic offline commands: the same envelope for every kind. The identifier is made on the device
// once, so that a command sent twice is done once; three times are kept (occurred, recorded,
// received); base revisions say what the device saw, so that two edits of one field are a conflict
// for a person and never a silent overwrite (quality bar R3).
export * from './attachments.ts';

export interface CommandEnvelope {
  /** UUIDv7 made on the device. */
  readonly id: string;
  readonly kind: string;
  /** When it happened, by the device's clock (ISO 8601 UTC). */
  readonly occurredAt: string;
  /** When the device wrote it down. */
  readonly recordedAt: string;
  /** Field → revision that the device saw; empty where the command adds only. */
  readonly base: Readonly<Record<string, string | null>>;
  readonly payload: unknown;
}

const ILLEGIBLE = /\p{Cs}|[^\P{Cc}\t\n\r]/gu;
/** Nothing that a form asks lies deeper. */
const DEEPEST = 24;

/**
 * What a device sent without characters that nobody can read, print or store (control characters, halves of
 * a character): what was recorded is taken all the same. Undefined where it is nested beyond all sense.
 */
export function legible(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(ILLEGIBLE, '');
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => legible(item, depth + 1));
    return items.includes(undefined) ? undefined : items;
  }
  const fields = Object.entries(value).map(([key, field]) => [key.replace(ILLEGIBLE, ''), legible(field, depth + 1)] as const);
  return fields.some(([, field]) => field === undefined) ? undefined : Object.fromEntries(fields);
}

/** Named outcomes; the outbox shows each in words and never drops an item silently. */
export const commandOutcomes = ['applied', 'alreadyApplied', 'conflict', 'refused', 'retryLater'] as const;
export type CommandOutcome = (typeof commandOutcomes)[number];

/** Largest tolerated difference between device and server clock before a time is judged anew. */
export const CLOCK_TOLERANCE_MS = 10 * 60_000;

/**
 * The instant at which something occurred by the server's reckoning. `offsetMs` = server minus
 * device at the moment of sending; within tolerance the device is believed. Never later than
 * `receivedAt`.
 */
export function judgeOccurred(occurredAt: string, offsetMs: number, receivedAt: string): { readonly at: string; readonly clockWrong: boolean } {
  const clockWrong = Math.abs(offsetMs) > CLOCK_TOLERANCE_MS;
  const judged = Date.parse(occurredAt) + (clockWrong ? offsetMs : 0);
  const latest = Date.parse(receivedAt);
  return { at: new Date(Math.min(judged, latest)).toISOString(), clockWrong: clockWrong || judged > latest };
}
