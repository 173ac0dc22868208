// The review of one file: where it stands, who may do what now, what changed since it was approved, and
// who signed.
import type { ReviewView, SignOff } from '@shouwang/contract/reviews';
import type { Principal } from '@shouwang/domain/access';
import { decideFacts, maskFact } from '@shouwang/domain/ledger';
import { barOf, changedFacts, deedsOf, turnOf, type ReviewAction, type ReviewDeed, type ReviewLevel, type ReviewState } from '@shouwang/domain/reviews';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { ledgerSeal, loadSaid, namesOfAccounts } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { keepsReviewersApart } from './act.ts';
import { approvedFacts, loadSubjects, openNote, type Subject } from './store.ts';

interface StepRow {
  id: string;
  round: number;
  action: ReviewAction;
  level: ReviewLevel | null;
  from_state: ReviewState;
  to_state: ReviewState;
  actor_name: string;
  actor_role: string;
  note_sealed: Buffer | null;
  at: string;
}

/** Newest first. */
const listSteps = (tx: Tx, countyCode: string, elderId: string): Promise<StepRow[]> =>
  tx.query<StepRow>(
    sql`select id, round, action, level, from_state, to_state, actor_name, actor_role, note_sealed, at from review_step
        where county_code = ${countyCode} and elder_id = ${elderId} order by at desc, id desc limit 200`,
    { prepare: true },
  );

/** Signatures of the round that stands; none while the file is back at the recorder. */
function signOffsOf(steps: readonly StepRow[], state: ReviewState): SignOff[] {
  const round = steps[0]?.round ?? 0;
  const inRound = steps.filter((step) => step.round === round && round > 0);
  const begun = inRound.findIndex((step) => step.level === 'recorder');
  const since = inRound.slice(0, begun + 1);
  if (state === 'draft' || state === 'returned' || since.some((step) => step.action === 'withdraw' || step.action === 'return')) return [];
  return since
    .filter((step): step is StepRow & { level: ReviewLevel } => step.level !== null)
    .map((step) => ({ level: step.level, name: step.actor_name, role: step.actor_role, at: step.at, current: state !== 'changed' }))
    .toReversed();
}

/**
 * Who signed the file at which level, with name, role and time, in order; for printing beside the places
 * of signature. `current` false: the facts are no longer those that were signed.
 */
export async function listSignOffs(services: Services, tx: Tx, elderId: string, countyCode: string = tx.actor.countyCode): Promise<readonly SignOff[]> {
  const [subject] = await loadSubjects(services, tx, countyCode, [elderId]);
  return subject === undefined ? [] : signOffsOf(await listSteps(tx, countyCode, elderId), subject.state);
}

export const deedsFor = (principal: Principal, subject: Subject, separateReviewer: boolean): { readonly action: ReviewDeed; readonly bar: ReturnType<typeof barOf> }[] =>
  (subject.isClosed ? [] : deedsOf(principal.role, subject.state)).map((action) => ({ action, bar: barOf(subject, { action, accountId: principal.accountId, separateReviewer }) }));

async function changesOf(services: Services, tx: Tx, county: string, subject: Subject): Promise<ReviewView['changes']> {
  const before = await approvedFacts(services, tx, county, subject);
  if (before === null) return null;
  const keys = changedFacts(before, subject.effective);
  if (keys.length === 0) return [];
  const said = (await loadSaid(tx, county, [subject.id], ledgerSeal(services.crypto, county))).get(subject.id);
  const counting = decideFacts(said?.current.values() ?? [], (await getPackInForce(tx, county)).pack.sourceRank);
  const statements = keys.map((key) => counting.get(key)?.statementId).filter((id) => id !== undefined);
  const rows = await tx.query<{ id: string; recorded_at: string; recorded_by: string | null }>(
    sql`select id, recorded_at, recorded_by from fact_statement where county_code = ${county} and id = any(${statements}::uuid[])`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const names = await namesOfAccounts(
    tx,
    county,
    rows.map((row) => row.recorded_by),
  );
  return keys.map((key) => {
    const fact = counting.get(key);
    const statement = fact === undefined ? undefined : byId.get(fact.statementId);
    return {
      key,
      before: before[key] === undefined ? undefined : maskFact(key, before[key]),
      after: subject.effective[key] === undefined ? undefined : maskFact(key, subject.effective[key]),
      source: fact?.source ?? null,
      by: statement?.recorded_by == null ? null : (names.get(statement.recorded_by) ?? null),
      at: statement?.recorded_at ?? null,
    };
  });
}

/** Refuses `elder.notVisible`. */
export async function openReview(services: Services, tx: Tx, principal: Principal, elderId: string): Promise<Result<ReviewView>> {
  const [place] = await tx.query<{ county_code: string }>(sql`select county_code from elder where county_code = any(array(select county_code from county)) and id = ${elderId}`);
  const county = place?.county_code;
  const [subject] = county === undefined ? [] : await loadSubjects(services, tx, county, [elderId]);
  if (county === undefined || subject === undefined) return refuse('elder.notVisible');
  const steps = await listSteps(tx, county, elderId);
  const { pack } = await getPackInForce(tx, county);
  const back = steps.find((step) => step.action === 'return' || step.action === 'ask');
  const isBack = back !== undefined && (subject.state === 'returned' || (subject.state === 'draft' && back.action === 'ask'));
  return ok({
    state: subject.state,
    turn: turnOf[subject.state],
    since: subject.since,
    submittedBy: subject.submittedName,
    deeds: deedsFor(principal, subject, keepsReviewersApart(pack)),
    digest: subject.digest,
    returned: isBack ? { note: openNote(services.crypto, county, back.note_sealed) ?? '', by: back.actor_name, at: back.at } : null,
    signOffs: signOffsOf(steps, subject.state),
    changes: await changesOf(services, tx, county, subject),
    steps: steps.map((step) => ({
      id: step.id,
      round: step.round,
      action: step.action,
      from: step.from_state,
      to: step.to_state,
      name: step.actor_name,
      role: step.actor_role,
      note: openNote(services.crypto, county, step.note_sealed),
      at: step.at,
    })),
  });
}
