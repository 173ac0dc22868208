// Room is made of what the server has; what it does not have is never touched.
import { expect, it } from 'vitest';
import type { Attachment } from '../attachments/attachment.ts';
import { memoryStore } from '../store/memory-store.ts';
import { put, putBytes, remove, type SealedStore } from '../store/sealed-store.ts';
import { leaving, watchRoom } from './room.ts';

const attachment = (id: string, state: Attachment['state'], settledAt: string | null): Attachment => ({
  id,
  ownerId: 'v',
  accountId: 'a',
  kind: 'photo',
  contentType: 'image/jpeg',
  size: 100,
  sha256: '',
  keptAt: '2026-11-01T00:00:00Z',
  sent: 0,
  state,
  refusal: null,
  settledAt,
  held: true,
});
const all = [
  attachment('new', 'delivered', '2026-11-20T00:00:00Z'),
  attachment('waiting', 'waiting', null),
  attachment('old', 'delivered', '2026-11-02T00:00:00Z'),
  attachment('stuck', 'attention', '2026-11-01T00:00:00Z'),
];

it('lets the oldest sent ones go first, as many as are needed', () => {
  expect(leaving(all, 50).map(({ id }) => id)).toEqual(['old']);
  expect(leaving(all, 150).map(({ id }) => id)).toEqual(['old', 'new']);
  expect(leaving(all, 1_000).map(({ id }) => id)).toEqual(['old', 'new']);
});

it('tidies above 70 %, tells how full it is, and keeps every byte that was not sent', async () => {
  const store = memoryStore();
  await store.write(all.flatMap((one) => [put('attachments', one.id, one), putBytes('blobs', one.id, new Uint8Array(100))]));
  let usage = 600;
  const room = watchRoom(
    store,
    async () => ({ usage, quota: 1_000 }),
    () => undefined,
  );
  let told = 0;
  room.subscribe(() => (told += 1));
  await room.look();
  expect(room.share()).toBe(0.6);
  expect(await store.bytes('blobs', 'old')).toBeDefined();
  usage = 950;
  await room.look();
  expect(room.share()).toBe(0.75);
  expect(told).toBe(2);
  for (const [id, there] of Object.entries({ old: false, new: false, waiting: true, stuck: true })) expect((await store.bytes('blobs', id)) !== undefined, id).toBe(there);
  expect(await store.get<Attachment>('attachments', 'old')).toMatchObject({ held: false, state: 'delivered' });
});

it('says that the phone is full when the ballast no longer fits, whatever the browser claims, and takes it back when it does', async () => {
  const inner = memoryStore();
  let full = false;
  const store: SealedStore = { ...inner, write: (changes) => (full && changes.some(({ box }) => box === 'ballast') ? Promise.reject(new Error('quota')) : inner.write(changes)) };
  const room = watchRoom(
    store,
    async () => ({ usage: 1_000, quota: 10_000_000_000 }),
    () => undefined,
  );
  await room.look();
  expect(await store.get('ballast', 'here')).toBe(true);
  expect(room.share()).toBeLessThan(0.01);
  // A record was written that needed the room.
  await inner.write([remove('ballast', 'here'), remove('ballast', 'bytes')]);
  full = true;
  await room.look();
  expect(room.share()).toBe(1);
  full = false;
  await room.look();
  expect(room.share()).toBeLessThan(0.01);
});
