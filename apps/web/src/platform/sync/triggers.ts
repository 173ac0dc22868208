// When to sync: at once when something was recorded, when the signal comes back, when the app comes to
// the front, and by itself after the engine's waiting time. Where the browser has Background Sync, the
// service worker finishes the work after the app was closed.
import type { SyncEngine, SyncRun } from './engine.ts';

export const SYNC_TAG = 'shouwang-outbox';
export const CHANNEL = 'shouwang-field';
/** While the app is open and all is sent, it asks for news this often. */
const NEWS_MS = 5 * 60_000;
const BUSY_MS = 3_000;

/** Only one of page, other tabs and service worker syncs at a time; null for the others. */
export const aloneByLock = <T>(work: () => Promise<T>): Promise<T | null> =>
  navigator.locks === undefined ? work() : navigator.locks.request('shouwang-sync', { ifAvailable: true }, async (lock) => (lock === null ? null : work()));

interface BackgroundSync {
  readonly sync?: { register(tag: string): Promise<void> };
}

async function askBackgroundSync(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration('/field/')) as BackgroundSync | undefined;
  await registration?.sync?.register(SYNC_TAG).catch(() => undefined);
}

export interface Triggers {
  /** Something was recorded, or a person asks: send now. Never throws; what fails is tried again. */
  kick(force?: boolean): Promise<void>;
}

export function startTriggers(engine: SyncEngine, idle: { readonly nothingWaits: () => boolean }): Triggers {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let onceMore = false;

  const waitFor = (run: SyncRun): number => {
    if (run === 'busy') return BUSY_MS;
    const next = engine.status().nextTryAt;
    return next === null ? NEWS_MS : Math.max(1_000, Date.parse(next) - Date.now());
  };
  const loop = async (force: boolean): Promise<void> => {
    let run: SyncRun = 'done';
    do {
      onceMore = false;
      run = await engine.run({ force });
    } while (onceMore && run === 'done');
    clearTimeout(timer);
    timer = setTimeout(() => void kick(), waitFor(run));
    if (!idle.nothingWaits()) await askBackgroundSync();
  };
  const kick = (force = false): Promise<void> => {
    if (running !== null) {
      onceMore = true;
      engine.hurry();
      return running;
    }
    running = loop(force).finally(() => {
      running = null;
    });
    return running;
  };

  addEventListener('online', () => void kick(true));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void kick(true);
  });
  return { kick };
}
