// Two weeks without signal on one phone: 500 visits and 200 photos behind the phone's lock; reloaded, locked,
// nearly full, and all of it arrives when the signal comes back.
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atDesk, launch, phone } from './browser.ts';
import { install, type Installation } from './installation.ts';

const VISITS = 500;
const PHOTOS = 200;
const PIN = '402713';
const DAY_MS = 86_400_000;

let installation: Installation;
let browser: Browser;
let context: BrowserContext;
let helper: Page;
let county: Page;

interface Known {
  readonly accountId: string;
  readonly elders: readonly { readonly id: string; readonly name: string }[];
  readonly formId: string;
  readonly formVersion: number;
  readonly answers: Readonly<Record<string, string>>;
}

/** Reads and writes the phone's sealed store from outside of the app, by its own key, which never leaves the browser. */
const phoneStore = `
  const open = () => new Promise((done, fail) => {
    const asked = indexedDB.open('shouwang-field');
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const settled = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
  const place = (box, key) => new TextEncoder().encode(box + '\\u0000' + key);
  const db = await open();
  const key = (await settled(db.transaction('keys').objectStore('keys').get('seal-1'))).key;
  const read = async (box) => {
    const rows = (await settled(db.transaction('sealed').objectStore('sealed').getAll())).filter((row) => row.box === box);
    return Promise.all(rows.map(async (row) => JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv, additionalData: place(row.box, row.key) }, key, row.data)))));
  };
  const sealed = async (box, name, content) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { box, key: name, iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: place(box, name) }, key, content) };
  };
  const write = async (rows) => {
    const transaction = db.transaction('sealed', 'readwrite');
    for (const row of rows) transaction.objectStore('sealed').put(row);
    await new Promise((done, fail) => { transaction.oncomplete = done; transaction.onerror = () => fail(transaction.error); });
  };
`;
const inPhone = <T>(body: string): Promise<T> => helper.evaluate(`(async () => { ${phoneStore} ${body} })()`) as Promise<T>;
const visitCount = (): Promise<number> => county.evaluate(async () => ((await (await fetch('/api/visits?limit=1')).json()) as { count: number }).count);
const unlock = async (): Promise<void> => {
  await helper.getByRole('heading', { name: '守望已锁上' }).waitFor();
  await helper.getByLabel('请输 6 位数字').fill(PIN);
};

const ballast = `return (await settled(db.transaction('sealed').objectStore('sealed').getAllKeys())).some(([box]) => box === 'ballast');`;
/** A browser tells of no room as this does: everything is declined until something was deleted, large things afterwards too. */
const fullPhone = (): void => {
  const { put, delete: remove } = IDBObjectStore.prototype;
  const page = window as { phoneIsFull?: boolean; freed?: boolean };
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: { data?: ArrayBuffer }, ...key) {
    const large = (value.data?.byteLength ?? 0) > 1_000_000;
    if (page.phoneIsFull === true && this.name === 'sealed' && (large || page.freed !== true)) throw new DOMException('no room', 'QuotaExceededError');
    return put.call(this, value, ...key);
  };
  IDBObjectStore.prototype.delete = function (this: IDBObjectStore, key) {
    page.freed = true;
    return remove.call(this, key);
  };
};

let known: Known;
let visitIds: string[] = [];

beforeAll(async () => {
  installation = await install({ demo: true });
  browser = await launch();
  county = await atDesk(browser, installation.url, 'county');
  context = await browser.newContext(phone);
  await context.addInitScript(fullPhone);
  helper = await context.newPage();
  await helper.goto(`${installation.url}/field/`);
  await helper.getByLabel('用户名').fill('helper-1');
  await helper.getByLabel('密码', { exact: true }).fill('Shouwang-2026');
  await helper.getByRole('button', { name: '登录', exact: true }).click();
  await helper.getByRole('heading', { name: '今天的探访' }).waitFor();
  await helper.locator('article').first().waitFor();
  await helper.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  known = await inPhone<Known>(`
    const [session] = await read('device');
    const cards = await read('feed:elderCard');
    const [policy] = await read('feed:policy');
    const safety = policy.form.sections.flatMap(({ items }) => items).filter(({ kind }) => kind === 'safety');
    return {
      accountId: session.principal.accountId,
      elders: cards.map(({ id, name }) => ({ id, name })),
      formId: policy.form.id,
      formVersion: policy.form.version,
      answers: Object.fromEntries(safety.map((item) => [item.key, item.options[0].code])),
    };
  `);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await installation?.remove();
});

describe('a phone that is two weeks away from any signal', () => {
  it('is locked by a PIN; afterwards no card can be read with what lies on it alone', async () => {
    await context.setOffline(true);
    await helper.getByRole('link', { name: /还没有设手机锁/ }).click();
    await helper.getByLabel('6 位数字', { exact: true }).fill('123456');
    await helper.getByLabel('再输一次').fill('123456');
    await helper.getByRole('button', { name: '设好' }).click();
    await helper.getByText('这个太容易猜到').waitFor();
    await helper.getByLabel('6 位数字', { exact: true }).fill(PIN);
    await helper.getByLabel('再输一次').fill(PIN);
    await helper.getByRole('button', { name: '设好' }).click();
    await helper.getByText('手机锁已设好').waitFor();
    expect(await inPhone<boolean>(`return read('feed:elderCard').then(() => false, () => true);`)).toBe(true);
    await helper.getByRole('button', { name: '现在锁上' }).click();
    await helper.getByLabel('请输 6 位数字').fill('000000');
    await helper.getByText('还能试 9 次').waitFor();
    expect(await helper.getByRole('link', { name: '打 120 急救' }).getAttribute('href')).toBe('tel:120');
    await unlock();
    await helper.getByText('手机锁已设好').waitFor();
  });

  it('opens by a fingerprint where the phone has one', async () => {
    const devtools = await context.newCDPSession(helper);
    await devtools.send('WebAuthn.enable');
    const finger = { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, hasPrf: true } as const;
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { ...finger, isUserVerified: true, automaticPresenceSimulation: true } });
    await helper.evaluate(() => (location.hash = '#/me'));
    await helper.getByRole('link', { name: '手机锁：已设' }).click();
    await helper.getByRole('button', { name: '也用指纹打开' }).click();
    await helper.getByRole('button', { name: '不再用指纹' }).waitFor();
    await helper.getByRole('button', { name: '现在锁上' }).click();
    await helper.getByRole('button', { name: '用指纹打开' }).click();
    await helper.getByText('手机锁已设好').waitFor();
    expect(await helper.getByRole('heading', { name: '守望已锁上' }).count()).toBe(0);
    await devtools.detach();
  });

  it('gives what it cannot send as a sealed file to the village’s desk, where it counts once', async () => {
    const before = await visitCount();
    await inPhone(`
      const known = ${JSON.stringify(known)};
      const id = crypto.randomUUID();
      const at = (ms) => new Date(Date.now() - ms).toISOString();
      const [elder] = known.elders;
      const payload = { elderId: elder.id, mode: 'home', outcome: 'done', startedAt: at(7_200_000), endedAt: at(6_600_000), formId: known.formId, formVersion: known.formVersion, answers: known.answers, fix: null };
      const command = { id, kind: 'visits.record', occurredAt: payload.startedAt, recordedAt: payload.endedAt, base: {}, payload };
      const entry = { command, accountId: known.accountId, subject: elder, state: 'waiting', attempts: 0, notBefore: null, refusal: null, settledAt: null };
      await write([await sealed('outbox', id, new TextEncoder().encode(JSON.stringify(entry)))]);
    `);
    await helper.reload();
    await unlock();
    await helper.getByRole('link', { name: '记录' }).click();
    const [download] = await Promise.all([helper.waitForEvent('download'), helper.getByRole('button', { name: '导出没送达的 1 条' }).click()]);
    const file = await download.path();
    expect(await readFile(file, 'utf8')).not.toContain(known.elders[0]?.id ?? '');
    await county.goto(`${installation.url}/visits/from-phone`);
    for (const words of ['收下 1 条，之前已收到 0 条', '收下 0 条，之前已收到 1 条']) {
      await county.locator('input[type=file]').setInputFiles(file);
      await county.getByText(words).waitFor();
    }
    expect(await visitCount()).toBe(before + 1);
  });

  it('holds 500 visits and 200 photos, opens again without signal, and says when it is nearly full', async () => {
    visitIds = await inPhone<string[]>(`
      const known = ${JSON.stringify(known)};
      const text = (value) => new TextEncoder().encode(JSON.stringify(value));
      const ids = [];
      for (let n = 0; n < ${VISITS}; n += 1) {
        const id = crypto.randomUUID();
        ids.push(id);
        const elder = known.elders[n % known.elders.length];
        const endedMs = Date.now() - 3_600_000 - Math.floor((n / ${VISITS}) * 13 * ${DAY_MS});
        const at = (ms) => new Date(ms).toISOString();
        const payload = { elderId: elder.id, mode: 'home', outcome: 'done', startedAt: at(endedMs - 900_000), endedAt: at(endedMs), formId: known.formId, formVersion: known.formVersion, answers: known.answers, fix: null };
        const command = { id, kind: 'visits.record', occurredAt: payload.startedAt, recordedAt: payload.endedAt, base: {}, payload };
        const entry = { command, accountId: known.accountId, subject: elder, state: 'waiting', attempts: 0, notBefore: null, refusal: null, settledAt: null };
        const rows = [await sealed('outbox', id, text(entry))];
        if (n < ${PHOTOS}) {
          const bytes = new Uint8Array(120_000);
          for (let at = 0; at < bytes.length; at += 60_000) crypto.getRandomValues(bytes.subarray(at, at + 60_000));
          bytes.set([0xff, 0xd8, 0xff]);
          const digest = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
          const photo = { id: crypto.randomUUID(), ownerId: id, accountId: known.accountId, kind: 'photo', contentType: 'image/jpeg', size: bytes.length, sha256: digest, keptAt: payload.endedAt, sent: 0, state: 'waiting', refusal: null, settledAt: null, held: true };
          rows.push(await sealed('attachments', photo.id, text(photo)), await sealed('blobs', photo.id, bytes));
        }
        await write(rows);
      }
      return ids;
    `);
    const before = await visitCount();
    await helper.reload();
    await unlock();
    await helper
      .getByText(new RegExp(`${VISITS + 1} 条已保存在手机`))
      .first()
      .waitFor();
    expect(await visitCount()).toBe(before);

    const { usage } = await helper.evaluate(() => navigator.storage.estimate());
    expect(usage).toBeGreaterThan(PHOTOS * 120_000);
    await expect.poll(() => inPhone<boolean>(ballast), { timeout: 30_000 }).toBe(true);
    // From now on nothing more fits until something goes: what is tapped is kept all the same, and it is said.
    await helper.evaluate(() => Object.assign(window, { phoneIsFull: true }));
    await helper.evaluate(() => (location.hash = '#/today'));
    const card = helper.locator('article a.f-card-body').first();
    const address = await card.getAttribute('href');
    await card.click();
    await helper.getByRole('button', { name: '上门探访' }).click();
    await helper
      .getByRole('radio', { name: '见到了' })
      .or(helper.getByRole('button', { name: '见到了' }))
      .first()
      .click();
    await helper.getByText(/手机空间已用 100%/).waitFor();
    expect(await inPhone<boolean>(ballast)).toBe(false);
    expect(await inPhone<boolean>(`return (await settled(db.transaction('sealed').objectStore('sealed').getAll())).some((row) => row.box === 'drafts');`)).toBe(true);
    await helper.reload();
    await unlock();
    await helper.getByText(/手机空间已用/).waitFor({ state: 'detached' });
    await helper.goto(`${installation.url}/field/${address ?? ''}`);
    await helper
      .getByRole('link', { name: '接着填上次没填完的' })
      .or(helper.getByRole('button', { name: '接着填上次没填完的' }))
      .first()
      .waitFor();
  });

  it('sends all of it when the signal comes back: every visit once, every photo whole', { timeout: 600_000 }, async () => {
    const before = await visitCount();
    await context.setOffline(false);
    await expect.poll(visitCount, { timeout: 120_000, interval: 1_000 }).toBe(before + VISITS);
    const photosOf = (id: string) =>
      county.evaluate(
        async (visit) => ((await (await fetch(`/api/visits/${visit}/attachments`)).json()) as { attachments: { complete: boolean; size: number }[] }).attachments,
        id,
      );
    await helper.getByText('已联网，记录全部送达').waitFor({ timeout: 400_000 });
    const photos = await Promise.all(visitIds.slice(0, PHOTOS).map(photosOf));
    expect(photos.every((one) => one.length === 1 && one[0]?.complete === true && one[0].size === 120_000)).toBe(true);
    expect(await visitCount()).toBe(before + VISITS);
  });
});
