// What a sheet holds while it is filled: pure, so that moving and leaving are tried without a browser.
import { abilityItems } from '@shouwang/domain/assessments';
import type { AssessmentView } from '@shouwang/contract/assessments';

/** Who, when and why, as the fields hold it. */
export interface Occasion {
  readonly assessedOn: string;
  readonly reason: string;
  readonly assessors: readonly [string, string];
  readonly informant: { readonly kind: string; readonly name: string };
  readonly note: string;
}

/** The first assessment of a kind is 首次, later ones 常规, until somebody says otherwise. */
export const beginOccasion = (today: string, me: string, hasEarlier: boolean): Occasion => ({
  assessedOn: today,
  reason: hasEarlier ? 'regular' : 'first',
  assessors: [me, ''],
  informant: { kind: 'self', name: '' },
  note: '',
});

/** The option that a key means in this item: a digit its score (stupor before coma), C coma. */
export function optionOfKey(itemKey: string, pressed: string): string | undefined {
  const item = abilityItems.find((one) => one.key === itemKey);
  const options = item?.options ?? [];
  if (pressed.toLowerCase() === 'c') return options.find((option) => option.code === 'coma')?.code;
  return /^\d$/.test(pressed) ? options.find((option) => option.score === Number(pressed))?.code : undefined;
}

/** The item `by` places on; null beyond either end. */
export function neighbourOf(itemKey: string, by: 1 | -1): string | null {
  const at = abilityItems.findIndex((item) => item.key === itemKey);
  return abilityItems[at + by]?.key ?? null;
}

/** The first item after this one that has no answer, from the beginning again at the end. */
export function nextOpen(answers: Readonly<Record<string, string>>, from: string | null): string | null {
  const at = from === null ? -1 : abilityItems.findIndex((item) => item.key === from);
  const turned = [...abilityItems.slice(at + 1), ...abilityItems.slice(0, at + 1)];
  return turned.find((item) => answers[item.key] === undefined)?.key ?? null;
}

/** The latest of a kind; they come newest first. */
export const latestOf = <K extends AssessmentView['kind']>(assessments: readonly AssessmentView[], kind: K): Extract<AssessmentView, { kind: K }> | undefined =>
  assessments.find((one): one is Extract<AssessmentView, { kind: K }> => one.kind === kind);
