import { describe, expect, it } from 'vitest';
import { factCatalogue, factGroups, type Shape } from '../index.ts';
import en from './en.json' with { type: 'json' };
import zh from './zh-CN.json' with { type: 'json' };

/** Words that a shape cannot do without: `group.code`. */
function wanted(shape: Shape): string[] {
  if (shape.kind === 'choice' || shape.kind === 'choices') return shape.codes.map((code) => `${shape.word}.${code}`);
  if (shape.kind === 'record' || shape.kind === 'records') return Object.entries(shape.fields).flatMap(([key, field]) => [`factField.${key}`, ...wanted(field)]);
  return [];
}

describe.each([
  ['Chinese', zh],
  ['English', en],
])('words of the facts in %s', (_, words) => {
  const known = new Set(Object.entries(words).flatMap(([group, codes]) => Object.keys(codes).map((code) => `${group}.${code}`)));
  it('name every fact, every group, every field and every code of the catalogue', () => {
    const all = [...factGroups.map((group) => `factGroup.${group}`), ...Object.entries(factCatalogue).flatMap(([key, { shape }]) => [`fact.${key}`, ...wanted(shape)])];
    expect(all.filter((word) => !known.has(word))).toEqual([]);
  });
});
