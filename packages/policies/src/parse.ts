// From the text of a YAML file to a pack file, or to the list of what is wrong with its shape. All
// problems are listed at once, so that a file is not mended one message at a time.
import type { Words } from '@shouwang/domain/policy';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { packSchema, type PackFile } from './packFile.ts';
import { pathText, type Path, type Problem } from './problem.ts';

export type ParsedPack = { readonly ok: true; readonly pack: PackFile } | { readonly ok: false; readonly problems: readonly Problem[] };

const kinds: Readonly<Record<string, Words>> = {
  string: { zh: '文字', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: '是或否（true、false）', en: 'true or false' },
  array: { zh: '清单', en: 'a list' },
  object: { zh: '一组项目', en: 'a group of entries' },
  record: { zh: '一组项目', en: 'a group of entries' },
  null: { zh: '空', en: 'empty' },
};
const kindWords = (kind: string): Words => kinds[kind] ?? { zh: kind, en: kind };

/** Sentences for the checks that packSchema names itself. */
const named: Readonly<Record<string, Words>> = {
  date: { zh: '应为存在的日期，写作 2023-12-06', en: 'must be a real date, written 2023-12-06' },
  dayOfYear: { zh: '应为一年中的某日，写作 09-09', en: 'must be a day of the year, written 09-09' },
  key: { zh: '名称只能用英文字母和数字，以小写字母开头', en: 'a name has letters and digits only and begins with a small letter' },
  packId: { zh: '编号写作 pingli-2023：小写字母、数字和短横', en: 'an id is written like pingli-2023: small letters, digits, dashes' },
  division: { zh: '区划代码应为空（全国）或 2、4、6 位数字，加引号', en: 'the division is empty (nation) or 2, 4 or 6 digits, in quotes' },
};

function wordsOf(issue: z.core.$ZodIssue, isMissing: boolean, name: string): Words {
  if (isMissing) return { zh: `缺少“${name}”`, en: `"${name}" is missing` };
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = kindWords(issue.expected);
      return { zh: `“${name}”应为${wanted.zh}`, en: `"${name}" must be ${wanted.en}` };
    }
    case 'unrecognized_keys':
      return { zh: `不认识的项目：${issue.keys.join('、')}，请检查拼写`, en: `unknown entry: ${issue.keys.join(', ')}; check the spelling` };
    case 'invalid_value':
      return { zh: `“${name}”应为其中之一：${issue.values.join('、')}`, en: `"${name}" must be one of: ${issue.values.join(', ')}` };
    case 'invalid_key':
      return { zh: `“${name}”：不认识的名称，或写法不对`, en: `"${name}" is not a known name, or not written like one` };
    case 'invalid_union': {
      // One of a list of codes, or several of them together: the codes are what was meant.
      const coded = issue.errors[0]?.[0];
      if (coded?.code === 'invalid_value') return wordsOf(coded, false, name);
      return { zh: `“${name}”应为数字、文字、是或否，或文字清单`, en: `"${name}" must be a number, text, true or false, or a list of texts` };
    }
    case 'too_small':
      return issue.origin === 'number'
        ? { zh: `“${name}”不能小于 ${issue.minimum}`, en: `"${name}" must be ${issue.minimum} or more` }
        : { zh: `“${name}”不能为空`, en: `"${name}" must not be empty` };
    case 'too_big':
      return { zh: `“${name}”不能大于 ${issue.maximum}`, en: `"${name}" must be ${issue.maximum} or less` };
    default: {
      const own = named[issue.message];
      return own === undefined ? { zh: `“${name}”写法不对`, en: `"${name}" is not written right` } : { zh: `“${name}”${own.zh}`, en: `"${name}": ${own.en}` };
    }
  }
}

function lineFinder(document: Document, lines: LineCounter): PackFile['lineOf'] {
  return (path) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const found = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(found) && found.range) return lines.linePos(found.range[0]).line;
    }
    return null;
  };
}

/**
 * Reads one pack file. `fileName` is only for messages. Rules that need other packs (expressions,
 * what is extended) are looked at by checkPackFiles.
 */
export function parsePack(yamlText: string, fileName: string): ParsedPack {
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map((error) => ({
        file: fileName,
        path: '',
        line: lines.linePos(error.pos[0]).line,
        message: {
          zh: `不是正确的 YAML，请检查这一行的缩进、引号和冒号（${error.message}）`,
          en: `not valid YAML; check indentation, quotes and colons of this line (${error.message})`,
        },
      })),
    };
  }
  const lineOf = lineFinder(document, lines);
  const parsed = packSchema.safeParse(document.toJS());
  if (parsed.success) return { ok: true, pack: { ...parsed.data, fileName, lineOf } };
  const problems = parsed.error.issues.map((issue): Problem => {
    const path = issue.path as Path;
    const isMissing = issue.code === 'invalid_type' && path.length > 0 && !document.hasIn(path);
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    return {
      file: fileName,
      path: pathText(path),
      line: lineOf(unknown === undefined ? path : [...path, unknown]),
      message: wordsOf(issue, isMissing, String(path.at(-1) ?? fileName)),
    };
  });
  return { ok: false, problems };
}
