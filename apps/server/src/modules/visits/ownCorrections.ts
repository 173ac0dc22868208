// A helper puts his own record right from the phone, without a signal too: a new version with its reason, as
// an office makes it (ADR 0040). He sees of a record what he wrote; what others changed since is theirs to
// keep. A correction made twice is made once, by the identifier of the command.
import type { CorrectOwnPayload } from '@shouwang/contract/visits';
import { daysBetween, type Result } from '@shouwang/domain/shared';
import { localDay } from '../../platform/clock.ts';
import { scopeRange, sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { CommandAnswer, CommandItem } from '../../platform/sync/command.ts';
import type { VisitPolicy } from './policy.ts';
import { correctAsSeen } from './versions.ts';

/**
 * Does `work` with the village of a visit in sight: duties, roll-ups and the card that rest on a visit are
 * the village's. Where `work` throws, the savepoint or the transaction around it takes the settings back.
 */
async function inVillageOf<T>(tx: Tx, division: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const into = (scope: string): Promise<unknown> => {
    const range = scopeRange(scope);
    return tx.query(sql`select set_config('app.scope_from', ${range.from}, true), set_config('app.scope_to', ${range.to}, true)`);
  };
  await into(division);
  const value = await work({ ...tx, actor: { ...tx.actor, scope: division } });
  await into(tx.actor.scope);
  return value;
}

/** What the correction asks for stands already: nothing is left to do, and nothing went wrong. */
const standsAlready = (result: Result<unknown>, payload: CorrectOwnPayload): boolean =>
  !result.ok && (result.refusal.code === 'visit.nothingChanged' || (payload.isWrong === true && result.refusal.code === 'visit.cancelled'));

/**
 * Corrections of the actor's own visits, each answered by itself. Refuses notFound (not his), visit.correctionLate
 * (`days` after the visit, by the day on which he wrote the correction), and as a correction by an office does.
 */
export async function correctOwnVisits(
  tx: Tx,
  services: Services,
  policy: VisitPolicy,
  days: number,
  items: readonly CommandItem<CorrectOwnPayload>[],
): Promise<readonly CommandAnswer[]> {
  const answers: CommandAnswer[] = [];
  for (const { payload, occurredAt } of items) {
    const [visit] = await tx.query<{ division_code: string; occurred_on: string }>(
      sql`select division_code, occurred_on::text from visit where county_code = ${tx.actor.countyCode} and id = ${payload.visitId} and account_id = ${tx.actor.accountId}::uuid`,
    );
    if (visit === undefined) {
      answers.push({ outcome: 'refused', refusal: { code: 'notFound' } });
      continue;
    }
    if (daysBetween(visit.occurred_on, localDay(new Date(occurredAt))) > days) {
      answers.push({ outcome: 'refused', refusal: { code: 'visit.correctionLate', details: { days } } });
      continue;
    }
    const result = await inVillageOf(tx, visit.division_code, (inside) => correctAsSeen(services, inside, policy, payload.visitId, payload));
    answers.push(result.ok || standsAlready(result, payload) ? { outcome: 'applied' } : { outcome: 'refused', refusal: result.refusal });
  }
  return answers;
}
