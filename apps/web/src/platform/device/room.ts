// How full the browser's store is. Sent pictures leave first, the oldest before the others; then it is said
// while there is still room; the last part is kept for what is recorded, not for pictures.
import type { Attachment } from '../attachments/attachment.ts';
import { BALLAST_BYTES, put, putBytes, remove, type SealedStore } from '../store/sealed-store.ts';

/** From here on sent attachments make room. */
export const TIDY_AT = 0.7;
/** From here on it is said. */
export const WARN_AT = 0.8;
/** From here on no new attachment is kept. */
export const CLOSED_AT = 0.95;

/** Bytes used and to be had; as `navigator.storage.estimate` tells them. */
export type Estimate = () => Promise<{ readonly usage?: number; readonly quota?: number }>;

export interface Room {
  /** Used share of the quota, 0…1, 1 where nothing more fits; null where the browser does not tell. */
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
  /** Lets sent pictures go for `bytes`; answers how many bytes went. */
  const tidy = async (bytes: number): Promise<number> => {
    const all = (await store.list<Attachment>('attachments')).map(({ value }) => value);
    const going = leaving(all, bytes);
    if (going.length === 0) return 0;
    await store.write(going.flatMap((one) => [remove('blobs', one.id), put('attachments', one.id, { ...one, held: false })]));
    tidied();
    return going.reduce((sum, { size }) => sum + size, 0);
  };
  /** Some browsers tell every page of ten free gigabytes: whether the ballast fits is the truth. */
  const ballastFits = async (): Promise<boolean> => {
    if ((await store.get('ballast', 'here')) !== undefined) return true;
    return store.write([putBytes('ballast', 'bytes', new Uint8Array(BALLAST_BYTES)), put('ballast', 'here', true)]).then(
      () => true,
      () => false,
    );
  };
  const look = async (): Promise<void> => {
    const { usage = 0, quota = 0 } = await estimate();
    const excess = quota > 0 ? usage - TIDY_AT * quota : 0;
    // The browser's own figure follows later.
    const used = usage - (excess > 0 ? await tidy(excess) : 0);
    const full = !(await ballastFits()) && ((await tidy(BALLAST_BYTES)) === 0 || !(await ballastFits()));
    const now = full ? 1 : quota > 0 ? Math.min(1, used / quota) : null;
    if (now === share) return;
    share = now;
    for (const listener of listeners) listener();
  };
  // One look at a time; whoever asks meanwhile gets the one that runs.
  let looking: Promise<void> | null = null;
  return {
    share: () => share,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look: () => {
      looking ??= look()
        .catch(() => undefined)
        .finally(() => {
          looking = null;
        });
      return looking;
    },
  };
}

/** The browser's own figures; nothing where it has none. */
export const browserEstimate: Estimate = async () => (await navigator.storage?.estimate?.()) ?? {};
