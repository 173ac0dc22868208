import { expect, it } from 'vitest';
import { onceAtATime } from './onceAtATime.ts';

it('does what two taps ask for once, and again when it is asked for later', async () => {
  const once = onceAtATime<number>();
  let done = 0;
  const work = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return (done += 1);
  };
  expect(await Promise.all([once(work), once(work)])).toEqual([1, 1]);
  expect(await once(work)).toBe(2);
  await expect(once(() => Promise.reject(new Error('full')))).rejects.toThrow('full');
  expect(await once(work)).toBe(3);
});
