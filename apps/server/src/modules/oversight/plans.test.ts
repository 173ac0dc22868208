// The statements that a county's size would make slow, on a database that was just filled and whose
// tables nobody has analysed: the worst that a planner gets to see.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { sql, systemActor, type Sql } from '../../platform/db/index.ts';
import { COUNTY, testCounty, VILLAGE_A, type TestCounty } from '../visits/fixture.ts';
import { evidence } from './evidence.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await testCounty((await testDatabase()).connectionString);
  await county.owner.query(
    `insert into elder (county_code, id, division_code, name, entered_on, tier_code) select '${COUNTY}', gen_random_uuid(), '610999' || to_char(101 + n % 5, 'FM000') || to_char(n % 20, 'FM000'), 'x', '2026-01-01', 'w' from generate_series(1, 2000) n`,
  );
  await county.owner.query(
    `insert into classification (county_code, id, elder_id, as_of, categories, tier_code, tier_visits, tier_period, tier_modes, provisional, reasons_sealed, pack_id, pack_version) select county_code, gen_random_uuid(), id, '2026-01-01', '{}', 'w', 2, 'week', '{home}', false, '', 'p', '1' from elder`,
  );
  await county.owner.query(
    `insert into visit_duty (county_code, elder_id, kind, start_date, end_date, month, division_code, tier_code, modes, required) select e.county_code, e.id, 'week', d::date, d::date + 6, to_char(d::date + 6, 'YYYY-MM'), e.division_code, 'w', '{home}', 2 from elder e cross join generate_series('2026-09-28'::date, '2026-11-23', '7 days') d`,
  );
  await county.owner.query(
    `insert into visit (county_code, id, elder_id, division_code, account_id, mode, outcome, occurred_at, occurred_on, month, ended_at, recorded_at, form_id, form_version) select e.county_code, gen_random_uuid(), e.id, e.division_code, e.id, 'home', 'done', d, d::date, to_char(d, 'YYYY-MM'), d, d, 'f', 1 from elder e cross join generate_series('2026-10-01'::timestamptz, '2026-11-18', '7 days') d`,
  );
});
afterAll(() => county.close());

const plan = (statement: Sql): Promise<string> =>
  county.services.db.tx(systemActor(COUNTY), async (tx) => (await tx.query<{ 'QUERY PLAN': string }>(sql`explain ${statement}`)).map((row) => row['QUERY PLAN']).join('\n'));

test('evidence looks each person’s duties, visits and classification up by person', async () => {
  const lines = await plan(evidence('2026-11', sql`e.county_code = ${COUNTY} and e.division_code = ${VILLAGE_A}`));
  for (const index of ['elder_division', 'visit_duty_pkey', 'visit_elder', 'classification_elder']) expect(lines).toContain(`using ${index} `);
  expect(lines).not.toMatch(/Seq Scan on (elder|visit|visit_duty|classification)\b/);
});

test('a report reads its roll-ups by key', async () => {
  await county.owner
    .query(`insert into month_rollup (county_code, month, level, division_code, listed, by_category, by_tier, required, fulfilled, reached, visits, home_visits, other_contacts, attempts, uncovered, provisional)
    select '${COUNTY}', '20' || to_char(n / 12, 'FM00') || '-' || to_char(n % 12 + 1, 'FM00'), 'place', '610999101' || to_char(v, 'FM000'), 1, '{}', '{}', 0, 0, 0, 0, 0, 0, 0, 0, 0 from generate_series(240, 311) n, generate_series(1, 200) v`);
  const lines = await plan(
    sql`select * from month_rollup where county_code = any(${[COUNTY]}::text[]) and month = ${'2024-05'} and level = 'place' and division_code >= ${'610999'} and division_code < ${'610999:'} order by division_code`,
  );
  expect(lines).toContain('month_rollup_pkey');
  expect(lines).not.toContain('Seq Scan');
});
