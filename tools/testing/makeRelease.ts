// Makes the data of a release: the sample county imported, classified, visited and worked on, written to
// fixtures/<version> for the upgrade tests of later releases. Run by tools/release.mjs.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportElders } from '../../apps/server/src/modules/classification/public.ts';
import { runImport } from '../../apps/server/src/modules/intake/public.ts';
import { monthReport } from '../../apps/server/src/modules/oversight/report.ts';
import { readRange } from '../../apps/server/src/modules/divisions/public.ts';
import { setCountyPack } from '../../apps/server/src/modules/policy/public.ts';
import { visitCommands } from '../../apps/server/src/modules/visits/public.ts';
import { reactions } from '../../apps/server/src/app/reactions.ts';
import { visitorLists } from '../../apps/server/src/app/visitorLists.ts';
import { sealAudit, verifyAudit } from '../../apps/server/src/platform/audit/index.ts';
import { fixedClock } from '../../apps/server/src/platform/clock.ts';
import { fieldCrypto } from '../../apps/server/src/platform/crypto/index.ts';
import { openDb, sql, systemActor } from '../../apps/server/src/platform/db/index.ts';
import { migrate } from '../../apps/server/src/platform/db/migrate.ts';
import { silentLog } from '../../apps/server/src/platform/log.ts';
import { startEmbedded } from '../../apps/server/src/platform/postgres/embedded.ts';
import { runReactions } from '../../apps/server/src/platform/reactions.ts';
import type { Services } from '../../apps/server/src/platform/services.ts';
import { pushCommands } from '../../apps/server/src/platform/sync/push.ts';
import { writeRelease } from './release.ts';
import { fillLife, lifeFigures } from './releaseLife.ts';

const COUNTY = '610926';
const TODAY = '2026-11-20';
const VISITS = 120;
const noonOf = (day: string): string => `${day}T04:00:00.000Z`;

/** Services over a database as of noon of a day, for data whose key is known. */
export function servicesOn(connectionString: string, today: string, masterKey: Buffer): Services {
  const clock = fixedClock(noonOf(today));
  return { db: openDb(connectionString, { today: clock.today }), clock, crypto: fieldCrypto(masterKey), log: silentLog, jobs: { send: () => Promise.resolve() } };
}

/** What an upgrade must not change: the month's report, everybody's result, the chain of the audit, what was done with files. */
export async function figuresOf(services: Services, county: string): Promise<unknown> {
  const actor = systemActor(county);
  const { total } = await services.db.tx(actor, (tx) => monthReport(tx, services, readRange(county, undefined), services.clock.today().slice(0, 7)));
  const exported = await exportElders(services, { countyCode: county, reveal: true, reason: 'upgrade' });
  if (!exported.ok) throw new Error(exported.refusal.code);
  const results: Record<string, number> = {};
  let digits = 0;
  for await (const elder of exported.value) {
    const result = `${elder.categories.join(' ')} · ${elder.tier?.code ?? '-'}`;
    results[result] = (results[result] ?? 0) + 1;
    digits += elder.idNo?.length ?? 0;
  }
  await sealAudit(services.db, county);
  const { broken } = await verifyAudit(services.db, county);
  return {
    total,
    results: Object.fromEntries(Object.entries(results).sort(([a], [b]) => (a < b ? -1 : 1))),
    digitsOfIdentityNumbers: digits,
    auditBrokenAt: broken,
    ...(await lifeFigures(services, county)),
  };
}

async function fill(services: Services, sample: string): Promise<void> {
  const actor = systemActor(COUNTY);
  const names = (await readdir(sample)).filter((name) => !name.endsWith('.json'));
  const files = await Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(sample, name)) })));
  await runImport(services, visitorLists, { files, asOf: '2026-11-01', actor });
  await services.db.tx(actor, (tx) => setCountyPack(tx, 'pingli-2023'));
  await runReactions(services, COUNTY, reactions);
  await services.db.tx(actor, async (tx) => {
    const elders = await tx.query<{ id: string }>(sql`select id from elder where county_code = ${COUNTY} and tier_code is not null order by name, id limit ${VISITS}`);
    const visits = elders.map(({ id }, index) => {
      const day = `2026-11-${String(2 + (index % 17)).padStart(2, '0')}`;
      const [startedAt, endedAt] = [`${day}T02:00:00.000Z`, `${day}T02:25:00.000Z`];
      const outcome = index % 13 === 0 ? 'notAtHome' : 'done';
      const payload = {
        elderId: id,
        mode: index % 9 === 0 ? 'phone' : 'home',
        outcome,
        startedAt,
        endedAt,
        formId: 'pingli-annex4',
        formVersion: 1,
        answers: outcome === 'done' ? { mood: 'same', gas: 'safe' } : {},
        fix: null,
      };
      return { id: id.replace(/^.{8}/, '01a20000'), kind: 'visits.record', occurredAt: startedAt, recordedAt: endedAt, base: {}, payload };
    });
    const answers = await pushCommands(tx, services, new Map(visitCommands.map((command) => [command.kind, command])), visits, {
      deviceId: null,
      sentAt: null,
      receivedAt: noonOf(TODAY),
    });
    const refused = answers.find((answer) => answer.outcome !== 'applied');
    if (refused !== undefined) throw new Error(`a visit was not taken: ${JSON.stringify(refused)}`);
  });
}

/** Writes `<root>/fixtures/<version>`. */
export async function main(root: string, version: string): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shouwang-release-'));
  const cluster = await startEmbedded({ dataDir, log: () => undefined });
  try {
    const connectionString = cluster.connectionString('shouwang');
    await migrate(connectionString, join(root, 'apps/server/migrations'));
    const masterKey = Buffer.alloc(32, 11);
    const services = servicesOn(connectionString, TODAY, masterKey);
    await fill(services, join(root, 'samples/pingli-2-towns'));
    await runReactions(services, COUNTY, reactions);
    await fillLife(services, COUNTY);
    await runReactions(services, COUNTY, reactions);
    await writeRelease(connectionString, join(root, 'fixtures', version), {
      version,
      today: TODAY,
      county: COUNTY,
      masterKey: masterKey.toString('base64'),
      figures: await figuresOf(services, COUNTY),
    });
    await services.db.close();
  } finally {
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
