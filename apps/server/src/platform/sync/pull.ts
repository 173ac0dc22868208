// Pull: everything, or what changed since the cursor. The cursor is a transaction horizon: all
// transactions below it were finished when it was given, so nothing that commits late is skipped
// (simple-server ADR 001 meets this with sequences; transaction ids need no lock).
import type { Result } from '@shouwang/domain/shared';
import { ok } from '@shouwang/domain/shared';
import { sql, type Tx } from '../db/index.ts';
import type { Services } from '../services.ts';
import type { FeedSource } from './command.ts';

/** Raised when what phones hold can no longer be brought up to date by changes: all start afresh. */
const EPOCH = '1';

export interface Pulled {
  cursor: string;
  full: boolean;
  serverTime: string;
  upserts: { entity: string; id: string; data: unknown }[];
  removals: { entity: string; id: string }[];
  more: boolean;
  letterKey: string;
}

export async function pull(tx: Tx, services: Services, sources: readonly FeedSource[], cursor: string | undefined): Promise<Result<Pulled>> {
  const [horizon] = await tx.query<{ xmin: string }>(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`);
  const to = horizon?.xmin ?? '0';
  const known = cursor === undefined ? null : /^(\d+)\.(\d+)$/.exec(cursor);
  const from = known?.[1] === EPOCH && BigInt(known[2] ?? '0') <= BigInt(to) ? (known[2] ?? null) : null;
  const pulled: Pulled = {
    cursor: `${EPOCH}.${to}`,
    full: from === null,
    serverTime: services.clock.now().toISOString(),
    upserts: [],
    removals: [],
    more: false,
    letterKey: services.crypto.letters.publicKey,
  };
  for (const source of sources) {
    const { upserts, removals } = await source.changed(tx, services, from === null ? 'all' : { from, to });
    pulled.upserts.push(...upserts.map((upsert) => ({ entity: source.entity, ...upsert })));
    pulled.removals.push(...removals.map((id) => ({ entity: source.entity, id })));
  }
  return ok(pulled);
}

/** Notes that something phones may hold has changed; sent without waiting. */
export function feed(tx: Tx, entity: string, ids: readonly string[]): void {
  if (ids.length === 0) return;
  tx.send(sql`insert into feed (county_code, entity, entity_id) select ${tx.actor.countyCode}, ${entity}, unnest(${ids}::uuid[])`, { prepare: true });
}
