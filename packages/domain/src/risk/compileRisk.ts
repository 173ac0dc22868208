// 风险等级 (003 二（二）): the pack's factors add points, the points give a level, a hard rule gives at
// least its own. Factors are CEL over the same named facts as the rules of the list, so that a county
// reads and changes both alike. Each condition is compiled once and runs at most once per elder.
import { deriveNamedFacts, expressionReader, namedFactTypes, type Expression, type ExpressionContext, type NamedFactKey, type NamedFacts } from '../classification/index.ts';
import type { EffectiveFacts } from '../facts/index.ts';
import { getList, riskLevels, type Clause, type Condition, type PolicyPack, type RiskLevel, type Words } from '../policy/index.ts';
import { ok, refuse, type IsoDate, type Result } from '../shared/index.ts';

/** Why the level is what it is: stored, never prose. */
export interface RiskReason {
  readonly rule: string;
  readonly kind: 'factor' | 'hardRule';
  /** Points of a factor; 0 of a hard rule. */
  readonly points: number;
  /** Level of a hard rule. */
  readonly level: RiskLevel | null;
  readonly source: Clause;
  readonly facts: Readonly<Partial<Record<NamedFactKey, unknown>>>;
  readonly values: Readonly<Record<string, { readonly value: unknown; readonly provisional: boolean }>>;
}
export interface RiskResult {
  readonly level: RiskLevel;
  readonly points: number;
  /** True while the model, or what alone gave the level, is still 待确认. */
  readonly provisional: boolean;
  readonly reasons: readonly RiskReason[];
}
/** One factor or hard rule as it came out, for "why?" and "what would change it". */
export interface RiskOutcome {
  readonly rule: string;
  readonly kind: 'factor' | 'hardRule';
  readonly label: Words;
  readonly points: number;
  readonly level: RiskLevel | null;
  readonly source: Clause;
  readonly holds: boolean;
  readonly conditions: readonly {
    readonly label: Words;
    readonly holds: boolean;
    readonly facts: RiskReason['facts'];
    readonly values: RiskReason['values'];
  }[];
}
export interface CompiledRisk {
  readonly modelId: string;
  readonly assess: (facts: EffectiveFacts, asOf: IsoDate) => RiskResult;
  readonly explain: (facts: EffectiveFacts, asOf: IsoDate) => readonly RiskOutcome[];
}

interface CompiledCondition extends Expression {
  readonly index: number;
}
interface CompiledRule {
  readonly id: string;
  readonly kind: RiskReason['kind'];
  readonly label: Words;
  readonly points: number;
  readonly level: RiskLevel | null;
  readonly source: Clause;
  readonly when: readonly Condition[];
  readonly conditions: readonly CompiledCondition[];
  readonly facts: readonly NamedFactKey[];
  readonly values: RiskReason['values'];
  /** Rests on something that is still 待确认. */
  readonly readsOpen: boolean;
}

/** Small whole numbers as CEL wants them, made once. */
const bigints = Array.from({ length: 1024 }, (_, index) => BigInt(index - 1));
const toBigint = (value: number): bigint => bigints[value + 1] ?? BigInt(value);

export const heavier = (a: RiskLevel, b: RiskLevel): RiskLevel => (riskLevels.indexOf(a) <= riskLevels.indexOf(b) ? a : b);

/** Compiles the risk model of a resolved pack; refuses (`policy.invalid`) an expression that cannot be used. */
export function compileRisk(pack: PolicyPack): Result<CompiledRisk> {
  const { riskModel } = pack;
  const read = expressionReader(pack.values);
  const conditions: CompiledCondition[] = [];
  const byText = new Map<string, CompiledCondition>();
  let refusal: Result<CompiledRisk> | null = null;
  const compileCondition = (rule: string, text: string): CompiledCondition | null => {
    const known = byText.get(text);
    if (known !== undefined) return known;
    const result = read(text);
    if (!result.ok || result.expression.categories.length > 0) {
      refusal ??= refuse('policy.invalid', { pack: pack.id, rule, expr: text, problem: result.ok ? 'categoryInRiskRule' : result.problem.kind });
      return null;
    }
    const condition = { ...result.expression, index: conditions.length };
    conditions.push(condition);
    byText.set(text, condition);
    return condition;
  };
  const valuesRead = (keys: readonly string[]): RiskReason['values'] =>
    Object.fromEntries(
      keys.flatMap((key) => {
        const value = pack.values[key];
        return value === undefined ? [] : [[key, { value: value.value, provisional: value.status === 'provisional' }] as const];
      }),
    );
  const compileRule = (
    rule: { readonly id: string; readonly label: Words; readonly when: readonly Condition[]; readonly source: Clause },
    isOpen: boolean,
    more: Pick<CompiledRule, 'kind' | 'points' | 'level'>,
  ): CompiledRule => {
    const compiled = rule.when.flatMap(({ expr }) => compileCondition(rule.id, expr) ?? []);
    const values = valuesRead([...new Set(compiled.flatMap((condition) => condition.values))]);
    return {
      id: rule.id,
      label: rule.label,
      source: rule.source,
      when: rule.when,
      conditions: compiled,
      facts: [...new Set(compiled.flatMap((condition) => condition.facts))],
      values,
      readsOpen: isOpen || Object.values(values).some((value) => value.provisional),
      ...more,
    };
  };
  const isModelOpen = pack.values['risk.model']?.status === 'provisional';
  const hardRules = riskModel.hardRules.map((rule) => compileRule(rule, rule.status === 'provisional' && isModelOpen, { kind: 'hardRule', points: 0, level: rule.level }));
  const factors = riskModel.factors.map((factor) => compileRule(factor, isModelOpen, { kind: 'factor', points: factor.points, level: null }));
  if (refusal !== null) return refusal;

  const levels = riskModel.levels.toSorted((a, b) => b.fromPoints - a.fromPoints);
  const levelOf = (points: number): RiskLevel => (levels.find((level) => points >= level.fromPoints) ?? levels.at(-1))?.code ?? 'green';
  const usedFacts = [...new Set(conditions.flatMap((condition) => condition.facts))];
  const numbers = usedFacts.filter((key) => namedFactTypes[key] === 'int');
  const others = usedFacts.filter((key) => namedFactTypes[key] !== 'int');
  const seriousIllnesses = Object.hasOwn(pack.values, 'seriousIllnesses') ? getList(pack, 'seriousIllnesses') : [];

  const context: ExpressionContext = {};
  const held = new Int8Array(conditions.length);
  const begin = (effective: EffectiveFacts, asOf: IsoDate): NamedFacts => {
    const named = deriveNamedFacts(effective, asOf, { seriousIllnesses });
    for (const key of numbers) context[key] = toBigint(named[key] as number);
    for (const key of others) context[key] = named[key] as string | boolean | readonly string[];
    held.fill(0);
    return named;
  };
  const holds = (condition: CompiledCondition): boolean => {
    const known = held[condition.index];
    if (known !== 0) return known === 1;
    const result = condition.holds(context);
    held[condition.index] = result ? 1 : 2;
    return result;
  };
  const factsRead = (keys: readonly NamedFactKey[], named: NamedFacts): RiskReason['facts'] => {
    const read: Partial<Record<NamedFactKey, unknown>> = {};
    for (const key of keys) read[key] = named[key];
    return read;
  };
  const everyHolds = (rule: CompiledRule): boolean => {
    for (const condition of rule.conditions) if (!holds(condition)) return false;
    return true;
  };
  const reasonOf = (rule: CompiledRule, named: NamedFacts): RiskReason => ({
    rule: rule.id,
    kind: rule.kind,
    points: rule.points,
    level: rule.level,
    source: rule.source,
    facts: factsRead(rule.facts, named),
    values: rule.values,
  });
  // What is not confirmed bears on everybody's points, also where its factor does not hold.
  const pointsAreOpen = isModelOpen || factors.some((factor) => factor.readsOpen);

  const assess = (effective: EffectiveFacts, asOf: IsoDate): RiskResult => {
    const named = begin(effective, asOf);
    const reasons: RiskReason[] = [];
    let points = 0;
    let firm: RiskLevel | null = null;
    let hard: RiskLevel | null = null;
    for (const rule of hardRules) {
      if (!everyHolds(rule)) continue;
      const level = rule.level as RiskLevel;
      hard = hard === null ? level : heavier(hard, level);
      if (!rule.readsOpen) firm = firm === null ? level : heavier(firm, level);
      reasons.push(reasonOf(rule, named));
    }
    for (const factor of factors) {
      if (!everyHolds(factor)) continue;
      points += factor.points;
      reasons.push(reasonOf(factor, named));
    }
    const byPoints = levelOf(points);
    const level = hard === null ? byPoints : heavier(hard, byPoints);
    return { level, points, provisional: pointsAreOpen && firm !== riskLevels[0], reasons };
  };

  const explain = (effective: EffectiveFacts, asOf: IsoDate): readonly RiskOutcome[] => {
    const named = begin(effective, asOf);
    return [...hardRules, ...factors].map((rule) => ({
      rule: rule.id,
      kind: rule.kind,
      label: rule.label,
      points: rule.points,
      level: rule.level,
      source: rule.source,
      holds: everyHolds(rule),
      conditions: rule.conditions.map((condition, index) => ({
        label: (rule.when[index] as Condition).label,
        holds: holds(condition),
        facts: factsRead(condition.facts, named),
        values: valuesRead(condition.values),
      })),
    }));
  };
  return ok({ modelId: `${riskModel.id}/${riskModel.version}`, assess, explain });
}
