// Quality bar U1: axe finds nothing on any main screen, at a desk and on a phone, in both languages;
// the field app keeps the 适老化 rules besides (domain-facts §10): text of 18 px, targets of 60 px.
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, launch, phone } from './browser.ts';
import { install, type Installation } from './installation.ts';

const PASSWORD = 'Shouwang-2026';
let installation: Installation;
let browser: Browser;

/** Violations of WCAG 2.2 AA as `rule: element`, in words that a failing test can be mended by. */
async function violations(page: Page, without: readonly string[] = []): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const { axe: check } = window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    const { violations: found } = await check.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])),
    });
    return found.map((violation) => `${violation.id}: ${violation.nodes[0]?.html.slice(0, 160) ?? ''}`);
  }, without);
}

async function deskPage(size: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ ...desk, viewport: size });
  const page = await context.newPage();
  await page.goto(installation.url);
  await page.getByLabel('用户名').fill('county');
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  return page;
}

beforeAll(async () => {
  installation = await install({ demo: true });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
});

const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle');
  await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
};

describe('the desk', () => {
  for (const [name, size] of [
    ['at a desk', { width: 1440, height: 900 }],
    ['on a phone', { width: 390, height: 844 }],
  ] as const) {
    it(`has nothing for axe to find ${name}, and never scrolls sideways as a page`, async () => {
      const found: string[] = [];
      const page = await deskPage(size);
      const elder = await page.evaluate(async () => ((await (await fetch('/api/elders?limit=1')).json()) as { rows: { id: string }[] }).rows[0]?.id);
      const visit = await page.evaluate(async () => ((await (await fetch('/api/visits?limit=1')).json()) as { rows: { id: string }[] }).rows[0]?.id);
      for (const address of [
        '/',
        '/ledger',
        '/ledger/new',
        `/ledger/${elder}`,
        `/ledger/${elder}?tab=documents`,
        `/ledger/${elder}/edit?group=family`,
        `/ledger/${elder}/edit?group=income`,
        '/imports',
        '/policy',
        '/visits',
        '/visits/records',
        '/visits/behind',
        '/visits/calendar',
        '/visits/paper',
        `/visits/records/${visit}`,
        '/doubts',
        '/campaigns',
        '/listing/attempts',
        '/cases',
        '/cases/proposals',
        '/network',
        '/contacts',
        '/report',
        '/report/rows/missed',
        '/visits/from-phone',
        '/accounts',
        '/accounts/phones',
        '/settings',
      ]) {
        await page.goto(`${installation.url}${address}`);
        await page.getByRole('heading').first().waitFor();
        await settled(page);
        found.push(...(await violations(page)).map((violation) => `${address} ${violation}`));
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (overflow > 0) found.push(`${address} scrolls sideways by ${overflow} px`);
      }
      expect(found).toEqual([]);
      await page.context().close();
    });
  }
});

describe('the field app', () => {
  it('has nothing for axe to find, text of 18 px and targets of 60 px', async () => {
    const context = await browser.newContext(phone);
    const page = await context.newPage();
    await page.goto(`${installation.url}/field/`);
    await page.getByLabel('用户名').fill('helper-1');
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.locator('article').first().waitFor();
    const found: string[] = [];
    const check = async (screen: string): Promise<void> => {
      // Sizes are held to 60 px below; axe's own rule takes what lies under the fixed bar for too small.
      found.push(...(await violations(page, ['target-size'])).map((violation) => `${screen} ${violation}`));
      const small = await page.evaluate(() => {
        const targets = [...document.querySelectorAll<HTMLElement>('a[href], button, input:not([type=radio]):not([type=hidden]), textarea')];
        return targets.filter((target) => target.offsetParent !== null && (target.offsetHeight < 60 || target.offsetWidth < 60)).map((target) => target.outerHTML.slice(0, 120));
      });
      found.push(...small.map((target) => `${screen} smaller than 60 px: ${target}`));
      expect(await page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize))).toBeGreaterThanOrEqual(18);
    };
    await check('today');
    await page.locator('article a.f-card-body').first().click();
    await page.getByRole('button', { name: '上门探访' }).waitFor();
    await check('elder');
    await page.getByRole('button', { name: '上门探访' }).click();
    await page.getByRole('button', { name: '保存', exact: true }).waitFor();
    await check('visit');
    for (const screen of ['map', 'records', 'me', 'emergency', 'pin']) {
      await page.goto(`${installation.url}/field/#/${screen}`);
      await page.waitForTimeout(300);
      await check(screen);
    }
    await page.getByLabel('6 位数字', { exact: true }).fill('402713');
    await page.getByLabel('再输一次').fill('402713');
    await page.getByRole('button', { name: '设好' }).click();
    await page.getByText('手机锁已设好').waitFor();
    await check('pin is set');
    await page.getByRole('button', { name: '现在锁上' }).click();
    await page.getByLabel('请输 6 位数字').fill('000000');
    await page.getByText('还能试 9 次').waitFor();
    await check('locked');
    expect(found).toEqual([]);
    await context.close();
  });
});
