// The phone's own credential: signed in once, kept sealed, revocable from a desk. The password is
// used for one request and not kept. A revoked phone loses its cards at the next contact; what it
// has not sent yet stays, sealed, until its account signs in again (decisions.md: nothing acknowledged is lost).
import { registerDevice, type SessionReply } from '@shouwang/contract/access';
import type { ApiClient } from '../api.ts';
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

/** The holder signs out, or the server no longer knows the credential: cards go unless it merely expired. */
export async function endSession(store: SealedStore, ended: DeviceSession['ended']): Promise<void> {
  const session = await findSession(store);
  if (session === undefined) return;
  const gone: DeviceSession = { ...session, token: null, ended };
  await store.write([...(ended === 'expired' ? [] : await forgetFeed(store)), put('device', KEY, gone)]);
}
