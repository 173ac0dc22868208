// Accounts and devices in SQL.
import type { Role } from '@shouwang/domain/access';
import { sql, type Tx } from '../../platform/db/index.ts';

export interface AccountRow {
  county_code: string;
  id: string;
  username: string;
  display_name: string;
  password_hash: string;
  role: Role;
  scope: string;
  scope_name: string;
  visitor_id: string | null;
  must_change_password: boolean;
  failed_count: number;
  locked_until: string | null;
  is_locked: boolean;
  last_sign_in_at: string | null;
  disabled_at: string | null;
}

const scopeName = sql`coalesce((select string_agg(d.name, '' order by d.code) from division d
  where d.county_code = a.county_code and d.level in ('county','town','village') and starts_with(a.scope, left(d.code, case d.level when 'county' then 6 when 'town' then 9 else 12 end))), '')`;

const columns = sql`a.county_code, a.id, a.username, a.display_name, a.password_hash, a.role, a.scope, a.visitor_id, a.must_change_password, a.failed_count, a.locked_until,
  coalesce(a.locked_until > now(), false) as is_locked, a.last_sign_in_at, a.disabled_at, ${scopeName} as scope_name`;

/** Sign-in names are unique in the installation by practice; the first match counts. */
export async function findAccountByUsername(tx: Tx, username: string): Promise<AccountRow | undefined> {
  const [row] = await tx.query<AccountRow>(sql`select ${columns} from account a where a.username = ${username} and a.disabled_at is null order by a.created_at limit 1`);
  return row;
}

export async function findAccount(tx: Tx, countyCode: string, id: string): Promise<AccountRow | undefined> {
  const [row] = await tx.query<AccountRow>(sql`select ${columns} from account a where a.county_code = ${countyCode} and a.id = ${id}`);
  return row;
}

export const listAccounts = (tx: Tx, scope: string): Promise<AccountRow[]> =>
  tx.query<AccountRow>(sql`select ${columns} from account a left join visitor v on v.county_code = a.county_code and v.id = a.visitor_id
    where a.county_code = ${tx.actor.countyCode} and (starts_with(a.scope, ${scope}) or (a.scope = '' and v.id is not null)) order by length(a.scope), a.scope, a.username`);

export interface NewAccount {
  readonly id: string;
  readonly countyCode: string;
  readonly username: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly scope: string;
  readonly visitorId: string | null;
  readonly mustChangePassword: boolean;
}

/** Answers false where the sign-in name is taken. */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<boolean> {
  const rows = await tx.query(sql`insert into account (county_code, id, username, display_name, password_hash, role, scope, visitor_id, must_change_password)
    select ${account.countyCode}, ${account.id}, ${account.username}, ${account.displayName}, ${account.passwordHash}, ${account.role}, ${account.scope}, ${account.visitorId}::uuid, ${account.mustChangePassword}
    where not exists (select 1 from account where username = ${account.username}) on conflict do nothing returning id`);
  return rows.length === 1;
}

export async function noteSignIn(tx: Tx, account: AccountRow): Promise<void> {
  await tx.query(sql`update account set failed_count = 0, locked_until = null, last_sign_in_at = now() where county_code = ${account.county_code} and id = ${account.id}`);
}

export async function setPassword(tx: Tx, countyCode: string, id: string, passwordHash: string, mustChange: boolean): Promise<void> {
  await tx.query(
    sql`update account set password_hash = ${passwordHash}, must_change_password = ${mustChange}, failed_count = 0, locked_until = null where county_code = ${countyCode} and id = ${id}`,
  );
}

/** Closes accounts of the demonstration whose region takes in a real county; answers whose. */
export const disableDemonstrationReach = (tx: Tx): Promise<{ id: string }[]> =>
  tx.query<{ id: string }>(sql`update account a set disabled_at = now() from county c
    where c.county_code = a.county_code and c.is_demo and a.disabled_at is null and a.scope <> '' and exists (select 1 from county r where not r.is_demo and starts_with(r.county_code, a.scope)) returning a.id`);

/** Shuts an account out: its desks and phones are refused from the next question to the database on. */
export async function disableAccount(tx: Tx, countyCode: string, id: string): Promise<void> {
  await tx.query(sql`update account set disabled_at = now() where county_code = ${countyCode} and id = ${id}`);
  await tx.query(sql`update device set revoked_at = now() where county_code = ${countyCode} and account_id = ${id} and revoked_at is null`);
}

export interface DeviceRow {
  id: string;
  label: string;
  account_name: string;
  username: string;
  registered_at: string;
  last_seen_at: string | null;
  clock_offset_ms: number | null;
  revoked_at: string | null;
}

/** Phones of accounts in the scope (a visitor belongs where he stands on the roster), those in use first. */
export const listDevices = (tx: Tx, scope: string, id: string | null = null): Promise<DeviceRow[]> =>
  tx.query<DeviceRow>(sql`select d.id, d.label, a.display_name as account_name, a.username, d.registered_at, greatest(d.last_seen_at, (select max(s.last_seen_at) from session s where s.county_code = d.county_code and s.device_id = d.id)) as last_seen_at, d.clock_offset_ms, d.revoked_at
    from device d join account a on a.county_code = d.county_code and a.id = d.account_id left join visitor v on v.county_code = a.county_code and v.id = a.visitor_id
    where d.county_code = ${tx.actor.countyCode} and (${id}::uuid is null or d.id = ${id}::uuid) and ((a.scope <> '' and starts_with(a.scope, ${scope})) or (a.scope = '' and v.id is not null))
    order by d.revoked_at is not null, coalesce(d.last_seen_at, d.registered_at) desc, d.id`);

export async function revokeDevice(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`update device set revoked_at = now() where county_code = ${tx.actor.countyCode} and id = ${id} and revoked_at is null`);
}

export async function upsertDevice(tx: Tx, device: { readonly countyCode: string; readonly id: string; readonly accountId: string; readonly label: string }): Promise<void> {
  await tx.query(sql`insert into device (county_code, id, account_id, label) values (${device.countyCode}, ${device.id}, ${device.accountId}, ${device.label})
    on conflict (county_code, id) do update set account_id = excluded.account_id, label = excluded.label, revoked_at = null, last_seen_at = now()`);
}
