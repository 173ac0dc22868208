// Remaining time of long work from what was seen of it so far.

export interface Seen {
  readonly at: number;
  readonly done: number;
}

/** Seconds left by the pace since `first`; null while too little was seen to say. */
export function remainingSeconds(first: Seen, now: Seen, total: number): number | null {
  const elapsed = (now.at - first.at) / 1000;
  const advanced = now.done - first.done;
  if (elapsed < 1 || advanced <= 0 || total <= 0) return null;
  return Math.max(0, Math.round(((total - now.done) / advanced) * elapsed));
}
