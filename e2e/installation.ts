// A whole installation for a browser test: the built server as its own process in a temporary data
// folder, which can be killed as power failures do and started again.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const rootDir = resolve(import.meta.dirname, '..');

export interface Installation {
  readonly url: string;
  readonly dataDir: string;
  /** `kill -9` of the server process; its database is left behind, as at a crash. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Runs `shouwang …` on the same database; answers what it printed, throws where it failed. */
  command(...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer()
      .once('error', fail)
      .listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
      });
  });

/** Starts one; `demo` loads the demonstration county into it. */
export async function install(options: { readonly demo: boolean }): Promise<Installation> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shouwang-e2e-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1', SHOUWANG_DATA: dataDir, SHOUWANG_DEMO: options.demo ? '1' : '0', LOG_LEVEL: 'warn' };
  let server: ChildProcess | undefined;
  let output = '';

  const start = async (): Promise<void> => {
    output = '';
    server = spawn(process.execPath, [join(rootDir, 'apps/server/dist/main.js')], { env, cwd: rootDir, stdio: ['ignore', 'pipe', 'pipe'] });
    server.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    server.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    for (let waited = 0; waited < 120_000; waited += 200) {
      if (server.exitCode !== null) throw new Error(`the server ended:\n${output}`);
      if (
        await fetch(`${url}/api/health`).then(
          (reply) => reply.ok,
          () => false,
        )
      )
        return;
      await sleep(200);
    }
    throw new Error(`the server did not answer:\n${output}`);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((done) => server?.once('exit', done));
    server.kill(signal);
    await ended;
  };

  await start();
  return {
    url,
    dataDir,
    start,
    kill: () => end('SIGKILL'),
    command: (...args) =>
      new Promise((done, fail) => {
        const child = spawn(process.execPath, [join(rootDir, 'apps/server/dist/cli.js'), ...args], { env, cwd: rootDir });
        let printed = '';
        let errors = '';
        child.stdout.on('data', (chunk: Buffer) => {
          printed += chunk.toString();
        });
        child.stderr.on('data', (chunk: Buffer) => {
          errors += chunk.toString();
        });
        child.on('exit', (code) => (code === 0 ? done(printed) : fail(new Error(`shouwang ${args.join(' ')} ended with ${code}:\n${printed}\n${errors}`))));
      }),
    async remove() {
      await end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
