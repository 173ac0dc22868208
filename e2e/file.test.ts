// One file, as a village clerk keeps it: typed in by the keyboard alone, found again when somebody types
// him twice, corrected, with the history of what was said, a photo, and nothing left behind at sign-out.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { atDesk, launch } from './browser.ts';
import { install, type Installation } from './installation.ts';

const ID_NO = '61099919420915002X';

let installation: Installation;
let browser: Browser;
let page: Page;
let file = '';

beforeAll(async () => {
  installation = await install({ demo: true });
  browser = await launch();
  page = await atDesk(browser, installation.url, 'village-1');
});
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
});

const next = (): Promise<void> => page.keyboard.press('Enter');
/** What the focus stands on, by its label. */
const standsOn = (label: string): Promise<void> =>
  page
    .waitForFunction((text) => document.activeElement?.closest('.field')?.querySelector('label, .field-label')?.textContent?.startsWith(text) === true, label)
    .then(() => undefined);

it('is typed in by the keyboard alone; birth and sex come from the number', async () => {
  await page.goto(`${installation.url}/ledger`);
  await page.getByRole('link', { name: '新建档案' }).click();
  await standsOn('姓名');
  await page.keyboard.type('端木秋菊');
  await next();
  await page.keyboard.type(ID_NO);
  await next();
  expect(await page.getByLabel('出生日期').inputValue()).toBe('1942-09-15');
  expect(await page.getByRole('radio', { name: '女', exact: true }).getAttribute('aria-checked')).toBe('true');

  await page.getByLabel('联系电话').focus();
  await page.keyboard.type('190 0000 7788');
  await page.getByLabel('住址', { exact: false }).first().focus();
  await page.keyboard.type('三组12号');
  // A digit chooses: widowed is the second, living alone the first.
  await page.getByRole('radiogroup', { name: '婚姻状况' }).getByRole('radio').first().focus();
  await page.keyboard.press('2');
  await page.getByRole('group', { name: '与谁同住' }).getByRole('checkbox').first().focus();
  await page.keyboard.press('1');
  await page.getByRole('button', { name: '添加子女' }).focus();
  await next();
  await standsOn('姓名');
  await page.keyboard.type('李建国');
  await next();
  await page.keyboard.type('儿子');
  await page.keyboard.press('Control+Enter');

  await page.getByRole('heading', { name: '端木秋菊' }).waitFor();
  const facts = page.locator('.facts');
  await facts.getByText('三组12号').waitFor();
  await facts.getByText('李建国').waitFor();
  expect(await facts.getByText('丧偶').count()).toBe(1);
  expect(await page.getByText('190****7788').count()).toBeGreaterThan(0);
  await page.getByText(/必填 \d+ 项，已填 \d+ 项/).waitFor();
  expect(await page.content()).not.toContain(ID_NO);
});

it('is found when he is typed in again, and not made twice', async () => {
  file = page.url();
  await page.goto(`${installation.url}/ledger/new`);
  await standsOn('姓名');
  await page.keyboard.type('端木秋菊');
  await next();
  await page.keyboard.type(ID_NO);
  await page.getByText('这个身份证号已经有档案').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('link', { name: '打开原档案' }).click();
  await page.waitForURL(file);
  expect(
    await page.evaluate(async () => ((await (await fetch('/api/elders?limit=200')).json()) as { rows: { name: string }[] }).rows.filter((row) => row.name === '端木秋菊').length),
  ).toBe(1);
});

it('is corrected in place, and its history says what was said before', async () => {
  await page.getByRole('button', { name: '更正住址', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('住址').fill('四组3号');
  await dialog.getByLabel('依据（可不填）').fill('已搬到新居');
  await dialog.getByRole('button', { name: '保存' }).click();
  await page.locator('.facts').getByText('四组3号').waitFor();
  await page.getByRole('button', { name: '住址的历次记录' }).click();
  const history = page.locator('.fact-history li');
  await history.nth(1).waitFor();
  expect(await history.nth(0).innerText()).toMatch(/四组3号[\s\S]*现在采用[\s\S]*依据：已搬到新居/);
  expect(await history.nth(1).innerText()).toContain('三组12号');
  await page.keyboard.press('Escape');
});

it('is filled in group by group, errors at the field', async () => {
  await page.getByRole('link', { name: '联系人', exact: true }).click();
  await page.getByRole('button', { name: '添加紧急联系人' }).click();
  const row = page.locator('.entry-row').last();
  await row.getByLabel('姓名').fill('王邻居');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText('这一项要填。').first().waitFor();
  await row.getByLabel('关系').fill('邻居');
  await row.getByLabel('电话').fill('190-0000-5566');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByRole('heading', { name: '端木秋菊' }).waitFor();
  await page.locator('.facts').getByText('王邻居').waitFor();
  expect(await page.locator('.fact', { hasText: '紧急联系人' }).innerText()).toMatch(/190\*{4}5566|190-\*+5566/);
});

it('names what somebody else changed meanwhile, and lets a person decide against a register', async () => {
  // Somebody whose long illnesses the health office's list told.
  const elderId = await page.evaluate(async () => {
    const { rows } = (await (await fetch('/api/elders?limit=100')).json()) as { rows: { id: string }[] };
    for (const { id } of rows) {
      const file = (await (await fetch(`/api/elders/${id}`)).json()) as { facts: { key: string; source: string; effective: boolean; value: unknown }[] };
      const of = (key: string) => file.facts.find((fact) => fact.key === key && fact.effective);
      if (of('healthState') === undefined && of('chronicConditions')?.source === 'healthRegister' && JSON.stringify(of('chronicConditions')?.value) !== '[]') return id;
    }
    throw new Error('nobody with a register');
  });
  await page.goto(`${installation.url}/ledger/${elderId}/edit?group=health`);
  await page.getByRole('radio', { name: '良好' }).click();
  await page.evaluate(async (id) => {
    const now = new Date().toISOString();
    const payload = { elderId: id, facts: { healthState: 'poor' } };
    const command = { id: crypto.randomUUID(), kind: 'elders.setFacts', occurredAt: now, recordedAt: now, base: { healthState: null }, payload };
    await fetch('/api/sync/push', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId: crypto.randomUUID(), sentAt: now, commands: [command] }),
    });
  }, elderId);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText(/健康状况刚被别人改成：较差/).waitFor();
  await page.getByRole('button', { name: '用我填的' }).click();

  await page.getByLabel('慢性病', { exact: true }).focus();
  await page.keyboard.type('痛风、');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText(/慢性病已记下您填的内容/).waitFor();
  await page.getByRole('button', { name: '核定为我填的' }).click();
  await page.getByRole('dialog').getByLabel('事由').fill('病历上有');
  await page.getByRole('dialog').getByRole('button', { name: '核定为我填的' }).click();
  await page.getByText(/慢性病已记下您填的内容/).waitFor({ state: 'detached' });
  await page.goto(`${installation.url}/ledger/${elderId}`);
  await page.locator('.fact', { hasText: '健康状况' }).getByText('良好').waitFor();
  const decided = page.locator('.fact', { hasText: '慢性病' });
  await decided.getByText(/痛风/).first().waitFor();
  expect(await decided.innerText()).toContain('人工核定');
  expect(await decided.getByRole('button', { name: '采用这个' }).count()).toBeGreaterThan(0);
});

it('has a photo, made small on the way', async () => {
  await page.goto(file);
  const large = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 2400, height: 3000 });
    canvas.getContext('2d')?.fillRect(0, 0, 500, 500);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    return [...new Uint8Array(await (blob as Blob).arrayBuffer())];
  });
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: '照片.png', mimeType: 'image/png', buffer: Buffer.from(large) });
  const face = page.getByRole('img', { name: '端木秋菊的照片' });
  await face.waitFor();
  const size = await face.evaluate((image) => [(image as HTMLImageElement).naturalWidth, (image as HTMLImageElement).naturalHeight]);
  expect(size).toEqual([1280, 1600]);
});

it('leaves nothing that was typed behind at sign-out', async () => {
  await page.goto(`${installation.url}/ledger/new`);
  await standsOn('姓名');
  await page.keyboard.type('未保存的人');
  const kept = (): Promise<number> => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('shouwang.draft.')).length);
  await expect.poll(kept).toBe(1);
  await page.reload();
  await page.getByText('上次没有保存的内容已经恢复。').waitFor();
  await page.getByRole('button', { name: /账号菜单/ }).click();
  await page.waitForFunction(() => document.getAnimations().length === 0);
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await page.getByLabel('用户名').waitFor();
  expect(await kept()).toBe(0);
});
