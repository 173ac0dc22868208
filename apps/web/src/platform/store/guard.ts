// The lock before what a phone knows of people: cards, drafts and notes are sealed by a key that lies here
// only wrapped, by a key made of the PIN (PBKDF2), of the account's password, or of a fingerprint
// (WebAuthn PRF). What has to travel by itself (outbox, attachments, credential) stays under the phone's own
// key, so that the service worker sends while the phone is locked (docs/adr/0031).
import type { Box } from './sealed-store.ts';

export const PIN_LENGTH = 6;
/** After so many wrong PINs what the server has anyway leaves the phone; the password still opens it. */
export const PIN_TRIES = 10;
/** Of PBKDF2: a second or two on a cheap phone, once per opening. */
export const ROUNDS = 600_000;

export type Way = 'pin' | 'password' | 'finger';

export interface Wrapped {
  readonly salt: Uint8Array<ArrayBuffer>;
  /** Rounds of PBKDF2; 0: the secret is a key already. */
  readonly rounds: number;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

/** As it lies beside the keys. */
export interface LockRow {
  readonly name: 'lock';
  readonly ways: { readonly [way in Way]?: Wrapped };
  /** WebAuthn's name of the fingerprint credential. */
  readonly fingerId: Uint8Array<ArrayBuffer> | null;
  readonly wrong: number;
  /** No further try before this instant. */
  readonly notBefore: string | null;
}

export type GuardState =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly finger: boolean }
  | { readonly kind: 'locked'; readonly finger: boolean; readonly wrong: number; readonly notBefore: string | null; readonly wiped: boolean };

export interface StoreGuard {
  /** The same object until it changes. */
  state(): GuardState;
  /** Puts the lock before what lies open, or gives an open one new secrets. A PIN that is too easy is the screen's business. */
  protect(secrets: { readonly pin: string; readonly password: string }): Promise<void>;
  /** True: open. False: wrong, or not yet (see `state`). After {@link PIN_TRIES} wrong PINs the cards are gone. */
  unlock(way: 'pin' | 'password', secret: string): Promise<boolean>;
  /** Opens by what the fingerprint yields. */
  unlockByFinger(secret: Uint8Array<ArrayBuffer>): Promise<boolean>;
  /** Of an open store: a fingerprint may open it from now on; null takes that back. */
  setFinger(finger: { readonly id: Uint8Array<ArrayBuffer>; readonly secret: Uint8Array<ArrayBuffer> } | null): Promise<void>;
  fingerId(): Uint8Array<ArrayBuffer> | null;
  /** Of an open store: the account has this password now. */
  setPassword(password: string): Promise<void>;
  lock(): void;
  /** Nobody knows PIN or password any more: the lock goes, and with it all that lay behind it, drafts too. What was saved waits as before. */
  giveUp(): Promise<void>;
}

/** What only its holder may see. */
export const guarded = (box: Box): boolean => box === 'drafts' || box === 'notes' || box.startsWith('feed:');

/** How long to wait after the n-th wrong PIN in a row, milliseconds. */
export function waitAfter(wrong: number): number {
  const minutes = [0, 0, 0, 0, 0.5, 1, 5, 15, 30, 60];
  return (minutes[Math.min(wrong, minutes.length - 1)] ?? 0) * 60_000;
}

/** Six digits that are not the first that a finder tries: one digit, a run, a pair or triple again and again. */
export const easyPin = (pin: string): boolean => {
  const step = (by: number): boolean => [...pin].every((digit, at) => at === 0 || (Number(digit) - Number(pin[at - 1]) + 10) % 10 === (by + 10) % 10);
  return step(0) || step(1) || step(-1) || pin.slice(0, 3) === pin.slice(3) || pin.slice(0, 2).repeat(3) === pin;
};

const encoder = new TextEncoder();
const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));

async function keyOf(secret: string | Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  if (typeof secret !== 'string') return crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const base = await crypto.subtle.importKey('raw', encoder.encode(secret), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

const boundTo = (way: Way): Uint8Array<ArrayBuffer> => encoder.encode(`shouwang.lock\u0000${way}`);

/** `rounds` 0 where the secret is a key already. Wraps twice: by the secret and by the phone's own key, so that a copied database alone cannot be tried at. */
export async function wrap(phoneKey: CryptoKey, way: Way, secret: string | Uint8Array<ArrayBuffer>, raw: Uint8Array<ArrayBuffer>, rounds: number): Promise<Wrapped> {
  const salt = random(16);
  const iv = random(12);
  const additionalData = boundTo(way);
  const inner = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, await keyOf(secret, salt, rounds), raw);
  return { salt, rounds, iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, phoneKey, inner) };
}

/** The wrapped key; null where the secret is wrong. */
export async function unwrap(phoneKey: CryptoKey, way: Way, secret: string | Uint8Array<ArrayBuffer>, wrapped: Wrapped): Promise<Uint8Array<ArrayBuffer> | null> {
  const { iv, data, salt, rounds } = wrapped;
  const additionalData = boundTo(way);
  try {
    const inner = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, phoneKey, data);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, await keyOf(secret, salt, rounds), inner));
  } catch {
    return null;
  }
}

export const newRawKey = (): Uint8Array<ArrayBuffer> => random(32);
export const importRaw = (raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
