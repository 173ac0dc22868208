// A register that keeps the certificates which were cancelled beside those that replaced them, and a list
// that names husband and wife on one line: what they say must not hang on the order of the rows.
import { idNoCheck } from '@shouwang/domain/ledger';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testServices } from '../../../../tools/testing/services.ts';
import { exportElders } from '../modules/classification/public.ts';
import { runImport, type ImportSummary, type RowEnd } from '../modules/intake/public.ts';
import { setCountyPack } from '../modules/policy/public.ts';
import { exportFindings } from '../modules/reconciliation/public.ts';
import { systemActor, type Db } from '../platform/db/index.ts';
import { runReactions } from '../platform/reactions.ts';
import type { Services } from '../platform/services.ts';
import { tableSentence } from './cli/importFolder.ts';
import { reactions } from './reactions.ts';
import { visitorLists } from './visitorLists.ts';

const county = '610999';
const system = systemActor(county);
const numberOf = (first: string): string => `${first}${idNoCheck(first)}`;
const first = numberOf('61099919480506002');
const last = numberOf('61099919500102004');
const husband = numberOf('61099919470203001');
const file = (name: string, rows: readonly (readonly string[])[]) => ({ name, bytes: Buffer.from(rows.map((row) => row.join(',')).join('\r\n')) });
const person = (name: string, sex: string, idNo: string, grade: string): string[] => [name, sex, idNo, '青溪镇', '柳林村', grade, '配偶', '韦国强（儿子，同住）'];
const ledger = [
  file('区划.csv', [
    ['代码', '名称', '上级代码', '层级'],
    ['610999', '山河县', '6109', '县'],
    ['610999101', '青溪镇', '610999', '镇'],
    ['610999101200', '柳林村', '610999101', '村'],
  ]),
  file('台账.csv', [
    ['姓名', '性别', '身份证号', '镇', '村', '残疾等级', '居住状况', '子女情况'],
    person('梁桂香', '女', first, 'Ⅱ级'),
    person('柏玉兰', '女', last, '壹级'),
    person('覃正发', '男', husband, '无'),
  ]),
  file('卫健-计生特殊家庭.csv', [
    ['男方姓名', '男方身份证号', '女方姓名', '女方身份证号', '扶助类型'],
    ['覃正发', husband, '柏玉兰', last, '独生子女伤残'],
  ]),
];
const register = (...rows: string[][]) => file('残联-持证残疾人名册.csv', [['姓名', '残疾人证号', '残疾等级', '证件状态'], ...rows]);

let db: Db;
let services: Services;
beforeAll(async () => {
  services = await testServices();
  db = services.db;
  const set = await db.tx(system, (tx) => setCountyPack(tx, 'pingli-2023'));
  if (!set.ok) throw new Error(set.refusal.code);
});
afterAll(() => db.close());

async function bring(files: { name: string; bytes: Uint8Array }[], asOf: string): Promise<{ summary: ImportSummary; ends: RowEnd[] }> {
  const ends: RowEnd[] = [];
  const summary = await runImport(services, visitorLists, { files, asOf, actor: system, onRows: (some) => ends.push(...some) });
  await runReactions(services, county, reactions);
  return { summary, ends };
}
async function standing(): Promise<{ categories: Record<string, readonly string[]>; findings: string[] }> {
  const [elders, findings] = [await exportElders(services, { countyCode: county }), await exportFindings(services, { countyCode: county })];
  if (!elders.ok || !findings.ok) throw new Error('not exported');
  const categories: Record<string, readonly string[]> = {};
  for await (const { name, categories: of } of elders.value) categories[name] = of.toSorted();
  const found: string[] = [];
  for await (const { kind, key, name } of findings.value) found.push(`${kind} ${key} ${name}`);
  return { categories, findings: found.sort() };
}
const both = ['familyPlanningSpecial', 'severeDisability'];

it('a cancelled certificate leaves the valid one as it is, before it or behind it, also read again', async () => {
  const files = [
    ...ledger,
    register(['梁桂香', `${first}42`, '二级', '有效'], ['梁桂香', `${first}43`, '三级', '注销'], ['柏玉兰', `${last}44`, '四级', '注销'], ['柏玉兰', `${last}41`, '一级', '有效']),
  ];
  const { summary, ends } = await bring(files, '2026-11-01');
  expect(ends.filter(({ remarks }) => remarks.some(({ code }) => code === 'certificate.former')).map(({ name }) => name)).toEqual(['梁桂香']);
  const told = { categories: { 柏玉兰: both, 梁桂香: ['severeDisability'], 覃正发: ['familyPlanningSpecial'] }, findings: [] };
  expect(await standing()).toEqual(told);
  expect(summary.tables.map(tableSentence).filter((said) => said?.includes('女方'))).toEqual([]);

  const again = await bring(files, '2026-11-01');
  expect(again.summary.totals).toMatchObject({ created: 0, changed: 0 });
  expect(await standing()).toEqual(told);
});

it('a later register that tells the end of the valid one is heard', async () => {
  await bring([register(['梁桂香', `${first}42`, '二级', '注销'])], '2026-11-20');
  expect(await standing()).toEqual({ categories: { 柏玉兰: both, 梁桂香: [], 覃正发: ['familyPlanningSpecial'] }, findings: ['differs disability 梁桂香'] });
});
