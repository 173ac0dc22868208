// What screens see is what is saved, in the order in which it was asked for.
import { expect, it } from 'vitest';
import { newEntry } from '../outbox/outbox.ts';
import { memoryStore, type Shelf } from './memory-store.ts';
import { openReplica } from './replica.ts';
import { feedBox, put, remove, type SealedStore } from './sealed-store.ts';

const entry = newEntry({ id: 'c', kind: 'k', occurredAt: 'x', recordedAt: 'x', base: {}, payload: {} }, 'a', { id: 'e', name: 'E' });

/** The first write of a phone under load takes longer than the next one. */
function slowStart(store: SealedStore): SealedStore {
  let first = true;
  return {
    ...store,
    write: async (changes) => {
      if (first) {
        first = false;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await store.write(changes);
    },
  };
}

it('does not let a draft that is written late come back after its visit was saved', async () => {
  const shelf: Shelf = new Map();
  const replica = await openReplica(slowStart(memoryStore(shelf)));
  await Promise.all([replica.commit([put('drafts', 'd', { tap: 9 })]), replica.commit([put('outbox', 'c', entry), remove('drafts', 'd')])]);
  expect(replica.snapshot().drafts.size).toBe(0);
  expect(replica.snapshot().outbox).toEqual([entry]);
  const reopened = await openReplica(memoryStore(shelf));
  expect(reopened.snapshot().drafts.size).toBe(0);
  expect(reopened.snapshot().outbox).toEqual([entry]);
});

it('shows nothing that could not be saved, and goes on after the failure', async () => {
  const store = memoryStore();
  let full = true;
  const replica = await openReplica({ ...store, write: async (changes) => (full ? Promise.reject(new Error('quota')) : store.write(changes)) });
  await expect(replica.commit([put('drafts', 'd', 1)])).rejects.toThrow('quota');
  expect(replica.snapshot().drafts.size).toBe(0);
  full = false;
  await replica.commit([put('drafts', 'd', 2)]);
  expect(replica.snapshot().drafts.get('d')).toBe(2);
});

it('reads anew what another tab or the service worker changed, and tells its listeners', async () => {
  const shelf: Shelf = new Map();
  const replica = await openReplica(memoryStore(shelf));
  let told = 0;
  replica.subscribe(() => (told += 1));
  await memoryStore(shelf).write([put(feedBox('elderCard'), 'e', { name: 'E' })]);
  await replica.reload();
  expect(replica.snapshot().feed.get('elderCard')?.get('e')).toEqual({ name: 'E' });
  expect(told).toBeGreaterThan(0);
});

it('keeps in sight what is written while everything is being read anew', async () => {
  const store = memoryStore();
  let release = (): void => undefined;
  let isHeld = false;
  const replica = await openReplica({
    ...store,
    list: async (box) => {
      const found = await store.list(box);
      // Read before the draft is written, answered after it.
      if (box === 'drafts' && isHeld) await new Promise<void>((resolve) => (release = resolve));
      return found as never;
    },
  });
  isHeld = true;
  const read = replica.reload();
  await new Promise((resolve) => setTimeout(resolve, 10));
  isHeld = false;
  await replica.commit([put('drafts', 'd', { tap: 1 })]);
  release();
  await read;
  expect(replica.snapshot().drafts.get('d')).toEqual({ tap: 1 });
});
