// Visits as evidence: all that a set of visitors recorded in the last months, opened, with the homes that the
// ledger and the roster know and the photos of the same villages.
import type { VisitMode } from '@shouwang/domain/policy';
import { addDays } from '@shouwang/domain/shared';
import type { PlausibilityKnown, RecordedOutcome, VisitEvidence } from '@shouwang/domain/visits';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { homesOfVisitors } from '../network/public.ts';
import { formOf, openDetails, type VisitPolicy } from '../visits/public.ts';
import { notesBeside } from './notes.ts';

/** Visits older than this are compared with no more: a phone may be away for weeks, habits show within months. */
export const DAYS_COMPARED = 92;
/** Each visit is compared with each of the same visitor: of whoever has more than ten a day, the newest. */
export const VISITS_COMPARED = 1_000;
const ZONE_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

interface EvidenceRow {
  id: string;
  elder_id: string;
  division_code: string;
  visitor_id: string;
  device_id: string | null;
  mode: VisitMode;
  outcome: RecordedOutcome;
  occurred_at: string;
  occurred_on: string;
  ended_at: string;
  received_at: string;
  form_id: string;
  form_version: number;
  details_sealed: Buffer | null;
  marks: string[];
  photos: string[];
  duty_modes: VisitMode[];
}

export interface HeldVisit extends VisitEvidence {
  readonly visitorId: string;
  readonly division: string;
}

/** Every answer by a choice that the form asks for; null where the form is not known. */
function askedOf(policy: VisitPolicy, row: EvidenceRow): number | null {
  const form = formOf(policy, row.form_id, row.form_version);
  return form === undefined ? null : form.sections.flatMap((section) => section.items).filter((item) => item.options !== undefined && item.kind !== 'text').length;
}

function latestOf(...instants: readonly (string | undefined)[]): number | null {
  const times = instants.flatMap((at) => (at === undefined ? [] : [Date.parse(at)]));
  return times.length === 0 ? null : Math.max(...times);
}

/** Visits written on paper and entered by an office say nothing of where and when a phone was: they are left out. */
export async function loadEvidence(tx: Tx, services: Services, policy: VisitPolicy, visitorIds: readonly string[]): Promise<readonly HeldVisit[]> {
  const county = tx.actor.countyCode;
  const since = addDays(services.clock.today(), -DAYS_COMPARED);
  const rows = await tx.query<EvidenceRow>(sql`
    select v.id, v.elder_id, v.division_code, v.visitor_id, v.device_id, v.mode, v.outcome, v.occurred_at, v.occurred_on, v.ended_at, v.received_at, v.form_id, v.form_version, v.details_sealed, v.marks,
      array(select h.hash from visit_photo_hash h where h.county_code = v.county_code and h.visit_id = v.id and h.hash is not null) as photos,
      case when v.mode in ('phone', 'video') then array(select distinct m from visit_duty d, unnest(d.modes) m
        where d.county_code = v.county_code and d.elder_id = v.elder_id and d.start_date <= v.occurred_on and d.end_date >= v.occurred_on and d.state = 'active' and d.required > 0) else '{}' end as duty_modes
    from unnest(${[...visitorIds]}::uuid[]) who, lateral (select * from visit v
      where v.county_code = ${county} and v.visitor_id = who and v.month >= ${since.slice(0, 7)} and v.occurred_on >= ${since}::date and not 'paper' = any(v.marks)
      order by v.occurred_at desc, v.id limit ${VISITS_COMPARED}) v`);
  return rows.map((row) => {
    const details = row.details_sealed === null ? null : openDetails(services.crypto, county, row.details_sealed);
    const startedAt = Date.parse(row.occurred_at);
    return {
      id: row.id,
      elderId: row.elder_id,
      visitorId: row.visitor_id,
      division: row.division_code,
      mode: row.mode,
      outcome: row.outcome,
      day: row.occurred_on,
      startedAt,
      endedAt: Date.parse(row.ended_at),
      receivedAt: Date.parse(row.received_at),
      minuteOfDay: Math.floor(((startedAt + ZONE_MS) % DAY_MS) / 60_000),
      deviceId: row.device_id,
      savedAfter: details?.savedAfter ?? [],
      knewLater: latestOf(details?.fix?.at, details?.knewLater),
      clockWrong: row.marks.includes('clockWrong'),
      fix: details?.fix ?? null,
      answers: details?.answers ?? {},
      note: details?.note ?? null,
      asked: askedOf(policy, row),
      photos: row.photos,
      dutyModes: row.duty_modes,
    };
  });
}

/** What is known beside the visits, for each visitor. */
export async function knownBeside(tx: Tx, services: Services, visits: readonly HeldVisit[]): Promise<(visitorId: string) => PlausibilityKnown> {
  const county = tx.actor.countyCode;
  const seal = ledgerSeal(services.crypto, county);
  const elders = await tx.query<{ id: string; effective_sealed: Buffer | null }>(
    sql`select id, effective_sealed from elder where county_code = ${county} and id = any(${[...new Set(visits.map(({ elderId }) => elderId))]}::uuid[])`,
  );
  const homes = new Map<string, { lng: number; lat: number }>();
  for (const { id, effective_sealed } of elders) {
    const location = effective_sealed === null ? undefined : seal.openEffective(effective_sealed).location;
    if (location !== undefined) homes.set(id, location);
  }
  const notesOf = await notesBeside(services, tx, visits);
  const ofVisitors = await homesOfVisitors(services, tx, [...new Set(visits.map(({ visitorId }) => visitorId))]);
  // Whoever sent no photo is compared with nobody's.
  const villages = [...new Set(visits.filter(({ photos }) => photos.length > 0).map(({ division }) => division))];
  const photos =
    villages.length === 0
      ? []
      : await tx.query<{ hash: string; visit_id: string; elder_id: string; visitor_id: string | null; division_code: string }>(
          sql`select h.hash, h.visit_id, v.elder_id, v.visitor_id, v.division_code from visit v join visit_photo_hash h on h.county_code = v.county_code and h.visit_id = v.id and h.hash is not null
              where v.county_code = ${county} and v.division_code = any(${villages}::text[]) and v.occurred_at >= ${services.clock.now().toISOString()}::timestamptz - make_interval(days => ${DAYS_COMPARED}) and v.outcome <> 'cancelled'`,
        );
  return (visitorId) => {
    const own = new Set(visits.filter((visit) => visit.visitorId === visitorId).map(({ division }) => division));
    return {
      homes,
      visitorHome: ofVisitors.get(visitorId) ?? null,
      notesOfOthers: notesOf(visitorId),
      photosOfOthers: photos
        .filter((photo) => photo.visitor_id !== visitorId && own.has(photo.division_code))
        .map(({ hash, visit_id, elder_id }) => ({ hash, visitId: visit_id, elderId: elder_id })),
    };
  };
}
