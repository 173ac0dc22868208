// Broken packs: each is told in words, with file, path and line, and all at once.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPackFiles, checkPacks, loadPacks, parsePack, problemText, resolveChain, type PackFile, type Problem } from './index.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'packs');
let shipped: readonly PackFile[] = [];
beforeAll(async () => {
  shipped = (await loadPacks(folder)).packs;
});

const head = `id: some-2026
version: '1'
title: { zh: 某县, en: Some county }
division: '610998'
extends: national-2022
effectiveFrom: '2026-01-01'
documents:
  some: { title: 某文件, number: null, issuer: 某县, date: null }
`;
const label = 'label: { zh: 某, en: some }';
const source = 'source: { document: some, clause: 第1条 }';

function problemsOf(text: string): readonly Problem[] {
  const parsed = parsePack(text, 'some.yaml');
  return parsed.ok ? checkPackFiles([...shipped, parsed.pack]) : parsed.problems;
}

describe('a file in a wrong shape', () => {
  it.each([
    ['a broken line', `${head}terms: { zh: [`, 9, '不是正确的 YAML'],
    ['a missing entry', head.replace("version: '1'\n", ''), 1, '缺少“version”'],
    ['a misspelt entry', `${head}targts: [leftBehind]\n`, 9, '不认识的项目：targts'],
    ['an unknown category', `${head}targets: [leftBehind, lonely]\n`, 9, '应为其中之一：livingAlone、'],
    ['an impossible date', head.replace('2026-01-01', '2026-02-30'), 6, '应为存在的日期'],
    ['an unknown mode', `${head}tiers:\n  - { code: x, ${label}, visits: 1, period: month, modes: [letter], ${source} }\n`, 10, '应为其中之一：home、phone'],
    ['a rule without a clause', `${head}categoryRules:\n  - id: a\n    category: leftBehind\n    when:\n      - { expr: livesAlone, ${label} }\n`, 10, '缺少“source”'],
    [
      'a rule without a document',
      `${head}categoryRules:\n  - id: a\n    category: leftBehind\n    when: [{ expr: livesAlone, ${label} }]\n    source: { clause: 第1条 }\n`,
      13,
      '缺少“document”',
    ],
    ['a number in words', `${head}tiers:\n  - { code: x, ${label}, visits: 两次, period: week, modes: [home], ${source} }\n`, 10, '“visits”应为数字'],
    ['a source that does not exist', `${head}sourceRank:\n  livesWith: [gossip]\n`, 10, '应为其中之一：decision'],
    ['a value of no kind', `${head}values:\n  a: { value: { b: 1 }, status: given, ${label}, ${source} }\n`, 10, '应为数字、文字、是或否'],
  ])('%s', (_what, text, line, words) => {
    const problems = problemsOf(text);
    expect(problems.map(problemText).join('\n')).toContain(words);
    expect(problems[0]).toMatchObject({ file: 'some.yaml', line });
    expect(problems[0]?.message.en).toMatch(/[a-z]{3}/);
  });
  it('is told everything at once', () => {
    expect(problemsOf(`${head.replace("version: '1'\n", '')}targts: []\nsilent: 3\n`).length).toBe(3);
  });
});

const rule = (expr: string): string => `${head}categoryRules:\n  - id: leftBehind.x\n    category: leftBehind\n    when:\n      - { expr: '${expr}', ${label} }\n    ${source}\n`;
const tierRule = (tier: string, expr: string, id = 'x'): string =>
  `${head}tierRules:\n  - id: ${id}\n    tier: ${tier}\n    when:\n      - { expr: '${expr}', ${label} }\n    ${source}\n`;
const form = (item: string): string =>
  `${head}visitForm:\n  id: f\n  version: 1\n  title: { zh: 表, en: form }\n  ${source}\n  sections:\n    - key: s\n      ${label}\n      items:\n        - ${item}\n`;
const option = (code: string): string => `{ code: ${code}, ${label} }`;

describe('a file whose rules do not make sense', () => {
  it.each([
    ['an unfinished condition', rule('age >='), 13, 'categoryRules[0].when[0].expr', '条件写法有误'],
    ['an unknown fact', rule('agee >= 60'), 13, 'categoryRules[0].when[0].expr', '“agee”不是已知的事实名称'],
    ['an unknown value', rule('age >= v.minAge'), 13, 'categoryRules[0].when[0].expr', '“minAge”没有在 values 中定义'],
    ['a number compared with text', rule('age >= "60"'), 13, 'categoryRules[0].when[0].expr', '不同种类'],
    ['a condition that is no question', rule('age + 1'), 13, 'categoryRules[0].when[0].expr', '应得出“是”或“否”'],
    ['a category inside a category', rule('is.livingAlone'), 13, 'categoryRules[0].when[0].expr', '不能用 is.类别'],
    [
      'a document that is not listed',
      rule('livesAlone').replace('source: { document: some', 'source: { document: other'),
      14,
      'categoryRules[0].source.document',
      '“other”没有在 documents 中列出',
    ],
    ['an unknown tier', tierRule('daily', 'livesAlone'), 11, 'tierRules[0].tier', '没有名为“daily”的探访等级'],
    ['an unknown category in a tier', tierRule('onceMonthly', 'is.happy'), 13, 'tierRules[0].when[0].expr', '“is.happy”不是已知的老年人类别'],
    ['a last tier that is not for everyone', tierRule('onceMonthly', 'age >= 60', 'onceMonthly.everyone'), 10, 'tierRules[0]', '应适用于所有对象'],
    ['removing all tiers', `${head}remove: [onceMonthly.everyone]\n`, 9, 'remove', '没有探访等级规则'],
    ['removing what covers everyone', `${head.replace('national-2022', 'pingli-2023')}remove: [onceMonthly.everyone]\n`, 9, 'remove', '应适用于所有对象'],
    ['removing what is not there', `${head}remove: [nothing]\n`, 9, 'remove[0]', '“nothing”在所依据的政策包中不存在'],
    ['a target nobody defines', `${head}targets: [kinless]\nremove: [kinless.noKin, kinless.stated, kinless.byHand]\n`, 9, 'targets', '“kinless”没有认定规则'],
    ['a rank that forgets sources', `${head}sourceRank:\n  default: [ledger]\n`, 10, 'sourceRank.default', '来源排序缺少：deathRegister'],
    [
      'a figure of the wrong kind',
      `${head}values:\n  report.dueDay: { value: 二十五, status: given, ${label}, ${source} }\n`,
      10,
      'values.report.dueDay.value',
      '“report.dueDay”应为数字',
    ],
    ['two form items of one name', form(`{ key: a, ${label}, kind: text }\n        - { key: a, ${label}, kind: text }`), 19, 'visitForm.sections[0].items[1].key', '“a”重复'],
    ['a choice without options', form(`{ key: a, ${label}, kind: safety }`), 18, 'visitForm.sections[0].items[0]', '至少要有两个选项'],
    [
      'a finding that is no option',
      form(`{ key: a, ${label}, kind: safety, options: [${option('x')}, ${option('y')}], finding: [z] }`),
      18,
      'visitForm.sections[0].items[0].finding',
      '“z”不是“某”的选项',
    ],
    [
      'fewer visits than the national floor',
      `${head}values:\n  visitsPerMonth: { value: 0, status: given, ${label}, ${source} }\n`,
      10,
      'values.visitsPerMonth.value',
      '低于国家下限',
    ],
    ['a pack that does not exist', head.replace('national-2022', 'national-1999'), 5, 'extends', '“national-1999”不存在'],
    ['the id of another', head.replace('some-2026', 'pingli-2023'), 1, 'id', '已被另一个文件使用'],
    ['ending before it begins', `${head}effectiveTo: '2025-01-01'\n`, 9, 'effectiveTo', '失效日期早于生效日期'],
  ])('%s', (_what, text, line, path, words) => {
    expect(problemsOf(text)).toContainEqual(expect.objectContaining({ file: 'some.yaml', line, path, message: expect.objectContaining({ zh: expect.stringContaining(words) }) }));
  });

  it('may go below the floor where somebody approved it', () => {
    const text = `${head}values:\n  visitsPerMonth: { value: 0, status: given, ${label}, ${source} }\n`;
    expect(problemsOf(`${text}approvedBy: 省民政厅\n`)).toEqual([]);
  });
  it('cannot lead back to itself', () => {
    const make = (id: string, above: string): PackFile => {
      const parsed = parsePack(head.replace('some-2026', id).replace('national-2022', above), `${id}.yaml`);
      if (!parsed.ok) throw new Error('bad test pack');
      return parsed.pack;
    };
    const circle = [make('a', 'b'), make('b', 'a')];
    expect(resolveChain(circle, 'a')).toMatchObject({ ok: false });
    expect(checkPackFiles(circle)[0]?.message.zh).toContain('不能互相依据');
  });
  it('is told by its own line where the pack above it is sound', () => {
    const problems = problemsOf(rule('agee > 1'));
    expect(problems.every((problem) => problem.file === 'some.yaml')).toBe(true);
    expect(problemText(problems[0] as Problem)).toMatch(/^some\.yaml:13 categoryRules\[0\]\.when\[0\]\.expr: .+ \/ .+/);
  });
});

describe('checkPacks', () => {
  it("checks a county's own file against the packs that come with the platform", async () => {
    const own = await mkdtemp(join(tmpdir(), 'packs-'));
    try {
      const path = join(own, 'some.yaml');
      await writeFile(path, rule('livesAlone'));
      expect(await checkPacks(path, folder)).toEqual({ files: [path], problems: [] });
      await writeFile(path, rule('livesAlon'));
      expect((await checkPacks(own, folder)).problems).toMatchObject([{ file: path, line: 13 }]);
    } finally {
      await rm(own, { recursive: true });
    }
  });
  it('says so where there is no such file', async () => {
    expect((await checkPacks(join(folder, 'nothing.yaml'))).problems[0]?.message.zh).toContain('找不到');
  });
});
