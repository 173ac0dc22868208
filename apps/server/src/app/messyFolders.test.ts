// Folders of other counties, as messy as offices make them, from their files to findings, held against
// the truth that they were made from. `npm run torture import` runs more and larger ones through this.
import { plainName } from '@shouwang/domain/intake';
import type { SourceKind } from '@shouwang/domain/ledger';
import { generateMessyFolder, messyPacks, type MessyFolder, type MessyOptions, type MessyPack, type MessyPerson } from '@shouwang/testkit/messy/index';
import { readFileSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../../tools/testing/database.ts';
import { exportElders, type ExportedElder } from '../modules/classification/public.ts';
import { runImport, type RowEnd } from '../modules/intake/public.ts';
import { setCountyPack } from '../modules/policy/public.ts';
import { exportFindings, type ExportedFinding } from '../modules/reconciliation/public.ts';
import { fixedClock } from '../platform/clock.ts';
import { fieldCrypto } from '../platform/crypto/index.ts';
import { openDb, sql, systemActor } from '../platform/db/index.ts';
import { silentLog } from '../platform/log.ts';
import { runReactions } from '../platform/reactions.ts';
import type { Services } from '../platform/services.ts';
import { reactions } from './reactions.ts';
import { visitorLists } from './visitorLists.ts';

interface Share {
  readonly right: number;
  readonly of: number;
}
interface Measured {
  readonly files: number;
  readonly people: number;
  readonly elders: number;
  readonly lost: number;
  readonly phantoms: number;
  readonly placed: Share;
  readonly categories: Share;
  readonly tier: Share;
  /** Rows that say that their person died, or do not: whether the remark says so too. */
  readonly leaving: Share;
  /** Who is responsible, as the filing says. */
  readonly filed: Share;
  readonly findings: Readonly<Record<string, { readonly found: number; readonly wanted: number; readonly right: number }>>;
  readonly untaken: readonly string[];
  /** Files that were refused, and those that cannot be read. */
  readonly refused: readonly string[];
  readonly unreadable: readonly string[];
  readonly remarks: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
  readonly seconds: number;
  /** Most memory that the process held, the generator's with it where it ran in the same process. */
  readonly megabytes: number;
  /** What of it was held before the import began. */
  readonly megabytesBefore: number;
}

async function all<T>(exported: { readonly ok: true; readonly value: AsyncIterable<T> } | { readonly ok: false; readonly refusal: { readonly code: string } }): Promise<T[]> {
  if (!exported.ok) throw new Error(exported.refusal.code);
  const list: T[] = [];
  for await (const one of exported.value) list.push(one);
  return list;
}

/** Whom a name, number and village mean among the true people; several namesakes give the one that `prefers`. */
function finder(people: readonly MessyPerson[], folder: MessyFolder) {
  const byNumber = new Map(people.map((person) => [person.facts.idNo, person]));
  const byName = new Map<string, MessyPerson[]>();
  for (const person of people) {
    const claim = folder.truth.claims.get(person.key);
    for (const name of new Set([person.facts.name, claim?.name ?? person.facts.name, claim?.secondName ?? person.facts.name].map(plainName))) {
      byName.set(name, [...(byName.get(name) ?? []), person]);
    }
  }
  return (name: string, idNo: string | null, division: string | null, birth: string | null, prefers: (person: MessyPerson) => boolean): MessyPerson | undefined => {
    const namesakes = byName.get(plainName(name)) ?? [];
    const numbered = idNo === null ? undefined : byNumber.get(idNo);
    if (numbered !== undefined && namesakes.includes(numbered)) return numbered;
    const claimed = (person: MessyPerson): readonly (string | null | undefined)[] => {
      const claim = folder.truth.claims.get(person.key);
      return [person.village.code, claim?.division, claim?.twice];
    };
    const placed = division === null ? namesakes : namesakes.filter((person) => claimed(person).some((code) => code?.startsWith(division.replace(/0{3,6}$/, '')) === true));
    const born = birth === null ? placed : placed.filter((person) => person.facts.birthDate.startsWith(birth.slice(0, 7)));
    const among = born.length > 0 ? born : placed;
    return among.find(prefers) ?? among[0];
  };
}

const mostMegabytes = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

async function measure(folder: MessyFolder): Promise<Measured> {
  const { county, pack, asOf, truth } = folder;
  const clock = fixedClock('2026-11-22T02:00:00Z');
  const db = openDb((await testDatabase()).connectionString, { today: clock.today });
  const services: Services = { db, clock, crypto: fieldCrypto(Buffer.alloc(32, 7)), log: silentLog, jobs: { send: async () => undefined } };
  const megabytesBefore = mostMegabytes();
  const began = performance.now();
  const ends: RowEnd[] = [];
  const set = await db.tx(systemActor(county), (tx) => setCountyPack(tx, pack));
  if (!set.ok) throw new Error(`${pack}: ${set.refusal.code}`);
  const summary = await runImport(services, visitorLists, { files: [...folder.files], asOf, actor: systemActor(county), onRows: (some) => ends.push(...some) });
  await runReactions(services, county, reactions);
  const elders = await all<ExportedElder>(await exportElders(services, { countyCode: county, asOf, reveal: true, reason: 'test' }));
  const findings = await all<ExportedFinding>(await exportFindings(services, { countyCode: county, reveal: true, reason: 'test' }));
  const assigned = await db.tx(systemActor(county), (tx) =>
    tx.query<{ name: string; division: string; post: string }>(
      sql`select e.name, left(e.division_code, 12) as division, v.kind_text as post from assignment a
          join elder e on e.county_code = a.county_code and e.id = a.elder_id join visitor v on v.county_code = a.county_code and v.id = a.visitor_id
          where a.county_code = ${county} and a.role = 'responsible' and a.to_date is null`,
    ),
  );
  await db.close();
  const seconds = Math.round((performance.now() - began) / 1000);
  const megabytes = mostMegabytes();

  const faults: string[] = [];
  const find = finder(truth.people, folder);
  const listed = truth.people.filter(({ inLedger }) => inLedger);
  const files = new Map<number, ExportedElder[]>();
  let phantoms = 0;
  for (const elder of elders) {
    const person = find(elder.name, elder.idNo ?? null, elder.division, elder.birthDate, ({ key, inLedger }) => inLedger && !files.has(key));
    if (person === undefined || !person.inLedger || (files.has(person.key) && truth.claims.get(person.key)?.twice === null)) {
      phantoms += 1;
      faults.push(`phantom ${elder.name} ${elder.idNo ?? '-'} ${elder.birthDate ?? '-'} ${elder.division}`);
    } else files.set(person.key, [...(files.get(person.key) ?? []), elder]);
  }
  const share = { placed: 0, categories: 0, tier: 0 };
  const targets = new Set([
    'livingAlone',
    'emptyNest',
    'leftBehind',
    'careDependent',
    'severeDisability',
    'familyPlanningSpecial',
    ...(pack === 'bazhou-2023' ? ['destituteAtHome'] : []),
  ]);
  const own = pack === 'datian-2020' || pack === 'chongqing-2018' ? new Set(['leftBehind']) : targets;
  let lost = 0;
  for (const person of listed) {
    const claim = truth.claims.get(person.key);
    const [elder, second] = (files.get(person.key) ?? []).toSorted((a, b) => Number(b.division === claim?.division) - Number(a.division === claim?.division));
    if (elder === undefined) {
      lost += 1;
      faults.push(
        `lost ${person.spoilt} ${person.facts.name} ${person.facts.idNo} ${person.village.name} ${JSON.stringify(ends.filter(({ name }) => name === person.facts.name))}`,
      );
      continue;
    }
    if ([elder, second].some((one) => one?.division === claim?.division)) share.placed += 1;
    else faults.push(`division ${person.spoilt} ${person.facts.name}: ${elder.division} for ${claim?.division} ${person.village.name}`);
    const given = String(elder.categories.filter((category) => own.has(category)).toSorted());
    if (given === String(person.categories)) share.categories += 1;
    else
      faults.push(
        `categories ${person.spoilt} ${person.facts.name}: ${given} for ${String(person.categories)} · ${JSON.stringify(person.facts.children?.map(({ place, awaySince }) => `${place} ${awaySince ?? ''}`))} ${String(person.facts.livesWith)} ${person.facts.maritalStatus} ${person.facts.hukou}`,
      );
    const rhythm = elder.tier === null ? null : `${elder.tier.visits} ${elder.tier.period}`;
    const due = person.rhythm === null ? null : `${person.rhythm.visits} ${person.rhythm.period}`;
    // Nobody can tell who is eighty where the ledger tells no birth.
    if (rhythm === due || claim?.birthTold === false) share.tier += 1;
    else faults.push(`tier ${person.spoilt} ${person.facts.name}: ${rhythm} for ${due}`);
  }

  const responsible = new Map(assigned.map((one) => [`${one.division} ${plainName(one.name)}`, one.post]));
  let filed = 0;
  for (const one of truth.filed) {
    const post = responsible.get(`${one.division} ${plainName(one.name)}`);
    if (post === one.post) filed += 1;
    else faults.push(`responsible ${one.name} ${one.division}: ${post ?? '-'} for ${one.post}`);
  }

  const wanted = new Map<string, Set<number>>();
  const optional = new Set<string>();
  for (const { about, key, isOptional } of truth.wanted) {
    if (isOptional) optional.add(`${about} ${key}`);
    else wanted.set(about, (wanted.get(about) ?? new Set()).add(key));
  }
  const told = new Map<string, { found: number; keys: Set<number> }>();
  for (const finding of findings) {
    const about = finding.kind === 'differs' ? `differs ${finding.key}` : finding.kind;
    const sides = [finding.ours, finding.theirs];
    const number = finding.idNo ?? sides.find((side) => side?.idNo !== undefined)?.idNo ?? null;
    const counted = told.get(about) ?? { found: 0, keys: new Set() };
    const wants = (person: MessyPerson): boolean => wanted.get(about)?.has(person.key) === true;
    // Of namesakes whom nothing tells apart, each is meant once.
    const isOpen = (person: MessyPerson): boolean => wants(person) && !counted.keys.has(person.key);
    const birth = sides.map((side) => side?.birthDate).find((one) => one !== undefined) ?? null;
    const person = find(finding.name, number, finding.division, birth, isOpen) ?? find(finding.name, number, null, birth, isOpen);
    told.set(about, counted);
    if (person !== undefined && optional.has(`${about} ${person.key}`) && !wants(person)) continue;
    counted.found += 1;
    if (person !== undefined && wants(person)) counted.keys.add(person.key);
    else
      faults.push(
        `untrue ${about} ${person?.spoilt ?? '?'} ${finding.name} ${number ?? '-'} ${finding.source satisfies SourceKind} theirs ${JSON.stringify(finding.theirs)} ours ${JSON.stringify(finding.ours)} ${finding.problem ?? ''}`,
      );
  }
  for (const [about, keys] of wanted)
    for (const key of keys)
      if (told.get(about)?.keys.has(key) !== true)
        faults.push(`missed ${about} ${truth.people[key]?.spoilt} ${truth.people[key]?.facts.name} ${truth.people[key]?.facts.idNo} ${truth.people[key]?.village.name}`);
  const left = new Set(ends.flatMap((end) => (end.remarks.some(({ code }) => code === 'row.saysDied') ? [plainName(end.name)] : [])));
  const meant = new Set(listed.flatMap(({ key }) => (truth.claims.get(key)?.saysDied === true ? [plainName(truth.claims.get(key)?.name ?? '')] : [])));
  let leaving = 0;
  for (const person of listed) {
    const name = plainName(truth.claims.get(person.key)?.name ?? '');
    if (left.has(name) === meant.has(name)) leaving += 1;
    else faults.push(`leaving ${person.spoilt} ${person.facts.name} ${left.has(name)}`);
  }
  const remarks: Record<string, number> = {};
  for (const end of ends)
    for (const { code, column, found } of end.remarks)
      remarks[`${code} ${column} ${code === 'value.unknown' ? (found ?? '') : ''}`] = (remarks[`${code} ${column} ${code === 'value.unknown' ? (found ?? '') : ''}`] ?? 0) + 1;
  return {
    files: folder.files.length,
    people: listed.length,
    elders: elders.length,
    lost,
    phantoms,
    placed: { right: share.placed, of: listed.length },
    categories: { right: share.categories, of: listed.length },
    tier: { right: share.tier, of: listed.length },
    leaving: { right: leaving, of: listed.length },
    filed: { right: filed, of: truth.filed.length },
    findings: Object.fromEntries(
      [...new Set([...wanted.keys(), ...told.keys()])]
        .sort()
        .map((about) => [about, { found: told.get(about)?.found ?? 0, wanted: wanted.get(about)?.size ?? 0, right: told.get(about)?.keys.size ?? 0 }]),
    ),
    refused: summary.files.flatMap(({ name, refusal }) => (refusal === null ? [] : [name])),
    unreadable: [...truth.unreadable],
    untaken: [
      ...summary.files.filter(({ refusal }) => refusal !== null).map(({ name, refusal }) => `${name} ${refusal?.code}`),
      ...summary.tables.filter(({ kind }) => kind === null).map(({ file, sheet }) => `${file} ${sheet}`),
    ],
    remarks,
    faults,
    seconds,
    megabytes,
    megabytesBefore,
  };
}

const asked =
  process.env['TORTURE'] === undefined
    ? null
    : (JSON.parse(process.env['TORTURE']) as {
        readonly elders: number;
        readonly towns: number;
        readonly seeds: readonly string[];
        readonly out?: string;
        /** Folders are only written, or read where another process wrote them. */
        readonly step?: 'write' | 'read';
      });
const packs = Object.keys(messyPacks) as MessyPack[];
const seeds = asked?.seeds ?? ['river', 'terrace', 'ferry', 'orchard'];
const least = (share: Share, part: number): void => expect(share.right / share.of).toBeGreaterThanOrEqual(part);

it.each(seeds.map((seed, at) => ({ seed, pack: packs[at % packs.length] as MessyPack })))('the folder $seed of $pack', async ({ seed, pack }) => {
  const options: MessyOptions = { seed, pack, elders: asked?.elders ?? 120, towns: asked?.towns ?? 2, asOf: '2026-11-01' };
  const kept = `${asked?.out ?? ''}/${seed}.folder`;
  if (asked?.step === 'write') return writeFileSync(kept, serialize(await generateMessyFolder(options)));
  const measured = await measure(asked?.step === 'read' ? (deserialize(readFileSync(kept)) as MessyFolder) : await generateMessyFolder(options));
  if (asked?.out !== undefined) writeFileSync(`${asked.out}/${seed}.json`, JSON.stringify({ seed, pack, ...measured }, null, 1));
  const why = measured.faults.join('\n');
  // Each file that nobody can read is refused by name, the one behind a password as such; every other file is read.
  expect(measured.untaken.filter((file) => file.includes('import.encrypted'))).toHaveLength(1);
  expect(measured.refused.toSorted()).toEqual(measured.unreadable.toSorted());
  expect({ lost: measured.lost, phantoms: measured.phantoms }, why).toEqual({ lost: 0, phantoms: 0 });
  for (const share of [measured.placed, measured.categories, measured.tier, measured.leaving, measured.filed]) least(share, 0.99);
  const sum = { found: 0, wanted: 0, right: 0 };
  for (const { found, wanted, right } of Object.values(measured.findings)) {
    sum.found += found;
    sum.wanted += wanted;
    sum.right += right;
  }
  expect(sum.right / sum.found, why).toBeGreaterThanOrEqual(0.97);
  expect(sum.right / sum.wanted, why).toBeGreaterThanOrEqual(0.97);
});
