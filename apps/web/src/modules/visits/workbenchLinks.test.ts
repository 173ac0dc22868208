// Tasks stand in the order of the clock, and nothing empty is shown.
import { expect, it } from 'vitest';
import { taskLinks, urgency } from './workbenchLinks.ts';

it('puts overdue before today before later, and drops what is empty', () => {
  const tasks = urgency(
    [
      { kind: 'idProblems', count: 9, dueOn: null },
      { kind: 'dueThisMonth', count: 4, dueOn: '2026-11-30' },
      { kind: 'reportDue', count: 1, dueOn: '2026-11-21' },
      { kind: 'dueThisWeek', count: 7, dueOn: '2026-11-22' },
      { kind: 'rowsRejected', count: 0, dueOn: null },
    ],
    '2026-11-22',
  );
  expect(tasks.map((task) => [task.kind, task.level])).toEqual([
    ['reportDue', 'overdue'],
    ['dueThisWeek', 'today'],
    ['dueThisMonth', 'later'],
    ['idProblems', 'later'],
  ]);
});

it('leads somewhere from every task', () => {
  expect(Object.values(taskLinks).every((link) => typeof link.to === 'string')).toBe(true);
});
