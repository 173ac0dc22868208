// The demonstration county 守望示范县 for an empty database, with an account of every role. It is a
// fictional county of its own (610999) and is never loaded beside a real one.
import type { Principal, Role } from '@shouwang/domain/access';
import { generateCounty } from '@shouwang/testkit';
import pg from 'pg';
import { createAccount } from '../modules/access/commands.ts';
import { countiesServed, divisionsOf } from '../modules/divisions/public.ts';
import { replaceContacts } from '../modules/network/public.ts';
import { sql, systemActor, type Tx } from '../platform/db/index.ts';
import { runCampaign } from './demonstrationCampaign.ts';
import { liveDoubts } from './demonstrationDoubts.ts';
import { liveDemonstration } from './demonstrationLife.ts';
import type { Installation } from './installation.ts';
import { seedCounty, type SeededVisitor } from './seedCounty.ts';

export interface DemonstrationAccount {
  readonly role: string;
  readonly username: string;
  readonly password: string;
  readonly displayName: string;
}

const PACK = 'demo-2026';
const SEED = 'demonstration';
const PASSWORD = 'Shouwang-2026';
const VISITORS = 3;
const LAST = 'prefecture';

/** Loads it where the database has no county; answers its accounts wherever it is there. */
export async function seedDemonstration(installation: Installation, say: (message: string) => void): Promise<readonly DemonstrationAccount[]> {
  const { services, ownerConnectionString } = installation;
  const county = generateCounty({ size: 'S', seed: SEED, asOf: services.clock.today(), fullFiles: true });
  const served = await countiesServed(services.db);
  if (served.some((code) => code !== county.code)) return [];
  if (served.length > 0) {
    const known = await accounts(installation, county.code);
    if (known.some(({ username }) => username === LAST)) return known;
    // That account is made last: without it the loading was cut short, so it begins anew.
    await removeCounty(ownerConnectionString, county.code);
  }

  const began = Date.now();
  say('正在装入演示县 loading the demonstration county …');
  const visitors = await seedCounty({ services, ownerConnectionString, county, packId: PACK, visits: 'command', password: PASSWORD });
  const offices = await makeOffices(installation, county.code);
  await liveDemonstration({ services, county, offices, visitors });
  await liveDoubts({ services, county, offices, visitors });
  await runCampaign({ services, county, offices, visitors });
  await finish(installation, county.code, visitors);
  say(`演示县已装入 demonstration county loaded (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return accounts(installation, county.code);
}

/** Accounts of county, towns and a village of each; answers them by sign-in name. */
async function makeOffices({ services }: Installation, countyCode: string): Promise<ReadonlyMap<string, Principal>> {
  const offices = new Map<string, Principal>();
  await services.db.tx(systemActor(countyCode), async (tx) => {
    const places = await tx.query<{ code: string; name: string; level: 'county' | 'town' | 'village' }>(
      sql`(select code, name, level from division where county_code = ${countyCode} and level in ('county', 'town'))
          union all (select distinct on (parent_code) code, name, level from division where county_code = ${countyCode} and level = 'village' order by parent_code, code) order by code`,
    );
    const numbers: Record<string, number> = {};
    for (const { code, name, level: role } of places) {
      numbers[role] = (numbers[role] ?? 0) + 1;
      const username = role === 'county' ? role : `${role}-${numbers[role]}`;
      const scope = code.slice(0, role === 'county' ? 6 : role === 'town' ? 9 : 12);
      const displayName = role === 'county' ? '守望示范县民政局' : name;
      const accountId = await makeAccount(tx, { username, role, scope, displayName });
      offices.set(username, { accountId, countyCode, role, scope, visitorId: null, displayName });
    }
  });
  return offices;
}

async function makeAccount(tx: Tx, request: { readonly username: string; readonly role: Role; readonly scope: string; readonly displayName: string }): Promise<string> {
  const made = await createAccount(tx, { ...systemActor(tx.actor.countyCode), scope: '' }, { ...request, visitorId: null, password: PASSWORD });
  if (!made.ok) throw new Error(`demonstration account ${request.username}: ${made.refusal.code}`);
  return made.value.id;
}

/** What shows that the loading was not cut short comes last: the prefecture's account. */
async function finish({ services }: Installation, countyCode: string, visitors: readonly SeededVisitor[]): Promise<void> {
  await services.db.tx(systemActor(countyCode), async (tx) => {
    // Every other village has named whom to call in an emergency.
    const places = (await divisionsOf(tx, countyCode)).filter(({ level }) => level === 'village').filter((_, at) => at % 2 === 0);
    for (const [at, { code, name }] of places.entries()) {
      const phone = (last: number): string => `190-0000${String(9000 + at * 10 + last)}`;
      await replaceContacts(tx, services.crypto, code, [
        { role: 'village', name: `${name}村委会`, phone: phone(1) },
        { role: 'doctor', name: `${name}卫生室`, phone: phone(2) },
        { role: 'team', name: `${name}应急小队`, phone: phone(3) },
      ]);
    }
    await makeAccount(tx, { username: LAST, role: 'prefecture', scope: countyCode.slice(0, 4), displayName: '示范市民政局' });
    // Those with most to do show the field app best; they get short names, the others keep theirs.
    const busiest = [...visitors].sort((a, b) => b.elders - a.elders).slice(0, VISITORS);
    for (const [index, { accountId }] of busiest.entries())
      await tx.query(sql`update account set username = ${`helper-${index + 1}`} where county_code = ${countyCode} and id = ${accountId}`);
  });
}

async function accounts({ services }: Installation, countyCode: string): Promise<readonly DemonstrationAccount[]> {
  const rows = await services.db.tx(systemActor(countyCode), (tx) =>
    tx.query<{ role: string; username: string; display_name: string }>(
      sql`select role, username, display_name from account where county_code = ${countyCode} and username ~ '^(prefecture|county|town-[0-9]+|village-[0-9]+|helper-[0-9]+)$' order by role <> 'prefecture', scope = '', length(scope), username`,
    ),
  );
  return rows.map(({ role, username, display_name }) => ({ role, username, password: PASSWORD, displayName: display_name }));
}

/** Takes everything of one county out of the database. */
async function removeCounty(connectionString: string, countyCode: string): Promise<void> {
  const owner = new pg.Client({ connectionString });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ name: string }>(
      `select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and c.column_name = 'county_code' and t.table_type = 'BASE TABLE'`,
    );
    await owner.query('begin');
    for (const { name } of rows) await owner.query(`delete from ${pg.escapeIdentifier(name)} where county_code = $1`, [countyCode]);
    await owner.query('commit');
  } finally {
    await owner.end();
  }
}
