// How the sync engine reaches the server. Whatever is not an answer of our server — no signal, a
// time-out, a hotel's log-in page, a proxy's error — is `away`: nothing was settled, send again.
import { attachmentPart, syncPull, syncPush } from '@shouwang/contract/sync';
import { whoAmI } from '@shouwang/contract/access';
import type { Body, Reply as RouteReply } from '@shouwang/contract/route';
import { ApiRefusal, makeClient } from '../api.ts';
import type { RefusalWords } from '../outbox/outbox.ts';

export type PushRequest = Body<typeof syncPush>;
export type PushReply = RouteReply<typeof syncPush>;
export type PullReply = RouteReply<typeof syncPull>;
export type PartRequest = Body<typeof attachmentPart>;
export type PartReply = RouteReply<typeof attachmentPart>;
export type Answer<T> = { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'refused'; readonly refusal: RefusalWords } | { readonly kind: 'away' };

export interface SyncTransport {
  push(token: string, request: PushRequest): Promise<Answer<PushReply>>;
  pull(token: string, cursor: string | null): Promise<Answer<PullReply>>;
  /** Whether this phone is still welcome; asks for nothing else. */
  check(token: string): Promise<Answer<true>>;
  part(token: string, attachmentId: string, request: PartRequest): Promise<Answer<PartReply>>;
}

/** A weak signal may take its time; a dead one must not hold the queue. */
const PATIENCE_MS = 45_000;

async function answered<T>(ask: (signal: AbortSignal) => Promise<unknown>, read: (value: unknown) => T | null): Promise<Answer<T>> {
  try {
    const value = read(await ask(AbortSignal.timeout(PATIENCE_MS)));
    return value === null ? { kind: 'away' } : { kind: 'ok', value };
  } catch (error) {
    if (!(error instanceof ApiRefusal)) return { kind: 'away' };
    const ours = error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429 && error.code !== 'server.bug';
    return ours ? { kind: 'refused', refusal: { code: error.code, details: error.details } } : { kind: 'away' };
  }
}

export function httpTransport(fetcher?: typeof fetch): SyncTransport {
  const clientOf = (token: string) => makeClient({ credential: () => token, ...(fetcher === undefined ? {} : { fetch: fetcher }) });
  return {
    push: (token, body) =>
      answered(
        (signal) => clientOf(token).call(syncPush, { body, signal }),
        (value) => syncPush.response.safeParse(value).data ?? null,
      ),
    pull: (token, cursor) =>
      answered(
        (signal) => clientOf(token).call(syncPull, { query: cursor === null ? {} : { cursor }, signal }),
        (value) => syncPull.response.safeParse(value).data ?? null,
      ),
    check: (token) =>
      answered(
        (signal) => clientOf(token).call(whoAmI, { signal }),
        () => true as const,
      ),
    part: (token, attachmentId, body) =>
      answered(
        (signal) => clientOf(token).call(attachmentPart, { params: { id: attachmentId }, body, signal }),
        (value) => attachmentPart.response.safeParse(value).data ?? null,
      ),
  };
}
