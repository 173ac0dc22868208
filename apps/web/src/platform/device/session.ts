// The phone's own credential: signed in once, kept sealed, revocable from a desk. The password is
// used for one request and not kept. A revoked phone loses its cards at the next contact; what it
// has not sent yet stays, sealed, until its account signs in again (decisions.md: nothing acknowledged is lost).
import { registerDevice, type SessionReply } from '@shouwang/contract/access';
import type { ApiClient } from '../api.ts';
import type { Attachment } from '../attachments/attachment.ts';
import type { OutboxEntry } from '../outbox/outbox.ts';
import { clear, put, remove, type Change, type SealedStore } from '../store/sealed-store.ts';

export interface DeviceSession {
  readonly deviceId: string;
  /** Null: signed out. */
  readonly token: string | null;
  readonly principal: SessionReply;
  /** Why there is no token, where it was not the person's own wish. */
  readonly ended: 'revoked' | 'expired' | null;
}

const KEY = 'session';

export const findSession = (store: SealedStore): Promise<DeviceSession | undefined> => store.get<DeviceSession>('device', KEY);

/** What leaves the phone when its holder may no longer see the people on it. */
export async function forgetFeed(store: SealedStore): Promise<readonly Change[]> {
  return [...(await store.feedBoxes()).map(clear), remove('sync', 'cursor'), remove('sync', 'resync')];
}

/** A phone that was reported lost keeps nothing but what the server has not taken. */
async function wipe(store: SealedStore): Promise<readonly Change[]> {
  const outbox = (await store.list<OutboxEntry>('outbox')).map(({ value }) => value).filter(({ state }) => state === 'delivered');
  const attachments = (await store.list<Attachment>('attachments')).map(({ value }) => value);
  const recorded = new Set((await store.list('outbox')).map(({ key }) => key));
  const gone = attachments.filter((one) => one.state === 'delivered' || !recorded.has(one.ownerId));
  return [
    ...(await forgetFeed(store)),
    clear('drafts'),
    clear('notes'),
    ...outbox.map(({ command }) => remove('outbox', command.id)),
    ...gone.flatMap(({ id }) => [remove('blobs', id), remove('attachments', id)]),
  ];
}

/** Signs in; throws ApiRefusal. Another account's cards go, its unsent visits stay for its next sign-in. */
export async function signInDevice(
  store: SealedStore,
  client: ApiClient,
  given: { readonly username: string; readonly password: string; readonly label: string; readonly newId: () => string },
): Promise<DeviceSession> {
  const before = await findSession(store);
  const deviceId = before === undefined || before.ended === 'revoked' ? given.newId() : before.deviceId;
  const reply = await client.call(registerDevice, { body: { username: given.username, password: given.password, deviceId, label: given.label } });
  const session: DeviceSession = { deviceId, token: reply.token, principal: reply.principal, ended: null };
  const sameAccount = before?.principal.accountId === reply.principal.accountId;
  await store.write([...(sameAccount ? [] : await forgetFeed(store)), put('device', KEY, session)]);
  return session;
}

/** The holder signs out, or the server no longer knows the credential: cards go unless it merely expired; a revoked phone keeps only what could not be delivered. */
export async function endSession(store: SealedStore, ended: DeviceSession['ended']): Promise<void> {
  const session = await findSession(store);
  if (session === undefined) return;
  const gone: DeviceSession = { ...session, token: null, ended };
  const leaving = ended === 'expired' ? [] : ended === 'revoked' ? await wipe(store) : await forgetFeed(store);
  await store.write([...leaving, put('device', KEY, gone)]);
}
