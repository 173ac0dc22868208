// The ledger in SQL, set by set: what was said about some elders, new statements, elder rows.
import { factCatalogue, nothingSaid, say, type EffectiveFacts, type FactKey, type FactValues, type Said, type SourceKind, type Statement } from '@shouwang/domain/ledger';
import { cut, pack } from '../../platform/db/packed.ts';
import { listMergesInto } from './merged.ts';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import { ledgerSeal, type LedgerSeal } from './sealing.ts';
import type { Services } from '../../platform/services.ts';

export interface StatementRow {
  readonly id: string;
  readonly elder_id: string;
  readonly source: SourceKind;
  readonly source_date: string;
  readonly source_ref: string;
  readonly clear_values: Partial<FactValues>;
  readonly sealed_values: Buffer | null;
  readonly recorded_at: string;
  readonly recorded_by: string | null;
  readonly reason_sealed: Buffer | null;
  /** It counts no more; it stays in the history. */
  readonly withdrawn_at: string | null;
}

export const statementOf = (row: StatementRow, seal: LedgerSeal): Statement => ({
  id: row.id,
  source: row.source,
  sourceDate: row.source_date,
  sourceRef: row.source_ref,
  facts: row.sealed_values === null ? row.clear_values : { ...row.clear_values, ...seal.openStatement(row.sealed_values) },
});

/** Statements recorded for these very files, in the order in which they were recorded. */
export async function listOwnStatements(tx: Tx, countyCode: string, elderIds: readonly string[]): Promise<StatementRow[]> {
  return tx.query<StatementRow>(
    sql`select id, elder_id, source, source_date, source_ref, clear_values, sealed_values, recorded_at, recorded_by, reason_sealed, withdrawn_at
        from fact_statement where county_code = ${countyCode} and elder_id = any(${elderIds}::uuid[]) order by recorded_at, id`,
    { prepare: true },
  );
}

/**
 * Statements about these elders: those of a file that was merged into theirs first, then their own, each
 * in the order in which they were recorded, so that within one source the kept file's word stands.
 */
export async function listStatements(tx: Tx, countyCode: string, elderIds: readonly string[]): Promise<StatementRow[]> {
  const merges = await listMergesInto(tx, countyCode, elderIds);
  if (merges.length === 0) return listOwnStatements(tx, countyCode, elderIds);
  const readThrough = new Map<string, string[]>();
  for (const merge of merges) if (!merge.undone) readThrough.set(merge.kept_id, [...merge.reads, ...(readThrough.get(merge.kept_id) ?? [])]);
  const others = [...readThrough.values()].flat();
  const known = others.length === 0 ? merges : [...merges, ...(await listMergesInto(tx, countyCode, others))];
  const withdrawn = new Set(known.flatMap((merge) => (merge.undone && merge.choices_id !== null ? [merge.choices_id] : [])));
  const byFile = new Map<string, StatementRow[]>();
  for (const row of await listOwnStatements(tx, countyCode, [...new Set([...others, ...elderIds])])) {
    if (withdrawn.has(row.id)) continue;
    const rows = byFile.get(row.elder_id);
    if (rows === undefined) byFile.set(row.elder_id, [row]);
    else rows.push(row);
  }
  return elderIds.flatMap((id) => [...(readThrough.get(id) ?? []), id].flatMap((file) => (byFile.get(file) ?? []).map((row) => ({ ...row, elder_id: id }))));
}

/** What has been said about each of these elders; what was withdrawn is not said. */
export async function loadSaid(tx: Tx, countyCode: string, elderIds: readonly string[], seal: LedgerSeal): Promise<Map<string, Said>> {
  const said = new Map<string, Said>(elderIds.map((id) => [id, nothingSaid()]));
  if (elderIds.length === 0) return said;
  for (const row of await listStatements(tx, countyCode, elderIds)) {
    const about = said.get(row.elder_id);
    if (about !== undefined && row.withdrawn_at === null) say(about, statementOf(row, seal));
  }
  return said;
}

export interface LockedElder {
  readonly id: string;
  readonly remarks: string[];
  readonly closed_on: string | null;
  /** The file that this one was merged into. */
  readonly merged_into: string | null;
}

/** Locks the elders that are visible, in order of id so that two writers never wait for each other. */
export async function lockElders(tx: Tx, countyCode: string, elderIds: readonly string[]): Promise<LockedElder[]> {
  if (elderIds.length === 0) return [];
  return tx.query<LockedElder>(
    sql`select id, remarks, closed_on, merged_into from elder where county_code = ${countyCode} and id = any(${elderIds}::uuid[]) order by id for no key update`,
    {
      prepare: true,
    },
  );
}

export interface NewStatement extends Statement {
  readonly elderId: string;
  readonly reason: string | null;
  readonly recordedBy: string | null;
}

/** Sent without waiting for the answer, as the two below. */
export function insertStatements(tx: Tx, countyCode: string, statements: readonly NewStatement[], seal: LedgerSeal): void {
  if (statements.length === 0) return;
  const clear: string[] = [];
  const sealed = pack(
    statements.map(({ facts }) => {
      const open: Record<string, unknown> = {};
      const shut: Record<string, unknown> = {};
      for (const [key, value] of Object.entries(facts)) (factCatalogue[key as FactKey].protection === 'clear' ? open : shut)[key] = value;
      clear.push(JSON.stringify(open));
      return Object.keys(shut).length === 0 ? null : seal.statement(shut as Partial<FactValues>);
    }),
  );
  const reasons = pack(statements.map(({ reason }) => (reason === null ? null : seal.reason(reason))));
  tx.send(
    sql`insert into fact_statement (county_code, id, elder_id, source, source_date, source_ref, clear_values, sealed_values, recorded_by, reason_sealed)
        select ${countyCode}, u.id, u.elder_id, u.source, u.source_date, u.source_ref, u.clear::jsonb, ${cut(sealed, sql`u.start`, sql`u.length`)}, u.recorded_by, ${cut(reasons, sql`u.reason_at`, sql`u.reason_length`)}
        from unnest(${statements.map((s) => s.id)}::uuid[], ${statements.map((s) => s.elderId)}::uuid[], ${statements.map((s) => s.source)}::text[], ${statements.map((s) => s.sourceDate)}::date[],
          ${statements.map((s) => s.sourceRef)}::text[], ${clear}::text[], ${sealed.starts}::int[], ${sealed.lengths}::int[], ${statements.map((s) => s.recordedBy)}::uuid[], ${reasons.starts}::int[], ${reasons.lengths}::int[])
          as u(id, elder_id, source, source_date, source_ref, clear, start, length, recorded_by, reason_at, reason_length)`,
    { prepare: true },
  );
}

/** Columns of an elder that follow from the effective facts. */
export interface ElderColumns {
  readonly id: string;
  readonly division: string;
  readonly group: string | null;
  readonly name: string;
  readonly pinyin: string;
  readonly initials: string;
  readonly sex: string | null;
  /** `YYYY-MM-DD`; the first of the month where precision is `month`. */
  readonly birthDate: string | null;
  readonly birthPrecision: 'day' | 'month';
  readonly idNoSealed: Buffer | null;
  readonly idNoIndex: Buffer | null;
  readonly idNoTail: string | null;
  readonly idNoProblem: string | null;
  readonly phoneSealed: Buffer | null;
  readonly effectiveSealed: Buffer;
  readonly remarks: readonly string[];
  /** Required facts that nobody stated yet. */
  readonly missing: readonly FactKey[];
  readonly needs: readonly string[];
  /** Latest day of which these statements speak; null where none was added. */
  readonly factsOn: string | null;
  readonly enteredOn: string;
  /** Of a new file only. */
  readonly listState: 'proposed' | 'confirmed';
}

function elderSource(rows: readonly ElderColumns[]): Sql {
  const idNo = pack(rows.map((r) => r.idNoSealed));
  const index = pack(rows.map((r) => r.idNoIndex));
  const phone = pack(rows.map((r) => r.phoneSealed));
  const effective = pack(rows.map((r) => r.effectiveSealed));
  return sql`(select u.id, u.division, u.group_name, u.name, u.pinyin, u.initials, u.sex, u.birth, u.precision,
      ${cut(idNo, sql`u.id_at`, sql`u.id_len`)} as id_no_sealed, ${cut(index, sql`u.ix_at`, sql`u.ix_len`)} as id_no_index, u.tail, u.problem,
      ${cut(phone, sql`u.ph_at`, sql`u.ph_len`)} as phone_sealed, ${cut(effective, sql`u.ef_at`, sql`u.ef_len`)} as effective_sealed,
      string_to_array(u.remarks, ',') as remarks, string_to_array(u.missing, ',') as missing, string_to_array(u.needs, ',') as needs, u.facts_on, u.entered_on, u.list_state
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.division)}::text[], ${rows.map((r) => r.group)}::text[], ${rows.map((r) => r.name)}::text[],
      ${rows.map((r) => r.pinyin)}::text[], ${rows.map((r) => r.initials)}::text[], ${rows.map((r) => r.sex)}::text[], ${rows.map((r) => r.birthDate)}::date[], ${rows.map((r) => r.birthPrecision)}::text[],
      ${idNo.starts}::int[], ${idNo.lengths}::int[], ${index.starts}::int[], ${index.lengths}::int[], ${rows.map((r) => r.idNoTail)}::text[], ${rows.map((r) => r.idNoProblem)}::text[],
      ${phone.starts}::int[], ${phone.lengths}::int[], ${effective.starts}::int[], ${effective.lengths}::int[], ${rows.map((r) => r.remarks.join(','))}::text[], ${rows.map((r) => r.missing.join(','))}::text[], ${rows.map((r) => r.needs.join(','))}::text[], ${rows.map((r) => r.factsOn)}::date[], ${rows.map((r) => r.enteredOn)}::date[], ${rows.map((r) => r.listState)}::text[])
      as u(id, division, group_name, name, pinyin, initials, sex, birth, precision, id_at, id_len, ix_at, ix_len, tail, problem, ph_at, ph_len, ef_at, ef_len, remarks, missing, needs, facts_on, entered_on, list_state))`;
}

export function insertElders(tx: Tx, countyCode: string, rows: readonly ElderColumns[]): void {
  if (rows.length === 0) return;
  tx.send(
    sql`insert into elder (county_code, id, division_code, group_name, name, name_pinyin, name_initials, sex, birth_date, birth_precision, id_no_sealed, id_no_index, id_no_tail, id_no_problem, phone_sealed, effective_sealed, remarks, missing_facts, needs, facts_on, entered_on, list_state, revision)
        select ${countyCode}, s.id, s.division, s.group_name, s.name, s.pinyin, s.initials, s.sex, s.birth, s.precision, s.id_no_sealed, s.id_no_index, s.tail, s.problem, s.phone_sealed, s.effective_sealed, s.remarks, s.missing, s.needs, s.facts_on, s.entered_on, s.list_state, 1
        from ${elderSource(rows)} s`,
    { prepare: true },
  );
}

export function updateElders(tx: Tx, countyCode: string, rows: readonly ElderColumns[]): void {
  if (rows.length === 0) return;
  tx.send(
    sql`update elder e set division_code = s.division, group_name = s.group_name, name = s.name, name_pinyin = s.pinyin, name_initials = s.initials, sex = s.sex, birth_date = s.birth, birth_precision = s.precision,
          id_no_sealed = s.id_no_sealed, id_no_index = s.id_no_index, id_no_tail = s.tail, id_no_problem = s.problem, phone_sealed = s.phone_sealed, effective_sealed = s.effective_sealed, remarks = s.remarks, missing_facts = s.missing, needs = s.needs, facts_on = greatest(e.facts_on, s.facts_on),
          revision = e.revision + 1, updated_at = now()
        from ${elderSource(rows)} s where e.county_code = ${countyCode} and e.id = s.id`,
    { prepare: true },
  );
}

/** Effective values of a file in sight, as they are kept. */
export async function effectiveOf(services: Services, tx: Tx, elderId: string): Promise<EffectiveFacts> {
  const county = tx.actor.countyCode;
  const [row] = await tx.query<{ effective_sealed: Buffer | null }>(sql`select effective_sealed from elder where county_code = ${county} and id = ${elderId}`);
  return row?.effective_sealed == null ? {} : ledgerSeal(services.crypto, county).openEffective(row.effective_sealed);
}
