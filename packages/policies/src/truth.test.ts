// 平利县's pack against the population that the sample files were made from: everyone must come out
// with the categories and the tier that the sample's own reading of the document gives.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilePack } from '@shouwang/domain/classification';
import type { Category, Child, ChildPlace, EffectiveFacts, LivingCompanion, MaritalStatus } from '@shouwang/domain/ledger';
import { expect, it } from 'vitest';
import { loadPacks, resolveChain } from './index.ts';

interface TruePerson {
  readonly key: string;
  readonly birth: string;
  readonly hukou: string;
  readonly marital: string;
  readonly livesWith: string;
  readonly children: readonly { readonly name: string; readonly place: string; readonly awaySince: string | null }[];
  readonly abilityLevel: number;
  readonly disability: { readonly grade: number } | null;
  readonly familyPlanning: string | null;
  readonly tekun: string | null;
  readonly dibao: boolean;
  readonly seriousIllness: string | null;
  readonly wantsVisits: boolean;
  readonly categories: readonly string[];
  readonly tier: string | null;
}

const here = dirname(fileURLToPath(import.meta.url));
const truth = JSON.parse(readFileSync(join(here, '../../../samples/pingli-2-towns/truth.json'), 'utf8')) as { readonly asof: string; readonly people: readonly TruePerson[] };

const words: Readonly<Record<string, Category>> = {
  独居: 'livingAlone',
  空巢: 'emptyNest',
  留守: 'leftBehind',
  失能: 'careDependent',
  重残: 'severeDisability',
  计划生育特殊家庭: 'familyPlanningSpecial',
};
const marital: Readonly<Record<string, MaritalStatus>> = { 已婚: 'married', 丧偶: 'widowed', 离异: 'divorced', 未婚: 'neverMarried' };
const companions: Readonly<Record<string, LivingCompanion>> = { 独自: 'alone', 配偶: 'spouse', 子女: 'child', 其他家属: 'otherKin' };
const places: Readonly<Record<string, ChildPlace>> = { 同住: 'sameHousehold', 本村: 'sameVillage', 本镇: 'sameTown', 本县外镇: 'sameCounty', 县外: 'outsideCounty' };

function factsOf(person: TruePerson): EffectiveFacts {
  return {
    birthDate: person.birth,
    hukou: person.hukou === '农村' ? 'rural' : 'urban',
    maritalStatus: marital[person.marital] as MaritalStatus,
    livesWith: [companions[person.livesWith] as LivingCompanion],
    children: person.children.map((child): Child => ({
      name: child.name,
      place: places[child.place] as ChildPlace,
      ...(child.awaySince === null ? {} : { awaySince: child.awaySince }),
    })),
    abilityLevel: person.abilityLevel as 0 | 1 | 2 | 3 | 4,
    disability: person.disability === null ? null : { grade: person.disability.grade as 1 | 2 | 3 | 4, valid: true },
    familyPlanning: person.familyPlanning === null ? null : person.familyPlanning === '独生子女死亡' ? 'childDied' : 'childDisabled',
    destitute: person.tekun === '分散供养' ? 'atHome' : null,
    minimumLiving: person.dibao,
    illnesses: person.seriousIllness === null ? [] : [person.seriousIllness],
    wantsVisits: person.wantsVisits,
  };
}

it('gives every person of the sample his true categories and tier', async () => {
  const { packs } = await loadPacks(join(here, '../packs'));
  const resolved = resolveChain(packs, 'pingli-2023');
  const compiled = resolved.ok ? compilePack(resolved.pack) : null;
  if (!resolved.ok || compiled?.ok !== true) throw new Error('the pack does not compile');
  const labels = new Map(resolved.pack.tiers.map((tier) => [tier.code, tier.label.zh]));

  const results = truth.people.map((person) => {
    const result = compiled.value.classify(factsOf(person), truth.asof);
    return { key: person.key, categories: result.categories.toSorted(), tier: result.tier === null ? null : labels.get(result.tier.code) };
  });
  const expected = truth.people.map((person) => ({ key: person.key, categories: person.categories.map((word) => words[word] as Category).toSorted(), tier: person.tier }));
  expect(results.length).toBeGreaterThan(400);
  expect(results).toEqual(expected);
});
