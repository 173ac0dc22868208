// 探访关爱服务工作台账 (001-057): a month's visits as offices keep them, with what was found and what was
// needed in the words of the form; who took it, and why, is written down.
import type { Query } from '@shouwang/contract/route';
import type { visitWorkbook } from '@shouwang/contract/visits';
import { visitLedgerSheet } from '@shouwang/documents';
import { monthOf, ok, type Result } from '@shouwang/domain/shared';
import { needHeardIn } from '@shouwang/domain/visits';
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNamesAcross, type ReadRange } from '../divisions/public.ts';
import { openDetails } from './details.ts';
import { findingsText } from './formWords.ts';
import { formOf, visitPolicyInForce } from './policy.ts';
import { listVisitFiles } from './queries.ts';

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });

const textOf = (answer: unknown): string => (typeof answer === 'string' ? answer : '');

export async function writeVisitWorkbook(services: Services, tx: Tx, range: ReadRange, { division: _, reason, ...asked }: Query<typeof visitWorkbook>): Promise<Result<FileReply>> {
  const month = asked.month ?? monthOf(services.clock.today());
  // What was cancelled stands in no ledger, unless just that is asked for.
  const standing = asked.corrected !== true && asked.outcome !== 'cancelled';
  const rows = await listVisitFiles(tx, { range, ...asked, month, standing, limit: 500_000, offset: 0 });
  const division = range.prefix.padEnd(12, '0');
  const names = await divisionNamesAcross(services, tx, [division, ...rows.map((row) => row.division_code)]);
  const policy = await visitPolicyInForce(tx, services);
  await audit(tx, { action: 'visits.export', entity: 'visits', entityId: month, division, details: { reason, rows: rows.length } });
  const unit = names.of(division);
  const bytes = await visitLedgerSheet({
    unit,
    filledOn: services.clock.today(),
    month,
    rows: rows.map((row) => {
      const details = row.details_sealed === null ? null : openDetails(services.crypto, row.county_code, row.details_sealed);
      return {
        townName: names.town(row.division_code),
        villageName: names.village(row.division_code),
        elderName: row.elder_name,
        at: clock.format(new Date(row.occurred_at)),
        minutes: Math.round((Date.parse(row.ended_at) - Date.parse(row.occurred_at)) / 60_000),
        mode: row.mode,
        outcome: row.outcome,
        visitorName: row.visitor_name,
        found: findingsText(formOf(policy, row.form_id, row.form_version), row.findings),
        needs: needHeardIn(details?.answers ?? {}, formOf(policy, row.form_id, row.form_version)) ?? '',
        advice: [textOf(details?.answers['advice']), details?.note ?? ''].filter((part) => part !== '').join('；'),
      };
    }),
  });
  return ok({ fileName: `${unit}${month}探访关爱服务工作台账.xlsx`, contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', bytes: Buffer.from(bytes) });
}
