// The scales at their boundaries, and what holds of any answer sheet.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  abilityDimensions,
  abilityItems,
  changeLevel,
  decideAbility,
  decideNeeds,
  decideSelfCare,
  dimensionMaximum,
  dueAfter,
  levelOfTotal,
  selfCareIndicators,
  tallyAbility,
  type AbilityAnswers,
  type AbilityCircumstances,
  type AbilityRules,
} from './index.ts';
import { riskEventKinds } from './basicInformation.ts';

const rules: AbilityRules = { riskEventsFrom: 2, changesAddUp: false };
const calm: AbilityCircumstances = { riskEvents: {}, diagnoses: [], healthIssues: [] };
const best: AbilityAnswers = Object.fromEntries(abilityItems.map((item) => [item.key, item.options[0]?.code ?? '']));
const worst: AbilityAnswers = Object.fromEntries(abilityItems.map((item) => [item.key, item.key === 'consciousness' ? 'stupor' : (item.options.at(-1)?.code ?? '')]));

const sheet = fc.record(Object.fromEntries(abilityItems.map((item) => [item.key, fc.constantFrom(...item.options.map((option) => option.code))]))) as fc.Arbitrary<
  Record<string, string>
>;
const circumstances = fc.record({
  riskEvents: fc.record(Object.fromEntries(riskEventKinds.map(({ code }) => [code, fc.integer({ min: 0, max: 3 })]))),
  diagnoses: fc.subarray(['I10', 'dementia', 'mental', 'E10']),
  healthIssues: fc.subarray(['pain', 'coma']),
});
const anyRules = fc.record({ riskEventsFrom: fc.integer({ min: 1, max: 5 }), changesAddUp: fc.boolean() });
const decided = (answers: AbilityAnswers, around: AbilityCircumstances = calm, by: AbilityRules = rules) => {
  const result = decideAbility(answers, around, by);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};

describe('the ability scale', () => {
  it('has 26 items in four dimensions and 90 points', () => {
    expect(abilityItems).toHaveLength(26);
    expect(abilityDimensions.map((dimension) => abilityItems.filter((item) => item.dimension === dimension).length)).toEqual([8, 4, 9, 5]);
    for (const dimension of abilityDimensions) {
      const maximum = abilityItems.filter((item) => item.dimension === dimension).reduce((sum, item) => sum + Math.max(...item.options.map((option) => option.score)), 0);
      expect([dimension, maximum]).toEqual([dimension, dimensionMaximum[dimension]]);
    }
    expect(decided(best)).toEqual({ scores: dimensionMaximum, total: 90, firstLevel: 0, changes: [], level: 0 });
    expect(decided(worst)).toMatchObject({ total: 0, firstLevel: 4, level: 4 });
  });

  it('puts each total into its level', () => {
    expect([90, 89, 66, 65, 46, 45, 30, 29, 0].map(levelOfTotal)).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it('changes the level for coma, diagnosis and events, once unless the pack adds them up', () => {
    expect(changeLevel(1, { ...calm, diagnoses: ['dementia'] }, '2', rules)).toEqual({ level: 2, changes: [{ rule: 'diagnosis', by: 1, because: ['dementia'] }] });
    expect(changeLevel(1, { ...calm, riskEvents: { fall: 1 } }, '2', rules)).toEqual({ level: 1, changes: [] });
    expect(changeLevel(1, { ...calm, riskEvents: { fall: 1, choking: 1 } }, '2', rules)).toMatchObject({ level: 2 });
    const both = { ...calm, diagnoses: ['mental'], riskEvents: { fall: 3 } };
    expect(changeLevel(1, both, '2', rules)).toMatchObject({
      level: 2,
      changes: [
        { rule: 'diagnosis', by: 1 },
        { rule: 'riskEvents', by: 0 },
      ],
    });
    expect(changeLevel(1, both, '2', { ...rules, changesAddUp: true })).toMatchObject({ level: 3 });
    expect(changeLevel(4, both, '2', { ...rules, changesAddUp: true })).toMatchObject({ level: 4 });
  });

  it('tells coma from stupor: the same points, but only coma is level 4 by itself', () => {
    const stupor = decided({ ...best, consciousness: 'stupor' });
    const coma = decided({ ...best, consciousness: 'coma' });
    expect(stupor).toMatchObject({ total: 88, level: 1, changes: [] });
    expect(coma).toMatchObject({ total: 88, firstLevel: 1, level: 4, changes: [{ rule: 'coma', by: 3, because: ['B.3.9'] }] });
    expect(decided(best, { ...calm, healthIssues: ['coma'] })).toMatchObject({ level: 4, changes: [{ rule: 'coma', because: ['A.5.11'] }] });
  });

  it('is not decided before every item has an answer that exists', () => {
    const { eating: _eating, ...rest } = best;
    expect(decideAbility(rest, calm, rules)).toMatchObject({ ok: false, refusal: { code: 'assessment.incomplete', details: { items: ['eating'] } } });
    expect(decideAbility({ ...best, eating: '9' }, calm, rules)).toMatchObject({ ok: false });
    expect(tallyAbility({ ...rest, invented: '4' })).toMatchObject({ total: 86, missing: ['eating'] });
  });

  it('keeps any answer sheet within bounds', () => {
    fc.assert(
      fc.property(sheet, circumstances, anyRules, (answers, around, by) => {
        const result = decided(answers, around, by);
        expect(result.total).toBe(abilityDimensions.reduce((sum, dimension) => sum + result.scores[dimension], 0));
        for (const dimension of abilityDimensions) {
          expect(result.scores[dimension]).toBeGreaterThanOrEqual(0);
          expect(result.scores[dimension]).toBeLessThanOrEqual(dimensionMaximum[dimension]);
        }
        expect(result.level).toBeGreaterThanOrEqual(result.firstLevel);
        expect(result.level).toBeLessThanOrEqual(4);
        expect(result.changes.reduce((sum, change) => sum + change.by, 0)).toBe(result.level - result.firstLevel);
      }),
    );
  });

  it('never gives a lighter level for a worse answer, or for more that weighs on it', () => {
    const worse = fc.tuple(sheet, fc.constantFrom(...abilityItems), fc.nat()).map(([answers, item, by]) => {
      const at = item.options.findIndex((option) => option.code === answers[item.key]);
      const next = item.options[Math.min(item.options.length - 1, at + 1 + (by % item.options.length))];
      return [answers, { ...answers, [item.key]: next?.code ?? '' }] as const;
    });
    fc.assert(
      fc.property(worse, circumstances, anyRules, fc.constantFrom(...riskEventKinds), ([answers, worsened], around, by, event) => {
        const before = decided(answers, around, by);
        expect(decided(worsened, around, by).level).toBeGreaterThanOrEqual(before.level);
        expect(decided(worsened, around, by).total).toBeLessThanOrEqual(before.total);
        const heavier = { ...around, diagnoses: [...around.diagnoses, 'dementia'], riskEvents: { ...around.riskEvents, [event.code]: 3 } };
        expect(decided(answers, heavier, by).level).toBeGreaterThanOrEqual(before.level);
      }),
    );
  });
});

describe('the six indicators', () => {
  const met = (missed: number) => Object.fromEntries(selfCareIndicators.map(({ key }, index) => [key, index >= missed]));
  it('are able, partly able up to three missed, unable from four', () => {
    expect([0, 1, 3, 4, 6].map((missed) => decideSelfCare(met(missed)))).toMatchObject(
      ['full', 'partial', 'partial', 'none', 'none'].map((level) => ({ ok: true, value: { level } })),
    );
    expect(decideSelfCare({ eating: true })).toMatchObject({ ok: false, refusal: { code: 'assessment.incomplete', details: { count: 5 } } });
  });
});

describe('the needs form', () => {
  const label = { zh: '甲', en: 'a' };
  const source = { document: 'd', clause: '1' };
  const option = (code: string, points: number) => ({ code, label, points });
  const form = {
    id: 'f',
    version: 1,
    title: label,
    source,
    items: [
      { key: 'selfCare', label, options: [option('able', 0), option('unable', 4)] },
      { key: 'position', label, options: [option('near', 0), option('remote', 2)] },
    ],
    urgencies: [
      { code: 'low', label, fromPoints: 0 },
      { code: 'high', label, fromPoints: 5 },
    ],
    services: [
      { service: 'cleaning', label, source, when: [{ item: 'selfCare', options: ['unable'] }] },
      {
        service: 'rounds',
        label,
        source,
        when: [
          { item: 'selfCare', options: ['unable'] },
          { item: 'position', options: ['remote'] },
        ],
      },
    ],
  };
  it('gives points, urgency and the services that the answers lead to, each with its answers', () => {
    expect(decideNeeds(form, { selfCare: 'able', position: 'remote' })).toEqual({
      ok: true,
      value: { points: 2, urgency: 'low', services: [{ service: 'rounds', because: [{ item: 'position', option: 'remote' }] }] },
    });
    expect(decideNeeds(form, { selfCare: 'unable', position: 'remote' })).toMatchObject({ value: { urgency: 'high', services: [{ service: 'cleaning' }, { service: 'rounds' }] } });
    expect(decideNeeds(form, { selfCare: 'unable', position: 'moon' })).toMatchObject({ ok: false, refusal: { code: 'assessment.incomplete' } });
  });
});

it('is due again calendar months later', () => {
  expect(dueAfter('2026-02-28', 12)).toBe('2027-02-28');
  expect(dueAfter('2026-08-31', 6)).toBe('2027-02-28');
});
