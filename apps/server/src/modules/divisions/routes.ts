// Endpoints of packages/contract/src/divisions.ts.
import { divisionList } from '@shouwang/contract/divisions';
import { divisionLevels } from '@shouwang/domain/divisions';
import { ok } from '@shouwang/domain/shared';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { listDivisions } from './queries.ts';
import { readRange } from './scope.ts';

export const divisionRoutes: readonly Endpoint[] = [
  endpoint(divisionList, async ({ tx, principal, query }) => {
    const divisions = await listDivisions(tx, readRange(principal.scope, query.under));
    const deepest = query.level === undefined ? divisionLevels.length : divisionLevels.indexOf(query.level);
    return ok({ divisions: divisions.filter((division) => divisionLevels.indexOf(division.level) <= deepest) });
  }),
];
