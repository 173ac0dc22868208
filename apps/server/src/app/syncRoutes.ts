// Push and pull for phones: the generic platform tied to the commands and feeds of this installation.
import { syncPull, syncPush } from '@shouwang/contract/sync';
import { ok, refuse } from '@shouwang/domain/shared';
import { sql } from '../platform/db/index.ts';
import { endpoint, type Endpoint } from '../platform/http/endpoint.ts';
import type { FeedSource, SyncCommand } from '../platform/sync/command.ts';
import { pull } from '../platform/sync/pull.ts';
import { pushCommands } from '../platform/sync/push.ts';

export const syncRoutes = (commands: ReadonlyMap<string, SyncCommand>, sources: readonly FeedSource[]): readonly Endpoint[] => [
  endpoint(syncPush, async ({ tx, services, principal, body }) => {
    const receivedAt = services.clock.now().toISOString();
    const [device] = await tx.query<{ account_id: string; revoked: boolean }>(sql`select account_id, revoked_at is not null as revoked from device where county_code = ${principal.countyCode} and id = ${body.deviceId}`, { prepare: true });
    if (device !== undefined && (device.revoked || device.account_id !== principal.accountId)) return refuse('device.revoked');
    const deviceId = device === undefined ? null : body.deviceId;
    const answered = await pushCommands(tx, services, commands, body.commands, { deviceId, sentAt: body.sentAt, receivedAt });
    if (deviceId !== null) await tx.query(sql`update device set last_seen_at = now(), clock_offset_ms = ${Date.parse(receivedAt) - Date.parse(body.sentAt)} where county_code = ${principal.countyCode} and id = ${deviceId}`, { prepare: true });
    return ok({ receivedAt, results: answered.map((answer) => ({ id: answer.id, outcome: answer.outcome, ...(answer.refusal === undefined ? {} : { refusal: writable(answer.refusal) }), ...(answer.detail === undefined ? {} : { detail: { ...answer.detail } }) })) });
  }),
  endpoint(syncPull, ({ tx, services, query }) => pull(tx, services, sources, query.cursor)),
];

/** The contract's lists are writable arrays; the domain's are not. */
const writable = (refusal: { readonly code: string; readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>> }) => ({
  code: refusal.code,
  ...(refusal.details === undefined ? {} : { details: Object.fromEntries(Object.entries(refusal.details).map(([key, value]) => [key, typeof value === 'object' ? [...value] : value])) }),
});
