// Sessions: an opaque random token in a cookie (desk) or as a bearer (field device); the database
// keeps only its hash. The token begins with the county, because every key does.
import { createHash, randomBytes } from 'node:crypto';
import type { Principal, Role } from '@shouwang/domain/access';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { sql, systemActor, type Db, type Tx } from '../db/index.ts';

export const SESSION_COOKIE = 'shouwang_session';
/** Desk sessions end after half an hour without use (等保三级 asks for idle time-out; domain-facts §4). */
const DESK_IDLE_MINUTES = 30;
const DESK_LIFETIME_HOURS = 12;
/** A field device stays signed in; its credential is revocable. */
const DEVICE_LIFETIME_DAYS = 365;
/** How long a revoked phone may still offer what it recorded before. */
const LAST_WORDS_DAYS = 90;
/** How long a session is believed without asking the database: bounds how late a revocation acts. */
const BELIEVED_MS = 5_000;
/** How often last_seen_at is written, so that reading does not write at each request. */
const TOUCH_MS = 60_000;

/** A principal whose first password still has to be changed may do nothing else at a desk. */
export type SignedIn = Principal & { readonly mustChangePassword?: boolean; readonly deviceId?: string | null; /** The phone was revoked then. */ readonly revokedAt?: string };
/** `lastWords`: a revoked phone passes for a while, for what it recorded before. */
export type Authenticate = (token: string, lastWords?: boolean) => Promise<Result<SignedIn>>;

const hash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Makes a session inside the sign-in's transaction; answers the token, which is shown only now. */
export async function createSession(tx: Tx, account: { readonly countyCode: string; readonly accountId: string; readonly deviceId: string | null }): Promise<string> {
  const token = `${account.countyCode}.${randomBytes(32).toString('base64url')}`;
  const lifetime = account.deviceId === null ? `${DESK_LIFETIME_HOURS} hours` : `${DEVICE_LIFETIME_DAYS} days`;
  await tx.query(sql`insert into session (county_code, token_hash, account_id, device_id, expires_at)
    values (${account.countyCode}, ${hash(token)}, ${account.accountId}, ${account.deviceId}, now() + ${lifetime}::interval)`);
  return token;
}

/** Ends the desks of an account, all or all but one; one that is believed right now ends seconds later. */
export async function endDeskSessions(tx: Tx, account: { readonly countyCode: string; readonly accountId: string }, keepToken: string | null): Promise<void> {
  const kept = keepToken === null ? null : hash(keepToken);
  await tx.query(
    sql`delete from session where county_code = ${account.countyCode} and account_id = ${account.accountId} and device_id is null and token_hash is distinct from ${kept}::bytea`,
  );
}

interface SessionRow {
  account_id: string;
  county_code: string;
  role: Role;
  scope: string;
  visitor_id: string | null;
  display_name: string;
  device_id: string | null;
  must_change: boolean;
  revoked: boolean;
  last_words: string | null;
  disabled: boolean;
  expired: boolean;
  stale: boolean;
}

export interface Sessions {
  readonly authenticate: Authenticate;
  end(tx: Tx, token: string): Promise<void>;
}

export function openSessions(db: Db, now: () => number = Date.now): Sessions {
  const believed = new Map<string, { readonly principal: SignedIn; readonly until: number }>();
  return {
    async authenticate(token, lastWords = false) {
      const known = believed.get(token);
      if (known !== undefined && known.until > now()) return ok(known.principal);
      believed.delete(token);
      const county = token.split('.')[0] ?? '';
      if (!/^\d{2,6}$/.test(county)) return refuse('auth.required');
      const found = await db.tx(systemActor(county), async (tx) => {
        const [row] = await tx.query<SessionRow>(
          sql`select s.account_id, s.county_code, a.role, a.scope, a.visitor_id, a.display_name, s.device_id, a.must_change_password and s.device_id is null as must_change,
                d.revoked_at is not null or d.account_id <> s.account_id as revoked,
                case when d.account_id = s.account_id and d.revoked_at > now() - make_interval(days => ${LAST_WORDS_DAYS}) then d.revoked_at end as last_words, a.disabled_at is not null as disabled,
                s.expires_at < now() or (s.device_id is null and s.last_seen_at < now() - make_interval(mins => ${DESK_IDLE_MINUTES})) as expired,
                s.last_seen_at < now() - make_interval(secs => ${TOUCH_MS / 1000}) as stale
              from session s join account a on a.county_code = s.county_code and a.id = s.account_id
              left join device d on d.county_code = s.county_code and d.id = s.device_id
              where s.county_code = ${county} and s.token_hash = ${hash(token)}`,
          { prepare: true },
        );
        if (row?.stale === true && !row.expired) await tx.query(sql`update session set last_seen_at = now() where county_code = ${county} and token_hash = ${hash(token)}`);
        return row;
      });
      if (found === undefined) return refuse('auth.required');
      const revokedAt = lastWords ? found.last_words : null;
      if (found.revoked && revokedAt === null) return refuse('device.revoked');
      if (found.expired || (found.disabled && revokedAt === null)) return refuse('auth.required');
      const principal: SignedIn = {
        accountId: found.account_id,
        countyCode: found.county_code,
        role: found.role,
        scope: found.scope,
        visitorId: found.visitor_id,
        displayName: found.display_name,
        mustChangePassword: found.must_change,
        deviceId: found.device_id,
        ...(revokedAt === null ? {} : { revokedAt }),
      };
      if (believed.size > 20_000) believed.clear();
      // Asked anew at each request until it is changed, so that the change is seen at once.
      if (!found.must_change && revokedAt === null) believed.set(token, { principal, until: now() + BELIEVED_MS });
      return ok(principal);
    },
    async end(tx, token) {
      await tx.query(sql`delete from session where county_code = ${token.split('.')[0] ?? ''} and token_hash = ${hash(token)}`);
      tx.afterCommit(() => believed.delete(token));
    },
  };
}
