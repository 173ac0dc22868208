// A file on its way: submitted by the village, returned by the town with a reason, mended, submitted again,
// approved at both levels, filed by the county; each in his own browser.
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { atDesk, launch } from './browser.ts';
import { install, type Installation } from './installation.ts';

let installation: Installation;
let browser: Browser;

beforeAll(async () => {
  installation = await install({ demo: true });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
});

const signIn = (username: string): Promise<Page> => atDesk(browser, installation.url, username);

interface Fact {
  readonly id: string;
  readonly key: string;
  readonly effective: boolean;
}

/** The village finds out with whom the elder lives, as the form saves it. */
const setLivesWith = (page: Page, elderId: string, value: readonly string[]): Promise<string> =>
  page.evaluate(
    async (given) => {
      const file = (await (await fetch(`/api/elders/${given.elderId}`)).json()) as { facts: Fact[] };
      const seen = file.facts.find((fact) => fact.key === 'livesWith' && fact.effective)?.id ?? null;
      const now = new Date().toISOString();
      const command = {
        id: given.ids[0],
        kind: 'elders.setFact',
        occurredAt: now,
        recordedAt: now,
        base: { livesWith: seen },
        payload: { elderId: given.elderId, key: 'livesWith', value: given.value },
      };
      const reply = await fetch('/api/sync/push', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ deviceId: given.ids[1], sentAt: now, commands: [command] }),
      });
      return JSON.stringify(await reply.json());
    },
    { elderId, value, ids: [randomUUID(), randomUUID()] },
  );

it('a file is submitted, returned, mended, submitted again, approved and filed', async () => {
  const village = await signIn('village-1');
  const town = await signIn('town-1');
  const county = await signIn('county');
  const elder = await village.evaluate(async () => ((await (await fetch('/api/elders?limit=1')).json()) as { rows: { id: string; name: string }[] }).rows[0]);
  if (elder === undefined) throw new Error('nobody in the village');
  const open = (page: Page, tab = ''): Promise<unknown> => page.goto(`${installation.url}/ledger/${elder.id}${tab}`);
  const bar = (page: Page) => page.getByRole('region', { name: '档案审核' });
  const press = (page: Page, name: string): Promise<void> => bar(page).getByRole('button', { name, exact: true }).click();

  await open(village);
  await bar(village).getByText('随台账导入').waitFor();
  await press(village, '提交审核');
  await bar(village).getByText('待村审核').waitFor();
  // He recorded it himself, so somebody else has to look.
  await bar(village)
    .getByText(/您是录入人/)
    .waitFor();
  expect(await bar(village).getByRole('button', { name: '审核通过' }).count()).toBe(0);

  await town.goto(`${installation.url}/reviews?show=submitted`);
  await town.getByRole('link', { name: elder.name }).click();
  await press(town, '退回');
  await town.getByRole('dialog').getByLabel('事由').fill('请核对与谁同住');
  await town.getByRole('dialog').getByRole('button', { name: '退回' }).click();
  await bar(town).getByText('已退回').waitFor();

  await open(village);
  await bar(village)
    .getByText(/请核对与谁同住/)
    .waitFor();
  expect(await setLivesWith(village, elder.id, ['sibling', 'otherKin'])).toContain('applied');
  await open(village);
  await bar(village).getByRole('link', { name: '有 1 项改动' }).waitFor();
  await press(village, '重新提交');
  await bar(village).getByText('待村审核').waitFor();

  await open(town, '?tab=review');
  const change = town.getByRole('listitem').filter({ hasText: '与谁同住' });
  await change.waitFor();
  expect(await change.innerText()).toContain('人工核定');
  await press(town, '审核通过');
  await bar(town).getByText('待镇审核').waitFor();
  await press(town, '审核通过');
  await bar(town).getByText('待县备案').waitFor();

  await county.goto(`${installation.url}/reviews`);
  await county.getByLabel(`选择 ${elder.name}`).check();
  await county.getByRole('button', { name: '备案', exact: true }).click();
  await county.getByText('1 份已办').waitFor();

  await open(village, '?tab=review');
  await bar(village).getByText('已备案').first().waitFor();
  expect(await village.getByText('还没有签署').count()).toBe(0);
});
