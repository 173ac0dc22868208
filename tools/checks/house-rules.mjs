// Rules of this house that no linter knows: a file says first why it exists and stays short, words for
// users live in the catalogues, and the catalogues of all languages have the same keys.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup.mjs';
import { repositoryFiles } from './files.mjs';

const SOURCE = /\.(?:[cm]?[jt]sx?)$/;
/** A test is named after what it tests, an index only hands on. */
const SELF_EVIDENT = /(?:\.test\.tsx?|\/index\.ts)$/;
const LONGEST = 400;
const CATALOGUES = 'apps/web/src/platform/i18n';
const HAN = /\p{Script=Han}/u;

export function checkHouseRules() {
  const sources = repositoryFiles().filter((path) => SOURCE.test(path));
  const problems = sources.flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const found = [];
    if (!SELF_EVIDENT.test(path) && !/^(?:#!.*\n)?(?:\/\/|\/\*)/.test(text)) found.push('does not open with a comment that says why it exists');
    if (text.trimEnd().split('\n').length > LONGEST) found.push(`is longer than ${LONGEST} lines`);
    if (/\b(?:test|it|describe)\.(?:skip|only|todo|runIf|skipIf)\b/.test(text) && /\.test\.tsx?$/.test(path)) found.push('has a test that does not always run');
    if (path.startsWith('apps/web/src/') && !/\.test\.tsx?$/.test(path)) {
      const line = withoutComments(text).split('\n').findIndex((code) => HAN.test(code));
      if (line >= 0) found.push(`line ${line + 1} has words for users outside the catalogues`);
    }
    return found.map((problem) => `${path} ${problem}`);
  });
  return [...problems, ...checkCatalogues()];
}

/** Comments may be in any language; they are blanked out line by line, so that numbers stay right. */
function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

function checkCatalogues() {
  if (!existsSync(join(root, CATALOGUES))) return [];
  const languages = readdirSync(join(root, CATALOGUES), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const keysOf = (language) => {
    const files = readdirSync(join(root, CATALOGUES, language)).filter((name) => name.endsWith('.json'));
    return new Set(files.flatMap((name) => leaves(JSON.parse(readFileSync(join(root, CATALOGUES, language, name), 'utf8')), name)));
  };
  const byLanguage = languages.map((language) => ({ language, keys: keysOf(language) }));
  // Languages have plural forms of their own: one form in one language answers any in another.
  return byLanguage.flatMap(({ language, keys }) =>
    byLanguage.flatMap((other) => [...keys].filter((key) => !other.keys.has(key)).map((key) => `${CATALOGUES}/${other.language} lacks ${key}, which ${language} has`)),
  );
}

function leaves(value, path) {
  if (typeof value === 'string') return [path.replace(/_(?:zero|one|two|few|many|other)$/, '')];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}:${key}`));
}
