// Golden plans of the ledger's hot statements, as the app's role under row level security.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServices } from '../../../../../tools/testing/services.ts';
import { systemActor, type Db, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { readRange } from '../divisions/public.ts';
import { firstConditions } from './filter.ts';
import { pageStatement, type ElderPage } from './list.ts';

const county = '610999';
const clerk = systemActor(county);
const page: ElderPage = { category: [], tier: [], remark: [], sort: 'division', order: 'asc', limit: 50, offset: 0 };

let db: Db;
let services: Services;
beforeAll(async () => {
  services = await testServices();
  db = services.db;
});
afterAll(() => db.close());

describe('plans of hot statements', () => {
  const planOf = async (tx: Tx, asked: Partial<ElderPage>): Promise<string> => {
    const full = { ...page, ...asked };
    const { conditions, isNarrow } = firstConditions(services, tx, readRange(county, asked.division), full);
    const statement = pageStatement(conditions, full);
    const explain = async (): Promise<{ rows: { 'QUERY PLAN': string }[] }> => {
      if (!isNarrow) return tx.client.query(`explain (costs off) ${statement.text}`, statement.values);
      // A search runs by a plan that is kept for any value.
      await tx.client.query(`set local plan_cache_mode = force_generic_plan; prepare search as ${statement.text}`);
      const plan = await tx.client.query(`explain (costs off) execute search (${statement.values.map((value) => pg.escapeLiteral(String(value))).join(', ')})`);
      await tx.client.query('deallocate search');
      return plan as { rows: { 'QUERY PLAN': string }[] };
    };
    const rows = await explain();
    return rows.rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  it('reach an index under row level security and stop at the page', () =>
    db.tx(clerk, async (tx) => {
      await tx.client.query(`insert into elder (county_code, id, division_code, name, name_pinyin, name_initials, birth_date, entered_on)
        select '${county}', gen_random_uuid(), '610999' || (101 + i % 20) || '00' || (i % 9), '人' || i, 'ren' || i, 'r', date '1930-01-01' + i % 12000, '2026-01-01' from generate_series(1, 20000) i`);
      await tx.client.query('set local role none');
      await tx.client.query('analyze elder');
      await tx.client.query('set local role shouwang_app');
      const pages: [Partial<ElderPage>, string][] = [
        [{}, 'Index Scan using elder_division on elder e'],
        [{ sort: 'name', order: 'desc' }, 'Index Scan Backward using elder_pinyin on elder e'],
        [{ sort: 'age' }, 'Index Scan Backward using elder_birth on elder e'],
        [{ sort: 'lastVisit' }, 'Index Scan using elder_last_visit on elder e'],
      ];
      for (const [asked, scan] of pages) {
        const plan = await planOf(tx, asked);
        expect(plan).toContain(`\n  ->  ${scan}`);
        expect(plan).not.toMatch(/Sort|Seq Scan on elder/);
      }
      expect(await planOf(tx, { division: '610999105' })).toMatch(
        /Index Cond: \(\(county_code = '610999'::text\) AND \(division_code >= '610999105'::text\) AND \(division_code < '610999105:'::text\)\)/,
      );
      expect(await planOf(tx, { q: '人1999' })).toMatch(/Index Scan (using|on) elder_name/);
      expect(await planOf(tx, { q: 'ren1999' })).not.toMatch(/Seq Scan on elder/);
      for (const sort of ['name', 'division', 'age', 'lastVisit'] as const) expect(await planOf(tx, { q: 'ren', sort })).toMatch(/elder_pkey[^]*BitmapOr|BitmapOr[^]*elder_pkey/);
      expect(await planOf(tx, { q: '610999194005060023' })).toMatch(/elder_id_no/);
      expect(await planOf(tx, { q: '0023' })).toMatch(/elder_id_no_tail/);
    }));
});
