// 摸底排查: a round asks everybody on a list, and nobody is left out (001 附件3; 000-023, 001-015). How one
// household stands follows from what was tried there; a round of a village ends when all of it is marked.
import { eventFacts, factCatalogue, factKeys, type FactGroup, type FactKey } from '../facts/index.ts';
import { ok, refuse, type IsoDate, type Result } from '../shared/index.ts';

/** How a call at one door ended. `none`: nobody of whom the round asks lives there. */
export const surveyOutcomes = ['visited', 'none', 'away', 'refused', 'moved', 'died'] as const;
export type SurveyOutcome = (typeof surveyOutcomes)[number];
/** `open`: nobody was there yet. */
export const surveyStates = ['open', ...surveyOutcomes] as const;
export type SurveyState = (typeof surveyStates)[number];

/** How often nobody was at home before that counts as an answer; a round may ask for more. */
export const AWAY_TRIES = 2;

export interface Attempt {
  readonly id: string;
  readonly outcome: SurveyOutcome;
  /** Instant, by the server's judgement of the phone's clock. */
  readonly at: string;
}
export interface Standing {
  readonly state: SurveyState;
  /** Times that nobody was at home. */
  readonly tries: number;
  /** The attempt that decides; null while there is none. */
  readonly decidedBy: string | null;
}

/**
 * Where a household stands, whatever the order in which phones deliver. The latest answer decides;
 * "not at home" displaces no answer, whoever comes after it.
 */
export function standingOf(attempts: readonly Attempt[]): Standing {
  const inOrder = attempts.toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
  const deciding = inOrder.findLast((attempt) => attempt.outcome !== 'away') ?? inOrder.at(-1);
  return { state: deciding?.outcome ?? 'open', tries: inOrder.filter((attempt) => attempt.outcome === 'away').length, decidedBy: deciding?.id ?? null };
}

/** Does it count as marked? Not at home is tried again until the round's number of tries. */
export const isMarked = (state: SurveyState, tries: number, awayTries: number): boolean => state !== 'open' && (state !== 'away' || tries >= awayTries);

/** Outcomes from which an event of the file should follow; proposed to the listing, never done here. */
export const handsOver = (outcome: SurveyState): boolean => outcome === 'moved' || outcome === 'died';

/** Refuses `survey.notComplete` (details: left) while anybody is left. */
export const mayClose = (left: number): Result<true> => (left === 0 ? ok(true) : refuse('survey.notComplete', { left }));

/** A date that is odd but may be right: the survey of 2023 was due before its document was issued (001-056). */
export const roundWarnings = (round: { readonly startsOn: IsoDate; readonly deadline: IsoDate }, today: IsoDate): readonly ('deadlineBeforeStart' | 'deadlinePassed')[] => [
  ...(round.deadline < round.startsOn ? (['deadlineBeforeStart'] as const) : []),
  ...(round.deadline < today ? (['deadlinePassed'] as const) : []),
];

/** What no surveyor asks at the door: numbers, places on the map, results of assessments, events of the file. */
const notAsked: readonly FactKey[] = [...eventFacts, 'idNo', 'division', 'location', 'abilityLevel', 'statedCategories', 'visitWish', 'name', 'sex', 'birthDate'];

/** Facts that the groups ask for, in the order of the catalogue. */
export const askedFacts = (groups: readonly FactGroup[]): readonly FactKey[] => factKeys.filter((key) => groups.includes(factCatalogue[key].group) && !notAsked.includes(key));
/** Groups in which there is something to ask. */
export const askableGroups = (groups: readonly FactGroup[]): readonly FactGroup[] => groups.filter((group) => askedFacts([group]).length > 0);
