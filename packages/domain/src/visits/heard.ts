// What a visit heard that belongs into the ledger: a changed household, a need. The keys are the same in
// every form of every pack (`householdSize` with `householdChange` and `householdWho`, `needs` ticked and `need` in words), as 001 附件4 asks them.
import type { VisitForm } from '../policy/pack.ts';
import { formItems } from './form.ts';
import type { VisitAnswers } from './visit.ts';

export interface HouseholdChange {
  readonly direction: 'more' | 'fewer';
  /** By how many, where it was said. */
  readonly count: number | null;
  /** Who, and how it came about; personal. */
  readonly who: string | null;
}

export function householdChangeOf(answers: VisitAnswers): HouseholdChange | null {
  const direction = answers['householdSize'];
  if (direction !== 'more' && direction !== 'fewer') return null;
  const count = answers['householdChange'];
  const who = answers['householdWho'];
  return { direction, count: typeof count === 'number' && count > 0 ? count : null, who: typeof who === 'string' && who.trim() !== '' ? who.trim() : null };
}

const nothing = new Set(['', '无', '没有', '暂无', '无需求', '无需要', 'none', 'no', '-', '/']);
/** Needs that were ticked, in the form's words, and what was said besides. Who writes 无 into the field has heard of no need. */
export function needHeardIn(answers: VisitAnswers, form?: VisitForm): string | null {
  const { need, needs } = answers;
  const options = form === undefined ? [] : (formItems(form).find((item) => item.key === 'needs')?.options ?? []);
  const ticked = typeof needs === 'object' ? needs.map((code) => options.find((option) => option.code === code)?.label.zh ?? code) : [];
  const text = typeof need === 'string' ? need.trim() : typeof need === 'object' ? need.join('、') : '';
  const said = nothing.has(text.replace(/[。.]$/u, '').toLowerCase()) ? [] : [text];
  return ticked.length + said.length === 0 ? null : [...ticked, ...said].join('、');
}

export const tellsLedger = (answers: VisitAnswers): boolean => householdChangeOf(answers) !== null || needHeardIn(answers) !== null;
