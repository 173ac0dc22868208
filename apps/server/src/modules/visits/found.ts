// What a visit found is handed on after its commit, once: the reaction is keyed by visit and version, so
// that a visit sent twice tells once and a correction tells anew.
import type { VisitAnswers } from '@shouwang/domain/visits';
import { tellsLedger } from '@shouwang/domain/visits';
import type { Tx } from '../../platform/db/index.ts';
import { react } from '../../platform/reactions.ts';

/** Payload {visitId}. */
export const VISIT_FOUND = 'visits.found';

/** Tells of a visit just recorded, where it found something or heard what belongs into the ledger. */
export function found(tx: Tx, visitId: string, findings: readonly string[], answers: VisitAnswers): void {
  if (findings.length > 0 || tellsLedger(answers)) react(tx, VISIT_FOUND, visitId, { visitId });
}

/** Tells of a new version: what an earlier one found may be gone. */
export function foundAnew(tx: Tx, visitId: string, version: number): void {
  react(tx, VISIT_FOUND, `${visitId}:${version}`, { visitId });
}
