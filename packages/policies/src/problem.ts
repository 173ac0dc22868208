// What is wrong with a pack, in words a civil servant understands: which file, which line, what to do.
import type { Words } from '@shouwang/domain/policy';

export interface Problem {
  readonly file: string;
  /** Path inside the file, `categoryRules[0].when[1].expr`; empty for the file as a whole. */
  readonly path: string;
  /** Counted from 1; null where the file itself is missing or unreadable. */
  readonly line: number | null;
  readonly message: Words;
}

/** Steps from the top of a file to a place in it. */
export type Path = readonly (string | number)[];

export const pathText = (path: Path): string => path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');

/** One line for a terminal: `packs/x.yaml:12 categoryRules[0].source: 中文 / English`. */
export function problemText(problem: Problem): string {
  const place = problem.line === null ? problem.file : `${problem.file}:${problem.line}`;
  return `${place}${problem.path === '' ? '' : ` ${problem.path}`}: ${problem.message.zh} / ${problem.message.en}`;
}

/** Places of entries that stood there before. */
export const repeated = (items: readonly string[]): readonly number[] => items.flatMap((item, index) => (items.indexOf(item) < index ? [index] : []));
