// Two files side by side before they are merged, and the merges that were made.
import type { FileComparison, MergeView } from '@shouwang/contract/merging';
import { idNoProblem, maskFact, type Said } from '@shouwang/domain/ledger';
import { compareFiles, mayMerge } from '@shouwang/domain/reconciliation';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { empty, sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { ReadRange } from '../divisions/public.ts';
import { elderRowsOf, ledgerSeal, loadSaid, namesOfAccounts } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { MERGE_REASON, type Stayed } from './merge.ts';
import { countAlong, countsOf, type Moved } from './mergeParts.ts';

const emptySaid: Said = { current: new Map(), places: new Map() };

/** Opening two files is written down for both. */
export async function compareTwoFiles(services: Services, tx: Tx, keptId: string, otherId: string): Promise<Result<FileComparison>> {
  const county = tx.actor.countyCode;
  const ids = [keptId, otherId];
  const states = await tx.query<{ id: string; closedOn: string | null; mergedInto: string | null }>(
    sql`select id, closed_on as "closedOn", merged_into as "mergedInto" from elder where county_code = ${county} and id = any(${ids}::uuid[])`,
  );
  const state = new Map(states.map((row) => [row.id, row]));
  const [a, b] = [state.get(keptId), state.get(otherId)];
  if (a === undefined || b === undefined) return refuse('elder.notVisible');
  const may = mayMerge(a, b);
  if (!may.ok) return may;
  const said = await loadSaid(tx, county, ids, ledgerSeal(services.crypto, county));
  const rows = new Map((await elderRowsOf(services, tx, county, ids)).map((row) => [row.id, row]));
  const [kept, other] = [rows.get(keptId), rows.get(otherId)];
  if (kept === undefined || other === undefined) return refuse('elder.notVisible');
  const { pack } = await getPackInForce(tx);
  const facts = compareFiles(said.get(keptId) ?? emptySaid, said.get(otherId) ?? emptySaid, pack.sourceRank);
  await audit(tx, ...ids.map((id) => ({ action: 'elder.compare', entity: 'elder', entityId: id, details: { with: ids.find((one) => one !== id) } })));
  const numbers = facts.find((fact) => fact.key === 'idNo');
  const valid = [numbers?.kept?.value, numbers?.other?.value].every((value) => typeof value === 'string' && idNoProblem(value) === null);
  return ok({
    kept,
    other,
    facts: facts.map(({ key, differs, counts, ...of }) => ({ key, differs, counts, kept: shown(of.kept), other: shown(of.other) })),
    goesAlong: await countAlong(tx, otherId),
    numbersConflict: valid && numbers?.differs === true,
  });
}

type FactSide = FileComparison['facts'][number]['kept'];
const shown = (
  fact: { readonly key: Parameters<typeof maskFact>[0]; readonly value: unknown; readonly source: string; readonly sourceDate: string; readonly sourceRef: string } | null,
): FactSide =>
  fact === null ? null : { value: maskFact(fact.key, fact.value), source: fact.source as NonNullable<FactSide>['source'], sourceDate: fact.sourceDate, sourceRef: fact.sourceRef };

interface MergeRow {
  id: string;
  kept_id: string;
  merged_id: string;
  made_at: string;
  made_by: string | null;
  reason_sealed: Buffer;
  moved: Moved;
  undone_at: string | null;
  undone_by: string | null;
  undo_reason_sealed: Buffer | null;
  stayed: Stayed | null;
  is_last: boolean;
}

export interface MergeFilter {
  /** Of one file, whichever part it had. */
  readonly elderId?: string | undefined;
  readonly mergeId?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** Merges within a range, newest first. */
export async function listMerges(services: Services, tx: Tx, range: ReadRange, filter: MergeFilter): Promise<{ readonly count: number; readonly rows: MergeView[] }> {
  const county = range.countyCode ?? tx.actor.countyCode;
  const elder =
    filter.elderId === undefined ? empty : sql` and (m.kept_id = ${filter.elderId}::uuid or m.merged_id = ${filter.elderId}::uuid or ${filter.elderId}::uuid = any(m.reads))`;
  const one = filter.mergeId === undefined ? empty : sql` and m.id = ${filter.mergeId}::uuid`;
  const where = sql`from elder_merge m join elder k on k.county_code = m.county_code and k.id = m.kept_id
    where m.county_code = ${county} and k.division_code >= ${range.from} and k.division_code < ${range.to}${elder}${one}`;
  const rows =
    await tx.query<MergeRow>(sql`select m.id, m.kept_id, m.merged_id, m.made_at, m.made_by, m.reason_sealed, m.moved, m.undone_at, m.undone_by, m.undo_reason_sealed, m.stayed,
      m.undone_at is null and k.merged_into is null and not exists (select 1 from elder_merge l where l.county_code = m.county_code and l.kept_id = m.kept_id and l.undone_at is null and (l.made_at, l.id) > (m.made_at, m.id)) as is_last
    ${where} order by m.made_at desc, m.id limit ${filter.limit} offset ${filter.offset}`);
  const [total] = await tx.query<{ count: number }>(sql`select count(*) as count ${where}`);
  const people = new Map((await elderRowsOf(services, tx, county, [...new Set(rows.flatMap((row) => [row.kept_id, row.merged_id]))])).map((row) => [row.id, row]));
  const accounts = await namesOfAccounts(
    tx,
    county,
    rows.flatMap((row) => [row.made_by, row.undone_by]),
  );
  const nameOf = (id: string | null): string | null => (id === null ? null : (accounts.get(id) ?? null));
  return {
    count: total?.count ?? 0,
    rows: rows.map((row) => ({
      id: row.id,
      keptId: row.kept_id,
      keptName: people.get(row.kept_id)?.name ?? '',
      otherId: row.merged_id,
      otherName: people.get(row.merged_id)?.name ?? '',
      otherIdNoMasked: people.get(row.merged_id)?.idNoMasked ?? '',
      villageName: people.get(row.kept_id)?.villageName ?? '',
      madeAt: row.made_at,
      madeBy: nameOf(row.made_by),
      reason: services.crypto.open(county, MERGE_REASON, row.reason_sealed),
      goesAlong: countsOf(row.moved),
      undoneAt: row.undone_at,
      undoneBy: nameOf(row.undone_by),
      undoReason: row.undo_reason_sealed === null ? null : services.crypto.open(county, MERGE_REASON, row.undo_reason_sealed),
      stayed: row.stayed,
      canUndo: row.is_last,
    })),
  };
}
