// P3: a page of the ledger over HTTP against the same SQL straight through the driver, under the same
// role and row level security; count and facets beside it.
import pg from 'pg';
import { elderList } from '@shouwang/contract/ledger';
import { elderConditions } from '../apps/server/src/modules/ledger/filter.ts';
import { pageStatement } from '../apps/server/src/modules/ledger/list.ts';
import { readRange } from '../apps/server/src/modules/divisions/public.ts';
import { scopeRange, systemActor } from '../apps/server/src/platform/db/index.ts';
import { interleaved, median, quantile, rate, round, timed, type Finding } from './measure.ts';
import { officeToken, type Server, type Site } from './site.ts';

const LIMIT = 50;

export async function benchLedger(site: Site, server: Server): Promise<Finding[]> {
  const town = (site.county.villages[0]?.townCode ?? '').slice(0, 9);
  const lists = [
    { role: 'county' as const, scope: site.county.code, query: 'category=livingAlone&sort=name' },
    { role: 'county' as const, scope: site.county.code, query: 'category=careDependent&ageFrom=80&sort=age' },
    { role: 'county' as const, scope: site.county.code, query: `division=${town}&sort=lastVisit&order=desc` },
    { role: 'town' as const, scope: town, query: 'category=leftBehind&sort=division' },
    { role: 'town' as const, scope: town, query: 'ageFrom=70&ageTo=79&sort=name&order=desc&offset=100' },
  ];
  const findings: Finding[] = [];
  const pages: { http: number[]; driver: number[]; facets: number[]; usual: number[] } = { http: [], driver: [], facets: [], usual: [] };
  const beside: Record<string, number | string> = {};
  let pagesPerSecond = 0;
  for (const { role, scope, query } of lists) {
    const token = await officeToken(site, role, scope);
    const page = `/api/elders?${query}&limit=${LIMIT}`;
    const driver = await straight(site, scope, query);
    const facets = `/api/elders/facets?${query.replace(/&?(sort|order|offset)=\w+/g, '')}`;
    const rounds = site.smoke ? 5 : 100;
    const jobs = { http: () => timed(() => server.call(token, 'GET', page)), driver: () => timed(driver.page) };
    await interleaved(5, jobs);
    // A county's counting index is built at its first use in a process, once; that is not what a count costs.
    await server.call(token, 'GET', facets);
    const measured = await interleaved(rounds, jobs);
    const counted = await interleaved(Math.ceil(rounds / 5), { facets: () => timed(() => server.call(token, 'GET', facets)) });
    await driver.close();
    pages.http.push(quantile(measured.http, 0.95));
    pages.usual.push(median(measured.http));
    pages.driver.push(quantile(measured.driver, 0.95));
    pages.facets.push(quantile(counted.facets, 0.95));
    beside[`${scope} ${query}`] =
      `p95 page ${round(quantile(measured.http, 0.95))} ms (median ${round(median(measured.http))}), driver ${round(quantile(measured.driver, 0.95))} ms, facets ${round(quantile(counted.facets, 0.95))} ms`;
    pagesPerSecond += (await rate(8, site.smoke ? 200 : 1_500, () => server.call(token, 'GET', page).then(() => 1))) / lists.length;
  }
  beside['page ms, mean of the lists’ medians'] = round(pages.usual.reduce((sum, ms) => sum + ms, 0) / lists.length);
  beside['pages/s over 8 connections, mean of the lists'] = Math.round(pagesPerSecond);
  const worst = (over: readonly number[], under: readonly number[]): number => Math.max(...over.map((value, index) => value / (under[index] as number)));
  findings.push({
    id: 'P3',
    what: 'p95 of a ledger page of 50 ÷ the same SQL through the driver (worst of five lists)',
    figure: round(worst(pages.http, pages.driver)),
    bar: 2,
    sense: 'atMost',
    unit: '×',
    beside,
  });
  findings.push({
    id: 'P3 facets',
    what: 'p95 of count and facets ÷ page (worst of five lists)',
    figure: round(worst(pages.facets, pages.http)),
    bar: 5,
    sense: 'atMost',
    unit: '×',
    beside: {},
  });
  return findings;
}

/** The page's own statement, sent as the server sends it, on a connection that holds the office's scope. */
async function straight(site: Site, scope: string, query: string): Promise<{ page: () => Promise<unknown>; close: () => Promise<void> }> {
  const { limit, offset, ...parsed } = elderList.query.parse(Object.fromEntries(new URLSearchParams(`${query}&limit=${LIMIT}`)));
  const range = readRange(scope, parsed.division);
  const conditions = await site.services.db.tx(systemActor(site.county.code), (tx) => elderConditions(site.services, tx, range, parsed));
  const statement = pageStatement(conditions, { ...parsed, limit, offset });
  const client = new pg.Client({ connectionString: site.ownerConnectionString, options: '-c role=shouwang_app -c timezone=UTC' });
  await client.connect();
  const { from, to } = scopeRange(scope);
  await client.query(`select set_config('app.county', $1, false), set_config('app.scope_from', $2, false), set_config('app.scope_to', $3, false)`, [site.county.code, from, to]);
  return { page: () => client.query(statement.text, statement.values), close: () => client.end() };
}
