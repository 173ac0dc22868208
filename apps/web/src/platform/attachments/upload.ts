// Sends attachments in parts, one after the other, from where the server says. It gives way: before each
// part it asks whether something was recorded meanwhile, which goes first.
import { partAfter } from '@shouwang/domain/sync';
import type { OutboxEntry } from '../outbox/outbox.ts';
import { put, type SealedStore } from '../store/sealed-store.ts';
import type { Answer, PartReply, SyncTransport } from '../sync/transport.ts';
import { dueAttachments, type Attachment } from './attachment.ts';

export interface Upload {
  readonly store: SealedStore;
  readonly transport: Pick<SyncTransport, 'part'>;
  readonly token: string;
  readonly accountId: string;
  readonly now: () => string;
  /** Something more urgent waits: stop before the next part. */
  readonly giveWay: () => boolean;
  /** One more was settled. */
  readonly changed: () => void;
}

/** `ok`: nothing is left; `gaveWay`: facts first, call again; else as the transport answered. */
export type Uploaded = 'ok' | 'gaveWay' | Exclude<Answer<never>, { kind: 'ok' }>;

/** What concerns one attachment alone; anything else is about the connection or the account. */
const OWN = new Set(['attachment.heavy', 'attachment.perVisit', 'attachment.altered', 'attachment.unfit', 'input.invalid', 'input.tooLarge', 'notFound']);

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

export async function uploadAttachments(upload: Upload): Promise<Uploaded> {
  const { store } = upload;
  const all = (await store.list<Attachment>('attachments')).map(({ value }) => value);
  if (!all.some(({ state }) => state === 'waiting')) return 'ok';
  const outbox = (await store.list<OutboxEntry>('outbox')).map(({ value }) => value);
  for (const attachment of dueAttachments(all, outbox, upload.accountId)) {
    const sent = await sendOne(upload, attachment);
    if (sent !== 'ok') return sent;
  }
  return 'ok';
}

async function sendOne(upload: Upload, attachment: Attachment): Promise<Uploaded> {
  const { store, transport, token, now } = upload;
  const settle = async (change: Partial<Attachment>): Promise<void> => {
    await store.write([put('attachments', attachment.id, { ...attachment, ...change })]);
    // A part more changes nothing that a screen says.
    if (change.state !== undefined) upload.changed();
  };
  const bytes = await store.bytes('blobs', attachment.id);
  // Taken back in this very moment, or lost with its sealed bytes: nothing that could be sent.
  if (bytes === undefined) return 'ok';
  let repaired = false;
  for (let received = attachment.sent; ;) {
    if (upload.giveWay()) return 'gaveWay';
    const part = partAfter(received, attachment.size) ?? { offset: received, length: 0 };
    const { ownerId, kind, contentType, size, sha256 } = attachment;
    const data = base64(bytes.subarray(part.offset, part.offset + part.length));
    const answer = await transport.part(token, attachment.id, { ownerId, kind, contentType, size, sha256, offset: part.offset, data });
    if (answer.kind === 'away') return answer;
    if (answer.kind === 'refused') {
      if (!OWN.has(answer.refusal.code)) return answer;
      await settle({ state: 'attention', refusal: answer.refusal, settledAt: now() });
      return 'ok';
    }
    const { value }: { readonly value: PartReply } = answer;
    if (value.complete) {
      await settle({ state: 'delivered', sent: attachment.size, refusal: null, settledAt: now() });
      return 'ok';
    }
    // The whole arrived otherwise than it left: sent anew once; twice wrong it waits for a person.
    if (part.offset + part.length >= size && value.received === 0) {
      if (repaired) {
        await settle({ state: 'attention', sent: 0, refusal: { code: 'attachment.altered' }, settledAt: now() });
        return 'ok';
      }
      repaired = true;
    }
    received = value.received;
    await settle({ sent: received });
  }
}
