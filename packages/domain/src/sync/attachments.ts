// What belongs to a command and is too heavy to travel with it (a photo, a voice note, a signature): kept
// by the device under its own identifier, sent after the command in parts, so that a broken line costs
// one part and never holds up what was recorded.

/** Largest attachment, bytes. */
export const ATTACHMENT_BYTES = 200 * 1024;
/** One part on its way, bytes: a few seconds on a weak signal. */
export const PART_BYTES = 32 * 1024;
/** Attachments of one command. */
export const ATTACHMENTS_PER_COMMAND = 16;

/** Where the next part begins after one that begins at `offset` was sent and the other side says what it has. */
export const partAfter = (received: number, size: number): { readonly offset: number; readonly length: number } | null =>
  received >= size ? null : { offset: received, length: Math.min(PART_BYTES, size - received) };
