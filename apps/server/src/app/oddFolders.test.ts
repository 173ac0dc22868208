// Folders without the tables that one would hope for: divisions by names alone with a sheet a town, the
// information form itself filled in for each person, figures by village. From files to people in villages.
import { writeXlsx, type CellValue } from 'hucre';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testServices } from '../../../../tools/testing/services.ts';
import { exportElders } from '../modules/classification/public.ts';
import { divisionsOf } from '../modules/divisions/public.ts';
import { runImport, type ImportSummary, type RowEnd } from '../modules/intake/public.ts';
import { setCountyPack } from '../modules/policy/public.ts';
import { systemActor, type Db } from '../platform/db/index.ts';
import type { Services } from '../platform/services.ts';
import { tableSentence } from './cli/importFolder.ts';
import { visitorLists } from './visitorLists.ts';

const county = '610999';
const system = systemActor(county);
const book = async (name: string, sheets: readonly { readonly name: string; readonly rows: CellValue[][] }[]) => ({ name, bytes: await writeXlsx({ sheets: [...sheets] }) });
const formOf = (name: string, village: string, phone: string) => ({
  name,
  rows: [
    ['特殊困难老年人信息表', null, null, null],
    ['姓名', name, '性别', '女'],
    ['出生日期', '1941-05-06', '所在村', village],
    ['联系电话', phone, '婚姻状况', '丧偶'],
    ['子女姓名', '与老人关系', '联系电话', '居住地'],
    ['韦国强', '儿子', '19000000021', '外省'],
  ] as CellValue[][],
});

let db: Db;
let services: Services;
let summary: ImportSummary;
const ends: RowEnd[] = [];

beforeAll(async () => {
  services = await testServices();
  db = services.db;
  const set = await db.tx(system, (tx) => setCountyPack(tx, 'pingli-2023'));
  if (!set.ok) throw new Error(set.refusal.code);
  const files = [
    await book('信息表.xlsx', [formOf('梁桂香', '柳林村', '19000000011'), formOf('柏玉兰', '马鞍村', '19000000012')]),
    await book('各镇村名.xlsx', [
      {
        name: '青溪镇',
        rows: [
          ['序号', '村（社区）', '组'],
          [1, '柳林村', '一组'],
          [null, null, '二组'],
          [2, '石门村', '一组'],
        ],
      },
      {
        name: '白石镇',
        rows: [
          ['序号', '村（社区）', '组'],
          [1, '马鞍村', '一组'],
        ],
      },
    ]),
    await book('统计.xlsx', [
      { name: '人口', rows: [['老年人口统计表'], ['镇', '村', '60岁以上人数'], ['青溪镇', '柳林村', 200], ['青溪镇', '石门村', 180], ['白石镇', '马鞍村', 90]] },
    ]),
    await book('无表头.xlsx', [
      {
        name: 'Sheet1',
        rows: [
          ['韦守成', '男', '19000000031', '柳林村'],
          ['石桂香', '女', '19000000032', '石门村'],
          ['龙玉芳', '女', '19000000033', '石门村'],
        ],
      },
    ]),
    await book('空白表.xlsx', [
      { name: 'Sheet1', rows: [['信息表'], ['姓名', null, '性别', null], ['出生日期', null, '身份证号', null], ['所在村', null, '联系电话', null], ['家庭住址', null]] },
    ]),
  ];
  summary = await runImport(services, visitorLists, { files, asOf: '2026-11-01', actor: system, onRows: (some) => ends.push(...some) });
});
afterAll(() => db.close());

it('villages told by names alone are there, each row said to have a code of our own', async () => {
  const divisions = await db.tx(system, (tx) => divisionsOf(tx, county));
  expect(divisions.filter(({ level }) => level === 'village').map(({ name, parent }) => `${name} ${parent}`)).toEqual([
    '柳林村 610999901000',
    '石门村 610999901000',
    '马鞍村 610999902000',
  ]);
  expect(divisions.filter(({ level }) => level === 'group')).toHaveLength(4);
  const told = ends.filter(({ file }) => file === '各镇村名.xlsx');
  expect(told.map(({ outcome }) => outcome)).toEqual(['remarked', 'remarked', 'remarked', 'remarked']);
  expect(told[0]?.remarks.map(({ code }) => code)).toContain('division.codeMade');
});

it('who stands on a form of his own has a file in his village', async () => {
  const exported = await exportElders(services, { countyCode: county, asOf: '2026-11-01', reveal: true, reason: 'test' });
  if (!exported.ok) throw new Error(exported.refusal.code);
  const elders: string[] = [];
  for await (const one of exported.value) elders.push(`${one.name} ${one.birthDate} ${one.division}`);
  expect(elders.sort()).toEqual(['柏玉兰 1941-05-06 610999902901', '梁桂香 1941-05-06 610999901901'].sort());
});

it('what is not taken is called by its name', () => {
  const said = summary.tables.filter(({ kind }) => kind === null).map(({ file, likeness }) => [file, likeness]);
  expect(said).toEqual([
    ['统计.xlsx', 'villages'],
    ['无表头.xlsx', 'noHeadings'],
    ['空白表.xlsx', 'form'],
  ]);
  expect(summary.tables.filter(({ kind }) => kind === null).map((table) => tableSentence(table)?.includes('未导入'))).toEqual([true, true, true]);
});
