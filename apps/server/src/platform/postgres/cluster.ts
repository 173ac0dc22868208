// One cluster's folder: how it is made (wholly or not at all), what we remember about it, and how its
// server is spawned. `embedded.ts` decides when.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, type Stats } from 'node:fs';
import { chmod, chown, mkdir, open, readFile, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { canReach, type RunAs } from './run-as.ts';

export type Folder = {
  /** `<data>/postgres`; holds `cluster` (the database), `launcher.json` and `server.log`. */
  readonly path: string;
  readonly runAs: RunAs | null;
};

/** What we remember of a cluster; the file is readable by its owner only. */
export type Launcher = { readonly password: string; readonly port: number };

export const SUPERUSER = 'shouwang';
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

export const clusterPath = (folder: Folder): string => join(folder.path, 'cluster');
const launcherPath = (folder: Folder): string => join(folder.path, 'launcher.json');
export const logPath = (folder: Folder): string => join(folder.path, 'server.log');

/** The major version that made the cluster, or null when there is none yet. */
export async function clusterMajor(folder: Folder): Promise<number | null> {
  const text = await readFile(join(clusterPath(folder), 'PG_VERSION'), 'utf8').catch(() => null);
  return text === null ? null : Number(text.trim());
}

export async function readLauncher(folder: Folder): Promise<Launcher> {
  try {
    return JSON.parse(await readFile(launcherPath(folder), 'utf8')) as Launcher;
  } catch (error) {
    throw new Error(
      `${launcherPath(folder)} cannot be read. It holds the password of the database beside it and belongs to whoever started it first: start as that user, or put the file back from a backup.`,
      { cause: error },
    );
  }
}

export async function rememberPort(folder: Folder, port: number): Promise<Launcher> {
  const launcher = { ...(await readLauncher(folder)), port };
  await writeLauncher(folder, launcher);
  return launcher;
}

async function writeLauncher(folder: Folder, launcher: Launcher): Promise<void> {
  const half = `${launcherPath(folder)}.new`;
  await writeFile(half, `${JSON.stringify(launcher)}\n`, { mode: 0o600 });
  if (folder.runAs !== null) await chown(half, folder.runAs.uid, folder.runAs.gid);
  await rename(half, launcherPath(folder));
}

/**
 * Makes a new cluster. It is made under another name and renamed when complete, so a `cluster` folder is
 * always whole and what a killed run left behind can be thrown away without a thought.
 */
export async function createCluster(folder: Folder, binaries: Binaries): Promise<void> {
  for (const name of await readdir(folder.path)) {
    // Its initdb may have outlived the process that was killed and still write for a second: try again until it is through.
    if (name.startsWith('unfinished-')) await rm(join(folder.path, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
  const unfinished = `unfinished-${randomBytes(6).toString('hex')}`;
  const work = join(folder.path, unfinished);
  await mkdir(work, { mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(work, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  for (const path of folder.runAs === null ? [] : [work, passwordFile]) await chown(path, folder.runAs!.uid, folder.runAs!.gid);

  // Code point order everywhere: it does not change with the operating system. Where people read a list
  // the query asks for pinyin order by name.
  const locales = binaries.major >= 17 ? [['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']] : [['--locale=C.UTF-8'], ['--locale=C']];
  let refused = '';
  for (const locale of locales) {
    await rm(join(work, 'cluster'), { recursive: true, force: true });
    const place = await placeFor(folder);
    try {
      const args = [
        '-D',
        `${place.path}/${unfinished}/cluster`,
        '-U',
        SUPERUSER,
        `--pwfile=${place.path}/${unfinished}/password`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        ...locale,
      ];
      const { code, output } = await run(join(binaries.root, 'bin', 'initdb'), args, folder, place.fd);
      refused = code === 0 ? '' : output;
    } finally {
      place.close();
    }
    if (refused === '') break;
  }
  if (refused !== '') throw new Error(`The database could not be created in ${folder.path}: ${refused.trim().split('\n').slice(-4).join(' ')}`);
  await writeLauncher(folder, { password, port: 0 });
  await rename(join(work, 'cluster'), clusterPath(folder));
  await rm(work, { recursive: true, force: true });
}

/** Makes the folder and gives it to the user that PostgreSQL runs under. */
export async function prepareFolder(folder: Folder): Promise<void> {
  await mkdir(folder.path, { recursive: true });
  const found: Stats = await stat(folder.path);
  if (folder.runAs !== null && found.uid !== folder.runAs.uid) await chown(folder.path, folder.runAs.uid, folder.runAs.gid);
  if ((found.mode & 0o777) !== 0o700) await chmod(folder.path, 0o700);
}

/** Spawns the server, detached: it outlives us, so that nobody's crash is everybody's. */
export async function spawnServer(folder: Folder, binaries: Binaries, port: number, settings: Readonly<Record<string, string>>): Promise<void> {
  const log = logPath(folder);
  if (((await stat(log).catch(() => null))?.size ?? 0) > LOG_LIMIT_BYTES) await truncate(log, 0);
  const place = await placeFor(folder);
  const output = await open(log, 'a', 0o600);
  if (folder.runAs !== null) await output.chown(folder.runAs.uid, folder.runAs.gid);
  try {
    const options = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(join(binaries.root, 'bin', 'postgres'), ['-D', `${place.path}/cluster`, ...options], {
      ...asUser(folder),
      detached: true,
      stdio: ['ignore', output.fd, output.fd, ...(place.fd === null ? [] : [place.fd])],
    });
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
  } finally {
    await output.close();
    place.close();
  }
}

/** The wanted port when nobody listens there, else a free one. Loopback only. */
export async function freePort(wanted: number): Promise<number> {
  const tryPort = (port: number): Promise<number | null> =>
    new Promise((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(null));
      probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
      });
    });
  const port = (wanted > 0 ? await tryPort(wanted) : null) ?? (await tryPort(0));
  if (port === null) throw new Error('No free port on 127.0.0.1 for the database.');
  return port;
}

/**
 * The folder's path as PostgreSQL is to know it. Root's own home is closed to other users, so the user
 * PostgreSQL runs under could not walk to a folder in it; on Linux it is then handed the opened folder
 * and reaches it through its own list of open files.
 */
async function placeFor(folder: Folder): Promise<{ path: string; fd: number | null; close: () => void }> {
  if (folder.runAs === null || (await canReach(folder.path, folder.runAs))) return { path: folder.path, fd: null, close: () => undefined };
  if (process.platform !== 'linux')
    throw new Error(`The user ${folder.runAs.name} cannot reach ${folder.path}. Choose another folder with SHOUWANG_DATA, or start as an ordinary user.`);
  const fd = openSync(folder.path, 'r');
  return { path: '/proc/self/fd/3', fd, close: () => closeSync(fd) };
}

async function run(program: string, args: string[], folder: Folder, fd: number | null): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, args, { ...asUser(folder), stdio: ['ignore', 'pipe', 'pipe', ...(fd === null ? [] : [fd])] });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  return { code, output };
}

function asUser(folder: Folder): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  // PG* variables of the shell are meant for another server; LANG would change the language of messages that we read.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_') && name !== 'LANG');
  const env: NodeJS.ProcessEnv = Object.fromEntries([...inherited, ['LC_ALL', 'C'], ['TZ', 'UTC']]);
  return folder.runAs === null ? { cwd: folder.path, env } : { cwd: folder.path, env, uid: folder.runAs.uid, gid: folder.runAs.gid };
}
