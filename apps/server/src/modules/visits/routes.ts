// Endpoints of packages/contract/src/visits.ts, except the workbench (oversight: it reads roll-ups).
import type { visitForm } from '@shouwang/contract/policy';
import { attachmentPart } from '@shouwang/contract/sync';
import { dutyList, dutyWorkbook, recordVisit, visitAttachmentGet, visitAttachmentList, visitGet, visitList, visitWorkbook, type visitRow } from '@shouwang/contract/visits';
import { ok, refuse } from '@shouwang/domain/shared';
import type { z } from 'zod';
import { audit } from '../../platform/audit/index.ts';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { type DivisionNames, divisionNamesAcross, divisionNamesOf, readRange } from '../divisions/public.ts';
import { readVisitAttachment, takePart, visitAttachments } from './attachments.ts';
import { openDetails } from './details.ts';
import { dutyFilterOf, dutyViews, writeDutyWorkbook } from './dutyList.ts';
import { formOf, visitPolicyInForce } from './policy.ts';
import { countDuties, countVisits, findVisit, listVisits, type VisitListRow, metTogether } from './queries.ts';
import { recordVisits } from './record.ts';
import { writeVisitWorkbook } from './workbook.ts';

const placed = (names: DivisionNames, code: string) => ({ division: code, townName: names.town(code), villageName: names.village(code) });

const visitView = (row: VisitListRow, names: DivisionNames): z.output<typeof visitRow> => ({
  id: row.id,
  elderId: row.elder_id,
  elderName: row.elder_name,
  ...placed(names, row.division_code),
  visitorName: row.visitor_name,
  mode: row.mode,
  outcome: row.outcome,
  occurredAt: row.occurred_at,
  occurredOn: row.occurred_on,
  receivedAt: row.received_at,
  minutes: Math.round((Date.parse(row.ended_at) - Date.parse(row.occurred_at)) / 60_000),
  hasFix: row.has_fix,
  findings: row.findings,
  marks: row.marks,
  version: row.version,
  verdict: row.verdict,
});

export const visitRoutes: readonly Endpoint[] = [
  endpoint(dutyList, async ({ tx, principal, services, query }) => {
    const filter = dutyFilterOf(services, readRange(principal.scope, query.division), query);
    return ok({ count: await countDuties(tx, filter), rows: await dutyViews(services, tx, filter) });
  }),
  fileEndpoint(dutyWorkbook, ({ tx, principal, services, query }) => writeDutyWorkbook(services, tx, readRange(principal.scope, query.division), query)),
  endpoint(visitList, async ({ tx, principal, services, query }) => {
    const { division, ...asked } = query;
    const filter = { range: readRange(principal.scope, division), ...asked };
    const rows = await listVisits(tx, filter);
    const names = await divisionNamesOf(services, tx, rows);
    return ok({ count: await countVisits(tx, filter), rows: rows.map((row) => visitView(row, names)) });
  }),
  endpoint(visitGet, async ({ tx, principal, services, params }) => {
    const row = await findVisit(tx, readRange(principal.scope, undefined), params.id);
    if (row === undefined) return refuse('notFound');
    const details = row.details_sealed === null ? null : openDetails(services.crypto, row.county_code, row.details_sealed);
    await audit(tx, { action: 'visit.read', entity: 'visit', entityId: row.id, division: row.division_code });
    const names = await divisionNamesAcross(services, tx, [row.division_code]);
    return ok({
      row: visitView(row, names),
      formId: row.form_id,
      formVersion: row.form_version,
      answers: Object.fromEntries(Object.entries(details?.answers ?? {}).map(([key, value]) => [key, typeof value === 'string' || typeof value === 'number' ? value : [...value]])),
      note: details?.note ?? null,
      fix: details?.fix ?? null,
      endFix: details?.endFix ?? null,
      form: (structuredClone(formOf(await visitPolicyInForce(tx, services), row.form_id, row.form_version)) as z.output<typeof visitForm> | undefined) ?? null,
      attempt: details?.attempt ?? null,
      together: details?.groupId === undefined ? [] : (await metTogether(tx, row)).map((other) => ({ id: other.id, elderId: other.elder_id, elderName: other.elder_name })),
      recordedAt: row.recorded_at,
      deviceId: row.device_id,
    });
  }),
  endpoint(attachmentPart, ({ tx, services, params, body, request }) => takePart(services, tx, params.id, body, request.deviceId)),
  endpoint(visitAttachmentList, async ({ tx, params }) => ok({ attachments: await visitAttachments(tx, params.id) })),
  fileEndpoint(visitAttachmentGet, ({ tx, services, params }) => readVisitAttachment(services, tx, params.id, params.attachmentId)),
  fileEndpoint(visitWorkbook, ({ tx, principal, services, query }) => writeVisitWorkbook(services, tx, readRange(principal.scope, query.division), query)),
  endpoint(recordVisit, async ({ tx, services, body }) => {
    const now = services.clock.now().toISOString();
    const [answer] = await recordVisits(tx, services, await visitPolicyInForce(tx, services), [
      { id: body.id, payload: body.payload, recordedAt: now, receivedAt: now, clockOffsetMs: 0, deviceId: null },
    ]);
    if (answer?.outcome === 'applied' || answer?.outcome === 'alreadyApplied') return ok({ outcome: answer.outcome, visitId: body.id });
    return { ok: false, refusal: answer?.refusal ?? { code: 'server.bug' } };
  }),
];
