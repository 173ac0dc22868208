// Endpoints of packages/contract/src/listing.ts.
import {
  addArrangement as addArrangementRoute,
  addCertificate as addCertificateRoute,
  attemptDecide,
  attemptList,
  attemptWorkbook,
  decideInclusion as decideInclusionRoute,
  endArrangement as endArrangementRoute,
  freshness,
  freshnessRows,
  freshnessWorkbook,
  listingCounts,
  listingDecide,
  listingFile,
  listingQueue,
  listingWorkbook,
  needsLedger,
  needsWorkbook,
  proposeInclusion as proposeInclusionRoute,
  recordLife,
  undoLife,
} from '@shouwang/contract/listing';
import { ok } from '@shouwang/domain/shared';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readRange } from '../divisions/public.ts';
import { countAttempts } from '../visits/public.ts';
import { addArrangement, endArrangement } from './arrangements.ts';
import { decideAttempt, listAttemptProposals, writeAttemptWorkbook } from './attempts.ts';
import { decideInclusion, decideListing, proposeInclusion } from './decisions.ts';
import { addCertificate, openFileListing } from './file.ts';
import { listFresh, readFreshness } from './freshness.ts';
import { recordLifeEvent, undoLifeEvent } from './life.ts';
import { countNeeds, listNeeds } from './needs.ts';
import { countQueue, countQueues, listQueue } from './queue.ts';
import { writeFreshnessWorkbook, writeNeedsWorkbook, writeQueueWorkbook } from './workbooks.ts';

export const listingRoutes: readonly Endpoint[] = [
  endpoint(listingQueue, async ({ tx, services, principal, query }) => {
    const range = readRange(principal.scope, query.division);
    return ok({ count: await countQueue(tx, range, query), rows: await listQueue(services, tx, range, query, query) });
  }),
  endpoint(listingCounts, async ({ tx, principal, query }) => ok(await countQueues(tx, readRange(principal.scope, query.division)))),
  fileEndpoint(listingWorkbook, ({ tx, services, principal, query }) => writeQueueWorkbook(services, tx, readRange(principal.scope, query.division), query, query.reason)),
  endpoint(listingDecide, async ({ tx, services, body }) => {
    const decided = await decideListing(services, tx, { elderIds: body.elderIds, decision: body.decision, reason: body.reason ?? '' });
    return decided.ok ? ok({ decided: decided.value.decided, skipped: [...decided.value.skipped] }) : decided;
  }),
  endpoint(listingFile, ({ tx, services, params }) => openFileListing(services, tx, params.id)),
  endpoint(recordLife, async ({ tx, services, principal, params, body }) => {
    const { kind, on, reason, to, group } = body;
    const recorded = await recordLifeEvent(services, tx, {
      elderId: params.id,
      kind,
      on,
      reason,
      sourceRef: `account:${principal.accountId}`,
      ...(to === undefined ? {} : { to }),
      ...(group === undefined ? {} : { group }),
    });
    return recorded.ok ? ok({ eventId: recorded.value.eventId }) : recorded;
  }),
  endpoint(attemptList, async ({ tx, services, principal, query }) => {
    const range = readRange(principal.scope, query.division);
    return ok({ count: await countAttempts(tx, range), rows: await listAttemptProposals(services, tx, range, query) });
  }),
  fileEndpoint(attemptWorkbook, ({ tx, services, principal, query }) => writeAttemptWorkbook(services, tx, readRange(principal.scope, query.division), query.reason)),
  endpoint(attemptDecide, ({ tx, services, params, body }) => decideAttempt(services, tx, { visitId: params.id, ...body })),
  endpoint(undoLife, ({ tx, services, params, body }) => undoLifeEvent(services, tx, { eventId: params.id, reason: body.reason })),
  endpoint(addCertificateRoute, ({ tx, services, params, body }) => addCertificate(services, tx, { id: params.id, ...body })),
  endpoint(proposeInclusionRoute, ({ tx, services, params, body }) => proposeInclusion(services, tx, { elderId: params.id, ...body })),
  endpoint(decideInclusionRoute, ({ tx, services, params, body }) => decideInclusion(services, tx, { id: params.id, decision: body.decision, reason: body.reason ?? '' })),
  endpoint(addArrangementRoute, ({ tx, services, params, body }) => addArrangement(services, tx, { elderId: params.id, ...body })),
  endpoint(endArrangementRoute, ({ tx, services, params, body }) => endArrangement(services, tx, { id: params.id, reason: body.reason })),
  endpoint(needsLedger, async ({ tx, services, principal, query }) => {
    const range = readRange(principal.scope, query.division);
    return ok({ ...(await countNeeds(tx, range, query)), rows: await listNeeds(services, tx, range, query, query) });
  }),
  fileEndpoint(needsWorkbook, ({ tx, services, principal, query }) => writeNeedsWorkbook(services, tx, readRange(principal.scope, query.division), query, query.reason)),
  endpoint(freshness, async ({ tx, services, principal, query }) => ok(await readFreshness(services, tx, readRange(principal.scope, query.division)))),
  endpoint(freshnessRows, async ({ tx, services, principal, query }) =>
    ok(await listFresh(services, tx, readRange(principal.scope, query.division), { stale: query.stale === true, limit: query.limit, offset: query.offset })),
  ),
  fileEndpoint(freshnessWorkbook, ({ tx, services, principal, query }) => writeFreshnessWorkbook(services, tx, readRange(principal.scope, query.division), query.reason)),
];
