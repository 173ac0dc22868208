// One process at a time starts or stops the database of a folder: the server, a command line beside it
// and a second server started by mistake would otherwise trip over one another. A holder that was killed
// leaves its file behind, so a turn also ends when its process is gone or has not renewed it for a while.
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const RENEW_MS = 2_000;
/** Far above RENEW_MS: only a holder whose process id was given to another process gets that old. */
const STALE_MS = 20_000;
const POLL_MS = 50;

/** Runs the work while holding the file; waits for as long as another living process holds it. */
export async function inTurn<T>(file: string, work: () => Promise<T>): Promise<T> {
  const ticket = `${process.pid} ${randomUUID()}`;
  for (;;) {
    const taken = await writeFile(file, ticket, { flag: 'wx', mode: 0o600 }).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw error;
      },
    );
    if (taken) break;
    if (!(await removeIfStale(file))) await sleep(POLL_MS);
  }
  const renewal = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, RENEW_MS);
  renewal.unref();
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await rm(file, { force: true });
  }
}

async function removeIfStale(file: string): Promise<boolean> {
  const [ticket, info] = await Promise.all([readFile(file, 'utf8').catch(() => null), stat(file).catch(() => null)]);
  if (ticket === null || info === null) return true;
  const age = Date.now() - info.mtimeMs;
  // An empty ticket is one being written at this moment.
  const holderGone = ticket !== '' && !isAlive(Number(ticket.split(' ')[0]));
  if (!holderGone && age < STALE_MS) return false;
  const aside = `${file}.${randomUUID()}`;
  if (
    !(await rename(file, aside).then(
      () => true,
      () => false,
    ))
  )
    return true;
  // Between reading and renaming somebody else may have done the same and taken his turn: give it back.
  const moved = await readFile(aside, 'utf8').catch(() => ticket);
  if (moved !== ticket) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
  return true;
}

/** Whether a process with that id runs here; one of another user counts. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
