// Findings, lists and doubtful rows as the contract shows them: numbers masked wherever they stand.
import type { FindingView } from '@shouwang/contract/reconciliation';
import { maskFact, maskIdNo, type FactKey, type FactValues } from '@shouwang/domain/ledger';
import type { Side } from '@shouwang/domain/reconciliation';
import type { FieldCrypto } from '../../platform/crypto/index.ts';
import type { DivisionNames } from '../divisions/public.ts';
import { openBody, openReason, type FindingRow } from './store.ts';

/** Facts as they are shown: identity numbers, phones and certificate numbers masked wherever they stand. */
export const maskFacts = (facts: Partial<FactValues>): Partial<FactValues> =>
  Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, maskFact(key as FactKey, value)]));
const sideView = (side: Side): { facts: Record<string, unknown>; source: Side['source']; date: string; ref: string } => ({
  facts: maskFacts(side.facts),
  source: side.source,
  date: side.date,
  ref: side.ref,
});

export function findingView(crypto: FieldCrypto, county: string, row: FindingRow, names: DivisionNames, today: string): FindingView {
  const body = openBody(crypto, county, row.body_sealed);
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    elderId: row.elder_id,
    otherElderId: row.other_elder_id,
    name: row.name,
    idNoMasked: body.person.idNo === null ? '' : maskIdNo(body.person.idNo),
    sex: body.person.sex,
    birthDate: body.person.birthDate,
    division: row.division_code,
    townName: names.town(row.division_code),
    villageName: names.village(row.division_code),
    source: row.source,
    factKey: row.fact_key === '' ? null : row.fact_key,
    problem: body.problem,
    theirs: body.theirs.map(sideView),
    ours: body.ours === null ? null : sideView(body.ours),
    categories: [...row.categories],
    score: row.score,
    evidence: [...body.likeness.evidence],
    isStale: row.is_stale,
    dueOn: row.due_on,
    isOverdue: row.state === 'open' && row.due_on < today,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    closedBy: row.closed_by_name,
    reason: openReason(crypto, county, row.close_reason_sealed),
  };
}
