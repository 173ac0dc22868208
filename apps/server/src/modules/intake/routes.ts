// Endpoints of packages/contract/src/intake.ts.
import {
  groupLayoutGet,
  groupLayoutSet,
  groupWorkbook,
  importForget,
  importGet,
  importList,
  importMap,
  importResult,
  importRowCorrect,
  importRowGet,
  importRows,
  importRowsAccept,
  importStart,
  importStop,
  importUpload,
} from '@shouwang/contract/intake';
import { isIsoDate, ok, refuse } from '@shouwang/domain/shared';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { VisitorLists } from './batch.ts';
import { bringFiles, forgetLayout, mapTable, startImport, stopImport, viewOf } from './commands.ts';
import { acceptRows, correctRow, showRow } from './corrections.ts';
import { getGroupLayout, setGroupLayout, writeGroupWorkbook } from './groups.ts';
import { writeResult } from './resultFile.ts';
import { findRun, listRows, listRuns, rowView } from './store.ts';

export const intakeRoutes = (lists: VisitorLists): readonly Endpoint[] => [
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
    return ok({ count, rows: rows.map(rowView) });
  }),
  endpoint(importForget, ({ tx, services, params, body }) => forgetLayout(services, tx, params.id, body.tableNo)),
  fileEndpoint(importResult, ({ tx, services, params, query }) => writeResult(services, tx, params.id, params.fileNo, query.language)),
  endpoint(importRowGet, ({ tx, services, params }) => showRow(services, tx, params.id, params.seq)),
  endpoint(importRowCorrect, ({ tx, services, params, body }) => correctRow(services, tx, lists, params.id, params.seq, body.cells)),
  endpoint(importRowsAccept, ({ services, tx, params, body }) => acceptRows(services, tx, params.id, body.seqs, body.reason)),
  endpoint(groupLayoutGet, async ({ tx }) => ok(await getGroupLayout(tx))),
  endpoint(groupLayoutSet, async ({ tx, body }) => ok(await setGroupLayout(tx, body.layout))),
  fileEndpoint(groupWorkbook, ({ tx, services, principal, query }) => writeGroupWorkbook(services, tx, principal, query)),
];
