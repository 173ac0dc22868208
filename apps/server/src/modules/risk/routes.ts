// Endpoints of packages/contract/src/risk.ts.
import { reviewRisk, riskList, riskOf, riskWorkbook } from '@shouwang/contract/risk';
import { careSheetWords, riskSheet } from '@shouwang/documents';
import { ok } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readRange, unitName } from '../divisions/public.ts';
import { listPeopleAtRisk, openRisk, recordReview } from './open.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MOST_ROWS = 1_000_000;

export const riskRoutes: readonly Endpoint[] = [
  endpoint(riskOf, ({ tx, services, params }) => openRisk(services, tx, params.id)),
  endpoint(reviewRisk, ({ tx, services, params, body }) => recordReview(services, tx, params.id, body)),
  endpoint(riskList, async ({ tx, services, principal, query }) => ok(await listPeopleAtRisk(services, tx, readRange(principal.scope, query.division), query))),
  fileEndpoint(riskWorkbook, async ({ tx, services, principal, query }) => {
    const range = readRange(principal.scope, query.division);
    const list = await listPeopleAtRisk(services, tx, range, { ...query, limit: MOST_ROWS, offset: 0 });
    const division = range.prefix.padEnd(12, '0');
    const unit = await unitName(services, tx, division);
    await audit(tx, { action: 'risk.export', entity: 'risk', division, details: { reason: query.reason, rows: list.rows.length, level: query.level, pending: query.pending } });
    const levelNames = new Map(list.levels.map((level) => [level.code, level.label.zh]));
    const rows = list.rows.map((row) => ({ ...row, level: levelNames.get(row.level) ?? row.level, rules: row.rules.map((rule) => list.rules[rule]?.zh ?? rule).join('；') }));
    const bytes = await riskSheet({ unit, filledOn: services.clock.today(), rows });
    return ok({ fileName: `${careSheetWords.risk.title(unit)}.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
  }),
];
