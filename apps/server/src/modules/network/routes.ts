// Endpoints of packages/contract/src/network.ts.
import { visitorList } from '@shouwang/contract/network';
import { maskPhone } from '@shouwang/domain/ledger';
import type { VisitorKind } from '@shouwang/domain/network';
import { monthOf, ok } from '@shouwang/domain/shared';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { divisionNamesAcross, readRange } from '../divisions/public.ts';
import { countVisitors, listVisitors } from './queries.ts';
import { visitorSeal } from './sealing.ts';

export const networkRoutes: readonly Endpoint[] = [
  endpoint(visitorList, async ({ tx, services, principal, query }) => {
    const range = readRange(principal.scope, query.division);
    const rows = await listVisitors(tx, range, { q: query.q, month: monthOf(services.clock.today()), limit: query.limit, offset: query.offset });
    const names = await divisionNamesAcross(
      services,
      tx,
      rows.map((row) => row.division_code),
    );
    return ok({
      count: await countVisitors(tx, range, query.q),
      rows: rows.map((row) => ({
        id: row.id,
        name: row.name,
        kind: row.kind as VisitorKind,
        division: row.division_code,
        townName: names.town(row.division_code),
        villageName: names.village(row.division_code),
        phoneMasked: row.phone_sealed === null ? '' : maskPhone(visitorSeal(services.crypto, row.county_code).openPhone(row.phone_sealed)),
        capacity: row.capacity,
        assigned: row.assigned,
        hasAccount: row.has_account,
        dutiesDue: row.required,
        dutiesDone: row.done,
      })),
    });
  }),
];
