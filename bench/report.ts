// P7: the month's report of the county over HTTP against the recount from the raw visits, and equal to
// it as of the same moment.
import { isDeepStrictEqual } from 'node:util';
import { addMonths, monthOf, type Month } from '@shouwang/domain/shared';
import { readRange } from '../apps/server/src/modules/divisions/public.ts';
import { recountMonth } from '../apps/server/src/modules/oversight/recount.ts';
import { readRollups, type RollupRow } from '../apps/server/src/modules/oversight/report.ts';
import { refreshRollups } from '../apps/server/src/modules/oversight/rollups.ts';
import { visitPolicyInForce } from '../apps/server/src/modules/visits/public.ts';
import { systemActor } from '../apps/server/src/platform/db/index.ts';
import { interleaved, median, round, timed, type Finding } from './measure.ts';
import { officeToken, type Server, type Site } from './site.ts';

type Figures = Omit<RollupRow, 'level'>;

export async function benchReport(site: Site, server: Server): Promise<Finding[]> {
  const { county, services } = site;
  const system = systemActor(county.code);
  const token = await officeToken(site, 'county', county.code);
  const month = addMonths(monthOf(services.clock.today()), -1);
  const path = `/api/reports/month?month=${month}`;
  const { rules } = await services.db.tx(system, (tx) => visitPolicyInForce(tx, services));
  const recount = (): Promise<readonly Figures[]> => services.db.tx(system, (tx) => recountMonth(tx, rules, county.code, month));

  const first = await timed(() => server.call(token, 'GET', path));
  const measured = await interleaved(site.smoke ? 2 : 7, { report: () => timed(() => server.call(token, 'GET', path)), recount: () => timed(recount) });
  const problem = await difference(site, month, recount);
  if (problem !== null) throw new Error(`the report differs from the recount: ${problem}`);
  const [report, counted] = [median(measured.report), median(measured.recount)];
  return [
    {
      id: 'P7',
      what: 'month’s report of the county ÷ recount from the raw visits (equal)',
      figure: round(report / counted),
      bar: 0.02,
      sense: 'atMost',
      unit: '×',
      beside: { month, 'report ms': round(report), 'recount ms': round(counted), 'first report after many visits ms': round(first) },
    },
  ];
}

const saysSomething = (row: Figures): boolean => row.listed + row.visits + row.attempts + row.required > 0;

/** Null where the rolled-up places equal the recount. */
async function difference(site: Site, month: Month, recount: () => Promise<readonly Figures[]>): Promise<string | null> {
  const code = site.county.code;
  const reported = await site.services.db.tx(systemActor(code), async (tx) => {
    await refreshRollups(tx, code, month);
    return readRollups(tx, readRange(code, undefined), [code], month, 'place');
  });
  const places = reported.filter(saysSomething).map(({ level: _level, ...row }) => row);
  const counted = (await recount()).filter(saysSomething);
  const index = places.findIndex((row, at) => !isDeepStrictEqual({ ...row }, { ...counted[at] }));
  return index === -1 && places.length === counted.length
    ? null
    : JSON.stringify({ places: places.length, counted: counted.length, reported: places[index], recount: counted[index] });
}
