// Sending under fire. `npm run torture sync` asks for 20 phones, 1,000 visits and 20 kills; here is its short form.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { install, type Installation } from './installation.ts';
import { seedTorture, torture, type TortureSettings } from './syncTorture.ts';

const asked = process.env['TORTURE_SYNC'];
const settings: TortureSettings & { readonly out?: string } = asked === undefined ? { seed: 'short', phones: 5, visits: 80, attachments: 20, kills: 3 } : JSON.parse(asked);
const say = (text: string): void => {
  if (asked !== undefined) process.stderr.write(`${text}\n`);
};

let installation: Installation;
let seeded: Awaited<ReturnType<typeof seedTorture>>;
beforeAll(async () => {
  installation = await install({ demo: false });
  seeded = await seedTorture(installation.dataDir, settings.phones);
});
afterAll(async () => {
  await seeded?.close();
  await installation?.remove();
});

it('every visit is on the server exactly once, every picture whole, and the phones’ queues are empty', { timeout: asked === undefined ? 120_000 : 3_600_000 }, async () => {
  const result = await torture(installation, seeded, settings, say);
  if (settings.out !== undefined) await writeFile(join(settings.out, 'sync.json'), JSON.stringify(result));
  expect(result).toMatchObject({
    kills: settings.kills,
    recorded: settings.visits,
    stored: settings.visits,
    attachments: settings.attachments,
    attachmentsWhole: settings.attachments,
    queued: 0,
  });
  expect(result.wrong).toEqual({ strangers: 0, commands: 0, audits: 0, duties: 0, attachments: 0, attachmentAudits: 0, times: 0 });
});
