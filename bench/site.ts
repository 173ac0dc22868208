// Where a benchmark runs: an embedded PostgreSQL of its own under bench/data/<size>, the generated
// county in it (built once, kept, brought along by migrations), and the real server as a process.
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { generateCounty, type CountySize, type GeneratedCounty } from '@shouwang/testkit';
import pg from 'pg';
import { seedCounty } from '../apps/server/src/app/seedCounty.ts';
import { fixedClock, newId, systemClock } from '../apps/server/src/platform/clock.ts';
import { createSession } from '../apps/server/src/platform/auth/session.ts';
import { fieldCrypto, loadMasterKey } from '../apps/server/src/platform/crypto/index.ts';
import { openDb, sql, systemActor } from '../apps/server/src/platform/db/index.ts';
import { migrate } from '../apps/server/src/platform/db/migrate.ts';
import { silentLog } from '../apps/server/src/platform/log.ts';
import { DATABASE, startEmbedded } from '../apps/server/src/platform/postgres/embedded.ts';
import type { Services } from '../apps/server/src/platform/services.ts';

export interface Site {
  readonly root: string;
  /** Folder of this site's database and keys. */
  readonly dataDir: string;
  readonly size: CountySize;
  readonly smoke: boolean;
  readonly county: GeneratedCounty;
  readonly services: Services;
  readonly ownerConnectionString: string;
  /** Owner's pool, for references straight through the driver. */
  readonly owner: pg.Pool;
  readonly say: (text: string) => void;
  /** A bearer token for an account of this role (a visitor's account by its visitor). */
  token(account: { readonly accountId: string; readonly deviceId: string | null }): Promise<string>;
  close(): Promise<void>;
}

const SEED = 'bench';
export const PACK = 'demo-2026';

export async function openSite(options: {
  readonly root: string;
  readonly dataDir: string;
  readonly size: CountySize;
  readonly smoke: boolean;
  readonly say: (text: string) => void;
}): Promise<Site> {
  const { root, dataDir, size, say } = options;
  const builtFile = join(dataDir, 'built-on');
  const builtOn = existsSync(builtFile) ? (await readFile(builtFile, 'utf8')).trim() : null;
  const kept = builtOn !== null;
  // The day it was built stays its today, so that months later the same work is measured.
  const asOf = builtOn ?? systemClock.today();
  if (!kept) await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });

  const cluster = await startEmbedded({ dataDir, log: () => undefined, settings: { shared_buffers: '512MB', max_wal_size: '4GB' } });
  const ownerConnectionString = cluster.connectionString(DATABASE);
  await migrate(ownerConnectionString, join(root, 'apps/server/migrations'));
  const county = generateCounty({ size, seed: SEED, asOf });
  const clock = fixedClock(`${asOf}T04:00:00.000Z`);
  const db = openDb(ownerConnectionString, { today: clock.today });
  const services: Services = { db, clock, crypto: fieldCrypto(await loadMasterKey(dataDir)), log: silentLog, jobs: { send: async () => undefined } };
  const owner = new pg.Pool({ connectionString: ownerConnectionString, max: 10 });
  const close = async (): Promise<void> => {
    await db.close();
    await owner.end();
    await cluster.stop();
  };
  try {
    if (!kept) {
      say(`building size ${size} in ${dataDir} (kept afterwards)`);
      const onStep = (step: string, count: number, ms: number): void => say(`  ${step}: ${count} in ${(ms / 1000).toFixed(1)} s`);
      await seedCounty({ services, ownerConnectionString, county, packId: PACK, visits: 'copy', password: newId(), onStep });
      await owner.query('vacuum analyze');
      await writeFile(builtFile, asOf);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...options,
    county,
    services,
    ownerConnectionString,
    owner,
    close,
    token: ({ accountId, deviceId }) => db.tx(systemActor(county.code), (tx) => createSession(tx, { countyCode: county.code, accountId, deviceId })),
  };
}

export interface Visiting {
  readonly token: string;
  readonly deviceId: string;
  readonly elderIds: readonly string[];
}

/** Visitors with a registered device and a session, as the phones of the field would be. */
export async function visitorsOnPhones(site: Site, count: number): Promise<readonly Visiting[]> {
  const { rows } = await site.owner.query<{ account_id: string; elder_ids: string[] }>(
    `select a.id as account_id, array_agg(g.elder_id order by g.elder_id) as elder_ids from account a
     join assignment g on g.county_code = a.county_code and g.visitor_id = a.visitor_id and g.to_date is null
     join elder e on e.county_code = g.county_code and e.id = g.elder_id and e.tier_code is not null
     where a.county_code = $1 and a.role = 'visitor' group by a.id order by md5(a.id::text) limit $2`,
    [site.county.code, count],
  );
  return Promise.all(
    rows.map(async ({ account_id, elder_ids }) => {
      const deviceId = newId();
      await site.services.db.tx(systemActor(site.county.code), (tx) =>
        tx.query(sql`insert into device (county_code, id, account_id, label) values (${site.county.code}, ${deviceId}, ${account_id}, 'bench')`),
      );
      return { deviceId, elderIds: elder_ids, token: await site.token({ accountId: account_id, deviceId }) };
    }),
  );
}

/** A session of an office with this scope; the account is made where there is none. */
export async function officeToken(site: Site, role: 'county' | 'town', scope: string): Promise<string> {
  const username = `bench-${scope}`;
  await site.owner.query(
    `insert into account (county_code, id, username, display_name, password_hash, role, scope) values ($1, $2, $3, $3, '', $4, $5) on conflict (county_code, username) do nothing`,
    [site.county.code, newId(), username, role, scope],
  );
  const { rows } = await site.owner.query<{ id: string }>('select id from account where county_code = $1 and username = $2', [site.county.code, username]);
  return site.token({ accountId: rows[0]?.id as string, deviceId: null });
}

export interface Server {
  /** Answers the parsed body; throws unless the status is 200. `lane` keeps to one connection. */
  call<T>(token: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
  /** Where a browser finds it; `localhost`, so that it counts as a secure context. */
  readonly url: string;
}

/** The real server, its own process, on the site's database. */
export async function startServer(site: Site): Promise<Server> {
  const port = 20_000 + (process.pid % 20_000);
  const child: ChildProcess = fork(join(site.root, 'bench/dist/server/main.js'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', SHOUWANG_DATA: site.dataDir, SHOUWANG_DEMO: '0', LOG_LEVEL: 'error', NODE_ENV: 'production' },
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const call = <T>(token: string, method: string, path: string, body?: unknown): Promise<T> =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
      const headers = { authorization: `Bearer ${token}`, ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': text.length }) };
      const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const answer = Buffer.concat(parts).toString();
          if (response.statusCode === 200) resolve(JSON.parse(answer) as T);
          else reject(new Error(`${method} ${path} → ${response.statusCode}: ${answer.slice(0, 300)}`));
        });
      });
      sent.on('error', reject);
      sent.end(text);
    });
  for (let tries = 0; ; tries += 1) {
    try {
      await call('', 'GET', '/api/health');
      break;
    } catch (error) {
      if (tries > 300 || child.exitCode !== null) throw new Error('the server did not start', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    call,
    url: `http://localhost:${port}`,
    async stop() {
      agent.destroy();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
