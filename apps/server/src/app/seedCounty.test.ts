// The demonstration county and the large ones of the benchmarks must be the same kind of data: visits
// through the command and by COPY leave the same rows.
import { assessmentKinds } from '@shouwang/domain/assessments';
import { findingKinds } from '@shouwang/domain/reconciliation';
import { reviewStates } from '@shouwang/domain/reviews';
import { generateCounty } from '@shouwang/testkit';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../../tools/testing/database.ts';
import { fixedClock } from '../platform/clock.ts';
import { fieldCrypto } from '../platform/crypto/index.ts';
import { openDb } from '../platform/db/index.ts';
import { silentLog } from '../platform/log.ts';
import type { Services } from '../platform/services.ts';
import type { Installation } from './installation.ts';
import { seedCounty } from './seedCounty.ts';
import { seedDemonstration } from './seedDemonstration.ts';

const asOf = '2026-11-22';
const county = generateCounty({ size: 'S', seed: 'test', asOf });
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

async function open() {
  const { connectionString } = await testDatabase();
  const clock = fixedClock(`${asOf}T04:00:00.000Z`);
  const db = openDb(connectionString, { today: clock.today });
  const owner = new pg.Client({ connectionString });
  await owner.connect();
  closing.push(
    () => db.close(),
    () => owner.end(),
  );
  const services: Services = { db, clock, crypto: fieldCrypto(Buffer.alloc(32, 7)), log: silentLog, jobs: { send: async () => undefined } };
  return { services, owner, connectionString };
}
type Opened = Awaited<ReturnType<typeof open>>;

async function seeded(visits: 'command' | 'copy'): Promise<Opened> {
  const opened = await open();
  await seedCounty({ services: opened.services, ownerConnectionString: opened.connectionString, county, packId: 'demo-2026', visits, password: 'Shouwang-2026' });
  return opened;
}
const rows = async ({ owner }: Opened, text: string): Promise<unknown[]> => (await owner.query(text)).rows;

let command: Opened;
let copy: Opened;
beforeAll(async () => {
  command = await seeded('command');
  copy = await seeded('copy');
}, 180_000);

const same = {
  elders: 'select id, name, division_code, categories, tier_code, provisional, responsible_name, last_visit_on, entered_on from elder order by id',
  duties: 'select elder_id, kind, start_date, end_date, month, division_code, tier_code, modes, required, done, state from visit_duty order by elder_id, kind, start_date',
  visits:
    'select id, elder_id, division_code, mode, outcome, occurred_at, occurred_on, month, ended_at, recorded_at, received_at, form_id, form_version, has_fix, findings, marks from visit order by id',
};
for (const [name, text] of Object.entries(same)) {
  test(`by command and by COPY: the same ${name}`, async () => {
    const expected = await rows(command, text);
    expect(expected.length).toBeGreaterThan(400);
    expect(await rows(copy, text)).toEqual(expected);
  });
}

test('the rules give what the generator expects of nearly everybody', async () => {
  const stored = new Map(
    (
      (await rows(command, 'select e.id, c.tier_visits, c.tier_period from elder e join classification c on c.county_code = e.county_code and c.id = e.classification_id')) as {
        id: string;
        tier_visits: number | null;
        tier_period: string | null;
      }[]
    ).map((row) => [row.id, row]),
  );
  const differing = [...county.elders()].filter(({ id, expected }) => {
    const row = stored.get(id);
    return (row?.tier_visits ?? null) !== (expected.rhythm?.visits ?? null) || (row?.tier_period ?? null) !== (expected.rhythm?.period ?? null);
  });
  expect(differing.map(({ facts, expected }) => ({ facts, expected }))).toEqual([]);
});

test('an empty database gets the demonstration with accounts of every role; a second start keeps it', async () => {
  const { services, owner, connectionString } = await open();
  const installation: Installation = {
    services,
    ownerConnectionString: connectionString,
    jobs: { send: async () => undefined, work: async () => undefined, stop: async () => undefined },
    close: async () => undefined,
  };
  const accounts = await seedDemonstration(installation, () => undefined);
  expect(new Set(accounts.map(({ role }) => role))).toEqual(new Set(['prefecture', 'county', 'town', 'village', 'visitor']));
  expect(await seedDemonstration(installation, () => undefined)).toEqual(accounts);
  const count = async (of: string): Promise<number> => ((await owner.query(`select count(*)::int as count from ${of}`)).rows[0] as { count: number }).count;
  // Four of doubtful lists and two proposed beside the county's own.
  expect(await count('elder')).toBe(506);
  // Every screen has something to show.
  for (const kind of findingKinds) expect([kind, await count(`finding where state = 'open' and kind = '${kind}'`)]).toEqual([kind, expect.toSatisfy((found: number) => found > 0)]);
  for (const state of reviewStates.filter((one) => one !== 'imported' && one !== 'draft'))
    expect([state, await count(`elder_review where state = '${state}'`)]).toEqual([state, expect.toSatisfy((found: number) => found > 0)]);
  for (const kind of assessmentKinds) expect(await count(`assessment where kind = '${kind}'`)).toBeGreaterThan(1);
  expect(await count(`elder where list_state = 'proposed'`)).toBeGreaterThan(1);
  expect(await count(`hand_inclusion where state = 'proposed'`)).toBe(2);
  expect(await count(`survey_subject where state <> 'open'`)).toBeGreaterThan(40);
  expect(await count(`survey_subject where state = 'open'`)).toBeGreaterThan(40);
  // A campaign is running: its list stands, some have been handed what it brings.
  expect(await count('campaign where closed_at is null and warning_id is not null')).toBe(1);
  expect(await count('campaign_subject')).toBeGreaterThan(50);
  expect(await count(`campaign_record where goods <> '[]'`)).toBeGreaterThan(2);
  for (const level of ['red', 'orange', 'yellow'])
    expect([level, await count(`risk_result where is_current and level = '${level}'`)]).toEqual([level, expect.toSatisfy((found: number) => found > 0)]);
  expect(await count('reaction where done_at is null')).toBe(0);

  // Killed before the accounts were made: the next start begins anew and ends the same.
  await owner.query(
    `delete from account where role <> 'visitor'; update account set username = 'visitor-x' || username where username like 'helper-%'; delete from visit where mode = 'phone'`,
  );
  expect(await seedDemonstration(installation, () => undefined)).toEqual(accounts);
  expect(await count('elder')).toBe(506);
}, 180_000);
