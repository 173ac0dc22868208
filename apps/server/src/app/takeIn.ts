// What a phone could not send, brought to a desk as a sealed file: each command is carried out as the account
// that recorded it, by its own identifier, so that whatever the phone sends later is done once. The desk that
// brings it in is written down; it may do so for accounts of its own division only.
import { queueLetter, type TakenIn } from '@shouwang/contract/sync';
import type { Principal, Role } from '@shouwang/domain/access';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../platform/audit/index.ts';
import { sql, type Actor, type Tx } from '../platform/db/index.ts';
import type { Services } from '../platform/services.ts';
import type { SyncCommand } from '../platform/sync/command.ts';
import { pushCommands } from '../platform/sync/push.ts';

interface Owner {
  account_id: string;
  role: Role;
  scope: string;
  visitor_id: string | null;
  display_name: string;
  clock_offset_ms: number | null;
  revoked_at: string | null;
}

const AT_ONCE = 100;

/** The accounts of this phone that lie in the desk's division. */
const ownersOf = (tx: Tx, principal: Principal, deviceId: string): Promise<Owner[]> =>
  tx.query<Owner>(sql`select a.id as account_id, a.role, a.scope, a.visitor_id, a.display_name, d.clock_offset_ms, d.revoked_at
    from device d join account a on a.county_code = d.county_code and a.id = d.account_id left join visitor v on v.county_code = a.county_code and v.id = a.visitor_id
    where d.county_code = ${principal.countyCode} and d.id = ${deviceId} and ((a.scope <> '' and starts_with(a.scope, ${principal.scope})) or (a.scope = '' and v.id is not null))`);

/** Anybody may seal for us: what is inside need not be what a phone writes. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Refuses `letter.unreadable`, `letter.foreign`. */
export async function takeIn(services: Services, tx: Tx, principal: Principal, commands: ReadonlyMap<string, SyncCommand>, file: Buffer): Promise<Result<TakenIn>> {
  const text = services.crypto.letters.open(file.toString('utf8'));
  const letter = text === null ? undefined : queueLetter.safeParse(parsed(text)).data;
  if (letter === undefined) return refuse('letter.unreadable');
  const [owner] = await ownersOf(tx, principal, letter.deviceId);
  if (owner === undefined) return refuse('letter.foreign');
  const actor: Actor = { accountId: owner.account_id, countyCode: principal.countyCode, role: owner.role, scope: owner.scope, visitorId: owner.visitor_id };
  const receivedAt = services.clock.now().toISOString();
  // Nobody knows how long the file was under way: the clock is judged by the phone's last contact.
  const sentAt = new Date(Date.parse(receivedAt) - (owner.clock_offset_ms ?? 0)).toISOString();
  const rows: TakenIn['rows'] = [];
  const own = letter.entries.filter(({ accountId }) => accountId === owner.account_id);
  for (let from = 0; from < own.length; from += AT_ONCE) {
    const part = own.slice(from, from + AT_ONCE);
    // What was carried out before stands and is written down, also where a later part breaks.
    const carriedOut = services.db.tx(actor, (ownTx) =>
      pushCommands(
        ownTx,
        services,
        commands,
        part.map(({ command }) => command),
        { deviceId: letter.deviceId, sentAt, receivedAt, revokedAt: owner.revoked_at },
      ),
    );
    const answers = await carriedOut.catch((error: unknown) => {
      services.log.error({ device: letter.deviceId, error: error instanceof Error ? error.stack : String(error) }, 'part of a letter failed');
      return [];
    });
    part.forEach(({ command, subjectName }, index) => {
      const answer = answers[index];
      rows.push({
        id: command.id,
        kind: command.kind,
        subjectName,
        occurredAt: command.occurredAt,
        outcome: answer?.outcome ?? 'retryLater',
        ...(answer?.refusal === undefined ? {} : { refusal: { code: answer.refusal.code } }),
      });
    });
  }
  // Recorded under another account of a shared phone: only that account's own sign-in brings it.
  for (const { accountId, command, subjectName } of letter.entries)
    if (accountId !== owner.account_id)
      rows.push({ id: command.id, kind: command.kind, subjectName, occurredAt: command.occurredAt, outcome: 'refused', refusal: { code: 'letter.foreign' } });
  const count = (outcome: string): number => rows.filter((row) => row.outcome === outcome).length;
  await audit(tx, {
    action: 'sync.takeIn',
    entity: 'device',
    entityId: letter.deviceId,
    details: { account: owner.account_id, entries: rows.length, applied: count('applied'), alreadyApplied: count('alreadyApplied') },
  });
  return ok({ from: owner.display_name, exportedAt: letter.exportedAt, rows });
}
