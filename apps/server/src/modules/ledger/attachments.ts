// Documents and photos of an elder: sealed like everything that is his, every view written down, nothing
// thrown away (what is removed is kept with the reason).
import { createHash } from 'node:crypto';
import type { AttachmentView } from '@shouwang/contract/ledger';
import { attachmentKinds, ATTACHMENT_LIMIT, ATTACHMENTS_LIMIT, attachmentType, type AttachmentKind } from '@shouwang/domain/ledger';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { FileReply, UploadedFile } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { namesOfAccounts } from './fileQueries.ts';

const purposes = { name: 'attachment.name', content: 'attachment.content', removal: 'attachment.removal' } as const;

interface AttachmentRow {
  id: string;
  county_code: string;
  kind: AttachmentKind;
  content_type: string;
  size_bytes: number;
  name_sealed: Buffer;
  added_by: string | null;
  added_at: string;
  removed_by: string | null;
  removed_at: string | null;
  removal_sealed: Buffer | null;
}
const columns = sql`id, county_code, kind, content_type, size_bytes, name_sealed, added_by, added_at, removed_by, removed_at, removal_sealed`;

/** County and division of an elder in sight. */
async function findPlace(tx: Tx, elderId: string): Promise<{ county_code: string; division_code: string } | undefined> {
  const [row] = await tx.query<{ county_code: string; division_code: string }>(sql`select county_code, division_code from elder where id = ${elderId}`);
  return row;
}

async function viewsOf(services: Services, tx: Tx, rows: readonly AttachmentRow[]): Promise<AttachmentView[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const county = first.county_code;
  const accounts = await namesOfAccounts(
    tx,
    county,
    rows.flatMap((row) => [row.added_by, row.removed_by]),
  );
  const by = (account: string | null): string | null => (account === null ? null : (accounts.get(account) ?? null));
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: services.crypto.open(county, purposes.name, row.name_sealed),
    contentType: row.content_type,
    size: row.size_bytes,
    addedAt: row.added_at,
    addedBy: by(row.added_by),
    removed:
      row.removed_at === null
        ? null
        : { at: row.removed_at, by: by(row.removed_by), reason: row.removal_sealed === null ? '' : services.crypto.open(county, purposes.removal, row.removal_sealed) },
  }));
}

/** All of a file, newest first, removed ones too. */
export async function listAttachments(services: Services, tx: Tx, elderId: string): Promise<Result<{ attachments: AttachmentView[] }>> {
  const place = await findPlace(tx, elderId);
  if (place === undefined) return refuse('elder.notVisible');
  const rows = await tx.query<AttachmentRow>(
    sql`select ${columns} from elder_attachment where county_code = ${place.county_code} and elder_id = ${elderId} order by removed_at is not null, added_at desc, id`,
  );
  return ok({ attachments: await viewsOf(services, tx, rows) });
}

/** The newest photo that is not removed; null without one. */
export async function findPhoto(tx: Tx, countyCode: string, elderId: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    sql`select id from elder_attachment where county_code = ${countyCode} and elder_id = ${elderId} and kind = 'photo' and removed_at is null and content_type <> 'application/pdf' order by added_at desc, id desc limit 1`,
    { prepare: true },
  );
  return row?.id ?? null;
}

/** The newest photo of an elder, for his forms; whoever prints writes it down. Null without one. */
export async function readPhoto(services: Services, tx: Tx, elderId: string): Promise<Buffer | null> {
  const place = await findPlace(tx, elderId);
  const id = place === undefined ? null : await findPhoto(tx, place.county_code, elderId);
  if (place === undefined || id === null) return null;
  const [row] = await tx.query<{ content_sealed: Buffer }>(sql`select content_sealed from elder_attachment where county_code = ${place.county_code} and id = ${id}`);
  return row === undefined ? null : Buffer.from(services.crypto.open(place.county_code, purposes.content, row.content_sealed), 'base64');
}

/** Refuses `attachment.type`, `attachment.tooLarge`, `attachment.tooMany`. The same bytes of one kind are kept once. */
export async function addAttachment(services: Services, tx: Tx, elderId: string, files: readonly UploadedFile[], kindText: string | undefined): Promise<Result<AttachmentView>> {
  const kind = attachmentKinds.find((one) => one === kindText);
  const [file] = files;
  if (kind === undefined || file === undefined) return refuse('input.invalid', { field: kind === undefined ? 'kind' : 'file' });
  if (file.bytes.length > ATTACHMENT_LIMIT) return refuse('attachment.tooLarge');
  const contentType = attachmentType(file.bytes);
  if (contentType === null || (kind === 'photo' && contentType === 'application/pdf')) return refuse('attachment.type');
  const place = await findPlace(tx, elderId);
  if (place === undefined || place.county_code !== tx.actor.countyCode) return refuse('elder.notVisible');
  const county = place.county_code;
  // Two at once would both count the same: one after the other.
  await tx.query(sql`select from elder where county_code = ${county} and id = ${elderId} for no key update`);
  const [held] = await tx.query<{ n: number }>(sql`select count(*) as n from elder_attachment where county_code = ${county} and elder_id = ${elderId} and removed_at is null`);
  if ((held?.n ?? 0) >= ATTACHMENTS_LIMIT) return refuse('attachment.tooMany');
  const sha256 = createHash('sha256').update(file.bytes).digest();
  const name = [...file.name.normalize('NFC').replace(/[\p{Cc}/\\]/gu, '')].slice(-120).join('') || kind;
  const [added] = await tx.query<{ id: string }>(
    sql`insert into elder_attachment (county_code, id, elder_id, kind, content_type, size_bytes, sha256, name_sealed, content_sealed, added_by)
        values (${county}, ${newId()}, ${elderId}, ${kind}, ${contentType}, ${file.bytes.length}, ${sha256}, ${services.crypto.seal(county, purposes.name, name)}, ${services.crypto.seal(county, purposes.content, file.bytes.toString('base64'))}, ${tx.actor.accountId})
        on conflict (county_code, elder_id, kind, sha256) where removed_at is null do nothing returning id`,
  );
  if (added !== undefined)
    await audit(tx, {
      action: 'attachment.add',
      entity: 'elder',
      entityId: elderId,
      division: place.division_code,
      details: { attachmentId: added.id, kind, size: file.bytes.length },
    });
  const rows = await tx.query<AttachmentRow>(
    sql`select ${columns} from elder_attachment where county_code = ${county} and elder_id = ${elderId} and kind = ${kind} and sha256 = ${sha256} and removed_at is null`,
  );
  const [view] = await viewsOf(services, tx, rows);
  return view === undefined ? refuse('notFound') : ok(view);
}

/** The bytes, under the name it was given; removed ones are not shown any more. */
export async function readAttachment(services: Services, tx: Tx, elderId: string, attachmentId: string): Promise<Result<FileReply>> {
  const place = await findPlace(tx, elderId);
  if (place === undefined) return refuse('elder.notVisible');
  const [row] = await tx.query<{ content_type: string; kind: string; name_sealed: Buffer; content_sealed: Buffer }>(
    sql`select content_type, kind, name_sealed, content_sealed from elder_attachment where county_code = ${place.county_code} and id = ${attachmentId} and elder_id = ${elderId} and removed_at is null`,
  );
  if (row === undefined) return refuse('notFound');
  await audit(tx, { action: 'attachment.read', entity: 'elder', entityId: elderId, division: place.division_code, details: { attachmentId, kind: row.kind } });
  return ok({
    fileName: services.crypto.open(place.county_code, purposes.name, row.name_sealed),
    contentType: row.content_type,
    bytes: Buffer.from(services.crypto.open(place.county_code, purposes.content, row.content_sealed), 'base64'),
  });
}

export async function removeAttachment(services: Services, tx: Tx, elderId: string, attachmentId: string, reason: string): Promise<Result<undefined>> {
  const place = await findPlace(tx, elderId);
  if (place === undefined || place.county_code !== tx.actor.countyCode) return refuse('elder.notVisible');
  const rows = await tx.query(
    sql`update elder_attachment set removed_at = now(), removed_by = ${tx.actor.accountId}, removal_sealed = ${services.crypto.seal(place.county_code, purposes.removal, reason)}
        where county_code = ${place.county_code} and id = ${attachmentId} and elder_id = ${elderId} and removed_at is null returning id`,
  );
  if (rows.length === 0) return refuse('notFound');
  await audit(tx, { action: 'attachment.remove', entity: 'elder', entityId: elderId, division: place.division_code, details: { attachmentId } });
  return ok(undefined);
}
