// Files that were merged into another (ADR 0017): which file an old one leads to, and whose statements a
// kept file reads besides its own. Hardly any file was ever merged, so both are asked apart from the
// statements that everybody runs.
import { sql, type Tx } from '../../platform/db/index.ts';

export interface MergeInto {
  readonly kept_id: string;
  /** Files read through this merge, the earlier merged first. */
  readonly reads: readonly string[];
  readonly choices_id: string | null;
  readonly undone: boolean;
}

/** Merges into these files, undone ones too, in the order in which they were made. */
export const listMergesInto = (tx: Tx, countyCode: string, elderIds: readonly string[]): Promise<MergeInto[]> =>
  tx.query<MergeInto>(
    sql`select kept_id, reads, choices_id, undone_at is not null as undone from elder_merge where county_code = ${countyCode} and kept_id = any(${elderIds}::uuid[]) order by made_at, id`,
    { prepare: true },
  );

/** Of these files the merged ones, each with the file that it leads to now; whoever asks. */
export async function leadingFiles(tx: Tx, countyCode: string, elderIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; leads_to: string }>(sql`select id, leads_to from leading_files(${countyCode}, ${elderIds}::uuid[])`, { prepare: true });
  return new Map(rows.map((row) => [row.id, row.leads_to]));
}

/** The file to which an address leads: the one that it was merged into, else itself. */
export const leadingFile = async (tx: Tx, countyCode: string, elderId: string): Promise<string> => (await leadingFiles(tx, countyCode, [elderId])).get(elderId) ?? elderId;

/** The files whose statements this one reads besides its own, in the order in which they are read. */
export async function statementsReadBy(tx: Tx, countyCode: string, elderId: string): Promise<string[]> {
  const inForce = (await listMergesInto(tx, countyCode, [elderId])).filter((merge) => !merge.undone);
  return inForce.toReversed().flatMap((merge) => [...merge.reads]);
}
