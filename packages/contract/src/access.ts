// Sign-in, the account's own session, accounts of the scope, devices of the field app.
import { roles } from '@shouwang/domain/access';
import { z } from 'zod';
import { divisionPrefix, id, reason, route } from './route.ts';

export const principal = z.object({
  accountId: id,
  countyCode: z.string(),
  role: z.enum(roles),
  scope: z.string(),
  scopeName: z.string(),
  visitorId: id.nullable(),
  displayName: z.string(),
  username: z.string(),
  mustChangePassword: z.boolean(),
});
export type SessionReply = z.output<typeof principal>;

export const signIn = route({
  method: 'POST',
  path: '/api/session',
  permission: 'public',
  summary: 'Sign in with name and password; sets the session cookie',
  body: z.object({ username: z.string().min(1).max(64), password: z.string().min(1).max(256) }),
  response: principal,
});
export const whoAmI = route({ method: 'GET', path: '/api/session', permission: 'session.own', summary: 'The signed-in account', response: principal });
export const signOut = route({ method: 'DELETE', path: '/api/session', permission: 'session.own', summary: 'End the session' });
export const changePassword = route({
  method: 'POST',
  path: '/api/session/password',
  permission: 'session.own',
  summary: 'Change the own password',
  body: z.object({ current: z.string(), next: z.string().max(256) }),
});
/** A field device signs in once and keeps a revocable credential; the password is not kept on it. */
export const registerDevice = route({
  method: 'POST',
  path: '/api/devices',
  permission: 'public',
  summary: 'Sign in on a phone; answers with the device credential',
  body: z.object({ username: z.string().min(1).max(64), password: z.string().min(1).max(256), deviceId: id, label: z.string().max(120) }),
  response: z.object({ token: z.string(), principal }),
});
export const account = z.object({
  id,
  username: z.string(),
  displayName: z.string(),
  role: z.enum(roles),
  scope: z.string(),
  scopeName: z.string(),
  visitorId: id.nullable(),
  lastSignInAt: z.string().nullable(),
  lockedUntil: z.string().nullable(),
  disabled: z.boolean(),
});
export const device = z.object({
  id,
  label: z.string(),
  accountName: z.string(),
  username: z.string(),
  registeredAt: z.string(),
  lastSeenAt: z.string().nullable(),
  /** Server minus phone, minutes; null where it is not known. */
  clockMinutes: z.number().nullable(),
  revokedAt: z.string().nullable(),
});
export type DeviceView = z.output<typeof device>;
export const deviceList = route({
  method: 'GET',
  path: '/api/devices',
  permission: 'accounts.manage',
  summary: 'Phones of the scope’s accounts',
  response: z.object({ devices: z.array(device) }),
});
export const deviceRevoke = route({
  method: 'POST',
  path: '/api/devices/:id/revoke',
  permission: 'accounts.manage',
  summary: 'A lost phone: at its next contact it sends what it recorded before, then everything leaves it; audited',
  params: z.object({ id }),
  body: z.object({ reason }),
});
export const accountList = route({
  method: 'GET',
  path: '/api/accounts',
  permission: 'accounts.manage',
  summary: 'Accounts of the scope',
  response: z.object({ accounts: z.array(account) }),
});
export const accountCreate = route({
  method: 'POST',
  path: '/api/accounts',
  permission: 'accounts.manage',
  summary: 'Create an account inside the own scope; answers with its first password, shown once',
  body: z.object({
    username: z.string().regex(/^[\w.@-]{3,64}$/),
    displayName: z.string().min(1).max(60),
    role: z.enum(['county', 'town', 'village', 'visitor']),
    scope: divisionPrefix.or(z.literal('')),
    visitorId: id.nullable().default(null),
  }),
  response: z.object({ id, firstPassword: z.string() }),
});
