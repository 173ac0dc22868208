// A survey round from end to end: the county begins it, a surveyor asks three households without signal, finds
// somebody who was on no list, comes back into the network; the village cannot close before everybody has a result.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atDesk, launch, phone } from './browser.ts';
import { install, type Installation } from './installation.ts';

let installation: Installation;
let browser: Browser;
let county: Page;
let surveyor: Page;
let village = { name: '', code: '' };

interface Row {
  readonly id: string;
  readonly name: string;
}
const ask = <T>(page: Page, path: string): Promise<T> => page.evaluate(async (address) => (await (await fetch(address)).json()) as T, path);

const signIn = (username: string): Promise<Page> => atDesk(browser, installation.url, username);

/** Opens a household of the round, says how it went. Another round may ask the same people. */
async function answer(household: Row, outcome: string, confirm = false): Promise<void> {
  await surveyor.locator(`a.f-card-body[href$="/${household.id}"]`).filter({ hasText: household.name }).click();
  await surveyor.getByRole('button', { name: outcome, exact: true }).click();
  if (confirm) await surveyor.getByRole('button', { name: '全部没有变化' }).click();
  await surveyor.getByRole('button', { name: '保存', exact: true }).click();
  await surveyor.getByRole('heading', { name: '摸底排查' }).waitFor();
}

beforeAll(async () => {
  installation = await install({ demo: true });
  browser = await launch();
  county = await signIn('county');
  surveyor = await (await browser.newContext(phone)).newPage();
  await surveyor.goto(`${installation.url}/field/`);
  await surveyor.getByLabel('用户名').fill('helper-1');
  await surveyor.getByLabel('密码', { exact: true }).fill('Shouwang-2026');
  await surveyor.getByRole('button', { name: '登录', exact: true }).click();
  await surveyor.getByRole('heading', { name: '今天的探访' }).waitFor();
  await surveyor.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  const own = (await surveyor.locator('p.f-soft').first().innerText()).replace(/，.*$/, '');
  const { rows } = await ask<{ rows: (Row & { division: string; villageName: string; hasAccount: boolean })[] }>(county, `/api/visitors?limit=50&q=${encodeURIComponent(own)}`);
  const me = rows.find((row) => row.name === own && row.hasAccount);
  village = { name: me?.villageName ?? '', code: me?.division ?? '' };
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
});

describe('a survey round', () => {
  let roundId = '';
  let people: Row[] = [];
  let byHand: Row[] = [];

  it('is begun by the county, with the roster’s people as surveyors', async () => {
    await county.goto(`${installation.url}/surveys`);
    await county.getByRole('button', { name: '新的一轮' }).click();
    await county.getByLabel('名称').fill('腊月摸底');
    await county.getByLabel('范围').fill(village.name);
    await county.locator('.ant-select-item-option').filter({ hasText: village.name }).first().click();
    await county.getByLabel(/年龄不小于/).fill('75');
    await county.getByLabel('手工列的户', { exact: true }).fill(`${village.code}，户主甲，一组 1 号\n${village.code}，户主乙，一组 2 号`);
    await county.getByRole('button', { name: '开始排查' }).click();
    await county.getByRole('heading', { name: '腊月摸底' }).waitFor();
    roundId = /surveys\/([0-9a-f-]{36})/.exec(county.url())?.[1] ?? '';
    const { rows } = await ask<{ rows: (Row & { elderId: string | null })[] }>(county, `/api/surveys/${roundId}/subjects?limit=200`);
    people = rows.filter((row) => row.elderId !== null);
    byHand = ['户主甲', '户主乙'].map((name) => rows.find((row) => row.name === name) as Row);
    expect(people.length).toBeGreaterThan(2);
    expect(byHand.map((row) => row.name)).toEqual(['户主甲', '户主乙']);
    expect(await county.getByRole('button', { name: '结束排查' }).isDisabled()).toBe(true);
  });

  it('is asked without signal: three households and somebody on no list; back in the network the desk has them', async () => {
    await surveyor.goto(`${installation.url}/field/#/me`);
    await surveyor.getByRole('button', { name: '现在更新' }).click();
    await surveyor.getByRole('link', { name: '摸底', exact: true }).click();
    await surveyor.getByText('户主甲').waitFor();
    await surveyor.context().setOffline(true);
    const [first] = people as [Row];
    const [one, other] = byHand as [Row, Row];
    await answer(first, '见到了，问过了', true);
    await answer(one, '没有这类老人');
    await answer(other, '不愿接受');
    await surveyor.locator(`a[href*="/${roundId}"]`).filter({ hasText: '名单外发现的人' }).click();
    await surveyor.getByLabel('姓名', { exact: true }).first().fill('周新来');
    // What was typed is sealed and written within a moment; no finger ends the app sooner.
    await surveyor.waitForTimeout(500);
    await surveyor.reload();
    expect(await surveyor.getByLabel('姓名', { exact: true }).first().inputValue()).toBe('周新来');
    await surveyor.getByRole('button', { name: '保存', exact: true }).click();
    await surveyor.getByText('周新来').waitFor();
    await expect.poll(() => surveyor.getByText('待上传').count(), { timeout: 10_000 }).toBe(4);
    await surveyor.context().setOffline(false);
    await surveyor.getByText('待上传').first().waitFor({ state: 'detached', timeout: 120_000 });
    const { rows } = await ask<{ rows: (Row & { state: string; confirmed: number; found: boolean })[] }>(county, `/api/surveys/${roundId}/subjects?limit=200`);
    const of = (name: string) => rows.find((row) => row.name === name);
    expect(of(first.name)).toMatchObject({ state: 'visited' });
    expect(of(first.name)?.confirmed).toBeGreaterThan(0);
    expect(of('户主甲')).toMatchObject({ state: 'none' });
    expect(of('周新来')).toMatchObject({ state: 'visited', found: true });
  });

  it('ends only when nobody is left; the phone then has nothing of it', async () => {
    await county.goto(`${installation.url}/surveys/${roundId}/subjects?show=left`);
    await county.getByRole('button', { name: '登记结果' }).first().waitFor();
    // The clerk has heard of the others: results are recorded at the desk as well.
    for (let left = await county.getByRole('button', { name: '登记结果' }).count(); left > 0; left -= 1) {
      await county.getByRole('button', { name: '登记结果' }).first().click();
      await county.getByRole('dialog').getByText('已入户', { exact: true }).click();
      await county.getByRole('dialog').getByRole('button', { name: '登记结果' }).click();
      await county.getByRole('dialog').waitFor({ state: 'detached' });
      await expect.poll(() => county.getByRole('button', { name: '登记结果' }).count(), { timeout: 20_000 }).toBe(left - 1);
    }
    await county.goto(`${installation.url}/surveys/${roundId}`);
    await county.getByRole('button', { name: '结束排查' }).click();
    await county.getByRole('dialog').getByRole('button', { name: '结束排查' }).click();
    await county.getByRole('button', { name: '重新打开', exact: true }).waitFor();
    await surveyor.goto(`${installation.url}/field/#/me`);
    await surveyor.getByRole('button', { name: '现在更新' }).click();
    // Another round of the village may go on; of this one nothing is left.
    await surveyor.goto(`${installation.url}/field/#/surveys`);
    await surveyor.getByText('腊月摸底').waitFor({ state: 'detached', timeout: 60_000 });
    expect(await surveyor.getByText('户主乙').count()).toBe(0);
  });
});
