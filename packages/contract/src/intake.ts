// Import: upload, preview with mapping, run with progress and stop, rows and their remarks.
import { groupFields, tableKinds, tableLikenesses } from '@shouwang/domain/intake';
import { categories } from '@shouwang/domain/ledger';
import { z } from 'zod';
import { divisionPrefix, flag, id, isoDate, list, page, reason, route } from './route.ts';

export const importState = z.enum(['reading', 'ready', 'running', 'stopped', 'done', 'failed']);
/** What a number of a row or file in the database can be. */
const MOST = 2_147_483_647;
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
  /** What a table that is not taken seems to be: the screen says what to do with it. */
  likeness: z.enum(tableLikenesses).nullable(),
  /** A person corrected a table of this layout before; that correction was applied. */
  remembered: z.object({ file: z.string(), on: z.string(), by: z.string() }).nullable(),
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
  /** Until when the files are kept, for their result and for corrections; null where they are not (any more). */
  contentsUntil: isoDate.nullable(),
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
export const importForget = route({
  method: 'POST',
  path: '/api/imports/:id/forget',
  permission: 'imports.run',
  summary: 'Forget what was remembered of the layout of a table; the table is taken as it was recognised',
  params: z.object({ id }),
  body: z.object({ tableNo: z.number() }),
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
  seq: z.number(),
  file: z.string(),
  sheet: z.string(),
  row: z.number(),
  outcome: z.enum(['accepted', 'remarked', 'rejected']),
  name: z.string(),
  elderId: id.nullable(),
  remarks: z.array(z.object({ code: z.string(), column: z.string(), found: z.string().optional(), details: z.record(z.string(), z.union([z.string(), z.number()])).optional() })),
  /** Corrected, or taken as it is, by a person. */
  settled: z.object({ on: z.string(), by: z.string(), /** Why it was taken as it is; '' where it was corrected. */ reason: z.string() }).nullable(),
});
export type ImportRow = z.output<typeof importRow>;
export const importRows = route({
  method: 'GET',
  path: '/api/imports/:id/rows',
  permission: 'imports.read',
  summary: 'Rows of an import by outcome',
  params: z.object({ id }),
  query: z.object({ outcome: z.enum(['accepted', 'remarked', 'rejected']).optional(), ...page }),
  response: z.object({ count: z.number(), rows: z.array(importRow) }),
});
export const importResult = route({
  method: 'GET',
  path: '/api/imports/:id/files/:fileNo/result',
  permission: 'imports.run',
  summary: 'The file that was brought with a column that says how each row ended; audited',
  params: z.object({ id, fileNo: z.coerce.number().int().min(0).max(MOST) }),
  query: z.object({ language: z.enum(['zh', 'en']).default('zh') }),
  carries: 'file',
});
const rowParams = z.object({ id, seq: z.coerce.number().int().min(0).max(MOST) });
export const importRowCells = z.object({
  row: importRow,
  /** Cells of the row as read or as corrected before, in full: who may bring files may see them. */
  cells: z.array(z.object({ index: z.number(), header: z.string(), field: z.string().nullable(), text: z.string(), isWrong: z.boolean() })),
});
export type ImportRowCells = z.output<typeof importRowCells>;
export const importRowGet = route({
  method: 'GET',
  path: '/api/imports/:id/rows/:seq',
  permission: 'imports.run',
  summary: 'One row with its cells, to be corrected; audited',
  params: rowParams,
  response: importRowCells,
});
export const importRowCorrect = route({
  method: 'POST',
  path: '/api/imports/:id/rows/:seq',
  permission: 'imports.run',
  summary: 'Take a row in with corrected cells, by the same rules as when it was read; audited',
  params: rowParams,
  body: z.object({ cells: z.array(z.object({ index: z.number().int().min(0).max(16_383), text: z.string().max(4000) })).max(500) }),
  response: importRowCells,
});
export const importRowsAccept = route({
  method: 'POST',
  path: '/api/imports/:id/accept',
  permission: 'imports.run',
  summary: 'Take remarked rows as they are: somebody has looked at them. Only rows that found or opened a file; audited, the reason kept sealed with each row',
  params: z.object({ id }),
  /** Without `seqs`: all of them. */
  body: z.object({ seqs: z.array(z.number().int().min(0).max(MOST)).max(500).optional(), reason }),
  response: z.object({ accepted: z.number() }),
});

export const groupLayout = z.object({
  columns: z
    .array(z.object({ field: z.enum(groupFields), heading: z.string().trim().min(1).max(40) }))
    .min(1)
    .max(groupFields.length)
    .refine((columns) => new Set(columns.map(({ field }) => field)).size === columns.length),
  categories: z.array(z.enum(categories)),
});
export const groupLayoutView = groupLayout.extend({ edited: z.object({ on: z.string(), by: z.string() }).nullable() });
export type GroupLayoutView = z.output<typeof groupLayoutView>;
export const groupLayoutGet = route({
  method: 'GET',
  path: '/api/groups/layout',
  permission: 'elders.export',
  summary: 'Columns of the 三留守 export: the county’s own, else the national ones',
  response: groupLayoutView,
});
export const groupLayoutSet = route({
  method: 'POST',
  path: '/api/groups/layout',
  permission: 'policy.confirm',
  summary: 'Set the county’s columns, headings, order and groups of the 三留守 export; null goes back to the national ones. Audited',
  body: z.object({ layout: groupLayout.nullable() }),
  response: groupLayoutView,
});
export const groupWorkbook = route({
  method: 'GET',
  path: '/api/groups.xlsx',
  permission: 'elders.export',
  summary: 'The 三留守 record of the scope as a workbook in the county’s columns; numbers masked unless `reveal` (wants elders.reveal). Audited with the reason',
  query: z.object({
    division: divisionPrefix.optional(),
    category: list(z.enum(categories)),
    everybody: flag.default(false),
    reveal: flag.default(false),
    reason,
  }),
  carries: 'file',
});
