// Endpoints of packages/contract/src/divisions.ts.
import { divisionList, divisionMarkSet } from '@shouwang/contract/divisions';
import { covers, divisionLevels } from '@shouwang/domain/divisions';
import { ok, refuse } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { listDivisions, writeMark } from './queries.ts';
import { readRange } from './scope.ts';

export const divisionRoutes: readonly Endpoint[] = [
  endpoint(divisionList, async ({ tx, principal, query }) => {
    const divisions = await listDivisions(tx, readRange(principal.scope, query.under));
    const deepest = query.level === undefined ? divisionLevels.length : divisionLevels.indexOf(query.level);
    return ok({ divisions: divisions.filter((division) => divisionLevels.indexOf(division.level) <= deepest) });
  }),
  endpoint(divisionMarkSet, async ({ tx, principal, params, body }) => {
    if (!covers(principal.scope, params.code) || !(await writeMark(tx, params.code, body.mark, body.set ? body.note : null)))
      return refuse('division.unknown', { code: params.code });
    await audit(tx, { action: body.set ? 'division.mark' : 'division.unmark', entity: 'division', entityId: params.code, division: params.code, details: { mark: body.mark } });
    return ok(undefined);
  }),
];
