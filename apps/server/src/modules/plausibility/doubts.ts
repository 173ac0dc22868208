// The way of a doubt: asked, answered, passed on to the village, checked; withdrawn where later evidence
// takes it away. Each step is kept beside what was known then. No step changes the visit.
import type { DoubtAnswerPayload } from '@shouwang/contract/plausibility';
import { addDays, ok, refuse, type Result } from '@shouwang/domain/shared';
import {
  askingRulesOf,
  decideAnswer,
  decideCheck,
  type AskingRules,
  type CheckOutcome,
  type Doubt,
  type DoubtAnswer,
  type DoubtEvent,
  type DoubtOrigin,
  type DoubtState,
  type JudgedSignal,
} from '@shouwang/domain/visits';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import type { CommandAnswer, CommandItem } from '../../platform/sync/command.ts';
import { feed } from '../../platform/sync/pull.ts';
import { getPackInForce } from '../policy/public.ts';
import { doubtSeal, oddOf, type EventDetails } from './sealing.ts';

export const VISIT_DOUBT = 'visitDoubt';

export interface JudgedVisit {
  readonly visitId: string;
  readonly isDoubted: boolean;
  /** The odd ones. */
  readonly signals: readonly JudgedSignal[];
}

interface DoubtRow {
  visit_id: string;
  division_code: string;
  visitor_id: string;
  origin: DoubtOrigin;
  state: DoubtState;
  answer: DoubtAnswer | null;
  outcome: CheckOutcome | null;
}
const doubtOf = (row: DoubtRow): Doubt => ({ state: row.state, origin: row.origin, visitorId: row.visitor_id, answer: row.answer, outcome: row.outcome });

/** Doubts of these visits, locked in order. */
const lockDoubts = (tx: Tx, visitIds: readonly string[]): Promise<DoubtRow[]> =>
  tx.query<DoubtRow>(
    sql`select visit_id, division_code, visitor_id, origin, state, answer, outcome from visit_doubt where county_code = ${tx.actor.countyCode} and visit_id = any(${[...visitIds]}::uuid[]) order by visit_id for update`,
  );

export interface NotedEvent {
  readonly visitId: string;
  readonly kind: DoubtEvent;
  readonly details: EventDetails;
}
export async function noteEvents(services: Services, tx: Tx, events: readonly NotedEvent[]): Promise<void> {
  if (events.length === 0) return;
  const seal = doubtSeal(services.crypto, tx.actor.countyCode);
  await tx.query(sql`insert into visit_doubt_event (county_code, id, visit_id, kind, account_id, at, details_sealed)
    select ${tx.actor.countyCode}, e.id, e.visit_id, e.kind, ${tx.actor.accountId}::uuid, ${services.clock.now().toISOString()}::timestamptz, e.details
    from unnest(${events.map(() => newId())}::uuid[], ${events.map(({ visitId }) => visitId)}::uuid[], ${events.map(({ kind }) => kind)}::text[], ${events.map(({ details }) => seal.event(details))}::bytea[]) as e(id, visit_id, kind, details)`);
}

/** Opens a doubt about each visit; those that have one already are left alone. Answers the visits that are new. */
export async function openDoubts(
  services: Services,
  tx: Tx,
  doubts: readonly { readonly visitId: string; readonly signals: readonly JudgedSignal[] }[],
  given: { readonly origin: DoubtOrigin; readonly dueOn: string },
): Promise<readonly string[]> {
  if (doubts.length === 0) return [];
  const county = tx.actor.countyCode;
  const rows = await tx.query<{ visit_id: string }>(sql`
    insert into visit_doubt (county_code, visit_id, division_code, elder_id, visitor_id, origin, state, odd, asked_at, due_on)
    select ${county}, v.id, v.division_code, v.elder_id, v.visitor_id, ${given.origin}, ${given.origin === 'signals' ? 'asked' : 'toCheck'}, string_to_array(d.odd, ','), ${services.clock.now().toISOString()}::timestamptz, ${given.dueOn}::date
    from unnest(${doubts.map(({ visitId }) => visitId)}::uuid[], ${doubts.map(({ signals }) => oddOf(signals).join(','))}::text[]) as d(visit_id, odd)
    join visit v on v.county_code = ${county} and v.id = d.visit_id and v.visitor_id is not null
    on conflict (county_code, visit_id) do nothing returning visit_id`);
  const made = new Set(rows.map((row) => row.visit_id));
  await noteEvents(
    services,
    tx,
    doubts.filter(({ visitId }) => made.has(visitId)).map(({ visitId, signals }) => ({ visitId, kind: given.origin === 'signals' ? 'asked' : 'drawn', details: { signals } })),
  );
  feed(tx, VISIT_DOUBT, [...made]);
  return [...made];
}

/** Opens doubts about what is doubted, withdraws those that later evidence or a cancelled record took away. Answers how many changed. */
export async function followDoubts(services: Services, tx: Tx, asking: AskingRules, judged: readonly JudgedVisit[], gone: readonly string[]): Promise<number> {
  const county = tx.actor.countyCode;
  const now = services.clock.now().toISOString();
  const dueOn = addDays(services.clock.today(), asking.answerDays);
  const known = new Map((await lockDoubts(tx, [...judged.map(({ visitId }) => visitId), ...gone])).map((row) => [row.visit_id, row]));
  const opened = await openDoubts(
    services,
    tx,
    judged.filter(({ visitId, isDoubted }) => isDoubted && !known.has(visitId)),
    { origin: 'signals', dueOn },
  );
  const again = judged.filter(({ visitId, isDoubted }) => isDoubted && known.get(visitId)?.state === 'withdrawn');
  const isOpen = (row: DoubtRow | undefined): boolean => row !== undefined && (row.state === 'asked' || row.state === 'toCheck');
  const withdrawn = [
    ...judged
      .filter(({ visitId, isDoubted }) => !isDoubted && known.get(visitId)?.origin === 'signals' && isOpen(known.get(visitId)))
      .map(({ visitId, signals }) => ({ visitId, signals })),
    ...gone.filter((visitId) => isOpen(known.get(visitId))).map((visitId) => ({ visitId, signals: [] })),
  ];
  // The same doubt may rest on more by now: what is asked follows, where nobody has answered yet.
  const renewed = judged.filter(({ visitId, isDoubted }) => isDoubted && known.get(visitId)?.state === 'asked');
  await tx.query(sql`update visit_doubt d set odd = string_to_array(n.odd, ',') from unnest(${renewed.map(({ visitId }) => visitId)}::uuid[], ${renewed.map(({ signals }) => oddOf(signals).join(','))}::text[]) as n(visit_id, odd)
    where d.county_code = ${county} and d.visit_id = n.visit_id and d.odd <> string_to_array(n.odd, ',')`);
  await tx.query(sql`update visit_doubt d set state = 'asked', origin = 'signals', odd = string_to_array(n.odd, ','), asked_at = ${now}::timestamptz, due_on = ${dueOn}::date
    from unnest(${again.map(({ visitId }) => visitId)}::uuid[], ${again.map(({ signals }) => oddOf(signals).join(','))}::text[]) as n(visit_id, odd) where d.county_code = ${county} and d.visit_id = n.visit_id`);
  await tx.query(sql`update visit_doubt set state = 'withdrawn' where county_code = ${county} and visit_id = any(${withdrawn.map(({ visitId }) => visitId)}::uuid[])`);
  await noteEvents(services, tx, [
    ...again.map(({ visitId, signals }): NotedEvent => ({ visitId, kind: 'askedAgain', details: { signals } })),
    ...withdrawn.map(({ visitId, signals }): NotedEvent => ({ visitId, kind: 'withdrawn', details: { signals } })),
  ]);
  feed(
    tx,
    VISIT_DOUBT,
    [...again, ...withdrawn].map(({ visitId }) => visitId),
  );
  return opened.length + again.length + withdrawn.length;
}

/** The helper's answers: each for one or several of his own visits. */
export async function answerDoubts(tx: Tx, services: Services, items: readonly CommandItem<DoubtAnswerPayload>[]): Promise<readonly CommandAnswer[]> {
  const asking = askingRulesOf((await getPackInForce(tx)).pack);
  const county = tx.actor.countyCode;
  const seal = doubtSeal(services.crypto, county);
  const answers: CommandAnswer[] = [];
  for (const { payload, occurredAt } of items) {
    const doubts = (await lockDoubts(tx, payload.visitIds)).filter((row) => row.visitor_id === tx.actor.visitorId);
    if (doubts.length === 0) {
      answers.push({ outcome: 'refused', refusal: { code: 'notFound' } });
      continue;
    }
    const decided = doubts.map((row) => ({ row, decision: decideAnswer(doubtOf(row), payload.answer, payload.words) }));
    const invalid = decided.find(({ decision }) => !decision.ok && decision.refusal.code === 'input.invalid')?.decision;
    if (invalid?.ok === false) {
      answers.push({ outcome: 'refused', refusal: invalid.refusal });
      continue;
    }
    // Withdrawn meanwhile: there is nothing left to answer, which is no fault of the helper.
    for (const { row, decision } of decided) {
      if (!decision.ok) continue;
      await tx.query(sql`update visit_doubt set state = ${decision.value.state}, answer = ${payload.answer}, words_sealed = ${seal.words(payload.words)}, answered_at = ${occurredAt}::timestamptz,
          due_on = case when state = 'toCheck' then due_on else ${addDays(services.clock.today(), asking.checkDays)}::date end
        where county_code = ${county} and visit_id = ${row.visit_id}`);
      await noteEvents(services, tx, [{ visitId: row.visit_id, kind: 'answered', details: { signals: [], answer: payload.answer, words: payload.words } }]);
      await audit(tx, { action: 'doubt.answer', entity: 'visit', entityId: row.visit_id, division: row.division_code, details: { answer: payload.answer } });
    }
    feed(
      tx,
      VISIT_DOUBT,
      doubts.map((row) => row.visit_id),
    );
    answers.push({ outcome: 'applied' });
  }
  return answers;
}

/** What the village's call ended with. Refusals: notFound, conflict.alreadyDone, doubt.notYet, doubt.ownVisit, doubt.notAnswered, input.invalid. */
export async function checkDoubt(
  services: Services,
  tx: Tx,
  visitId: string,
  given: { readonly outcome: CheckOutcome; readonly words: string },
): Promise<Result<{ state: DoubtState }>> {
  const county = tx.actor.countyCode;
  const [row] = await lockDoubts(tx, [visitId]);
  if (row === undefined) return refuse('notFound');
  const decision = decideCheck(doubtOf(row), given.outcome, given.words, { visitorId: tx.actor.visitorId });
  if (!decision.ok) return decision;
  await tx.query(sql`update visit_doubt set state = ${decision.value.state}, outcome = ${given.outcome}, outcome_sealed = ${doubtSeal(services.crypto, county).words(given.words)}, checked_by = ${tx.actor.accountId}::uuid,
      checked_at = ${services.clock.now().toISOString()}::timestamptz, tries = tries + 1 where county_code = ${county} and visit_id = ${visitId}`);
  await noteEvents(services, tx, [{ visitId, kind: 'checked', details: { signals: [], outcome: given.outcome, words: given.words } }]);
  await audit(tx, { action: 'doubt.check', entity: 'visit', entityId: visitId, division: row.division_code, details: { outcome: given.outcome } });
  feed(tx, VISIT_DOUBT, [visitId]);
  return ok({ state: decision.value.state });
}

/** Whoever did not answer in time: the village asks. Answers how many. */
export async function passOnUnanswered(services: Services, tx: Tx): Promise<number> {
  const county = tx.actor.countyCode;
  const today = services.clock.today();
  const { checkDays } = askingRulesOf((await getPackInForce(tx)).pack);
  const rows = await tx.query<{ visit_id: string }>(
    sql`update visit_doubt set state = 'toCheck', due_on = ${addDays(today, checkDays)}::date where county_code = ${county} and state = 'asked' and due_on < ${today}::date returning visit_id`,
  );
  await noteEvents(
    services,
    tx,
    rows.map((row) => ({ visitId: row.visit_id, kind: 'passedOn', details: { signals: [] } })),
  );
  feed(
    tx,
    VISIT_DOUBT,
    rows.map((row) => row.visit_id),
  );
  return rows.length;
}
