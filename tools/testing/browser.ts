// The browser of the end-to-end tests: Debian's Chromium (or any Chrome) driven by playwright-core,
// which downloads nothing.
import { chromium, type Browser } from 'playwright-core';
import { findChromium } from '../setup.mjs';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Opens a headless browser that talks to nobody but the pages it is given. Close it when done. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('No Chromium found: npm test installs one or says how; CHROMIUM_PATH names one.');
  return chromium.launch({ executablePath, headless: true, args: ARGS });
}
