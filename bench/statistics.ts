// Statistics: two dimensions crossed and narrowed over HTTP by a whole county and by a town, in seconds;
// building everybody's buckets from nothing and again without a change stand beside it.
import { refreshAllBuckets } from '../apps/server/src/modules/statistics/public.ts';
import { median, quantile, round, timed, type Finding } from './measure.ts';
import { officeToken, type Server, type Site } from './site.ts';

const QUESTIONS = [
  'rows=category&columns=age&where=sex.female',
  'rows=village&columns=category&where=relief.minimumLiving',
  'rows=need&columns=abilityLevel&where=livesWith.alone,hukou.rural',
  'rows=incomeSource&columns=town&where=risk.red,risk.orange',
];

export async function benchStatistics(site: Site, server: Server): Promise<Finding[]> {
  const { county, services, owner } = site;
  const town = (county.villages[0]?.townCode ?? '').slice(0, 9);
  const beside: Record<string, number | string> = {};
  await owner.query('delete from elder_bucket');
  let built = 0;
  const building = await timed(async () => (built = await refreshAllBuckets(services, county.code)));
  beside['building from nothing'] = `${built} elders in ${round(building / 1000)} s`;
  beside['again without a change'] = `${round((await timed(() => refreshAllBuckets(services, county.code))) / 1000)} s`;
  await owner.query('analyze elder_bucket');
  const { rows: sizes } = await owner.query<{ bytes: string }>(`select pg_total_relation_size('elder_bucket') as bytes`);
  beside['MB with its indexes'] = round(Number(sizes[0]?.bytes ?? 0) / 1_000_000);
  const worst: number[] = [];
  for (const { role, scope } of [
    { role: 'county' as const, scope: county.code },
    { role: 'town' as const, scope: town },
  ]) {
    const token = await officeToken(site, role, scope);
    for (const question of QUESTIONS) {
      const ms: number[] = [];
      for (let index = 0; index < (site.smoke ? 3 : 25); index += 1) ms.push(await timed(() => server.call(token, 'GET', `/api/statistics?${question}`)));
      worst.push(quantile(ms, 0.95));
      beside[`${scope} ${question}`] = `median ${round(median(ms))} ms, p95 ${round(quantile(ms, 0.95))} ms`;
    }
  }
  return [
    {
      id: 'statistics',
      what: 'p95 of a cross of two dimensions with a filter over HTTP (worst of eight)',
      figure: round(Math.max(...worst) / 1000),
      bar: 1,
      sense: 'atMost',
      unit: 's',
      beside,
    },
  ];
}
