// Attachments for screens: kept sealed at once, shown from the store, taken back while nothing was sent.
import { useEffect, useState } from 'react';
import { useDevice, useSnapshot, type FieldDevice } from '../device/app.tsx';
import { CLOSED_AT } from '../device/room.ts';
import type { RefusalWords } from '../outbox/outbox.ts';
import { put, putBytes, remove } from '../store/sealed-store.ts';
import { refusedKeeping, type Attachment } from './attachment.ts';

const hex = (bytes: ArrayBuffer): string => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * Keeps a blob with the command `ownerId` (a visit's `commandId`), which need not be recorded yet.
 * Answers the new attachment, or why not: `attachment.heavy` (over 200 KB), `attachment.perVisit`,
 * `storage.full`. It is sent by itself once its command has arrived.
 */
export async function keepAttachment(
  device: FieldDevice,
  ownerId: string,
  kind: string,
  blob: Blob,
): Promise<{ ok: true; value: Attachment } | { ok: false; refusal: RefusalWords }> {
  const { session, attachments } = device.replica.snapshot();
  if (session === null) throw new Error('nobody is signed in');
  const refusal = refusedKeeping(attachments.values(), ownerId, blob.size);
  if (refusal !== null) return { ok: false, refusal };
  if ((device.room.share() ?? 0) >= CLOSED_AT) return { ok: false, refusal: { code: 'storage.full' } };
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const kept: Attachment = {
    id: device.newId(),
    ownerId,
    accountId: session.principal.accountId,
    kind,
    contentType: blob.type.replace(/;.*$/, ''),
    size: bytes.length,
    sha256: hex(await crypto.subtle.digest('SHA-256', bytes)),
    keptAt: new Date(device.now()).toISOString(),
    sent: 0,
    state: 'waiting',
    refusal: null,
    settledAt: null,
    held: true,
  };
  try {
    await device.replica.commit([putBytes('blobs', kept.id, bytes), put('attachments', kept.id, kept)]);
  } catch {
    return { ok: false, refusal: { code: 'storage.full' } };
  }
  void device.room.look();
  return { ok: true, value: kept };
}

export interface Attachments {
  /** Of one command, in the order in which they were kept. */
  of(ownerId: string): readonly Attachment[];
  keep(ownerId: string, kind: string, blob: Blob): ReturnType<typeof keepAttachment>;
  /** Takes one back that was not sent. */
  discard(id: string): Promise<void>;
  /** Takes back all of a draft that is not wanted any more. */
  discardAll(ownerId: string): Promise<void>;
}

export function useAttachments(): Attachments {
  const device = useDevice();
  const { attachments } = useSnapshot();
  const of = (ownerId: string): readonly Attachment[] => [...attachments.values()].filter((one) => one.ownerId === ownerId).sort((a, b) => (a.keptAt < b.keptAt ? -1 : 1));
  const drop = (ids: readonly string[]): Promise<void> =>
    ids.length === 0 ? Promise.resolve() : device.replica.commit(ids.flatMap((id) => [remove('blobs', id), remove('attachments', id)]));
  return {
    of,
    keep: (ownerId, kind, blob) => keepAttachment(device, ownerId, kind, blob),
    discard: (id) => drop([id]),
    discardAll: (ownerId) => drop(of(ownerId).map(({ id }) => id)),
  };
}

/** An address under which the attachment's content can be shown while the component lives; null while it is read or no longer held. */
export function useAttachmentUrl(attachment: Attachment): string | null {
  const { store } = useDevice();
  const [url, setUrl] = useState<string | null>(null);
  const { id, contentType } = attachment;
  useEffect(() => {
    let made: string | null = null;
    let here = true;
    void store.bytes('blobs', id).then((bytes) => {
      if (!here || bytes === undefined) return;
      made = URL.createObjectURL(new Blob([bytes], { type: contentType }));
      setUrl(made);
    });
    return () => {
      here = false;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [store, id, contentType]);
  return url;
}
