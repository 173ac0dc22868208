// What a transaction promises its callers: statements sent without waiting count as much as those waited
// for, and one that only reads cannot write.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { newId } from '../clock.ts';
import { openDb, sql, systemActor, type Db, type Tx } from './index.ts';

const county = '610999';
const clerk = systemActor(county);
let db: Db;
beforeAll(async () => {
  db = openDb((await testDatabase()).connectionString);
});
afterAll(() => db.close());

const note = (name: string) => sql`insert into elder (county_code, id, division_code, name, entered_on) values (${county}, ${newId()}, '610999101001', ${name}, '2026-11-01')`;
const nameless = sql`insert into elder (county_code, id, division_code, name, entered_on) values (${county}, ${newId()}, '610999101001', null, '2026-11-01')`;
const names = (): Promise<string[]> =>
  db.tx(clerk, async (tx) => (await tx.query<{ name: string }>(sql`select name from elder where county_code = ${county} order by name`)).map((row) => row.name));

describe('statements sent without waiting', () => {
  it('are there after the commit, in their order with those waited for', async () => {
    await db.tx(clerk, async (tx) => {
      tx.send(note('甲'));
      expect(await tx.query(sql`select 1 from elder where county_code = ${county} and name = '甲'`)).toHaveLength(1);
      tx.send(note('乙'));
    });
    expect(await names()).toEqual(['乙', '甲']);
  });

  it('undo all where one fails, and the first failure is what the caller meets', async () => {
    const failing = (work: (tx: Tx) => Promise<unknown>) =>
      db.tx(clerk, async (tx) => {
        tx.send(note('丙'));
        tx.send(nameless);
        await work(tx);
      });
    await expect(failing(() => Promise.resolve())).rejects.toThrow(/null value in column "name"/);
    await expect(failing((tx) => tx.query(sql`select 1`))).rejects.toThrow(/null value in column "name"/);
    expect(await names()).toEqual(['乙', '甲']);
  });

  it('undo only their savepoint where they stand in one', async () => {
    await db.tx(clerk, async (tx) => {
      tx.send(note('丁'));
      await expect(
        tx.savepoint(async () => {
          tx.send(note('戊'));
          tx.send(nameless);
          return Promise.resolve();
        }),
      ).rejects.toThrow(/null value/);
      tx.send(note('己'));
    });
    expect(await names()).toEqual(['丁', '乙', '己', '甲']);
  });
});

describe('a transaction that only reads', () => {
  it('answers, cannot write, and gives its connection back', async () => {
    const count = (tx: Tx) => tx.query<{ n: number }>(sql`select count(*) as n from elder where county_code = ${county}`);
    for (let index = 0; index < 40; index += 1) expect(await db.tx(clerk, count, { reads: true })).toEqual([{ n: 4 }]);
    await expect(db.tx(clerk, (tx) => tx.query(note('庚')), { reads: true })).rejects.toThrow(/read-only transaction/);
    expect(await db.tx(clerk, count, { reads: true })).toEqual([{ n: 4 }]);
  });
});
