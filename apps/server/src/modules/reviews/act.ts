// Steps of the review, one file or two hundred: each decided by the domain's table under a lock that
// whoever sets facts waits for, each outcome named; and what changed facts do to an approval.
import type { reviewAct, reviewAsk } from '@shouwang/contract/reviews';
import type { Body, Reply } from '@shouwang/contract/route';
import type { Principal } from '@shouwang/domain/access';
import type { PolicyPack } from '@shouwang/domain/policy';
import { canReview, decideReview, reviewStates, type ReviewDeed } from '@shouwang/domain/reviews';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { readRange } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { listUnsettled, loadSubjects, sealNote, writeSteps, type NewStep } from './store.ts';

/** Pack value: who recorded a file does not approve it at the next level. On where the pack says nothing. */
export const keepsReviewersApart = (pack: PolicyPack): boolean => pack.values['reviews.separateReviewer']?.value !== false;

type Outcome = Reply<typeof reviewAct>['outcomes'][number];

/** Takes one step for each file; a file that is declined stays as it is and keeps nobody else back. */
export async function actOnFiles(services: Services, tx: Tx, principal: Principal, asked: Body<typeof reviewAct>): Promise<Result<Reply<typeof reviewAct>>> {
  const county = tx.actor.countyCode;
  const { action, note } = asked;
  if (action === 'return' && note.trim().length < 2) return refuse('review.reasonMissing');
  const separateReviewer = keepsReviewersApart((await getPackInForce(tx)).pack);
  const ids = [...new Set(asked.items.map((item) => item.elderId))];
  const subjects = new Map((await loadSubjects(services, tx, county, ids, true)).map((subject) => [subject.id, subject]));
  const seen = new Map(asked.items.map((item) => [item.elderId, item.digest ?? null]));
  const from = new Map(asked.items.map((item) => [item.elderId, item.state]));
  const steps: NewStep[] = [];
  const outcomes = ids.map((elderId): Outcome => {
    const subject = subjects.get(elderId);
    if (subject === undefined) return { elderId, name: '', state: null, refusal: { code: 'elder.notVisible' } };
    if (subject.isClosed) return { elderId, name: subject.name, state: subject.state, refusal: { code: 'elder.closed' } };
    // Sent twice, one approval must not pass two levels: whoever acts has seen where the file stood.
    if ((from.get(elderId) ?? subject.state) !== subject.state)
      return { elderId, name: subject.name, state: subject.state, refusal: { code: 'review.notNow', details: { state: subject.state, action } } };
    const decided = decideReview(subject, { action, role: principal.role, accountId: principal.accountId, note, seen: seen.get(elderId) ?? null, separateReviewer });
    if (!decided.ok) {
      const { code, details } = decided.refusal;
      const words = Object.fromEntries(Object.entries(details ?? {}).map(([key, value]) => [key, String(value)]));
      return { elderId, name: subject.name, state: subject.state, refusal: { code, details: words } };
    }
    steps.push({ id: newId(), subject, action, level: decided.value.level, to: decided.value.to, note, name: principal.displayName });
    return { elderId, name: subject.name, state: decided.value.to, refusal: null };
  });
  await writeSteps(services, tx, county, steps);
  await audit(
    tx,
    ...steps.map(({ subject, to }) => ({ action: `review.${action}`, entity: 'elder', entityId: subject.id, division: subject.division, details: { from: subject.state, to } })),
  );
  return ok({ outcomes });
}

/** A town or county asks for the review of every file of a division that counts as confirmed without one, or was approved before. */
export async function askForReview(services: Services, tx: Tx, principal: Principal, asked: Body<typeof reviewAsk>): Promise<Result<Reply<typeof reviewAsk>>> {
  const action: ReviewDeed = 'ask';
  const from = reviewStates.filter((state) => canReview(principal.role, state, action));
  if (from.length === 0) return refuse('permission.denied');
  const county = tx.actor.countyCode;
  const range = readRange(principal.scope, asked.division);
  const note = sealNote(services.crypto, county, asked.note);
  const rows = await tx.query<{ elder_id: string; division_code: string; round: number; from_state: string }>(
    sql`with asked as materialized (
          select e.id as elder_id, e.division_code, coalesce(r.round, 0) as round, coalesce(r.state, 'imported') as from_state
          from elder e left join elder_review r on r.county_code = e.county_code and r.elder_id = e.id
          where e.county_code = ${county} and e.division_code >= ${range.from} and e.division_code < ${range.to} and e.closed_on is null and e.list_state <> 'left'
            and coalesce(r.state, 'imported') = any(${from}::text[])
        ), set as (
          insert into elder_review (county_code, elder_id, division_code, state, round, note_sealed)
          select ${county}, a.elder_id, a.division_code, 'draft', a.round, ${note}::bytea from asked a
          on conflict (county_code, elder_id) do update set state = 'draft', since = now(), note_sealed = excluded.note_sealed
        )
        select * from asked`,
  );
  await tx.query(
    sql`insert into review_step (county_code, id, elder_id, division_code, round, action, from_state, to_state, actor, actor_name, actor_role, note_sealed)
        select ${county}, u.id, u.elder_id, u.division_code, u.round, 'ask', u.from_state, 'draft', ${principal.accountId}::uuid, ${principal.displayName}, ${principal.role}, ${note}::bytea
        from jsonb_to_recordset(${JSON.stringify(rows.map((row) => ({ ...row, id: newId() })))}::jsonb) as u(id uuid, elder_id uuid, division_code text, round int, from_state text)`,
  );
  await audit(tx, { action: 'review.ask', entity: 'division', entityId: asked.division, division: range.prefix.padEnd(12, '0'), details: { files: rows.length } });
  return ok({ asked: rows.length });
}

/** Stores what changed facts made of these files: an approval of other facts ends, a file that a person changed needs review. */
export async function settleReviews(services: Services, tx: Tx, elderIds: readonly string[]): Promise<number> {
  const county = tx.actor.countyCode;
  const unsettled = await listUnsettled(tx, county, elderIds);
  const steps = (await loadSubjects(services, tx, county, unsettled, true))
    .filter((subject) => subject.state !== (subject.stored ?? 'imported'))
    .map((subject): NewStep => ({
      id: newId(),
      subject: { ...subject, state: subject.stored ?? 'imported' },
      action: 'change',
      level: null,
      to: subject.state,
      note: '',
      name: '',
    }));
  await writeSteps(services, tx, county, steps);
  return steps.length;
}
