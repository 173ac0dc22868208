// How one file stands to the list, what happened to the person, what bears on his duties.
import type { FileListing } from '@shouwang/contract/listing';
import { lifeEvents, possibleEvents, proposalFor, type ClosedReason, type LifeEventKind, type ListDecision, type ListState, type SuspensionCause } from '@shouwang/domain/listing';
import type { Category } from '@shouwang/domain/ledger';
import { getNumber, getList, type VisitMode } from '@shouwang/domain/policy';
import { addCalendarMonths, ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { eventsOfMerged } from './life.ts';
import { divisionRangeOf } from './range.ts';
import { getPackInForce } from '../policy/public.ts';
import { listingSeal } from './sealing.ts';

interface StateRow {
  county_code: string;
  division_code: string;
  list_state: ListState;
  entered_on: string;
  left_on: string | null;
  closed_on: string | null;
  closed_reason: ClosedReason | null;
  retain_until: string | null;
  tier_code: string | null;
  classified: boolean;
  declined: boolean;
}
interface EventRow {
  id: string;
  kind: LifeEventKind;
  on_date: string;
  entitlements: 'stop' | 'review' | 'none';
  reason_sealed: Buffer;
  recorded_at: string;
  recorded_by: string | null;
  certificate_on: string | null;
  certificate_sealed: Buffer | null;
  undone_at: string | null;
  undone_by: string | null;
  undone_reason_sealed: Buffer | null;
}
interface ArrangementRow {
  id: string;
  kind: FileListing['arrangements'][number]['kind'];
  cause: SuspensionCause | null;
  from_date: string;
  to_date: string | null;
  visits: number | null;
  modes: VisitMode[] | null;
  reason_sealed: Buffer | null;
  decided_by: string | null;
  end_sealed: Buffer | null;
}
interface InclusionRow {
  id: string;
  category: Category;
  from_date: string;
  to_date: string;
  state: FileListing['inclusions'][number]['state'];
  reason_sealed: Buffer;
  proposed_by: string | null;
  decided_by: string | null;
  decision_sealed: Buffer | null;
}

/** Display names of the accounts that wrote these. */
async function namesOf(tx: Tx, county: string, ids: readonly (string | null)[]): Promise<(id: string | null) => string | null> {
  const wanted = [...new Set(ids)].filter((id): id is string => id !== null);
  const rows =
    wanted.length === 0
      ? []
      : await tx.query<{ id: string; display_name: string }>(sql`select id, display_name from account where county_code = ${county} and id = any(${wanted}::uuid[])`);
  const names = new Map(rows.map((row) => [row.id, row.display_name]));
  return (id) => (id === null ? null : (names.get(id) ?? null));
}

/** Refuses `elder.notVisible`. */
export async function openFileListing(services: Services, tx: Tx, elderId: string): Promise<Result<FileListing>> {
  const [row] =
    await tx.query<StateRow>(sql`select e.county_code, e.division_code, e.list_state, e.entered_on, e.left_on, e.closed_on, e.closed_reason, e.retain_until, e.tier_code,
      e.classification_id is not null as classified, e.declined_digest is not null and e.declined_digest is not distinct from e.classification_digest as declined
    from elder e where e.id = ${elderId}::uuid and ${divisionRangeOf(tx)}`);
  if (row === undefined) return refuse('elder.notVisible');
  const county = row.county_code;
  const events =
    await tx.query<EventRow>(sql`select l.id, l.kind, l.on_date, l.entitlements, l.reason_sealed, l.recorded_at, l.recorded_by, l.certificate_on, l.certificate_sealed, l.undone_at, l.undone_by, l.undone_reason_sealed
    from life_event l where l.county_code = ${county} and l.elder_id = ${elderId}::uuid order by l.recorded_at desc, l.id desc`);
  const arrangements = await tx.query<ArrangementRow>(sql`select a.id, a.kind, a.cause, a.from_date, a.to_date, a.visits, a.modes, a.reason_sealed, a.decided_by, a.end_sealed
    from duty_arrangement a where a.county_code = ${county} and a.elder_id = ${elderId}::uuid and (a.to_date is null or a.to_date >= a.from_date or a.end_sealed is not null) order by a.to_date is not null, a.from_date desc`);
  const inclusions = await tx.query<InclusionRow>(sql`select h.id, h.category, h.from_date, h.to_date, h.state, h.reason_sealed, h.proposed_by, h.decided_by, h.decision_sealed
    from hand_inclusion h where h.county_code = ${county} and h.elder_id = ${elderId}::uuid order by h.proposed_at desc`);
  const decisions = await tx.query<{
    id: string;
    decision: ListDecision;
    on_date: string;
    reason_sealed: Buffer | null;
    decided_by: string | null;
  }>(sql`select d.id, d.decision, d.on_date, d.reason_sealed, d.decided_by
    from list_decision d where d.county_code = ${county} and d.elder_id = ${elderId}::uuid order by d.decided_at desc`);
  const nameOf = await namesOf(tx, county, [
    ...events.flatMap((event) => [event.recorded_by, event.undone_by]),
    ...arrangements.map((one) => one.decided_by),
    ...inclusions.flatMap((one) => [one.proposed_by, one.decided_by]),
    ...decisions.map((one) => one.decided_by),
  ]);
  const { pack } = await getPackInForce(tx, county);
  const seal = listingSeal(services.crypto, county);
  const today = services.clock.today();
  const suspended = arrangements.find((one) => one.kind === 'suspended' && one.to_date === null);
  const last = events.find((event) => event.undone_at === null);
  const merged = await eventsOfMerged(tx, county, elderId);
  const fallback = pack.values['refusal.contactsPerMonth'];
  await audit(tx, { action: 'listing.open', entity: 'elder', entityId: elderId, division: row.division_code });
  return ok({
    state: row.list_state,
    proposal: proposalFor({ state: row.list_state, isClosed: row.closed_on !== null, hasTier: row.classified ? row.tier_code !== null : null, isDeclined: row.declined }),
    enteredOn: row.list_state === 'proposed' ? null : row.entered_on,
    leftOn: row.left_on,
    closedOn: row.closed_on,
    closedReason: row.closed_reason,
    retainUntil: row.retain_until,
    possible: [...possibleEvents({ closedOn: row.closed_on, closedReason: row.closed_reason, suspendedFrom: suspended?.from_date ?? null }, today)],
    events: events.map((event) => ({
      id: event.id,
      kind: event.kind,
      on: event.on_date,
      reason: seal.openReason(event.reason_sealed),
      entitlements: event.entitlements,
      recordedAt: event.recorded_at,
      recordedBy: nameOf(event.recorded_by),
      certificate: event.certificate_on === null ? null : { on: event.certificate_on, text: seal.openCertificate(event.certificate_sealed) },
      wantsCertificate: lifeEvents[event.kind].certificate && event.certificate_on === null && event.undone_at === null,
      undone: event.undone_at === null ? null : { at: event.undone_at, by: nameOf(event.undone_by), reason: seal.openReason(event.undone_reason_sealed) },
      undoable: event === last && row.closed_reason !== 'merged' && !merged.has(event.id),
    })),
    arrangements: arrangements.map((one) => ({
      id: one.id,
      kind: one.kind,
      cause: one.cause,
      from: one.from_date,
      to: one.to_date,
      visits: one.visits,
      modes: one.modes ?? [],
      reason: seal.openReason(one.reason_sealed),
      decidedBy: nameOf(one.decided_by),
      ended: one.end_sealed === null ? null : { reason: seal.openReason(one.end_sealed) },
    })),
    inclusions: inclusions.map((one) => ({
      id: one.id,
      category: one.category,
      from: one.from_date,
      to: one.to_date,
      state: one.state,
      reason: seal.openReason(one.reason_sealed),
      proposedBy: nameOf(one.proposed_by),
      decidedBy: nameOf(one.decided_by),
      decision: seal.openReason(one.decision_sealed),
    })),
    decisions: decisions.map((one) => ({ id: one.id, decision: one.decision, on: one.on_date, reason: seal.openReason(one.reason_sealed), by: nameOf(one.decided_by) })),
    rules: {
      targets: [...pack.targets],
      refusal: {
        visits: getNumber(pack, 'refusal.contactsPerMonth'),
        modes: [...getList(pack, 'refusal.modes')],
        source: { document: fallback?.source.document ?? '', clause: fallback?.source.clause ?? '' },
        provisional: fallback?.status === 'provisional',
      },
      suspendedCalls: getNumber(pack, 'duties.suspendedCallsPerMonth'),
      returnVisitDays: getNumber(pack, 'duties.returnVisitWithinDays'),
      inclusionLatest: addCalendarMonths(today, getNumber(pack, 'listing.handInclusionMaxMonths')),
      retainYears: getNumber(pack, 'retention.yearsAfterClosing'),
    },
  });
}

/** The certificate of a death, which may come long after the village's word. Refuses `notFound`, `conflict.alreadyDone`, `life.dayImpossible` (a day to come). */
export async function addCertificate(
  services: Services,
  tx: Tx,
  asked: { readonly id: string; readonly on: string; readonly text: string },
): Promise<Result<Record<string, never>>> {
  const county = tx.actor.countyCode;
  const [event] = await tx.query<{ elder_id: string; kind: LifeEventKind; undone_at: string | null; certificate_on: string | null }>(
    sql`select elder_id, kind, undone_at, certificate_on from life_event where county_code = ${county} and id = ${asked.id}::uuid for update`,
  );
  if (event === undefined || !lifeEvents[event.kind].certificate || event.undone_at !== null) return refuse('notFound');
  if (event.certificate_on !== null) return refuse('conflict.alreadyDone');
  if (asked.on > services.clock.today()) return refuse('life.dayImpossible', { on: asked.on });
  await tx.query(
    sql`update life_event set certificate_on = ${asked.on}::date, certificate_sealed = ${listingSeal(services.crypto, county).certificate(asked.text)} where county_code = ${county} and id = ${asked.id}::uuid`,
  );
  await audit(tx, { action: 'life.certificate', entity: 'elder', entityId: event.elder_id, details: { eventId: asked.id, on: asked.on } });
  return ok({});
}
