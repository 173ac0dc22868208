// The helper's day: numbers that a village names arrive on the phone and are dialled without a network;
// the map needs none either; with text of twice the size nothing is lost, in both languages.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atDesk, launch, phone } from './browser.ts';
import { install, type Installation } from './installation.ts';

const PASSWORD = 'Shouwang-2026';
let installation: Installation;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  installation = await install({ demo: true });
  browser = await launch();
  context = await browser.newContext(phone);
  page = await context.newPage();
  await page.goto(`${installation.url}/field/`);
  await page.getByLabel('用户名').fill('helper-1');
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.locator('article').first().waitFor();
});
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
});

const sideways = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Names the first village of this person on the desk and gives it one number. */
async function nameNumber(village: string, name: string): Promise<void> {
  const office = await atDesk(browser, installation.url, 'county');
  await office.goto(`${installation.url}/contacts`);
  await office
    .getByRole('button', { name: `${village}的应急电话` })
    .first()
    .click();
  const dialog = office.getByRole('dialog');
  await dialog.getByLabel('姓名或单位').first().fill(name);
  await dialog.getByLabel('电话', { exact: true }).first().fill('12');
  await dialog.getByRole('button', { name: /保\s*存/ }).click();
  await dialog.getByText('第 1 行没有填完整').waitFor();
  await dialog.getByLabel('电话', { exact: true }).first().fill('190-0000 8888');
  await dialog.getByRole('button', { name: /保\s*存/ }).click();
  await dialog.waitFor({ state: 'detached' });
  await office.getByText('190-0000 8888').first().waitFor();
  await office.context().close();
}

describe('the day on a phone', () => {
  it('carries the numbers of the village, and dials them without a network', async () => {
    const where = await page.locator('article .f-card-body').first().innerText();
    const village = /(\S+?[村社区])\d*组/.exec(where)?.[1] ?? '';
    const elder = await page.locator('article .f-card-body').first().getAttribute('href');
    await nameNumber(village, '值班室');
    await page.goto(`${installation.url}/field/#/me`);
    await page.getByRole('button', { name: '现在更新' }).click();
    await page.waitForTimeout(1500);
    await context.setOffline(true);
    await page.goto(`${installation.url}/field/#/emergency/${elder?.split('/').at(-1)}`);
    const call = page.getByRole('link', { name: /值班室/ });
    await call.waitFor();
    expect(await call.getAttribute('href')).toBe('tel:19000008888');
  });

  it('shows the walk on a map without a network, and the same in words', async () => {
    await page.goto(`${installation.url}/field/#/today`);
    await page.getByRole('link', { name: '看地图' }).click();
    await page.getByRole('img', { name: /户人家的位置/ }).waitFor();
    const stops = await page.locator('.f-stop-number').count();
    expect(stops).toBeGreaterThan(0);
    expect(await page.locator('.f-map-number').count()).toBe(stops);
    await page.locator('.f-stop').first().click();
    await page.getByRole('link', { name: '用手机地图导航' }).waitFor();
    expect(await page.getByRole('link', { name: '用手机地图导航' }).getAttribute('href')).toMatch(/^geo:-?\d/);
    await context.setOffline(false);
  });

  it('loses nothing with text of twice the size, dark, and in the sun, in both languages', async () => {
    for (const language of ['zh-CN', 'en']) {
      for (const appearance of ['dark', 'sun']) {
        await page.evaluate(
          ([lang, look]) => {
            localStorage.setItem('shouwang.language', lang as string);
            localStorage.setItem('shouwang.preferences', JSON.stringify({ appearance: look, textSize: 200 }));
          },
          [language, appearance],
        );
        for (const screen of ['today', 'map', 'me', 'emergency']) {
          await page.goto(`${installation.url}/field/#/${screen}`);
          await page.reload();
          await page.locator('h1').waitFor();
          expect(`${screen} ${language} ${await sideways()}`).toBe(`${screen} ${language} 0`);
          expect(await page.evaluate(() => document.documentElement.dataset['appearance'])).toBe(appearance);
          // Every word of the menu stands whole on its line.
          expect(
            await page.locator('.f-nav a span').evaluateAll((words) => words.every((word) => word.scrollWidth <= word.clientWidth + 1 || word.getClientRects().length === 1)),
          ).toBe(true);
        }
      }
    }
  });
});
