// The list of divisions may come last of all: who is missing from the ledger is then sent to his village,
// people of the ledger move down by themselves, and a list brought once more finds its rows as they were.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testServices } from '../../../../tools/testing/services.ts';
import { runImport, type RowEnd } from '../modules/intake/public.ts';
import { setCountyPack } from '../modules/policy/public.ts';
import { exportFindings } from '../modules/reconciliation/public.ts';
import { sql, systemActor, type Db } from '../platform/db/index.ts';
import { runReactions } from '../platform/reactions.ts';
import type { Services } from '../platform/services.ts';
import { reactions } from './reactions.ts';
import { visitorLists } from './visitorLists.ts';

const county = '610999';
const system = systemActor(county);
const csv = (name: string, rows: readonly (readonly string[])[]) => ({ name, bytes: Buffer.from(`${rows.map((row) => row.join(',')).join('\r\n')}\r\n`) });
const register = csv('残联-持证残疾人.csv', [
  ['姓名', '残疾人证号', '残疾等级', '证件状态', '镇', '村', '出生日期'],
  ['梁桂香', '61099919400101002441', '一级', '有效', '青溪镇', '柳林村', '1940-01-01'],
  // Namesakes of two villages, of whom nothing tells more.
  ['韦守成', '', '一级', '有效', '青溪镇', '柳林村', '1938-02'],
  ['韦守成', '', '二级', '有效', '青溪镇', '石门村', '1941-05'],
]);
const divisions = csv('区划.csv', [
  ['代码', '名称', '上级代码', '层级'],
  ['610999000000', '演示县', '', '县'],
  ['610999101000', '青溪镇', '610999000000', '镇'],
  ['610999101201', '柳林村', '610999101000', '村'],
  ['610999101202', '石门村', '610999101000', '村'],
]);

let db: Db;
let services: Services;
const bring = async (files: readonly { name: string; bytes: Buffer }[]): Promise<void> => {
  await runImport(services, visitorLists, { files, asOf: '2026-11-01', actor: system });
  await runReactions(services, county, reactions);
};
async function missing(): Promise<string[]> {
  const exported = await exportFindings(services, { countyCode: county });
  if (!exported.ok) throw new Error(exported.refusal.code);
  const all: string[] = [];
  for await (const one of exported.value) all.push(`${one.kind} ${one.name} ${one.division}`);
  return all.sort();
}
const countRows = async (): Promise<number> => Number((await db.tx(system, (tx) => tx.query<{ count: number }>(sql`select count(*) as count from list_row`)))[0]?.count);

beforeAll(async () => {
  services = await testServices();
  db = services.db;
  const set = await db.tx(system, (tx) => setCountyPack(tx, 'pingli-2023'));
  if (!set.ok) throw new Error(set.refusal.code);
});
afterAll(() => db.close());

it('people of a list stand at the county while no divisions are known, and in their villages from then on', async () => {
  await bring([register]);
  expect(await countRows()).toBe(3);
  // The namesakes are one finding as long as nothing tells their places apart.
  expect(await missing()).toEqual(['missing 梁桂香 610999000000', 'missing 韦守成 610999000000']);
  await bring([divisions]);
  expect(await missing()).toEqual(['missing 梁桂香 610999101201', 'missing 韦守成 610999101201', 'missing 韦守成 610999101202']);
});

it('the same list once more changes nothing', async () => {
  const before = await missing();
  await bring([register]);
  expect(await missing()).toEqual(before);
  expect(await countRows()).toBe(3);
});

const ledger = csv('台账-青溪镇.csv', [
  ['姓名', '性别', '出生日期', '身份证号', '镇', '村', '居住状况'],
  ['石桂香', '女', '1941-02-03', '', '青溪镇', '石门村', '独居'],
  ['龙玉芳', '女', '1939-04-05', '', '青溪镇', '桃坪村', '独居'],
  ['龙玉芳', '女', '1939-04-05', '', '青溪镇', '', '独居'],
]);
interface Stands {
  name: string;
  division_code: string;
  remarks: string[];
}
const people = (): Promise<Stands[]> =>
  db.tx(other, (tx) => tx.query<Stands>(sql`select name, division_code, remarks from elder where county_code = ${other.countyCode} order by name, division_code`));
const other = systemActor('610998');
const ends: RowEnd[] = [];
const bringThere = async (files: readonly { name: string; bytes: Buffer }[]): Promise<void> => {
  ends.length = 0;
  await runImport(services, visitorLists, { files, asOf: '2026-11-01', actor: other, onRows: (some) => ends.push(...some) });
  await runReactions(services, other.countyCode, reactions);
};
const divisionsOf = (...villages: readonly (readonly [string, string])[]) =>
  csv('区划.csv', [
    ['代码', '名称', '上级代码', '层级'],
    ['610998000000', '演示县', '', '县'],
    ['610998101000', '青溪镇', '610998000000', '镇'],
    ...villages.map(([code, name]) => [code, name, '610998101000', '村']),
  ]);

it('people of a ledger that came first move down when the divisions come, as far as these tell', async () => {
  const set = await db.tx(other, (tx) => setCountyPack(tx, 'pingli-2023'));
  if (!set.ok) throw new Error(set.refusal.code);
  await bringThere([ledger]);
  // Two rows of one person: one tells no village.
  expect((await people()).map(({ name, division_code }) => `${name} ${division_code}`)).toEqual(['石桂香 610998000000', '龙玉芳 610998000000']);
  await bringThere([divisionsOf(['610998101202', '石门村'])]);
  expect(await people()).toEqual([
    { name: '石桂香', division_code: '610998101202', remarks: expect.not.arrayContaining(['division.unknown']) as unknown },
    { name: '龙玉芳', division_code: '610998101000', remarks: expect.arrayContaining(['division.unknown']) as unknown },
  ]);
  expect(ends.filter(({ remarks }) => remarks.some(({ code }) => code === 'division.foundLater')).map(({ file, rowNo, name }) => `${file} ${rowNo} ${name}`)).toEqual(
    expect.arrayContaining(['台账-青溪镇.csv 2 石桂香']),
  );
  await bringThere([divisionsOf(['610998101203', '桃坪村'])]);
  expect((await people()).map(({ name, division_code }) => `${name} ${division_code}`)).toEqual(['石桂香 610998101202', '龙玉芳 610998101203']);
});

it('the ledger once more finds its people where they stand', async () => {
  const before = await people();
  await bringThere([ledger]);
  expect((await people()).map(({ name, division_code }) => `${name} ${division_code}`)).toEqual(before.map(({ name, division_code }) => `${name} ${division_code}`));
});
