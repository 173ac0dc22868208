// Lists and a ledger as messy as other counties may bring them: mangled numbers, old numbers, wives
// under their husband's number, double rows across villages, cancelled certificates, dead people who
// were registered anew, the young on a register, names written otherwise. Nothing lost, nothing untrue.
import { idNoCheck } from '@shouwang/domain/ledger';
import { generateCounty, type GeneratedElder } from '@shouwang/testkit';
import { variantName } from '@shouwang/testkit/messy/words';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testServices } from '../../../../tools/testing/services.ts';
import { runImport } from '../modules/intake/public.ts';
import { setCountyPack } from '../modules/policy/public.ts';
import { exportFindings, reconcileAll, type ExportedFinding } from '../modules/reconciliation/public.ts';
import { sql, systemActor, type Db } from '../platform/db/index.ts';
import { runReactions } from '../platform/reactions.ts';
import type { Services } from '../platform/services.ts';
import { reactions } from './reactions.ts';
import { visitorLists } from './visitorLists.ts';

const asOf = '2026-11-01';
const county = generateCounty({ size: 'S', seed: 'messy', asOf });
const system = systemActor(county.code);
const levels = ['能力完好', '轻度失能', '中度失能', '重度失能', '完全失能'];
const grades = ['', '一级', '二级', '三级', '四级'];

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): Uint8Array =>
  Buffer.from(`${[head, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`);
const wrongCheck = (idNo: string): string => `${idNo.slice(0, 17)}${idNo.endsWith('1') ? '2' : '1'}`;
const born = (elder: GeneratedElder): string => elder.facts.birthDate.replaceAll('-', '.');

let db: Db;
let services: Services;
const wanted = new Map<string, Set<string>>();
const want = (kind: string, name: string): void => void wanted.set(kind, (wanted.get(kind) ?? new Set()).add(name));

async function findings(): Promise<ExportedFinding[]> {
  const exported = await exportFindings(services, { countyCode: county.code, reveal: true, reason: 'test' });
  if (!exported.ok) throw new Error(exported.refusal.code);
  const all: ExportedFinding[] = [];
  for await (const one of exported.value) all.push(one);
  return all;
}

function makeFiles(): { name: string; bytes: Uint8Array }[] {
  const everybody = [...county.elders()];
  const count = new Map<string, number>();
  for (const { facts } of everybody) count.set(facts.name, (count.get(facts.name) ?? 0) + 1);
  const people = everybody.filter(({ facts }) => count.get(facts.name) === 1 && !facts.name.includes('·'));
  const husbands = people.filter(({ facts }, at) => facts.sex === 'male' && at % 16 === 5);
  const ledger: (string | number)[][] = [];
  const disabled: (string | number)[][] = [];
  const assessed: (string | number)[][] = [];
  const checked: (string | number)[][] = [];
  const dead: (string | number)[][] = [];
  const elsewhere = (elder: GeneratedElder): GeneratedElder['village'] =>
    county.villages.find((village) => village.code !== elder.village.code && village.townCode === elder.village.townCode) as GeneratedElder['village'];

  for (const [at, elder] of people.entries()) {
    const { facts, village } = elder;
    const { idNo, name } = facts;
    const mode = at % 16;
    const level = facts.abilityLevel || (mode === 8 ? 1 : 0);
    const disability = facts.disability ?? (mode === 9 ? { grade: 4, valid: true } : null);
    const grade = disability?.valid === true ? disability.grade : null;
    const row = (number: string, place = village, said: { readonly level?: number; readonly grade?: number | null } = {}): void =>
      void ledger.push([
        name,
        facts.sex === 'male' ? '男' : '女',
        number,
        born(elder),
        place.townName,
        place.name,
        said.level === undefined ? (levels[level] as string) : (levels[said.level] as string),
        grades[(said.grade === undefined ? grade : said.grade) ?? 0] || '无',
      ]);
    const isListed = mode < 12;
    const listedName = mode === 6 ? [...variantName(name)].join(' ') : name;
    if (disability !== null && (isListed || mode === 14))
      disabled.push([listedName, `${idNo}4${disability.grade}`, grades[disability.grade] as string, disability.valid ? '有效' : '注销', village.townName, village.name]);
    if (isListed && level > 0) assessed.push([listedName, idNo, levels[level] as string, '2026-05-06']);
    if (isListed) checked.push([listedName, facts.sex === 'male' ? '男' : '女', mode === 9 ? '' : idNo, village.townName, village.name, '高血压', '2026-03-04', born(elder)]);
    switch (mode) {
      case 0:
        row('');
        want('idProblem', name);
        break;
      case 1:
        row(wrongCheck(idNo));
        want('idProblem', name);
        break;
      case 2:
        row('6.10999E+17');
        want('idProblem', name);
        break;
      case 3:
        row(`${idNo.slice(0, 6)}${idNo.slice(8, 17)}`);
        if (!idNo.slice(6).startsWith('19')) throw new Error('an old number tells no century');
        break;
      case 4: {
        const husband = facts.sex === 'female' ? husbands[((at / 16) % husbands.length) | 0] : undefined;
        row(husband === undefined ? idNo : husband.facts.idNo);
        if (husband !== undefined) want('idProblem', name);
        break;
      }
      case 7:
        row(idNo);
        row(wrongCheck(idNo), elsewhere(elder));
        want('idProblem', name);
        want('duplicate', name);
        break;
      case 8:
        row(idNo, village, { level: level === 4 ? 3 : level + 1 });
        want('differs abilityLevel', name);
        break;
      case 9:
        row(idNo, village, { grade: grade === null ? null : grade === 1 ? 3 : 1 });
        if (grade !== null) want('differs disability', name);
        break;
      case 10:
        row(idNo);
        dead.push([name, idNo, '2026-06-07']);
        want('deadListed', name);
        break;
      case 11:
        row(idNo);
        row('', elsewhere(elder));
        dead.push([name, idNo, '2026-06-07']);
        want('deadListed', name);
        want('duplicate', name);
        want('idProblem', name);
        break;
      case 12:
        assessed.push([name, idNo, '重度失能', '2026-05-06']);
        checked.push([name, '', idNo, village.townName, village.name, '', '2026-03-04', '']);
        want('missing', name);
        break;
      case 13:
        disabled.push([name, '', '一级', '有效', village.townName, village.name]);
        checked.push([name, facts.sex === 'male' ? '男' : '女', '', village.townName, village.name, '', '2026-03-04', born(elder)]);
        assessed.push([name, '', '完全失能', '2026-05-06']);
        want('missing', name);
        break;
      case 14:
        // Not in the ledger: whatever certificate he has was cancelled, or is a light one.
        if (grade !== null && grade <= 2) want('missing', name);
        break;
      case 15:
        assessed.push([name, idNo, '重度失能', '2026-05-06']);
        dead.push([name, idNo, '2026-06-07']);
        break;
      default:
        row(idNo);
    }
  }
  for (let at = 0; at < 30; at += 1) {
    const first = `6109991990010${String(1000 + at)}`;
    disabled.push([`赵青年${at}`, `${first}${idNoCheck(first)}41`, '一级', '有效', (county.villages[0] as { townName: string }).townName, '']);
  }
  return [
    {
      name: '区划.csv',
      bytes: table(
        ['代码', '名称', '上级代码', '层级'],
        county.divisions.map((one) => [
          one.code,
          one.name,
          one.parent ?? '',
          { province: '省', prefecture: '市', county: '县', town: '镇', village: '村', group: '组' }[one.level],
        ]),
      ),
    },
    { name: '台账.csv', bytes: table(['姓名', '性别', '身份证号', '出生日期', '镇', '村', '能力等级', '残疾情况'], ledger) },
    { name: '残联-持证残疾人.csv', bytes: table(['姓名', '残疾人证号', '残疾等级', '证件状态', '镇', '村'], disabled) },
    { name: '民政-能力评估结果.csv', bytes: table(['姓名', '身份证号', '评估等级', '评估日期'], assessed) },
    { name: '卫健-健康管理.csv', bytes: table(['姓名', '性别', '身份证号', '镇', '村', '慢病', '最近体检日期', '出生日期'], checked) },
    { name: '公安-死亡注销.csv', bytes: table(['姓名', '身份证号', '注销日期'], dead) },
  ];
}

beforeAll(async () => {
  services = await testServices();
  db = services.db;
  const set = await db.tx(system, (tx) => setCountyPack(tx, 'pingli-2023'));
  if (!set.ok) throw new Error(set.refusal.code);
  await runImport(services, visitorLists, { files: makeFiles(), asOf, actor: system });
  await runReactions(services, county.code, reactions);
});
afterAll(() => db.close());

it('nothing that was spoilt is lost, and hardly a finding is untrue', async () => {
  const told = new Map<string, Set<string>>();
  const counted = new Map<string, number>();
  for (const { kind, key, name } of await findings()) {
    const about = kind === 'differs' ? `${kind} ${key}` : kind;
    counted.set(about, (counted.get(about) ?? 0) + 1);
    told.set(about, (told.get(about) ?? new Set()).add(name));
  }
  const lost = [...wanted].flatMap(([kind, names]) => [...names].filter((name) => told.get(kind)?.has(name) !== true).map((name) => `${kind} ${name}`));
  const untrue = [...told].flatMap(([kind, names]) => [...names].filter((name) => wanted.get(kind)?.has(name) !== true).map((name) => `${kind} ${name}`));
  const table = [...wanted].map(([kind, names]) => `${kind} ${[...names].filter((name) => told.get(kind)?.has(name)).length}/${names.size} of ${told.get(kind)?.size ?? 0} found`);
  process.stdout.write(`messy lists: ${table.join('; ')}\n`);
  expect(lost).toEqual([]);
  expect(untrue).toEqual([]);
  // One finding a person, however many lists speak of him.
  for (const [kind, count] of counted) expect(`${kind} ${count}`).toBe(`${kind} ${told.get(kind)?.size}`);
});

it('are the same when worked out anew', async () => {
  const shown = async (): Promise<unknown[]> => (await findings()).map((one) => JSON.stringify(one)).sort();
  const before = await shown();
  const steps = (): Promise<{ count: number }[]> => db.tx(system, (tx) => tx.query<{ count: number }>(sql`select count(*) as count from finding_step`));
  const count = await steps();
  expect(await reconcileAll(services, county.code, { asOf })).toBe('done');
  expect(await shown()).toEqual(before);
  expect(await steps()).toEqual(count);
  // From nothing as well.
  await db.tx(system, (tx) => tx.query(sql`delete from finding_step`));
  await db.tx(system, (tx) => tx.query(sql`delete from finding`));
  expect(await reconcileAll(services, county.code, { asOf })).toBe('done');
  expect((await shown()).length).toBe(before.length);
});
