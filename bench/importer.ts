// One import, or one reading of the same file, in a process of its own, so that its memory can be
// measured: node importer.js import|read <workbook> <data folder> <connection> <county> <day>.
import { readFile as readBytes } from 'node:fs/promises';
import { visitorLists } from '../apps/server/src/app/visitorLists.ts';
import { runImport } from '../apps/server/src/modules/intake/public.ts';
import { readFile } from '../apps/server/src/modules/intake/readFile.ts';
import { fixedClock } from '../apps/server/src/platform/clock.ts';
import { fieldCrypto, loadMasterKey } from '../apps/server/src/platform/crypto/index.ts';
import { openDb, systemActor } from '../apps/server/src/platform/db/index.ts';
import { silentLog } from '../apps/server/src/platform/log.ts';

export interface ImporterAnswer {
  readonly ms: number;
  readonly rows: number;
  readonly peakMegabytes: number;
  readonly totals: Readonly<Record<string, number>>;
}

const NAME = '台账.xlsx';
const [mode, workbook, dataDir, connection, county, asOf] = process.argv.slice(2) as [string, string, string, string, string, string];
const began = performance.now();
let rows = 0;
let totals: Readonly<Record<string, number>> = {};
if (mode === 'read') {
  const opened = await readFile(await readBytes(workbook), NAME);
  if (!opened.ok) throw new Error(opened.refusal.code);
  for (const table of opened.value) for await (const row of table.rows()) rows += row.cells.length > 0 ? 1 : 0;
} else {
  const clock = fixedClock(`${asOf}T04:00:00.000Z`);
  const db = openDb(connection, { today: clock.today });
  const services = { db, clock, crypto: fieldCrypto(await loadMasterKey(dataDir)), log: silentLog, jobs: { send: async () => undefined } };
  const summary = await runImport(services, visitorLists, { files: [{ name: NAME, bytes: await readBytes(workbook) }], asOf, actor: systemActor(county) });
  totals = { ...summary.totals };
  rows = summary.totals.accepted + summary.totals.remarked + summary.totals.rejected;
  await db.close();
}
const ms = performance.now() - began;
const answer: ImporterAnswer = { ms, rows, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024), totals };
process.stdout.write(JSON.stringify(answer));
