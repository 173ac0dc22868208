// Which files belong to the repository: those git knows or would take in; without git, all but what is
// generated.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup.mjs';

const GENERATED = new Set(['node_modules', 'dist', 'data', 'coverage', '.git', '.cache', 'screenshots']);

/** Paths from the folder of the repository, with slashes. */
export function repositoryFiles(base = root) {
  const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: base, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (git.status === 0) return git.stdout.split('\0').filter((path) => path !== '' && existsSync(join(base, path)));
  const files = [];
  const visit = (folder) => {
    for (const entry of readdirSync(join(base, folder), { withFileTypes: true })) {
      if (GENERATED.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else files.push(path);
    }
  };
  visit('');
  return files;
}
