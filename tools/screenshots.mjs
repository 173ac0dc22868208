// `npm run screenshots`: signs in to a running server and takes a picture of every main screen of the
// desk, in both languages and at both sizes, into ./screenshots. With --axe each page is also checked
// for accessibility (WCAG 2.2 AA) and the run fails on a violation.
//   node tools/screenshots.mjs [--url http://localhost:3000] [--user county] [--password …] [--dark] [--axe] [--only ledger,report] [--out screenshots]
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { root } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:3000' },
    user: { type: 'string', default: 'county' },
    password: { type: 'string', default: 'Shouwang-2026' },
    out: { type: 'string', default: 'screenshots' },
    only: { type: 'string' },
    dark: { type: 'boolean', default: false },
    axe: { type: 'boolean', default: false },
  },
});

const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const languages = ['zh-CN', 'en'];
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path));
if (executablePath === undefined) throw new Error('no Chromium found; set CHROMIUM to its path');
const folder = join(root, options.out);
mkdirSync(folder, { recursive: true });
const axeSource = options.axe ? readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8') : null;

/** Name → address; one that needs a record is found by asking the API as the signed-in account. */
const screens = async (page) => {
  const ask = (path) => page.evaluate(async (address) => (await fetch(address)).json(), path);
  const elders = (await ask('/api/elders?limit=20')).rows ?? [];
  const elder = elders.find((row) => row.provisional && row.lastVisitOn !== null) ?? elders[0];
  const visit = (await ask('/api/visits?limit=1')).rows?.[0];
  const made = (await ask('/api/imports')).imports?.[0];
  return Object.entries({
    workbench: '/',
    ledger: '/ledger',
    'ledger-filtered': '/ledger?category=livingAlone&ageFrom=80&sort=age&order=desc',
    elder: elder && `/ledger/${elder.id}`,
    why: elder && `/ledger/${elder.id}#why`,
    policy: '/policy',
    imports: '/imports',
    papers: '/papers',
    import: made && `/imports/${made.id}`,
    duties: '/visits',
    visits: '/visits/records',
    visit: visit && `/visits/records/${visit.id}`,
    network: '/network',
    contacts: '/contacts',
    report: '/report',
    'report-rows': '/report/rows/missed',
    accounts: '/accounts',
    settings: '/settings',
  }).filter(([name, address]) => address !== undefined && (options.only === undefined || options.only.split(',').includes(name)));
};

const violations = [];
async function take(page, name, label) {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(250);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) violations.push(`${label} ${name}: the page scrolls sideways by ${wide} px`);
  await page.screenshot({ path: join(folder, `${label}-${name}.png`) });
  if (axeSource === null) return;
  const found = await page.evaluate(
    `${axeSource}; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | ')))`,
  );
  violations.push(...found.map((line) => `${label} ${name}: ${line}`));
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const language of languages) {
      const label = `${size}-${language}${options.dark ? '-dark' : ''}`;
      // axe is put into the page, which the content security policy would forbid.
      const context = await browser.newContext({ viewport, locale: language, colorScheme: options.dark ? 'dark' : 'light', bypassCSP: options.axe, reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.on('console', (message) => message.type() === 'error' && !/401/.test(message.text()) && console.log(`  ${label} console: ${message.text().slice(0, 300)}`));
      page.on('pageerror', (error) => console.log(`  ${label} error: ${error.message}`));
      await page.addInitScript((chosen) => localStorage.setItem('shouwang.language', chosen), language);
      await page.goto(options.url);
      await page.waitForSelector('#username');
      if (options.only === undefined) await take(page, 'sign-in', label);
      await page.fill('#username', options.user);
      await page.fill('#password', options.password);
      await page.click('button[type=submit]');
      await page.waitForSelector('#content h1');
      for (const [name, address] of await screens(page)) {
        await page.goto(options.url + address.replace('#why', ''));
        await page.waitForSelector('#content h1');
        if (name === 'why') {
          await page.waitForSelector('.elder-head .ant-btn-link');
          await page.click('.elder-head .ant-btn-link');
          await page.waitForSelector('.why-rule');
        }
        await take(page, name, label);
      }
      await context.close();
      console.log(`${label}: done`);
    }
  }
} finally {
  await browser.close();
}
if (violations.length > 0) {
  console.error(violations.join('\n'));
  process.exitCode = 1;
}
