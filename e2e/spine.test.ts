// The spine, as its users go through it: the town imports its ledger, a helper's phone loses the
// signal, records, is reloaded, finds the signal again; the county's report shows exactly what was done.
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, launch, phone } from './browser.ts';
import { install, rootDir, type Installation } from './installation.ts';

const sample = (name: string): string => join(rootDir, 'samples', 'pingli-2-towns', name);
const COUNTY = '610926';
const TOWN = '610926108'; // 长安镇
const helpers: { username: string; password: string }[] = [];

let installation: Installation;
let browser: Browser;
let county: Page;

const today = (): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());

async function account(role: string, username: string, ...more: string[]): Promise<{ username: string; password: string }> {
  const printed = await installation.command('account', 'create', '--county', COUNTY, '--role', role, '--username', username, '--name', username, ...more);
  const first = /first password (\S+)/.exec(printed)?.[1];
  if (first === undefined) throw new Error(printed);
  return { username, password: first };
}

/** Signs in at the desk and changes the first password, as everybody has to. */
async function signIn(context: BrowserContext, who: { username: string; password: string }): Promise<Page> {
  const page = await context.newPage();
  await page.goto(installation.url);
  await page.getByLabel('用户名').fill(who.username);
  await page.getByLabel('密码', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: '登录' }).click();
  const next = `Bamboo-${who.username}-88`;
  await page.getByLabel('现在的密码').fill(who.password);
  await page.getByLabel('新密码', { exact: true }).fill(next);
  await page.getByLabel('再输一遍新密码').fill(next);
  await page.getByRole('button', { name: '修改密码' }).click();
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  return page;
}

/** Visits in the county's report, as the page shows them. */
async function visitsInReport(): Promise<number> {
  await county.goto(`${installation.url}/report`);
  const cell = county.locator('tfoot a[href*="/report/rows/homeVisits"]');
  await cell.waitFor();
  return Number((await cell.innerText()).replaceAll(/\D/g, ''));
}

async function signInPhone(context: BrowserContext, who: { username: string; password: string }): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${installation.url}/field/`);
  await page.getByLabel('用户名').fill(who.username);
  await page.getByLabel('密码', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('heading', { name: '设一个新密码' }).waitFor();
  const next = `Orchid-${who.username}-77`;
  await page.getByLabel('新密码').fill(next);
  await page.getByRole('button', { name: '保存新密码' }).click();
  await page.getByRole('heading', { name: '今天的探访' }).waitFor();
  await page.locator('article').nth(2).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  return page;
}

/** Records a home visit of each of the first `count` people of the list: seen, all four safe, saved. */
async function recordVisits(page: Page, count: number): Promise<void> {
  const names = await page.locator('article .f-name').evaluateAll((nodes) => nodes.map((node) => node.firstChild?.textContent ?? ''));
  for (const name of names.slice(0, count)) {
    await page.locator('article a.f-card-body').filter({ hasText: name }).click();
    await page.getByRole('button', { name: '上门探访' }).click();
    await page
      .getByRole('radio', { name: '见到了' })
      .or(page.getByRole('button', { name: '见到了' }))
      .first()
      .click();
    await page.getByRole('button', { name: /以上 4 项都看过/ }).click();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('已保存在手机').first().waitFor();
    await page.getByRole('link', { name: '回到名单' }).click();
  }
}

const waitForSent = (page: Page): Promise<void> =>
  page
    .getByText('已联网，记录全部送达')
    .or(page.getByText('已联网', { exact: true }))
    .first()
    .waitFor({ timeout: 120_000 });

beforeAll(async () => {
  installation = await install({ demo: false });
  await installation.command('import', sample('区划.csv'), sample('探访人员名册.xlsx'), '--county', COUNTY, '--pack', 'pingli-2023', '--as-of', today());
  browser = await launch();
  county = await signIn(await browser.newContext(desk), await account('county', 'county', '--scope', COUNTY));
});
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
});

describe('from the town’s spreadsheets to the county’s report', () => {
  it('the town imports its ledger and its filing of responsible persons, and sees how every row ended', async () => {
    const town = await signIn(await browser.newContext(desk), await account('town', 'town', '--scope', TOWN));
    await town.goto(`${installation.url}/imports`);
    await town
      .locator('input[type=file]')
      .first()
      .setInputFiles([sample('台账-长安镇.xlsx'), sample('探访关爱责任人备案表.xlsx')]);
    await town.getByRole('button', { name: /开始导入/ }).click();
    await town.getByText('已完成').first().waitFor({ timeout: 180_000 });
    await town.goto(`${installation.url}/ledger`);
    await town.getByText(/在册 1\d\d 人/).waitFor();

    const visitors = await town.evaluate(async () => ((await (await fetch('/api/visitors?limit=200')).json()) as { rows: { id: string; assigned: number }[] }).rows);
    const busy = visitors.filter((visitor) => visitor.assigned >= 3).slice(0, 2);
    expect(busy).toHaveLength(2);
    for (const [at, visitor] of busy.entries()) helpers.push(await account('visitor', `helper${at}`, '--visitor', visitor.id));
  });

  it('three visits made without signal, reloaded without signal, are three visits in the report', async () => {
    const before = await visitsInReport();
    const context = await browser.newContext(phone);
    const page = await signInPhone(context, helpers[0] as { username: string; password: string });
    await context.setOffline(true);
    await page
      .getByText(/没有信号/)
      .first()
      .waitFor();
    await recordVisits(page, 3);
    await page.reload();
    await page
      .getByText(/3 条已保存在手机/)
      .first()
      .waitFor();
    expect(await visitsInReport()).toBe(before);
    await context.setOffline(false);
    await waitForSent(page);
    expect(await visitsInReport()).toBe(before + 3);
    await context.close();
  });

  it('three visits are three although the server is killed while they are sent, again and again', async () => {
    const before = await visitsInReport();
    const context = await browser.newContext(phone);
    const page = await signInPhone(context, helpers[1] as { username: string; password: string });
    await context.setOffline(true);
    await recordVisits(page, 3);

    // The request reaches the server, which is killed at another moment each time; its answer is lost.
    const delays = [0, 15, 60, 250];
    let killed = 0;
    await context.route('**/api/sync/push', async (route) => {
      const delay = delays[killed];
      if (delay === undefined) return route.continue();
      killed += 1;
      const request = route.request();
      void fetch(request.url(), { method: 'POST', headers: await request.allHeaders(), body: request.postData() }).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, delay));
      await installation.kill();
      await route.abort('connectionreset');
      await installation.start();
      await page.evaluate(() => window.dispatchEvent(new Event('online')));
    });
    await context.setOffline(false);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect.poll(() => killed, { timeout: 200_000, interval: 500 }).toBe(delays.length);
    await waitForSent(page);
    expect(await visitsInReport()).toBe(before + 3);
    await context.close();
  });
});
