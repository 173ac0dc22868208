// What is said at the terminal about a list and its kind, and what a wrong word is answered.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isPlainlyLedger } from '@shouwang/domain/intake';
import { describe, expect, it } from 'vitest';
import { countiesNamed, openFolder } from '../../modules/intake/public.ts';
import { tableSentence, tookNothing } from './importFolder.ts';
import { sourceArgument } from './reconcileList.ts';
import { complaintSentence } from './run.ts';

const folder = resolve(import.meta.dirname, '../../../../../samples/pingli-guangfo-lists');
const open = async (...names: readonly string[]): ReturnType<typeof openFolder> =>
  openFolder(await Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) }))));

describe('the kind of a list', () => {
  it.each([
    ['残联', 'disabilityRegister'],
    ['残联-持证残疾人', 'disabilityRegister'],
    ['disability', 'disabilityRegister'],
    ['能力评估', 'assessmentRegister'],
    ['低保特困', 'aidRegister'],
    ['计划生育特殊家庭', 'familyPlanningRegister'],
    ['65岁以上健康管理', 'healthRegister'],
    ['deaths', 'deathRegister'],
    ['户籍注销', 'deathRegister'],
    ['城乡居民养老保险', 'pensionRegister'],
    ['户籍', 'residenceRegister'],
    ['locationList', 'locationList'],
  ])('%s is taken as %s', (said, kind) => {
    expect(sourceArgument(said)).toBe(kind);
  });
  it('is asked for in Chinese too when nobody knows the word', () => {
    expect(() => sourceArgument('什么')).toThrow(/残联、.*disabilityRegister/);
  });
});

describe('a folder looked at before it is taken', () => {
  it('tells which county its list of divisions is about', async () => {
    expect(await countiesNamed(await open('区划.csv', '公安-死亡注销.csv'))).toEqual(['610926']);
    expect(await countiesNamed(await open('公安-死亡注销.csv'))).toEqual([]);
  });
  it('tells a ledger from the lists of other offices', async () => {
    const { tables } = await open('台账-广佛镇.xlsx', '残联-持证残疾人.xlsx', '民政-老年人能力评估结果.xlsx', '民政-低保特困.csv');
    const plain = new Set(tables.filter(({ stored }) => isPlainlyLedger(stored)).map(({ stored }) => stored.file));
    expect([...plain]).toEqual(['台账-广佛镇.xlsx']);
  });
  it('names missing columns in words, and knows when nothing was taken', async () => {
    const [table] = (await open('区划.csv')).tables;
    const wrong = { ...table!.stored, kind: 'disabilityRegister' as const };
    expect(tableSentence(wrong)).toContain('残疾证号或残疾等级或残疾情况');
    expect(tookNothing({ tables: [wrong] })).toBe(true);
    expect(tookNothing({ tables: [table!.stored] })).toBe(false);
  });
});

describe('a wrong word on the command line', () => {
  it('is answered in both languages, with where to look', () => {
    expect(complaintSentence("error: required option '--county <code>' not specified\n")).toMatch(/^缺少必填项 --county <code>；用法见 --help \/ error: required/);
    expect(complaintSentence("error: unknown command 'inport'\n(Did you mean import?)\n")).toMatch(/^没有 inport 这个命令；.*Did you mean import/s);
    expect(complaintSentence("error: option '--county <code>' argument '61' is invalid. 六位区县代码 / six digits\n")).toBe(
      '--county <code> 的值不对（61）：六位区县代码 / six digits',
    );
  });
});
