// Sign-in with lock-out, own password, accounts inside one's own scope.
import type { Principal, Role } from '@shouwang/domain/access';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { hashPassword, isWeak, newPassword, verifyPassword } from '../../platform/auth/password.ts';
import { endDeskSessions } from '../../platform/auth/session.ts';
import { newId } from '../../platform/clock.ts';
import { sql, systemActor, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { disableDemonstrationReach, findAccount, findAccountByUsername, insertAccount, noteSignIn, setPassword, type AccountRow } from './queries.ts';

/** 等保三级: five failures lock for a quarter of an hour (domain-facts §4, 口令惯例). */
const FAILURES_BEFORE_LOCK = 5;
const LOCK_MINUTES = 15;

/** Of an account that does not exist: checking it takes as long as checking a real one. */
let decoy: Promise<string> | undefined;

/**
 * Checks name and password. Failures are counted in a transaction of their own, because the
 * refusal rolls the caller's back.
 */
export async function checkSignIn(services: Services, tx: Tx, username: string, password: string): Promise<Result<AccountRow>> {
  const account = await findAccountByUsername(tx, username);
  decoy ??= hashPassword(newPassword());
  const right = await verifyPassword(account?.password_hash ?? (await decoy), password);
  if (account === undefined) return refuse('auth.wrongPassword');
  if (account.is_locked) return refuse('auth.locked', { minutes: LOCK_MINUTES });
  if (right) return ok(account);
  await countFailure(services, account);
  return refuse('auth.wrongPassword');
}

async function countFailure(services: Services, account: AccountRow): Promise<void> {
  await services.db.tx(systemActor(account.county_code), async (own) => {
    await own.query(sql`update account set failed_count = (case when locked_until is null then failed_count else 0 end) + 1,
        locked_until = case when (case when locked_until is null then failed_count else 0 end) + 1 >= ${FAILURES_BEFORE_LOCK} then now() + make_interval(mins => ${LOCK_MINUTES}) end
      where county_code = ${account.county_code} and id = ${account.id}`);
    await audit(own, { action: 'session.failed', entity: 'account', entityId: account.id });
  });
}

export async function completeSignIn(services: Services, account: AccountRow, ip: string, make: (tx: Tx) => Promise<string>): Promise<string> {
  return services.db.tx({ ...systemActor(account.county_code), accountId: account.id, role: account.role }, async (own) => {
    await noteSignIn(own, account);
    await audit(own, { action: 'session.signIn', entity: 'account', entityId: account.id, details: { ip } });
    return make(own);
  });
}

/** A new password ends the account's other desks; phones keep their own credential. */
export async function changeOwnPassword(services: Services, tx: Tx, principal: Principal, sessionToken: string | null, current: string, next: string): Promise<Result<undefined>> {
  const account = await findAccount(tx, principal.countyCode, principal.accountId);
  if (account === undefined) return refuse('auth.required');
  if (account.is_locked) return refuse('auth.locked', { minutes: LOCK_MINUTES });
  if (!(await verifyPassword(account.password_hash, current))) {
    await countFailure(services, account);
    return refuse('auth.wrongPassword');
  }
  if (isWeak(next) || next === current) return refuse('auth.passwordTooWeak');
  await setPassword(tx, account.county_code, account.id, await hashPassword(next), false);
  await endDeskSessions(tx, principal, sessionToken);
  await audit(tx, { action: 'account.passwordChanged', entity: 'account', entityId: account.id });
  return ok(undefined);
}

/**
 * The demonstration's prefecture reads by prefix, with a password that everybody can look up: once a
 * real county of the same prefix is served it would read that too, so it is closed. Answers how many.
 */
export async function closeDemonstrationReach(tx: Tx): Promise<number> {
  const closed = await disableDemonstrationReach(tx);
  await audit(tx, ...closed.map(({ id }) => ({ action: 'account.disabled', entity: 'account', entityId: id })));
  return closed.length;
}

/** Roles that one of each role may appoint; always inside the own scope. */
const appoints: Partial<Record<Role, readonly Role[]>> = {
  system: ['prefecture', 'county', 'town', 'village', 'visitor'],
  county: ['county', 'town', 'village', 'visitor'],
  town: ['town', 'village', 'visitor'],
};

export interface AccountRequest {
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly scope: string;
  readonly visitorId: string | null;
  /** Given for demonstration accounts only; otherwise one is made and must be changed. */
  readonly password?: string;
}

export async function createAccount(
  tx: Tx,
  principal: { readonly role: string; readonly scope: string; readonly countyCode: string },
  request: AccountRequest,
): Promise<Result<{ id: string; firstPassword: string }>> {
  if (appoints[principal.role as Role]?.includes(request.role) !== true) return refuse('permission.denied');
  const visitor = request.role === 'visitor';
  if (visitor ? request.scope !== '' || request.visitorId === null : !request.scope.startsWith(principal.scope))
    return refuse('input.invalid', { field: visitor ? 'visitorId' : 'scope' });
  if (visitor) {
    const seen = await tx.query(sql`select 1 from visitor where county_code = ${principal.countyCode} and id = ${request.visitorId}::uuid`);
    if (seen.length === 0) return refuse('notFound');
  }
  const id = newId();
  const firstPassword = request.password ?? newPassword();
  const made = await insertAccount(tx, {
    id,
    countyCode: principal.countyCode,
    username: request.username,
    displayName: request.displayName,
    passwordHash: await hashPassword(firstPassword),
    role: request.role,
    scope: request.scope,
    visitorId: request.visitorId,
    mustChangePassword: request.password === undefined,
  });
  if (!made) return refuse('input.invalid', { field: 'username', problem: 'taken' });
  await audit(tx, { action: 'account.created', entity: 'account', entityId: id, details: { role: request.role, scope: request.scope } });
  return ok({ id, firstPassword });
}
