// The ledger counted and crossed. The whole question stands in the address; every figure opens its rows.
import { dimensionKeys } from '@shouwang/domain/statistics';
import { z } from 'zod';
import { divisionPrefix, isoDate, list, page, reason, route, words } from './route.ts';
import { elderRow } from './ledger.ts';

const dimension = z.enum(dimensionKeys as [string, ...string[]]);
const code = z.string().regex(/^[\w-]{1,40}$/);
/** `dimension.code`: codes of one dimension are alternatives, different dimensions hold together. */
const condition = z.string().regex(/^\w{1,40}\.[\w-]{1,40}$/);
const question = {
  division: divisionPrefix.optional(),
  rows: dimension,
  columns: dimension.optional(),
  where: list(condition),
  /** As of the end of this day; absent: now. */
  on: isoDate.optional(),
};
const bucket = z.object({ code: z.string(), label: words.nullable(), persons: z.number() });

export const crossTable = route({
  method: 'GET',
  path: '/api/statistics',
  permission: 'reports.read',
  summary: 'Persons by one dimension or two, narrowed by any others',
  query: z.object(question),
  response: z.object({
    asOf: isoDate,
    /** The first day of which is known; null where nothing has been counted yet. */
    since: isoDate.nullable(),
    rows: z.array(bucket),
    columns: z.array(bucket),
    /** Persons in each row and column. */
    cells: z.array(z.array(z.number())),
    persons: z.number(),
    /** 人次: more than persons where somebody stands in several buckets. */
    rowMentions: z.number(),
    columnMentions: z.number(),
  }),
});

/** One figure of the table: a row, a column, both, or neither. */
const figure = { ...question, row: code.optional(), column: code.optional() };
export const figureRows = route({
  method: 'GET',
  path: '/api/statistics/rows',
  permission: 'elders.read',
  summary: 'The people behind one figure',
  query: z.object({ ...figure, ...page }),
  response: z.object({
    /** The figure, and how many of its people are still in sight: of a day past, some may have moved away. */
    count: z.number(),
    visible: z.number(),
    rows: z.array(elderRow),
  }),
});
export const crossWorkbook = route({
  method: 'GET',
  path: '/api/statistics.xlsx',
  permission: 'reports.export',
  summary: 'The table as a workbook; audited',
  query: z.object(question),
  carries: 'file',
});
export const figureWorkbook = route({
  method: 'GET',
  path: '/api/statistics/rows.xlsx',
  permission: 'elders.export',
  summary: 'The people behind one figure as a workbook, numbers masked; audited with the reason',
  query: z.object({ ...figure, reason }),
  carries: 'file',
});
