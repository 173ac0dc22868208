// What visits without a meeting propose, decided by the village: in hospital and away become events of the
// file, a wish for no visits becomes what the person declared. A visitor alone never changes a duty.
import type { AttemptProposalRow } from '@shouwang/contract/listing';
import { attemptSheet } from '@shouwang/documents';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesOf, unitName } from '../divisions/public.ts';
import { recordStatements } from '../ledger/public.ts';
import { listAttempts, settleAttempt, takeAttempt } from '../visits/public.ts';
import { recordLifeEvent } from './life.ts';

export async function listAttemptProposals(services: Services, tx: Tx, range: ReadRange, page: { readonly limit: number; readonly offset: number }): Promise<AttemptProposalRow[]> {
  const rows = await listAttempts(tx, range, page);
  const names = await divisionNamesOf(services, tx, rows);
  return rows.map((row) => ({
    visitId: row.visit_id,
    elderId: row.elder_id,
    elderName: row.elder_name,
    division: row.division_code,
    townName: names.town(row.division_code),
    villageName: names.village(row.division_code),
    visitorName: row.visitor_name,
    outcome: row.outcome,
    reason: row.reason,
    proposal: row.proposal,
    on: row.occurred_on,
    nextOn: row.next_on,
  }));
}

export async function writeAttemptWorkbook(services: Services, tx: Tx, range: ReadRange, reason: string): Promise<Result<FileReply>> {
  const rows = await listAttemptProposals(services, tx, range, { limit: 100_000, offset: 0 });
  const division = range.prefix.padEnd(12, '0');
  const unit = await unitName(services, tx, division);
  await audit(tx, { action: 'attempts.export', entity: 'visits', division, details: { reason, rows: rows.length } });
  const bytes = await attemptSheet({ unit, filledOn: services.clock.today(), rows });
  return ok({ fileName: `${unit}未见到本人待核实清单.xlsx`, contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', bytes: Buffer.from(bytes) });
}

/** Refuses `notFound` where the proposal is not open or out of sight, and what the event itself refuses. */
export async function decideAttempt(
  services: Services,
  tx: Tx,
  asked: { readonly visitId: string; readonly decision: 'confirm' | 'decline'; readonly reason: string },
): Promise<Result<{ readonly elderId: string }>> {
  const attempt = await takeAttempt(tx, asked.visitId);
  if (attempt === undefined) return refuse('notFound');
  const { elder_id: elderId, proposal, occurred_on: on } = attempt;
  if (asked.decision === 'confirm') {
    const sourceRef = `visit:${asked.visitId}`;
    if (proposal === 'refusal') {
      const [said] = await recordStatements(services, tx, [
        { elderId, source: 'decision', sourceDate: on, sourceRef, recordedBy: tx.actor.accountId, reason: asked.reason, facts: { visitWish: { answer: 'refused', on } } },
      ]);
      if (said?.refusal !== undefined) return { ok: false, refusal: said.refusal };
    } else {
      const recorded = await recordLifeEvent(services, tx, { elderId, kind: proposal, on, reason: asked.reason, sourceRef });
      if (!recorded.ok) return recorded;
    }
  }
  await settleAttempt(tx, services.crypto, { elderId, proposal, on, state: asked.decision === 'confirm' ? 'confirmed' : 'declined', reason: asked.reason });
  await audit(tx, { action: `attempt.${asked.decision}`, entity: 'visit', entityId: asked.visitId, division: attempt.division_code, details: { proposal } });
  return ok({ elderId });
}
