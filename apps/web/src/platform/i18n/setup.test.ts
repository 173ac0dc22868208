// How a distance is said: as people say it, in the language of the sentence.
import { expect, it } from 'vitest';
import { inDistance } from './setup.ts';

it('says metres below a kilometre and kilometres above', () => {
  expect([42.4, 999, 1378, 25_000].map((metres) => inDistance(metres, 'zh-CN'))).toEqual(['42米', '999米', '1.4公里', '25公里']);
  expect([350, 1378].map((metres) => inDistance(metres, 'en'))).toEqual(['350 m', '1.4 km']);
});
