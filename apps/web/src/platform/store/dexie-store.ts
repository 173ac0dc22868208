// The sealed store on IndexedDB. Each record is sealed by AES-GCM: by a key that WebCrypto made and never
// gives out (non-extractable), so that a copied database file is of no use elsewhere; what is known of people
// by a second key that only a PIN, password or fingerprint opens (guard.ts), once a PIN was chosen. The
// record's place (box and key) is bound into the seal: a record moved elsewhere does not open.
// Sealing is done before the transaction, because IndexedDB closes a transaction that waits.
import Dexie, { type Table } from 'dexie';
import { guarded, importRaw, newRawKey, PIN_TRIES, ROUNDS, unwrap, waitAfter, wrap, type GuardState, type LockRow, type StoreGuard, type Way, type Wrapped } from './guard.ts';
import type { Box, Change, SealedStore, Stored } from './sealed-store.ts';

interface SealedRow {
  readonly box: string;
  readonly key: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
  /** Sealed by the key behind the lock. Rows of before, and of a worker that knew of no lock, have none. */
  readonly guard?: 1;
}
interface KeyRow {
  readonly name: string;
  readonly key: CryptoKey;
}

class FieldDatabase extends Dexie {
  readonly sealed!: Table<SealedRow, [string, string]>;
  readonly keys!: Table<KeyRow | LockRow, string>;
  constructor(name: string) {
    super(name);
    this.version(1).stores({ sealed: '[box+key], box', keys: 'name' });
  }
}

const KEY_NAME = 'seal-1';
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const placeOf = (box: string, key: string): Uint8Array<ArrayBuffer> => encoder.encode(`${box}\u0000${key}`);
const isKey = (row: KeyRow | LockRow | undefined): row is KeyRow => row !== undefined && 'key' in row;
const isLock = (row: KeyRow | LockRow | undefined): row is LockRow => row !== undefined && 'ways' in row;

/** The key of this phone, made at the first start. Page and service worker may race: the first wins. */
async function sealingKey(db: FieldDatabase): Promise<CryptoKey> {
  const found = await db.keys.get(KEY_NAME);
  if (isKey(found)) return found.key;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  return db.transaction('rw', db.keys, async () => {
    const other = await db.keys.get(KEY_NAME);
    if (isKey(other)) return other.key;
    await db.keys.add({ name: KEY_NAME, key: made });
    return made;
  });
}

interface Opened {
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly key: CryptoKey;
}
export interface DexieStore extends SealedStore {
  readonly guard: StoreGuard;
}

export interface StoreSettings {
  /** The phone's clock, milliseconds. */
  readonly now?: () => number;
  /** Of PBKDF2, for new secrets. */
  readonly rounds?: number;
  /** The phone is full: the ballast was given up for what was to be written. */
  readonly tight?: () => void;
}

/** Opens the phone's store; needs a secure context. */
export async function openDexieStore(name = 'shouwang-field', { now = Date.now, rounds = ROUNDS, tight }: StoreSettings = {}): Promise<DexieStore> {
  const db = new FieldDatabase(name);
  await db.open();
  const phoneKey = await sealingKey(db);
  const readLock = async (): Promise<LockRow | null> => {
    const found = await db.keys.get('lock');
    return isLock(found) ? found : null;
  };
  /** No wait is longer than the one that was earned: a clock that was set back in between locks nobody out for years. */
  const waitsUntil = ({ notBefore, wrong }: LockRow): string | null => {
    const latest = now() + waitAfter(wrong);
    return notBefore !== null && Date.parse(notBefore) > latest ? new Date(latest).toISOString() : notBefore;
  };
  let lock = await readLock();
  if (lock !== null) lock = { ...lock, notBefore: waitsUntil(lock) };
  let opened: Opened | null = null;

  let said: { readonly lock: LockRow | null; readonly opened: Opened | null; readonly state: GuardState } = { lock, opened, state: stateOf(lock, false) };

  const locked = (): boolean => lock !== null && opened === null;
  const keyFor = (box: Box): { readonly key: CryptoKey; readonly mark: { readonly guard?: 1 } } => {
    if (lock === null || !guarded(box)) return { key: phoneKey, mark: {} };
    if (opened === null) throw new Error(`the store is locked: ${box}`);
    return { key: opened.key, mark: { guard: 1 } };
  };
  const seal = async (box: Box, recordKey: string, content: Uint8Array<ArrayBuffer>): Promise<SealedRow> => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const { key, mark } = keyFor(box);
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: placeOf(box, recordKey) }, key, content);
    return { box, key: recordKey, iv, data, ...mark };
  };
  const unseal = (row: SealedRow): Promise<ArrayBuffer> => {
    const key = row.guard === 1 ? opened?.key : phoneKey;
    if (key === undefined) throw new Error(`the store is locked: ${row.box}`);
    return crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv, additionalData: placeOf(row.box, row.key) }, key, row.data);
  };
  const read = async <T>(row: SealedRow): Promise<T> => JSON.parse(decoder.decode(await unseal(row))) as T;
  const sealedChange = async (change: Change): Promise<Exclude<Change, { op: 'put' | 'add' | 'putBytes' }> | { readonly op: 'row' | 'newRow'; readonly row: SealedRow }> =>
    change.op === 'put' || change.op === 'add'
      ? { op: change.op === 'add' ? 'newRow' : 'row', row: await seal(change.box, change.key, encoder.encode(JSON.stringify(change.value))) }
      : change.op === 'putBytes'
        ? { op: 'row', row: await seal(change.box, change.key, change.bytes) }
        : change;
  /** One record that cannot be opened any more must not take the others along: it stays where it is and is told (`damaged`). */
  const damaged = new Set<string>();
  const opening = async <T>(row: SealedRow, work: () => Promise<T>): Promise<T | undefined> => {
    const place = `${row.box}\u0000${row.key}`;
    try {
      const value = await work();
      damaged.delete(place);
      return value;
    } catch {
      // Another tab put the lock before it: from here on it is before this one too.
      if (row.guard === 1 && opened === null) lock ??= await readLock();
      else if (!row.box.startsWith('feed:')) damaged.add(place);
      // What the server has is fetched anew, all of it.
      else
        await db.sealed
          .bulkDelete([
            [row.box, row.key],
            ['sync', 'cursor'],
          ])
          .catch(() => undefined);
      return undefined;
    }
  };
  /** Behind the lock nothing is seen, as if it were not there. */
  const hidden = (box: Box): boolean => locked() && guarded(box);

  const saveLock = async (next: LockRow): Promise<void> => {
    await db.keys.put(next);
    lock = next;
  };
  /** Puts what lies open behind the lock: at first all of it, later what a worker wrote that knew of no lock. */
  const sweep = async (next: LockRow, by: Opened): Promise<void> => {
    // The lock first: what is written from now on must be found again after a crash.
    await db.keys.put(next);
    lock = next;
    opened = by;
    const open = await db.sealed.filter((row) => row.guard !== 1 && guarded(row.box as Box)).toArray();
    const rows = await Promise.all(open.map(async (row) => seal(row.box as Box, row.key, new Uint8Array(await unseal(row)))));
    await db.transaction('rw', db.sealed, async () => {
      for (const [index, row] of rows.entries()) {
        const present = await db.sealed.get([row.box, row.key]);
        // What changed meanwhile is taken the next time.
        if (present !== undefined && present.guard !== 1 && sameBytes(present.iv, open[index]?.iv)) await db.sealed.put(row);
      }
    });
  };
  const openBy = async (raw: Uint8Array<ArrayBuffer> | null): Promise<boolean> => {
    if (raw === null || lock === null) return false;
    await sweep({ ...lock, wrong: 0, notBefore: null }, { raw, key: await importRaw(raw) });
    return true;
  };
  const openOrThrow = (): { readonly lock: LockRow; readonly opened: Opened } => {
    if (lock === null || opened === null) throw new Error('the store is not open');
    return { lock, opened };
  };
  /** Counts a PIN before it is tried, with all tabs together: a page that is closed or asked twice meanwhile gains no try. Answers what may be tried; null: not now. */
  const takeTry = (): Promise<Wrapped | null> =>
    db.transaction('rw', db.keys, async () => {
      const present = await readLock();
      lock = present;
      const pin = present?.ways.pin;
      if (present === null || pin === undefined || present.wrong >= PIN_TRIES) return null;
      const notBefore = waitsUntil(present);
      const waits = notBefore !== null && Date.parse(notBefore) > now();
      const wrong = present.wrong + (waits ? 0 : 1);
      const wait = waitAfter(wrong);
      const next = { ...present, wrong, notBefore: waits ? notBefore : wait === 0 ? null : new Date(now() + wait).toISOString() };
      await db.keys.put(next);
      lock = next;
      return waits ? null : pin;
    });
  /** After the last try. Cards come again from the server; drafts and notes do not, so they stay, sealed. */
  const wipeCards = async (): Promise<void> => {
    const present = await readLock();
    if (present === null || present.wrong < PIN_TRIES || present.ways.pin === undefined) return;
    const { pin: _, ...others } = present.ways;
    const next: LockRow = { ...present, ways: others };
    await db.transaction('rw', db.sealed, db.keys, async () => {
      await db.keys.put(next);
      await db.sealed.filter((row) => row.box.startsWith('feed:')).delete();
      await db.sealed.bulkDelete([
        ['sync', 'cursor'],
        ['sync', 'resync'],
      ]);
    });
    lock = next;
  };

  /** The browser frees what was deleted a moment later, so the write is tried for a while. */
  const giveUpBallast = async (attempt: () => Promise<void>): Promise<void> => {
    await db.sealed.where('box').equals('ballast').delete();
    for (const pause of [0, 200, 500, 1_000]) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      const failed = await attempt().then(
        () => null,
        (error: unknown) => (error instanceof Error ? error : new Error('write failed')),
      );
      if (failed === null) return;
      if (!isFull(failed)) throw failed;
    }
    await attempt();
  };

  const guard: StoreGuard = {
    state: () => {
      if (said.lock !== lock || said.opened !== opened) said = { lock, opened, state: stateOf(lock, opened !== null) };
      return said.state;
    },
    protect: async ({ pin, password }) => {
      if (locked()) throw new Error('the store is locked');
      const raw = opened?.raw ?? newRawKey();
      const ways = { ...lock?.ways, pin: await wrap(phoneKey, 'pin', pin, raw, rounds), password: await wrap(phoneKey, 'password', password, raw, rounds) };
      await sweep({ name: 'lock', ways, fingerId: lock?.fingerId ?? null, wrong: 0, notBefore: null }, { raw, key: await importRaw(raw) });
    },
    unlock: async (way: Extract<Way, 'pin' | 'password'>, secret) => {
      // Another tab may have counted, or taken the lock away.
      lock = await readLock();
      if (lock === null) return true;
      const wrapped = way === 'pin' ? await takeTry() : lock.ways.password;
      const raw = wrapped === null || wrapped === undefined ? null : await unwrap(phoneKey, way, secret, wrapped);
      if (raw === null && way === 'pin') await wipeCards();
      return openBy(raw);
    },
    unlockByFinger: async (secret) => openBy(lock?.ways.finger === undefined ? null : await unwrap(phoneKey, 'finger', secret, lock.ways.finger)),
    setFinger: async (finger) => {
      const { lock: before, opened: by } = openOrThrow();
      const { finger: _, ...others } = before.ways;
      await saveLock(
        finger === null
          ? { ...before, ways: others, fingerId: null }
          : { ...before, ways: { ...others, finger: await wrap(phoneKey, 'finger', finger.secret, by.raw, 0) }, fingerId: finger.id },
      );
    },
    fingerId: () => lock?.fingerId ?? null,
    setPassword: async (password) => {
      const { lock: before, opened: by } = openOrThrow();
      await saveLock({ ...before, ways: { ...before.ways, password: await wrap(phoneKey, 'password', password, by.raw, rounds) } });
    },
    lock: () => {
      opened = null;
    },
    giveUp: async () => {
      await db.transaction('rw', db.sealed, db.keys, async () => {
        await db.sealed.filter((row) => guarded(row.box as Box)).delete();
        await db.sealed.bulkDelete([
          ['sync', 'cursor'],
          ['sync', 'resync'],
        ]);
        await db.keys.delete('lock');
      });
      lock = null;
      opened = null;
    },
  };

  return {
    guard,
    locked,
    damaged: () => damaged.size,
    get: async <T>(box: Box, recordKey: string) => {
      const row = hidden(box) ? undefined : await db.sealed.get([box, recordKey]);
      return row === undefined ? undefined : opening(row, () => read<T>(row));
    },
    bytes: async (box, recordKey) => {
      const row = hidden(box) ? undefined : await db.sealed.get([box, recordKey]);
      return row === undefined ? undefined : opening(row, async () => new Uint8Array(await unseal(row)));
    },
    list: async <T>(box: Box): Promise<readonly Stored<T>[]> => {
      if (hidden(box)) return [];
      const rows = await db.sealed.where('[box+key]').between([box, Dexie.minKey], [box, Dexie.maxKey]).toArray();
      const opened = await Promise.all(rows.map((row) => opening(row, async (): Promise<Stored<T>> => ({ key: row.key, value: await read<T>(row) }))));
      return opened.filter((one) => one !== undefined);
    },
    feedBoxes: async () => {
      const boxes = await db.sealed.orderBy('box').uniqueKeys();
      return boxes.map(String).filter((box): box is `feed:${string}` => box.startsWith('feed:'));
    },
    write: async (changes) => {
      const ready = await Promise.all(changes.map(sealedChange));
      const attempt = (): Promise<void> =>
        db.transaction('rw', db.sealed, async () => {
          for (const change of ready) {
            if (change.op === 'delete') await db.sealed.delete([change.box, change.key]);
            else if (change.op === 'clear') await db.sealed.where('box').equals(change.box).delete();
            else if (change.op === 'row' || (await db.sealed.where('[box+key]').equals([change.row.box, change.row.key]).count()) === 0) await db.sealed.put(change.row);
          }
        });
      // Pictures and the ballast itself are declined when the phone is full; what was recorded is not.
      const yields = changes.some(({ box }) => box === 'blobs' || box === 'ballast');
      await attempt().catch(async (error: unknown) => {
        if (yields || !isFull(error)) throw error;
        await giveUpBallast(attempt);
        tight?.();
      });
    },
  };
}

function stateOf(lock: LockRow | null, open: boolean): GuardState {
  if (lock === null) return { kind: 'none' };
  const finger = lock.ways.finger !== undefined;
  return open ? { kind: 'open', finger } : { kind: 'locked', finger, wrong: lock.wrong, notBefore: lock.notBefore, wiped: lock.ways.pin === undefined };
}

/** Dexie wraps what the browser says, once or twice. */
const isFull = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'QuotaExceededError' || /quota/i.test(error.message) || ('inner' in error && isFull(error.inner)));

const sameBytes = (a: Uint8Array, b: Uint8Array | undefined): boolean => b !== undefined && a.length === b.length && a.every((byte, at) => byte === b[at]);
