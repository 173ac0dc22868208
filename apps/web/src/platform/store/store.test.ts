// Both stores behave alike; the one on IndexedDB leaves nothing readable behind.
import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { describe, expect, it } from 'vitest';
import { openDexieStore } from './dexie-store.ts';
import { memoryStore } from './memory-store.ts';
import { clear, feedBox, put, remove, type SealedStore } from './sealed-store.ts';

let number = 0;
const stores: readonly (readonly [string, () => Promise<SealedStore>])[] = [
  ['memory', async () => memoryStore()],
  ['IndexedDB', async () => openDexieStore(`test-${(number += 1)}`)],
];

describe.each(stores)('sealed store on %s', (_, open) => {
  it('gives back what was put, in the order of keys, and forgets what was removed', async () => {
    const store = await open();
    await store.write([put('drafts', 'b', { tap: 2 }), put('drafts', 'a', { tap: 1 }), put('outbox', 'a', 'other box')]);
    expect(await store.list('drafts')).toEqual([
      { key: 'a', value: { tap: 1 } },
      { key: 'b', value: { tap: 2 } },
    ]);
    await store.write([put('drafts', 'a', { tap: 3 }), remove('drafts', 'b')]);
    expect(await store.get('drafts', 'a')).toEqual({ tap: 3 });
    expect(await store.get('drafts', 'b')).toBeUndefined();
    expect(await store.get('outbox', 'a')).toBe('other box');
  });
  it('clears one box and names the boxes of the feed', async () => {
    const store = await open();
    await store.write([put(feedBox('elderCard'), '1', {}), put(feedBox('policy'), '1', {}), put('sync', 'cursor', 'c')]);
    expect([...(await store.feedBoxes())].sort()).toEqual(['feed:elderCard', 'feed:policy']);
    await store.write([clear(feedBox('elderCard'))]);
    expect(await store.list(feedBox('elderCard'))).toEqual([]);
    expect(await store.feedBoxes()).toEqual(['feed:policy']);
  });
});

describe('sealing', () => {
  it('leaves no clear text in the database, keeps the key inside and opens again after a restart', async () => {
    const store = await openDexieStore('sealed-test');
    await store.write([put('drafts', 'd', { name: 'Zhang-in-clear' })]);
    const raw = new Dexie('sealed-test');
    await raw.open();
    const rows = await raw.table('sealed').toArray();
    expect(rows).toHaveLength(1);
    expect(Buffer.from(rows[0].data).toString('latin1')).not.toContain('Zhang');
    const [{ key }] = await raw.table('keys').toArray();
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
    expect(await (await openDexieStore('sealed-test')).get('drafts', 'd')).toEqual({ name: 'Zhang-in-clear' });
  });
  it('does not open a record that was moved to another place', async () => {
    const store = await openDexieStore('moved-test');
    await store.write([put('drafts', 'mine', 1)]);
    const raw = new Dexie('moved-test');
    await raw.open();
    const [row] = await raw.table('sealed').toArray();
    await raw.table('sealed').put({ ...row, key: 'other' });
    expect(await store.get('drafts', 'other')).toBeUndefined();
    expect(store.damaged()).toBe(1);
  });
});
