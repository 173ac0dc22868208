// Whatever a device sends, what is kept of it can be read, stored and printed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { legible } from './index.ts';

test('takes out control characters and halves of a character, and nothing else', () => {
  expect(legible({ note: 'a\u0000b\u0008\ud800c\n\t😀王', 'k\u0001ey': [1, null, true, '\udc00'] })).toEqual({ note: 'abc\n\t😀王', key: [1, null, true, ''] });
});

test('leaves what is legible as it is, and is done after once', () => {
  const strings = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }));
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), strings, (value, text) => {
      const once = legible({ value, text }) as { text: string };
      expect(legible(once)).toEqual(once);
      expect(once.text.isWellFormed()).toBe(true);
      expect([...once.text].some((letter) => letter < '\t' || letter === '\u000b' || letter === '\u007f')).toBe(false);
    }),
  );
});

test('has no patience with what is nested beyond sense', () => {
  let deep: unknown = 'x';
  for (let at = 0; at < 100_000; at += 1) deep = [deep];
  expect(legible(deep)).toBeUndefined();
  expect(legible({ a: { b: ['c'] } })).toEqual({ a: { b: ['c'] } });
});
