// 意愿: whether somebody refuses to be visited. It changes the duty, never the tier, and can be taken back
// any day (decisions.md, From facts to duties; 001-017).
import type { EffectiveFacts } from '../facts/index.ts';
import { firstDay, type IsoDate } from '../shared/index.ts';

export interface Refusal {
  /** The day on which he declared it; null where only a ledger says so, without a day. */
  readonly since: IsoDate | null;
}

/** A declared wish counts before the ledger's yes or no, which has neither day nor declarant. */
export function refusalOf(facts: EffectiveFacts): Refusal | null {
  if (facts.visitWish !== undefined) return facts.visitWish.answer === 'refused' ? { since: firstDay(facts.visitWish.on) } : null;
  return facts.wantsVisits === false ? { since: null } : null;
}
