// Endpoints of packages/contract/src/plausibility.ts.
import { visitDoubtCheck, visitDoubtList, visitDoubtWorkbook, visitLots, visitPlausibility } from '@shouwang/contract/plausibility';
import { doubtSheet } from '@shouwang/documents';
import { ok } from '@shouwang/domain/shared';
import { plausibilityRulesOf } from '@shouwang/domain/visits';
import { audit } from '../../platform/audit/index.ts';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readRange, unitName } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { checkDoubt } from './doubts.ts';
import { changedSinceJudged, countDoubts, countStates, findJudged, listCompared, listDoubts, listEvents, listLots } from './queries.ts';
import { doubtSeal, oddOf } from './sealing.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MOST = { limit: 100_000, offset: 0 };

export const plausibilityRoutes: readonly Endpoint[] = [
  endpoint(visitPlausibility, async ({ tx, services, principal, params }) => {
    const range = readRange(principal.scope, undefined);
    const row = await findJudged(tx, range, params.id);
    const [doubt] = await listDoubts(services, tx, { range, visitId: params.id, state: 'all', limit: 1, offset: 0 });
    const county = row?.county_code ?? principal.countyCode;
    const signals = row === undefined ? [] : doubtSeal(services.crypto, county).openSignals(row.signals_sealed);
    const compared = await listCompared(tx, county, [...new Set(signals.flatMap(({ visits }) => visits))]);
    const events = doubt === undefined ? [] : await listEvents(services, tx, county, params.id);
    return ok({
      judged:
        row === undefined
          ? null
          : {
              state: row.state,
              points: row.points,
              doubtFrom: plausibilityRulesOf((await getPackInForce(tx)).pack).doubtFrom,
              packVersion: row.pack_version,
              computedAt: row.computed_at,
              signals: signals.map((one) => ({ ...one, facts: { ...one.facts }, visits: [...one.visits] })),
              compared: compared.map((visit) => ({ id: visit.id, elderName: visit.elder_name, occurredAt: visit.occurred_at })),
            },
      changedSince: await changedSinceJudged(services, tx, range, params.id),
      doubt: doubt ?? null,
      events: events.map(({ kind, at, by, details }) => ({
        kind,
        at,
        by,
        odd: oddOf(details.signals),
        answer: (details.answer ?? null) as NonNullable<typeof doubt>['answer'],
        outcome: (details.outcome ?? null) as NonNullable<typeof doubt>['outcome'],
        words: details.words ?? null,
      })),
    });
  }),
  endpoint(visitDoubtList, async ({ tx, services, principal, query }) => {
    const range = readRange(principal.scope, query.division);
    const filter = { ...query, range };
    return ok({ count: await countDoubts(tx, filter), states: await countStates(tx, range), rows: await listDoubts(services, tx, filter) });
  }),
  fileEndpoint(visitDoubtWorkbook, async ({ tx, services, principal, query }) => {
    const range = readRange(principal.scope, query.division);
    const rows = await listDoubts(services, tx, { ...query, ...MOST, range });
    const division = range.prefix.padEnd(12, '0');
    await audit(tx, { action: 'doubt.export', entity: 'visit', division, details: { reason: query.reason, rows: rows.length } });
    const unit = await unitName(services, tx, division);
    return ok({ fileName: `${unit}探访核实清单.xlsx`, contentType: XLSX, bytes: Buffer.from(await doubtSheet({ unit, filledOn: services.clock.today(), rows })) });
  }),
  endpoint(visitDoubtCheck, ({ tx, services, params, body }) => checkDoubt(services, tx, params.id, body)),
  endpoint(visitLots, async ({ tx, principal, query }) => {
    const rows = await listLots(tx, readRange(principal.scope, query.division));
    return ok({
      weeks: rows.map((row) => ({
        weekStart: row.week_start,
        share: row.share,
        sownAt: row.sown_at,
        drawnAt: row.drawn_at,
        seedDigest: row.seed_digest.toString('hex'),
        seed: row.drawn_at === null ? null : row.seed.toString('hex'),
        population: row.population,
        drawn: row.drawn,
        villages: row.villages,
      })),
    });
  }),
];
