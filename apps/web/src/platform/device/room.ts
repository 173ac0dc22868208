// How full the browser's store is. Sent pictures leave first, the oldest before the others; then it is said
// while there is still room; the last part is kept for what is recorded, not for pictures.
import type { Attachment } from '../attachments/attachment.ts';
import { put, remove, type SealedStore } from '../store/sealed-store.ts';

/** From here on sent attachments make room. */
export const TIDY_AT = 0.7;
/** From here on it is said. */
export const WARN_AT = 0.8;
/** From here on no new attachment is kept. */
export const CLOSED_AT = 0.95;

/** Bytes used and to be had; as `navigator.storage.estimate` tells them. */
export type Estimate = () => Promise<{ readonly usage?: number; readonly quota?: number }>;

export interface Room {
  /** Used share of the quota, 0…1; null where the browser does not tell. */
  share(): number | null;
  subscribe(listener: () => void): () => void;
  /** Looks and makes room where it is needed. */
  look(): Promise<void>;
}

/** Sent attachments whose bytes are to go, oldest first, so that at least `bytes` become free. */
export function leaving(all: readonly Attachment[], bytes: number): readonly Attachment[] {
  const sent = all.filter((one) => one.state === 'delivered' && one.held).sort((a, b) => ((a.settledAt ?? '') < (b.settledAt ?? '') ? -1 : 1));
  let free = 0;
  return sent.filter((one) => {
    const goes = free < bytes;
    free += one.size;
    return goes;
  });
}

export function watchRoom(store: SealedStore, estimate: Estimate, tidied: () => void): Room {
  let share: number | null = null;
  const listeners = new Set<() => void>();
  const look = async (): Promise<void> => {
    const { usage, quota } = await estimate();
    if (usage === undefined || quota === undefined || quota <= 0) return;
    let used = usage;
    if (used > TIDY_AT * quota) {
      const all = (await store.list<Attachment>('attachments')).map(({ value }) => value);
      const going = leaving(all, used - TIDY_AT * quota);
      if (going.length > 0) {
        await store.write(going.flatMap((one) => [remove('blobs', one.id), put('attachments', one.id, { ...one, held: false })]));
        // The browser's own figure follows later.
        used -= going.reduce((sum, { size }) => sum + size, 0);
        tidied();
      }
    }
    const now = Math.min(1, used / quota);
    if (now === share) return;
    share = now;
    for (const listener of listeners) listener();
  };
  return {
    share: () => share,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look: () => look().catch(() => undefined),
  };
}

/** The browser's own figures; nothing where it has none. */
export const browserEstimate: Estimate = async () => (await navigator.storage?.estimate?.()) ?? {};
