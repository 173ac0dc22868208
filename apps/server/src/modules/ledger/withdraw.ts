// Taking back what was said: a statement whose ground is gone (an event undone, an assessment voided) stays
// in the history and counts no more, so that what sources said before it counts again.
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import { react } from '../../platform/reactions.ts';
import type { Services } from '../../platform/services.ts';
import { leadingFiles } from './merged.ts';
import { ELDERS_SAID } from './record.ts';
import { rederiveElders } from './rederive.ts';

/**
 * Withdraws statements in the caller's transaction: by id, or all that name one place (`sourceRef`) as theirs.
 * What is withdrawn already stays so. Effective values follow at once, results and findings by reaction.
 */
export async function withdrawStatements(
  services: Services,
  tx: Tx,
  which: { readonly ids: readonly string[] } | { readonly elderId: string; readonly sourceRef: string },
): Promise<void> {
  const county = tx.actor.countyCode;
  const chosen = 'ids' in which ? sql`id = any(${[...which.ids]}::uuid[])` : sql`elder_id = ${which.elderId}::uuid and source_ref = ${which.sourceRef}`;
  const rows = await tx.query<{ elder_id: string }>(
    sql`update fact_statement set withdrawn_at = now(), withdrawn_by = ${tx.actor.accountId}::uuid where county_code = ${county} and ${chosen} and withdrawn_at is null returning elder_id`,
  );
  if (rows.length === 0) return;
  const own = [...new Set(rows.map((row) => row.elder_id))];
  const leading = await leadingFiles(tx, county, own);
  const elderIds = [...new Set(own.map((id) => leading.get(id) ?? id))];
  await rederiveElders(services, tx, elderIds);
  react(tx, ELDERS_SAID, newId(), { elderIds, asOf: null });
}
