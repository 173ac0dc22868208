// Lists of other offices against the ledger, on the screens alone: the town brings ledger and lists in,
// findings appear, one of each kind is settled, a doubtful row is given to its person, a double file is
// merged and taken apart again.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, launch } from './browser.ts';
import { install, rootDir, type Installation } from './installation.ts';

const sample = (name: string): string => join(rootDir, 'samples', 'pingli-guangfo-lists', name);
const COUNTY = '610926';
const lists = ['残联-持证残疾人.xlsx', '民政-低保特困.csv', '民政-老年人能力评估结果.xlsx', '卫健-65岁以上健康管理.csv', '卫健-计划生育特殊家庭.csv', '公安-死亡注销.csv'];

let installation: Installation;
let browser: Browser;
let page: Page;
let folder: string;

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly elderId: string | null;
}
const ask = <T>(address: string): Promise<T> => page.evaluate(async (path) => (await (await fetch(path)).json()) as unknown, address) as Promise<T>;
const findings = async (query: string): Promise<readonly Row[]> => (await ask<{ rows: Row[] }>(`/api/findings?${query}&limit=200`)).rows;
const today = (): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());

/** Waits for what follows from a fact after its commit. */
async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(value).slice(0, 400)}`);
    await page.waitForTimeout(1_500);
  }
}

async function bring(files: readonly string[]): Promise<void> {
  await page.goto(`${installation.url}/imports`);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([...files]);
  await page.getByRole('button', { name: /开始导入/ }).click();
  await page.getByText('已完成').first().waitFor({ timeout: 180_000 });
}

async function settle(finding: Row, option: RegExp, reason: string): Promise<void> {
  await page.goto(`${installation.url}/reconciliation/findings/${finding.id}`);
  await page.getByRole('radio', { name: option }).check();
  const village = page.getByLabel('他住在哪个村');
  if (await village.isVisible()) {
    await village.click();
    await page.locator('.ant-select-item-option').first().click();
  }
  await page.getByLabel('怎么核实的').fill(reason);
  await page.getByRole('button', { name: '办结' }).click();
  await page.getByRole('heading', { name: '这一条已经办结' }).waitFor();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shouwang-lists-'));
  installation = await install({ demo: false });
  await installation.command('import', sample('区划.csv'), '--county', COUNTY, '--pack', 'pingli-2023', '--as-of', today());
  const printed = await installation.command('account', 'create', '--county', COUNTY, '--role', 'county', '--username', 'county', '--name', '县民政局', '--scope', COUNTY);
  const first = /first password (\S+)/.exec(printed)?.[1] ?? '';
  browser = await launch();
  page = await (await browser.newContext(desk)).newPage();
  await page.goto(installation.url);
  await page.getByLabel('用户名').fill('county');
  await page.getByLabel('密码', { exact: true }).fill(first);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByLabel('现在的密码').fill(first);
  await page.getByLabel('新密码', { exact: true }).fill('Bamboo-county-88');
  await page.getByLabel('再输一遍新密码').fill('Bamboo-county-88');
  await page.getByRole('button', { name: '修改密码' }).click();
  await page.getByRole('heading', { name: '工作台' }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
  await rm(folder, { recursive: true, force: true });
});

describe('the lists of other offices', () => {
  it('give findings of each kind once they are brought in beside the ledger', async () => {
    await bring([sample('台账-广佛镇.xlsx'), ...lists.map(sample)]);
    // What follows from rows comes after their commit, batch by batch: until nothing more follows.
    let before = -1;
    const found = await until(
      () => findings('state=open'),
      (rows) => {
        const isStill = rows.length > 0 && rows.length === before;
        before = rows.length;
        return isStill;
      },
    );
    for (const kind of ['missing', 'deadListed', 'differs', 'idProblem']) expect([kind, found.some((row) => row.kind === kind)]).toEqual([kind, true]);
    await page.goto(`${installation.url}/reconciliation`);
    await page.getByRole('heading', { name: '名册比对' }).waitFor();
    await page.getByRole('button', { name: /台账里没有/ }).click();
    await page.waitForURL(/kind=missing/);
    await page
      .getByText(`${found.filter((row) => row.kind === 'missing').length} 条`)
      .first()
      .waitFor();
    await page.goto(`${installation.url}/reconciliation/lists`);
    await page
      .getByRole('link', { name: /残联名册|残联/ })
      .first()
      .waitFor();
  });

  it('are settled one by one, and each has its consequence', async () => {
    const open = await findings('state=open');
    const of = (kind: string): Row => open.find((row) => row.kind === kind) as Row;

    const missing = of('missing');
    await settle(missing, /确实漏了/, '村里上门看过，确实漏登');
    const [opened] = await findings(`state=confirmed&kind=missing`);
    const file = await ask<{ row: { name: string } }>(`/api/elders/${opened?.elderId ?? ''}`);
    expect(file.row.name).toBe(missing.name);

    const dead = of('deadListed');
    await settle(dead, /确已去世/, '家属证实');
    const stillListed = await ask<{ rows: { id: string }[] }>(`/api/elders?q=${encodeURIComponent(dead.name)}&limit=200`);
    expect(stillListed.rows.some((row) => row.id === dead.elderId)).toBe(false);

    const differs = of('differs');
    await settle(differs, /台账对/, '本人证件看过，名册没有更新');
    await page.goto(`${installation.url}/ledger/${differs.elderId ?? ''}`);
    await page.getByText('人工核定').first().waitFor();

    const number = of('idProblem');
    await settle(number, /照旧/, '看过户口本');
    expect((await findings('state=open')).some((row) => [missing.id, dead.id, differs.id, number.id].includes(row.id))).toBe(false);
  });

  it('are settled several at a time with one reason', async () => {
    const before = (await findings('state=open&kind=differs')).length;
    await page.goto(`${installation.url}/reconciliation?kind=differs`);
    const boxes = page.getByRole('checkbox', { name: /^选择 / });
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await page.getByRole('button', { name: '名册对', exact: true }).last().click();
    await page.getByLabel('事由').fill('已与残联和评估机构核对');
    await page.getByRole('button', { name: '办结 2 条' }).click();
    await page.getByText('已办结 2 条').waitFor();
    expect(await findings('state=open&kind=differs')).toHaveLength(before - 2);
  });

  it('leave a row in doubt to a person, who answers by the keyboard', async () => {
    // Two people of one name in different villages, and a list that tells nothing but the name.
    const { rows } = await ask<{ rows: { name: string; villageName: string }[] }>('/api/elders?limit=200');
    const name = rows[0]?.name ?? '';
    const list = join(folder, '民政-低保补充.csv');
    await writeFile(list, `姓名,身份证号,救助类别,镇,村,月保障金额\n${name},,农村低保,广佛镇,,400\n`);
    await bring([list]);
    await until(
      () => ask<{ count: number }>('/api/doubts'),
      (doubts) => doubts.count > 0,
    );
    const [first] = (await ask<{ rows: { id: string; candidates: { name: string }[] }[] }>('/api/doubts')).rows;
    await page.goto(`${installation.url}/reconciliation/doubts`);
    await page.getByText(/第 1 条/).waitFor();
    await page.keyboard.press('1');
    await page.getByText(`已认定为${first?.candidates[0]?.name ?? ''}`).waitFor();
    expect((await ask<{ rows: { id: string }[] }>('/api/doubts')).rows.map((row) => row.id)).not.toContain(first?.id);
  });
});

describe('two files of one person', () => {
  it('are compared, merged, and given back', async () => {
    const { rows } = await ask<{ rows: { id: string; name: string; sex: string; birthDate: string; villageName: string }[] }>('/api/elders?limit=200');
    const person = rows.find((row) => row.birthDate?.length === 10 && rows.filter((other) => other.name === row.name).length === 1);
    const village = rows.find((row) => row.villageName !== person?.villageName)?.villageName ?? '';
    const ledger = join(folder, '台账-补登.csv');
    await writeFile(
      ledger,
      `序号,姓名,性别,公民身份号码,出生年月,户籍性质,村（社区）,组,联系电话,居住状况,备注\n1,${person?.name ?? ''},${person?.sex === 'male' ? '男' : '女'},,${person?.birthDate ?? ''},农村,${village},1组,19000008888,独自,另一村又登了一次\n`,
    );
    await bring([ledger]);
    const [duplicate] = await until(
      () => findings('state=open&kind=duplicate'),
      (found) => found.length > 0,
    );
    await page.goto(`${installation.url}/reconciliation/findings/${duplicate?.id ?? ''}`);
    await page.getByRole('link', { name: '对照两份档案，决定是否合并' }).click();
    await page.getByRole('heading', { name: '两份档案的内容' }).waitFor();
    await page.getByLabel('为什么认定是同一个人').fill('同一个人在两个村登记，电话问过');
    await page.getByRole('button', { name: '合并', exact: true }).click();
    await page.waitForURL(/\/ledger\//);
    await page.getByRole('heading', { name: '并入的档案' }).waitFor();
    expect((await findings('state=open&kind=duplicate')).length).toBe(0);

    const [merge] = (await ask<{ rows: { id: string; keptId: string; otherId: string }[] }>('/api/merges')).rows;
    await page.goto(`${installation.url}/ledger/${merge?.otherId ?? ''}`);
    await page.waitForURL(new RegExp(merge?.keptId ?? 'never'));

    await page.getByRole('button', { name: '撤销合并' }).click();
    await page.getByLabel('事由').fill('核实后是两个人');
    await page.getByRole('dialog').getByRole('button', { name: '撤销合并' }).click();
    await page.getByText('已撤销').waitFor();
    await page.goto(`${installation.url}/ledger/${merge?.otherId ?? ''}`);
    await page.getByRole('heading', { name: person?.name ?? '' }).waitFor();
    expect(page.url()).toContain(merge?.otherId);
  });
});
