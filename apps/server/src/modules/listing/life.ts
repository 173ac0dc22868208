// The life of a file, carried out by the table of the domain (domain/listing/life.ts): what happens to a
// person is one event, everything that follows from it is written with it, and undoing the event takes
// all of it back. Whoever learns of it calls these: the file's own buttons, a finding that a village
// confirmed, a visit.
import type { FactValues } from '@shouwang/domain/ledger';
import { decideLifeEvent, type ClosedReason, type Consequences, type FileLife, type LifeEventKind } from '@shouwang/domain/listing';
import { covers, levelOf } from '@shouwang/domain/divisions';
import { getNumber } from '@shouwang/domain/policy';
import { addCalendarMonths, addDays, ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
import { divisionNames } from '../divisions/public.ts';
import { ledgerSeal, recordStatements, withdrawStatements } from '../ledger/public.ts';
import { endAssignments, resumeAssignments } from '../network/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { bringDutiesInLine } from './duties.ts';
import { listingSeal } from './sealing.ts';

export interface LifeEventInput {
  readonly elderId: string;
  readonly kind: LifeEventKind;
  /** The day on which it happened, `YYYY-MM-DD`. */
  readonly on: string;
  readonly reason: string;
  /** Where it was learned: `account:<id>`, `finding:<id>`, a file. */
  readonly sourceRef: string;
  /** Where he moved or stays: a place in words; for `movedWithin` the division's code. */
  readonly to?: string;
  /** `movedWithin`: the group within the new village, in words. */
  readonly group?: string;
}

/** The part of a file that events change; written down before each so that it can be put back. */
interface Before {
  readonly division: string;
  readonly listState: string;
  readonly enteredOn: string;
  readonly leftOn: string | null;
  readonly closedOn: string | null;
  readonly closedReason: ClosedReason | null;
  readonly retainUntil: string | null;
  /** Effective values of the facts that the event set; null where nothing was known. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly assignments: readonly string[];
  /** Arrangements that the event ended, with the end that they had. */
  readonly arrangements: readonly { readonly id: string; readonly to: string | null }[];
  /** First day of the earlier time on the list that was set aside. */
  readonly span: string | null;
  /** What the event said of the person; null where that was said already. Events written down by 0.2.0 have none. */
  readonly statementId?: string | null;
}

interface LifeRow {
  division_code: string;
  list_state: string;
  entered_on: string;
  left_on: string | null;
  closed_on: string | null;
  closed_reason: ClosedReason | null;
  retain_until: string | null;
  effective_sealed: Buffer;
  suspended: { id: string; from: string }[];
}

/** The file, locked, and only then read: what whoever held it has just written counts. Undefined where it is not in sight. */
async function lockFile(tx: Tx, elderId: string): Promise<LifeRow | undefined> {
  const county = tx.actor.countyCode;
  await tx.query(sql`select 1 from elder where county_code = ${county} and id = ${elderId}::uuid for no key update`);
  const [row] = await tx.query<LifeRow>(sql`
    select e.division_code, e.list_state, e.entered_on, e.left_on, e.closed_on, e.closed_reason, e.retain_until, e.effective_sealed,
      (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'from', a.from_date) order by a.from_date), '[]') from duty_arrangement a
        where a.county_code = e.county_code and a.elder_id = e.id and a.kind = 'suspended' and a.to_date is null) as suspended
    from elder e where e.county_code = ${county} and e.id = ${elderId}::uuid and e.effective_sealed is not null`);
  return row;
}

const lifeOf = (row: LifeRow): FileLife => ({ closedOn: row.closed_on, closedReason: row.closed_reason, suspendedFrom: row.suspended.at(-1)?.from ?? null });

/** Is this a village or group on the county's list? */
async function isVillage(services: Services, tx: Tx, code: string): Promise<boolean> {
  return ['village', 'group'].includes(levelOf(code) ?? '') && (await divisionNames(services, tx, tx.actor.countyCode)).of(code) !== code;
}

/** What the event itself says about the person, as facts. */
function factsOf(event: LifeEventInput): Partial<FactValues> {
  const { kind, on, to } = event;
  switch (kind) {
    case 'died':
      return { diedOn: on };
    case 'movedOut':
      return { movedOut: { on, ...(to === undefined ? {} : { to }) } };
    case 'movedWithin':
      // The old village's group is none of the new one's.
      return { division: to ?? '', group: event.group ?? '' };
    case 'institution':
      return { institution: { ...(to === undefined ? {} : { name: to }), since: on } };
    case 'returned':
      return { institution: null };
    case 'cameBack':
      return { movedOut: null };
    case 'hospital':
    case 'away':
      return {};
  }
}

async function setFile(tx: Tx, elderId: string, file: Omit<Before, 'facts' | 'assignments' | 'arrangements' | 'span' | 'division' | 'statementId'>): Promise<void> {
  await tx.query(sql`update elder set list_state = ${file.listState}, entered_on = ${file.enteredOn}::date, left_on = ${file.leftOn}::date, closed_on = ${file.closedOn}::date, closed_reason = ${file.closedReason},
    retain_until = ${file.retainUntil}::date, updated_at = now() where county_code = ${tx.actor.countyCode} and id = ${elderId}::uuid`);
}

/** Says facts as somebody's decision; nothing where there are none. Answers the statement, null where nothing new was said. */
async function decideFacts(services: Services, tx: Tx, elderId: string, facts: Partial<FactValues>, on: string): Promise<string | null> {
  if (Object.keys(facts).length === 0) return null;
  const by = tx.actor.accountId;
  const [answer] = await recordStatements(services, tx, [{ elderId, facts, source: 'decision', sourceDate: on, sourceRef: `account:${by ?? 'system'}`, recordedBy: by }]);
  return answer?.statementId ?? null;
}

/**
 * Records what happened and carries out what follows, in the caller's transaction. Refuses
 * `elder.notVisible`, `elder.closed`, `life.notPossible`, `life.dayImpossible`, `life.beyondScope` (moved
 * to where the actor may not write), `division.unknown` (moved to what is no village), `listing.reasonMissing`.
 */
export async function recordLifeEvent(services: Services, tx: Tx, event: LifeEventInput): Promise<Result<{ readonly eventId: string; readonly follows: Consequences }>> {
  const { elderId, kind, on } = event;
  const county = tx.actor.countyCode;
  if (event.reason.trim().length < 2) return refuse('listing.reasonMissing');
  const row = await lockFile(tx, elderId);
  if (row === undefined) return refuse('elder.notVisible');
  const decided = decideLifeEvent(lifeOf(row), event, services.clock.today());
  if (!decided.ok) return decided;
  const follows = decided.value;
  if (follows.moves && (event.to === undefined || event.to.length < 12 || !covers(tx.actor.scope, event.to))) return refuse('life.beyondScope');
  if (follows.moves && event.to === row.division_code) return refuse('life.notPossible', { kind });
  if (follows.moves && !(await isVillage(services, tx, event.to ?? ''))) return refuse('division.unknown', { code: event.to ?? '' });

  const seal = listingSeal(services.crypto, county);
  const eventId = newId();
  const facts = factsOf(event);
  const effective = ledgerSeal(services.crypto, county).openEffective(row.effective_sealed);
  const ended = follows.closes !== null || follows.moves ? await endAssignments(tx, [elderId], on) : [];
  const arrangements = await endArrangements(tx, elderId, follows, on);
  // Facts first: closed files are not classified any more, reopened ones have to be.
  const statementId = await decideFacts(services, tx, elderId, facts, on);
  const before: Before = {
    division: row.division_code,
    listState: row.list_state,
    enteredOn: row.entered_on,
    leftOn: row.left_on,
    closedOn: row.closed_on,
    closedReason: row.closed_reason,
    retainUntil: row.retain_until,
    facts: Object.fromEntries(Object.keys(facts).map((key) => [key, effective[key as keyof typeof effective] ?? null])),
    assignments: ended,
    arrangements,
    span: follows.reopens && row.list_state === 'confirmed' && row.closed_on !== null && row.closed_on > row.entered_on ? row.entered_on : null,
    statementId,
  };
  await tx.query(sql`insert into life_event (county_code, id, elder_id, kind, on_date, entitlements, reason_sealed, source_ref, before_sealed, recorded_by)
    values (${county}, ${eventId}, ${elderId}, ${kind}, ${on}, ${follows.entitlements}, ${seal.reason(event.reason.trim())}, ${event.sourceRef}, ${seal.before(before)}, ${tx.actor.accountId})`);
  if (follows.suspends !== null) {
    await tx.query(sql`insert into duty_arrangement (county_code, id, elder_id, kind, cause, from_date, reason_sealed, life_event_id, decided_by)
      values (${county}, ${newId()}, ${elderId}, 'suspended', ${follows.suspends}, ${on}, ${seal.reason(event.reason.trim())}, ${eventId}, ${tx.actor.accountId})`);
  }
  if (follows.closes !== null) {
    const { pack } = await getPackInForce(tx);
    const retainUntil = addCalendarMonths(on, 12 * getNumber(pack, 'retention.yearsAfterClosing'));
    await setFile(tx, elderId, { ...before, closedOn: on, closedReason: follows.closes, retainUntil });
  }
  if (follows.reopens) {
    if (before.span !== null) {
      await tx.query(
        sql`insert into list_span (county_code, elder_id, from_date, to_date) values (${county}, ${elderId}, ${before.enteredOn}, ${row.closed_on}) on conflict do nothing`,
      );
    }
    await setFile(tx, elderId, { ...before, listState: 'proposed', leftOn: null, closedOn: null, closedReason: null, retainUntil: null });
  }
  await bringDutiesInLine(services, tx, [elderId], on);
  feed(tx, 'elder', [elderId]);
  await audit(tx, { action: `life.${kind}`, entity: 'elder', entityId: elderId, division: row.division_code, details: { eventId, on, sourceRef: event.sourceRef } });
  return ok({ eventId, follows });
}

/** Ends what the event ends: all of them with the file, a suspension with the return or with the next one. */
async function endArrangements(tx: Tx, elderId: string, follows: Consequences, on: string): Promise<Before['arrangements']> {
  const isOver = follows.closes !== null;
  if (!isOver && !follows.resumes && follows.suspends === null) return [];
  const kinds = isOver ? ['suspended', 'extra', 'substitute'] : ['suspended'];
  const lastDay = isOver ? on : addDays(on, -1);
  return tx.query<{ id: string; to: string | null }>(sql`
    with open as (select a.id, a.to_date from duty_arrangement a where a.county_code = ${tx.actor.countyCode} and a.elder_id = ${elderId}::uuid and a.kind = any(${kinds}::text[]) and (a.to_date is null or a.to_date > ${lastDay}::date) for update)
    update duty_arrangement a set to_date = greatest(a.from_date - 1, ${lastDay}::date) from open o where a.county_code = ${tx.actor.countyCode} and a.id = o.id returning a.id, o.to_date::text as to`);
}

/**
 * Closes a file because somebody died or moved out of the county: duties and assignments end on the day,
 * phones lose the card, entitlements are flagged, the archive keeps it for the pack's years. Refuses as
 * recordLifeEvent does.
 */
export async function closeFile(
  services: Services,
  tx: Tx,
  closing: { readonly elderId: string; readonly event: 'died' | 'movedOut'; readonly on: string; readonly reason: string; readonly sourceRef: string; readonly to?: string },
): Promise<Result<{ readonly eventId: string }>> {
  const { event, ...rest } = closing;
  const recorded = await recordLifeEvent(services, tx, { ...rest, kind: event });
  return recorded.ok ? ok({ eventId: recorded.value.eventId }) : recorded;
}

/** Events that came along with a file merged into this one: what they changed was that file, so they are taken back there. */
export async function eventsOfMerged(tx: Tx, county: string, elderId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    sql`select jsonb_array_elements_text(m.moved -> 'rows' -> 'life_event') as id from elder_merge m where m.county_code = ${county} and m.kept_id = ${elderId}::uuid and m.undone_at is null and m.moved -> 'rows' ? 'life_event'`,
  );
  return new Set(rows.map((row) => row.id));
}

/**
 * Takes an event back with all that followed from it: what it said of the person is withdrawn, so that
 * earlier sources count again. What came to the file afterwards stays: another
 * responsible person, visits, facts. Refuses `notFound`, `conflict.alreadyDone` (undone before),
 * `life.notLatest` (another event came after it, or the merge of the file
 * that it happened to), `listing.reasonMissing`.
 */
export async function undoLifeEvent(services: Services, tx: Tx, undo: { readonly eventId: string; readonly reason: string }): Promise<Result<{ readonly elderId: string }>> {
  const county = tx.actor.countyCode;
  if (undo.reason.trim().length < 2) return refuse('listing.reasonMissing');
  const [found] = await tx.query<{ elder_id: string }>(sql`select elder_id from life_event where county_code = ${county} and id = ${undo.eventId}::uuid`);
  if (found === undefined) return refuse('notFound');
  const elderId = found.elder_id;
  const row = await lockFile(tx, elderId);
  if (row === undefined) return refuse('elder.notVisible');
  const [event] = await tx.query<{ on_date: string; kind: LifeEventKind; before_sealed: Buffer; undone_at: string | null }>(
    sql`select on_date, kind, before_sealed, undone_at from life_event where county_code = ${county} and id = ${undo.eventId}::uuid and elder_id = ${elderId}::uuid`,
  );
  if (event === undefined) return refuse('notFound');
  if (event.undone_at !== null) return refuse('conflict.alreadyDone');
  const [later] = await tx.query(
    sql`select 1 from life_event l where l.county_code = ${county} and l.elder_id = ${elderId}::uuid and l.undone_at is null and (l.recorded_at, l.id) > (select recorded_at, id from life_event where county_code = ${county} and id = ${undo.eventId}::uuid)`,
  );
  if (later !== undefined || row.closed_reason === 'merged' || (await eventsOfMerged(tx, county, elderId)).has(undo.eventId)) return refuse('life.notLatest');
  const seal = listingSeal(services.crypto, county);
  const before = seal.openBefore(event.before_sealed) as Before;
  if (!covers(tx.actor.scope, before.division)) return refuse('life.beyondScope');

  await tx.query(sql`delete from duty_arrangement where county_code = ${county} and life_event_id = ${undo.eventId}::uuid`);
  for (const { id, to } of before.arrangements) await tx.query(sql`update duty_arrangement set to_date = ${to}::date where county_code = ${county} and id = ${id}::uuid`);
  const isOfList = event.kind === 'died' || event.kind === 'movedOut' || event.kind === 'cameBack';
  if (isOfList) await setFile(tx, elderId, before);
  if (before.span !== null) await tx.query(sql`delete from list_span where county_code = ${county} and elder_id = ${elderId}::uuid and from_date = ${before.span}::date`);
  if (before.statementId === undefined) await decideFacts(services, tx, elderId, before.facts as Partial<FactValues>, services.clock.today());
  else if (before.statementId !== null) await withdrawStatements(services, tx, { ids: [before.statementId] });
  // Whoever the other village named goes with it.
  if (event.kind === 'movedWithin') await endAssignments(tx, [elderId], services.clock.today());
  await resumeAssignments(tx, elderId, before.assignments);
  await tx.query(
    sql`update life_event set undone_at = now(), undone_by = ${tx.actor.accountId}, undone_reason_sealed = ${seal.reason(undo.reason.trim())} where county_code = ${county} and id = ${undo.eventId}::uuid`,
  );
  await bringDutiesInLine(services, tx, [elderId], event.on_date);
  feed(tx, 'elder', [elderId]);
  await audit(tx, { action: 'life.undo', entity: 'elder', entityId: elderId, division: before.division, details: { eventId: undo.eventId, kind: event.kind } });
  return ok({ elderId });
}
