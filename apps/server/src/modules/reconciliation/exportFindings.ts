// Findings for anybody who wants to compare them with another source: one object a finding, in the words
// of decisions.md (Exact interfaces). Made for the command line; identity numbers are audited with a reason.
import type { FindingKind, FindingState } from '@shouwang/domain/reconciliation';
import type { Category, FactKey, FactValues, SourceKind } from '@shouwang/domain/ledger';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { sql, systemActor } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { listFindings, openBody, type FindingRow } from './store.ts';
import { maskFacts } from './views.ts';

export interface ExportFindingsOptions {
  readonly countyCode: string;
  /** With identity numbers; needs a reason. */
  readonly reveal?: boolean;
  readonly reason?: string;
  /** Also those that were ended. */
  readonly closed?: boolean;
}

export interface ExportedFinding {
  readonly kind: FindingKind;
  readonly elderId: string | null;
  readonly name: string;
  readonly idNo?: string | null;
  readonly source: SourceKind;
  readonly theirs: Partial<FactValues> | null;
  readonly ours: Partial<FactValues> | null;
  readonly score: number;
  readonly key: FactKey | null;
  readonly state: FindingState;
  readonly division: string;
  readonly otherElderId: string | null;
  readonly categories: readonly Category[];
  readonly problem: string | null;
  /** Day of the list and of our own word. */
  readonly theirsOn: string | null;
  readonly oursOn: string | null;
  readonly dueOn: string;
}

const BATCH = 1_000;

/** Refuses `export.reasonMissing`; else an iterable that reads batch by batch as the system principal. */
export async function exportFindings(services: Services, options: ExportFindingsOptions): Promise<Result<AsyncIterable<ExportedFinding>>> {
  const { countyCode, reveal = false, reason = '', closed = false } = options;
  if (reveal && reason.trim() === '') return refuse('export.reasonMissing');
  const actor = systemActor(countyCode);
  await services.db.tx(actor, (tx) => audit(tx, { action: 'findings.export', entity: 'county', entityId: countyCode, division: countyCode, details: { reveal, reason, closed } }));

  const exported = (row: FindingRow): ExportedFinding => {
    const body = openBody(services.crypto, countyCode, row.body_sealed);
    const shown = (facts: Partial<FactValues> | undefined): Partial<FactValues> | null => (facts === undefined ? null : reveal ? facts : maskFacts(facts));
    // What all lists together say of the person, the one that counts first taking precedence.
    const theirs = body.theirs.toReversed().reduce<Partial<FactValues>>((all, side) => ({ ...all, ...side.facts }), {});
    return {
      kind: row.kind,
      elderId: row.elder_id,
      name: row.name,
      ...(reveal ? { idNo: body.person.idNo ?? theirs.idNo ?? null } : {}),
      source: row.source,
      theirs: body.theirs.length === 0 ? null : shown(theirs),
      ours: shown(body.ours?.facts),
      score: row.score,
      key: row.fact_key === '' ? null : row.fact_key,
      state: row.state,
      division: row.division_code.slice(0, 12),
      otherElderId: row.other_elder_id,
      categories: row.categories,
      problem: body.problem,
      theirsOn: row.kind === 'duplicate' ? null : (body.theirs[0]?.date ?? null),
      oursOn: row.kind === 'duplicate' ? null : (body.ours?.date ?? null),
      dueOn: row.due_on,
    };
  };
  async function* findings(): AsyncGenerator<ExportedFinding> {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const from = after;
      const rows = await services.db.tx(actor, (tx) => listFindings(tx, sql`f.id > ${from}::uuid and (${closed}::boolean or f.state = 'open')`, sql`order by f.id limit ${BATCH}`));
      for (const row of rows) yield exported(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      after = last.id;
    }
  }
  return ok(findings());
}
