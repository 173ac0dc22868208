// Answers and findings in the words of their form, for what is written on paper. What a form does not
// know any more stands as it was given.
import type { FormItem, VisitForm } from '@shouwang/domain/policy';
import { MISSING_FINDING, type VisitAnswers } from '@shouwang/domain/visits';

const itemsOf = (form: VisitForm | undefined): ReadonlyMap<string, FormItem> => new Map((form?.sections ?? []).flatMap((section) => section.items).map((item) => [item.key, item]));
const limits: Readonly<Record<string, string>> = { low: '偏低', high: '偏高' };
const optionText = (item: FormItem | undefined, code: string): string => item?.options?.find((option) => option.code === code)?.label.zh ?? limits[code] ?? code;

function answerText(item: FormItem | undefined, answer: VisitAnswers[string]): string {
  if (typeof answer === 'number') return `${answer}${item?.unit?.zh ?? ''}`;
  return typeof answer === 'string' ? optionText(item, answer) : answer.map((code) => optionText(item, code)).join('、');
}

/** `item:option` in words. */
export function findingsText(form: VisitForm | undefined, findings: readonly string[]): string {
  const items = itemsOf(form);
  return findings
    .map((finding) => {
      const [key = '', code = ''] = finding.split(':');
      const item = items.get(key);
      if (finding === MISSING_FINDING) return '没人知道老人去向';
      return item === undefined ? finding : `${item.label.zh}：${optionText(item, code)}`;
    })
    .join('；');
}

/** All that was answered, in the form's order. */
export function answersText(form: VisitForm | undefined, answers: VisitAnswers): string {
  const items = itemsOf(form);
  const keys = [...[...items.keys()].filter((key) => answers[key] !== undefined), ...Object.keys(answers).filter((key) => !items.has(key))];
  return keys
    .flatMap((key) => {
      const answer = answers[key];
      const item = items.get(key);
      return answer === undefined || answer === '' || item?.kind === 'signature' ? [] : [`${item?.label.zh ?? key}：${answerText(item, answer)}`];
    })
    .join('；');
}
