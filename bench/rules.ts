// P6: the rules alone on one core, and a whole run after a policy change against reading the rows and
// writing the changed ones by the plainest SQL.
import { reclassifyAll } from '../apps/server/src/modules/classification/public.ts';
import { listEldersAfter, type ElderToClassify } from '../apps/server/src/modules/classification/queries.ts';
import { ledgerSeal } from '../apps/server/src/modules/ledger/public.ts';
import { getPackInForce } from '../apps/server/src/modules/policy/public.ts';
import { systemActor } from '../apps/server/src/platform/db/index.ts';
import { interleaved, median, round, timed, type Finding } from './measure.ts';
import { PACK, type Site } from './site.ts';

const BATCH = 2_500;
const OTHER_PACK = 'pingli-2023';

export async function benchRules(site: Site): Promise<Finding[]> {
  const rules = await rulesAlone(site);
  const { county, services } = site;
  const asOf = services.clock.today();
  let pack = PACK;
  let changed = 0;
  // Each round another pack comes into force, so that everybody's result is another one.
  const reclassify = async (): Promise<number> => {
    pack = pack === PACK ? OTHER_PACK : PACK;
    await site.owner.query('update county set pack_id = $2 where county_code = $1', [county.code, pack]);
    return timed(async () => {
      changed = (await reclassifyAll(services, county.code, { asOf })).changed;
    });
  };
  const rounds = site.smoke ? 1 : 3;
  const runs: number[] = [];
  const references: { read: number; write: number }[] = [];
  for (let index = 0; index < rounds; index += 1) {
    runs.push(await reclassify());
    references.push(await readAndWrite(site));
  }
  if (pack !== PACK) await reclassify();
  await site.owner.query('vacuum analyze elder');
  const run = median(runs);
  const reference = median(references.map(({ read, write }) => read + write));
  return [
    { id: 'P6 rules', what: 'elders classified per second on one core, facts in memory', figure: Math.round(rules), bar: 300_000, sense: 'atLeast', unit: 'elders/s', beside: {} },
    {
      id: 'P6',
      what: 'reclassify everybody after a policy change ÷ read the rows and write the changed ones',
      figure: round(run / reference),
      bar: 3,
      sense: 'atMost',
      unit: '×',
      beside: {
        'run s': round(run / 1000),
        'read s': round(median(references.map(({ read }) => read)) / 1000),
        'write s': round(median(references.map(({ write }) => write)) / 1000),
        changed,
      },
    },
  ];
}

async function rulesAlone(site: Site): Promise<number> {
  const { county, services } = site;
  const seal = ledgerSeal(services.crypto, county.code);
  const asOf = services.clock.today();
  const { elders, compiled } = await services.db.tx(systemActor(county.code), async (tx) => ({
    elders: await listEldersAfter(tx, county.code, null, 20_000),
    compiled: (await getPackInForce(tx)).compiled,
  }));
  const facts = elders.map((elder) => seal.openEffective(elder.effective_sealed));
  // One core's time, not the clock's: others may be using the machine.
  const pass = async (): Promise<number> => {
    const before = process.cpuUsage();
    for (const one of facts) compiled.classify(one, asOf);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const measured = await interleaved(site.smoke ? 2 : 15, { rules: pass });
  return (facts.length * 1000) / median(measured.rules);
}

/** All rows read as the run reads them; then the current results written again, without any rule. */
async function readAndWrite(site: Site): Promise<{ read: number; write: number }> {
  const { county, services, owner } = site;
  const read = await timed(async () => {
    let after: string | null = null;
    do {
      const from: string | null = after;
      const rows: ElderToClassify[] = await services.db.tx(systemActor(county.code), (tx) => listEldersAfter(tx, county.code, from, BATCH));
      after = rows.length < BATCH ? null : (rows.at(-1)?.id ?? null);
    } while (after !== null);
  });
  const client = await owner.connect();
  try {
    await client.query(
      'create temporary table result as select c.*, row_number() over (order by e.id) as n from elder e join classification c on c.county_code = e.county_code and c.id = e.classification_id',
    );
    await client.query('create index on result (n); analyze result');
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from result');
    const write = await timed(async () => {
      for (let at = 0; at < (rows[0]?.count ?? 0); at += BATCH) {
        await client.query('begin');
        await client.query(
          `insert into classification (county_code, id, elder_id, as_of, categories, tier_code, tier_visits, tier_period, tier_modes, provisional, reasons_sealed, pack_id, pack_version)
           select county_code, gen_random_uuid(), elder_id, as_of, categories, tier_code, tier_visits, tier_period, tier_modes, provisional, reasons_sealed, pack_id, pack_version from result where n > $1 and n <= $2`,
          [at, at + BATCH],
        );
        await client.query(
          'update elder e set categories = r.categories, tier_code = r.tier_code, provisional = r.provisional, classification_id = r.id from result r where r.n > $1 and r.n <= $2 and e.county_code = r.county_code and e.id = r.elder_id',
          [at, at + BATCH],
        );
        await client.query('commit');
      }
    });
    await client.query('delete from classification c where not exists (select 1 from elder e where e.county_code = c.county_code and e.classification_id = c.id)');
    await client.query('drop table result');
    return { read, write };
  } finally {
    client.release();
  }
}
