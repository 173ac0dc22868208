// The plain part of CEL run without its interpreter: names, constants, comparisons, and, or, not, in.
// Rules run over every elder of a county (quality bar P6), and the interpreter wants whole numbers as
// bigint, so that handing him over cost as much as the rules. Types were checked by the library before;
// what is not plain (macros, arithmetic, functions) is left to it.
import type { ASTNode } from '@marcbachmann/cel-js';

type Scalar = number | string | boolean;
type Known = Scalar | readonly string[];
/** Facts by name, numbers as numbers; categories of the same person by variable. */
export type QuickFacts = Readonly<Record<string, unknown>>;
export type QuickCategories = Readonly<Record<string, boolean>>;
type Read = (facts: QuickFacts, categories: QuickCategories) => unknown;
export type QuickTruth = (facts: QuickFacts, categories: QuickCategories) => boolean;

const comparisons: Readonly<Record<string, (a: Scalar, b: Scalar) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const plain = (value: unknown): Known | undefined =>
  typeof value === 'bigint' ? Number(value) : typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : undefined;

/** `constants`: values of the pack by the name that stands in the expression. Null where it is not plain. */
export function quickTruth(ast: ASTNode, constants: ReadonlyMap<string, Known>, isCategory: (name: string) => boolean): QuickTruth | null {
  /** A value that is the same for everybody. */
  const constantOf = (node: ASTNode): Known | undefined => {
    if (node.op === 'value') return plain(node.args);
    if (node.op === 'id') return constants.get(node.args);
    if (node.op === '-_') {
      const value = constantOf(node.args);
      return typeof value === 'number' ? -value : undefined;
    }
    return undefined;
  };
  const readOf = (node: ASTNode): Read | null => {
    if (node.op !== 'id' || constants.has(node.args)) return null;
    const name = node.args;
    return isCategory(name) ? (_, categories) => categories[name] : (facts) => facts[name];
  };
  const truthOf = (node: ASTNode): QuickTruth | null => {
    const constant = constantOf(node);
    if (typeof constant === 'boolean') return () => constant;
    if (node.op === 'id') {
      const read = readOf(node);
      return read === null ? null : (facts, categories) => read(facts, categories) === true;
    }
    if (node.op === '!_') {
      const inner = truthOf(node.args);
      return inner === null ? null : (facts, categories) => !inner(facts, categories);
    }
    if (node.op === '&&' || node.op === '||') {
      const [left, right] = [truthOf(node.args[0]), truthOf(node.args[1])];
      if (left === null || right === null) return null;
      return node.op === '&&'
        ? (facts, categories) => left(facts, categories) && right(facts, categories)
        : (facts, categories) => left(facts, categories) || right(facts, categories);
    }
    if (node.op === 'in') return isIn(node.args[0], node.args[1]);
    const compare = comparisons[node.op];
    if (compare === undefined) return null;
    const [a, b] = node.args as [ASTNode, ASTNode];
    return comparing(a, b, compare);
  };
  const comparing = (a: ASTNode, b: ASTNode, compare: (a: Scalar, b: Scalar) => boolean): QuickTruth | null => {
    const [left, right] = [constantOf(a), constantOf(b)];
    if (typeof left === 'object' || typeof right === 'object') return null;
    const [readLeft, readRight] = [readOf(a), readOf(b)];
    if (left !== undefined && right !== undefined) {
      const result = compare(left, right);
      return () => result;
    }
    if (readLeft !== null && right !== undefined) return (facts, categories) => compare(readLeft(facts, categories) as Scalar, right);
    if (left !== undefined && readRight !== null) return (facts, categories) => compare(left, readRight(facts, categories) as Scalar);
    return null;
  };
  const isIn = (member: ASTNode, list: ASTNode): QuickTruth | null => {
    const [word, words] = [constantOf(member), constantOf(list)];
    const [readWord, readWords] = [readOf(member), readOf(list)];
    if (typeof word === 'string' && readWords !== null) return (facts, categories) => (readWords(facts, categories) as readonly string[]).includes(word);
    if (readWord !== null && typeof words === 'object') return (facts, categories) => words.includes(readWord(facts, categories) as string);
    return null;
  };
  return truthOf(ast);
}
