// Whatever the network and the phone do to it, the server ends with exactly the visits that were
// recorded, and the outbox is empty (quality bar R2, R1).
import type { ElderCard } from '@shouwang/contract/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSession, type DeviceSession } from '../device/session.ts';
import { newEntry, unsent, type OutboxEntry } from '../outbox/outbox.ts';
import { memoryStore, type MemoryStore, type Shelf } from '../store/memory-store.ts';
import { feedBox, put, putBytes } from '../store/sealed-store.ts';
import { syncEngine, type LastPull, type SyncEngine } from './engine.ts';
import type { Answer, PullReply, PushReply, PushRequest, SyncTransport } from './transport.ts';

const START = Date.parse('2026-11-22T08:00:00.000Z');
const uuid = (n: number): string => `01980000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const session: DeviceSession = {
  deviceId: uuid(900),
  token: 'token',
  ended: null,
  principal: {
    accountId: uuid(901),
    countyCode: '610999',
    role: 'visitor',
    scope: '',
    scopeName: '',
    visitorId: uuid(902),
    displayName: 'Visitor',
    username: 'v',
    mustChangePassword: false,
  },
};

/** The server's side of the contract: a command is done once, whatever comes. */
function modelServer() {
  const visits = new Map<string, number>();
  let log: { readonly id: string; readonly gone: boolean }[] = [];
  return {
    visits,
    handle: (request: PushRequest): PushReply => ({
      receivedAt: new Date(START).toISOString(),
      results: request.commands.map(({ id }) => {
        const before = visits.get(id) ?? 0;
        if (before === 0) visits.set(id, 1);
        return { id, outcome: before === 0 ? ('applied' as const) : ('alreadyApplied' as const) };
      }),
    }),
    publish: (id: string) => log.push({ id, gone: false }),
    withdraw: (id: string) => log.push({ id, gone: true }),
    forget: () => (log = []),
    pull: (cursor: string | null, pageSize = 2): PullReply => {
      const from = cursor === null ? 0 : Number(cursor);
      const page = log.slice(from, from + pageSize);
      return {
        cursor: String(from + page.length),
        full: cursor === null,
        serverTime: new Date(START).toISOString(),
        more: from + page.length < log.length,
        upserts: page.filter(({ gone }) => !gone).map(({ id }) => ({ entity: 'elderCard', id, data: { id } satisfies Partial<ElderCard> })),
        removals: page.filter(({ gone }) => gone).map(({ id }) => ({ entity: 'elderCard', id })),
      };
    },
  };
}
type Model = ReturnType<typeof modelServer>;

/** No attachment in these tests: upload.test.ts has them. */
const noParts: Pick<SyncTransport, 'part' | 'check'> = { part: async () => ({ kind: 'away' }), check: async () => ({ kind: 'ok', value: true }) };
const steady = (server: Model): SyncTransport => ({
  ...noParts,
  push: async (_, request) => ({ kind: 'ok', value: server.handle(request) }),
  pull: async (_, cursor) => ({ kind: 'ok', value: server.pull(cursor) }),
});

function phone(shelf: Shelf, transport: SyncTransport, clock = { ms: START }): { store: MemoryStore; engine: SyncEngine } {
  const store = memoryStore(shelf);
  const engine = syncEngine({ store, transport, now: () => new Date(clock.ms).toISOString(), random: () => 0.5, alone: (work) => work(), changed: () => undefined });
  return { store, engine };
}
const record = (store: MemoryStore, n: number, accountId = session.principal.accountId) => {
  const at = new Date(START + n).toISOString();
  return store.write([
    put('outbox', uuid(n), newEntry({ id: uuid(n), kind: 'visits.record', occurredAt: at, recordedAt: at, base: {}, payload: {} }, accountId, { id: uuid(1), name: 'E' })),
  ]);
};
const outboxOf = async (store: MemoryStore) => (await store.list<OutboxEntry>('outbox')).map(({ value }) => value);
const cardsOf = async (store: MemoryStore) => (await store.list('feed:elderCard')).map(({ key }) => key);

async function signedIn(transport: SyncTransport) {
  const shelf: Shelf = new Map();
  const made = phone(shelf, transport);
  await made.store.write([put('device', 'session', session)]);
  return { ...made, shelf };
}

/** What the network does to one request. */
type Fault = 'fine' | 'dropRequest' | 'dropAnswer' | 'double' | 'late' | 'retryLater' | 'partial' | 'phoneDies' | 'phoneDiesAfter';
const faults: readonly Fault[] = ['fine', 'dropRequest', 'dropAnswer', 'double', 'late', 'retryLater', 'partial', 'phoneDies', 'phoneDiesAfter'];
type Step =
  | { readonly do: 'record'; readonly count: number }
  | { readonly do: 'sync'; readonly faults: readonly Fault[]; readonly force: boolean }
  | { readonly do: 'restart' }
  | { readonly do: 'wait'; readonly minutes: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('record' as const), count: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 5 }) }, fc.constant(60)) }),
    fc.record({ do: fc.constant('sync' as const), faults: fc.array(fc.constantFrom(...faults), { minLength: 1, maxLength: 4 }), force: fc.boolean() }),
    fc.record({ do: fc.constant('restart' as const) }),
    fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 30 }) }),
  ),
  { maxLength: 14 },
);

async function live(script: readonly Step[]): Promise<void> {
  const server = modelServer();
  const shelf: Shelf = new Map();
  const clock = { ms: START };
  const recorded = new Set<string>();
  const strays: PushRequest[] = [];
  let plan: Fault[] = [];
  let died: (() => void) | null = null;
  const hang = <T>(): Promise<T> => {
    died?.();
    return new Promise<T>(() => undefined);
  };
  const push = async (request: PushRequest): Promise<Answer<PushReply>> => {
    const fault = plan.shift() ?? 'fine';
    if (fault === 'dropRequest') return { kind: 'away' };
    if (fault === 'phoneDies') return hang();
    if (fault === 'late') {
      strays.push(request);
      return { kind: 'away' };
    }
    if (fault === 'retryLater')
      return { kind: 'ok', value: { receivedAt: new Date(START).toISOString(), results: request.commands.map(({ id }) => ({ id, outcome: 'retryLater' })) } };
    const reply = server.handle(fault === 'partial' ? { ...request, commands: request.commands.slice(0, 1) } : request);
    if (fault === 'double') return { kind: 'ok', value: server.handle(request) };
    if (fault === 'dropAnswer') return { kind: 'away' };
    if (fault === 'phoneDiesAfter') return hang();
    return { kind: 'ok', value: reply };
  };
  const transport: SyncTransport = { ...noParts, push: (_, request) => push(request), pull: async (_, cursor) => ({ kind: 'ok', value: server.pull(cursor) }) };
  let now = phone(shelf, transport, clock);
  await now.store.write([put('device', 'session', session)]);
  const restart = (): void => {
    now.store.cut();
    now = phone(shelf, transport, clock);
  };
  let n = 1000;
  for (const step of script) {
    if (step.do === 'record') {
      for (let i = 0; i < step.count; i += 1) {
        n += 1;
        recorded.add(uuid(n));
        await record(now.store, n);
      }
    } else if (step.do === 'restart') restart();
    else if (step.do === 'wait') clock.ms += step.minutes * 60_000;
    else {
      plan = [...step.faults];
      const death = new Promise<void>((resolve) => (died = resolve));
      await Promise.race([now.engine.run({ force: step.force }), death.then(restart)]);
      died = null;
      if (strays.length > 1) server.handle(strays.shift() as PushRequest);
    }
    expect(new Set((shelf.get('outbox') ?? new Map()).keys())).toEqual(recorded);
  }
  plan = [];
  restart();
  expect(await now.engine.run({ force: true })).toBe('done');
  strays.forEach(server.handle);
  expect(new Set(server.visits.keys())).toEqual(recorded);
  expect([...server.visits.values()].every((times) => times === 1)).toBe(true);
  expect(unsent(await outboxOf(now.store))).toBe(0);
}

describe('sync engine', () => {
  it('ends with exactly the recorded visits, whatever drops, doubles, comes late or dies', async () => {
    await fc.assert(fc.asyncProperty(steps, live), { numRuns: 100 });
  });

  it('waits longer and longer while there is no signal, and says when it will try again', async () => {
    const { store, engine } = await signedIn({ ...noParts, push: async () => ({ kind: 'away' }), pull: async () => ({ kind: 'away' }) });
    await record(store, 1);
    expect(await engine.run()).toBe('away');
    const first = engine.status();
    expect(first).toMatchObject({ phase: 'idle', reached: false, failures: 1, sending: [] });
    await engine.run();
    expect(Date.parse(engine.status().nextTryAt as string)).toBeGreaterThan(Date.parse(first.nextTryAt as string));
    expect(unsent(await outboxOf(store))).toBe(1);
  });

  it('finds the one bad command in a push that is declined as a whole, and sends the others', async () => {
    const server = modelServer();
    const { store, engine } = await signedIn({
      ...steady(server),
      push: async (_, request) =>
        request.commands.some(({ id }) => id === uuid(2))
          ? { kind: 'refused', refusal: { code: 'input.invalid', details: { field: 'payload' } } }
          : { kind: 'ok', value: server.handle(request) },
    });
    for (const n of [1, 2, 3]) await record(store, n);
    expect(await engine.run()).toBe('done');
    expect([...server.visits.keys()].sort()).toEqual([uuid(1), uuid(3)]);
    const bad = (await outboxOf(store)).find(({ command }) => command.id === uuid(2));
    expect(bad).toMatchObject({ state: 'attention', refusal: { code: 'input.invalid' } });
  });

  it('sends an entry again when a person asks', async () => {
    const server = modelServer();
    let strict = true;
    const { store, engine } = await signedIn({
      ...steady(server),
      push: async (_, request) =>
        strict
          ? {
              kind: 'ok',
              value: { receivedAt: new Date(START).toISOString(), results: request.commands.map(({ id }) => ({ id, outcome: 'refused', refusal: { code: 'elder.notVisible' } })) },
            }
          : { kind: 'ok', value: server.handle(request) },
    });
    await record(store, 1);
    await engine.run({ force: true });
    strict = false;
    await engine.run({ force: true });
    expect(server.visits.size).toBe(0);
    await engine.retry(uuid(1));
    await engine.run();
    expect([...server.visits.keys()]).toEqual([uuid(1)]);
  });

  it('never sends what another account recorded on this phone', async () => {
    const server = modelServer();
    const { store, engine } = await signedIn(steady(server));
    await record(store, 1, uuid(777));
    await record(store, 2);
    await engine.run({ force: true });
    expect([...server.visits.keys()]).toEqual([uuid(2)]);
    expect(unsent(await outboxOf(store))).toBe(1);
  });

  it('removes the cards of a revoked phone and keeps what was not sent', async () => {
    const server = modelServer();
    server.publish(uuid(10));
    const { store, engine } = await signedIn({ ...steady(server), push: async () => ({ kind: 'refused', refusal: { code: 'device.revoked' } }) });
    await engine.run();
    expect(await cardsOf(store)).toEqual([uuid(10)]);
    await record(store, 1);
    expect(await engine.run()).toBe('ended');
    expect(await cardsOf(store)).toEqual([]);
    expect(await findSession(store)).toMatchObject({ token: null, ended: 'revoked' });
    expect(unsent(await outboxOf(store))).toBe(1);
    expect(await engine.run()).toBe('signedOut');
  });

  it('lets a lost phone send what it recorded, pictures too, and then leaves nothing on it', async () => {
    const server = modelServer();
    server.publish(uuid(10));
    const arrived: string[] = [];
    let lost = false;
    const { store, engine, shelf } = await signedIn({
      ...steady(server),
      pull: async (_, cursor) => (lost ? { kind: 'refused', refusal: { code: 'device.revoked' } } : { kind: 'ok', value: server.pull(cursor) }),
      part: async (_, id, part) => {
        arrived.push(id);
        return { kind: 'ok', value: { received: part.size, complete: true } };
      },
    });
    await engine.run();
    await record(store, 1);
    const photo = { id: uuid(50), ownerId: uuid(1), accountId: session.principal.accountId, kind: 'photo', contentType: 'image/jpeg', size: 3, sha256: '', keptAt: '', sent: 0 };
    await store.write([
      put('attachments', photo.id, { ...photo, state: 'waiting', refusal: null, settledAt: null, held: true }),
      putBytes('blobs', photo.id, new Uint8Array([1, 2, 3])),
      put('drafts', 'd', { half: 'filled in' }),
      put('notes', 'n', 1),
    ]);
    lost = true;
    expect(await engine.run()).toBe('ended');
    expect([...server.visits.keys()]).toEqual([uuid(1)]);
    expect(arrived).toEqual([uuid(50)]);
    for (const box of ['outbox', 'attachments', 'blobs', 'drafts', 'notes', 'feed:elderCard'] as const) expect([...(shelf.get(box) ?? new Map()).keys()], box).toEqual([]);
    expect(await findSession(store)).toMatchObject({ token: null, ended: 'revoked' });
  });

  it('sends while the phone is locked and fetches nothing, but hears that it was reported lost', async () => {
    const server = modelServer();
    let pulls = 0;
    let lost = false;
    const transport: SyncTransport = {
      ...steady(server),
      pull: async (_, cursor) => {
        pulls += 1;
        return { kind: 'ok', value: server.pull(cursor) };
      },
      check: async () => (lost ? { kind: 'refused', refusal: { code: 'device.revoked' } } : { kind: 'ok', value: true }),
    };
    const { shelf } = await signedIn(transport);
    const store = { ...memoryStore(shelf), locked: () => true };
    const engine = syncEngine({ store, transport, now: () => new Date(START).toISOString(), random: () => 0.5, alone: (work) => work(), changed: () => undefined });
    await record(store, 1);
    expect(await engine.run()).toBe('done');
    expect([...server.visits.keys()]).toEqual([uuid(1)]);
    expect(pulls).toBe(0);
    lost = true;
    expect(await engine.run()).toBe('ended');
    expect(await findSession(store)).toMatchObject({ ended: 'revoked' });
  });

  it('keeps the cards when the credential merely expired', async () => {
    const server = modelServer();
    server.publish(uuid(10));
    const { store, engine } = await signedIn({ ...steady(server), push: async () => ({ kind: 'refused', refusal: { code: 'auth.required' } }) });
    await engine.run();
    await record(store, 1);
    expect(await engine.run()).toBe('ended');
    expect(await cardsOf(store)).toEqual([uuid(10)]);
    expect(await findSession(store)).toMatchObject({ token: null, ended: 'expired' });
  });
});

describe('pull', () => {
  it('follows the feed page by page, removes who left the scope, and remembers the clock', async () => {
    const server = modelServer();
    [10, 11, 12, 13, 14].forEach((n) => server.publish(uuid(n)));
    const { store, engine } = await signedIn(steady(server));
    await engine.run();
    expect(await cardsOf(store)).toEqual([10, 11, 12, 13, 14].map(uuid));
    server.withdraw(uuid(11));
    await engine.run();
    expect(await cardsOf(store)).toEqual([10, 12, 13, 14].map(uuid));
    expect((await store.get<LastPull>('sync', 'lastPull'))?.offsetMs).toBe(0);
  });

  it('drops what a full resync no longer names, also when the phone dies between its pages', async () => {
    const server = modelServer();
    const { store, engine, shelf } = await signedIn(steady(server));
    await store.write([put(feedBox('elderCard'), uuid(99), { id: uuid(99) })]);
    [10, 11, 12].forEach((n) => server.publish(uuid(n)));
    let pages = 0;
    const dying = phone(shelf, { ...steady(server), pull: async (_, cursor) => ((pages += 1) > 1 ? { kind: 'away' } : { kind: 'ok', value: server.pull(cursor) }) });
    expect(await dying.engine.run()).toBe('away');
    expect(await cardsOf(store)).toContain(uuid(99));
    expect(await engine.run()).toBe('done');
    expect(await cardsOf(store)).toEqual([10, 11, 12].map(uuid));
  });

  it('begins anew when the server no longer knows the cursor', async () => {
    const server = modelServer();
    server.publish(uuid(10));
    let known = true;
    const { store, engine } = await signedIn({
      ...steady(server),
      pull: async (_, cursor) => (cursor !== null && !known ? { kind: 'refused', refusal: { code: 'sync.cursorUnknown' } } : { kind: 'ok', value: server.pull(cursor) }),
    });
    await engine.run();
    server.forget();
    server.publish(uuid(20));
    known = false;
    expect(await engine.run()).toBe('done');
    expect(await cardsOf(store)).toEqual([uuid(20)]);
  });
});
