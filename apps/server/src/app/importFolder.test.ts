// The whole way in: a county's folder → files of elders, roster, assignments, on real PostgreSQL;
// in any order of files, twice, by somebody whose scope is one town.
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../tools/testing/database.ts';
import { runImport, type ImportSummary, type RowEnd } from '../modules/intake/public.ts';
import { fixedClock, newId } from '../platform/clock.ts';
import { fieldCrypto } from '../platform/crypto/index.ts';
import { openDb, sql, systemActor, type Actor, type Db, type Tx } from '../platform/db/index.ts';
import { silentLog } from '../platform/log.ts';
import type { Services } from '../platform/services.ts';
import { visitorLists } from './visitorLists.ts';

const folder = resolve(import.meta.dirname, '../../../../samples/pingli-2-towns');
const county = '610926';
const system = systemActor(county);
type Brought = { name: string; bytes: Uint8Array };
let all: Brought[];

async function openCounty(): Promise<{ db: Db; services: Services }> {
  const clock = fixedClock('2026-11-22T02:00:00Z');
  const db = openDb((await testDatabase()).connectionString, { today: clock.today });
  return { db, services: { db, clock, crypto: fieldCrypto(Buffer.alloc(32, 7)), log: silentLog, jobs: { send: async () => undefined } } };
}
const bring = (services: Services, files: readonly Brought[], actor: Actor = system, onRows?: (ends: readonly RowEnd[]) => void): Promise<ImportSummary> =>
  runImport(services, visitorLists, { files, asOf: '2026-11-01', actor, ...(onRows === undefined ? {} : { onRows }) });
const one = async <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> => db.tx(system, work);
/** Everything that an import leaves, without ids and times. */
const picture = (db: Db): Promise<unknown[]> =>
  one(db, async (tx) => [
    await tx.query(
      sql`select division_code, name, sex, birth_date, birth_precision, group_name, encode(id_no_index, 'hex') as id, id_no_problem, responsible_name, (select array_agg(r order by r) from unnest(remarks) r) as remarks from elder order by division_code, name, birth_date`,
    ),
    await tx.query(sql`select e.name, e.division_code, s.source, count(*) as n from fact_statement s join elder e on e.id = s.elder_id group by 1, 2, 3 order by 1, 2, 3`),
    await tx.query(
      sql`select v.name, v.division_code, v.kind, v.capacity, count(a.id) as n from visitor v left join assignment a on a.visitor_id = v.id and a.to_date is null group by 1, 2, 3, 4 order by 1, 2`,
    ),
  ]);
const counts = (db: Db): Promise<unknown> =>
  one(
    db,
    async (tx) =>
      (
        await tx.query(
          sql`select (select count(*) from elder) as elders, (select count(*) from fact_statement) as statements, (select sum(revision) from elder) as revisions, (select count(*) from visitor) as visitors, (select count(*) from assignment) as assignments, (select count(*) from list_row) as waiting`,
        )
      )[0],
  );

beforeAll(async () => {
  all = await Promise.all((await readdir(folder)).filter((name) => !name.endsWith('.json')).map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
});

describe('a folder brought at once', () => {
  let db: Db;
  let services: Services;
  let summary: ImportSummary;
  const ends: RowEnd[] = [];
  beforeAll(async () => {
    ({ db, services } = await openCounty());
    summary = await bring(services, all, system, (some) => ends.push(...some));
  });
  afterAll(() => db.close());

  it('is taken whole: two rows of one person are one file, nobody is turned away', async () => {
    expect(summary.state).toBe('done');
    expect(summary.files.every((file) => file.refusal === null)).toBe(true);
    expect(summary.tables.every((table) => table.kind !== null)).toBe(true);
    expect(summary.totals.rejected).toBe(0);
    const truth = JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8')) as {
      people: { name: string; village: string; inLedger: boolean }[];
      errors: { kind: string }[];
      aides: unknown[];
    };
    const listed = truth.people.filter((person) => person.inLedger);
    const elders = await one(db, (tx) => tx.query<{ name: string; division_code: string }>(sql`select name, division_code from elder`));
    expect(elders.map((elder) => `${elder.name} ${elder.division_code}`).sort()).toEqual(listed.map((person) => `${person.name} ${person.village}`).sort());
    const duplicates = ends.filter((end) => end.remarks.some((remark) => remark.code === 'row.duplicateOf'));
    expect(duplicates).toHaveLength(truth.errors.filter((error) => error.kind === 'duplicate-row').length);
    expect(await counts(db)).toMatchObject({ visitors: truth.aides.length });
  });
  it('ends every row, with file, sheet, row and what was remarked', async () => {
    expect(ends.length).toBe(summary.totals.accepted + summary.totals.remarked);
    const stored = await one(db, (tx) => tx.query<{ n: number }>(sql`select count(*) as n from import_row where import_id = ${summary.importId}`));
    expect(stored[0]?.n).toBe(ends.length);
    expect(ends.find((end) => end.remarks.some((remark) => remark.code === 'idNo.mangledNumber'))).toMatchObject({ file: '台账-长安镇.xlsx', outcome: 'remarked' });
  });
  it('gives everybody who was filed a responsible person, and says who has nobody', async () => {
    const [elders] = await one(db, (tx) =>
      tx.query<{ all: number; uncovered: number }>(sql`select count(*) as all, count(*) filter (where responsible_name is null) as uncovered from elder`),
    );
    const [assigned] = await one(db, (tx) => tx.query<{ n: number }>(sql`select count(*) as n from assignment where role = 'responsible' and to_date is null`));
    expect(summary.totals.assignments).toBe(assigned?.n);
    expect((assigned?.n ?? 0) + (elders?.uncovered ?? 0)).toBe(elders?.all);
    expect(elders?.uncovered).toBeGreaterThan(0);
  });
  it('changes nothing when it is brought again', async () => {
    const before = await counts(db);
    const again = await bring(services, all);
    expect(again.totals).toMatchObject({ created: 0, changed: 0, assignments: 0, rejected: 0 });
    expect(await counts(db)).toEqual(before);
  });
});

describe('the order of files', () => {
  it('does not matter, within a folder or between imports', async () => {
    const first = await openCounty();
    const second = await openCounty();
    try {
      await bring(first.services, all);
      // Lists first, in imports of their own, the ledger last; only the divisions have to be known.
      const isLedger = (file: Brought): boolean => file.name.startsWith('台账');
      const divisions = all.filter((file) => file.name.startsWith('区划'));
      for (const file of [...divisions, ...all.filter((one) => !isLedger(one) && !divisions.includes(one)).reverse(), ...all.filter(isLedger).reverse()])
        await bring(second.services, [file]);
      expect(await picture(second.db)).toEqual(await picture(first.db));
      expect(await counts(second.db)).toMatchObject({ waiting: ((await counts(first.db)) as { waiting: number }).waiting });
    } finally {
      await first.db.close();
      await second.db.close();
    }
  });
});

describe('a town', () => {
  it('brings its own ledger and no other', async () => {
    const { db, services } = await openCounty();
    try {
      await bring(
        services,
        all.filter((file) => file.name.startsWith('区划')),
      );
      const town: Actor = { accountId: newId(), countyCode: county, role: 'town', scope: '610926107', visitorId: null };
      const rows: RowEnd[] = [];
      const summary = await bring(
        services,
        all.filter((file) => file.name.startsWith('台账')),
        town,
        (some) => rows.push(...some),
      );
      expect(summary.totals).toMatchObject({ rejected: 154 });
      expect(rows.filter((row) => row.outcome === 'rejected').every((row) => row.file === '台账-长安镇.xlsx' && row.remarks.at(-1)?.code === 'division.outOfScope')).toBe(true);
      const elders = await one(db, (tx) => tx.query<{ n: number }>(sql`select count(*) as n from elder where division_code not like '610926107%'`));
      expect(elders[0]?.n).toBe(0);
    } finally {
      await db.close();
    }
  });
  it('is told that somebody it opens a file for already has one in another town, and nothing more about him', async () => {
    const { db, services } = await openCounty();
    try {
      await bring(
        services,
        all.filter((file) => /^(区划|台账-八仙)/.test(file.name)),
      );
      const csv =
        '镇,村,姓名,性别,公民身份号码,出生年月,居住状况\n长安镇,长安社区居委会,侯香,女,610999196306082080,1963-06-08,配偶\n长安镇,长安社区居委会,无此人,女,,1950-01-01,独自\n';
      const town: Actor = { accountId: newId(), countyCode: county, role: 'town', scope: '610926108', visitorId: null };
      const rows: RowEnd[] = [];
      await bring(services, [{ name: '台账-长安镇.csv', bytes: new TextEncoder().encode(csv) }], town, (some) => rows.push(...some));
      expect(rows.map((row) => [row.name, row.outcome, row.remarks.some((remark) => remark.code === 'row.knownElsewhere')])).toEqual([
        ['侯香', 'remarked', true],
        ['无此人', 'remarked', false],
      ]);
      expect(JSON.stringify(rows[0]?.remarks)).not.toContain('八仙');
    } finally {
      await db.close();
    }
  });
  it('is told whose file is closed, since when and why', async () => {
    const { db, services } = await openCounty();
    try {
      const divisions = all.filter((file) => file.name.startsWith('区划'));
      const head = '镇,村,姓名,性别,公民身份号码,出生年月,居住状况\n';
      const people = ['侯香,女,610999196306082080,1963-06-08,配偶', '甲二,男,,1950-01-01,独自', '甲三,女,,1951-02-02,独自'].map((one) => `长安镇,长安社区居委会,${one}\n`);
      const ledger = { name: '台账-长安镇.csv', bytes: new TextEncoder().encode(head + people.join('')) };
      await bring(services, [...divisions, ledger]);
      await one(db, (tx) =>
        tx.query(sql`update elder set closed_on = '2026-10-05', closed_reason = case name when '侯香' then 'died' else 'movedOut' end where name in ('侯香', '甲二')`),
      );
      const rows: RowEnd[] = [];
      await bring(services, [ledger], system, (some) => rows.push(...some));
      const said = rows.map((row) => row.remarks.filter(({ code }) => code.startsWith('row.file')));
      expect(said).toEqual([
        [{ code: 'row.fileDied', column: '', details: { since: '2026-10-05' } }],
        [{ code: 'row.fileMoved', column: '', details: { since: '2026-10-05' } }],
        [],
      ]);
      expect(rows[0]?.outcome).toBe('remarked');
      expect(await one(db, (tx) => tx.query(sql`select 1 from elder where remarks && array['row.fileDied', 'row.fileMoved']`))).toEqual([]);
    } finally {
      await db.close();
    }
  });
  it('is told what could not be read, and the other files go on', async () => {
    const { db, services } = await openCounty();
    try {
      const summary = await bring(services, [...all.filter((file) => /区划|八仙/.test(file.name)), { name: '照片.xlsx', bytes: new TextEncoder().encode('%PDF-1.7') }]);
      expect(summary.files.find((file) => file.name === '照片.xlsx')?.refusal).toEqual({ code: 'import.notAWorkbook', details: { file: '照片.xlsx' } });
      expect(summary.totals.created).toBeGreaterThan(100);
    } finally {
      await db.close();
    }
  });
});
