// The expressions of policy packs, in CEL. The library knows only typed variables, so `v.key` (a pack
// value) becomes a constant and `is.category` (a category of the same person) a variable of its own
// before type checking: unknown names are found when a pack is read, not when an elder is classified.
import { Environment, type ASTNode, type ParseResult } from '@marcbachmann/cel-js';
import { categories, type Category } from '../facts/index.ts';
import type { PackValue } from '../policy/pack.ts';
import { namedFactKeys, namedFactTypes } from './namedFacts.ts';
import { quickTruth, type QuickTruth } from './quick.ts';
import type { NamedFactKey } from './types.ts';

/** Why an expression cannot be used. `detail` is the library's own wording. */
export type ExpressionProblem =
  | { readonly kind: 'syntax'; readonly detail: string }
  | { readonly kind: 'unknownFact'; readonly name: string }
  | { readonly kind: 'unknownValue'; readonly name: string }
  | { readonly kind: 'unknownCategory'; readonly name: string }
  | { readonly kind: 'type'; readonly detail: string }
  | { readonly kind: 'notTruth'; readonly detail: string };

/** What an expression may read while it runs: whole numbers as bigint, as CEL wants them. */
export type ExpressionContext = Record<string, bigint | boolean | string | readonly string[]>;

export interface Expression {
  readonly facts: readonly NamedFactKey[];
  readonly values: readonly string[];
  readonly categories: readonly Category[];
  readonly holds: (context: ExpressionContext) => boolean;
  /** The same over named facts as they are, without the library; null where the expression is not plain. */
  readonly quick: QuickTruth | null;
}
export type ReadExpression = { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly problem: ExpressionProblem };

/** Named facts that are themselves derived with a list of the pack. */
const valuesBehindFacts: { readonly [K in NamedFactKey]?: string } = { seriousIllness: 'seriousIllnesses' };

export const categoryVariable = (category: Category): string => `is__${category}`;
const valueConstant = (key: string): string => `v__${key.replaceAll('.', '_')}`;
const macros = new Set(['exists', 'exists_one', 'all', 'filter', 'map']);

function constantOf(value: PackValue['value']): readonly [type: string, value: unknown] {
  if (typeof value === 'number') return Number.isInteger(value) ? ['int', BigInt(value)] : ['double', value];
  if (typeof value === 'boolean') return ['bool', value];
  if (typeof value === 'string') return ['string', value];
  return ['list<string>', value];
}

interface Names {
  readonly facts: Set<string>;
  readonly values: Set<string>;
  readonly categories: Set<string>;
  /** Text to put in place of `v.key` and `is.category`. */
  readonly replacements: { readonly start: number; readonly end: number; readonly text: string }[];
}

const isNode = (part: unknown): part is ASTNode => typeof part === 'object' && part !== null && 'op' in part && 'range' in part;

/** `a.b.c` as its parts, null where the node is anything but names joined by dots. */
function dottedName(node: ASTNode): readonly string[] | null {
  if (node.op === 'id') return [node.args];
  if (node.op !== '.') return null;
  const head = dottedName(node.args[0]);
  return head === null ? null : [...head, node.args[1]];
}

function collectNames(node: ASTNode, bound: ReadonlySet<string>, names: Names): void {
  const [root, ...path] = dottedName(node) ?? [];
  if (root !== undefined && !bound.has(root)) {
    if (root === 'v' && path.length > 0) {
      const key = path.join('.');
      names.values.add(key);
      names.replacements.push({ start: node.start, end: node.end, text: valueConstant(key) });
      return;
    }
    if (root === 'is' && path.length === 1) {
      names.categories.add(path[0] as string);
      names.replacements.push({ start: node.start, end: node.end, text: `is__${path[0]}` });
      return;
    }
    names.facts.add(root);
    return;
  }
  if (node.op === 'rcall' && macros.has(node.args[0])) {
    const [, receiver, [variable, ...rest]] = node.args;
    collectNames(receiver, bound, names);
    const inner = variable?.op === 'id' ? new Set([...bound, variable.args]) : bound;
    for (const part of rest) collectNames(part, inner, names);
    return;
  }
  const visit = (part: unknown): void => {
    if (isNode(part)) collectNames(part, bound, names);
    else if (Array.isArray(part)) part.forEach(visit);
  };
  visit(node.args);
}

/** The cheapest way to run an expression: many are a single truth, some are the same for everyone. */
function shortest(run: ParseResult, isConstant: boolean): Expression['holds'] {
  if (isConstant) {
    const result = run() === true;
    return () => result;
  }
  const { ast } = run;
  if (ast.op === 'id') {
    const name = ast.args;
    return (context) => context[name] === true;
  }
  return (context) => run(context) === true;
}

/** First line of a library message; the rest is a drawing of the place. */
const firstLine = (error: unknown): string => String(error instanceof Error ? error.message : error).split('\n', 1)[0] as string;

/** A reader of expressions for packs with these values. Reading is slow (a compilation), running fast. */
export function expressionReader(values: Readonly<Record<string, PackValue>>): (text: string) => ReadExpression {
  const environment = new Environment();
  for (const key of namedFactKeys) environment.registerVariable(key, namedFactTypes[key]);
  for (const category of categories) environment.registerVariable(categoryVariable(category), 'bool');
  for (const [key, value] of Object.entries(values)) environment.registerConstant(valueConstant(key), ...constantOf(value.value));

  const constants = new Map(Object.entries(values).map(([key, { value }]) => [valueConstant(key), value]));
  const isCategory = (name: string): boolean => name.startsWith(categoryVariable('' as Category));

  const refuse = (problem: ExpressionProblem): ReadExpression => ({ ok: false, problem });

  return (text) => {
    let parsed: ParseResult;
    try {
      parsed = environment.parse(text);
    } catch (error) {
      return refuse({ kind: 'syntax', detail: firstLine(error) });
    }
    const names: Names = { facts: new Set(), values: new Set(), categories: new Set(), replacements: [] };
    collectNames(parsed.ast, new Set(), names);

    const knownFacts = namedFactKeys.filter((key) => names.facts.has(key));
    for (const name of names.facts) if (!Object.hasOwn(namedFactTypes, name)) return refuse({ kind: 'unknownFact', name });
    const knownCategories = categories.filter((category) => names.categories.has(category));
    for (const name of names.categories) if (!knownCategories.some((category) => category === name)) return refuse({ kind: 'unknownCategory', name });
    for (const fact of knownFacts) {
      const behind = valuesBehindFacts[fact];
      if (behind !== undefined) names.values.add(behind);
    }
    for (const name of names.values) if (!Object.hasOwn(values, name)) return refuse({ kind: 'unknownValue', name });

    let rewritten = text;
    for (const part of names.replacements.toSorted((a, b) => b.start - a.start)) {
      rewritten = rewritten.slice(0, part.start) + part.text + rewritten.slice(part.end);
    }
    const run = environment.parse(rewritten);
    const checked = run.check();
    if (!checked.valid) return refuse({ kind: 'type', detail: firstLine(checked.error) });
    if (checked.type !== 'bool') return refuse({ kind: 'notTruth', detail: checked.type ?? '' });
    try {
      const holds = shortest(run, knownFacts.length + knownCategories.length === 0);
      return { ok: true, expression: { facts: knownFacts, values: [...names.values], categories: knownCategories, holds, quick: quickTruth(run.ast, constants, isCategory) } };
    } catch (error) {
      return refuse({ kind: 'type', detail: firstLine(error) });
    }
  };
}
