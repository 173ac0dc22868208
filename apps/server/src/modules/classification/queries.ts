// Classification in SQL: elders read in batches by key, changed results written set by set.
import type { Category } from '@shouwang/domain/ledger';
import type { TierResult } from '@shouwang/domain/classification';
import { cut, pack } from '../../platform/db/packed.ts';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';

export interface ElderToClassify {
  readonly id: string;
  readonly division_code: string;
  readonly revision: number;
  readonly effective_sealed: Buffer;
  readonly classification_digest: Buffer | null;
  readonly remarks: readonly string[];
}

const columns = sql`e.id, e.division_code, e.revision, e.effective_sealed, e.classification_digest, e.remarks`;
const open = sql`e.closed_on is null and e.effective_sealed is not null`;

/** The next `limit` open files of the county after this id, in order of id; `after` null begins. */
export async function listEldersAfter(tx: Tx, countyCode: string, after: string | null, limit: number): Promise<ElderToClassify[]> {
  return tx.query<ElderToClassify>(
    sql`select ${columns} from elder e where e.county_code = ${countyCode} and e.id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid and ${open} order by e.id limit ${limit}`,
    { prepare: true },
  );
}

export async function listEldersOf(tx: Tx, countyCode: string, elderIds: readonly string[]): Promise<ElderToClassify[]> {
  return tx.query<ElderToClassify>(sql`select ${columns} from elder e where e.county_code = ${countyCode} and e.id = any(${elderIds}::uuid[]) and ${open}`, { prepare: true });
}

export interface NewResult {
  readonly id: string;
  readonly elderId: string;
  /** Revision of the elder that the result rests on. */
  readonly revision: number;
  readonly categories: readonly Category[];
  readonly tier: TierResult | null;
  readonly provisional: boolean;
  readonly digest: Buffer;
  readonly reasonsSealed: Buffer;
}

const textArray = (value: Sql): Sql => sql`string_to_array(${value}, ',')`;

/**
 * Makes these the current results and adds them to the history. A result whose elder has been changed
 * since it was read is dropped: that change brings a classification of its own. Answers who was written.
 */
export async function writeResults(
  tx: Tx,
  countyCode: string,
  results: readonly NewResult[],
  of: { readonly asOf: string; readonly packId: string; readonly packVersion: string },
): Promise<ReadonlySet<string>> {
  if (results.length === 0) return new Set();
  const digests = pack(results.map((r) => r.digest));
  const reasons = pack(results.map((r) => r.reasonsSealed));
  const rows = await tx.query<{ elder_id: string }>(
    sql`with u as materialized (
          select * from unnest(${results.map((r) => r.id)}::uuid[], ${results.map((r) => r.elderId)}::uuid[], ${results.map((r) => r.revision)}::bigint[], ${results.map((r) => r.categories.join(','))}::text[],
            ${results.map((r) => r.tier?.code ?? null)}::text[], ${results.map((r) => r.tier?.visits ?? null)}::int[], ${results.map((r) => r.tier?.period ?? null)}::text[], ${results.map((r) => r.tier?.modes.join(',') ?? null)}::text[],
            ${results.map((r) => r.provisional)}::boolean[], ${digests.starts}::int[], ${digests.lengths}::int[], ${reasons.starts}::int[], ${reasons.lengths}::int[])
          as u(id, elder_id, revision, categories, tier_code, tier_visits, tier_period, tier_modes, provisional, di_at, di_len, re_at, re_len)
        ), current as (
          update elder e set categories = ${textArray(sql`u.categories`)}, tier_code = u.tier_code, provisional = u.provisional, classification_id = u.id,
            classification_digest = ${cut(digests, sql`u.di_at`, sql`u.di_len`)}
          from u where e.county_code = ${countyCode} and e.id = u.elder_id and e.revision = u.revision returning e.id
        )
        insert into classification (county_code, id, elder_id, as_of, categories, tier_code, tier_visits, tier_period, tier_modes, provisional, reasons_sealed, pack_id, pack_version)
        select ${countyCode}, u.id, u.elder_id, ${of.asOf}::date, ${textArray(sql`u.categories`)}, u.tier_code, u.tier_visits, u.tier_period, ${textArray(sql`u.tier_modes`)}, u.provisional,
          ${cut(reasons, sql`u.re_at`, sql`u.re_len`)}, ${of.packId}, ${of.packVersion}
        from u join current c on c.id = u.elder_id returning elder_id`,
    { prepare: true },
  );
  return new Set(rows.map((row) => row.elder_id));
}

/**
 * Puts the remark on these files, or takes it off. Like a result it is dropped where the elder has been
 * changed since he was read. Answers whose file is now another.
 */
export async function markRemark(tx: Tx, countyCode: string, remark: string, elders: readonly ElderToClassify[], isOn: boolean): Promise<readonly string[]> {
  if (elders.length === 0) return [];
  const rows = await tx.query<{ id: string }>(
    sql`update elder e set remarks = ${isOn ? sql`array_append(array_remove(e.remarks, ${remark}), ${remark})` : sql`array_remove(e.remarks, ${remark})`}
        from unnest(${elders.map((elder) => elder.id)}::uuid[], ${elders.map((elder) => elder.revision)}::bigint[]) as u(id, revision)
        where e.county_code = ${countyCode} and e.id = u.id and e.revision = u.revision returning e.id`,
    { prepare: true },
  );
  return rows.map((row) => row.id);
}

/** Marks months of villages whose figures have to be computed anew. */
export async function markRollups(tx: Tx, countyCode: string, month: string, divisions: Iterable<string>): Promise<void> {
  await tx.query(sql`insert into rollup_dirty (county_code, month, division_code) select ${countyCode}, ${month}, unnest(${[...new Set(divisions)]}::text[])`, { prepare: true });
}
