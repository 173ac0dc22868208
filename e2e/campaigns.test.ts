// A campaign from end to end: the county begins it by an order, a helper without signal hands over rice and
// money against a signature and meets the person, back in the network the county sees the receipt and closes.
// On the same installation a village's day at the desk: who is behind, corrections, paper, calls, cases.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atDesk, launch, phone } from './browser.ts';
import { install, type Installation } from './installation.ts';

const NAME = '冬季走访';
let installation: Installation;
let browser: Browser;
let county: Page;
let helper: Page;

async function office(account: string): Promise<Page> {
  const page = await atDesk(browser, installation.url, account);
  page.setDefaultTimeout(20_000);
  return page;
}

beforeAll(async () => {
  installation = await install({ demo: true });
  browser = await launch();
  county = await office('county');
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
});

describe('a campaign', () => {
  it('is begun by an order, reaches people without signal, hands over money only against a receipt, and is closed with its words', async () => {
    await county.goto(`${installation.url}/campaigns`);
    await county.getByRole('button', { name: '按通知开展' }).click();
    const form = county.getByRole('dialog');
    await form.getByLabel('名称').fill(NAME);
    await form.getByLabel('每人计划发放').fill('大米 1');
    await form.getByLabel('慰问金（元）').fill('300');
    await form.getByText(/^将列入 \d+ 人/).waitFor();
    await form.getByRole('button', { name: /^开\s?展$/ }).click();
    await county.getByRole('heading', { name: NAME }).waitFor();
    const campaign = county.url();

    helper = await (await browser.newContext(phone)).newPage();
    await helper.goto(`${installation.url}/field/`);
    await helper.getByLabel('用户名').fill('helper-1');
    await helper.getByLabel('密码', { exact: true }).fill('Shouwang-2026');
    await helper.getByRole('button', { name: '登录', exact: true }).click();
    await helper.getByRole('link', { name: new RegExp(`${NAME}：还有`) }).waitFor();
    await helper.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await helper.context().setOffline(true);
    await helper.getByRole('link', { name: new RegExp(`${NAME}：还有`) }).click();
    await helper.getByRole('heading', { name: NAME }).waitFor();
    const person = helper.locator('.f-card-body').first();
    const name = (await person.locator('.f-name').innerText()).replace(/\d.*$/s, '').trim();
    await person.click();
    await helper.getByRole('button', { name: '上门探访' }).click();
    const section = helper.getByRole('region', { name: NAME });
    await section.getByRole('button', { name: '登记物资、慰问金' }).click();
    // Whoever saves the visit before the handover is recorded is told of it first.
    await helper.getByRole('button', { name: '见到了' }).click();
    await helper.getByRole('button', { name: '安全', exact: true }).first().click();
    await helper.getByRole('button', { name: '保存', exact: true }).click();
    await helper.getByText('填了还没点“记下”').waitFor();
    await section.getByRole('button', { name: '记下专项探访' }).click();
    await section.getByText('发放慰问金要有凭据').waitFor();
    await section.getByRole('button', { name: '签名或按指印' }).click();
    const pad = section.getByRole('img');
    await pad.scrollIntoViewIfNeeded();
    await pad.click({ position: { x: 60, y: 60 } });
    await section.getByRole('button', { name: '用这个' }).click();
    await section.getByRole('button', { name: '记下专项探访' }).click();
    await section.getByText('走访和发放已记下').waitFor();
    await helper.getByRole('button', { name: '保存', exact: true }).click();
    await helper.getByText('已保存在手机').first().waitFor();
    await helper.context().setOffline(false);
    await helper.getByText('记录全部送达').waitFor({ timeout: 30_000 });

    await county.goto(`${campaign}/records`);
    const row = county.getByRole('row').filter({ hasText: name });
    await row.getByText('签名').waitFor();
    expect(await row.innerText()).toMatch(/大米×1[\s\S]*300/);
    await row.getByRole('button', { name: /查\s?看/ }).click();
    await county.getByRole('img', { name: `签名 ${name}` }).waitFor();
    await county.goto(campaign);
    await county.getByRole('link', { name: /已走访\s*1/ }).waitFor();
    await county.getByRole('button', { name: '结束并总结' }).click();
    const end = county.getByRole('dialog');
    expect(await end.getByRole('button', { name: '结束并总结' }).isDisabled()).toBe(true);
    await end.getByLabel('情况说明').fill('首日走访一户，其余按计划进行，由各村接续。');
    await end.getByRole('button', { name: '结束并总结' }).click();
    await county.getByText('首日走访一户').waitFor();
  }, 120_000);
});

describe('a village at its desk', () => {
  let village: Page;
  beforeAll(async () => {
    village = await office('village-1');
  }, 120_000);

  it('finds at the workbench what visits left to do, and behind each figure its people', async () => {
    await village.getByText('探访发现要处理').waitFor();
    await village.getByText('要打电话核实的探访').waitFor();
    await village.goto(`${installation.url}/visits/behind`);
    const figures = village.getByRole('row').nth(1);
    const overdue = figures.locator('a.late').first();
    const count = Number(await overdue.innerText());
    await overdue.click();
    await village.getByRole('table', { name: '应访任务' }).waitFor();
    const missing = await village.getByRole('table', { name: '应访任务' }).locator('tbody td .number').allInnerTexts();
    const sum = missing.map((text) => text.split('/').map(Number)).reduce((total, [done = 0, required = 0]) => total + required - done, 0);
    expect([sum, count > 0]).toEqual([count, true]);
    const file = village.waitForEvent('download');
    await village.getByRole('button', { name: /导出/ }).click();
    await village.getByRole('dialog').getByLabel('事由').fill('村里安排补访');
    await village.getByRole('dialog').getByRole('button', { name: /导出/ }).click();
    expect((await file).suggestedFilename()).toMatch(/应访任务\.xlsx$/);
  }, 120_000);

  it('corrects a visit with a reason and prints it on its form, enters one from paper', async () => {
    await village.goto(`${installation.url}/visits/records`);
    await village.locator('tbody tr').nth(1).getByRole('link').nth(1).click();
    await village.getByRole('button', { name: /^更\s?正$/ }).click();
    const form = village.getByRole('dialog');
    await form.getByLabel('时长').fill('21');
    await form.getByLabel('事由').fill('录错了时长');
    await form.getByRole('button', { name: '保存更正' }).click();
    await village.getByText('理由：录错了时长').waitFor();
    await village.getByRole('button', { name: '打印' }).click();
    const print = village.getByRole('dialog');
    await print.getByText('Word').click();
    await print.getByLabel('事由').fill('存档');
    const paper = village.waitForEvent('download');
    await print.getByRole('button', { name: /^打\s?印$/ }).click();
    expect((await paper).suggestedFilename()).toMatch(/\.docx$/);

    await village.goto(`${installation.url}/visits/paper`);
    await village.locator('.paper-people button').first().click();
    await village.getByLabel('日', { exact: true }).fill('1');
    await village.getByLabel('分钟').fill('15');
    await village.keyboard.press('Control+Enter');
    await village.getByText('还没有填写任何一项').waitFor();
    await village.getByLabel('身体与精神').selectOption({ index: 1 });
    await village.getByLabel('日', { exact: true }).press('Control+Enter');
    await village.getByText(/录入 1 次/).waitFor();
  }, 120_000);

  it('calls an elder about a doubted visit, closes a case; another confirms a household and a need', async () => {
    await village.goto(`${installation.url}/doubts`);
    await village.getByRole('button', { name: '记录核实结果' }).first().waitFor();
    const waiting = await village.getByRole('button', { name: '记录核实结果' }).count();
    await village.getByRole('button', { name: '记录核实结果' }).first().click();
    const call = village.getByRole('dialog');
    await call.getByRole('radio').first().check();
    await call.getByRole('button', { name: /^保\s?存$/ }).click();
    await call.waitFor({ state: 'detached' });
    await expect.poll(() => village.getByRole('button', { name: '记录核实结果' }).count()).toBe(waiting - 1);

    await village.goto(`${installation.url}/cases`);
    await village
      .getByRole('button', { name: /^办\s?结$/ })
      .first()
      .click();
    await village.getByRole('dialog').getByLabel('怎么处理的').fill('已帮忙打扫');
    await village
      .getByRole('dialog')
      .getByRole('button', { name: /^办\s?结$/ })
      .click();
    await village.getByRole('dialog').waitFor({ state: 'detached' });
    await village.getByRole('button', { name: '已办结' }).click();
    await village.getByText('已帮忙打扫').waitFor();

    const other = await office('village-2');
    await other.goto(`${installation.url}/cases/proposals`);
    await other.getByRole('button', { name: '核实写入' }).first().click();
    await other.getByRole('dialog').getByRole('button', { name: '核实写入' }).click();
    await other.getByRole('dialog').waitFor({ state: 'detached' });
    await other.getByRole('button', { name: '已写入' }).click();
    await other
      .getByText(/家庭人口/)
      .first()
      .waitFor();
    await other.goto(`${installation.url}/cases`);
    await other.getByRole('button', { name: '受理并写入台账' }).first().click();
    const need = other.getByRole('dialog');
    await need.getByLabel('助餐').check();
    await need.getByRole('button', { name: '核实写入' }).click();
    await need.waitFor({ state: 'detached' });
    await other.getByRole('button', { name: '处理中' }).click();
    await other.getByText('服务需求').nth(1).waitFor();
    await other.context().close();
  }, 120_000);
});
