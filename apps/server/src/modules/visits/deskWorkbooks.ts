// Workbooks of the desk: who is behind, and the ledger of what helpers did (服务台账, 000). Who took
// them, and why, is written down.
import type { behindWorkbook, serviceWorkbook } from '@shouwang/contract/visitRecords';
import type { Query } from '@shouwang/contract/route';
import { behindSheet, serviceSheet } from '@shouwang/documents';
import { monthOf, ok, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesAcross, unitName } from '../divisions/public.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { listBehind } from './calendar.ts';
import { openDetails } from './details.ts';
import { answersText } from './formWords.ts';
import { formOf, visitPolicyInForce } from './policy.ts';
import { listVisitFiles } from './queries.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });
const fileOf = (fileName: string, bytes: Uint8Array): Result<FileReply> => ok({ fileName, contentType: XLSX, bytes: Buffer.from(bytes) });

export async function writeBehindWorkbook(services: Services, tx: Tx, range: ReadRange, asked: Query<typeof behindWorkbook>): Promise<Result<FileReply>> {
  const today = services.clock.today();
  const month = asked.month ?? monthOf(today);
  const division = range.prefix.padEnd(12, '0');
  const rows = await listBehind(tx, range, month, today, asked.by, (codes) => divisionNamesAcross(services, tx, codes));
  const unit = await unitName(services, tx, division);
  await audit(tx, { action: 'visits.exportBehind', entity: 'visits', entityId: month, division, details: { reason: asked.reason, by: asked.by, rows: rows.length } });
  return fileOf(`${unit}${month}探访进度.xlsx`, await behindSheet({ unit, filledOn: today, month, by: asked.by, rows }));
}

interface Proof {
  visit_id: string;
  photos: number;
  signed: boolean;
}

export async function writeServiceWorkbook(services: Services, tx: Tx, range: ReadRange, asked: Query<typeof serviceWorkbook>): Promise<Result<FileReply>> {
  const today = services.clock.today();
  const month = asked.month ?? monthOf(today);
  const division = range.prefix.padEnd(12, '0');
  const rows = await listVisitFiles(tx, { range, month, visitorId: asked.visitorId, standing: true, limit: 100_000, offset: 0 });
  const names = await divisionNamesAcross(services, tx, [division, ...rows.map((row) => row.division_code)]);
  const ids = rows.map((row) => row.id);
  const proofs =
    await tx.query<Proof>(sql`select visit_id, (count(*) filter (where kind = 'photo'))::int as photos, bool_or(kind in ('elderSignature', 'elderThumb', 'visitorSignature')) as signed
    from visit_attachment where visit_id = any(${ids}::uuid[]) and completed_at is not null group by visit_id`);
  const proofOf = new Map(proofs.map((proof) => [proof.visit_id, proof]));
  const sealed = await tx.query<{ id: string; county_code: string; effective_sealed: Buffer | null }>(
    sql`select id, county_code, effective_sealed from elder where id = any(${[...new Set(rows.map((row) => row.elder_id))]}::uuid[])`,
  );
  const addresses = new Map(
    sealed.map((row) => [row.id, row.effective_sealed === null ? '' : (ledgerSeal(services.crypto, row.county_code).openEffective(row.effective_sealed).address ?? '')]),
  );
  const policy = await visitPolicyInForce(tx, services);
  await audit(tx, {
    action: 'visits.exportService',
    entity: 'visits',
    entityId: month,
    division,
    details: { reason: asked.reason, visitorId: asked.visitorId ?? null, rows: rows.length },
  });
  const unit = names.of(division);
  const visitorName = asked.visitorId === undefined ? null : (rows[0]?.visitor_name ?? null);
  const lines = rows
    .map((row) => {
      const details = row.details_sealed === null ? null : openDetails(services.crypto, row.county_code, row.details_sealed);
      const proof = proofOf.get(row.id);
      return {
        visitorName: row.visitor_name ?? '',
        elderName: row.elder_name,
        place: row.mode === 'home' ? `${names.village(row.division_code)} ${addresses.get(row.elder_id) ?? ''}`.trim() : names.village(row.division_code),
        at: clock.format(new Date(row.occurred_at)),
        minutes: Math.round((Date.parse(row.ended_at) - Date.parse(row.occurred_at)) / 60_000),
        mode: row.mode,
        outcome: row.outcome,
        done: details === null ? '' : answersText(formOf(policy, row.form_id, row.form_version), details.answers),
        photos: proof?.photos ?? 0,
        signed: proof?.signed ?? false,
        remark: [row.marks.includes('paper') ? '纸质补录' : '', details?.note ?? ''].filter((part) => part !== '').join('；'),
      };
    })
    .toSorted((one, other) => one.visitorName.localeCompare(other.visitorName, 'zh') || one.at.localeCompare(other.at));
  return fileOf(`${visitorName ?? unit}${month}服务台账.xlsx`, await serviceSheet({ unit, filledOn: today, month, visitorName, rows: lines }));
}
