// Reading packs from a folder: the only file of this package that touches the disk.
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { checkPackFiles } from './check.ts';
import type { PackFile } from './packFile.ts';
import { parsePack } from './parse.ts';
import type { Problem } from './problem.ts';

export interface LoadedPacks {
  readonly packs: readonly PackFile[];
  /** What is wrong with the shape of files; those are not among the packs. */
  readonly problems: readonly Problem[];
}

const isPackFile = (name: string): boolean => /\.ya?ml$/.test(name);

/** All pack files of a folder, in order of their names. Throws where the folder cannot be read. */
export async function loadPacks(folder: string): Promise<LoadedPacks> {
  const names = (await readdir(folder)).filter(isPackFile).toSorted();
  const packs: PackFile[] = [];
  const problems: Problem[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const parsed = parsePack(await readFile(path, 'utf8'), path);
    if (parsed.ok) packs.push(parsed.pack);
    else problems.push(...parsed.problems);
  }
  return { packs, problems };
}

export interface CheckedPacks {
  /** Files that were looked at. */
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Checks a folder, or one file among its neighbours and the packs of `baseFolder`, on which a county's
 * own file usually rests. Never throws for what is wrong with a file.
 */
export async function checkPacks(path: string, baseFolder?: string): Promise<CheckedPacks> {
  const info = await stat(path).catch(() => null);
  if (info === null) return { files: [], problems: [{ file: path, path: '', line: null, message: { zh: '找不到这个文件或文件夹', en: 'no such file or folder' } }] };
  const isFolder = info.isDirectory();
  const own = await loadPacks(isFolder ? path : dirname(path));
  const base = baseFolder === undefined ? [] : (await loadPacks(baseFolder)).packs;
  const ownIds = new Set(own.packs.map((pack) => pack.id));
  const packs = [...own.packs, ...base.filter((pack) => !ownIds.has(pack.id))];
  const isMeant = (file: string): boolean => resolve(isFolder ? dirname(file) : file) === resolve(path);
  const problems = [...own.problems, ...checkPackFiles(packs)].filter((problem) => isMeant(problem.file));
  const files = [...new Set([...own.packs.map((pack) => pack.fileName), ...own.problems.map((problem) => problem.file)])].filter(isMeant);
  return { files, problems };
}
