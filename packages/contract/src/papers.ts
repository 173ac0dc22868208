// Paper: one form of one elder at once; the forms or the ledger of a division as a job with progress,
// stop and a file that is kept for some days. A reason is asked, numbers are masked unless the right to
// reveal them is used.
import { z } from 'zod';
import { divisionCode, divisionPrefix, id, month, reason, route } from './route.ts';

export const paperForms = ['information', 'enrolment'] as const;
export const printKinds = ['information', 'enrolment', 'ledger', 'visitForms', 'monthSheets'] as const;
const numbers = z.enum(['masked', 'full']).default('masked');

export const paperPrint = route({
  method: 'POST',
  path: '/api/papers/elders/:id',
  permission: 'papers.print',
  summary: 'One form of one elder, in the copies that the pack asks for (Word: one); audited',
  params: z.object({ id }),
  body: z.object({ form: z.enum(paperForms), format: z.enum(['pdf', 'docx']).default('pdf'), numbers, reason }),
  carries: 'file',
});

export const abilityPrint = route({
  method: 'POST',
  path: '/api/papers/assessments/:id',
  permission: 'papers.print',
  summary: 'The report of one ability assessment (GB/T 42195 appendices A to C); audited',
  params: z.object({ id }),
  body: z.object({ format: z.enum(['pdf', 'docx']).default('pdf'), numbers, reason }),
  carries: 'file',
});

export const visitPrint = route({
  method: 'POST',
  path: '/api/papers/visits/:id',
  permission: 'papers.print',
  summary: 'The record of one visit on its form (001 annex 4), in the copies that the pack asks for or the elder’s alone; audited',
  params: z.object({ id }),
  body: z.object({ format: z.enum(['pdf', 'docx']).default('pdf'), copies: z.enum(['all', 'elder']).default('all'), reason }),
  carries: 'file',
});

export const monthSheetPrint = route({
  method: 'POST',
  path: '/api/papers/elders/:id/month',
  permission: 'papers.print',
  summary: 'The monthly sheet of one elder, with what is recorded or blank for the pen; audited',
  params: z.object({ id }),
  body: z.object({ month, blank: z.boolean().default(false), format: z.enum(['pdf', 'docx']).default('pdf'), reason }),
  carries: 'file',
});

export const printJobView = z.object({
  id,
  kind: z.enum(printKinds),
  format: z.enum(['pdf', 'xlsx']),
  numbers: z.enum(['masked', 'full']),
  /** Of visit forms and monthly sheets. */
  month: z.string().nullable(),
  division: divisionCode,
  divisionName: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'stopped', 'failed', 'expired']),
  createdAt: z.string(),
  /** People whose paper is set, of how many. */
  progress: z.object({ done: z.number(), total: z.number() }),
  fileName: z.string().nullable(),
  bytes: z.number().nullable(),
  expiresAt: z.string().nullable(),
});
export type PrintJobView = z.output<typeof printJobView>;

export const printStart = route({
  method: 'POST',
  path: '/api/papers/jobs',
  permission: 'papers.print',
  summary: 'Print the forms or the ledger of a division in the background; audited',
  body: z.object({ kind: z.enum(printKinds), format: z.enum(['pdf', 'xlsx']).default('pdf'), numbers, month: month.optional(), division: divisionPrefix.optional(), reason }),
  response: printJobView,
});
export const printList = route({
  method: 'GET',
  path: '/api/papers/jobs',
  permission: 'papers.print',
  summary: 'One’s own print jobs, newest first',
  response: z.object({ jobs: z.array(printJobView) }),
});
export const printStop = route({
  method: 'POST',
  path: '/api/papers/jobs/:id/stop',
  permission: 'papers.print',
  summary: 'Stop a print job; nothing of it is kept',
  params: z.object({ id }),
  response: printJobView,
});
export const printFile = route({
  method: 'GET',
  path: '/api/papers/jobs/:id/file',
  permission: 'papers.print',
  summary: 'The printed file, until it expires; audited',
  params: z.object({ id }),
  carries: 'file',
});
