// Endpoints of packages/contract/src/access.ts.
import { accountCreate, accountList, changePassword, deviceList, deviceRevoke, registerDevice, signIn, signOut, whoAmI, type SessionReply } from '@shouwang/contract/access';
import { ok, refuse } from '@shouwang/domain/shared';
import { createSession, type Sessions } from '../../platform/auth/session.ts';
import { audit } from '../../platform/audit/index.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { changeOwnPassword, checkSignIn, completeSignIn, createAccount } from './commands.ts';
import { findAccount, listAccounts, listDevices, revokeDevice, upsertDevice, type AccountRow } from './queries.ts';

const reply = (account: AccountRow): SessionReply => ({
  accountId: account.id,
  countyCode: account.county_code,
  role: account.role,
  scope: account.scope,
  scopeName: account.scope_name,
  visitorId: account.visitor_id,
  displayName: account.display_name,
  username: account.username,
  mustChangePassword: account.must_change_password,
});

export const accessRoutes = (sessions: Sessions): readonly Endpoint[] => [
  endpoint(signIn, async ({ tx, body, services, request }) => {
    const checked = await checkSignIn(services, tx, body.username, body.password);
    if (!checked.ok) return checked;
    const account = checked.value;
    const token = await completeSignIn(services, account, request.ip, (own) => createSession(own, { countyCode: account.county_code, accountId: account.id, deviceId: null }));
    request.setSessionCookie(token);
    return ok(reply(account));
  }),
  endpoint(registerDevice, async ({ tx, body, services, request }) => {
    const checked = await checkSignIn(services, tx, body.username, body.password);
    if (!checked.ok) return checked;
    const account = checked.value;
    const token = await completeSignIn(services, account, request.ip, async (own) => {
      await upsertDevice(own, { countyCode: account.county_code, id: body.deviceId, accountId: account.id, label: body.label });
      return createSession(own, { countyCode: account.county_code, accountId: account.id, deviceId: body.deviceId });
    });
    return ok({ token, principal: reply(account) });
  }),
  endpoint(whoAmI, async ({ tx, principal }) => {
    const account = await findAccount(tx, principal.countyCode, principal.accountId);
    return account === undefined ? refuse('auth.required') : ok(reply(account));
  }),
  endpoint(signOut, async ({ tx, request }) => {
    if (request.sessionToken !== null) await sessions.end(tx, request.sessionToken);
    request.setSessionCookie(null);
    return ok(undefined);
  }),
  endpoint(changePassword, ({ tx, services, principal, body, request }) => changeOwnPassword(services, tx, principal, request.sessionToken, body.current, body.next)),
  endpoint(accountList, async ({ tx, principal }) => {
    const rows = await listAccounts(tx, principal.scope);
    return ok({
      accounts: rows.map((row) => ({
        id: row.id,
        username: row.username,
        displayName: row.display_name,
        role: row.role,
        scope: row.scope,
        scopeName: row.scope_name,
        visitorId: row.visitor_id,
        lastSignInAt: row.last_sign_in_at,
        lockedUntil: row.is_locked ? row.locked_until : null,
        disabled: row.disabled_at !== null,
      })),
    });
  }),
  endpoint(deviceList, async ({ tx, principal }) => {
    const rows = await listDevices(tx, principal.scope);
    return ok({
      devices: rows.map((row) => ({
        id: row.id,
        label: row.label,
        accountName: row.account_name,
        username: row.username,
        registeredAt: row.registered_at,
        lastSeenAt: row.last_seen_at,
        clockMinutes: row.clock_offset_ms === null ? null : Math.round(row.clock_offset_ms / 60_000),
        revokedAt: row.revoked_at,
      })),
    });
  }),
  endpoint(deviceRevoke, async ({ tx, principal, params, body }) => {
    const [device] = await listDevices(tx, principal.scope, params.id);
    if (device === undefined) return refuse('notFound');
    if (device.revoked_at !== null) return refuse('conflict.alreadyDone');
    await revokeDevice(tx, params.id);
    await audit(tx, { action: 'device.revoke', entity: 'device', entityId: params.id, details: { reason: body.reason, username: device.username } });
    return ok(undefined);
  }),
  endpoint(accountCreate, ({ tx, principal, body }) => createAccount(tx, principal, body)),
];
