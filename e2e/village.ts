// A village as its people build its ledger, by the screens alone: a clerk types every elder in and submits
// the files, village and town approve them, the county files them, the forms are printed and the ledger is
// exported. The test walks it with ten people, `npm run e2e:village` with two hundred.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { factCatalogue, type FactKey, type Field, type Shape } from '@shouwang/domain/ledger';
import type { GeneratedElder, GeneratedVillage } from '@shouwang/testkit';
import { desk } from './browser.ts';
import type { Installation } from './installation.ts';

/** In the order of the form. Birth and sex are not typed: they follow from the number. */
export const typedFacts = [
  'name',
  'idNo',
  'phone',
  'ethnicity',
  'education',
  'group',
  'address',
  'hukou',
  'maritalStatus',
  'livesWith',
  'children',
  'dailyCarers',
  'abilityLevel',
  'disability',
  'healthState',
  'illnesses',
  'familyPlanning',
  'minimumLiving',
  'incomeSources',
  'needs',
  'contacts',
  'visitWish',
] as const satisfies readonly FactKey[];

/** Waits are long, because the machine may be busy; what is waited for comes at once on a free one. */
const PATIENCE = 120_000;

export interface Desks {
  readonly clerk: Page;
  readonly village: Page;
  readonly town: Page;
  readonly county: Page;
}

async function signIn(browser: Browser, installation: Installation, username: string, first: string): Promise<Page> {
  const page = await (await browser.newContext({ ...desk, acceptDownloads: true })).newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(installation.url);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码', { exact: true }).fill(first);
  await page.getByRole('button', { name: '登录' }).click();
  const next = `Bamboo-${username}-88`;
  await page.getByLabel('现在的密码').fill(first);
  await page.getByLabel('新密码', { exact: true }).fill(next);
  await page.getByLabel('再输一遍新密码').fill(next);
  await page.getByRole('button', { name: '修改密码' }).click();
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  return page;
}

/** Brings the divisions of the village into an empty installation and signs in everybody who works there. */
export async function openVillage(installation: Installation, browser: Browser, { divisions, village }: GeneratedVillage, asOf: string): Promise<Desks> {
  const county = village.code.slice(0, 6);
  const list = join(installation.dataDir, '区划.csv');
  const levels = { county: '县', town: '镇', village: '村', group: '组' } as Readonly<Record<string, string>>;
  const rows = divisions.map(({ code, name, level, parent }) => [
    level === 'group' ? code : code.replace(/(000000|000)$/, ''),
    name,
    parent?.replace(/0{3,8}$/, '') ?? '',
    levels[level] ?? '',
  ]);
  await writeFile(list, [['代码', '名称', '上级代码', '层级'], ...rows].map((row) => row.join(',')).join('\n'));
  await installation.command('import', list, '--county', county, '--pack', 'demo-2026', '--as-of', asOf);
  const printed = await installation.command('account', 'create', '--county', county, '--role', 'county', '--scope', county, '--username', 'county', '--name', '县民政局');
  const office = await signIn(browser, installation, 'county', /first password (\S+)/.exec(printed)?.[1] ?? '');
  const account = (username: string, displayName: string, role: string, scope: string): Promise<string> =>
    office.evaluate(
      async (body) => {
        const reply = await fetch('/api/accounts', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
        return ((await reply.json()) as { firstPassword: string }).firstPassword;
      },
      { username, displayName, role, scope },
    );
  const open = async (username: string, displayName: string, role: string, scope: string): Promise<Page> =>
    signIn(browser, installation, username, await account(username, displayName, role, scope));
  return {
    county: office,
    town: await open('town', village.townName, 'town', village.code.slice(0, 9)),
    village: await open('village', village.name, 'village', village.code),
    clerk: await open('clerk', `${village.name}录入员`, 'village', village.code),
  };
}

/**
 * Of one choice or several, drawn as a row of buttons; the first or the chosen one carries the id. What
 * neighbours share stands there already.
 */
async function choose(page: Page, id: string, codes: readonly string[], chosen: readonly string[]): Promise<void> {
  const row = page.locator('.pills').filter({ has: page.locator(`[id="${id}"]`) });
  for (const code of chosen) {
    const pill = row.locator('button.pill').nth(codes.indexOf(code));
    if ((await pill.getAttribute('aria-checked')) !== 'true') await pill.click();
  }
}

async function typeRecord(page: Page, id: string, fields: Readonly<Record<string, Field>>, value: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [index, [name, field]] of Object.entries(fields).entries()) {
    const given = value[name];
    if (given === undefined) continue;
    await typeValue(page, index === 0 ? id : `${id}-${name}`, field, given, true);
  }
}

/** Puts a value into the field of this id, as somebody at the keyboard and mouse would, by the fact's shape. */
async function typeValue(page: Page, id: string, shape: Shape, value: unknown, inRecord: boolean): Promise<void> {
  const field: Locator = page.locator(`[id="${id}"]`);
  const isNone = value === null || (Array.isArray(value) && value.length === 0);
  if (isNone) {
    if (shape.kind !== 'choices') await page.locator('.entry-or-none').filter({ has: field }).locator('> button.pill').click();
    return;
  }
  switch (shape.kind) {
    case 'choice':
      if (inRecord) await field.selectOption(String(value));
      else await choose(page, id, shape.codes.map(String), [String(value)]);
      return;
    case 'choices':
      await choose(page, id, shape.codes, value as readonly string[]);
      return;
    case 'truth':
      await choose(page, id, ['true', 'false'], [String(value)]);
      return;
    case 'texts':
      await field.fill(`${(value as readonly string[]).join('、')}、`);
      return;
    case 'record':
      return typeRecord(page, id, shape.fields, value as Readonly<Record<string, unknown>>);
    case 'records':
      for (const [index, item] of (value as readonly Readonly<Record<string, unknown>>[]).entries()) {
        await page.locator(`[id="${index === 0 ? id : `${id}-add`}"]`).click();
        await typeRecord(page, `${id}-${index}`, shape.fields, item);
      }
      return;
    default:
      await field.fill(String(value));
  }
}

/** Types everybody into the new-elder screen, one after the other; answers the milliseconds of each. */
export async function typeIn(
  installation: Installation,
  page: Page,
  elders: readonly GeneratedElder[],
  onElder: (name: string, ms: number) => void = () => undefined,
): Promise<number[]> {
  await page.goto(`${installation.url}/ledger/new`);
  const name = page.locator('#fact-name');
  const times: number[] = [];
  for (const { facts } of elders) {
    const began = Date.now();
    await name.waitFor();
    for (const key of typedFacts) if (facts[key] !== undefined) await typeValue(page, `fact-${key}`, factCatalogue[key].shape, facts[key], false);
    await page.keyboard.press('Control+Shift+Enter');
    // The emptied form with the cursor in the name is the sign that the person was taken.
    const refused = page.locator('.entry-bar [role=alert], .entry-problem');
    await page.waitForFunction(
      () =>
        document.querySelector('.entry-bar [role=alert], .entry-problem') !== null ||
        (document.activeElement?.id === 'fact-name' && (document.activeElement as HTMLInputElement).value === ''),
    );
    if ((await refused.count()) > 0) throw new Error(`${facts.name}: ${(await refused.allInnerTexts()).join(' ')}`);
    times.push(Date.now() - began);
    onElder(facts.name, times.at(-1) ?? 0);
  }
  return times;
}

/** Takes one step with every file that waits on a list of reviews, a page at a time; answers how many. */
export async function takeStep(installation: Installation, page: Page, show: string, deed: string): Promise<number> {
  let done = 0;
  for (;;) {
    await page.goto(`${installation.url}/reviews?show=${show}`);
    const empty = page.getByText('没有等着办的档案');
    const all = page.getByRole('button', { name: '全选本页' });
    await empty.or(all).first().waitFor();
    if (await empty.isVisible()) return done;
    await all.click();
    const [reply] = await Promise.all([
      page.waitForResponse((response) => new URL(response.url()).pathname === '/api/reviews' && response.request().method() === 'POST'),
      page.getByRole('button', { name: deed, exact: true }).click(),
    ]);
    const { outcomes } = (await reply.json()) as { outcomes: { name: string; refusal: { code: string } | null }[] };
    const declined = outcomes.filter((outcome) => outcome.refusal !== null);
    if (declined.length > 0) throw new Error(`${deed}: ${declined.map((outcome) => `${outcome.name} ${outcome.refusal?.code}`).join(', ')}`);
    await page.getByText(`${outcomes.length} 份已办`).waitFor();
    done += outcomes.length;
  }
}

/** Prints the information forms of the village; answers the PDF. */
export async function printForms(installation: Installation, page: Page): Promise<Uint8Array> {
  await page.goto(`${installation.url}/papers`);
  await page.getByRole('radio', { name: /^信息记录表/ }).check();
  await page.getByLabel('事由').fill('年度归档');
  await page.getByRole('button', { name: '开始打印' }).click();
  const fetching = page.getByRole('button', { name: /^下载 / });
  await fetching.waitFor({ timeout: 10 * PATIENCE });
  return download(page, fetching);
}

/** The village's ledger as the screen exports it. */
export async function exportLedger(installation: Installation, page: Page): Promise<Uint8Array> {
  await page.goto(`${installation.url}/ledger`);
  await page.getByRole('button', { name: /导出/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('事由').fill('核对录入');
  return download(page, dialog.getByRole('button', { name: /导出/ }));
}

async function download(page: Page, button: Locator): Promise<Uint8Array> {
  const [file] = await Promise.all([page.waitForEvent('download', { timeout: PATIENCE }), button.click()]);
  const parts: Buffer[] = [];
  for await (const part of await file.createReadStream()) parts.push(part as Buffer);
  return new Uint8Array(Buffer.concat(parts));
}
