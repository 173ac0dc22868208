// Endpoints of packages/contract/src/assessments.ts.
import { assessmentsDue, assessmentsDueWorkbook, assessmentsOf, recordAbility, recordNeeds, recordSelfCare, voidAssessment } from '@shouwang/contract/assessments';
import { assessmentsDueSheet, careSheetWords } from '@shouwang/documents';
import { ok, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readRange, unitName } from '../divisions/public.ts';
import { listThoseDue, openAssessments } from './open.ts';
import { recordAbilityAssessment, recordNeedsAssessment, recordSelfCareAssessment, voidAssessmentOf } from './record.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MOST_ROWS = 1_000_000;

/** The domain's lists are read-only; a reply of the contract is a copy of its own. */
const answered = <R extends { id: string }>(id: string, result: Result<unknown>): Result<R> =>
  result.ok ? ok({ id, result: structuredClone(result.value) } as unknown as R) : result;

export const assessmentRoutes: readonly Endpoint[] = [
  endpoint(assessmentsOf, ({ tx, services, params }) => openAssessments(services, tx, params.id)),
  endpoint(recordAbility, async ({ tx, services, params, body }) => answered(body.id, await recordAbilityAssessment(services, tx, params.id, body.id, body.sheet))),
  endpoint(recordSelfCare, async ({ tx, services, params, body }) => answered(body.id, await recordSelfCareAssessment(services, tx, params.id, body.id, body.sheet))),
  endpoint(recordNeeds, async ({ tx, services, params, body }) => answered(body.id, await recordNeedsAssessment(services, tx, params.id, body.id, body.sheet))),
  endpoint(voidAssessment, ({ tx, services, params, body }) => voidAssessmentOf(services, tx, params.id, body.reason)),
  endpoint(assessmentsDue, async ({ tx, services, principal, query }) => ok(await listThoseDue(services, tx, readRange(principal.scope, query.division), query))),
  fileEndpoint(assessmentsDueWorkbook, async ({ tx, services, principal, query }) => {
    const range = readRange(principal.scope, query.division);
    const due = await listThoseDue(services, tx, range, { ...query, limit: MOST_ROWS, offset: 0 });
    const division = range.prefix.padEnd(12, '0');
    const unit = await unitName(services, tx, division);
    await audit(tx, {
      action: 'assessments.export',
      entity: 'assessment',
      division,
      details: { reason: query.reason, rows: due.rows.length, kind: query.kind, state: query.state },
    });
    const bytes = await assessmentsDueSheet({ unit, filledOn: services.clock.today(), kind: query.kind, rows: due.rows });
    return ok({ fileName: `${careSheetWords.due.title(unit, query.kind)}.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
  }),
];
