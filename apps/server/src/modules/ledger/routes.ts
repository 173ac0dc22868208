// Endpoints of packages/contract/src/ledger.ts.
import { elderFacets, elderGet, elderList, elderReveal, elderWhy, ledgerWorkbook } from '@shouwang/contract/ledger';
import { ok } from '@shouwang/domain/shared';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readRange } from '../divisions/public.ts';
import { revealNumber } from './commands.ts';
import { explainElder, openElderFile } from './elderFile.ts';
import { countFacets } from './facets.ts';
import { listElders } from './list.ts';
import { writeLedgerWorkbook } from './workbook.ts';

export const ledgerRoutes: readonly Endpoint[] = [
  endpoint(elderList, async ({ tx, services, principal, query }) => ok({ rows: await listElders(services, tx, readRange(principal.scope, query.division), query) })),
  endpoint(elderFacets, async ({ tx, services, principal, query }) => ok(await countFacets(services, tx, readRange(principal.scope, query.division), query))),
  endpoint(elderGet, ({ tx, services, params }) => openElderFile(services, tx, params.id)),
  endpoint(elderWhy, ({ tx, services, params }) => explainElder(services, tx, params.id)),
  endpoint(elderReveal, ({ tx, services, params, body }) => revealNumber(services, tx, params.id, body.field, body.reason)),
  fileEndpoint(ledgerWorkbook, ({ tx, services, principal, query }) => writeLedgerWorkbook(services, tx, readRange(principal.scope, query.division), query, query.reason)),
];
