// The last resort of a phone that cannot send: what was not delivered goes into a file that only the server can
// open (its public key came with the list), to be carried to the village by any way. Nothing leaves the phone's
// queue by that; taken in at a desk and sent later it is done once all the same.
import type { OutboxEntry } from './outbox.ts';

const FORMAT = 'shouwang-letter-1';
const base64 = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};

/** What stands in the letter; read by the server (`queueLetter` of the contract). */
export interface QueueLetter {
  readonly deviceId: string;
  readonly exportedAt: string;
  readonly entries: readonly { readonly accountId: string; readonly subjectName: string; readonly command: OutboxEntry['command'] }[];
}

export const letterOf = (outbox: readonly OutboxEntry[], deviceId: string, exportedAt: string): QueueLetter => ({
  deviceId,
  exportedAt,
  entries: outbox.filter(({ state }) => state !== 'delivered').map(({ accountId, subject, command }) => ({ accountId, subjectName: subject.name, command })),
});

/** Seals for the server's public key (uncompressed P-256 point, base64). */
export async function sealLetter(letter: QueueLetter, publicKey: string): Promise<string> {
  const server = await crypto.subtle.importKey(
    'raw',
    Uint8Array.from(atob(publicKey), (letter8) => letter8.charCodeAt(0)),
    { name: 'ECDH', namedCurve: 'P-256' },
    false,
    [],
  );
  const own = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  const from = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const shared = await crypto.subtle.importKey('raw', await crypto.subtle.deriveBits({ name: 'ECDH', public: server }, own.privateKey, 256), 'HKDF', false, ['deriveKey']);
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: from, info: new TextEncoder().encode(FORMAT) },
    shared,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(letter))));
  return JSON.stringify({ format: FORMAT, from: base64(from), iv: base64(iv), data: base64(data) });
}
