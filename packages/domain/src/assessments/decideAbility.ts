// From an answer sheet to the ability level (GB/T 42195-2022, appendix C): points by dimension, the
// level of the total, then the three rules of change. The server runs it on what was ticked and trusts
// no score that is sent; the screen runs the same for the running total.
import { ok, refuse, type Result } from '../shared/index.ts';
import type { AbilityLevel } from '../facts/index.ts';
import { abilityDimensions, abilityItems, dimensionMaximum, levelFloors, type AbilityDimension } from './abilityScale.ts';
import { aggravatingDiagnoses } from './basicInformation.ts';

/** Item key → code of the option that was ticked. */
export type AbilityAnswers = Readonly<Record<string, string>>;

/** What beside the 26 items bears on the level. */
export interface AbilityCircumstances {
  /** Kind of care risk event → times within 30 days (3 = three or more). */
  readonly riskEvents: Readonly<Record<string, number>>;
  readonly diagnoses: readonly string[];
  readonly healthIssues: readonly string[];
}

/** Values of the pack that the rules of change read. */
export interface AbilityRules {
  /** Care risk events within 30 days from which the level is one heavier. */
  readonly riskEventsFrom: number;
  /** Do diagnosis and events together make it two heavier? The standard does not say. */
  readonly changesAddUp: boolean;
}

export interface DimensionTally {
  readonly score: number;
  readonly maximum: number;
  readonly answered: number;
  readonly items: number;
}
export interface AbilityTally {
  readonly dimensions: Readonly<Record<AbilityDimension, DimensionTally>>;
  readonly total: number;
  /** Keys of items without a valid answer. */
  readonly missing: readonly string[];
}

export const levelChanges = ['coma', 'diagnosis', 'riskEvents'] as const;
export interface LevelChange {
  readonly rule: (typeof levelChanges)[number];
  /** Levels by which it made the result heavier; 0 where it held but changed nothing. */
  readonly by: number;
  /** What it rests on: option, diagnoses, number of events. */
  readonly because: readonly string[];
}
export interface AbilityResult {
  readonly scores: Readonly<Record<AbilityDimension, number>>;
  readonly total: number;
  /** Level of the total alone. */
  readonly firstLevel: AbilityLevel;
  readonly changes: readonly LevelChange[];
  readonly level: AbilityLevel;
}

const optionOf = (key: string, code: string | undefined) => abilityItems.find((item) => item.key === key)?.options.find((option) => option.code === code);

/** Points so far, also of a sheet that is not complete; what is not among the options counts as missing. */
export function tallyAbility(answers: AbilityAnswers): AbilityTally {
  const dimensions = Object.fromEntries(abilityDimensions.map((dimension) => [dimension, { score: 0, maximum: dimensionMaximum[dimension], answered: 0, items: 0 }])) as Record<
    AbilityDimension,
    { score: number; maximum: number; answered: number; items: number }
  >;
  const missing: string[] = [];
  for (const item of abilityItems) {
    const dimension = dimensions[item.dimension];
    dimension.items += 1;
    const option = optionOf(item.key, answers[item.key]);
    if (option === undefined) missing.push(item.key);
    else {
      dimension.answered += 1;
      dimension.score += option.score;
    }
  }
  return { dimensions, total: abilityDimensions.reduce((sum, dimension) => sum + dimensions[dimension].score, 0), missing };
}

/** C.3. `total` is 0–90. */
export const levelOfTotal = (total: number): AbilityLevel => levelFloors.find((floor) => total >= floor.from)?.level ?? 4;

const HEAVIEST = 4;

/** C.4 applied to the level of the total; never lighter, never beyond 4. */
export function changeLevel(
  first: AbilityLevel,
  circumstances: AbilityCircumstances,
  consciousness: string | undefined,
  rules: AbilityRules,
): { readonly level: AbilityLevel; readonly changes: readonly LevelChange[] } {
  const inComa = consciousness === 'coma' || circumstances.healthIssues.includes('coma');
  if (inComa) return { level: HEAVIEST, changes: [{ rule: 'coma', by: HEAVIEST - first, because: [consciousness === 'coma' ? 'B.3.9' : 'A.5.11'] }] };
  const diagnosed = aggravatingDiagnoses.filter((diagnosis) => circumstances.diagnoses.includes(diagnosis));
  const events = Object.values(circumstances.riskEvents).reduce((sum, count) => sum + count, 0);
  const wanted: Omit<LevelChange, 'by'>[] = [];
  if (diagnosed.length > 0) wanted.push({ rule: 'diagnosis', because: diagnosed });
  if (events >= rules.riskEventsFrom) wanted.push({ rule: 'riskEvents', because: [String(events)] });
  let level: number = first;
  const changes = wanted.map((change, index): LevelChange => {
    const by = (index === 0 || rules.changesAddUp) && level < HEAVIEST ? 1 : 0;
    level += by;
    return { ...change, by };
  });
  return { level: level as AbilityLevel, changes };
}

/** Refuses `assessment.incomplete` (details: items) while an item has no valid answer. */
export function decideAbility(answers: AbilityAnswers, circumstances: AbilityCircumstances, rules: AbilityRules): Result<AbilityResult> {
  const tally = tallyAbility(answers);
  if (tally.missing.length > 0) return refuse('assessment.incomplete', { count: tally.missing.length, items: tally.missing });
  const firstLevel = levelOfTotal(tally.total);
  const scores = Object.fromEntries(abilityDimensions.map((dimension) => [dimension, tally.dimensions[dimension].score])) as Record<AbilityDimension, number>;
  return ok({ scores, total: tally.total, firstLevel, ...changeLevel(firstLevel, circumstances, answers['consciousness'], rules) });
}
