// The month's report: figures, each with its rows, and the sheet a town sends.
import { reportFigures } from '@shouwang/domain/oversight';
import { z } from 'zod';
import { divisionCode, divisionPrefix, id, instant, isoDate, month, page, route } from './route.ts';

export const reportLine = z.object({
  division: divisionCode,
  name: z.string(),
  listed: z.number(),
  byCategory: z.record(z.string(), z.number()),
  byTier: z.record(z.string(), z.number()),
  required: z.number(),
  fulfilled: z.number(),
  homeVisitRate: z.number().nullable(),
  reached: z.number(),
  reachRate: z.number().nullable(),
  visits: z.number(),
  homeVisits: z.number(),
  otherContacts: z.number(),
  attempts: z.number(),
  uncovered: z.number(),
  provisional: z.number(),
  /** Beside the rates, never subtracted from them. */
  refused: z.number(),
  suspended: z.number(),
});
export type ReportLine = z.output<typeof reportLine>;
export const monthReport = route({
  method: 'GET',
  path: '/api/reports/month',
  permission: 'reports.read',
  summary: 'The month’s report of a division: its total and a line for each division below',
  query: z.object({ division: divisionPrefix.optional(), month: month.optional() }),
  response: z.object({ month, asOf: instant, periodEnd: isoDate, dueOn: isoDate, total: reportLine, lines: z.array(reportLine), packId: z.string(), provisional: z.boolean() }),
});
export const monthReportRows = route({
  method: 'GET',
  path: '/api/reports/month/rows',
  permission: 'reports.read',
  summary: 'The rows behind a figure',
  query: z.object({ division: divisionPrefix.optional(), month: month.optional(), figure: z.enum(reportFigures), category: z.string().optional(), ...page }),
  response: z.object({
    count: z.number(),
    rows: z.array(
      z.object({
        elderId: id,
        elderName: z.string(),
        division: divisionCode,
        townName: z.string(),
        villageName: z.string(),
        categories: z.array(z.string()),
        tier: z.string().nullable(),
        required: z.number(),
        fulfilled: z.number(),
        visits: z.number(),
        lastVisitOn: isoDate.nullable(),
        responsible: z.string().nullable(),
        why: z.string().nullable(),
      }),
    ),
  }),
});
export const monthReportWorkbook = route({
  method: 'GET',
  path: '/api/reports/month.xlsx',
  permission: 'reports.export',
  summary: 'The sheet that a town sends by the 25th; audited',
  query: z.object({ division: divisionPrefix.optional(), month: month.optional() }),
  carries: 'file',
});
export const monthReportPaper = route({
  method: 'GET',
  path: '/api/reports/month.pdf',
  permission: 'reports.export',
  summary: 'The same sheet on paper, for signatures and the seal; audited',
  query: z.object({ division: divisionPrefix.optional(), month: month.optional() }),
  carries: 'file',
});
