// The packs that come with the platform: whole, resolvable, and every definition at its boundaries.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileRisk } from '@shouwang/domain/risk';
import { decideNeeds } from '@shouwang/domain/assessments';
import { compilePack, type Classification, type CompiledPack } from '@shouwang/domain/classification';
import type { Category, Child, EffectiveFacts } from '@shouwang/domain/ledger';
import { getNumber, getText, withConfirmations, type PolicyPack } from '@shouwang/domain/policy';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPackFiles, checkPacks, loadPacks, problemText, resolveChain, type PackFile } from './index.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'packs');
const asOf = '2026-11-01';
let files: readonly PackFile[] = [];
const compiledPacks = new Map<string, CompiledPack>();

beforeAll(async () => {
  files = (await loadPacks(folder)).packs;
});

function getPack(id: string): PolicyPack {
  const resolved = resolveChain(files, id);
  if (!resolved.ok) throw new Error(resolved.problems.map(problemText).join('\n'));
  return resolved.pack;
}
function compile(pack: PolicyPack): CompiledPack {
  const compiled = compilePack(pack);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
  return compiled.value;
}
function classify(id: string, facts: EffectiveFacts): Classification {
  const compiled = compiledPacks.get(id) ?? compile(getPack(id));
  compiledPacks.set(id, compiled);
  return compiled.classify(facts, asOf);
}

const child = (place: Child['place'], awaySince?: string): Child => ({ name: '甲', ...(place === undefined ? {} : { place }), ...(awaySince === undefined ? {} : { awaySince }) });
const away = (since: string): readonly Child[] => [child('outsideCounty', since)];
const couple: EffectiveFacts = {
  birthDate: '1955-01-01',
  hukou: 'rural',
  maritalStatus: 'married',
  livesWith: ['spouse'],
  children: [child('sameVillage')],
  abilityLevel: 0,
  disability: null,
  familyPlanning: null,
  destitute: null,
  illnesses: [],
};

describe('all packs', () => {
  it('pass their own check', async () => {
    expect(files.map((file) => file.id)).toEqual(['bayingolin-2025', 'bazhou-2023', 'chongqing-2018', 'datian-2020', 'demo-2026', 'national-2022', 'pingli-2023']);
    expect(checkPackFiles(files).map(problemText)).toEqual([]);
    expect((await checkPacks(folder)).files.length).toBe(7);
    expect(await checkPacks(join(folder, 'pingli-2023.yaml'))).toEqual({ files: [join(folder, 'pingli-2023.yaml')], problems: [] });
  });
  it('resolve from the nation down', () => {
    expect(resolveChain(files, 'demo-2026')).toMatchObject({
      ok: true,
      chain: ['national-2022', 'pingli-2023', 'demo-2026'],
      pack: { id: 'demo-2026', division: '610999', visitForm: { id: 'pingli-annex4' } },
    });
  });
  it('say of each county and template what its document leaves open', () => {
    for (const id of ['bazhou-2023', 'pingli-2023', 'datian-2020', 'chongqing-2018', 'bayingolin-2025']) expect(getPack(id).silent.length).toBeGreaterThan(3);
    expect(files.filter((file) => file.template).map((file) => file.id)).toEqual(['bayingolin-2025', 'chongqing-2018']);
  });
  it('give the figures of their documents', () => {
    expect(getNumber(getPack('bazhou-2023'), 'report.dueDay')).toBe(25);
    expect(getPack('bazhou-2023').values['report.dueDay']?.status).toBe('given');
    expect(getPack('pingli-2023').values['report.dueDay']?.status).toBe('provisional');
    expect(getText(getPack('bazhou-2023'), 'network.model')).toBe('walkshed');
    expect(getText(getPack('datian-2020'), 'network.model')).toBe('onePlusN');
    expect(getPack('bazhou-2023').visitForm.sections[0]?.items.map((item) => item.label.zh)).toEqual(['吃', '穿', '住', '医', '备注']);
  });
});

/** Facts that differ from an able couple with a child in the village, and the categories they give. */
const cases: Readonly<Record<string, readonly (readonly [what: string, facts: EffectiveFacts, categories: readonly string[]])[]>> = {
  'pingli-2023': [
    ['an able couple near a child', {}, []],
    ['lives alone', { livesWith: ['alone'] }, ['livingAlone']],
    ['no children, no spouse, lives with kin', { children: [], maritalStatus: 'neverMarried', livesWith: ['sibling'] }, ['livingAlone']],
    ['no children, spouse unknown', { children: [], maritalStatus: undefined as never, livesWith: ['sibling'] }, []],
    ['a childless couple', { children: [] }, []],
    ['with a grandchild', { livesWith: ['grandchild'], maritalStatus: 'widowed' }, []],
    ['child in the next town', { children: [child('sameCounty')] }, ['emptyNest']],
    ['one child in the town', { children: [child('sameCounty'), child('sameTown')] }, []],
    ['one child nobody knows where', { children: [child('sameCounty'), child(undefined)] }, []],
    ['all children away for exactly half a year', { children: away('2026-05-01') }, ['emptyNest', 'leftBehind']],
    ['all children away since a month', { children: away('2026-05') }, ['emptyNest', 'leftBehind']],
    ['all children away one day short', { children: away('2026-05-02') }, ['emptyNest']],
    ['urban registration', { hukou: 'urban', children: away('2020-01') }, ['emptyNest']],
    ['a couple both empty nest and left behind with a grandchild', { livesWith: ['spouse', 'grandchild'], children: away('2020-01') }, ['emptyNest', 'leftBehind']],
    ['ability level 1', { abilityLevel: 1 }, ['careDependent']],
    ['grade 2', { disability: { grade: 2, valid: true } }, ['severeDisability']],
    ['grade 3', { disability: { grade: 3, valid: true } }, []],
    ['grade 1, certificate cancelled', { disability: { grade: 1, valid: false } }, []],
    ['only child died', { familyPlanning: 'childDied' }, ['familyPlanningSpecial']],
    ['destitute at home is no target', { destitute: 'atHome' }, []],
  ],
  'bazhou-2023': [
    ['no children, no spouse', { children: [], maritalStatus: 'divorced', livesWith: ['alone'] }, ['emptyNest']],
    ['a child lives apart in the village', {}, ['emptyNest']],
    ['a child lives in', { children: [child('sameHousehold')], livesWith: ['spouse', 'child'] }, []],
    ['widowed, children left', { maritalStatus: 'widowed', livesWith: ['alone'] }, ['livingAlone', 'emptyNest']],
    ['urban, away for half a year', { hukou: 'urban', children: away('2026-05') }, ['leftBehind', 'emptyNest']],
    ['destitute at home', { destitute: 'atHome', children: [child('sameHousehold')] }, ['destituteAtHome']],
    ['grade 2 without valid certificate', { disability: { grade: 2, valid: false }, children: [child('sameHousehold')] }, []],
  ],
  'datian-2020': [
    ['59, all children away', { birthDate: '1966-11-02', children: away('2020-01') }, []],
    ['60 today, all children away', { birthDate: '1966-11-01', children: away('2020-01') }, ['leftBehind']],
    ['age unknown', { birthDate: undefined as never, children: away('2020-01') }, []],
    ['away five months', { children: away('2026-06-01') }, []],
    ['lives alone only', { livesWith: ['alone'] }, []],
    ['urban registration', { hukou: 'urban', children: away('2020-01') }, []],
  ],
  'chongqing-2018': [
    ['all children away for half a year', { children: away('2026-05') }, ['leftBehind']],
    ['aged 90', { birthDate: '1936-01' }, []],
  ],
  'bayingolin-2025': [
    ['79', { birthDate: '1946-11-02' }, []],
    ['80 today', { birthDate: '1946-11-01' }, ['advancedAge']],
    ['ability level 1 and left behind', { abilityLevel: 1, children: away('2020-01') }, ['leftBehind', 'careDependent']],
    ['grade 2', { disability: { grade: 2, valid: true } }, ['severeDisability']],
  ],
};
for (const [id, rows] of Object.entries(cases)) {
  describe(`categories of ${id}`, () => {
    it.each(rows)('%s', (_what, facts, categories) => {
      expect(classify(id, { ...couple, ...facts }).categories.toSorted()).toEqual(categories.toSorted());
    });
  });
}

describe('a ledger that only states categories', () => {
  const nothing: EffectiveFacts = { name: '甲', birthDate: '1950-01-01' };
  const stated = (...categories: Category[]): EffectiveFacts => ({ ...nothing, statedCategories: categories });
  it('leaves nobody without care: each category counts as a proposal', () => {
    for (const category of getPack('pingli-2023').targets)
      expect(classify('pingli-2023', stated(category))).toMatchObject({ categories: [category], provisional: true, reasons: [{ rule: `${category}.stated` }, {}] });
    for (const category of getPack('bazhou-2023').targets) expect(classify('bazhou-2023', stated(category)).categories).toEqual([category]);
    expect(classify('pingli-2023', stated('careDependent')).tier?.code).toBe('twiceWeekly');
    expect(classify('pingli-2023', stated('emptyNest')).tier?.code).toBe('onceMonthly');
    expect(classify('datian-2020', stated('leftBehind')).categories).toEqual(['leftBehind']);
  });
  it('says what was stated and that nobody knows the fact behind it', () => {
    expect(classify('pingli-2023', stated('careDependent')).reasons[0]).toMatchObject({
      result: 'careDependent',
      facts: { stated: ['careDependent'], abilityKnown: false },
      values: { 'stated.countsWhileUnknown': { value: true, provisional: true } },
    });
  });
  it.each([
    ['lives with the spouse', 'livingAlone', { livesWith: ['spouse'], children: [] }],
    ['a child in the home', 'livingAlone', { children: [child('sameHousehold')] }],
    ['a child in the town, another nobody knows where', 'emptyNest', { children: [child('sameTown'), child(undefined)] }],
    ['no children', 'emptyNest', { children: [] }],
    ['registered in a town', 'leftBehind', { hukou: 'urban' }],
    ['a child in the county', 'leftBehind', { hukou: 'rural', children: [child('sameCounty'), child(undefined)] }],
    ['away for too short a time', 'leftBehind', { children: away('2026-09-01') }],
    ['assessed as able', 'careDependent', { abilityLevel: 0 }],
    ['known to have no certificate', 'severeDisability', { disability: null }],
    ['known not to be listed', 'familyPlanningSpecial', { familyPlanning: null }],
  ] as const)('yields to what is known: %s', (_what, category, facts) => {
    expect(classify('pingli-2023', { ...stated(category), ...(facts as EffectiveFacts) }).categories).not.toContain(category);
  });
  it('changes nothing for whom the facts speak, and is firm once the county has confirmed it', () => {
    expect(classify('pingli-2023', { ...couple, livesWith: ['alone'], statedCategories: ['livingAlone'] }).reasons.map((reason) => reason.rule)).not.toContain(
      'livingAlone.stated',
    );
    const confirmed = compile(withConfirmations(getPack('pingli-2023'), ['stated.countsWhileUnknown']));
    expect(confirmed.classify(stated('severeDisability'), asOf)).toMatchObject({ categories: ['severeDisability'], provisional: false });
  });
  it('counts a special family whose situation the list does not tell', () => {
    expect(classify('pingli-2023', { ...couple, familyPlanning: 'unspecified' })).toMatchObject({ categories: ['familyPlanningSpecial'], provisional: false });
  });
});

describe('tiers of pingli-2023', () => {
  const alone: EffectiveFacts = { ...couple, livesWith: ['alone'], maritalStatus: 'widowed' };
  it.each([
    ['alone at 79', { ...alone, birthDate: '1946-11-02' }, 'onceMonthly', true],
    ['alone at 80', { ...alone, birthDate: '1946-11-01' }, 'twiceWeekly', true],
    ['empty nest at 90', { ...couple, birthDate: '1936-01', children: [child('sameCounty')] }, 'onceMonthly', false],
    ['care dependent', { ...couple, abilityLevel: 1 }, 'twiceWeekly', true],
    ['severely disabled', { ...couple, disability: { grade: 1, valid: true } }, 'twiceWeekly', false],
    ['seriously ill and empty nest', { ...couple, children: [child('sameCounty')], illnesses: ['脑卒中后遗症'] }, 'twiceWeekly', true],
    ['ill otherwise', { ...couple, children: [child('sameCounty')], illnesses: ['关节炎'] }, 'onceMonthly', true],
    ['unwilling', { ...couple, disability: { grade: 1, valid: true }, wantsVisits: false }, 'twiceWeekly', false],
    ['seriously ill but in no group', { ...couple, illnesses: ['尿毒症'] }, undefined, false],
  ] as const)('%s', (_what, facts, tier, provisional) => {
    const result = classify('pingli-2023', facts as EffectiveFacts);
    expect({ tier: result.tier?.code, provisional: result.provisional }).toEqual({ tier, provisional });
  });
  it('are firm once the county has confirmed what its document leaves open', () => {
    const confirmed = compile(withConfirmations(getPack('pingli-2023'), ['advancedAge', 'denseFromLevel', 'seriousIllnesses']));
    expect(confirmed.classify(alone, asOf).provisional).toBe(false);
    expect(confirmed.classify({ ...couple, abilityLevel: 4, illnesses: ['癌'] }, asOf).provisional).toBe(false);
  });
});

it('proposes the national frequency where a county only says regularly', () => {
  expect(classify('datian-2020', { ...couple, children: away('2020-01') })).toMatchObject({ tier: { code: 'onceMonthly', modes: ['home', 'phone', 'group'] }, provisional: true });
  expect(classify('bazhou-2023', couple)).toMatchObject({ tier: { code: 'onceMonthly', modes: ['home'] }, provisional: true });
});

const anyFacts: fc.Arbitrary<EffectiveFacts> = fc.record(
  {
    birthDate: fc.integer({ min: 1926, max: 1966 }).map((year) => `${year}-06-15`),
    hukou: fc.constantFrom('rural', 'urban'),
    maritalStatus: fc.constantFrom('married', 'widowed', 'divorced', 'neverMarried'),
    livesWith: fc.subarray(['alone', 'spouse', 'child', 'grandchild', 'otherKin'] as const, { minLength: 1, maxLength: 2 }),
    children: fc.array(
      fc.constantFrom(child('sameHousehold'), child('sameTown'), child('sameCounty'), child(undefined), child('outsideCounty', '2026-03'), child('outsideCounty', '2026-08')),
      { maxLength: 3 },
    ),
    abilityLevel: fc.constantFrom(0, 1, 2, 3, 4),
    disability: fc.option(fc.record({ grade: fc.constantFrom(1, 2, 3, 4), valid: fc.boolean() })),
    familyPlanning: fc.constantFrom(null, 'childDied', 'childDisabled'),
    illnesses: fc.subarray(['关节炎', '尿毒症', '恶性肿瘤']),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<EffectiveFacts>;
const visitsAMonth = (result: Classification): number => (result.tier === null ? 0 : result.tier.period === 'week' ? result.tier.visits * 4 : result.tier.visits);

describe('of any person', () => {
  it('more illness or a worse level never lowers the tier', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom('尿毒症', '关节炎'), fc.constantFrom('pingli-2023', 'national-2022', 'bazhou-2023'), (facts, illness, id) => {
        const before = visitsAMonth(classify(id, facts));
        const iller = { ...facts, illnesses: [...(facts.illnesses ?? []), illness] };
        const weaker = { ...facts, abilityLevel: 4 as const };
        expect(visitsAMonth(classify(id, iller))).toBeGreaterThanOrEqual(before);
        expect(visitsAMonth(classify(id, weaker))).toBeGreaterThanOrEqual(before);
      }),
    );
  });
  it('the result does not depend on the order of facts, children or people', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (facts, other) => {
        const result = classify('pingli-2023', facts);
        classify('pingli-2023', other);
        const turned = Object.fromEntries(Object.entries(facts).toReversed()) as EffectiveFacts;
        const reordered = turned.children === undefined ? turned : { ...turned, children: turned.children.toReversed() };
        expect(classify('pingli-2023', reordered)).toEqual(result);
      }),
    );
  });
  it('whoever has a category has a tier, and explain agrees with the result', () => {
    const compiled = () => compiledPacks.get('pingli-2023') ?? compile(getPack('pingli-2023'));
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const result = classify('pingli-2023', facts);
        expect(result.tier === null).toBe(result.categories.length === 0);
        const held = new Set(
          compiled()
            .explain(facts, asOf)
            .filter((rule) => rule.holds)
            .map((rule) => rule.rule),
        );
        for (const reason of result.reasons) expect(held).toContain(reason.rule);
      }),
    );
  });
});

describe('risk models and needs forms', () => {
  const risk = (id: string, facts: EffectiveFacts) => {
    const compiled = compileRisk(getPack(id));
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
    return compiled.value.assess(facts, asOf);
  };
  it('are red in every pack for whoever cannot care for himself and lives alone; firm where the document says so', () => {
    for (const { id } of files) {
      expect([id, risk(id, { livesWith: ['alone'], abilityLevel: 3 }).level]).toEqual([id, 'red']);
      expect([id, risk(id, { livesWith: ['alone'], selfCare: 'none' }).provisional]).toEqual([id, true]);
      expect([id, risk(id, { livesWith: ['child'], abilityLevel: 4 }).level]).toEqual([id, 'yellow']);
      expect([id, risk(id, {}).level]).toEqual([id, 'green']);
    }
    const confirmed = withConfirmations(getPack('chongqing-2018'), ['risk.cannotCareFromLevel']);
    const compiled = compileRisk(confirmed);
    expect(compiled.ok && compiled.value.assess({ livesWith: ['alone'], abilityLevel: 3 }, asOf)).toMatchObject({
      level: 'red',
      provisional: false,
      reasons: [{ source: { document: 'chongqing30', clause: '二（一）' } }, {}, {}],
    });
  });
  it('never lighten when one more thing weighs on somebody', () => {
    const levels = ['red', 'orange', 'yellow', 'green'];
    const burdens: EffectiveFacts[] = [
      { livesWith: ['alone'] },
      { abilityLevel: 4 },
      { dementia: true },
      { birthDate: '1930-01-01' },
      { illnesses: ['尿毒症'] },
      { housingSafe: false },
      { dailyCarers: ['nobody'] },
    ];
    fc.assert(
      fc.property(fc.subarray(burdens), fc.constantFrom(...burdens), (some, more) => {
        const before = Object.assign({}, ...some) as EffectiveFacts;
        expect(levels.indexOf(risk('national-2022', { ...before, ...more }).level)).toBeLessThanOrEqual(levels.indexOf(risk('national-2022', before).level));
      }),
    );
  });
  it('recommend every service of the five in 巴州区 to who needs most, none to who needs nothing', () => {
    const form = getPack('bazhou-2023').needsForm;
    const best = Object.fromEntries(form.items.map((item) => [item.key, item.options[0]?.code ?? '']));
    const worst = Object.fromEntries(form.items.map((item) => [item.key, item.options.at(-1)?.code ?? '']));
    expect(decideNeeds(form, best)).toMatchObject({ value: { points: 0, urgency: 'low', services: [] } });
    const most = decideNeeds(form, worst);
    expect(most.ok && most.value.services.map((service) => service.service)).toEqual(['urgentHelp', 'rounds', 'cleaning', 'comfort', 'errands']);
  });
  it('count a diagnosed dementia as cognitive impairment where a pack asks for that category', () => {
    const pack = { ...getPack('national-2022'), targets: ['cognitivelyImpaired' as const] };
    expect(compile(pack).classify({ dementia: true }, asOf)).toMatchObject({ categories: ['cognitivelyImpaired'], reasons: [{ rule: 'cognitivelyImpaired.diagnosed' }, {}] });
    expect(compile(pack).classify({ dementia: false }, asOf).categories).toEqual([]);
  });
});
