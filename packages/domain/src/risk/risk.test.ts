// Points, levels and the hard rule, on a small model; the packs' own are tried in packages/policies.
import { describe, expect, it } from 'vitest';
import type { EffectiveFacts } from '../facts/index.ts';
import type { PolicyPack } from '../policy/index.ts';
import { compileRisk } from './index.ts';

const label = { zh: '甲', en: 'a' };
const source = { document: 'd', clause: '1' };
const when = (expr: string) => [{ expr, label }];
const value = (v: number | boolean, status: 'given' | 'provisional' | 'confirmed') => ({ value: v, status, label, source });
const level = (code: 'red' | 'orange' | 'yellow' | 'green', fromPoints: number) => ({ code, label, fromPoints, reviewMonths: 1, measure: label });
const hard = (status: 'given' | 'provisional') => ({
  id: 'hard',
  label,
  level: 'red' as const,
  when: when('abilityLevel >= v.from && livesAlone'),
  measure: label,
  status,
  source,
});
const packWith = (model: 'provisional' | 'confirmed', hardRule: 'given' | 'provisional', from: 'given' | 'provisional' = 'given'): PolicyPack => ({
  id: 'p',
  version: '1',
  title: label,
  division: '',
  extends: null,
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  template: false,
  documents: {},
  terms: {},
  values: { 'risk.model': value(true, model), from: value(3, from) },
  targets: [],
  categoryRules: [],
  tiers: [],
  tierRules: [],
  sourceRank: { default: [] },
  visitForm: { id: 'f', version: 1, title: label, source, sections: [] },
  formerForms: [],
  requiredFacts: [],
  campaigns: [],
  needsForm: { id: 'n', version: 1, title: label, source, items: [], urgencies: [], services: [] },
  riskModel: {
    id: 'm',
    version: 1,
    title: label,
    source,
    levels: [level('green', 0), level('red', 10), level('yellow', 3), level('orange', 6)],
    factors: [
      { id: 'alone', label, points: 3, when: when('livesAlone'), source },
      { id: 'aged', label, points: 3, when: when('age >= 80'), source },
      { id: 'ill', label, points: 4, when: when('dementia'), source },
    ],
    hardRules: [hard(hardRule)],
  },
  silent: [],
});
const assess = (pack: PolicyPack, facts: EffectiveFacts) => {
  const compiled = compileRisk(pack);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
  return compiled.value.assess(facts, '2026-11-22');
};
const open = packWith('provisional', 'provisional');

describe('risk', () => {
  it('adds up points into a level and says which factors held', () => {
    expect(assess(open, {})).toMatchObject({ level: 'green', points: 0, reasons: [], provisional: true });
    expect(assess(open, { livesWith: ['alone'] })).toMatchObject({ level: 'yellow', points: 3, reasons: [{ rule: 'alone', points: 3, facts: { livesAlone: true } }] });
    expect(assess(open, { livesWith: ['alone'], birthDate: '1940-01-01' })).toMatchObject({ level: 'orange', points: 6 });
    expect(assess(open, { livesWith: ['alone'], birthDate: '1940-01-01', dementia: true })).toMatchObject({ level: 'red', points: 10 });
  });

  it('is red for whoever cannot care for himself and lives alone, whatever the points', () => {
    expect(assess(open, { livesWith: ['alone'], abilityLevel: 3 })).toMatchObject({
      level: 'red',
      points: 3,
      reasons: [{ rule: 'hard', kind: 'hardRule', level: 'red' }, { rule: 'alone' }],
    });
    expect(assess(open, { livesWith: ['child'], abilityLevel: 4 }).level).toBe('green');
    expect(assess(open, { livesWith: ['alone'], abilityLevel: 2 }).level).toBe('yellow');
  });

  it('is a proposal while the model is open, but not where a rule that the document gives made it red', () => {
    const facts: EffectiveFacts = { livesWith: ['alone'], abilityLevel: 4 };
    expect(assess(open, facts).provisional).toBe(true);
    expect(assess(packWith('provisional', 'given'), facts).provisional).toBe(false);
    expect(assess(packWith('provisional', 'given', 'provisional'), facts).provisional).toBe(true);
    expect(assess(packWith('provisional', 'given'), {}).provisional).toBe(true);
    expect(assess(packWith('confirmed', 'provisional'), facts).provisional).toBe(false);
  });

  it('explains every rule with how each condition came out', () => {
    const compiled = compileRisk(open);
    if (!compiled.ok) throw new Error('does not compile');
    const outcomes = compiled.value.explain({ livesWith: ['alone'] }, '2026-11-22');
    expect(outcomes.map((outcome) => [outcome.rule, outcome.holds])).toEqual([
      ['hard', false],
      ['alone', true],
      ['aged', false],
      ['ill', false],
    ]);
    expect(outcomes[0]?.conditions[0]).toMatchObject({ holds: false, facts: { abilityLevel: -1, livesAlone: true }, values: { from: { value: 3 } } });
  });

  it('refuses a model whose condition cannot be used', () => {
    const broken = { ...open, riskModel: { ...open.riskModel, factors: [{ id: 'x', label, points: 1, when: when('shoeSize > 40'), source }] } };
    expect(compileRisk(broken)).toMatchObject({ ok: false, refusal: { code: 'policy.invalid', details: { rule: 'x', problem: 'unknownFact' } } });
  });
});
