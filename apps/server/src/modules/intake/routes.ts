// Endpoints of packages/contract/src/intake.ts.
import { importGet, importList, importMap, importRows, importStart, importStop, importUpload } from '@shouwang/contract/intake';
import { isIsoDate, ok, refuse } from '@shouwang/domain/shared';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { bringFiles, mapTable, startImport, stopImport, viewOf } from './commands.ts';
import { findRun, listRows, listRuns } from './store.ts';

export const intakeRoutes: readonly Endpoint[] = [
  endpoint(importUpload, async ({ tx, services, files, fields }) => {
    const asOf = fields['asOf'] ?? services.clock.today();
    return isIsoDate(asOf) ? bringFiles(services, tx, files, asOf) : refuse('input.invalid', { field: 'asOf' });
  }),
  endpoint(importList, async ({ tx, services }) => ok({ imports: (await listRuns(tx)).map((run) => viewOf(services, tx.actor.countyCode, { ...run, preview_sealed: null })) })),
  endpoint(importGet, async ({ tx, services, params }) => {
    const run = await findRun(tx, params.id);
    return run === undefined ? refuse('notFound') : ok(viewOf(services, tx.actor.countyCode, run));
  }),
  endpoint(importMap, ({ tx, services, params, body }) => mapTable(services, tx, params.id, body)),
  endpoint(importStart, ({ tx, services, params }) => startImport(services, tx, params.id)),
  endpoint(importStop, ({ tx, services, params }) => stopImport(services, tx, params.id)),
  endpoint(importRows, async ({ tx, services, params, query }) => {
    if ((await findRun(tx, params.id)) === undefined) return refuse('notFound');
    const { count, rows } = await listRows(tx, services.crypto, params.id, query.outcome, query.limit, query.offset);
    return ok({
      count,
      rows: rows.map(({ rowNo, remarks, ...row }) => ({
        ...row,
        row: rowNo,
        remarks: remarks.map(({ code, column, found, details }) => ({
          code,
          column,
          ...(found === undefined ? {} : { found }),
          ...(details === undefined ? {} : { details: { ...details } }),
        })),
      })),
    });
  }),
];
