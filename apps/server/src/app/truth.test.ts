// The sample county from its files to categories and tier, compared with the truth they were made
// from. Everybody who differs is listed with the reason: a planted error, or a bug of ours.
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testServices } from '../../../../tools/testing/services.ts';
import { exportElders, type ExportedElder } from '../modules/classification/public.ts';
import { runImport } from '../modules/intake/public.ts';
import { setCountyPack } from '../modules/policy/public.ts';
import { systemActor, type Db } from '../platform/db/index.ts';
import { runReactions } from '../platform/reactions.ts';
import { reactions } from './reactions.ts';
import { visitorLists } from './visitorLists.ts';

const folder = resolve(import.meta.dirname, '../../../../samples/pingli-2-towns');
const county = '610926';
const words: Readonly<Record<string, string>> = {
  独居: 'livingAlone',
  空巢: 'emptyNest',
  留守: 'leftBehind',
  失能: 'careDependent',
  重残: 'severeDisability',
  计划生育特殊家庭: 'familyPlanningSpecial',
};
interface Truth {
  readonly asof: string;
  readonly people: readonly {
    readonly key: string;
    readonly name: string;
    readonly village: string;
    readonly birth: string;
    readonly categories: readonly string[];
    readonly tier: string | null;
    readonly inLedger: boolean;
  }[];
  readonly errors: readonly { readonly key: string; readonly kind: string }[];
}

let db: Db;
let truth: Truth;
let elders: ExportedElder[];

beforeAll(async () => {
  const services = await testServices();
  db = services.db;
  truth = JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8')) as Truth;
  const names = (await readdir(folder)).filter((name) => !name.endsWith('.json'));
  const files = await Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
  await runImport(services, visitorLists, { files, asOf: truth.asof, actor: systemActor(county) });
  const set = await db.tx(systemActor(county), (tx) => setCountyPack(tx, 'pingli-2023'));
  if (!set.ok) throw new Error(set.refusal.code);
  await runReactions(services, county, reactions);
  const exported = await exportElders(services, { countyCode: county, asOf: truth.asof, reveal: false });
  if (!exported.ok) throw new Error(exported.refusal.code);
  elders = [];
  for await (const elder of exported.value) elders.push(elder);
});
afterAll(() => db.close());

it('agrees for at least 99 in a hundred, and each who differs was planted', () => {
  const listed = truth.people.filter((person) => person.inLedger);
  const byPerson = new Map(elders.map((elder) => [`${elder.name} ${elder.division}`, elder]));
  expect(elders).toHaveLength(listed.length);
  const differing = listed.flatMap((person) => {
    const elder = byPerson.get(`${person.name} ${person.village}`);
    const expected = person.categories.flatMap((category) => words[category] ?? []).sort();
    const given = [...(elder?.categories ?? [])].filter((category) => Object.values(words).includes(category)).sort();
    const expectedTier = person.tier === null || person.tier === '' ? null : person.tier === '一周两访' ? 'week 2' : 'month 1';
    const givenTier = elder?.tier == null ? null : `${elder.tier.period} ${elder.tier.visits}`;
    if (String(expected) === String(given) && expectedTier === givenTier) return [];
    return [
      {
        person: `${person.name} ${person.village}`,
        expected: `${expected.join()} ${expectedTier}`,
        given: `${given.join()} ${givenTier}`,
        planted: truth.errors
          .filter((error) => error.key === person.key)
          .map((error) => error.kind)
          .join(),
      },
    ];
  });
  expect(differing.filter((one) => one.planted === '')).toEqual([]);
  expect(differing.length / listed.length).toBeLessThanOrEqual(0.01);
});
