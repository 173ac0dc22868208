// The bytes that were brought, sealed, for as long as the result can be fetched and rows corrected; a
// nightly job drops them after that. Personal data is not kept longer than it is of use (PIPL art. 19).
import { createHash } from 'node:crypto';
import { addDays } from '@shouwang/domain/shared';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { BroughtFile } from './tables.ts';

const CONTENT = 'import.content';
/** Days from the upload on which result and corrections are to be had. */
export const KEPT_DAYS = 30;

export const keptUntil = (today: string): string => addDays(today, KEPT_DAYS);

export async function keepFile(services: Services, tx: Tx, importId: string, fileNo: number, { name, bytes }: BroughtFile, isKept: boolean): Promise<void> {
  const sealed = isKept ? services.crypto.seal(tx.actor.countyCode, CONTENT, Buffer.from(bytes).toString('base64')) : null;
  await tx.query(
    sql`insert into import_file (county_code, import_id, file_no, name, sha256, content_sealed)
        values (${tx.actor.countyCode}, ${importId}, ${fileNo}, ${name}, ${createHash('sha256').update(bytes).digest()}, ${sealed})`,
  );
}

/** Files of an import whose bytes are still here, one or all; opened. */
export async function openContents(services: Services, tx: Tx, importId: string, fileNo: number | null = null): Promise<readonly (BroughtFile & { readonly fileNo: number })[]> {
  const rows = await tx.query<{ file_no: number; name: string; content_sealed: Buffer | null }>(
    sql`select file_no, name, content_sealed from import_file where county_code = ${tx.actor.countyCode} and import_id = ${importId} and (${fileNo}::int is null or file_no = ${fileNo}) order by file_no`,
  );
  return rows.map(({ file_no, name, content_sealed: sealed }) => ({
    fileNo: file_no,
    name,
    bytes: sealed === null ? new Uint8Array() : Buffer.from(services.crypto.open(tx.actor.countyCode, CONTENT, sealed), 'base64'),
  }));
}

/** Drops what has been kept long enough: bytes, previews, corrected cells. Answers of how many imports. */
export async function dropOldContents(tx: Tx, today: string): Promise<number> {
  const county = tx.actor.countyCode;
  const gone = await tx.query<{ id: string }>(
    sql`update import_run set contents_until = null, preview_sealed = null where county_code = ${county} and contents_until < ${today}::date and state <> 'running' returning id`,
  );
  const ids = gone.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tx.query(sql`update import_file set content_sealed = null where county_code = ${county} and import_id = any(${ids}::uuid[])`);
  await tx.query(sql`update import_row set correction_sealed = null where county_code = ${county} and import_id = any(${ids}::uuid[]) and correction_sealed is not null`);
  return ids.length;
}
