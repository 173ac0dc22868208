// What answers to a visit form mean, alike on phone, server and desk: which items are asked, which
// answers are findings, whether answers fit the form at all.
import type { FormItem, VisitForm, VisitMode } from '../policy/pack.ts';
import type { VisitAnswers } from './visit.ts';

export type VisitAnswer = VisitAnswers[string];

export const formItems = (form: VisitForm): readonly FormItem[] => form.sections.flatMap((section) => section.items);

const codesOf = (answer: VisitAnswer | undefined): readonly string[] => (answer === undefined ? [] : typeof answer === 'object' ? answer : [String(answer)]);

/** Is the item to be asked, the other answers being as they are? */
export const isAsked = (item: FormItem, answers: VisitAnswers): boolean =>
  item.when === undefined || item.when.some((condition) => codesOf(answers[condition.item]).some((code) => condition.options.includes(code)));

/** Is somebody in the home, or shown it, in this way of visiting? Over the phone nobody sees whether the gas is safe. */
export const looksAround = (mode: VisitMode): boolean => mode === 'home' || mode === 'video';

/** Of a condition, a hazard or a choice: what belongs to the ordinary round of questions of a visit in this way. */
export const isOrdinary = (item: FormItem, mode: VisitMode): boolean =>
  (item.kind === 'change' || item.kind === 'safety' || item.kind === 'choice') &&
  item.when === undefined &&
  item.filledFrom === undefined &&
  (item.seen !== true || looksAround(mode));

/** Codes of an answer that are findings: options that the form names, `low` and `high` of a measure; a figure that cannot be is a slip of the finger. */
export function findingCodes(item: FormItem, answer: VisitAnswer | undefined): readonly string[] {
  if (beyond(item, answer) !== null) return [];
  if (typeof answer === 'number') {
    if (item.low !== undefined && answer <= item.low) return ['low'];
    return item.high !== undefined && answer >= item.high ? ['high'] : [];
  }
  const given = codesOf(answer);
  return (item.finding ?? []).filter((code) => given.includes(code));
}
export const isFinding = (item: FormItem, answer: VisitAnswer | undefined): boolean => findingCodes(item, answer).length > 0;

/** Findings as `item:option`, in the form's order. */
export const findingsOf = (form: VisitForm, answers: VisitAnswers): readonly string[] =>
  formItems(form).flatMap((item) => findingCodes(item, answers[item.key]).map((code) => `${item.key}:${code}`));

function fitsItem(item: FormItem, answer: VisitAnswer): boolean {
  if (item.kind === 'number' || item.kind === 'measure') return typeof answer === 'number';
  if (item.options === undefined) return typeof answer === 'string';
  const codes = item.options.map((option) => option.code);
  return (item.kind === 'ticks') === (typeof answer === 'object') && codesOf(answer).every((code) => codes.includes(code));
}

/** Is every answer one of an item of the form, in the item's kind? */
export function fitsForm(form: VisitForm, answers: VisitAnswers): boolean {
  const items = new Map(formItems(form).map((item) => [item.key, item]));
  return Object.entries(answers).every(([key, answer]) => {
    const item = items.get(key);
    return item !== undefined && fitsItem(item, answer);
  });
}

/** A typed figure outside of what can be, so that the phone asks to look again; null where it is possible or nothing was typed. */
export const beyond = (item: FormItem, answer: VisitAnswer | undefined): 'least' | 'most' | null =>
  typeof answer !== 'number' ? null : item.least !== undefined && answer < item.least ? 'least' : item.most !== undefined && answer > item.most ? 'most' : null;
