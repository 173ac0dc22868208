// Push and pull for phones: the generic platform tied to the commands and feeds of this installation.
import { queueTakeIn, syncPull, syncPush } from '@shouwang/contract/sync';
import { ok, refuse } from '@shouwang/domain/shared';
import { sql } from '../platform/db/index.ts';
import { endpoint, type Endpoint } from '../platform/http/endpoint.ts';
import type { FeedSource, SyncCommand } from '../platform/sync/command.ts';
import { pull } from '../platform/sync/pull.ts';
import { pushCommands } from '../platform/sync/push.ts';
import { takeIn } from './takeIn.ts';

/** How often a phone's last contact is noted: a note with every push would cost a write each. */
const NOTED_EVERY_MS = 60_000;

export function syncRoutes(commands: ReadonlyMap<string, SyncCommand>, sources: readonly FeedSource[]): readonly Endpoint[] {
  const noted = new Map<string, number>();
  return [
    endpoint(syncPush, async ({ tx, services, request, body }) => {
      const { deviceId } = request;
      if (deviceId !== null && deviceId !== body.deviceId) return refuse('device.revoked');
      const receivedAt = services.clock.now().toISOString();
      const answered = await pushCommands(tx, services, commands, body.commands, { deviceId, sentAt: body.sentAt, receivedAt, revokedAt: request.revokedAt });
      if (deviceId !== null && Date.parse(receivedAt) - (noted.get(deviceId) ?? 0) > NOTED_EVERY_MS) {
        await tx.query(
          sql`update device set last_seen_at = now(), clock_offset_ms = ${Date.parse(receivedAt) - Date.parse(body.sentAt)} where county_code = ${tx.actor.countyCode} and id = ${deviceId}`,
        );
        tx.afterCommit(() => void noted.set(deviceId, Date.parse(receivedAt)));
      }
      return ok({
        receivedAt,
        results: answered.map((answer) => ({
          id: answer.id,
          outcome: answer.outcome,
          ...(answer.refusal === undefined ? {} : { refusal: writable(answer.refusal) }),
          ...(answer.detail === undefined ? {} : { detail: { ...answer.detail } }),
        })),
      });
    }),
    endpoint(queueTakeIn, ({ tx, services, principal, files }) => {
      const [file] = files;
      return file === undefined ? Promise.resolve(refuse('letter.unreadable')) : takeIn(services, tx, principal, commands, file.bytes);
    }),
    endpoint(syncPull, ({ tx, services, query }) => pull(tx, services, sources, query.cursor)),
  ];
}

/** The contract's lists are writable arrays; the domain's are not. */
const writable = (refusal: { readonly code: string; readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>> }) => ({
  code: refusal.code,
  ...(refusal.details === undefined
    ? {}
    : { details: Object.fromEntries(Object.entries(refusal.details).map(([key, value]) => [key, typeof value === 'object' ? [...value] : value])) }),
});
