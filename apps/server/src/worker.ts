// Composition root of the worker process: imports and nightly work, beside the server.
import { jobHandlers } from './app/registry.ts';
import { reactions } from './app/reactions.ts';
import { openInstallation } from './app/installation.ts';
import { countiesServed } from './modules/divisions/public.ts';
import { sealAudit } from './platform/audit/index.ts';
import { readConfig } from './platform/config/index.ts';
import { runReactions } from './platform/reactions.ts';

/** How often reactions and the audit sealer look for work that no one woke them for. */
const SWEEP_MS = 1_000;
const STOP_LIMIT_MS = 10_000;

const config = readConfig(process.env);
const installation = await openInstallation(config, { say: () => undefined, migrates: false, works: true });
const { services, jobs } = installation;
await jobs.work(services, jobHandlers, (name, error) => services.log.error({ job: name, error: error instanceof Error ? error.stack : String(error) }, 'job failed'));

let stopping = false;
async function sweep(): Promise<void> {
  while (!stopping) {
    try {
      for (const county of await countiesServed(services.db)) {
        await runReactions(services, county, reactions);
        await sealAudit(services.db, county);
      }
    } catch (error) {
      services.log.warn({ error: String(error) }, 'sweep failed, trying again');
    }
    await new Promise((resolve) => setTimeout(resolve, SWEEP_MS));
  }
}
const swept = sweep();

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Whatever is still waited for (a database that is gone, too): jobs are taken up again by the next worker.
  setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
  await swept;
  await installation.close();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
// The server is gone (killed): leave too, the next start brings a worker of its own.
process.on('disconnect', () => void stop());
// It may have gone while this process was still opening the database.
if (process.connected === false) void stop();
