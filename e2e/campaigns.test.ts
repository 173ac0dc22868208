// A campaign from end to end: the county begins it by an order, a helper without signal hands over rice and
// money against a signature and meets the person, back in the network the county sees the receipt and closes.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, launch, phone } from './browser.ts';
import { install, type Installation } from './installation.ts';

const NAME = '冬季走访';
let installation: Installation;
let browser: Browser;
let county: Page;
let helper: Page;

beforeAll(async () => {
  installation = await install({ demo: true });
  browser = await launch();
  county = await (await browser.newContext(desk)).newPage();
  await county.goto(installation.url);
  await county.getByLabel('用户名').fill('county');
  await county.getByLabel('密码', { exact: true }).fill('Shouwang-2026');
  await county.getByRole('button', { name: '登录' }).click();
  await county.getByRole('heading', { name: '工作台' }).waitFor();
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
    await section.getByRole('button', { name: '记下专项探访' }).click();
    await section.getByText('发放慰问金要有凭据').waitFor();
    await section.getByRole('button', { name: '签名或按指印' }).click();
    const pad = section.getByRole('img');
    await pad.scrollIntoViewIfNeeded();
    await pad.click({ position: { x: 60, y: 60 } });
    await section.getByRole('button', { name: '用这个' }).click();
    await section.getByRole('button', { name: '记下专项探访' }).click();
    await section.getByText('走访和发放已记下').waitFor();
    await helper.getByRole('button', { name: '见到了' }).click();
    await helper.getByRole('button', { name: '安全', exact: true }).first().click();
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
