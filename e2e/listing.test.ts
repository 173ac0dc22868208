// List and life as offices go through them: a village records that somebody is in hospital and that
// somebody died, the phone loses the card, the town takes the death back; a village proposes somebody by
// hand, the town confirms; the town takes somebody off the list.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atDesk, launch } from './browser.ts';
import { install, type Installation } from './installation.ts';

let installation: Installation;
let browser: Browser;
let village: Page;
let town: Page;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly tier: string | null;
}

const signIn = (username: string): Promise<Page> => atDesk(browser, installation.url, username);
const ask = <T>(page: Page, path: string): Promise<T> => page.evaluate(async (address) => (await (await fetch(address)).json()) as T, path);
const duties = async (elderId: string): Promise<{ suspended: boolean }[]> => (await ask<{ duties: { suspended: boolean }[] }>(town, `/api/elders/${elderId}`)).duties;

async function open(page: Page, elderId: string): Promise<void> {
  await page.goto(`${installation.url}/ledger/${elderId}`);
  await page.getByRole('button', { name: '变动办理' }).or(page.getByText('档案已关闭')).first().waitFor();
}
async function choose(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: '变动办理' }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

beforeAll(async () => {
  installation = await install({ demo: true });
  browser = await launch();
  village = await signIn('village-1');
  town = await signIn('town-1');
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
});

describe('list and life', () => {
  it('a village suspends visits of somebody in hospital, and the file says so', async () => {
    const [elder] = (await ask<{ rows: Row[] }>(village, '/api/elders?limit=20')).rows.filter((row) => row.tier !== null);
    if (elder === undefined) throw new Error('nobody');
    await open(village, elder.id);
    await choose(village, '住院');
    await village.getByText('每月通一次话').first().waitFor();
    await village.getByLabel('日期').fill(await village.evaluate(() => `${new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date()).slice(0, 8)}01`));
    await village.getByLabel('情况说明').fill('县医院住院，村干部上门得知');
    await village
      .getByRole('button', { name: /登\s?记/ })
      .last()
      .click();
    await village.getByText('起住院，探访暂停').waitFor();
    expect((await duties(elder.id)).some((duty) => duty.suspended)).toBe(true);
  });

  it('a village ends everything of somebody who died on its own word; the town takes it back', async () => {
    const elder = (await ask<{ rows: Row[] }>(village, '/api/elders?limit=20')).rows.filter((row) => row.tier !== null)[1];
    if (elder === undefined) throw new Error('nobody');
    await open(village, elder.id);
    await choose(village, '去世');
    await village.getByLabel('情况说明').fill('家属报来');
    await village
      .getByRole('button', { name: /登\s?记/ })
      .last()
      .click();
    await village.getByText('去世，档案已关闭').waitFor();
    expect(await ask<{ rows: Row[] }>(town, '/api/listing?queue=closed')).toMatchObject({ count: 1 });

    await open(town, elder.id);
    await town.getByRole('button', { name: /撤\s?销/ }).click();
    await town.getByLabel('事由').fill('同名同姓，弄错了');
    await town
      .getByRole('dialog')
      .getByRole('button', { name: /撤\s?销/ })
      .click();
    await town.getByText('同名同姓，弄错了').waitFor();
    await town.getByRole('button', { name: '变动办理' }).waitFor();
    expect(await ask<{ rows: Row[] }>(town, '/api/listing?queue=closed')).toMatchObject({ count: 0 });
  });

  it('a village proposes by hand, the town confirms', async () => {
    const elder = (await ask<{ rows: Row[] }>(village, '/api/elders?limit=20')).rows.filter((row) => row.tier !== null)[2];
    if (elder === undefined) throw new Error('nobody');
    await open(village, elder.id);
    await choose(village, '提请纳入（村研判）');
    await village.getByLabel('按哪一类纳入').click();
    await village.locator('.ant-select-item-option').filter({ hasText: '失能' }).click();
    await village.getByLabel('理由').fill('行动日渐不便，尚未评估');
    await village
      .getByRole('button', { name: /登\s?记/ })
      .last()
      .click();
    await village.getByText('等镇里核定').first().waitFor();

    await town.goto(`${installation.url}/listing?queue=byHand`);
    await town.getByText('行动日渐不便，尚未评估').waitFor();
    await town.getByRole('button', { name: '核定纳入' }).click();
    await town.getByRole('dialog').getByRole('button', { name: '核定纳入' }).click();
    await town.getByText('没有等待核定的研判').waitFor();
    await expect.poll(async () => (await ask<{ row: { categories: string[] } }>(town, `/api/elders/${elder.id}`)).row.categories, { timeout: 20_000 }).toContain('careDependent');
  });

  it('the town takes off the list, in bulk, who is counted nowhere any more', async () => {
    await town.goto(`${installation.url}/listing?queue=leave`);
    const count = (await ask<{ leave: number }>(town, '/api/listing/counts')).leave;
    expect(count).toBeGreaterThan(0);
    await town.getByRole('checkbox', { name: '选择本页全部' }).check();
    await town.getByText(`已选 ${count} 人`).waitFor();
    await town.getByRole('button', { name: '退出名单' }).first().click();
    await town.getByLabel('事由').fill('情况已变，核对无误');
    await town.getByRole('dialog').getByRole('button', { name: '退出名单' }).click();
    await town.getByText('没有待退出的老人').waitFor();
    expect(await ask<{ leave: number; left: number }>(town, '/api/listing/counts')).toMatchObject({ leave: 0, left: count });
  });

  it('needs and up-to-dateness open, and give their sheets', async () => {
    await town.goto(`${installation.url}/listing/freshness`);
    await town.getByRole('heading', { name: '台账更新情况' }).waitFor();
    await town.getByRole('link', { name: /该核对的/ }).click();
    await town.getByRole('heading', { name: '档案的更新情况' }).waitFor();
    await town.goto(`${installation.url}/listing/needs`);
    await town.getByRole('button', { name: '导出' }).click();
    await town.getByLabel('事由').fill('核对需求');
    const [download] = await Promise.all([town.waitForEvent('download'), town.getByRole('dialog').getByRole('button', { name: /导出/ }).click()]);
    expect(download.suggestedFilename()).toMatch(/养老服务需求清单\.xlsx$/);
  });
});
