// docs/coverage.csv says which requirement is met, in which module, where a user finds it and which test
// proves it (`path::name of the test`). Everything it names must exist.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules } from '../../module-map.mjs';
import { root } from '../setup.mjs';

const COVERAGE = 'docs/coverage.csv';
const REQUIREMENTS = 'docs/requirements.csv';
const COLUMNS = ['requirement', 'module', 'where', 'test'];
const OUTSIDE_THE_MAP = ['audit', 'sync', 'platform'];

export function checkCoverage(base = root) {
  const known = new Set(
    readCsv(join(base, REQUIREMENTS))
      .slice(1)
      .map(([id]) => id),
  );
  const [header, ...rows] = readCsv(join(base, COVERAGE));
  if (header?.join() !== COLUMNS.join()) return [`${COVERAGE}: the first line must be ${COLUMNS.join()}`];
  return rows.flatMap((row, index) => problemsOf(row, known, base).map((problem) => `${COVERAGE}:${index + 2}: ${problem}`));
}

function problemsOf(row, known, base) {
  if (row.length !== COLUMNS.length) return [`has ${row.length} columns instead of ${COLUMNS.length}`];
  const [requirement, module, where, test] = row;
  const problems = [];
  if (!known.has(requirement)) problems.push(`${requirement} is not in ${REQUIREMENTS}`);
  if (!modules.includes(module) && !OUTSIDE_THE_MAP.includes(module)) problems.push(`there is no module ${module}`);
  if (where.trim() === '') problems.push('does not say where a user finds it');
  const cut = test.indexOf('::');
  const path = test.slice(0, cut);
  const name = test.slice(cut + 2);
  if (cut < 1 || name === '') problems.push(`"${test}" is not of the form path::name of the test`);
  else if (!existsSync(join(base, path))) problems.push(`there is no test file ${path}`);
  else if (!namesTest(readFileSync(join(base, path), 'utf8'), name)) problems.push(`${path} has no test "${name}"`);
  return problems;
}

/** The name as it stands in the source, whichever quotes it has. */
function namesTest(source, name) {
  return ["'", '"', '`'].some((quote) => source.includes(`${quote}${name.replaceAll(quote, `\\${quote}`)}${quote}`));
}

function readCsv(file) {
  const lines = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
  return lines.map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => (quoted === undefined ? plain : quoted.replaceAll('""', '"'))));
}
