// The way facts enter the ledger, on real PostgreSQL: new files, the same list again, ranks of
// sources, row level security.
import type { FactValues } from '@shouwang/domain/ledger';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testServices } from '../../../../../tools/testing/services.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor, type Actor, type Db, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { findCandidates, recordStatements, type StatementItem } from './public.ts';

const county = '610999';
const village = '610999107001';
const clerk = systemActor(county);
const villageActor = (scope: string): Actor => ({ accountId: newId(), countyCode: county, role: 'village', scope, visitorId: null });

let db: Db;
let services: Services;

beforeAll(async () => {
  services = await testServices();
  db = services.db;
});
afterAll(() => db.close());

const rolledBack = new Error('rolled back');
/** Runs as an actor and undoes everything. */
async function trying(work: (tx: Tx) => Promise<void>, actor: Actor = clerk): Promise<void> {
  await db
    .tx(actor, async (tx) => {
      await work(tx);
      throw rolledBack;
    })
    .catch((error: unknown) => {
      if (error !== rolledBack) throw error;
    });
}

const person: Partial<FactValues> = {
  name: '侯香',
  sex: 'female',
  birthDate: '1963-06-08',
  idNo: '610999196306082080',
  phone: '19000004219',
  division: village,
  group: '1',
  livesWith: ['alone'],
  children: [],
};
const row = (facts: Partial<FactValues>, more: Partial<StatementItem> = {}): StatementItem => ({
  elderId: null,
  facts,
  source: 'ledger',
  sourceDate: '2026-11-01',
  sourceRef: '台账.xlsx/八仙社区/7',
  recordedBy: null,
  ...more,
});
const elderOf = async (tx: Tx, id: string): Promise<Record<string, unknown>> =>
  (
    await tx.query(
      sql`select name, name_pinyin, name_initials, sex, birth_date, birth_precision, division_code, group_name, id_no_problem, remarks, revision, id_no_sealed is not null as has_id, octet_length(id_no_index) as index_length from elder where county_code = ${county} and id = ${id}`,
    )
  )[0] ?? {};
const statementCount = async (tx: Tx, id: string): Promise<number> =>
  (await tx.query<{ n: number }>(sql`select count(*) as n from fact_statement where elder_id = ${id}`))[0]?.n ?? 0;

describe('recordStatements', () => {
  it('opens a file with its clear columns, a statement, a feed row and a reaction', () =>
    trying(async (tx) => {
      const [answer] = await recordStatements(services, tx, [row(person)]);
      expect(answer).toMatchObject({ created: true });
      const id = answer?.elderId ?? '';
      expect(await elderOf(tx, id)).toEqual({
        name: '侯香',
        name_pinyin: 'houxiang',
        name_initials: 'hx',
        sex: 'female',
        birth_date: '1963-06-08',
        birth_precision: 'day',
        division_code: village,
        group_name: '1',
        id_no_problem: null,
        remarks: [],
        revision: 1,
        has_id: true,
        index_length: 32,
      });
      expect(await statementCount(tx, id)).toBe(1);
      expect(await tx.query(sql`select entity, entity_id from feed`)).toEqual([{ entity: 'elder', entity_id: id }]);
      expect(await tx.query(sql`select kind, payload from reaction order by kind`)).toEqual([
        { kind: 'elders.changed', payload: { elderIds: [id], asOf: null } },
        { kind: 'elders.said', payload: { elderIds: [id], asOf: null } },
      ]);
      const [raw] = await tx.query<{ clear: string; sealed: string }>(sql`select clear_values::text as clear, encode(sealed_values, 'escape') as sealed from fact_statement`);
      expect(`${raw?.clear}${raw?.sealed}`).not.toMatch(/610999196306082080|19000004219/);
    }));

  it('writes nothing when the same list is brought again, two rows of one person included', () =>
    trying(async (tx) => {
      const id = newId();
      const first = row(person, { newElderId: id });
      const second = row({ ...person, phone: '19000000001' }, { elderId: id, sourceRef: '台账.xlsx/八仙社区/31' });
      await recordStatements(services, tx, [first, second]);
      expect(await statementCount(tx, id)).toBe(2);
      const again = await recordStatements(services, tx, [{ ...first, elderId: id }, second]);
      expect(again.map((answer) => answer.changedKeys)).toEqual([[], []]);
      expect(await statementCount(tx, id)).toBe(2);
      expect((await elderOf(tx, id)).revision).toBe(1);
    }));

  it('writes one statement with only what changed', () =>
    trying(async (tx) => {
      const [{ elderId } = { elderId: '' }] = await recordStatements(services, tx, [row(person)]);
      const [answer] = await recordStatements(services, tx, [row({ ...person, livesWith: ['spouse'] }, { elderId })]);
      expect(answer).toMatchObject({ elderId, created: false, changedKeys: ['livesWith'] });
      expect(await tx.query(sql`select clear_values from fact_statement order by recorded_at, id offset 1`)).toEqual([{ clear_values: { livesWith: ['spouse'] } }]);
      expect((await elderOf(tx, elderId)).revision).toBe(2);
    }));

  it('follows the rank of sources whatever the order of files, and a decision above all', async () => {
    const outcomes: unknown[] = [];
    for (const registerFirst of [true, false]) {
      await trying(async (tx) => {
        const [{ elderId } = { elderId: '' }] = await recordStatements(services, tx, [row({ name: '王秀英', division: village })]);
        const register = row({ sex: 'female', disability: { grade: 2, valid: true } }, { elderId, source: 'disabilityRegister', sourceRef: '残联/4' });
        const clerkRow = row({ sex: 'male', disability: { grade: 4, valid: true } }, { elderId });
        for (const item of registerFirst ? [register, clerkRow] : [clerkRow, register]) await recordStatements(services, tx, [item]);
        outcomes.push((await elderOf(tx, elderId)).sex);
        await recordStatements(services, tx, [row({ sex: 'male' }, { elderId, source: 'decision', sourceDate: '2026-01-01' })]);
        outcomes.push((await elderOf(tx, elderId)).sex);
      });
    }
    expect(outcomes).toEqual(['female', 'male', 'female', 'male']);
  });

  it('marks an identity number that fails its check and a birth without a day, and keeps the person', () =>
    trying(async (tx) => {
      const [answer] = await recordStatements(services, tx, [row({ ...person, idNo: '610999196306082081', birthDate: '1963-06' }, { remarks: ['child.unreadable'] })]);
      expect(await elderOf(tx, answer?.elderId ?? '')).toMatchObject({
        id_no_problem: 'checkDigit',
        birth_date: '1963-06-01',
        birth_precision: 'month',
        remarks: ['idNo.checkDigit', 'birthDate.monthOnly', 'child.unreadable'],
      });
    }));

  it('records thousands in a few statements', () =>
    trying(async (tx) => {
      const items = Array.from({ length: 3000 }, (_, index) => row({ ...person, name: `王${String.fromCodePoint(0x4e00 + index)}` }, { sourceRef: `台账/${index}` }));
      const counted = { count: 0 };
      const counting: Tx = {
        ...tx,
        query: (statement, options) => {
          counted.count += 1;
          return tx.query(statement, options);
        },
      };
      const answers = await recordStatements(services, counting, items);
      expect(new Set(answers.map((answer) => answer.elderId)).size).toBe(3000);
      expect(counted.count).toBeLessThan(10);
    }));

  it('refuses what the actor cannot see, and lets nobody write outside the scope', async () => {
    let elderId = '';
    await db.tx(clerk, async (tx) => {
      elderId = (await recordStatements(services, tx, [row(person)]))[0]?.elderId ?? '';
    });
    await trying(async (tx) => {
      const [answer] = await recordStatements(services, tx, [row({ sex: 'male' }, { elderId, source: 'decision' })]);
      expect(answer).toMatchObject({ elderId: '', refusal: { code: 'elder.notVisible' } });
    }, villageActor('610999107002'));
    await expect(trying(async (tx) => void (await recordStatements(services, tx, [row(person)])), villageActor('610999107002'))).rejects.toThrow(/row-level security/);
    await trying(async (tx) => {
      const [answer] = await recordStatements(services, tx, [row({ sex: 'male' }, { elderId, source: 'decision' })]);
      expect(answer?.changedKeys).toEqual(['sex']);
    }, villageActor(village));
  });
});

describe('findCandidates', () => {
  beforeEach(() => db.tx(clerk, async (tx) => void (await tx.query(sql`delete from elder`))));

  it('finds by identity number and by name, each person once', () =>
    trying(async (tx) => {
      await recordStatements(services, tx, [row(person), row({ name: '侯香', division: '610999107002', birthDate: '1950-02' }), row({ name: '李四', division: village })]);
      const found = await findCandidates(services, tx, [{ idNo: '610999196306082080', name: '侯响' }, { name: '侯香' }]);
      expect(found.map(({ name, birthDate, idNo, division }) => ({ name, birthDate, idNo, division }))).toEqual([
        { name: '侯香', birthDate: '1963-06-08', idNo: '610999196306082080', division: village },
        { name: '侯香', birthDate: '1950-02', idNo: null, division: '610999107002' },
      ]);
    }));
});
