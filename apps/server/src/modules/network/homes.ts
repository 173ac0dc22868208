// Where visitors live, as far as the roster knows.
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { visitorSeal, type Home } from './sealing.ts';

/** Homes by visitor; whose home is not known is absent. */
export async function homesOfVisitors(services: Services, tx: Tx, visitorIds: readonly string[]): Promise<ReadonlyMap<string, Home>> {
  const rows = await tx.query<{ id: string; home_sealed: Buffer }>(
    sql`select id, home_sealed from visitor where county_code = ${tx.actor.countyCode} and id = any(${[...visitorIds]}::uuid[]) and home_sealed is not null`,
  );
  const seal = visitorSeal(services.crypto, tx.actor.countyCode);
  return new Map(rows.map((row) => [row.id, seal.openHome(row.home_sealed)]));
}
