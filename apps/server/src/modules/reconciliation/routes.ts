// Endpoints of packages/contract/src/reconciliation.ts.
import {
  doubtList,
  doubtSettle,
  findingFacets,
  findingGet,
  findingList,
  findingSettle,
  findingsSettle,
  findingsWorkbook,
  reconciliationRebuild,
  reconciliationStatus,
  reconciliationStop,
  sourceListRows,
  sourceLists,
} from '@shouwang/contract/reconciliation';
import { ok, type Refusal } from '@shouwang/domain/shared';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readRange } from '../divisions/public.ts';
import { listDoubts, settleDoubt } from './doubts.ts';
import { countFindings, getFinding, listFindingViews, listRowsOfList, listSourceLists } from './queries.ts';
import { rebuildProgress, startRebuild, stopRebuild } from './rebuild.ts';
import { settle, type Settling } from './settle.ts';
import { writeFindingsWorkbook } from './workbook.ts';

/** Ends what one finding of several began, without the others. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

export const reconciliationRoutes: readonly Endpoint[] = [
  endpoint(findingList, async ({ tx, services, principal, query }) => ok(await listFindingViews(services, tx, readRange(principal.scope, query.division), query, query))),
  endpoint(findingFacets, async ({ tx, services, principal, query }) => ok(await countFindings(services, tx, readRange(principal.scope, query.division), query))),
  fileEndpoint(findingsWorkbook, ({ tx, services, principal, query }) => writeFindingsWorkbook(services, tx, readRange(principal.scope, query.division), query, query.reason)),
  endpoint(findingGet, ({ tx, services, params }) => getFinding(services, tx, params.id)),
  endpoint(findingSettle, async ({ tx, services, params, body }) => {
    const settling: Settling = {
      outcome: body.outcome,
      reason: body.reason,
      ...(body.value === undefined ? {} : { value: body.value }),
      ...(body.on === undefined ? {} : { on: body.on }),
      ...(body.division === undefined ? {} : { division: body.division }),
    };
    const settled = await settle(services, tx, params.id, settling);
    return settled.ok ? getFinding(services, tx, params.id) : settled;
  }),
  endpoint(findingsSettle, async ({ tx, services, body }) => {
    const settled: string[] = [];
    const refused: { id: string; code: string }[] = [];
    for (const id of [...new Set(body.ids)].sort()) {
      try {
        await tx.savepoint(async () => {
          const one = await settle(services, tx, id, { outcome: body.outcome, reason: body.reason });
          if (!one.ok) throw new Refused(one.refusal);
        });
        settled.push(id);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        refused.push({ id, code: error.refusal.code });
      }
    }
    return ok({ settled, refused });
  }),
  endpoint(sourceLists, async ({ tx, query }) => ok(await listSourceLists(tx, query))),
  endpoint(sourceListRows, async ({ tx, services, params, query }) => ok(await listRowsOfList(services, tx, params.id, query))),
  endpoint(doubtList, async ({ tx, services, query }) => ok(await listDoubts(services, tx, query))),
  endpoint(doubtSettle, ({ tx, services, params, body }) => settleDoubt(services, tx, params.id, { elderId: body.elderId, reason: body.reason ?? '' })),
  endpoint(reconciliationStatus, async ({ tx }) => ok(await rebuildProgress(tx))),
  endpoint(reconciliationRebuild, ({ tx, services }) => startRebuild(services, tx)),
  endpoint(reconciliationStop, ({ tx }) => stopRebuild(tx)),
];
