// Duties as the desk lists them, on the screen and as a workbook of the same rows.
import type { dutyRow, dutyWorkbook } from '@shouwang/contract/visits';
import type { Query } from '@shouwang/contract/route';
import { dutySheet } from '@shouwang/documents';
import { ok, type Result } from '@shouwang/domain/shared';
import type { z } from 'zod';
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesOf, unitName } from '../divisions/public.ts';
import { listDuties, type DutyFilter } from './queries.ts';

type Asked = Omit<Query<typeof dutyWorkbook>, 'division' | 'reason'> & { readonly limit: number; readonly offset: number };

export const dutyFilterOf = (services: Services, range: ReadRange, asked: Asked): DutyFilter => ({
  range,
  on: asked.on ?? services.clock.today(),
  month: asked.month,
  today: services.clock.today(),
  state: asked.state,
  kind: asked.kind,
  visitorId: asked.visitorId,
  elderId: asked.elderId,
  limit: asked.limit,
  offset: asked.offset,
});

export async function dutyViews(services: Services, tx: Tx, filter: DutyFilter): Promise<z.output<typeof dutyRow>[]> {
  const rows = await listDuties(tx, filter);
  const names = await divisionNamesOf(services, tx, rows);
  return rows.map((row) => ({
    elderId: row.elder_id,
    elderName: row.elder_name,
    division: row.division_code,
    townName: names.town(row.division_code),
    villageName: names.village(row.division_code),
    kind: row.kind,
    start: row.start_date,
    end: row.end_date,
    required: row.required,
    done: row.done,
    modes: row.modes,
    suspended: row.state === 'suspended',
    dueBy: row.due_by,
    responsible: row.responsible_name,
    lastVisitOn: row.last_visit_on,
  }));
}

export async function writeDutyWorkbook(services: Services, tx: Tx, range: ReadRange, { reason, ...asked }: Query<typeof dutyWorkbook>): Promise<Result<FileReply>> {
  const rows = await dutyViews(services, tx, dutyFilterOf(services, range, { ...asked, limit: 100_000, offset: 0 }));
  const division = range.prefix.padEnd(12, '0');
  const unit = await unitName(services, tx, division);
  await audit(tx, { action: 'duties.export', entity: 'duties', division, details: { reason, state: asked.state, month: asked.month ?? null, rows: rows.length } });
  const bytes = await dutySheet({ unit, filledOn: services.clock.today(), rows });
  return ok({ fileName: `${unit}应访任务.xlsx`, contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', bytes: Buffer.from(bytes) });
}
