// Closes the lock when nobody touched the phone for a while, or the app lay behind others. Drafts are kept
// at every tap, so whoever opens it again goes on where he was.
import type { StoreGuard } from '../store/guard.ts';
import type { Replica } from '../store/replica.ts';

const UNTOUCHED_MS = 10 * 60_000;
/** Long enough for a photo or a call that opens another app. */
const BEHIND_MS = 5 * 60_000;
const LOOK_MS = 15_000;

export function startIdleLock(guard: StoreGuard, replica: Replica, now: () => number): void {
  let touched = now();
  let hiddenAt: number | null = document.visibilityState === 'hidden' ? now() : null;
  const close = (): void => {
    if (guard.state().kind !== 'open') return;
    guard.lock();
    void replica.reload();
  };
  const look = (): void => {
    if (now() - touched > UNTOUCHED_MS || (hiddenAt !== null && now() - hiddenAt > BEHIND_MS)) close();
  };
  for (const event of ['pointerdown', 'keydown']) addEventListener(event, () => (touched = now()), { capture: true, passive: true });
  document.addEventListener('visibilitychange', () => {
    look();
    hiddenAt = document.visibilityState === 'hidden' ? now() : null;
  });
  setInterval(look, LOOK_MS);
}
