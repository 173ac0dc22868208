// Composition root of the server: database, migrations, demonstration county on an empty database,
// HTTP, and the worker process beside it.
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openInstallation, rootDir } from './app/installation.ts';
import { endpoints } from './app/registry.ts';
import { seedDemonstration } from './app/seedDemonstration.ts';
import { openSessions } from './platform/auth/session.ts';
import { readConfig } from './platform/config/index.ts';
import { openHttp } from './platform/http/server.ts';

const MEGABYTE = 1024 * 1024;
/** quality.md R5: a workbook of 200 MB gets an answer in words, so it must get that far. */
const UPLOAD_LIMIT = 220 * MEGABYTE;

const say = (message: string): void => void process.stdout.write(`${message}\n`);

const config = readConfig(process.env);
const installation = await openInstallation(config, { say, migrates: true });
const { services } = installation;
const accounts = config.demo ? await seedDemonstration(installation, say) : [];

const sessions = openSessions(services.db);
const webDir = join(rootDir, 'apps', 'web', 'dist');
const app = await openHttp({
  services,
  endpoints: endpoints(sessions),
  authenticate: sessions.authenticate,
  webDir: existsSync(webDir) ? webDir : null,
  behindTls: config.behindTls,
  uploadLimitBytes: UPLOAD_LIMIT,
});

let stopping = false;
let worker: ChildProcess | undefined;
/** The worker is started anew when it dies: imports it was at are taken up again by their jobs. */
function startWorker(): void {
  worker = fork(join(import.meta.dirname, 'worker.js'), { stdio: 'inherit' });
  worker.on('exit', (code) => {
    if (stopping) return;
    services.log.warn({ code }, 'worker ended, starting another');
    setTimeout(startWorker, 1_000);
  });
}

const address = await app.listen({ port: config.port, host: config.host }).catch(async (error: unknown) => {
  // A taken port must not leave behind a database that nobody uses.
  await installation.close();
  throw error;
});
startWorker();
// A URL does not name the port that is usual for its scheme.
const port = new URL(address).port || '80';
say(`\n守望 Shouwang  http://localhost:${port}\n  电脑端 desk   http://localhost:${port}/\n  手机端 phone  http://localhost:${port}/field/`);
if (accounts.length > 0) {
  say('\n  演示账号 demonstration accounts (密码 password)');
  for (const account of accounts) say(`  ${account.role.padEnd(10)} ${account.username.padEnd(16)} ${account.password.padEnd(18)} ${account.displayName}`);
}
say('');

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await app.close();
  if (worker !== undefined && worker.exitCode === null) {
    const ended = new Promise((resolve) => worker?.once('exit', resolve));
    worker.kill('SIGTERM');
    await ended;
  }
  await installation.close();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
