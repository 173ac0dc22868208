// A visit on a cheap phone: six taps and less than a minute, kept at every tap, finished after a crash, with
// signature and photo shown on the desk; nobody met, with a day to go again; several people at once. And the
// 适老化 rules (domain-facts §10) on every screen that a visit shows.
import axe from 'axe-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atDesk, launch, phone } from './browser.ts';
import { install, type Installation } from './installation.ts';

const PASSWORD = 'Shouwang-2026';
let installation: Installation;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  installation = await install({ demo: true });
  browser = await launch();
  context = await browser.newContext({ ...phone, geolocation: { longitude: 109.3, latitude: 32.1, accuracy: 25 }, permissions: ['geolocation'] });
  const page = await openField();
  await page.getByLabel('用户名').fill('helper-1');
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.locator('article').first().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.close();
});
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
});

/** A page of the field app with the processor slowed down to a cheap phone's. */
async function openField(): Promise<Page> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto(`${installation.url}/field/#/today`);
  return page;
}
const people = (page: Page): Locator => page.locator('article a.f-card-body');
/** Someone of the list who was not visited in this test yet. */
const openPerson = async (page: Page, index: number): Promise<string> => {
  const card = people(page).nth(index);
  const name = await card.locator('.f-name').evaluate((node) => node.firstChild?.textContent ?? '');
  await card.tap();
  return name;
};
const begin = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '上门探访' }).tap();
  await page.getByRole('button', { name: '保存', exact: true }).waitFor();
};
/** What the server has of a person, as the county's desk reads it. */
async function countyPage(): Promise<Page> {
  return atDesk(browser, installation.url, 'county');
}
interface Row {
  readonly id: string;
  readonly elderName: string;
  readonly mode: string;
  readonly outcome: string;
}
const visitsOf = (page: Page, names: readonly string[]): Promise<Row[]> =>
  page.evaluate(async (wanted) => {
    const { rows } = (await (await fetch('/api/visits?limit=100')).json()) as { rows: (Row & { receivedAt: string })[] };
    return rows.filter((row) => wanted.includes(row.elderName) && Date.now() - Date.parse(row.receivedAt) < 600_000);
  }, names);

describe('an ordinary visit', () => {
  it('takes six taps at most and less than a minute from the list to saved, with nothing typed', async () => {
    const page = await openField();
    await people(page).first().waitFor();
    let taps = 0;
    const tap = async (target: Locator): Promise<void> => {
      taps += 1;
      await target.tap();
    };
    const began = Date.now();
    await tap(people(page).first());
    await tap(page.getByRole('button', { name: '上门探访' }));
    const asLast = page.getByRole('button', { name: '情况都和上次一样' });
    await page.getByRole('button', { name: '保存', exact: true }).waitFor();
    // Folded away stands who visits, from the roster; of the elder nothing is answered.
    expect(await page.locator('section [aria-pressed="true"]').count()).toBe(0);
    if (await asLast.isVisible()) await tap(asLast);
    await tap(page.getByRole('button', { name: /以上 4 项都看过/ }));
    await tap(page.getByRole('button', { name: '保存', exact: true }));
    await page.getByRole('heading', { name: /的探访已保存/ }).waitFor();
    expect(taps).toBeLessThanOrEqual(6);
    expect(Date.now() - began).toBeLessThan(60_000);
    await page.close();
  });

  it('answers for the four safety items only after each of them was on the screen', async () => {
    const page = await openField();
    await openPerson(page, 1);
    await begin(page);
    const pressed = page.locator('[data-item="gas"] [aria-pressed="true"], [data-item="fire"] [aria-pressed="true"]');
    // A tap that comes from elsewhere (a keyboard, a script) before the questions were seen shows them first.
    await page.getByRole('button', { name: /以上 4 项都看过/ }).evaluate((button: HTMLButtonElement) => button.click());
    expect(await pressed.count()).toBe(0);
    await page.getByText('先看过上面每一项再点').waitFor();
    await page.getByRole('button', { name: /以上 4 项都看过/ }).tap();
    expect(await pressed.count()).toBe(2);
    await page.close();
  });

  it('is where it was after the page was killed in the middle, and arrives once', async () => {
    const first = await openField();
    const name = await openPerson(first, 2);
    await begin(first);
    await first.locator('[data-item="mood"]').getByRole('button', { name: '较差' }).tap();
    await first.locator('[data-item="gas"]').getByRole('button', { name: '不安全' }).tap();
    await first.getByLabel('隐患在哪里').fill('灶台旁的软管老化');
    await first.waitForTimeout(300);
    const devtools = await context.newCDPSession(first);
    // The renderer ends at once, as when the phone runs out of memory: no handler of the page runs.
    const crashed = first.waitForEvent('crash');
    void devtools.send('Page.crash').catch(() => undefined);
    await crashed;
    void first.close().catch(() => undefined);

    const page = await openField();
    await page.getByText('没填完，接着填').first().waitFor();
    await people(page).filter({ hasText: name }).tap();
    await page.getByRole('link', { name: '接着填上次没填完的' }).tap();
    expect(await page.locator('[data-item="mood"] [aria-pressed="true"]').innerText()).toBe('较差');
    expect(await page.getByLabel('隐患在哪里').inputValue()).toBe('灶台旁的软管老化');
    await page.getByRole('button', { name: '保存', exact: true }).tap();
    await page.getByRole('heading', { name: /的探访已保存/ }).waitFor();
    const county = await countyPage();
    await expect.poll(async () => (await visitsOf(county, [name])).length, { timeout: 30_000 }).toBe(1);
    await county.context().close();
    await page.close();
  });

  it('is put right without a signal by whoever made it, and stands corrected on the desk', async () => {
    const page = await openField();
    await people(page).first().waitFor();
    await context.setOffline(true);
    await page.goto(`${installation.url}/field/#/records`);
    await page.getByRole('link', { name: '查看、改正' }).first().tap();
    await page.getByRole('button', { name: '改正', exact: true }).tap();
    await page.locator('[data-item="mood"]').getByRole('button', { name: '较好' }).tap();
    await page.getByRole('button', { name: '当时点错了' }).tap();
    await page.getByRole('button', { name: '保存改正' }).tap();
    await page.getByText('改正已保存在手机').waitFor();
    await context.setOffline(false);
    const county = await countyPage();
    const corrected = () =>
      county.evaluate(async () =>
        ((await (await fetch('/api/visits?limit=100&corrected=true')).json()) as { rows: { version: number; receivedAt: string }[] }).rows
          .filter(({ receivedAt }) => Date.now() - Date.parse(receivedAt) < 600_000)
          .map(({ version }) => version),
      );
    await expect.poll(corrected, { timeout: 30_000 }).toEqual([2]);
    await county.context().close();
    await page.close();
  });
});

describe('more than the ordinary', () => {
  it('signature, photo and figures are kept on the phone and shown on the desk under the visit’s own form', async () => {
    const page = await openField();
    const name = await openPerson(page, 3);
    await begin(page);
    await page.getByRole('button', { name: /以上 4 项都看过/ }).tap();
    await page.locator('summary').filter({ hasText: '健康数值' }).tap();
    await page.getByLabel('血压（高压）').fill('190');
    await page.getByText('偏高，会一起上报').waitFor();
    await page.locator('summary').filter({ hasText: '签字' }).tap();
    await page.getByRole('button', { name: '点这里签字' }).last().tap();
    const pad = page.locator('canvas');
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    if (box === null) throw new Error('no sheet to sign on');
    await page.mouse.move(box.x + 40, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 90, { steps: 6 });
    await page.mouse.up();
    await page.getByRole('button', { name: '用这个' }).tap();
    await page.getByRole('img', { name: '服务对象签字：已签' }).waitFor();
    await page.locator('summary').filter({ hasText: '照片和录音' }).tap();
    await page.locator('input[type=file]').setInputFiles({ name: 'p.png', mimeType: 'image/png', buffer: await page.screenshot({ fullPage: true }) });
    await page.getByText('照片 1').first().waitFor();
    await page.getByRole('button', { name: '保存', exact: true }).tap();
    await page.getByRole('heading', { name: /的探访已保存/ }).waitFor();

    const county = await countyPage();
    await expect.poll(async () => (await visitsOf(county, [name])).length, { timeout: 30_000 }).toBe(1);
    const [visit] = await visitsOf(county, [name]);
    const attachments = (): Promise<{ kind: string; complete: boolean; size: number }[]> =>
      county.evaluate(
        async (id) => ((await (await fetch(`/api/visits/${id}/attachments`)).json()) as { attachments: { kind: string; complete: boolean; size: number }[] }).attachments,
        visit?.id,
      );
    await expect
      .poll(
        async () =>
          (await attachments())
            .filter((one) => one.complete)
            .map((one) => one.kind)
            .sort(),
        { timeout: 60_000 },
      )
      .toEqual(['elderSignature', 'photo']);
    for (const { size } of await attachments()) expect(size).toBeLessThanOrEqual(200 * 1024);
    await county.goto(`${installation.url}/visits/records/${visit?.id}`);
    await county.getByRole('img', { name: '服务对象签字' }).waitFor();
    await county.getByText('190 毫米汞柱').waitFor();
    await county.getByRole('button', { name: '照片 1' }).click();
    await county.getByRole('img', { name: '照片 1' }).waitFor();
    await county.context().close();
    await page.close();
  });

  it('nobody met: reason and a new day, which the list shows at once; the village hears of the hospital', async () => {
    const page = await openField();
    const name = await openPerson(page, 4);
    await begin(page);
    await page.getByRole('button', { name: '住院了' }).tap();
    await page.getByRole('button', { name: '家人说的' }).tap();
    await page.getByRole('button', { name: /明天/ }).tap();
    await page.getByText('由村里确认').waitFor();
    await page.getByRole('button', { name: '保存', exact: true }).tap();
    await page.getByRole('heading', { name: /^没见到 .+，已记下$/ }).waitFor();
    await page.goto(`${installation.url}/field/#/today`);
    await people(page).filter({ hasText: name }).tap();
    await page.getByText(/说好 .*再去/).waitFor();
    const county = await countyPage();
    await expect.poll(async () => (await visitsOf(county, [name])).map((row) => row.outcome), { timeout: 30_000 }).toEqual(['inHospital']);
    await county.goto(`${installation.url}/listing/attempts`);
    await county.getByRole('row').filter({ hasText: name }).getByText('住院').waitFor();
    await county.context().close();
    await page.close();
  });

  it('several people on one occasion are a visit each', async () => {
    const page = await openField();
    await page.getByRole('link', { name: /集中走访/ }).tap();
    const names: string[] = [];
    for (const at of [5, 6, 7]) {
      const person = page.locator('.f-tick').nth(at);
      names.push(
        (await person
          .locator('span')
          .last()
          .evaluate((node) => node.firstChild?.textContent ?? '')) || (await person.innerText()),
      );
      await person.tap();
    }
    await page.getByRole('button', { name: '保存 3 位' }).tap();
    await page.getByRole('heading', { name: '3 位老人的走访已保存' }).waitFor();
    const county = await countyPage();
    await expect.poll(async () => (await visitsOf(county, names)).filter((row) => row.mode === 'group').length, { timeout: 30_000 }).toBe(3);
    await county.context().close();
    await page.close();
  });
});

describe('visits that say they were made at a home and were not', () => {
  it('are asked about on the phone first; the office reads the answer, hears the elder, and the record explains it all', async () => {
    // The visits of above stand at one place kilometres from each home. A server that starts judges what it finds.
    await installation.kill();
    await installation.start();
    const page = await context.newPage();
    const question = page.locator('section.f-panel').filter({ hasText: '离台账住处' });
    await expect
      .poll(
        async () => {
          await page.goto(`${installation.url}/field/#/me`);
          await page.reload();
          await page.getByRole('button', { name: '现在更新' }).tap();
          await page.goto(`${installation.url}/field/#/doubts`);
          await page.getByRole('heading', { name: '想请您说明' }).waitFor();
          await page.waitForTimeout(500);
          return question.count();
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBeGreaterThan(0);
    const name = await question.first().locator('.f-name').first().innerText();
    await question.first().getByLabel('想说的话').fill('在集上遇到的，当面问过');
    await question.first().getByRole('button', { name: '在别处见的面' }).tap();
    await page.getByRole('region', { name: '已经说明的' }).getByText('您的说明：在别处见的面').first().waitFor();

    const county = await countyPage();
    const row = county.getByRole('row').filter({ hasText: name }).filter({ hasText: '在集上遇到的' });
    await expect
      .poll(
        async () => {
          await county.goto(`${installation.url}/doubts`);
          await county.getByRole('heading', { name: '探访核实' }).waitFor();
          await county.waitForTimeout(500);
          return row.count();
        },
        { timeout: 30_000, interval: 500 },
      )
      .toBe(1);
    await row.getByText('离台账住处').waitFor();
    const record = await row.getByRole('link').nth(1).getAttribute('href');
    await row.getByRole('button', { name: '记录核实结果' }).click();
    const dialog = county.getByRole('dialog');
    await dialog.getByText('在集上遇到的').waitFor();
    await dialog.getByText('老人证实来过').click();
    await dialog.getByRole('radio', { name: '老人证实来过', checked: true }).waitFor();
    await dialog.getByLabel('说明', { exact: true }).fill('老人说集上见过');
    await dialog.getByRole('button', { name: /保\s*存/ }).click();
    await row.waitFor({ state: 'detached' });
    await county.goto(`${installation.url}${record}`);
    for (const words of ['离台账住处', '请本人说明', '在集上遇到的', '老人证实来过', '老人说集上见过']) await county.getByText(words).first().waitFor();
    await county.context().close();
    await page.close();
  });
});

describe('适老化 on the screens of a visit', () => {
  /** What breaks a rule, in words. */
  async function broken(page: Page): Promise<string[]> {
    await page.evaluate(axe.source);
    return page.evaluate(async () => {
      const { axe: check } = window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
      const { violations } = await check.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], rules: { 'target-size': { enabled: false } } });
      const found = violations.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 140) ?? ''}`);
      const isShown = (element: HTMLElement): boolean => element.offsetParent !== null && element.getClientRects().length > 0;
      const all = <T extends HTMLElement>(selector: string): T[] => [...document.querySelectorAll<T>(selector)].filter(isShown);
      const say = (rule: string, element: HTMLElement): string => `${rule}: ${element.outerHTML.slice(0, 140)}`;
      for (const target of all('a[href], button, summary, input:not([type=file]), textarea'))
        if (target.offsetHeight < 60 || target.offsetWidth < 60) found.push(say('smaller than 60 px', target));
      // Main text: what is asked, what can be chosen, what is filled in.
      for (const text of all('h1, h2, legend, .f-option, .f-button, summary, input, textarea, .f-main p, .f-notice')) {
        const style = getComputedStyle(text);
        if (Number.parseFloat(style.fontSize) < 18) found.push(say('main text below 18 px', text));
        if (style.lineHeight !== 'normal' && Number.parseFloat(style.lineHeight) < 1.3 * Number.parseFloat(style.fontSize)) found.push(say('lines closer than 1.3', text));
      }
      // Nothing by colour alone: what is chosen carries a tick, what warns carries words and a sign.
      for (const chosen of all('[aria-pressed="true"]')) if (chosen.querySelector('svg') === null) found.push(say('chosen by colour alone', chosen));
      for (const warning of all('.f-notice-danger, .f-warn, .f-notice-amber')) if (warning.textContent?.trim() === '') found.push(say('warning without words', warning));
      for (const pair of all('.f-options-row')) {
        const boxes = [...pair.children].map((child) => child.getBoundingClientRect());
        for (const [at, box] of boxes.entries()) {
          const next = boxes[at + 1];
          if (next !== undefined && next.top === box.top && next.left - box.right < 7.5) found.push(say('targets closer than 8 px', pair));
        }
      }
      if (document.documentElement.scrollWidth > document.documentElement.clientWidth) found.push('scrolls sideways');
      return found;
    });
  }

  for (const language of ['zh-CN', 'en'] as const) {
    for (const appearance of ['light', 'dark'] as const) {
      it(`holds in ${language}, ${appearance}, at the usual size and twice as large`, async () => {
        const page = await openField();
        await page.emulateMedia({ colorScheme: appearance, reducedMotion: 'reduce' });
        await page.evaluate((chosen) => localStorage.setItem('shouwang.language', chosen), language);
        await page.reload();
        await people(page).first().waitFor();
        const found: string[] = [];
        const check = async (screen: string): Promise<void> => {
          for (const size of ['100%', '200%']) {
            await page.evaluate((percent) => (document.documentElement.style.fontSize = percent), size);
            found.push(...(await broken(page)).map((rule) => `${screen} ${size} ${rule}`));
          }
          await page.evaluate(() => (document.documentElement.style.fontSize = '100%'));
        };
        await people(page).nth(8).tap();
        const resume = page.locator('a[href^="#/visit/"]');
        const way = page.locator('.f-modes .f-primary');
        await way.or(resume).first().waitFor();
        if (await way.isVisible()) await way.tap();
        else await resume.tap();
        await page.locator('.f-actions').waitFor();
        const met = page.locator('.f-options').first().locator('.f-option').first();
        if ((await met.getAttribute('aria-pressed')) !== 'true') await met.tap();
        for (const code of ['householdSize', 'illness', 'gas']) {
          const options = page.locator(`[data-item="${code}"] .f-option`);
          if ((await page.locator(`[data-item="${code}"] [aria-pressed="true"]`).count()) === 0) await options.nth(code === 'gas' ? 2 : 1).tap();
        }
        const folded = page.locator('details:not([open]) > summary');
        while ((await folded.count()) > 0) await folded.first().tap();
        await page.locator('#systolic-figure').fill('190');
        await check('visit');
        await page.locator('.f-options').first().locator('.f-option').nth(1).tap();
        await page.locator('section.f-panel .f-option-danger').first().tap();
        await check('nobody met');
        await page.goto(`${installation.url}/field/#/group`);
        await page.locator('.f-tick').first().waitFor();
        await check('group');
        expect(found).toEqual([]);
        await page.close();
      });
    }
  }
});
