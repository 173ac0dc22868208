// Rules of this house that no linter knows: a file says first why it exists and stays short, and every
// test always runs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup.mjs';
import { repositoryFiles } from './files.mjs';

const SOURCE = /\.(?:[cm]?[jt]sx?|sql|css)$/;
const TEST = /\.test\.[mt]sx?$/;
/** A test is named after what it tests, an index only hands on. */
const SELF_EVIDENT = /(?:\.test\.[mt]sx?|\/index\.ts)$/;
const LONGEST = 400;

export function checkHouseRules(base = root) {
  return repositoryFiles(base)
    .filter((path) => SOURCE.test(path))
    .flatMap((path) => problemsOf(path, readFileSync(join(base, path), 'utf8')).map((problem) => `${path} ${problem}`));
}

function problemsOf(path, text) {
  const problems = [];
  if (!SELF_EVIDENT.test(path) && !/^(?:#!.*\n)?(?:\/\/|\/\*|--)/.test(text)) problems.push('does not open with a comment that says why it exists');
  // A migration is one text by nature: it is applied whole and never edited.
  if (!path.endsWith('.sql') && text.trimEnd().split('\n').length > LONGEST) problems.push(`is longer than ${LONGEST} lines`);
  if (TEST.test(path) && /\b(?:test|it|describe)\.(?:skip|only|todo|runIf|skipIf|fails)\b/.test(text)) problems.push('has a test that does not always run');
  return problems;
}
