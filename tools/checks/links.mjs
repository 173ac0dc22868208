// Documents that drift are worse than none: relative links, their anchors and the paths that documents
// and comments mention must exist.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { root } from '../setup.mjs';
import { repositoryFiles } from './files.mjs';

const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
/** A mention in backticks that can only be meant as a path of this repository. */
const MENTION = /`((?:apps|packages|tools|docs|e2e|bench|samples|\.ci)\/[^`\s]*)`/g;
const NAMED_IN_COMMENT = /\bdocs\/[\w/.-]+\.(?:md|csv)/g;
/** Placeholders, globs, and what only exists after a build or a start. */
const NOT_A_PATH = /[<>*{}…]|\bN{2,}|(?:^|\/)(?:dist|data|node_modules)(?:\/|$)/;

export function checkLinks(base = root) {
  const files = repositoryFiles(base);
  const problems = [];
  for (const file of files.filter((path) => path.endsWith('.md'))) {
    const text = readFileSync(join(base, file), 'utf8');
    for (const [, target] of text.replace(/```[\s\S]*?```/g, '').matchAll(LINK)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [path, anchor] = decodeURI(target).split('#');
      const linked = path === '' ? file : normalize(join(dirname(file), path));
      if (!existsSync(join(base, linked))) problems.push(`${file}: the link ${target} leads nowhere`);
      else if (anchor !== undefined && linked.endsWith('.md') && !anchorsOf(join(base, linked)).has(anchor)) problems.push(`${file}: ${linked} has no heading #${anchor}`);
    }
    for (const [, path] of text.matchAll(MENTION)) {
      if (!NOT_A_PATH.test(path) && !existsSync(join(base, path))) problems.push(`${file}: mentions ${path}, which does not exist`);
    }
  }
  for (const file of files.filter((path) => /\.(?:[cm]?[jt]sx?|sql|yaml)$/.test(path) && !/\.test\.\w+$/.test(path))) {
    for (const [path] of readFileSync(join(base, file), 'utf8').matchAll(NAMED_IN_COMMENT)) {
      if (!existsSync(join(base, path))) problems.push(`${file}: mentions ${path}, which does not exist`);
    }
  }
  return problems;
}

const anchorsOf = (file) =>
  new Set(
    [...readFileSync(file, 'utf8').matchAll(/^#{1,6}\s+(.+)$/gm)].map(([, heading]) =>
      heading
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
