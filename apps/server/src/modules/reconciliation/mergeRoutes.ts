// Endpoints of packages/contract/src/merging.ts.
import { filesCompare, filesMerge, mergeList, mergeUndo } from '@shouwang/contract/merging';
import type { FactKey } from '@shouwang/domain/ledger';
import { ok, refuse } from '@shouwang/domain/shared';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readRange } from '../divisions/public.ts';
import { mergeFiles, undoMerge } from './merge.ts';
import { compareTwoFiles, listMerges } from './mergeViews.ts';

export const mergeRoutes: readonly Endpoint[] = [
  endpoint(filesCompare, ({ tx, services, params, query }) => compareTwoFiles(services, tx, params.id, query.other)),
  endpoint(filesMerge, ({ tx, services, body }) =>
    mergeFiles(services, tx, { keptId: body.keptId, otherId: body.otherId, choices: body.choices.map(({ key, from }) => ({ key: key as FactKey, from })), reason: body.reason }),
  ),
  endpoint(mergeList, async ({ tx, services, principal, query }) => ok(await listMerges(services, tx, readRange(principal.scope, query.division), query))),
  endpoint(mergeUndo, async ({ tx, services, principal, params, body }) => {
    const undone = await undoMerge(services, tx, params.id, body.reason);
    if (!undone.ok) return undone;
    const [view] = (await listMerges(services, tx, readRange(principal.scope, undefined), { mergeId: params.id, limit: 1, offset: 0 })).rows;
    return view === undefined ? refuse('notFound') : ok(view);
  }),
];
