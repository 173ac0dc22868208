// Statistics in the browser: a ready question, a figure that opens its people, a filter, the map by
// keyboard, the table as a workbook.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atDesk, launch } from './browser.ts';
import { install, type Installation } from './installation.ts';

let installation: Installation;
let browser: Browser;
let page: Page;
const digits = (text: string): number => Number(text.replace(/[^\d]/g, ''));

beforeAll(async () => {
  installation = await install({ demo: true });
  browser = await launch();
  page = await atDesk(browser, installation.url, 'county');
});
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
});

describe('statistics', () => {
  it('answer a ready question with one click, and every figure opens as many people as it says', async () => {
    await page.getByRole('link', { name: '统计分析' }).click();
    await page.getByRole('button', { name: '主要特征' }).click();
    await page.waitForURL(/rows=age&columns=sex/);
    await page.getByRole('img', { name: '年龄与性别' }).waitFor();
    const cell = page.getByRole('table', { name: '年龄段 × 性别' }).locator('.heat').nth(2);
    const figure = digits(await cell.innerText());
    await cell.click();
    await page.getByRole('heading', { name: '统计名单' }).waitFor();
    await page.getByText(`共 ${figure} 条`).waitFor();
    expect(figure).toBeGreaterThan(0);
    await page
      .getByText(/年龄段 \d/)
      .first()
      .waitFor();
    await page
      .getByRole('link', { name: /统计分析/ })
      .last()
      .click();
    await page.waitForURL(/\/statistics\?/);
  });

  it('are narrowed by another dimension, and the address alone says all of it', async () => {
    await page.goto(`${installation.url}/statistics?rows=livesWith&where=category.livingAlone`);
    const table = page.getByRole('table', { name: '与谁同住' });
    await table.waitFor();
    const alone = digits(await table.locator('tfoot .total-figure').innerText());
    expect(alone).toBeGreaterThan(0);
    await page.goto(`${installation.url}/ledger?category=livingAlone`);
    await page.getByText(`共 ${alone} 条`).waitFor();
  });

  it('show villages on a map that the keyboard can walk and open', async () => {
    await page.goto(`${installation.url}/statistics?rows=abilityLevel&view=map`);
    const map = page.getByRole('group', { name: '各村占比' });
    await map.waitFor();
    const village = map.getByRole('link').first();
    await village.focus();
    expect(await page.locator('.village-said').innerText()).toMatch(/人，其中.+占/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '统计名单' }).waitFor();
  });

  it('are taken out as a workbook', async () => {
    await page.goto(`${installation.url}/statistics?rows=need&columns=category`);
    await page.getByRole('table', { name: '服务需求 × 老年人类别' }).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出 Excel' }).click()]);
    expect(download.suggestedFilename()).toMatch(/统计表.*\.xlsx$/);
  });
});
