// Both languages say the same things, with the same placeholders; every refusal has a sentence; and
// no Chinese stands in a screen, where it could not be translated.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refusalCodes } from '@shouwang/domain/shared';
import { describe, expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
const src = join(here, '../..');
const namespaces = readdirSync(join(here, 'zh-CN')).filter((name) => name.endsWith('.json'));

/** Dotted key → sentence; plural forms count as one key. */
function sentences(path: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (node: unknown, prefix: string): void => {
    if (typeof node === 'string') found.set(prefix.replace(/_(one|other)$/, ''), node);
    else for (const [key, value] of Object.entries(node as object)) walk(value, prefix === '' ? key : `${prefix}.${key}`);
  };
  walk(JSON.parse(readFileSync(path, 'utf8')), '');
  return found;
}
const placeholders = (text: string): string[] => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] as string).sort();

describe.each(namespaces)('catalogue %s', (name) => {
  const zh = sentences(join(here, 'zh-CN', name));
  const en = sentences(join(here, 'en', name));
  it('has the same keys in Chinese and in English', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
  });
  it('has the same placeholders, and no sentence is empty', () => {
    for (const [key, text] of zh) {
      expect(text.trim(), key).not.toBe('');
      expect(en.get(key)?.trim(), key).not.toBe('');
      expect(placeholders(en.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });
});

it('keeps to straight quotes in English: Chinese fonts draw curly ones as wide as a character', () => {
  const wide = namespaces.flatMap((name) => [...sentences(join(here, 'en', name))].filter(([, text]) => /[‘’“”\uff00-\uffef]/.test(text)).map(([key]) => `${name} ${key}`));
  expect(wide).toEqual([]);
});

it('has a sentence for every refusal of the domain', () => {
  const keys = new Set(sentences(join(here, 'zh-CN/errors.json')).keys());
  expect(refusalCodes.filter((code) => !keys.has(code))).toEqual([]);
});

it('keeps Chinese text out of the source of screens', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
  expect(files.length).toBeGreaterThan(5);
  const offending: string[] = [];
  for (const file of files) {
    readFileSync(join(src, file), 'utf8')
      .split('\n')
      .forEach((line, index) => {
        const code = line.replace(/\/\/.*$|\/\*.*?\*\/|^\s*\*.*$|\/\*\*.*$/g, '');
        if (/[\u3400-\u9fff]/.test(code)) offending.push(`${file}:${index + 1}`);
      });
  }
  expect(offending).toEqual([]);
});

it('heads the column of villages by one word everywhere', () => {
  const columns = readdirSync(join(src, 'modules'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx'))
    .flatMap((path) => readFileSync(join(src, 'modules', path), 'utf8').split('\n'))
    .filter((line) => (line.includes('title: t(') && line.includes('=> <Place ')) || line.includes('villageColumn(t('));
  expect(columns.length).toBeGreaterThan(10);
  for (const column of columns) expect(column).toMatch(/(title: |villageColumn\()t\('common:village'\)/);
});
