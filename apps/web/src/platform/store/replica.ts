// The sealed store as screens see it: opened once into memory (a helper's own elders are few), read
// without waiting, changed only by way of the store. What is on the screen is therefore saved.
import type { Attachment } from '../attachments/attachment.ts';
import type { OutboxEntry } from '../outbox/outbox.ts';
import { findSession, type DeviceSession } from '../device/session.ts';
import type { LastPull } from '../sync/engine.ts';
import type { Change, SealedStore } from './sealed-store.ts';

export interface Snapshot {
  readonly session: DeviceSession | null;
  /** Entity → id → data of the feed. */
  readonly feed: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  /** In the order in which they were recorded. */
  readonly outbox: readonly OutboxEntry[];
  /** What was taken along with what was recorded; the bytes themselves stay in the store. */
  readonly attachments: ReadonlyMap<string, Attachment>;
  readonly drafts: ReadonlyMap<string, unknown>;
  /** What somebody noted on this phone for himself. */
  readonly notes: ReadonlyMap<string, unknown>;
  readonly lastPull: LastPull | null;
}

export interface Replica {
  snapshot(): Snapshot;
  subscribe(listener: () => void): () => void;
  /** Saved when it resolves: all changes or none; screens show them from then on. */
  commit(changes: readonly Change[]): Promise<void>;
  /** Reads anew what the engine, another tab or the service worker changed. */
  reload(): Promise<void>;
}

async function readAll(store: SealedStore): Promise<Snapshot> {
  const feed = new Map<string, ReadonlyMap<string, unknown>>();
  for (const box of await store.feedBoxes()) feed.set(box.slice('feed:'.length), new Map((await store.list(box)).map(({ key, value }) => [key, value])));
  const outbox = (await store.list<OutboxEntry>('outbox')).map(({ value }) => value);
  return {
    feed,
    outbox: outbox.sort((a, b) => (a.command.recordedAt < b.command.recordedAt ? -1 : 1)),
    session: (await findSession(store)) ?? null,
    attachments: new Map((await store.list<Attachment>('attachments')).map(({ key, value }) => [key, value])),
    drafts: new Map((await store.list('drafts')).map(({ key, value }) => [key, value])),
    notes: new Map((await store.list('notes')).map(({ key, value }) => [key, value])),
    lastPull: (await store.get<LastPull>('sync', 'lastPull')) ?? null,
  };
}

export async function openReplica(store: SealedStore): Promise<Replica> {
  let current = await readAll(store);
  let reading: Promise<void> | null = null;
  let stale = false;
  let last: Promise<void> = Promise.resolve();
  const listeners = new Set<() => void>();
  const reload = async (): Promise<void> => {
    stale = true;
    reading ??= (async () => {
      while (stale) {
        stale = false;
        current = await readAll(store);
        for (const listener of listeners) listener();
      }
      reading = null;
    })();
    return reading;
  };
  return {
    snapshot: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reload,
    // One after the other: a draft written late must not come back after its visit was saved.
    commit: (changes) => {
      const written = last.then(async () => {
        await store.write(changes);
        if (changes.some(({ box }) => box === 'device' || box === 'sync' || box.startsWith('feed:'))) return reload();
        current = applied(current, changes);
        // What is being read just now may have been read before this was written: it is read once more.
        if (reading !== null) stale = true;
        for (const listener of listeners) listener();
      });
      last = written.catch(() => undefined);
      return written;
    },
  };
}

/** The snapshot after changes of outbox, attachments, drafts and notes, without reading the whole store again. */
function applied(before: Snapshot, changes: readonly Change[]): Snapshot {
  const drafts = new Map(before.drafts);
  const outbox = new Map(before.outbox.map((entry) => [entry.command.id, entry]));
  const notes = new Map(before.notes);
  const attachments = new Map(before.attachments);
  for (const change of changes) {
    if (change.box === 'drafts') {
      if (change.op === 'put') drafts.set(change.key, change.value);
      else if (change.op === 'delete') drafts.delete(change.key);
      else if (change.op === 'clear') drafts.clear();
    } else if (change.box === 'outbox') {
      if (change.op === 'put' || (change.op === 'add' && !outbox.has(change.key))) outbox.set(change.key, change.value as OutboxEntry);
      else if (change.op === 'delete') outbox.delete(change.key);
    } else if (change.box === 'attachments') {
      if (change.op === 'put') attachments.set(change.key, change.value as Attachment);
      else if (change.op === 'delete') attachments.delete(change.key);
    } else if (change.box === 'notes' && change.op === 'put') notes.set(change.key, change.value);
  }
  return { ...before, drafts, notes, attachments, outbox: [...outbox.values()] };
}
