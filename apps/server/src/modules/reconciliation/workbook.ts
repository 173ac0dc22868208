// The filtered findings as a workbook in the offices' layout, numbers masked; who took it and why is
// written down.
import { factText, findingsSheet, sheetWords, writeOfficeSheet } from '@shouwang/documents';
import type { FindingView } from '@shouwang/contract/reconciliation';
import type { FactKey } from '@shouwang/domain/ledger';
import { ok, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNamesAcross, type DivisionNames, type ReadRange } from '../divisions/public.ts';
import { listFindingViews, type FindingFilter } from './queries.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MOST_ROWS = 100_000;

function sideText(side: FindingView['theirs'][number] | null | undefined, names: DivisionNames): string {
  if (side === null || side === undefined) return '';
  const { yes, no, none, yuan } = sheetWords.paper;
  const words = sheetWords.facts;
  return Object.entries(side.facts)
    .map(([key, value]) => {
      const place = key === 'division' && typeof value === 'string' ? `${names.town(value)}${names.village(value)}` : null;
      return `${words.fact[key as FactKey] ?? key}：${place ?? factText(key as FactKey, value, { words, numbers: 'masked', yes, no, none, yuan })}`;
    })
    .join('；');
}

export async function writeFindingsWorkbook(services: Services, tx: Tx, range: ReadRange, filter: FindingFilter, reason: string): Promise<Result<FileReply>> {
  const { rows } = await listFindingViews(services, tx, range, filter, { limit: MOST_ROWS, offset: 0 });
  const division = range.prefix.padEnd(12, '0');
  const names = await divisionNamesAcross(services, tx, [division, ...rows.map((row) => row.division)]);
  const unit = names.of(division);
  await audit(tx, { action: 'findings.export', entity: 'finding', division, details: { reason, rows: rows.length, filter: { ...filter, q: filter.q !== undefined } } });
  const sheet = findingsSheet({
    unit,
    filledOn: services.clock.today(),
    rows: rows.map((row) => ({
      town: row.townName,
      village: row.villageName,
      name: row.name,
      idNo: row.idNoMasked,
      kind: row.kind,
      source: row.source,
      theirs: row.theirs.map((side) => sideText(side, names)).join('\n'),
      // Two files of ours stand against each other: no list, no day.
      theirsOn: row.kind === 'duplicate' ? '' : (row.theirs[0]?.date ?? ''),
      ours: sideText(row.ours, names),
      categories: row.categories,
      state: row.state,
      dueOn: row.dueOn,
      reason: row.reason ?? '',
    })),
  });
  return ok({ fileName: `${sheet.title}.xlsx`, contentType: XLSX, bytes: Buffer.from(await writeOfficeSheet(sheet)) });
}
