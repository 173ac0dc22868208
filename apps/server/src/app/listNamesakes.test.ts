// Namesakes on lists that tell no number: each row stays somebody of its own, on the list that comes once
// more as well, and what was decided of one while rows were known by name and place alone is still found.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testServices } from '../../../../tools/testing/services.ts';
import { runImport } from '../modules/intake/public.ts';
import { openRow, sealRow } from '../modules/intake/listRows.ts';
import { sql, systemActor, type Db } from '../platform/db/index.ts';
import type { Services } from '../platform/services.ts';
import { visitorLists } from './visitorLists.ts';

const county = '610999';
const system = systemActor(county);
const csv = (name: string, rows: readonly (readonly string[])[]) => ({ name, bytes: Buffer.from(`${rows.map((row) => row.join(',')).join('\r\n')}\r\n`) });
const heading = ['姓名', '性别', '出生日期', '残疾等级', '乡镇'];

let db: Db;
let services: Services;
const bring = (file: { name: string; bytes: Buffer }): Promise<unknown> => runImport(services, visitorLists, { files: [file], asOf: '2026-11-01', actor: system });
interface Kept {
  readonly id: string;
  readonly record_sealed: Buffer;
}
const keptRows = (): Promise<Kept[]> =>
  db.tx(system, (tx) => tx.query<Kept>(sql`select id, record_sealed from list_row where county_code = ${county} order by substring(source_ref from '([0-9]+)$')::int`));
const births = async (): Promise<(string | null)[]> =>
  (await keptRows()).map((row) => (openRow(services.crypto, county, row.record_sealed) as { birthDate: string | null }).birthDate);

beforeAll(async () => {
  services = await testServices();
  db = services.db;
});
afterAll(() => db.close());

it('namesakes of one town without numbers are as many rows as they are', async () => {
  const list = csv('残联-持证残疾人.csv', [
    heading,
    ['韦守成', '男', '1938-02-03', '一级', '青溪镇'],
    ['韦守成', '男', '1941-05-06', '二级', '青溪镇'],
    // Nothing tells these apart but where they stand.
    ['柏玉兰', '女', '', '一级', '青溪镇'],
    ['柏玉兰', '女', '', '二级', '青溪镇'],
    ['柏玉兰', '男', '', '二级', '青溪镇'],
    ['柏玉兰', '', '', '三级', '青溪镇'],
    ['柏玉兰', '', '', '四级', '青溪镇'],
  ]);
  await bring(list);
  const first = (await keptRows()).map(({ id }) => id);
  expect(first).toHaveLength(7);
  expect((await births()).slice(0, 2)).toEqual(['1938-02-03', '1941-05-06']);
  await bring(list);
  expect((await keptRows()).map(({ id }) => id)).toEqual(first);
});

it('more namesakes than one batch holds are all kept', async () => {
  await db.tx(system, (tx) => tx.query(sql`delete from list_row where county_code = ${county}`));
  const many = Array.from({ length: 1200 }, (_, at) => ['石桂香', '女', at % 400 === 0 ? '' : `1940-01-${String((at % 28) + 1).padStart(2, '0')}`, '一级', '青溪镇']);
  await bring(csv('残联-持证残疾人.csv', [heading, ...many]));
  expect(await keptRows()).toHaveLength(1200);
});

it('what was decided of a row that was known by name and place alone is found', async () => {
  await db.tx(system, (tx) => tx.query(sql`delete from list_row where county_code = ${county}`));
  const one = ['韦守成', '男', '1941-05-06', '二级', '青溪镇'];
  await bring(csv('残联-持证残疾人.csv', [heading, one]));
  const [row] = (await keptRows()) as [Kept];
  const words = ['disabilityRegister', '韦守成', '', '青溪镇'].join('\0');
  const record = openRow(services.crypto, county, row.record_sealed) as object;
  await db.tx(system, (tx) =>
    tx.query(
      sql`update list_row set identity_index = ${services.crypto.blindIndex(county, 'intake.listRow', words)}, record_sealed = ${sealRow(services.crypto, county, record)}, decided_at = now(), match = 'unmatched'
          where county_code = ${county} and id = ${row.id}`,
    ),
  );
  await bring(csv('残联-持证残疾人.csv', [heading, ['韦守成', '男', '1938-02-03', '一级', '青溪镇'], one]));
  const decided = await db.tx(system, (tx) =>
    tx.query<{ id: string; decided: boolean }>(sql`select id, decided_at is not null as decided from list_row where county_code = ${county}`),
  );
  expect(decided).toHaveLength(2);
  expect(decided.filter((kept) => kept.decided)).toEqual([{ id: row.id, decided: true }]);
  expect(await births()).toEqual(['1938-02-03', '1941-05-06']);
});
