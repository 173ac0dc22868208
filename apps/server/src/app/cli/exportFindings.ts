// `shouwang export findings`: what lists and ledger do not agree on, one object (or line) a finding.
import { once } from 'node:events';
import { exportFindings, type ExportedFinding } from '../../modules/reconciliation/public.ts';
import { CommandRefused, requireCounty, withInstallation } from './run.ts';

interface Options {
  readonly county: string;
  readonly format: string;
  readonly reveal: boolean;
  readonly reason?: string;
  readonly closed: boolean;
}

const formats = ['jsonl', 'csv'];
const columns = [
  'kind',
  'elderId',
  'name',
  'idNo',
  'source',
  'theirs',
  'ours',
  'score',
  'key',
  'state',
  'division',
  'otherElderId',
  'categories',
  'problem',
  'theirsOn',
  'oursOn',
  'dueOn',
] as const satisfies readonly (keyof ExportedFinding)[];

/** A cell of CSV; what a spreadsheet could take for a formula gets an apostrophe in front. */
function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export async function exportFindingsCommand(options: Options): Promise<void> {
  if (!formats.includes(options.format)) throw new CommandRefused({ code: 'input.invalid', details: { field: '--format', allowed: formats } });
  await withInstallation(async (installation) => {
    const { services } = installation;
    await requireCounty(installation, options.county);
    const exported = await exportFindings(services, {
      countyCode: options.county,
      reveal: options.reveal,
      closed: options.closed,
      ...(options.reason === undefined ? {} : { reason: options.reason }),
    });
    if (!exported.ok) throw new CommandRefused(exported.refusal);
    const write = async (line: string): Promise<void> => {
      if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
    };
    const shown = columns.filter((column) => column !== 'idNo' || options.reveal);
    if (options.format === 'csv') await write(`\uFEFF${shown.join(',')}`);
    for await (const finding of exported.value) await write(options.format === 'csv' ? shown.map((column) => cell(finding[column])).join(',') : JSON.stringify(finding));
  });
}
