// The month's report in the office's layout, as workbook or on paper for signatures and the seal.
import { monthReportSheet, papersPdf, sheetPaper, sheetWords, writeOfficeSheet } from '@shouwang/documents';
import type { Principal } from '@shouwang/domain/access';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { localDay } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import type { ReadRange } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { monthReport } from './report.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });

/** Taking it out is written down, with what it counts and as of when. */
export async function writeMonthReport(services: Services, tx: Tx, principal: Principal, range: ReadRange, month: string, format: 'xlsx' | 'pdf'): Promise<Result<FileReply>> {
  const report = await monthReport(tx, services, range, month);
  const { pack } = await getPackInForce(tx, report.total.division.slice(0, 6));
  await audit(tx, {
    action: 'report.export',
    entity: 'report',
    entityId: report.month,
    division: report.total.division,
    details: { format, lines: report.lines.length, asOf: report.asOf },
  });
  const now = services.clock.now();
  const sheet = monthReportSheet(
    { ...report, filledOn: localDay(now), categories: pack.targets, tiers: pack.tiers.map((tier) => ({ code: tier.code, label: tier.label.zh })) },
    sheetWords,
  );
  const name = sheetWords.fileName(report.total.name, report.month);
  if (format === 'xlsx') return ok({ fileName: `${name}.xlsx`, contentType: XLSX, bytes: Buffer.from(await writeOfficeSheet(sheet)) });
  const bytes = await papersPdf([sheetPaper(sheet)], {
    title: sheet.title,
    on: localDay(now),
    foot: { printed: sheetWords.paper.printed(principal.displayName, clock.format(now), ''), page: sheetWords.paper.page },
    facesFolder: services.facesFolder ?? null,
  });
  return bytes === null ? refuse('server.bug') : ok({ fileName: `${name}.pdf`, contentType: 'application/pdf', bytes });
}
