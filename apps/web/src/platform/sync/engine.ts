// Sends what the phone recorded and fetches what it should hold. It knows envelopes and entities, no
// module. It may be killed at any await: everything that matters is in the store before it is sent,
// and a command keeps its identifier, so that sending twice is done once by the server.
import type { Attachment } from '../attachments/attachment.ts';
import { uploadAttachments } from '../attachments/upload.ts';
import { again, backoff, nextBatch, outlived, settle, BATCH, type CommandAnswer, type OutboxEntry, type RefusalWords } from '../outbox/outbox.ts';
import { endSession, findSession, type DeviceSession } from '../device/session.ts';
import { feedBox, put, remove, type Change, type SealedStore } from '../store/sealed-store.ts';
import type { PullReply, SyncTransport } from './transport.ts';

export interface SyncStatus {
  readonly phase: 'idle' | 'pushing' | 'pulling' | 'uploading';
  /** Identifiers of the commands on their way. */
  readonly sending: readonly string[];
  /** Whether the last attempt reached the server; null before the first. */
  readonly reached: boolean | null;
  readonly failures: number;
  /** When the last attempt failed; a later pull by another tab or the service worker outdates it. */
  readonly failedAt: string | null;
  /** What the server declined as a whole, e.g. the account has lost a right. */
  readonly problem: RefusalWords | null;
  /** Instant of the next attempt by itself; null where nothing waits for one. */
  readonly nextTryAt: string | null;
}

export const restingStatus: SyncStatus = { phase: 'idle', sending: [], reached: null, failures: 0, failedAt: null, problem: null, nextTryAt: null };

/** Kept after each pull: when, and how far the phone's clock is off (server minus device, ms). */
export interface LastPull {
  readonly at: string;
  readonly offsetMs: number;
}

export type SyncRun = 'done' | 'away' | 'ended' | 'signedOut' | 'busy' | 'declined';

export interface SyncEngine {
  /** One pass: push until nothing is due, pull until there is no more, then attachments. */
  run(options?: { readonly force?: boolean }): Promise<SyncRun>;
  /** A person asks for an entry or an attachment that wanted attention to be sent again. */
  retry(id: string): Promise<void>;
  /** Something was recorded: an attachment on its way makes room after its present part. */
  hurry(): void;
  status(): SyncStatus;
}

export interface SyncSettings {
  readonly store: SealedStore;
  readonly transport: SyncTransport;
  /** The phone's clock, ISO 8601 UTC. */
  readonly now: () => string;
  readonly random: () => number;
  /** Runs alone among page, other tabs and service worker; null where another is at it. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T | null>;
  /** The store or the status changed. */
  readonly changed: () => void;
}

interface Resync {
  readonly seen: readonly string[];
}
type Step = 'ok' | SyncRun;

/** Refusals of a whole push that one bad command can cause; it is found by sending them singly. */
const POISON = new Set(['input.invalid', 'input.tooLarge']);

export function syncEngine(settings: SyncSettings): SyncEngine {
  const { store, transport, now, random } = settings;
  let status: SyncStatus = restingStatus;
  let hurried = false;
  const tell = (change: Partial<SyncStatus>): void => {
    status = { ...status, ...change };
    settings.changed();
  };
  const entries = async (): Promise<readonly OutboxEntry[]> => (await store.list<OutboxEntry>('outbox')).map(({ value }) => value);

  const declined = async (refusal: RefusalWords): Promise<SyncRun> => {
    if (refusal.code === 'device.revoked' || refusal.code === 'auth.required') {
      await endSession(store, refusal.code === 'device.revoked' ? 'revoked' : 'expired');
      return 'ended';
    }
    tell({ problem: refusal });
    return 'declined';
  };

  const settleAll = async (batch: readonly OutboxEntry[], answers: readonly CommandAnswer[]): Promise<number> => {
    const at = now();
    const changes: Change[] = [];
    for (const sent of batch) {
      const answer = answers.find(({ id }) => id === sent.command.id);
      if (answer !== undefined) changes.push(put('outbox', sent.command.id, settle(sent, answer, at, random())));
    }
    await store.write(changes);
    return changes.length;
  };

  const pushAll = async (session: DeviceSession & { readonly token: string }, force: boolean): Promise<Step> => {
    const tried = new Set<string>();
    let size = BATCH;
    for (;;) {
      const waiting = (await entries()).filter((entry) => !tried.has(entry.command.id));
      const batch = nextBatch(waiting, session.principal.accountId, now(), force, size);
      if (batch.length === 0) return 'ok';
      tell({ phase: 'pushing', sending: batch.map(({ command }) => command.id) });
      const answer = await transport.push(session.token, { deviceId: session.deviceId, sentAt: now(), commands: batch.map(({ command }) => ({ ...command })) });
      if (answer.kind === 'away') return 'away';
      if (answer.kind === 'ok') {
        await settleAll(batch, answer.value.results);
        batch.forEach(({ command }) => tried.add(command.id));
      } else if (!POISON.has(answer.refusal.code)) {
        return declined(answer.refusal);
      } else if (batch.length > 1) {
        size = 1;
      } else {
        await settleAll(
          batch,
          batch.map(({ command }) => ({ id: command.id, outcome: 'refused', refusal: answer.refusal })),
        );
      }
    }
  };

  const storePage = async (page: PullReply, cursor: string | null): Promise<void> => {
    const before = await store.get<Resync>('sync', 'resync');
    const resync = cursor === null ? { seen: [] } : (before ?? (page.full ? { seen: [] } : undefined));
    const changes: Change[] = page.upserts.map(({ entity, id, data }) => put(feedBox(entity), id, data));
    changes.push(...page.removals.map(({ entity, id }) => remove(feedBox(entity), id)));
    if (resync !== undefined) {
      const seen = [...resync.seen, ...page.upserts.map(({ entity, id }) => `${entity}/${id}`)];
      if (page.more) changes.push(put('sync', 'resync', { seen }));
      else changes.push(...(await unseen(new Set(seen))), remove('sync', 'resync'));
    }
    const at = now();
    const last: LastPull = { at, offsetMs: Date.parse(page.serverTime) - Date.parse(at) };
    if (page.letterKey !== undefined) changes.push(put('sync', 'letterKey', page.letterKey));
    await store.write([...changes, put('sync', 'cursor', page.cursor), ...(page.more ? [] : [put('sync', 'lastPull', last)])]);
  };

  /** What a full resync no longer named has left the person's scope. */
  const unseen = async (seen: ReadonlySet<string>): Promise<readonly Change[]> => {
    const changes: Change[] = [];
    for (const box of await store.feedBoxes()) {
      const entity = box.slice('feed:'.length);
      for (const { key } of await store.list<unknown>(box)) if (!seen.has(`${entity}/${key}`)) changes.push(remove(box, key));
    }
    return changes;
  };

  /** A revoked phone offers its pictures too, as it did the rest, before everything leaves it. */
  const refusedNews = async (session: DeviceSession & { readonly token: string }, refusal: RefusalWords): Promise<SyncRun> => {
    if (refusal.code === 'device.revoked' && (await uploadAll(session, true)) === 'away') return 'away';
    return declined(refusal);
  };

  /** Behind a closed lock nothing can be put: news waits until it is opened, but whether the phone was reported lost is asked. */
  const checkOnly = async (session: DeviceSession & { readonly token: string }): Promise<Step> => {
    const answer = await transport.check(session.token);
    return answer.kind === 'away' ? 'away' : answer.kind === 'refused' ? refusedNews(session, answer.refusal) : 'ok';
  };

  const pullAll = async (session: DeviceSession & { readonly token: string }): Promise<Step> => {
    tell({ phase: 'pulling', sending: [] });
    for (let restarted = false; ;) {
      const cursor = (await store.get<string>('sync', 'cursor')) ?? null;
      const answer = await transport.pull(session.token, cursor);
      if (answer.kind === 'away') return 'away';
      if (answer.kind === 'refused') {
        if (answer.refusal.code !== 'sync.cursorUnknown' || restarted) return refusedNews(session, answer.refusal);
        restarted = true;
        await store.write([remove('sync', 'cursor'), remove('sync', 'resync')]);
        continue;
      }
      await storePage(answer.value, cursor);
      settings.changed();
      if (!answer.value.more) return 'ok';
    }
  };

  /** Facts recorded meanwhile go before the next part. */
  const uploadAll = async (session: DeviceSession & { readonly token: string }, force: boolean): Promise<Step> => {
    for (;;) {
      hurried = false;
      const uploaded = await uploadAttachments({
        store,
        transport,
        token: session.token,
        accountId: session.principal.accountId,
        now,
        giveWay: () => hurried,
        changed: () => tell({ phase: 'uploading', sending: [] }),
      });
      if (uploaded === 'ok') return 'ok';
      if (uploaded !== 'gaveWay') return uploaded.kind === 'away' ? 'away' : declined(uploaded.refusal);
      const pushed = await pushAll(session, force);
      if (pushed !== 'ok') return pushed;
    }
  };

  const tidy = async (): Promise<void> => {
    const attachments = (await store.list<Attachment>('attachments')).map(({ value }) => value);
    const needed = new Set(attachments.filter(({ state }) => state !== 'delivered').map(({ ownerId }) => ownerId));
    const old = (await entries()).filter((entry) => outlived(entry, now()) && !needed.has(entry.command.id));
    const gone = new Set(old.map(({ command }) => command.id));
    const along = attachments.filter(({ ownerId }) => gone.has(ownerId));
    const changes = [...old.map(({ command }) => remove('outbox', command.id)), ...along.flatMap(({ id }) => [remove('blobs', id), remove('attachments', id)])];
    if (changes.length > 0) await store.write(changes);
  };

  const pass = async (force: boolean): Promise<SyncRun> => {
    const session = await findSession(store);
    if (session === undefined || session.token === null) return 'signedOut';
    const signedIn = { ...session, token: session.token };
    tell({ problem: null });
    const pushed = await pushAll(signedIn, force);
    if (pushed !== 'ok') return pushed;
    const pulled = store.locked() ? await checkOnly(signedIn) : await pullAll(signedIn);
    if (pulled !== 'ok') return pulled;
    const uploaded = await uploadAll(signedIn, force);
    if (uploaded !== 'ok') return uploaded;
    await tidy();
    return 'done';
  };

  const nextTry = async (run: SyncRun, failures: number): Promise<string | null> => {
    if (run === 'away' || run === 'declined') return new Date(Date.parse(now()) + backoff(failures, random())).toISOString();
    if (run !== 'done') return null;
    const accountId = (await findSession(store))?.principal.accountId;
    const soon = new Date(Date.parse(now()) + backoff(1, random())).toISOString();
    const later = (await entries()).flatMap((entry) => (entry.state === 'waiting' && entry.accountId === accountId ? [entry.notBefore ?? soon] : []));
    return later.length > 0 ? later.reduce((a, b) => (a < b ? a : b)) : null;
  };

  return {
    status: () => status,
    hurry: () => {
      hurried = true;
    },
    run: async (options) => {
      const run = await settings.alone(() =>
        pass(options?.force === true).catch((): SyncRun => {
          // The lock was closed meanwhile: the rest waits. Otherwise the phone could not store what came.
          if (store.locked()) return 'done';
          tell({ problem: { code: 'storage.full' } });
          return 'declined';
        }),
      );
      if (run === null) return 'busy';
      const failures = run === 'away' || run === 'declined' ? status.failures + 1 : 0;
      tell({
        phase: 'idle',
        sending: [],
        failures,
        failedAt: run === 'away' ? now() : null,
        reached: run === 'signedOut' ? status.reached : run !== 'away',
        nextTryAt: await nextTry(run, failures),
      });
      return run;
    },
    retry: async (id) => {
      const entry = await store.get<OutboxEntry>('outbox', id);
      const attachment = await store.get<Attachment>('attachments', id);
      if (entry !== undefined) await store.write([put('outbox', id, again(entry))]);
      if (attachment?.state === 'attention') await store.write([put('attachments', id, { ...attachment, state: 'waiting', refusal: null })]);
      settings.changed();
    },
  };
}
