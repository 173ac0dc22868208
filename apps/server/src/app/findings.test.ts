// Both sample counties held against the truth that they were made from: every planted error has to
// come out as a finding or a remark, and nothing that is not true may.
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServices } from '../../../../tools/testing/services.ts';
import { runImport, type RowEnd } from '../modules/intake/public.ts';
import { setCountyPack } from '../modules/policy/public.ts';
import { exportFindings, type ExportedFinding } from '../modules/reconciliation/public.ts';
import { systemActor, type Db } from '../platform/db/index.ts';
import { runReactions } from '../platform/reactions.ts';
import { reactions } from './reactions.ts';
import { visitorLists } from './visitorLists.ts';

const county = '610926';
interface Person {
  readonly key: string;
  readonly name: string;
  readonly idNo: string;
  readonly village: string;
  readonly categories: readonly string[];
  readonly abilityLevel: number | null;
  readonly disability: { readonly grade: number } | null;
  readonly familyPlanning: string | null;
  readonly deceased: string | null;
  readonly inLedger?: boolean;
}
interface Truth {
  readonly asof: string;
  readonly people: readonly Person[];
  readonly errors: readonly { readonly key: string; readonly kind: string }[];
}
/** What a planted error has to come out as: a kind of finding (with its fact) or codes of remarks. */
const expectedOf: Readonly<Record<string, { readonly finding?: string; readonly remark?: RegExp }>> = {
  'id-missing': { finding: 'idProblem idNo', remark: /^idNo\.missing$/ },
  'id-check-digit': { finding: 'idProblem idNo', remark: /^idNo\.checkDigit$/ },
  'id-as-number': { finding: 'idProblem idNo', remark: /^idNo\.mangledNumber$/ },
  'duplicate-row': { finding: 'duplicate ', remark: /^row\.duplicateOf$/ },
  'ability-level-differs': { finding: 'differs abilityLevel' },
  'disability-grade-differs': { finding: 'differs disability' },
};

/** Categories that the lists can give: not those that only a household tells. */
const isMissing = (person: Person): boolean =>
  person.inLedger !== true && person.deceased === null && ((person.abilityLevel ?? 0) >= 1 || (person.disability?.grade ?? 9) <= 2 || person.familyPlanning !== null);

describe.each(['pingli-2-towns', 'pingli-guangfo-lists'])('the folder %s', (name) => {
  let db: Db;
  let truth: Truth;
  let findings: ExportedFinding[];
  const ends: RowEnd[] = [];

  beforeAll(async () => {
    const folder = resolve(import.meta.dirname, '../../../../samples', name);
    const services = await testServices();
    db = services.db;
    truth = JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8')) as Truth;
    const names = (await readdir(folder)).filter((one) => !one.endsWith('.json'));
    const files = await Promise.all(names.map(async (one) => ({ name: one, bytes: await readFile(join(folder, one)) })));
    const set = await db.tx(systemActor(county), (tx) => setCountyPack(tx, 'pingli-2023'));
    if (!set.ok) throw new Error(set.refusal.code);
    await runImport(services, visitorLists, { files, asOf: truth.asof, actor: systemActor(county), onRows: (some) => ends.push(...some) });
    await runReactions(services, county, reactions);
    const exported = await exportFindings(services, { countyCode: county, reveal: true, reason: 'test' });
    if (!exported.ok) throw new Error(exported.refusal.code);
    findings = [];
    for await (const finding of exported.value) findings.push(finding);
  });
  afterAll(() => db.close());

  it('finds every planted error and the people whom the lists put into a category, and nothing untrue', () => {
    const byNumber = new Map(truth.people.map((person) => [person.idNo, person]));
    const personOf = (finding: ExportedFinding): Person | undefined =>
      byNumber.get(finding.idNo ?? '') ?? truth.people.find((person) => person.name === finding.name && (finding.idNo === null || finding.kind === 'idProblem'));
    const told = new Map<string, Set<string>>();
    for (const finding of findings) {
      const key = `${finding.kind} ${finding.key ?? ''}`;
      told.set(key, (told.get(key) ?? new Set()).add(personOf(finding)?.key ?? `? ${finding.name}`));
    }
    const wanted = new Map<string, Set<string>>();
    const want = (kind: string, key: string): void => void wanted.set(kind, (wanted.get(kind) ?? new Set()).add(key));
    const remarked = (key: string, pattern: RegExp): boolean => {
      const person = truth.people.find((one) => one.key === key);
      return ends.some((end) => end.name === person?.name && end.remarks.some((remark) => pattern.test(remark.code)));
    };
    const lost: string[] = [];
    for (const { key, kind } of truth.errors) {
      const { finding, remark } = expectedOf[kind] ?? {};
      if (finding !== undefined && told.get(finding)?.has(key) === true) want(finding, key);
      else if (remark === undefined || !remarked(key, remark)) {
        lost.push(`${kind} ${key}`);
        want(finding ?? kind, key);
      }
    }
    for (const person of truth.people) {
      if (person.deceased !== null && person.inLedger === true) want('deadListed diedOn', person.key);
      if (isMissing(person)) want('missing ', person.key);
    }
    const table: Record<string, { found: number; wanted: number; precision: number; recall: number }> = {};
    const untrue: string[] = [];
    for (const kind of new Set([...told.keys(), ...wanted.keys()])) {
      const [found, due] = [told.get(kind) ?? new Set<string>(), wanted.get(kind) ?? new Set<string>()];
      const right = [...found].filter((key) => due.has(key)).length;
      untrue.push(...[...found].filter((key) => !due.has(key)).map((key) => `${kind} ${key}`));
      table[kind] = { found: found.size, wanted: due.size, precision: found.size === 0 ? 1 : right / found.size, recall: due.size === 0 ? 1 : right / due.size };
    }
    process.stdout.write(`${name} ${JSON.stringify(table, null, 1)}\n`);
    expect(lost).toEqual([]);
    expect(untrue).toEqual([]);
    expect(Object.values(table).every(({ precision, recall }) => precision === 1 && recall === 1)).toBe(true);
    expect(told.get('missing ')?.size).toBe(11);
  });
});
