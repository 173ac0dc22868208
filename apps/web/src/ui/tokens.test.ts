// Text must be readable on its ground (WCAG 2.2, 1.4.3) in every appearance.
import { describe, expect, it } from 'vitest';
import { palettes, type Palette } from './tokens.ts';

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a: string, b: string): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
};
const texts: (keyof Palette)[] = ['ink', 'inkSoft', 'inkFaint', 'pine', 'amber', 'danger', 'good'];
const grounds: (keyof Palette)[] = ['ground', 'surface', 'sunken'];
const pairs: [keyof Palette, keyof Palette][] = [
  ...texts.flatMap((text) => grounds.map((ground): [keyof Palette, keyof Palette] => [text, ground])),
  ['onPine', 'pine'],
  ['onPine', 'pineStrong'],
  ['pine', 'pineSoft'],
  ['amber', 'amberSoft'],
  ['danger', 'dangerSoft'],
  ['good', 'goodSoft'],
];

describe.each(['light', 'dark', 'sun'] as const)('%s appearance', (appearance) => {
  it.each(pairs)('%s on %s has a contrast of 4.5 or more', (text, ground) => {
    expect(contrast(palettes[appearance][text], palettes[appearance][ground])).toBeGreaterThanOrEqual(4.5);
  });
});

it('stands out in the sun: text is nearly black on nearly white', () => {
  for (const text of ['ink', 'inkSoft', 'pine', 'amber', 'danger', 'good'] as const) expect(contrast(palettes.sun[text], palettes.sun.ground)).toBeGreaterThanOrEqual(7);
});
