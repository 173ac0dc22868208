// P4: a search by name, by initials and by the last digits of an identity number over HTTP, against as many
// rows by primary key straight through the driver, under the same role and row level security.
import pg from 'pg';
import { elderList } from '@shouwang/contract/ledger';
import { elderRowsOf, listColumns, listElders } from '../apps/server/src/modules/ledger/list.ts';
import { readRange } from '../apps/server/src/modules/divisions/public.ts';
import { ledgerSeal } from '../apps/server/src/modules/ledger/public.ts';
import { scopeRange, sql, systemActor } from '../apps/server/src/platform/db/index.ts';
import { interleaved, median, quantile, round, timed, type Finding } from './measure.ts';
import { officeToken, type Server, type Site } from './site.ts';

export async function benchSearch(site: Site, server: Server): Promise<Finding[]> {
  const { county, services } = site;
  const token = await officeToken(site, 'county', county.code);
  const seal = ledgerSeal(services.crypto, county.code);
  const [somebody] = await services.db.tx(systemActor(county.code), (tx) =>
    tx.query<{ name: string; name_initials: string; id_no_sealed: Buffer }>(
      sql`select name, name_initials, id_no_sealed from elder where county_code = ${county.code} and id_no_sealed is not null and closed_on is null order by id offset 20 limit 1`,
    ),
  );
  if (somebody === undefined) throw new Error('nobody to look for');
  const number = seal.openIdNo(somebody.id_no_sealed);
  const searches = { name: somebody.name, initials: somebody.name_initials, 'last four': number.slice(-4), 'last six': number.slice(-6) };
  const client = new pg.Client({ connectionString: site.ownerConnectionString, options: '-c role=shouwang_app -c timezone=UTC' });
  await client.connect();
  const { from, to } = scopeRange(county.code);
  await client.query(`select set_config('app.county', $1, false), set_config('app.scope_from', $2, false), set_config('app.scope_to', $3, false)`, [county.code, from, to]);
  const statement = `${sql`select ${listColumns} from elder e`.text} where e.county_code = $1 and e.id = any($2::uuid[])`;
  const office = systemActor(county.code);
  const beside: Record<string, string> = {};
  let worst = 0;
  try {
    for (const [what, q] of Object.entries(searches)) {
      const path = `/api/elders?limit=50&q=${encodeURIComponent(q)}`;
      const found = (await server.call<{ rows: { id: string }[] }>(token, 'GET', path)).rows;
      if (found.length === 0) throw new Error(`nobody found by ${what}`);
      const ids = found.map((row) => row.id);
      const page = elderList.query.parse({ q, limit: '50' });
      const jobs = {
        search: () => timed(() => server.call(token, 'GET', path)),
        keys: () => timed(() => client.query({ name: 'keys', text: statement, values: [county.code, ids] })),
        // Beside the figure: the same two without HTTP, both by the server's own code.
        ownSearch: () => timed(() => services.db.tx(office, (tx) => listElders(services, tx, readRange(county.code, undefined), page), { reads: true })),
        ownKeys: () => timed(() => services.db.tx(office, (tx) => elderRowsOf(services, tx, county.code, ids), { reads: true })),
      };
      await interleaved(5, jobs);
      const measured = await interleaved(site.smoke ? 5 : 100, jobs);
      const [search, keys] = [quantile(measured.search, 0.95), quantile(measured.keys, 0.95)];
      worst = Math.max(worst, search / keys);
      const own = round(quantile(measured.ownSearch, 0.95) / quantile(measured.ownKeys, 0.95));
      beside[what] =
        `${ids.length} rows: p95 ${round(search)} ms (median ${round(median(measured.search))}), by key ${round(keys)} ms (median ${round(median(measured.keys))}), both without HTTP ${own} ×`;
    }
  } finally {
    await client.end();
  }
  return [
    {
      id: 'P4',
      what: 'p95 of a search over HTTP ÷ as many rows by primary key through the driver (worst of four searches)',
      figure: round(worst),
      bar: 3,
      sense: 'atMost',
      unit: '×',
      beside,
    },
  ];
}
