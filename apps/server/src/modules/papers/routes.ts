// Endpoints of packages/contract/src/papers.ts.
import { abilityPrint, monthSheetPrint, paperPrint, printFile, printList, printStart, printStop, visitPrint } from '@shouwang/contract/papers';
import { ok } from '@shouwang/domain/shared';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { printAbility, printForm } from './onePaper.ts';
import { fetchPrint, startPrint, stopPrint, viewJobs } from './print.ts';
import { printMonthSheet, printVisit } from './visitPapers.ts';

export const paperRoutes: readonly Endpoint[] = [
  fileEndpoint(paperPrint, ({ tx, services, principal, params, body }) => printForm(services, tx, principal, params.id, body)),
  fileEndpoint(abilityPrint, ({ tx, services, principal, params, body }) => printAbility(services, tx, principal, params.id, body)),
  fileEndpoint(visitPrint, ({ tx, services, principal, params, body }) => printVisit(services, tx, principal, params.id, body)),
  fileEndpoint(monthSheetPrint, ({ tx, services, principal, params, body }) => printMonthSheet(services, tx, principal, params.id, body)),
  endpoint(printStart, ({ tx, services, principal, body }) => startPrint(services, tx, principal, body)),
  endpoint(printList, async ({ tx, services }) => ok({ jobs: await viewJobs(services, tx) })),
  endpoint(printStop, ({ tx, services, params }) => stopPrint(services, tx, params.id)),
  fileEndpoint(printFile, ({ tx, services, params }) => fetchPrint(services, tx, params.id)),
];
