// PostgreSQL refuses to run as root. When we are root it is started under another user's id; everyone
// else starts it as himself.
import { constants } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export type RunAs = { readonly uid: number; readonly gid: number; readonly name: string };

/**
 * The user that PostgreSQL runs under, or null for the present one. The owner of an existing folder is
 * kept, so that root can go on with what an ordinary user began; else `postgres`, else `nobody`.
 */
export async function chooseRunAs(existingFolder: string): Promise<RunAs | null> {
  if (process.getuid?.() !== 0) return null;
  const users = await readUsers();
  const owner = await stat(existingFolder).catch(() => null);
  if (owner !== null && owner.uid !== 0) {
    const known = users.find((user) => user.uid === owner.uid);
    return { uid: owner.uid, gid: owner.gid, name: known?.name ?? String(owner.uid) };
  }
  const chosen = users.find((user) => user.name === 'postgres') ?? users.find((user) => user.name === 'nobody');
  if (chosen === undefined) {
    throw new Error('PostgreSQL may not run as root and there is neither a user postgres nor nobody. Start the program as an ordinary user.');
  }
  return chosen;
}

/** Whether that user may enter every folder above the path and execute (search) the path itself. */
export async function canReach(path: string, user: RunAs): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const found = await stat(at).catch(() => null);
    if (found === null) return false;
    const shift = found.uid === user.uid ? 6 : found.gid === user.gid ? 3 : 0;
    if (((found.mode >> shift) & constants.X_OK) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

async function readUsers(): Promise<RunAs[]> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n');
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    // Ids are unsigned, yet some systems write nobody as -2.
    return name === undefined || uid === undefined || gid === undefined ? [] : [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }];
  });
}
