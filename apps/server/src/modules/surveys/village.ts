// Into a village of a round and out again. An office acts where it is in charge; a surveyor has no division
// of his own, so the database lets him into one village at a time while the round runs (ADR 0020).
import { covers } from '@shouwang/domain/divisions';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { scopeRange, sql, type Tx } from '../../platform/db/index.ts';

/** Whether the round, and the village in it, still take answers; a round out of sight is not there. */
async function runs(tx: Tx, roundId: string, village: string): Promise<boolean | null> {
  const [row] = await tx.query<{ runs: boolean }>(sql`select r.closed_at is null and v.closed_at is null as runs from survey_round r
    join survey_village v on v.county_code = r.county_code and v.round_id = r.id and v.division_code = ${village}
    where r.county_code = ${tx.actor.countyCode} and r.id = ${roundId}`);
  return row?.runs ?? null;
}

/**
 * Does `work` with the village in sight; afterwards the transaction sees what it saw before. Refuses
 * `survey.ended` and `survey.notYours`.
 */
export async function inVillage<T>(tx: Tx, roundId: string, village: string, work: (tx: Tx) => Promise<T>): Promise<Result<T>> {
  const state = await runs(tx, roundId, village);
  if (state === null) return refuse('survey.notYours');
  if (!state) return refuse('survey.ended');
  if (covers(tx.actor.scope, village)) return ok(await work(tx));
  const [entered] = await tx.query<{ entered: boolean }>(sql`select enter_survey_village(${roundId}::uuid, ${village}) as entered`);
  if (entered?.entered !== true) return refuse('survey.notYours');
  const value = await work({ ...tx, actor: { ...tx.actor, scope: village } });
  const own = scopeRange(tx.actor.scope);
  // Where `work` throws, the savepoint or the transaction around it takes the settings back.
  await tx.query(sql`select set_config('app.scope_from', ${own.from}, true), set_config('app.scope_to', ${own.to}, true)`);
  return ok(value);
}

export interface Surveyor {
  /** `visitor:<id>` or `account:<id>`: counts one person's answers. */
  readonly key: string;
  readonly name: string;
}

/** Who answers: the surveyor by the name in the round, or the account itself. */
export async function surveyorOf(tx: Tx, roundId: string): Promise<Surveyor> {
  const { visitorId, accountId, countyCode } = tx.actor;
  if (visitorId !== null) {
    const [row] = await tx.query<{ name: string }>(
      sql`select name from survey_surveyor where county_code = ${countyCode} and round_id = ${roundId} and visitor_id = ${visitorId}::uuid limit 1`,
    );
    return { key: `visitor:${visitorId}`, name: row?.name ?? '' };
  }
  const [account] = await tx.query<{ display_name: string }>(sql`select display_name from account where county_code = ${countyCode} and id = ${accountId}::uuid`);
  return { key: `account:${accountId ?? ''}`, name: account?.display_name ?? '' };
}

/** Tells phones that a round, its villages or its surveyors have changed. */
export const SURVEY_ROUND = 'surveyRound';
export const SURVEY_SUBJECT = 'surveySubject';
