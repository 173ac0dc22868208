// What follows from a doubt: the helper is asked first, then the village asks the elder by phone, and what
// each said is kept beside what was known. Nobody is punished by it: a visit counts until somebody corrects
// the record with a reason. A few visits are drawn by lot for the same call, so that being called says nothing.
import { ok, refuse, type Result } from '../shared/index.ts';

/** `asked`: waits for the helper; `toCheck`: waits for the village; `withdrawn`: later evidence took the doubt away. */
export const doubtStates = ['asked', 'toCheck', 'settled', 'withdrawn'] as const;
export type DoubtState = (typeof doubtStates)[number];

export const doubtOrigins = ['signals', 'lot'] as const;
export type DoubtOrigin = (typeof doubtOrigins)[number];

/** What a helper answers by one tap; words may stand beside each. */
export const doubtAnswers = ['asRecorded', 'metElsewhere', 'writtenLater', 'phoneFault', 'wasNeeded', 'onlyCalled', 'mistake', 'other'] as const;
export type DoubtAnswer = (typeof doubtAnswers)[number];

/** What a check ends with. `notReached` ends nothing: somebody calls again. `explained`: the answer alone makes it clear. */
export const checkOutcomes = ['confirmed', 'explained', 'notMade', 'unclear', 'notReached'] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];

export const doubtEvents = ['asked', 'drawn', 'answered', 'passedOn', 'checked', 'withdrawn', 'askedAgain'] as const;
export type DoubtEvent = (typeof doubtEvents)[number];

export interface Doubt {
  readonly state: DoubtState;
  readonly origin: DoubtOrigin;
  readonly visitorId: string | null;
  readonly answer: DoubtAnswer | null;
  readonly outcome: CheckOutcome | null;
}

/**
 * The helper's answer: to the village next. After a check that found against him he may still answer, and
 * the village looks again; an answer to what is settled otherwise is kept and changes nothing.
 */
export function decideAnswer(doubt: Doubt, answer: DoubtAnswer, words: string): Result<{ readonly state: DoubtState }> {
  if (doubt.state === 'withdrawn') return refuse('conflict.alreadyDone');
  if (answer === 'other' && words.trim() === '') return refuse('input.invalid', { field: 'words' });
  if (doubt.state === 'settled') return ok({ state: doubt.outcome === 'notMade' || doubt.outcome === 'unclear' ? 'toCheck' : 'settled' });
  return ok({ state: 'toCheck' });
}

/** A check by an office. Nobody checks his own visit; what was not made or stays unclear is said in words. */
export function decideCheck(doubt: Doubt, outcome: CheckOutcome, words: string, checker: { readonly visitorId: string | null }): Result<{ readonly state: DoubtState }> {
  if (doubt.state === 'settled' || doubt.state === 'withdrawn') return refuse('conflict.alreadyDone');
  // The helper comes first.
  if (doubt.state === 'asked') return refuse('doubt.notYet');
  if (doubt.visitorId !== null && checker.visitorId === doubt.visitorId) return refuse('doubt.ownVisit');
  if (outcome === 'explained' && doubt.answer === null) return refuse('doubt.notAnswered');
  if ((outcome === 'notMade' || outcome === 'unclear') && words.trim() === '') return refuse('input.invalid', { field: 'words' });
  return ok({ state: outcome === 'notReached' ? 'toCheck' : 'settled' });
}

/**
 * Draws visits for a check: the share, rounded up, with the least ranks. `rankOf` is a hash of the seed and
 * the visit, so that who knows neither beforehand can choose nothing, and who has both can draw again and
 * find the same. The order of `ids` does not matter.
 */
export function drawByLot(ids: readonly string[], share: number, rankOf: (id: string) => string): readonly string[] {
  const count = Math.min(ids.length, Math.ceil(ids.length * Math.max(0, share)));
  return [...new Set(ids)]
    .map((id) => ({ id, rank: rankOf(id) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.id < b.id ? -1 : 1))
    .slice(0, count)
    .map(({ id }) => id);
}
