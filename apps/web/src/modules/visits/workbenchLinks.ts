// Order of today's tasks and where each leads; where each figure's rows are.
import type { workbench } from '@shouwang/contract/visits';
import type { Reply } from '@shouwang/contract/route';
import { daysBetween } from '@shouwang/domain/shared';
import type { LinkProps } from '@tanstack/react-router';

type Task = Reply<typeof workbench>['tasks'][number];
export type UrgentTask = Task & { readonly level: 'overdue' | 'today' | 'soon' | 'later' };

const order: readonly Task['kind'][] = [
  'cases',
  'dueThisWeek',
  'neverVisited',
  'uncovered',
  'dueThisMonth',
  'visitDoubts',
  'attempts',
  'proposals',
  'reportDue',
  'findings',
  'doubts',
  'rowsRejected',
  'provisionalValues',
  'idProblems',
];
const levels = ['overdue', 'today', 'soon', 'later'] as const;

const levelOf = (dueOn: string | null, today: string): UrgentTask['level'] => {
  if (dueOn === null) return 'later';
  const left = daysBetween(today, dueOn);
  return left < 0 ? 'overdue' : left === 0 ? 'today' : left <= 3 ? 'soon' : 'later';
};

/** By the clock first, then by what weighs most; a task with nothing left is not shown. */
export const urgency = (tasks: readonly Task[], today: string): readonly UrgentTask[] =>
  tasks
    .filter((task) => task.count > 0)
    .map((task) => ({ ...task, level: levelOf(task.dueOn, today) }))
    .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || order.indexOf(a.kind) - order.indexOf(b.kind));

export const taskLinks: Record<Task['kind'], LinkProps> = {
  uncovered: { to: '/ledger', search: { uncovered: '1' } },
  dueThisWeek: { to: '/visits', search: { kind: 'week' } },
  dueThisMonth: { to: '/visits', search: { kind: 'month' } },
  neverVisited: { to: '/ledger', search: { sort: 'lastVisit' } },
  rowsRejected: { to: '/imports' },
  idProblems: { to: '/ledger', search: { remark: 'idNo.missing,idNo.length,idNo.characters,idNo.birthDate,idNo.checkDigit' } },
  cases: { to: '/cases' },
  proposals: { to: '/cases/proposals' },
  attempts: { to: '/listing/attempts' },
  visitDoubts: { to: '/doubts' },
  findings: { to: '/reconciliation' },
  doubts: { to: '/reconciliation/doubts' },
  provisionalValues: { to: '/policy' },
  reportDue: { to: '/report' },
};

/** Figures of the workbench by key; a key that is not here is shown without a link. */
export const figureLinks = (month: string): Readonly<Record<string, LinkProps>> => {
  const rows = (figure: string): LinkProps => ({ to: '/report/rows/$figure', params: { figure }, search: { month } });
  return {
    listed: { to: '/ledger' },
    required: rows('required'),
    fulfilled: rows('fulfilled'),
    missed: rows('missed'),
    homeVisitRate: rows('missed'),
    reachRate: rows('notReached'),
    reached: rows('reached'),
    visits: { to: '/visits/records', search: { month } },
    homeVisits: rows('homeVisits'),
    otherContacts: rows('otherContacts'),
    attempts: rows('attempts'),
    uncovered: { to: '/ledger', search: { uncovered: '1' } },
  };
};
