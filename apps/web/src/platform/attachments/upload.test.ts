// Attachments arrive whole and once, after their command, whatever breaks off; facts go first.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { PART_BYTES } from '@shouwang/domain/sync';
import { newEntry, type OutboxEntry } from '../outbox/outbox.ts';
import { memoryStore, type MemoryStore } from '../store/memory-store.ts';
import { put, putBytes } from '../store/sealed-store.ts';
import type { Answer, PartReply, PartRequest } from '../sync/transport.ts';
import { refusedKeeping, unsentAttachments, type Attachment } from './attachment.ts';
import { uploadAttachments, type Uploaded } from './upload.ts';

const AT = '2026-11-22T08:00:00.000Z';
const bytesOf = (size: number, seed = 1): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: size }, (_, at) => (at * 31 + seed) % 251);
const attachment = (id: string, bytes: Uint8Array, over: Partial<Attachment> = {}): Attachment => ({
  id,
  ownerId: 'visit',
  accountId: 'me',
  kind: 'photo',
  contentType: 'image/jpeg',
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  keptAt: AT,
  sent: 0,
  state: 'waiting',
  refusal: null,
  settledAt: null,
  held: true,
  ...over,
});
const delivered = (id = 'visit'): OutboxEntry => ({
  ...newEntry({ id, kind: 'visits.record', occurredAt: AT, recordedAt: AT, base: {}, payload: {} }, 'me', { id: 'e', name: 'E' }),
  state: 'delivered',
  settledAt: AT,
});

/** The server's side: parts in order, the whole compared with its digest. */
function modelServer() {
  const held = new Map<string, Uint8Array>();
  let parts = 0;
  return {
    held,
    parts: () => parts,
    take(id: string, part: PartRequest): PartReply {
      parts += 1;
      const before = held.get(id) ?? new Uint8Array();
      const bytes = Uint8Array.from(atob(part.data), (letter) => letter.charCodeAt(0));
      if (part.offset !== before.length || before.length === part.size) return { received: before.length, complete: before.length === part.size };
      const after = new Uint8Array([...before, ...bytes]);
      if (after.length === part.size && createHash('sha256').update(after).digest('hex') !== part.sha256) {
        held.delete(id);
        return { received: 0, complete: false };
      }
      held.set(id, after);
      return { received: after.length, complete: after.length === part.size };
    },
  };
}

async function phoneWith(...all: readonly [Attachment, Uint8Array<ArrayBuffer>][]): Promise<MemoryStore> {
  const store = memoryStore();
  await store.write([put('outbox', 'visit', delivered()), ...all.flatMap(([one, bytes]) => [put('attachments', one.id, one), putBytes('blobs', one.id, bytes)])]);
  return store;
}
const run = (store: MemoryStore, part: (id: string, request: PartRequest) => Promise<Answer<PartReply>>, giveWay = () => false): Promise<Uploaded> =>
  uploadAttachments({ store, transport: { part: (_, id, request) => part(id, request) }, token: 't', accountId: 'me', now: () => AT, giveWay, changed: () => undefined });
const stateOf = (store: MemoryStore, id: string) => store.get<Attachment>('attachments', id);

describe('uploading', () => {
  it('brings every attachment whole and once, whatever is dropped, answered into nothing or begun anew', async () => {
    const faults = fc.array(fc.constantFrom('fine', 'dropRequest', 'dropAnswer', 'double', 'bend'), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(faults, fc.array(fc.integer({ min: 1, max: PART_BYTES * 3 + 5 }), { minLength: 1, maxLength: 3 }), async (plan, sizes) => {
        const server = modelServer();
        const contents = sizes.map((size, index) => bytesOf(size, index));
        const store = await phoneWith(...contents.map((bytes, index): [Attachment, Uint8Array<ArrayBuffer>] => [attachment(`a${index}`, bytes), bytes]));
        let bent = false;
        const part = async (id: string, request: PartRequest): Promise<Answer<PartReply>> => {
          const fault = plan.shift() ?? 'fine';
          if (fault === 'dropRequest') return { kind: 'away' };
          // A byte that changes on the way is met once: twice it would be the phone's own bytes that are wrong.
          const bend = fault === 'bend' && !bent && request.data.length > 4;
          if (bend) bent = true;
          const value = server.take(id, bend ? { ...request, data: `${request.data.startsWith('AAAA') ? 'BBBB' : 'AAAA'}${request.data.slice(4)}` } : request);
          if (fault === 'double') return { kind: 'ok', value: server.take(id, request) };
          return fault === 'dropAnswer' ? { kind: 'away' } : { kind: 'ok', value };
        };
        for (let tries = 0; tries < 60 && (await run(store, part)) !== 'ok'; tries += 1);
        for (const [index, bytes] of contents.entries()) {
          expect(Buffer.from(server.held.get(`a${index}`) ?? []).equals(Buffer.from(bytes))).toBe(true);
          expect(await stateOf(store, `a${index}`)).toMatchObject({ state: 'delivered', sent: bytes.length });
        }
      }),
      { numRuns: 20 },
    );
  });

  it('goes on where it broke off, also after the app was closed', async () => {
    const server = modelServer();
    const bytes = bytesOf(PART_BYTES * 4);
    const store = await phoneWith([attachment('a', bytes), bytes]);
    let calls = 0;
    expect(await run(store, async (id, request) => ((calls += 1) > 2 ? { kind: 'away' } : { kind: 'ok', value: server.take(id, request) }))).toEqual({ kind: 'away' });
    expect(await run(store, async (id, request) => ({ kind: 'ok', value: server.take(id, request) }))).toBe('ok');
    expect(server.parts()).toBe(4);
  });

  it('waits until its command has arrived, and leaves what another account took', async () => {
    const server = modelServer();
    const bytes = bytesOf(10);
    const store = await phoneWith([attachment('early', bytes, { ownerId: 'unsent' }), bytes], [attachment('other', bytes, { accountId: 'you' }), bytes]);
    expect(await run(store, async (id, request) => ({ kind: 'ok', value: server.take(id, request) }))).toBe('ok');
    expect(server.parts()).toBe(0);
  });

  it('gives way to facts between two parts', async () => {
    const server = modelServer();
    const bytes = bytesOf(PART_BYTES * 3);
    const store = await phoneWith([attachment('a', bytes), bytes]);
    expect(
      await run(
        store,
        async (id, request) => ({ kind: 'ok', value: server.take(id, request) }),
        () => server.parts() === 1,
      ),
    ).toBe('gaveWay');
    expect(await stateOf(store, 'a')).toMatchObject({ state: 'waiting', sent: PART_BYTES });
  });

  it('says why one cannot be sent and goes on with the next; bytes that are wrong twice wait for a person', async () => {
    const server = modelServer();
    const good = bytesOf(10);
    const store = await phoneWith(
      [attachment('unfit', good), good],
      [attachment('wrong', good, { sha256: 'f'.repeat(64), keptAt: '2026-11-22T08:00:01.000Z' }), good],
      [attachment('good', good, { keptAt: '2026-11-22T08:00:02.000Z' }), good],
    );
    await run(store, async (id, request) => (id === 'unfit' ? { kind: 'refused', refusal: { code: 'attachment.unfit' } } : { kind: 'ok', value: server.take(id, request) }));
    expect(await stateOf(store, 'unfit')).toMatchObject({ state: 'attention', refusal: { code: 'attachment.unfit' } });
    expect(await stateOf(store, 'wrong')).toMatchObject({ state: 'attention', refusal: { code: 'attachment.altered' } });
    expect(await stateOf(store, 'good')).toMatchObject({ state: 'delivered' });
  });
});

it('refuses what is too heavy or one too many of a visit, and counts what has not arrived', () => {
  const small = bytesOf(3);
  expect(refusedKeeping([], 'visit', 200 * 1024)).toBeNull();
  expect(refusedKeeping([], 'visit', 200 * 1024 + 1)).toMatchObject({ code: 'attachment.heavy' });
  const many = Array.from({ length: 16 }, (_, n) => attachment(`a${n}`, small));
  expect(refusedKeeping(many, 'visit', 3)).toMatchObject({ code: 'attachment.perVisit' });
  expect(refusedKeeping(many, 'other', 3)).toBeNull();
  expect(unsentAttachments([...many, attachment('draft', small, { ownerId: 'draft' })], [delivered()])).toBe(16);
});
