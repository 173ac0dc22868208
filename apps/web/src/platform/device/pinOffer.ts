// A PIN is offered from the first day and asked for from the second on: nobody is stopped in the middle of
// his first round, and no phone stays without one.
const KEY = 'shouwang.pinOfferedAt';
const GRACE_MS = 24 * 3_600_000;

/** Whether the PIN has to be chosen now; the first question begins the day of grace. `now`: milliseconds. */
export function pinDue(now: number): boolean {
  try {
    const offered = Number(localStorage.getItem(KEY) ?? Number.NaN);
    if (Number.isFinite(offered)) return now - offered > GRACE_MS;
    localStorage.setItem(KEY, String(now));
  } catch {
    // A browser without localStorage asks each time it starts, and never insists.
  }
  return false;
}

/** The password as it was just typed, in memory only, so that nobody types it twice; it opens the store where the PIN is forgotten. */
export const justTyped = { password: '' };
