// An assessment of ability filled by keyboard alone: the level, why it was changed, what follows in the
// file, and whose turn comes next.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atDesk, launch } from './browser.ts';
import { install, type Installation } from './installation.ts';

let installation: Installation;
let browser: Browser;
let page: Page;
let elderId: string;

beforeAll(async () => {
  installation = await install({ demo: true });
  browser = await launch();
  page = await atDesk(browser, installation.url, 'county');
  // Somebody who lives alone and is not at high risk yet.
  elderId = await page.evaluate(async () => {
    const ask = async <T>(path: string): Promise<T> => (await fetch(path)).json() as Promise<T>;
    const { rows } = await ask<{ rows: { elderId: string; rules: string[] }[] }>('/api/risk?level=yellow,orange&limit=200');
    return rows.find((row) => row.rules.includes('risk.livesAlone') && !row.rules.includes('risk.unable'))?.elderId ?? '';
  });
});
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
});

describe('an assessment of ability', () => {
  it('is filled by digits, one item after the other, with the total and the level running along', async () => {
    await page.goto(`${installation.url}/ledger/${elderId}?tab=assessments`);
    await page.getByRole('button', { name: '做能力评估' }).click();
    await page.getByText('还有 26 项未选').waitFor();
    // B.1 eight items, B.2 four, B.3 nine, B.4 five: 8 + 4 + 20 + 8 = 40 points.
    for (const digit of '11111111' + '1111' + '333333' + '11' + '0' + '11222') await page.keyboard.press(digit);
    await page.getByText('40 / 90').waitFor();
    expect(await page.locator('.sheet-side').innerText()).toMatch(/按总分\s*3 级 重度失能/);
    await page.getByLabel(/^痴呆/).check();
    await page.getByText('确诊痴呆，加重一级').waitFor();
    expect(await page.locator('.sheet-side').innerText()).toMatch(/评估等级\s*4 级 完全失能/);
  });

  it('wants two assessors, is kept with every answer, and becomes a fact of the file', async () => {
    await page.getByRole('button', { name: '保存评估' }).click();
    await page.getByText('请填写两名评估员。').waitFor();
    await page.getByLabel('评估员 2').fill('李二');
    await page.getByRole('button', { name: '保存评估' }).click();
    await page.getByText('评估已保存，结果已写入档案。').waitFor();
    await page.locator('.assessment').getByText('4 级 完全失能').waitFor();
    await page.getByRole('button', { name: '查看各项' }).click();
    expect(await page.locator('.assessment .answers').innerText()).toMatch(/意识水平\s*0 昏睡/);
    expect(await page.locator('.standings').innerText()).toMatch(/4 级 完全失能\s*本系统评估/);
  });

  it('makes the risk red, because he cannot care for himself and lives alone, until somebody looked', async () => {
    await expect
      .poll(
        async () => {
          await page.goto(`${installation.url}/ledger/${elderId}`);
          await page.getByRole('heading', { name: '风险等级' }).waitFor();
          return page.getByText('高风险：生活不能自理又独自居住').count();
        },
        { timeout: 30_000 },
      )
      .toBe(1);
    await page.getByRole('button', { name: '记一次复核' }).click();
    await page.getByLabel('已督促赡养人、扶养人').check();
    await page.getByLabel('情况与措施').fill('女儿答应接回同住');
    await page.getByRole('button', { name: /保\s*存/ }).click();
    await page.locator('.risk-reviews').getByText('女儿答应接回同住').waitFor();
    await page.getByText(/^应复核/).waitFor();
    expect(await page.getByText('待复核').count()).toBe(0);
  });
});
