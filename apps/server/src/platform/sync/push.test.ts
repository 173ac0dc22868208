import { randomBytes, randomUUID } from 'node:crypto';
import type { CommandEnvelope } from '@shouwang/domain/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '../../../../../tools/testing/database.ts';
import { fixedClock } from '../clock.ts';
import { fieldCrypto } from '../crypto/index.ts';
import { openDb, sql, systemActor, type Db } from '../db/index.ts';
import { silentLog } from '../log.ts';
import type { Services } from '../services.ts';
import { command, type FeedSource, type SyncCommand } from './command.ts';
import { feed, pull } from './pull.ts';
import { pushCommands } from './push.ts';

const county = '610999';
const receivedAt = '2026-11-22T08:00:00.000Z';
let db: Db;
let services: Services;
let applied: string[] = [];

/** Writes its text into the feed table as a stand-in effect, refuses `no`, breaks on `bug`. */
const noting: SyncCommand = command({
  kind: 'test.note',
  permission: 'sync.own',
  payload: z.object({ text: z.string() }),
  async apply(tx, _services, items) {
    if (items.some((item) => item.payload.text === 'bug')) throw new Error('a bug');
    feed(
      tx,
      'note',
      items.map((item) => item.id),
    );
    tx.afterCommit(() => void applied.push(...items.map((item) => item.id)));
    return items.map((item) => (item.payload.text === 'no' ? { outcome: 'refused', refusal: { code: 'input.invalid' } } : { outcome: 'applied' }));
  },
});
const commands = new Map([[noting.kind, noting]]);

const envelope = (text: string, id: string = randomUUID()): CommandEnvelope => ({
  id,
  kind: 'test.note',
  occurredAt: '2026-11-22T07:00:00.000Z',
  recordedAt: '2026-11-22T07:00:05.000Z',
  base: {},
  payload: { text },
});
const push = (envelopes: readonly CommandEnvelope[]) =>
  db.tx(systemActor(county), (tx) => pushCommands(tx, services, commands, envelopes, { deviceId: null, sentAt: receivedAt, receivedAt }));
const effects = (ids: readonly string[]) =>
  db.tx(
    systemActor(county),
    async (tx) => (await tx.query<{ n: number }>(sql`select count(*) as n from feed where entity = 'note' and entity_id = any(${[...ids]}::uuid[])`))[0]?.n,
  );

beforeAll(async () => {
  db = openDb((await testDatabase()).connectionString);
  services = { db, crypto: fieldCrypto(randomBytes(32)), clock: fixedClock(receivedAt), log: silentLog, jobs: { send: () => Promise.resolve() } };
});
afterAll(() => db.close());
beforeEach(() => {
  applied = [];
});

describe('push', () => {
  it('does a command once, however often and however parallel it is sent', async () => {
    const one = envelope('hello');
    const results = await Promise.all(Array.from({ length: 8 }, () => push([one])));
    expect(results.map((answers) => answers[0]?.outcome).sort()).toEqual([
      'alreadyApplied',
      'alreadyApplied',
      'alreadyApplied',
      'alreadyApplied',
      'alreadyApplied',
      'alreadyApplied',
      'alreadyApplied',
      'applied',
    ]);
    expect(await effects([one.id])).toBe(1);
    expect(applied).toEqual([one.id]);
  });

  it('does a command once that stands twice in one push', async () => {
    const one = envelope('hello');
    expect((await push([one, one])).map((answer) => answer.outcome)).toEqual(['applied', 'applied']);
    expect(await effects([one.id])).toBe(1);
  });

  it('answers each item by itself: one that breaks or is refused holds up no other', async () => {
    const batch = [envelope('a'), envelope('bug'), envelope('no'), { ...envelope('b'), kind: 'test.unknown' }, { ...envelope('c'), payload: { wrong: 1 } }, envelope('d')];
    const answers = await push(batch);
    expect(answers.map((answer) => answer.outcome)).toEqual(['applied', 'retryLater', 'refused', 'refused', 'refused', 'applied']);
    expect(answers[3]?.refusal?.code).toBe('sync.kindUnknown');
    expect(answers[4]?.refusal).toMatchObject({ code: 'input.invalid', details: { field: 'text' } });
  });

  it('keeps what was done beside a single command of another kind that breaks', async () => {
    const breaking = command({ kind: 'test.breaks', permission: 'sync.own', payload: z.object({ text: z.string() }), apply: () => Promise.reject(new Error('a bug')) });
    const [good, bad] = [envelope('a'), { ...envelope('b'), kind: breaking.kind }];
    const answers = await db.tx(systemActor(county), (tx) =>
      pushCommands(
        tx,
        services,
        new Map([
          [noting.kind, noting],
          [breaking.kind, breaking],
        ]),
        [good, bad],
        { deviceId: null, sentAt: receivedAt, receivedAt },
      ),
    );
    expect(answers.map((answer) => answer.outcome)).toEqual(['applied', 'retryLater']);
    expect(await effects([good.id])).toBe(1);
  });

  it('takes what was refused again, once it is mended', async () => {
    const id = randomUUID();
    expect((await push([envelope('no', id)]))[0]?.outcome).toBe('refused');
    expect((await push([envelope('yes', id)]))[0]?.outcome).toBe('applied');
  });
});

describe('pull', () => {
  const source: FeedSource = {
    entity: 'note',
    async changed(tx, _services, span) {
      const rows =
        span === 'all'
          ? await tx.query<{ id: string }>(sql`select entity_id as id from feed where entity = 'note'`)
          : await tx.query<{ id: string }>(sql`select entity_id as id from feed where entity = 'note' and tx >= ${span.from}::xid8 and tx < ${span.to}::xid8`);
      return { upserts: rows.map((row) => ({ id: row.id, data: {} })), removals: [] };
    },
  };
  const pullSince = async (cursor?: string) =>
    db.tx(systemActor(county), async (tx) => {
      const pulled = await pull(tx, services, [source], cursor);
      if (!pulled.ok) throw new Error('refused');
      return pulled.value;
    });

  it('misses nothing that commits late', async () => {
    const [early, late] = [randomUUID(), randomUUID()];
    let finishLate = (): void => undefined;
    const waits = new Promise<void>((resolve) => {
      finishLate = resolve;
    });
    let begun = (): void => undefined;
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const slow = db.tx(systemActor(county), async (tx) => {
      feed(tx, 'note', [late]);
      await tx.query(sql`select 1`);
      begun();
      await waits;
    });
    await hasBegun;
    await db.tx(systemActor(county), async (tx) => feed(tx, 'note', [early]));
    const first = await pullSince();
    finishLate();
    await slow;
    // A transaction of another test in the same cluster may hold the horizon back: a phone pulls again.
    const seen = first.upserts.map((upsert) => upsert.id);
    let { cursor } = first;
    await expect
      .poll(
        async () => {
          const next = await pullSince(cursor);
          ({ cursor } = next);
          seen.push(...next.upserts.map((upsert) => upsert.id));
          return seen.includes(early) && seen.includes(late);
        },
        { timeout: 30_000 },
      )
      .toBe(true);
    expect(first.upserts.map((upsert) => upsert.id)).not.toContain(late);
  });

  it('starts afresh where the cursor is of another epoch or not readable', async () => {
    const { cursor } = await pullSince();
    expect((await pullSince(cursor)).full).toBe(false);
    expect((await pullSince(cursor.replace(/^\d+/, '999'))).full).toBe(true);
    expect((await pullSince('nonsense')).full).toBe(true);
  });
});
