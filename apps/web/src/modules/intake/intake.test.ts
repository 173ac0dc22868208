// What a drag brings along, and how long is left.
import { expect, it } from 'vitest';
import { readable } from './droppedFiles.ts';
import { remainingSeconds } from './remaining.ts';

it('takes tables and leaves what office programs drop beside them', () => {
  expect(['a.xlsx', 'b.CSV', 'old.xls', '~$a.xlsx', '.hidden.csv', 'photo.jpg'].filter((name) => readable({ name }))).toEqual(['a.xlsx', 'b.CSV', 'old.xls']);
});

it('tells the time left by the pace, once there is one', () => {
  expect(remainingSeconds({ at: 0, done: 0 }, { at: 500, done: 10 }, 100)).toBeNull();
  expect(remainingSeconds({ at: 0, done: 0 }, { at: 4000, done: 0 }, 100)).toBeNull();
  expect(remainingSeconds({ at: 0, done: 0 }, { at: 4000, done: 40 }, 100)).toBe(6);
  expect(remainingSeconds({ at: 0, done: 0 }, { at: 4000, done: 100 }, 100)).toBe(0);
});
