// The weekly draw: of each village's home visits a share is called about whatever they look like. The seed
// is made when the week begins, before there is a visit to choose; its digest is shown at once, the seed when
// it is drawn, so that anybody can draw again and find the same.
import { createHash, randomBytes } from 'node:crypto';
import { addDays } from '@shouwang/domain/shared';
import { askingRulesOf, drawByLot, weekOf } from '@shouwang/domain/visits';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { getPackInForce } from '../policy/public.ts';
import { openDoubts } from './doubts.ts';

/** Visits of a week may come in late; they are drawn from as many days after its end. */
const WAIT_DAYS = 3;

const sha256 = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
/** Digest of the identifiers drawn from, whatever their order. */
export const populationDigest = (ids: readonly string[]): Buffer => sha256([...ids].sort().join('\n'));
/** The draw itself: what `visit_lot.drawn` must be for this seed and these visits. */
export const drawOf = (seed: Buffer, ids: readonly string[], share: number): readonly string[] => drawByLot(ids, share, (id) => sha256(seed, id).toString('hex'));

/** Makes the seed of the running week where there is none. */
export async function sowLots(services: Services, tx: Tx): Promise<void> {
  const { sampleShare } = askingRulesOf((await getPackInForce(tx)).pack);
  const seed = randomBytes(32);
  await tx.query(
    sql`insert into visit_lot_week (county_code, week_start, seed, seed_digest, share) values (${tx.actor.countyCode}, ${weekOf(services.clock.today()).start}::date, ${seed}, ${sha256(seed)}, ${sampleShare}) on conflict do nothing`,
  );
}

/** Draws from the weeks that are over for long enough; once each. Answers how many visits were drawn. */
export async function drawLots(services: Services, tx: Tx): Promise<number> {
  const county = tx.actor.countyCode;
  const today = services.clock.today();
  const weeks = await tx.query<{ week_start: string; seed: Buffer; share: number }>(
    sql`select week_start, seed, share from visit_lot_week where county_code = ${county} and drawn_at is null and week_start <= ${addDays(today, -6 - WAIT_DAYS)}::date order by week_start for update`,
  );
  const { checkDays } = askingRulesOf((await getPackInForce(tx)).pack);
  let count = 0;
  for (const week of weeks) {
    const visits = await tx.query<{ id: string; division_code: string }>(
      sql`select id, division_code from visit where county_code = ${county} and occurred_on between ${week.week_start}::date and ${addDays(week.week_start, 6)}::date
            and mode = 'home' and outcome = 'done' and visitor_id is not null and not 'paper' = any(marks) order by id`,
    );
    for (const village of new Set(visits.map((visit) => visit.division_code))) {
      const all = visits.filter((visit) => visit.division_code === village).map(({ id }) => id);
      const drawn = drawOf(week.seed, all, week.share);
      await tx.query(
        sql`insert into visit_lot (county_code, week_start, division_code, population, population_digest, drawn) values (${county}, ${week.week_start}::date, ${village}, ${all.length}, ${populationDigest(all)}, ${[...drawn]}::uuid[]) on conflict do nothing`,
      );
      const opened = await openDoubts(
        services,
        tx,
        drawn.map((visitId) => ({ visitId, signals: [] })),
        { origin: 'lot', dueOn: addDays(today, checkDays) },
      );
      count += opened.length;
    }
    await tx.query(
      sql`update visit_lot_week set drawn_at = ${services.clock.now().toISOString()}::timestamptz where county_code = ${county} and week_start = ${week.week_start}::date`,
    );
  }
  return count;
}
