// Self-care of those supported as destitute (特困人员): six indicators, all met is able, up to three
// missed is partly unable, four and more is unable. Another scale than the ability level of GB/T 42195;
// neither is ever worked out from the other (domain-facts §8).
import { ok, refuse, type Result } from '../shared/index.ts';
import { w, type ScaleWords } from './words.ts';

export const selfCareIndicators: readonly { readonly key: string; readonly label: ScaleWords }[] = [
  { key: 'eating', label: w('自主吃饭', 'Eats alone') },
  { key: 'dressing', label: w('自主穿衣', 'Dresses alone') },
  { key: 'bed', label: w('自主上下床', 'Gets in and out of bed alone') },
  { key: 'toilet', label: w('自主如厕', 'Goes to the toilet alone') },
  { key: 'walking', label: w('室内自主行走', 'Walks indoors alone') },
  { key: 'bathing', label: w('自主洗澡', 'Bathes alone') },
];
/** Most indicators that may be missed for `partial`. */
export const partialUpTo = 3;

/** Indicator → met. */
export type SelfCareAnswers = Readonly<Record<string, boolean>>;
export interface SelfCareResult {
  readonly missed: readonly string[];
  readonly level: 'full' | 'partial' | 'none';
}

/** Refuses `assessment.incomplete` while an indicator was not looked at. */
export function decideSelfCare(answers: SelfCareAnswers): Result<SelfCareResult> {
  const open = selfCareIndicators.filter(({ key }) => typeof answers[key] !== 'boolean').map(({ key }) => key);
  if (open.length > 0) return refuse('assessment.incomplete', { count: open.length, items: open });
  const missed = selfCareIndicators.filter(({ key }) => answers[key] === false).map(({ key }) => key);
  return ok({ missed, level: missed.length === 0 ? 'full' : missed.length <= partialUpTo ? 'partial' : 'none' });
}
