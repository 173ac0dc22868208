// Import: upload, preview with mapping, run with progress and stop, rows and their remarks.
import { tableKinds } from '@shouwang/domain/intake';
import { z } from 'zod';
import { id, isoDate, page, route } from './route.ts';

export const importState = z.enum(['reading', 'ready', 'running', 'stopped', 'done', 'failed']);
export const importTable = z.object({
  tableNo: z.number(),
  file: z.string(),
  sheet: z.string(),
  kind: z.enum(tableKinds).nullable(),
  rows: z.number(),
  headerRow: z.number(),
  columns: z.array(z.object({ index: z.number(), header: z.string(), field: z.string().nullable() })),
  /** First rows as read, numbers masked. */
  preview: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  missing: z.array(z.string()),
});
export const importView = z.object({
  id,
  state: importState,
  createdAt: z.string(),
  createdBy: z.string(),
  asOf: isoDate,
  files: z.array(z.object({ name: z.string(), bytes: z.number(), refusal: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()).optional() }).nullable() })),
  tables: z.array(importTable),
  progress: z.object({ done: z.number(), total: z.number(), phase: z.string() }),
  totals: z.object({
    accepted: z.number(),
    remarked: z.number(),
    rejected: z.number(),
    created: z.number(),
    changed: z.number(),
    unchanged: z.number(),
    assignments: z.number(),
    uncovered: z.number(),
  }),
  refusal: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()).optional() }).nullable(),
});
export type ImportView = z.output<typeof importView>;
export const importUpload = route({
  method: 'POST',
  path: '/api/imports',
  permission: 'imports.run',
  summary: 'Upload files (multipart `files`, field `asOf`); they are read and recognised, nothing is written to the ledger',
  carries: 'upload',
  response: importView,
});
export const importList = route({
  method: 'GET',
  path: '/api/imports',
  permission: 'imports.read',
  summary: 'Imports of the scope, newest first',
  response: z.object({ imports: z.array(importView.omit({ tables: true })) }),
});
export const importGet = route({
  method: 'GET',
  path: '/api/imports/:id',
  permission: 'imports.read',
  summary: 'One import with tables, mapping and progress',
  params: z.object({ id }),
  response: importView,
});
export const importMap = route({
  method: 'POST',
  path: '/api/imports/:id/mapping',
  permission: 'imports.run',
  summary: 'Correct the kind or the column mapping of a table before it runs',
  params: z.object({ id }),
  body: z.object({ tableNo: z.number(), kind: z.enum(tableKinds).nullable(), columns: z.array(z.object({ index: z.number(), field: z.string().nullable() })) }),
  response: importView,
});
export const importStart = route({ method: 'POST', path: '/api/imports/:id/start', permission: 'imports.run', summary: 'Run it', params: z.object({ id }), response: importView });
export const importStop = route({
  method: 'POST',
  path: '/api/imports/:id/stop',
  permission: 'imports.run',
  summary: 'Stop it between two batches; what was written stays and is listed',
  params: z.object({ id }),
  response: importView,
});
export const importRow = z.object({
  file: z.string(),
  sheet: z.string(),
  row: z.number(),
  outcome: z.enum(['accepted', 'remarked', 'rejected']),
  name: z.string(),
  elderId: id.nullable(),
  remarks: z.array(z.object({ code: z.string(), column: z.string(), found: z.string().optional(), details: z.record(z.string(), z.union([z.string(), z.number()])).optional() })),
});
export const importRows = route({
  method: 'GET',
  path: '/api/imports/:id/rows',
  permission: 'imports.read',
  summary: 'Rows of an import by outcome',
  params: z.object({ id }),
  query: z.object({ outcome: z.enum(['accepted', 'remarked', 'rejected']).optional(), ...page }),
  response: z.object({ count: z.number(), rows: z.array(importRow) }),
});
