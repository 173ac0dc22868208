// Photos, voice notes and signatures of visits. A phone sends them in parts after the visit; each part is
// sealed and committed by itself, so that a broken line or a killed server costs one part. The order of
// parts is the server's: a part from too early or too late is answered by how far it is.
import { createHash } from 'node:crypto';
import type { attachmentPart } from '@shouwang/contract/sync';
import type { Body, Reply } from '@shouwang/contract/route';
import type { VisitAttachmentView } from '@shouwang/contract/visits';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { ATTACHMENTS_PER_COMMAND } from '@shouwang/domain/sync';
import { fitsKind, visitAttachmentKinds, type VisitAttachmentKind } from '@shouwang/domain/visits';
import { audit } from '../../platform/audit/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';

const PURPOSE = 'visit.attachment';

const seal = (services: Services, county: string, bytes: Buffer): Buffer => services.crypto.seal(county, PURPOSE, bytes.toString('base64'));
const open = (services: Services, county: string, sealed: Buffer): Buffer => Buffer.from(services.crypto.open(county, PURPOSE, sealed), 'base64');
/** Bytes of an attachment from its sealed content. */
export const openVisitAttachment = open;

interface Held {
  visit_id: string;
  account_id: string | null;
  kind: VisitAttachmentKind;
  content_type: string;
  size_bytes: number;
  sha256: Buffer;
  received_bytes: number;
  complete: boolean;
}

type Part = Body<typeof attachmentPart>;

/** The attachment, locked; made where this is its first part; null where a later part comes of one that is unknown here. */
async function claim(tx: Tx, id: string, part: Part, bytes: Buffer, deviceId: string | null): Promise<Result<Held | null>> {
  const county = tx.actor.countyCode;
  const kind = visitAttachmentKinds.find((one) => one === part.kind);
  if (kind === undefined) return refuse('input.invalid', { field: 'kind' });
  const find = () =>
    tx.query<Held>(
      sql`select visit_id, account_id, kind, content_type, size_bytes, sha256, received_bytes, completed_at is not null as complete from visit_attachment where county_code = ${county} and id = ${id} for update`,
      { prepare: true },
    );
  const [known] = await find();
  if (known !== undefined) return ok(known);
  const [visit] = await tx.query<{ account_id: string | null; held: number }>(
    sql`select v.account_id, (select count(*) from visit_attachment a where a.county_code = v.county_code and a.visit_id = v.id) as held from visit v where v.county_code = ${county} and v.id = ${part.ownerId}`,
    { prepare: true },
  );
  // Only whoever recorded a visit adds to it.
  if (visit === undefined || visit.account_id !== tx.actor.accountId) return refuse('notFound');
  if (part.offset !== 0) return ok(null);
  if (!fitsKind(kind, part.contentType, bytes)) return refuse('attachment.unfit');
  if (visit.held >= ATTACHMENTS_PER_COMMAND) return refuse('attachment.perVisit', { limit: ATTACHMENTS_PER_COMMAND });
  await tx.query(
    sql`insert into visit_attachment (county_code, id, visit_id, account_id, device_id, kind, content_type, size_bytes, sha256)
        values (${county}, ${id}, ${part.ownerId}, ${tx.actor.accountId}, ${deviceId}, ${kind}, ${part.contentType}, ${part.size}, ${Buffer.from(part.sha256, 'hex')}) on conflict do nothing`,
    { prepare: true },
  );
  const [made] = await find();
  return made === undefined ? refuse('notFound') : ok(made);
}

/**
 * Takes one part and answers how far the attachment is. Where the whole does not have the announced
 * digest everything received is forgotten and the answer is 0: it is to be sent anew.
 */
export async function takePart(services: Services, tx: Tx, id: string, part: Part, deviceId: string | null): Promise<Result<Reply<typeof attachmentPart>>> {
  const county = tx.actor.countyCode;
  const bytes = Buffer.from(part.data, 'base64');
  const claimed = await claim(tx, id, part, bytes, deviceId);
  if (!claimed.ok) return claimed;
  const held = claimed.value;
  if (held === null) return ok({ received: 0, complete: false });
  const same = held.account_id === tx.actor.accountId && held.visit_id === part.ownerId && held.size_bytes === part.size && held.sha256.toString('hex') === part.sha256;
  if (!same) return refuse('attachment.altered');
  const received = part.offset + bytes.length;
  if (held.complete || bytes.length === 0 || part.offset !== held.received_bytes || received > held.size_bytes)
    return ok({ received: held.received_bytes, complete: held.complete });
  if (received === held.size_bytes) return complete(services, tx, id, held, bytes);
  await tx.query(
    sql`with kept as (insert into visit_attachment_part (county_code, attachment_id, start_byte, content_sealed) values (${county}, ${id}, ${part.offset}, ${seal(services, county, bytes)}))
        update visit_attachment set received_bytes = ${received} where county_code = ${county} and id = ${id}`,
    { prepare: true },
  );
  return ok({ received, complete: false });
}

/** The last part has come: joined, compared with the announced digest, sealed as one. */
async function complete(services: Services, tx: Tx, id: string, held: Held, last: Buffer): Promise<Result<Reply<typeof attachmentPart>>> {
  const county = tx.actor.countyCode;
  const parts = await tx.query<{ start_byte: number; content_sealed: Buffer }>(
    sql`delete from visit_attachment_part where county_code = ${county} and attachment_id = ${id} returning start_byte, content_sealed`,
  );
  const whole = Buffer.concat([...parts.sort((a, b) => a.start_byte - b.start_byte).map((part) => open(services, county, part.content_sealed)), last]);
  if (!createHash('sha256').update(whole).digest().equals(held.sha256)) {
    await tx.query(sql`update visit_attachment set received_bytes = 0 where county_code = ${county} and id = ${id}`);
    return ok({ received: 0, complete: false });
  }
  await tx.query(
    sql`update visit_attachment set received_bytes = size_bytes, content_sealed = ${seal(services, county, whole)}, completed_at = now() where county_code = ${county} and id = ${id}`,
  );
  await audit(tx, { action: 'visit.attach', entity: 'visit', entityId: held.visit_id, details: { attachmentId: id, kind: held.kind, size: held.size_bytes } });
  return ok({ received: held.size_bytes, complete: true });
}

interface ShownRow {
  id: string;
  kind: VisitAttachmentKind;
  content_type: string;
  size_bytes: number;
  received_bytes: number;
  complete: boolean;
}

/** Of one visit in the actor's sight, oldest first; those still on their way too. */
export async function visitAttachments(tx: Tx, visitId: string): Promise<VisitAttachmentView[]> {
  const rows = await tx.query<ShownRow>(
    sql`select id, kind, content_type, size_bytes, received_bytes, completed_at is not null as complete from visit_attachment where visit_id = ${visitId} order by begun_at, id`,
  );
  return rows.map((row) => ({ id: row.id, kind: row.kind, contentType: row.content_type, size: row.size_bytes, received: row.received_bytes, complete: row.complete }));
}

/** The bytes of one that is complete; who looked is written down. */
export async function readVisitAttachment(services: Services, tx: Tx, visitId: string, id: string): Promise<Result<FileReply>> {
  const [row] = await tx.query<{ county_code: string; kind: string; content_type: string; content_sealed: Buffer; division_code: string }>(
    sql`select a.county_code, a.kind, a.content_type, a.content_sealed, v.division_code from visit_attachment a join visit v on v.county_code = a.county_code and v.id = a.visit_id
        where a.id = ${id} and a.visit_id = ${visitId} and a.completed_at is not null`,
  );
  if (row === undefined) return refuse('notFound');
  await audit(tx, { action: 'visit.attachment.read', entity: 'visit', entityId: visitId, division: row.division_code, details: { attachmentId: id, kind: row.kind } });
  const ending = row.content_type.replace(/^.*\//, '').replace('jpeg', 'jpg');
  return ok({ fileName: `${row.kind}-${id}.${ending}`, contentType: row.content_type, bytes: open(services, row.county_code, row.content_sealed) });
}
