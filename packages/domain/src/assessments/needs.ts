// The needs assessment of 000 (三、服务内容): self-care, health, position of the home and economic
// difficulty lead to the services that are then agreed with the elder. Form, points and what follows
// from which answer are the county's, as data of its pack.
import { ok, refuse, type Result } from '../shared/index.ts';

/** What of a needs form (policy/pack.ts) the result rests on. */
export interface ScoredForm {
  readonly id: string;
  readonly items: readonly { readonly key: string; readonly options: readonly { readonly code: string; readonly points: number }[] }[];
  readonly urgencies: readonly { readonly code: string; readonly fromPoints: number }[];
  readonly services: readonly { readonly service: string; readonly when: readonly { readonly item: string; readonly options: readonly string[] }[] }[];
}

/** Item → option. */
export type NeedsAnswers = Readonly<Record<string, string>>;
export interface RecommendedService {
  readonly service: string;
  /** Answers that it follows from. */
  readonly because: readonly { readonly item: string; readonly option: string }[];
}
export interface NeedsResult {
  readonly points: number;
  /** Code of the form's urgency. */
  readonly urgency: string;
  readonly services: readonly RecommendedService[];
}

/** Refuses `assessment.incomplete` while an item has no answer that the form knows. */
export function decideNeeds(form: ScoredForm, answers: NeedsAnswers): Result<NeedsResult> {
  const open = form.items.filter((item) => !item.options.some((option) => option.code === answers[item.key])).map((item) => item.key);
  if (open.length > 0) return refuse('assessment.incomplete', { count: open.length, items: open });
  const points = form.items.reduce((sum, item) => sum + (item.options.find((option) => option.code === answers[item.key])?.points ?? 0), 0);
  const urgency = form.urgencies.toSorted((a, b) => b.fromPoints - a.fromPoints).find((one) => points >= one.fromPoints);
  if (urgency === undefined) throw new Error(`form ${form.id} has no urgency for ${points} points`);
  const services = form.services.flatMap(({ service, when }): RecommendedService[] => {
    const because = when.flatMap(({ item, options }) => {
      const option = answers[item];
      return option !== undefined && options.includes(option) ? [{ item, option }] : [];
    });
    return because.length > 0 ? [{ service, because }] : [];
  });
  return ok({ points, urgency: urgency.code, services });
}
