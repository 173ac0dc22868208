// Endpoints of packages/contract/src/visitRecords.ts: the calendar, who is behind, versions, checks, paper.
import {
  behindWorkbook,
  paperVisits,
  serviceWorkbook,
  visitCalendar,
  visitCancel,
  visitCheck,
  visitCorrect,
  visitHistory,
  visitRestore,
  visitsBehind,
} from '@shouwang/contract/visitRecords';
import { monthOf, ok, refuse } from '@shouwang/domain/shared';
import { sql, type Tx } from '../../platform/db/index.ts';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { divisionNamesAcross, readRange } from '../divisions/public.ts';
import { calendarDays, listBehind } from './calendar.ts';
import { writeBehindWorkbook, writeServiceWorkbook } from './deskWorkbooks.ts';
import { enterPaper } from './paperVisits.ts';
import { visitPolicyInForce } from './policy.ts';
import { findVisit } from './queries.ts';
import { cancelVisit, checkVisit, correctVisit, historyOf, restoreVisit } from './versions.ts';

const nameOf = async (tx: Tx, of: 'visitor' | 'elder', id: string | undefined): Promise<string | null> => {
  if (id === undefined) return null;
  const [row] = await tx.query<{ name: string }>(of === 'visitor' ? sql`select name from visitor where id = ${id}::uuid` : sql`select name from elder where id = ${id}::uuid`);
  return row?.name ?? null;
};

export const visitDeskRoutes: readonly Endpoint[] = [
  endpoint(visitCalendar, async ({ tx, principal, services, query }) => {
    const today = services.clock.today();
    const month = query.month ?? monthOf(today);
    const days = await calendarDays(tx, { range: readRange(principal.scope, query.division), month, visitorId: query.visitorId, elderId: query.elderId });
    return ok({ month, today, days, visitorName: await nameOf(tx, 'visitor', query.visitorId), elderName: await nameOf(tx, 'elder', query.elderId) });
  }),
  endpoint(visitsBehind, async ({ tx, principal, services, query }) => {
    const today = services.clock.today();
    const month = query.month ?? monthOf(today);
    const rows = await listBehind(tx, readRange(principal.scope, query.division), month, today, query.by, (codes) => divisionNamesAcross(services, tx, codes));
    return ok({ month, rows });
  }),
  fileEndpoint(behindWorkbook, ({ tx, principal, services, query }) => writeBehindWorkbook(services, tx, readRange(principal.scope, query.division), query)),
  fileEndpoint(serviceWorkbook, ({ tx, principal, services, query }) => writeServiceWorkbook(services, tx, readRange(principal.scope, query.division), query)),
  endpoint(visitHistory, async ({ tx, principal, services, params }) => {
    const row = await findVisit(tx, readRange(principal.scope, undefined), params.id);
    return row === undefined ? refuse('notFound') : ok(await historyOf(services, tx, row.county_code, row.id));
  }),
  endpoint(visitCorrect, async ({ tx, services, params, body }) => correctVisit(services, tx, await visitPolicyInForce(tx, services), params.id, body)),
  endpoint(visitCancel, async ({ tx, services, params, body }) => cancelVisit(services, tx, await visitPolicyInForce(tx, services), params.id, body)),
  endpoint(visitRestore, async ({ tx, services, params, body }) => restoreVisit(services, tx, await visitPolicyInForce(tx, services), params.id, body.reason)),
  endpoint(visitCheck, ({ tx, services, params, body }) => checkVisit(services, tx, params.id, body)),
  endpoint(paperVisits, async ({ tx, services, body }) => enterPaper(services, tx, await visitPolicyInForce(tx, services), body)),
];
