// The compiled pack on a small pack of its own: which rule decides, with which reasons, and when a
// result is only a proposal.
import { describe, expect, it } from 'vitest';
import { withConfirmations, type CategoryRule, type PackValue, type PolicyPack, type TierRule, type ValueStatus } from '../policy/index.ts';
import type { EffectiveFacts } from '../ledger/index.ts';
import { compilePack } from './compile.ts';

const asOf = '2026-11-01';
const words = { zh: '某', en: 'some' };
const source = { document: 'd', clause: '1' };
const value = (content: PackValue['value'], status: ValueStatus): PackValue => ({ value: content, status, label: words, source });
const category = (id: string, name: CategoryRule['category'], ...when: string[]): CategoryRule => ({
  id,
  category: name,
  when: when.map((expr) => ({ expr, label: words })),
  source,
});
const tierRule = (id: string, tier: string, ...when: string[]): TierRule => ({ id, tier, when: when.map((expr) => ({ expr, label: words })), source });

const pack: PolicyPack = {
  id: 'p',
  version: '3',
  title: words,
  division: '',
  extends: null,
  effectiveFrom: '2020-01-01',
  effectiveTo: null,
  template: false,
  documents: {},
  terms: {},
  values: { advancedAge: value(80, 'provisional'), fromLevel: value(1, 'given'), seriousIllnesses: value(['尿毒症'], 'provisional'), 'duties.days': value(3, 'given') },
  targets: ['livingAlone', 'careDependent'],
  categoryRules: [
    category('alone', 'livingAlone', 'livesAlone'),
    category('dependent', 'careDependent', 'abilityLevel >= v.fromLevel'),
    category('aged', 'advancedAge', 'age >= v.advancedAge'),
  ],
  tiers: [
    { code: 'dense', label: words, visits: 2, period: 'week', modes: ['home'], source },
    { code: 'wide', label: words, visits: 1, period: 'month', modes: ['home'], source },
  ],
  tierRules: [
    tierRule('dense.dependent', 'dense', 'is.careDependent'),
    tierRule('dense.ill', 'dense', 'size(illnesses) > 0', 'seriousIllness'),
    tierRule('dense.aged', 'dense', 'is.livingAlone', 'age >= v.advancedAge'),
    tierRule('wide.all', 'wide', 'v.duties.days == 3'),
  ],
  sourceRank: { default: [] },
  requiredFacts: [],
  visitForm: { id: 'f', version: 1, title: words, source, sections: [] },
  formerForms: [],
  needsForm: { id: 'n', version: 1, title: words, source, items: [], urgencies: [], services: [] },
  riskModel: { id: 'r', version: 1, title: words, source, levels: [], factors: [], hardRules: [] },
  campaigns: [],
  silent: [],
};

function compile(changes: Partial<PolicyPack> = {}) {
  const compiled = compilePack({ ...pack, ...changes });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
  return compiled.value;
}
const classify = (facts: EffectiveFacts, changes: Partial<PolicyPack> = {}) => compile(changes).classify(facts, asOf);
const aged: EffectiveFacts = { livesWith: ['alone'], birthDate: '1940-01-01' };
const young: EffectiveFacts = { livesWith: ['alone'], birthDate: '1960-01-01' };

describe('a classification', () => {
  it('names the pack, its version and the day', () => {
    expect(classify({})).toEqual({ categories: [], tier: null, reasons: [], provisional: false, packId: 'p', packVersion: '3', asOf });
  });
  it('gives a tier only to people with a target category', () => {
    expect(classify({ birthDate: '1930-01-01', illnesses: ['尿毒症'] })).toMatchObject({ categories: [], tier: null, reasons: [] });
    expect(classify(young).tier).toEqual({ code: 'wide', visits: 1, period: 'month', modes: ['home'] });
  });
  it('keeps categories that are no target out of the result', () => {
    expect(classify(aged).categories).toEqual(['livingAlone']);
  });
  it('gives each reason with rule, clause, facts and values, those behind a category included', () => {
    const changes = { tierRules: [tierRule('dense.dependent', 'dense', 'is.careDependent'), ...pack.tierRules] };
    expect(classify({ abilityLevel: 2 }, changes).reasons).toContainEqual({
      rule: 'dense.dependent',
      result: 'dense',
      source,
      facts: { abilityLevel: 2 },
      values: { fromLevel: { value: 1, provisional: false } },
    });
  });
  it('lists every rule that gives the tier', () => {
    expect(classify({ ...aged, abilityLevel: 1, illnesses: ['尿毒症'] }).reasons.map((reason) => reason.rule)).toEqual([
      'alone',
      'dependent',
      'dense.dependent',
      'dense.ill',
      'dense.aged',
    ]);
  });
});

describe('provisional', () => {
  it('is a result whose rule read an unconfirmed value', () => {
    expect(classify(aged)).toMatchObject({ tier: { code: 'dense' }, provisional: true });
  });
  it('is a result that only an unconfirmed value kept from being another', () => {
    expect(classify(young)).toMatchObject({ tier: { code: 'wide' }, provisional: true });
    expect(classify({ abilityLevel: 0, illnesses: ['关节炎'], livesWith: ['spouse'] })).toMatchObject({ categories: [], provisional: false });
  });
  it('is no result that another rule gives for certain', () => {
    expect(classify({ ...aged, abilityLevel: 3 })).toMatchObject({ tier: { code: 'dense' }, provisional: false });
  });
  it('is a category that an unconfirmed value decided, held or not', () => {
    const changes = { values: { ...pack.values, fromLevel: value(2, 'provisional') } };
    expect(classify({ abilityLevel: 3 }, changes)).toMatchObject({ categories: ['careDependent'], provisional: true });
    expect(classify({ abilityLevel: 1 }, changes)).toMatchObject({ categories: [], provisional: true });
  });
  it('passes on from a category to the tier that rests on it', () => {
    const changes = { values: { ...pack.values, fromLevel: value(2, 'provisional'), advancedAge: value(80, 'given') }, targets: ['livingAlone'] as const };
    expect(classify({ ...young, abilityLevel: 3 }, changes)).toMatchObject({ categories: ['livingAlone'], tier: { code: 'dense' }, provisional: true });
  });
  it('ends with the county confirming the value', () => {
    const confirmed = withConfirmations(pack, ['advancedAge', 'fromLevel', 'noSuchValue']);
    expect(confirmed.values['advancedAge']).toMatchObject({ value: 80, status: 'confirmed' });
    expect(confirmed.values['fromLevel']?.status).toBe('given');
    expect(classify(aged, confirmed)).toMatchObject({ tier: { code: 'dense' }, provisional: false });
    expect(classify({ ...young, illnesses: ['关节炎'] }, confirmed).provisional).toBe(true);
  });
});

describe('explain', () => {
  it('shows every rule and condition, held or not, with what it read', () => {
    const outcomes = compile().explain(young, asOf);
    expect(outcomes.map((outcome) => [outcome.rule, outcome.kind, outcome.holds])).toEqual([
      ['alone', 'category', true],
      ['dependent', 'category', false],
      ['dense.dependent', 'tier', false],
      ['dense.ill', 'tier', false],
      ['dense.aged', 'tier', false],
      ['wide.all', 'tier', true],
    ]);
    expect(outcomes[4]?.conditions).toEqual([
      { expr: 'is.livingAlone', label: words, holds: true, facts: { livesAlone: true }, values: {} },
      { expr: 'age >= v.advancedAge', label: words, holds: false, facts: { age: 66 }, values: { advancedAge: { value: 80, provisional: true } } },
    ]);
  });
});

describe('a pack that cannot be compiled', () => {
  it.each([
    ['age >=', 'syntax'],
    ['agee >= 3', 'unknownFact'],
    ['age >= v.nothing', 'unknownValue'],
    ['is.happy', 'unknownCategory'],
    ['age >= "80"', 'type'],
    ['age + 1', 'notTruth'],
    ['is.livingAlone', 'categoryInCategoryRule'],
  ])('is refused: %s is %s', (expr, problem) => {
    const compiled = compilePack({ ...pack, categoryRules: [...pack.categoryRules, category('broken', 'livingAlone', expr)] });
    expect(compiled).toMatchObject({ ok: false, refusal: { code: 'policy.invalid', details: { rule: 'broken', expr, problem } } });
  });
});

it.each([
  'age >= 60 && age < 100',
  'age + 1 > 60',
  'age > 59.5',
  'abilityLevel in [-1, 0]',
  'illnesses.exists(i, i in v.seriousIllnesses) || true',
  '!married && sex == ""',
  'age - v.duties.days > 50',
])('understands what a civil servant writes: %s', (expr) => {
  expect(classify(young, { categoryRules: [category('x', 'livingAlone', expr)] }).categories).toEqual(['livingAlone']);
});
