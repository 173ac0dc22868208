// Endpoints of packages/contract/src/statistics.ts.
import { crossTable, crossWorkbook, figureRows, figureWorkbook } from '@shouwang/contract/statistics';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readRange } from '../divisions/public.ts';
import { countCross, listFigure } from './count.ts';
import { writeCross, writeFigure } from './workbook.ts';

export const statisticsRoutes: readonly Endpoint[] = [
  endpoint(crossTable, ({ tx, services, principal, query }) => countCross(services, tx, readRange(principal.scope, query.division), query)),
  endpoint(figureRows, ({ tx, services, principal, query }) => listFigure(services, tx, readRange(principal.scope, query.division), query, query)),
  fileEndpoint(crossWorkbook, ({ tx, services, principal, query }) => writeCross(services, tx, readRange(principal.scope, query.division), query)),
  fileEndpoint(figureWorkbook, ({ tx, services, principal, query }) => writeFigure(services, tx, readRange(principal.scope, query.division), query, query.reason)),
];
