// P9, the field app as a helper's phone has it: Chromium slowed four times, on what is called slow 4G,
// against the real server. First load from nothing to a form that can be filled in; the first list of
// thirty people; opening again without a network; saving a visit without a network.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { launch, phone } from '../e2e/browser.ts';
import { createAccount } from '../apps/server/src/modules/access/commands.ts';
import { recordAssignments } from '../apps/server/src/modules/network/public.ts';
import { newId } from '../apps/server/src/platform/clock.ts';
import { systemActor } from '../apps/server/src/platform/db/index.ts';
import { median, round, type Finding } from './measure.ts';
import type { Server, Site } from './site.ts';

const PEOPLE = 30;
const ROUNDS = 5;
const CPU_SLOWER = 4;
/** As developer tools know it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back; a request takes 3.75 times that. */
const SLOW_4G = { offline: false, downloadThroughput: (1.6 * 1_000_000 * 0.9) / 8, uploadThroughput: (750_000 * 0.9) / 8, latency: 562.5 };
const PASSWORD = 'Shouwang-2026';

/** A helper with this many people, and his way in. */
async function helper(site: Site, round_: number): Promise<string> {
  const { code } = site.county;
  const visitorId = newId();
  const username = `bench-phone-${newId().slice(-8)}-${round_}`;
  const { rows } = await site.owner.query<{ id: string; division_code: string }>(
    `select id, division_code from elder where county_code = $1 and closed_on is null and tier_code is not null
     order by division_code, id limit $2`,
    [code, PEOPLE],
  );
  if (rows.length < PEOPLE) throw new Error(`fewer than ${PEOPLE} people on the list`);
  await site.owner.query(`insert into visitor (county_code, id, division_code, name, kind) values ($1, $2, $3, '测量员', 'helper')`, [code, visitorId, rows[0]?.division_code]);
  const today = site.services.clock.today();
  await site.services.db.tx(systemActor(code), async (tx) => {
    await recordAssignments(
      tx,
      rows.map(({ id }) => ({ elderId: id, visitorId, role: 'helper', from: `${today.slice(0, 7)}-01`, sourceRef: 'bench' })),
    );
    const made = await createAccount(tx, { ...systemActor(code), scope: '' }, { role: 'visitor', scope: '', username, displayName: username, visitorId, password: PASSWORD });
    if (!made.ok) throw new Error(made.refusal.code);
  });
  return username;
}

interface Phone {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly wire: CDPSession;
}

/** When, by the page's own clock, something that is looked for stands on the screen; milliseconds since its navigation began. */
const since = (page: Page, selector: string): Promise<number> =>
  page
    .waitForFunction((wanted) => (document.querySelector(wanted) === null ? null : performance.now()), selector, { polling: 'raf', timeout: 60_000 })
    .then((found) => found.jsonValue() as Promise<number>);

const PATIENCE_MS = 90_000;
/** Nothing is waited for without end; what did not come is named. */
const inTime = <T>(work: Promise<T>, what: string): Promise<T> =>
  Promise.race([
    work,
    new Promise<T>((_, fail) => {
      setTimeout(() => fail(new Error(`${what} did not come`)), PATIENCE_MS).unref();
    }),
  ]);

async function firstLoad(phone_: Phone, url: string): Promise<number> {
  await phone_.wire.send('Network.emulateNetworkConditions', SLOW_4G);
  await phone_.wire.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
  await phone_.page.goto(`${url}/field/`, { waitUntil: 'commit', timeout: 60_000 });
  return since(phone_.page, 'button[type=submit]');
}

/** Signs in; answers the bytes of the first list as they went over the wire. */
async function firstSync({ page, wire }: Phone, username: string): Promise<number> {
  const asked = new Set<string>();
  let bytes = 0;
  wire.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.includes('/api/sync/pull')) asked.add(requestId);
  });
  const arrived = new Promise<void>((done) => {
    wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (!asked.has(requestId)) return;
      bytes += encodedDataLength;
      done();
    });
  });
  const inputs = page.locator('input');
  await inputs.nth(0).fill(username);
  await inputs.nth(1).fill(PASSWORD);
  await page.locator('button[type=submit]').click();
  await inTime(arrived, 'the first list');
  await page.waitForSelector('.f-card', { timeout: 60_000 });
  return bytes;
}

async function reopenOffline({ context, page, wire }: Phone, url: string): Promise<number> {
  await inTime(
    page.evaluate(async () => void (await navigator.serviceWorker.ready)),
    'the service worker',
  );
  // The worker keeps every file of the app before it is ready; the network may go now.
  await page.goto('about:blank');
  // The session's own conditions would stand above the context's.
  await wire.send('Network.emulateNetworkConditions', { ...SLOW_4G, offline: true });
  await context.setOffline(true);
  await wire.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
  await page.goto(`${url}/field/`, { waitUntil: 'commit' });
  return since(page, '.f-card');
}

/** A visit begun, a question answered, saved: from the tap on save to the screen that says it is kept. */
async function saveOffline({ page }: Phone): Promise<number> {
  await page.locator('.f-card-body').first().click();
  await page.locator('.f-modes .f-primary').click();
  await page.locator('[data-item] .f-option').first().click();
  await page.waitForTimeout(500);
  const took = page.evaluate(
    () =>
      new Promise<number>((done) => {
        let tapped = 0;
        addEventListener('click', () => (tapped = performance.now()), { capture: true, once: true });
        const watch = new MutationObserver(() => {
          if (document.querySelector('.f-hero-mark') === null) return;
          watch.disconnect();
          done(performance.now() - tapped);
        });
        watch.observe(document.body, { childList: true, subtree: true });
      }),
  );
  await page.locator('.f-actions .f-primary').click();
  return inTime(took, 'the saved visit');
}

/** The scripts that the page of the field app names, gzip, bytes. */
async function scripts(root: string): Promise<{ readonly bytes: number; readonly files: number }> {
  const dist = join(root, 'apps/web/dist');
  if (!existsSync(join(dist, 'field/index.html'))) throw new Error('the web is not built: npm run build');
  const page = await readFile(join(dist, 'field/index.html'), 'utf8');
  const files = [...new Set([...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1] as string))];
  const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(join(dist, file))).length));
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), files: files.length };
}

export async function benchField(site: Site, server: Server): Promise<Finding[]> {
  const { bytes, files } = await scripts(site.root);
  const taken = { load: [] as number[], sync: [] as number[], reopen: [] as number[], save: [] as number[] };
  for (let at = 0; at < (site.smoke ? 1 : ROUNDS); at += 1) {
    const username = await helper(site, at);
    const browser = await launch();
    try {
      const context = await browser.newContext({ ...phone, permissions: ['geolocation'], geolocation: { longitude: 109, latitude: 32, accuracy: 10 } });
      const page = await context.newPage();
      const wire = await context.newCDPSession(page);
      await wire.send('Network.enable');
      const one: Phone = { context, page, wire };
      taken.load.push(await firstLoad(one, server.url));
      taken.sync.push(await firstSync(one, username));
      taken.reopen.push(await reopenOffline(one, server.url));
      taken.save.push(await saveOffline(one));
    } finally {
      await browser.close();
    }
  }
  const rounds = (values: readonly number[]): string => values.map(round).join(', ');
  const finding = (what: string, figure: number, bar: number, unit: string, beside: Finding['beside']): Finding => ({
    id: `P9 ${what}`,
    what: words[what] as string,
    figure: round(figure),
    bar,
    sense: 'atMost',
    unit,
    beside,
  });
  return [
    finding('scripts', bytes / 1024, 200, 'KB', { files }),
    finding('first load', median(taken.load) / 1000, 3, 's', {
      rounds: rounds(taken.load.map((ms) => ms / 1000)),
      network: 'slow 4G (1.6 Mbit/s, 562 ms a request)',
      'CPU slower': CPU_SLOWER,
    }),
    finding('first sync', median(taken.sync) / 1024, 60, 'KB', { people: PEOPLE, rounds: rounds(taken.sync.map((size) => size / 1024)) }),
    finding('offline', median(taken.reopen) / 1000, 1, 's', { rounds: rounds(taken.reopen.map((ms) => ms / 1000)), 'CPU slower': CPU_SLOWER }),
    finding('saving', median(taken.save), 100, 'ms', { rounds: rounds(taken.save), 'CPU slower': CPU_SLOWER }),
  ];
}

const words: Readonly<Record<string, string>> = {
  scripts: 'field app: JavaScript of the first load, gzip',
  'first load': 'field app: from nothing to a form that can be filled in',
  'first sync': 'field app: first list of thirty people over the wire',
  offline: 'field app: opening again without a network to the list of today',
  saving: 'field app: saving a visit without a network, tap to the screen that says so',
};
