// A village's ledger typed in, reviewed, printed and exported by the screens, and read back as it was typed.
import { readXlsx } from 'hucre/xlsx';
import type { Browser } from 'playwright-core';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maskFact, maskIdNo, maskPhone } from '@shouwang/domain/ledger';
import { generateVillage } from '@shouwang/testkit';
import { launch } from './browser.ts';
import { install, type Installation } from './installation.ts';
import { exportLedger, openVillage, printForms, takeStep, typedFacts, typeIn, type Desks } from './village.ts';

/** `npm run e2e:village` asks for more. */
const COUNT = Number(process.env['SHOUWANG_VILLAGE_ELDERS'] ?? '10');
const LONG = 240_000 + COUNT * 20_000;
/** 附件3: the form is made in three copies. */
const COPIES = 3;
const sexWords = { male: '男', female: '女' } as const;

const asOf = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
const generated = generateVillage({ seed: 'village', asOf, count: COUNT });
const { elders } = generated;
const isLong = COUNT > 10;
const say = (text: string): void => {
  if (isLong) process.stdout.write(`${text}\n`);
};
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

let installation: Installation;
let browser: Browser;
let desks: Desks;

beforeAll(async () => {
  installation = await install({ demo: false });
  browser = await launch();
  desks = await openVillage(installation, browser, generated, asOf);
}, LONG);
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
});

/** Runs one part of the work and says how long it took. */
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  const answer = await work();
  say(`${what}: ${seconds(Date.now() - began)}`);
  return answer;
}

interface File {
  readonly row: { readonly name: string; readonly idNoMasked: string; readonly categories: readonly string[] };
  readonly facts: readonly { readonly key: string; readonly value: unknown; readonly effective: boolean }[];
}
/** Every file of the village as the server holds it, numbers masked. */
const filesOf = (): Promise<File[]> =>
  desks.village.evaluate(async () => {
    const files: File[] = [];
    for (let offset = 0; ; offset += 100) {
      const { rows } = (await (await fetch(`/api/elders?limit=100&offset=${offset}`)).json()) as { rows: { id: string }[] };
      for (const { id } of rows) files.push((await (await fetch(`/api/elders/${id}`)).json()) as File);
      if (rows.length < 100) return files;
    }
  });

describe('a village by its screens alone', () => {
  it('is typed in by its clerk, and every file says what was typed', { timeout: LONG }, async () => {
    const times = await timed('typed in', () => typeIn(installation, desks.clerk, elders, (name, ms) => say(`  ${name} ${seconds(ms)}`)));
    const sorted = [...times].sort((a, b) => a - b);
    say(
      `${COUNT} elders: ${seconds(times.reduce((sum, ms) => sum + ms, 0) / COUNT)} each, half of them within ${seconds(sorted[Math.floor(COUNT / 2)] ?? 0)}, the longest ${seconds(sorted.at(-1) ?? 0)}`,
    );
    const said = (await filesOf()).map(({ facts }) => Object.fromEntries(facts.filter((fact) => fact.effective).map((fact) => [fact.key, fact.value])));
    expect(said).toHaveLength(COUNT);
    for (const { facts } of elders) {
      const typed = Object.fromEntries(
        typedFacts.filter((key) => facts[key] !== undefined && !(key === 'needs' && facts.needs?.length === 0)).map((key) => [key, maskFact(key, facts[key])]),
      );
      const found = said.find((one) => one['name'] === facts.name && one['idNo'] === typed['idNo']);
      expect(found).toMatchObject({ ...typed, birthDate: facts.birthDate, sex: facts.sex, division: generated.village.code });
    }
  });

  it('is submitted, approved by village and town, and filed by the county', { timeout: LONG }, async () => {
    await timed('reviewed', async () => {
      expect(await takeStep(installation, desks.clerk, 'toSubmit', '提交审核')).toBe(COUNT);
      expect(await takeStep(installation, desks.village, 'waiting', '审核通过')).toBe(COUNT);
      expect(await takeStep(installation, desks.town, 'waiting', '审核通过')).toBe(COUNT);
      expect(await takeStep(installation, desks.county, 'waiting', '备案')).toBe(COUNT);
    });
  });

  it('has its information forms printed in three copies, every page counted', { timeout: LONG }, async () => {
    const bytes = await timed('printed', () => printForms(installation, desks.village));
    // The reader of the PDF takes the bytes away.
    const megabytes = bytes.length / 1e6;
    const { totalPages, text } = await extractText(await getDocumentProxy(bytes));
    const counted = text.map((page) => /第(\d+)页共(\d+)页/.exec(page.replaceAll(/\s/g, ''))).map((found) => [Number(found?.[1]), Number(found?.[2])] as const);
    const firsts = counted.filter(([page]) => page === 1);
    expect(firsts).toHaveLength(COUNT * COPIES);
    expect(firsts.reduce((sum, [, pages]) => sum + pages, 0)).toBe(totalPages);
    for (const { facts } of elders) expect(text.filter((page) => page.replaceAll(/\s/g, '').includes(facts.name)).length).toBeGreaterThanOrEqual(COPIES);
    say(`${totalPages} pages, ${megabytes.toFixed(1)} MB`);
  });

  it('exports its ledger, equal to what was typed', { timeout: LONG }, async () => {
    // Categories follow the typing after a moment: those that the generator reads from the rules.
    const person = (name: string, idNo: string, categories: readonly string[]): string => [name, idNo, ...[...categories].sort()].join(' ');
    const expected = elders.map(({ facts, expected: { categories } }) => person(facts.name, maskIdNo(facts.idNo), categories)).sort();
    await expect.poll(async () => (await filesOf()).map(({ row }) => person(row.name, row.idNoMasked, row.categories)).sort(), { timeout: LONG, interval: 2000 }).toEqual(expected);
    const bytes = await timed('exported', () => exportLedger(installation, desks.village));
    const rows = (await readXlsx(bytes)).sheets[0]?.rows.map((row) => row.map((cell) => String(cell ?? ''))) ?? [];
    const head = rows.findIndex((row) => row.includes('姓名'));
    const at = (word: string): number => rows[head]?.indexOf(word) ?? -1;
    const columns = ['姓名', '性别', '出生年月', '组', '公民身份号码', '联系电话'].map(at);
    expect(columns).not.toContain(-1);
    const exported = rows.slice(head + 1).flatMap((row) => (/^\d{6}\*/.test(row[at('公民身份号码')] ?? '') ? [columns.map((column) => row[column] ?? '').join(' ')] : []));
    const typed = elders.map(({ facts }) => [facts.name, sexWords[facts.sex], facts.birthDate, facts.group ?? '', maskIdNo(facts.idNo), maskPhone(facts.phone ?? '')].join(' '));
    expect(exported.sort()).toEqual(typed.sort());
  });
});
