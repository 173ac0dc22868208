// From a resolved pack to a function over elders. Every distinct condition is compiled once and runs
// at most once per elder; reasons are made only for rules that hold (quality bar P6).
//
// A result is provisional where a value that is still 待确认 decided: it would, or could, have come out
// otherwise with another value. So a rule that holds without such a value makes its result firm, and
// a rule that fails on a condition that reads none was not kept from holding by one.
import type { Category, EffectiveFacts } from '../facts/index.ts';
import type { Clause, Condition, PolicyPack, Tier } from '../policy/pack.ts';
import { getList } from '../policy/values.ts';
import { ok, refuse, type IsoDate, type Result } from '../shared/index.ts';
import { categoryVariable, expressionReader, type Expression, type ExpressionContext } from './expression.ts';
import { deriveBasicFacts, deriveKnownFacts, knownFactKeys } from './namedFacts.ts';
import type { Classification, CompiledPack, ConditionOutcome, NamedFactKey, NamedFacts, Reason, RuleOutcome, TierResult } from './types.ts';

interface CompiledCondition extends Expression {
  /** Place in the memory of what held for the elder at hand. */
  readonly index: number;
  readonly readsProvisional: boolean;
}
interface CompiledRule {
  readonly id: string;
  readonly result: string;
  readonly kind: 'category' | 'tier';
  readonly source: Clause;
  readonly when: readonly Condition[];
  /** As the pack has them. */
  readonly conditions: readonly CompiledCondition[];
  /** Those that rest on no provisional value, whoever the elder is: if one of these fails, no such value decided. */
  readonly firm: readonly CompiledCondition[];
  /** Those that read a provisional value, or a category that may rest on one. */
  readonly others: readonly CompiledCondition[];
  readonly facts: readonly NamedFactKey[];
  readonly values: Reason['values'];
  /** Takes the ledger's word: asked only where the ledger states the category and no other rule gives it. */
  readonly isFallback: boolean;
}

/** How a rule came out: `soft` where a provisional value decided that it holds or fails. */
type Outcome = 'holds' | 'softHolds' | 'softFails' | 'fails';

/** Small whole numbers as CEL wants them, made once: ages, counts, months. */
const bigints = Array.from({ length: 1024 }, (_, index) => BigInt(index - 1));
const toBigint = (value: number): bigint => bigints[value + 1] ?? BigInt(value);

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

function valuesRead(pack: PolicyPack, keys: readonly string[]): Reason['values'] {
  const read: Record<string, { value: unknown; provisional: boolean }> = {};
  for (const key of keys) {
    const value = pack.values[key];
    if (value !== undefined) read[key] = { value: value.value, provisional: value.status === 'provisional' };
  }
  return read;
}

function factsRead(keys: readonly NamedFactKey[], named: Partial<NamedFacts>): Reason['facts'] {
  const read: Partial<Record<NamedFactKey, unknown>> = {};
  for (const key of keys) read[key] = named[key];
  return read;
}

/** Compiles a resolved pack; refuses (`policy.invalid`) the first expression that cannot be used. */
export function compilePack(pack: PolicyPack): Result<CompiledPack> {
  const read = expressionReader(pack.values);
  const isProvisional = (key: string): boolean => pack.values[key]?.status === 'provisional';
  const conditions: CompiledCondition[] = [];
  const byText = new Map<string, CompiledCondition>();
  const categoryRules = new Map<Category, CompiledRule[]>();
  let refusal: Result<CompiledPack> | null = null;

  const compileCondition = (rule: string, text: string): CompiledCondition | null => {
    const known = byText.get(text);
    if (known !== undefined) return known;
    const result = read(text);
    if (!result.ok) {
      const { problem } = result;
      refusal ??= refuse('policy.invalid', { pack: pack.id, rule, expr: text, problem: problem.kind, detail: 'name' in problem ? problem.name : problem.detail });
      return null;
    }
    const condition = { ...result.expression, index: conditions.length, readsProvisional: result.expression.values.some(isProvisional) };
    conditions.push(condition);
    byText.set(text, condition);
    return condition;
  };

  /** Rules that give the categories a condition asks for; what the ledger states is said with the category itself. */
  const rulesBehind = (condition: CompiledCondition): readonly CompiledRule[] =>
    condition.categories.flatMap((category) => categoryRules.get(category) ?? []).filter((rule) => !rule.isFallback);

  const compileRule = (kind: CompiledRule['kind'], rule: { readonly id: string; readonly when: readonly Condition[]; readonly source: Clause }, result: string): CompiledRule => {
    const compiled: CompiledCondition[] = [];
    for (const { expr } of rule.when) {
      const condition = compileCondition(rule.id, expr);
      if (condition === null) continue;
      if (kind === 'category' && condition.categories.length > 0) {
        refusal ??= refuse('policy.invalid', { pack: pack.id, rule: rule.id, expr, problem: 'categoryInCategoryRule' });
      }
      compiled.push(condition);
    }
    const behind = compiled.flatMap((condition) => rulesBehind(condition));
    return {
      id: rule.id,
      result,
      kind,
      source: rule.source,
      when: rule.when,
      conditions: compiled,
      firm: compiled.filter((condition) => !condition.readsProvisional && condition.categories.length === 0),
      others: compiled
        .filter((condition) => condition.readsProvisional || condition.categories.length > 0)
        .toSorted((a, b) => Number(a.readsProvisional) - Number(b.readsProvisional)),
      facts: unique([...compiled.flatMap((condition) => condition.facts), ...behind.flatMap((other) => other.facts)]),
      values: Object.assign(
        valuesRead(
          pack,
          compiled.flatMap((condition) => condition.values),
        ),
        ...behind.map((other) => other.values),
      ) as Reason['values'],
      isFallback: kind === 'category' && compiled.some((condition) => condition.facts.includes('stated')),
    };
  };

  for (const rule of pack.categoryRules) {
    const compiled = compileRule('category', rule, rule.category);
    categoryRules.set(rule.category, [...(categoryRules.get(rule.category) ?? []), compiled]);
  }
  const tierRules = pack.tierRules.map((rule) => compileRule('tier', rule, rule.tier));
  if (refusal !== null) return refusal;

  // Categories that no list and no tier asks for are not worked out at all.
  const wanted = unique([...pack.targets, ...tierRules.flatMap((rule) => rule.conditions.flatMap((condition) => condition.categories))]);
  const groups = wanted.map((category) => ({
    category,
    variable: categoryVariable(category),
    isTarget: pack.targets.includes(category),
    rules: (categoryRules.get(category) ?? []).toSorted((a, b) => Number(a.isFallback) - Number(b.isFallback)),
  }));
  const usedRules = [...groups.flatMap((group) => group.rules), ...tierRules];
  const readBy = (rules: readonly CompiledRule[]): readonly NamedFactKey[] => unique(rules.flatMap((rule) => rule.conditions.flatMap((condition) => condition.facts)));
  /** Who knows what is asked of few; where an ordinary rule asks it, of everybody. */
  const asksAll = readBy(usedRules.filter((rule) => !rule.isFallback)).some((key) => knownFactKeys.has(key));
  /** What the library's interpreter has to be handed for the conditions that are left to it. */
  const handed = unique(conditions.filter((condition) => condition.quick === null).flatMap((condition) => condition.facts));
  const handsCategories = conditions.some((condition) => condition.quick === null && condition.categories.length > 0);
  const tiers = new Map<string, TierResult>(pack.tiers.map((tier: Tier) => [tier.code, { code: tier.code, visits: tier.visits, period: tier.period, modes: tier.modes }]));
  const seriousIllnesses = Object.hasOwn(pack.values, 'seriousIllnesses') ? getList(pack, 'seriousIllnesses') : [];

  // Working memory of the elder at hand, kept between elders because its shape never changes.
  const context: ExpressionContext = {};
  const categoriesHeld: Record<string, boolean> = {};
  const held = new Int8Array(conditions.length);
  const provisionalCategories = new Set<Category>();
  let facts: EffectiveFacts = {};
  let named: Partial<NamedFacts> = {};
  let isKnownWorkedOut = false;
  let isHanded = false;

  const begin = (effective: EffectiveFacts, asOf: IsoDate): void => {
    facts = effective;
    named = deriveBasicFacts(effective, asOf, { seriousIllnesses });
    isKnownWorkedOut = false;
    isHanded = false;
    held.fill(0);
    provisionalCategories.clear();
    if (asksAll) workOutKnown();
  };
  const workOutKnown = (): void => {
    if (isKnownWorkedOut) return;
    isKnownWorkedOut = true;
    isHanded = false;
    named = { ...named, ...deriveKnownFacts(facts) };
  };
  const handOver = (): ExpressionContext => {
    if (isHanded) return context;
    isHanded = true;
    for (const key of handed) {
      const value = named[key];
      context[key] = typeof value === 'number' ? toBigint(value) : (value ?? false);
    }
    return context;
  };
  const holds = (condition: CompiledCondition): boolean => {
    const known = held[condition.index];
    if (known !== 0) return known === 1;
    const result = condition.quick === null ? condition.holds(handOver()) : condition.quick(named, categoriesHeld);
    held[condition.index] = result ? 1 : 2;
    return result;
  };
  const isSoft = (condition: CompiledCondition): boolean => {
    if (condition.readsProvisional) return true;
    for (const category of condition.categories) if (provisionalCategories.has(category)) return true;
    return false;
  };
  const decideRule = (rule: CompiledRule): Outcome => {
    for (const condition of rule.firm) if (!holds(condition)) return 'fails';
    let soft = false;
    let failed = false;
    for (const condition of rule.others) {
      const result = holds(condition);
      if (isSoft(condition)) {
        soft = true;
        failed ||= !result;
      } else if (!result) return 'fails';
    }
    if (failed) return 'softFails';
    return soft ? 'softHolds' : 'holds';
  };

  const decideCategories = (found: Category[], reasons: Reason[]): boolean => {
    let provisional = false;
    for (const group of groups) {
      let holdsAtAll = false;
      let firm = false;
      let soft = false;
      for (const rule of group.rules) {
        if (rule.isFallback) {
          if (holdsAtAll || facts.statedCategories?.includes(group.category) !== true) break;
          workOutKnown();
        }
        const outcome = decideRule(rule);
        if (outcome === 'fails') continue;
        if (outcome === 'softFails') {
          soft = true;
          continue;
        }
        holdsAtAll = true;
        if (outcome === 'holds') firm = true;
        else soft = true;
        if (group.isTarget) reasons.push({ rule: rule.id, result: rule.result, source: rule.source, facts: factsRead(rule.facts, named), values: rule.values });
      }
      categoriesHeld[group.variable] = holdsAtAll;
      if (handsCategories) context[group.variable] = holdsAtAll;
      if (holdsAtAll && group.isTarget) found.push(group.category);
      if (soft && !firm) {
        provisionalCategories.add(group.category);
        provisional ||= group.isTarget;
      }
    }
    return provisional;
  };

  /** The first rule that holds gives the tier; it is firm where no soft rule before it gives another. */
  const decideTier = (reasons: Reason[]): { readonly tier: TierResult | null; readonly provisional: boolean } => {
    let code: string | null = null;
    let firm: string | null = null;
    const soft: string[] = [];
    const holding: CompiledRule[] = [];
    for (const rule of tierRules) {
      // Once the tier stands, rules that give the same are still asked: they are reasons too.
      if (firm !== null && rule.result !== code) continue;
      const outcome = decideRule(rule);
      if (outcome === 'fails') continue;
      if (firm === null && outcome !== 'holds') soft.push(rule.result);
      if (outcome === 'softFails') continue;
      code ??= rule.result;
      holding.push(rule);
      if (outcome === 'holds') firm ??= rule.result;
    }
    for (const rule of holding) {
      if (rule.result === code) reasons.push({ rule: rule.id, result: rule.result, source: rule.source, facts: factsRead(rule.facts, named), values: rule.values });
    }
    return { tier: code === null ? null : (tiers.get(code) ?? null), provisional: soft.some((other) => other !== firm) };
  };

  const classify = (effective: EffectiveFacts, asOf: IsoDate): Classification => {
    begin(effective, asOf);
    const found: Category[] = [];
    const reasons: Reason[] = [];
    let provisional = decideCategories(found, reasons);
    let tier: TierResult | null = null;
    if (found.length > 0) {
      const decided = decideTier(reasons);
      tier = decided.tier;
      provisional ||= decided.provisional;
    }
    return { categories: found, tier, reasons, provisional, packId: pack.id, packVersion: pack.version, asOf };
  };

  const explain = (effective: EffectiveFacts, asOf: IsoDate): readonly RuleOutcome[] => {
    begin(effective, asOf);
    workOutKnown();
    decideCategories([], []);
    return usedRules.map((rule) => {
      const outcomes = rule.conditions.map((condition, index): ConditionOutcome => {
        const { expr, label } = rule.when[index] as Condition;
        const behind = rulesBehind(condition);
        return {
          expr,
          label,
          holds: holds(condition),
          facts: factsRead(unique([...condition.facts, ...behind.flatMap((other) => other.facts)]), named),
          values: Object.assign(valuesRead(pack, condition.values), ...behind.map((other) => other.values)) as Reason['values'],
        };
      });
      return { rule: rule.id, result: rule.result, kind: rule.kind, source: rule.source, holds: outcomes.every((outcome) => outcome.holds), conditions: outcomes };
    });
  };

  return ok({ packId: pack.id, packVersion: pack.version, classify, explain });
}
