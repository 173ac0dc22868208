// The sealed store on IndexedDB. Each record is sealed by AES-GCM with a key that WebCrypto made and
// never gives out (non-extractable), so that a copied database file is of no use elsewhere. The
// record's place (box and key) is bound into the seal: a record moved elsewhere does not open.
// Sealing is done before the transaction, because IndexedDB closes a transaction that waits.
import Dexie, { type Table } from 'dexie';
import type { Box, Change, SealedStore, Stored } from './sealed-store.ts';

interface SealedRow {
  readonly box: string;
  readonly key: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}
interface KeyRow {
  readonly name: string;
  readonly key: CryptoKey;
}

class FieldDatabase extends Dexie {
  readonly sealed!: Table<SealedRow, [string, string]>;
  readonly keys!: Table<KeyRow, string>;
  constructor(name: string) {
    super(name);
    this.version(1).stores({ sealed: '[box+key], box', keys: 'name' });
  }
}

const KEY_NAME = 'seal-1';
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const placeOf = (box: string, key: string): Uint8Array<ArrayBuffer> => encoder.encode(`${box}\u0000${key}`);

/** The key of this phone, made at the first start. Page and service worker may race: the first wins. */
async function sealingKey(db: FieldDatabase): Promise<CryptoKey> {
  const found = await db.keys.get(KEY_NAME);
  if (found !== undefined) return found.key;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  return db.transaction('rw', db.keys, async () => {
    const other = await db.keys.get(KEY_NAME);
    if (other !== undefined) return other.key;
    await db.keys.add({ name: KEY_NAME, key: made });
    return made;
  });
}

/** Opens the phone's store; needs a secure context. */
export async function openDexieStore(name = 'shouwang-field'): Promise<SealedStore> {
  const db = new FieldDatabase(name);
  await db.open();
  const key = await sealingKey(db);

  const seal = async (box: Box, recordKey: string, content: Uint8Array<ArrayBuffer>): Promise<SealedRow> => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: placeOf(box, recordKey) }, key, content);
    return { box, key: recordKey, iv, data };
  };
  const unseal = (row: SealedRow): Promise<ArrayBuffer> => crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv, additionalData: placeOf(row.box, row.key) }, key, row.data);
  const opened = async <T>(row: SealedRow): Promise<T> => JSON.parse(decoder.decode(await unseal(row))) as T;
  const sealedChange = async (change: Change): Promise<Exclude<Change, { op: 'put' | 'putBytes' }> | { readonly op: 'row'; readonly row: SealedRow }> =>
    change.op === 'put'
      ? { op: 'row', row: await seal(change.box, change.key, encoder.encode(JSON.stringify(change.value))) }
      : change.op === 'putBytes'
        ? { op: 'row', row: await seal(change.box, change.key, change.bytes) }
        : change;

  return {
    get: async <T>(box: Box, recordKey: string) => {
      const row = await db.sealed.get([box, recordKey]);
      return row === undefined ? undefined : opened<T>(row);
    },
    bytes: async (box, recordKey) => {
      const row = await db.sealed.get([box, recordKey]);
      return row === undefined ? undefined : new Uint8Array(await unseal(row));
    },
    list: async <T>(box: Box): Promise<readonly Stored<T>[]> => {
      const rows = await db.sealed.where('[box+key]').between([box, Dexie.minKey], [box, Dexie.maxKey]).toArray();
      return Promise.all(rows.map(async (row) => ({ key: row.key, value: await opened<T>(row) })));
    },
    feedBoxes: async () => {
      const boxes = await db.sealed.orderBy('box').uniqueKeys();
      return boxes.map(String).filter((box): box is `feed:${string}` => box.startsWith('feed:'));
    },
    write: async (changes) => {
      const ready = await Promise.all(changes.map(sealedChange));
      await db.transaction('rw', db.sealed, async () => {
        for (const change of ready) {
          if (change.op === 'row') await db.sealed.put(change.row);
          else if (change.op === 'delete') await db.sealed.delete([change.box, change.key]);
          else if (change.op === 'clear') await db.sealed.where('box').equals(change.box).delete();
        }
      });
    },
  };
}
