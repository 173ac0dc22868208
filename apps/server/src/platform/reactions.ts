// What follows from a fact runs after its commit, from an outbox table: at least once, keyed, so
// that its effect is recorded exactly once even when a process dies in between.
import { newId } from './clock.ts';
import { sql, systemActor, type Tx } from './db/index.ts';
import type { Services } from './services.ts';

export interface Reaction {
  readonly kind: string;
  run(tx: Tx, services: Services, payload: Record<string, unknown>): Promise<void>;
}

/** Queues a reaction in the transaction of the fact, sent without waiting; a second one of the same key is not queued. */
export function react(tx: Tx, kind: string, key: string, payload: object): void {
  tx.send(
    sql`insert into reaction (county_code, id, kind, key, payload) values (${tx.actor.countyCode}, ${newId()}, ${kind}, ${key}, ${JSON.stringify(payload)}::jsonb) on conflict (county_code, kind, key) do nothing`,
  );
}

const ATTEMPTS = 8;

/** Runs what is open in one county, each in its own transaction, all reactions of its kind in the order given; answers how many ran. `onRun` is told after each, and true stops. */
export async function runReactions(services: Services, countyCode: string, reactions: readonly Reaction[], onRun?: (count: number) => boolean): Promise<number> {
  const byKind = new Map<string, Reaction[]>();
  for (const reaction of reactions) byKind.set(reaction.kind, [...(byKind.get(reaction.kind) ?? []), reaction]);
  let count = 0;
  for (;;) {
    const worked = await services.db.tx(systemActor(countyCode), async (tx) => {
      const [row] = await tx.query<{ id: string; kind: string; payload: Record<string, unknown> }>(
        sql`select id, kind, payload from reaction where county_code = ${countyCode} and done_at is null and attempts < ${ATTEMPTS} order by created_at limit 1 for update skip locked`,
      );
      if (row === undefined) return false;
      const wanted = byKind.get(row.kind);
      try {
        if (wanted === undefined) throw new Error(`no reaction of kind ${row.kind}`);
        await tx.savepoint(async () => {
          for (const reaction of wanted) await reaction.run(tx, services, row.payload);
        });
        await tx.query(sql`update reaction set done_at = now() where county_code = ${countyCode} and id = ${row.id}`);
      } catch (error) {
        services.log.error({ kind: row.kind, reaction: row.id, error: String(error) }, 'reaction failed');
        await tx.query(
          sql`update reaction set attempts = attempts + 1, last_error = ${String(error).slice(0, 500)}, created_at = now() where county_code = ${countyCode} and id = ${row.id}`,
        );
      }
      return true;
    });
    if (!worked) return count;
    count += 1;
    if (onRun?.(count) === true) return count;
  }
}
