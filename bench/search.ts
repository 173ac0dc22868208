// P4: a page found by name, by initials and by the last digits of an identity number, against a page of as many
// files by their keys, both made by the server's own code in its transactions; over HTTP stands beside.
import { elderList } from '@shouwang/contract/ledger';
import { readRange } from '../apps/server/src/modules/divisions/public.ts';
import { elderRowsOf, listElders } from '../apps/server/src/modules/ledger/list.ts';
import { ledgerSeal } from '../apps/server/src/modules/ledger/public.ts';
import { sql, systemActor } from '../apps/server/src/platform/db/index.ts';
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
  const actor = systemActor(county.code);
  const beside: Record<string, string> = {};
  let worst = 0;
  for (const [what, q] of Object.entries(searches)) {
    const path = `/api/elders?limit=50&q=${encodeURIComponent(q)}`;
    const asked = elderList.query.parse({ limit: '50', q });
    const range = readRange(county.code, undefined);
    const found = (await server.call<{ rows: { id: string }[] }>(token, 'GET', path)).rows;
    if (found.length === 0) throw new Error(`nobody found by ${what}`);
    const ids = found.map((row) => row.id);
    const jobs = {
      search: () => timed(() => services.db.tx(actor, (tx) => listElders(services, tx, range, asked), { reads: true })),
      keys: () => timed(() => services.db.tx(actor, (tx) => elderRowsOf(services, tx, county.code, ids), { reads: true })),
      http: () => timed(() => server.call(token, 'GET', path)),
    };
    await interleaved(20, jobs);
    const measured = await interleaved(site.smoke ? 5 : 100, jobs);
    const [search, keys] = [quantile(measured.search, 0.95), quantile(measured.keys, 0.95)];
    worst = Math.max(worst, search / keys);
    beside[what] =
      `${ids.length} rows: p95 ${round(search)} ms (median ${round(median(measured.search))}), by key ${round(keys)} ms (median ${round(median(measured.keys))}), over HTTP ${round(quantile(measured.http, 0.95))} ms (median ${round(median(measured.http))})`;
  }
  return [
    {
      id: 'P4',
      what: 'p95 of a page by search ÷ a page of as many files by their keys (worst of four searches)',
      figure: round(worst),
      bar: 3,
      sense: 'atMost',
      unit: '×',
      beside,
    },
  ];
}
