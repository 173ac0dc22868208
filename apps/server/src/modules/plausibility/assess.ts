// Works out how plausible visits are, for the visitors with new evidence: a visit, a correction, another
// position of a home, a photo. What changed is found by the feed's transactions, as phones find it (ADR 0006),
// so that recording a visit costs nothing more. Judging twice writes nothing twice.
import { createHash } from 'node:crypto';
import { addDays } from '@shouwang/domain/shared';
import { askingRulesOf, judgeVisits, plausibilityRulesOf, type AskingRules, type Plausibility } from '@shouwang/domain/visits';
import { sql, systemActor, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { getPackInForce } from '../policy/public.ts';
import { visitPolicyInForce } from '../visits/public.ts';
import { followDoubts, type JudgedVisit } from './doubts.ts';
import { DAYS_COMPARED, knownBeside, loadEvidence } from './evidence.ts';
import { keepNotes } from './notes.ts';
import { hashPhotos } from './photos.ts';
import { doubtSeal, oddOf } from './sealing.ts';

/** Visitors judged in one transaction: bounds memory and how long rows stay locked. */
const BATCH = 40;
/** Nobody is asked about a visit that came in longer ago. */
const ASKED_WITHIN_DAYS = 45;

export interface Assessed {
  readonly visits: number;
  readonly changed: number;
  readonly doubts: number;
}

const digestOf = (judged: Plausibility): Buffer => createHash('sha256').update(JSON.stringify(judged)).digest();

/** Judges all that these visitors recorded in the time compared; opens and withdraws doubts accordingly. */
export async function assessVisitors(services: Services, tx: Tx, visitorIds: readonly string[]): Promise<Assessed> {
  const county = tx.actor.countyCode;
  const { pack } = await getPackInForce(tx);
  const rules = plausibilityRulesOf(pack);
  const asking: AskingRules = askingRulesOf(pack);
  const visits = await loadEvidence(tx, services, await visitPolicyInForce(tx, services), visitorIds);
  const known = await knownBeside(tx, services, visits);
  const seal = doubtSeal(services.crypto, county);
  const byId = new Map(visits.map((visit) => [visit.id, visit]));
  const judged = [...new Set(visits.map(({ visitorId }) => visitorId))].flatMap((visitorId) =>
    judgeVisits(
      visits.filter((visit) => visit.visitorId === visitorId),
      known(visitorId),
      rules,
    ),
  );
  const before = new Map(
    (
      await tx.query<{ visit_id: string; digest: Buffer }>(
        sql`select visit_id, digest from visit_plausibility where county_code = ${county} and visit_id = any(${[...byId.keys()]}::uuid[])`,
      )
    ).map((row) => [row.visit_id, row.digest]),
  );
  const changed = judged.map((one) => ({ one, digest: digestOf(one) })).filter(({ one, digest }) => before.get(one.visitId)?.equals(digest) !== true);
  const rows = changed.map(({ one, digest }) => {
    const visit = byId.get(one.visitId);
    if (visit === undefined) throw new Error('judged a visit that was not given');
    return { one, digest, visit };
  });
  await tx.query(sql`
    insert into visit_plausibility (county_code, visit_id, division_code, elder_id, visitor_id, occurred_on, state, points, odd, signals_sealed, digest, pack_version, computed_at)
    select ${county}, r.visit_id, v.division_code, v.elder_id, v.visitor_id, v.occurred_on, r.state, r.points, string_to_array(r.odd, ','), r.signals, r.digest, ${pack.version}, ${services.clock.now().toISOString()}::timestamptz
    from unnest(${rows.map(({ one }) => one.visitId)}::uuid[], ${rows.map(({ one }) => one.state)}::text[], ${rows.map(({ one }) => Math.round(one.points))}::int[], ${rows.map(({ one }) => oddOf(one.signals).join(','))}::text[],
      ${rows.map(({ one }) => seal.signals(one.signals))}::bytea[], ${rows.map(({ digest }) => digest)}::bytea[]) as r(visit_id, state, points, odd, signals, digest)
    join visit v on v.county_code = ${county} and v.id = r.visit_id
    on conflict (county_code, visit_id) do update set state = excluded.state, points = excluded.points, odd = excluded.odd, signals_sealed = excluded.signals_sealed, digest = excluded.digest,
      pack_version = excluded.pack_version, computed_at = excluded.computed_at, division_code = excluded.division_code, elder_id = excluded.elder_id`);
  const gone = visits.filter(({ outcome }) => outcome !== 'done').map(({ id }) => id);
  if (gone.length > 0) await tx.query(sql`delete from visit_plausibility where county_code = ${county} and visit_id = any(${gone}::uuid[])`);
  const oldest = Date.parse(`${addDays(services.clock.today(), -ASKED_WITHIN_DAYS)}T00:00:00Z`);
  const mayBeAsked = ({ visitId }: Plausibility): boolean => (byId.get(visitId)?.receivedAt ?? 0) >= oldest;
  const told: JudgedVisit[] = judged.map((one) => ({
    visitId: one.visitId,
    isDoubted: one.state === 'doubted' && mayBeAsked(one),
    signals: one.signals.filter(({ status }) => status === 'odd'),
  }));
  const doubts = await followDoubts(services, tx, asking, told, gone);
  return { visits: judged.length, changed: rows.length, doubts };
}

/** Visitors with evidence that came since the last time; everybody the first time. */
async function visitorsConcerned(services: Services, tx: Tx): Promise<{ readonly ids: readonly string[]; readonly horizon: string }> {
  const county = tx.actor.countyCode;
  const since = addDays(services.clock.today(), -DAYS_COMPARED);
  const [now] = await tx.query<{ horizon: string; from: string | null }>(
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, (select horizon from plausibility_progress where county_code = ${county}) as from`,
  );
  const horizon = now?.horizon ?? '0';
  const from = now?.from ?? null;
  const changed =
    from === null
      ? sql`select distinct v.visitor_id as id from visit v where v.county_code = ${county} and v.month >= ${since.slice(0, 7)} and v.visitor_id is not null`
      : sql`select distinct v.visitor_id as id from (select distinct f.entity_id from feed f where f.county_code = ${county} and f.entity = 'elderCard' and f.tx >= ${from}::xid8 and f.tx < ${horizon}::xid8) f
            join visit v on v.county_code = ${county} and v.elder_id = f.entity_id and v.occurred_on >= ${since}::date and v.visitor_id is not null`;
  const rows = await tx.query<{ id: string }>(sql`select c.id from (${changed}) c order by c.id`);
  return { ids: rows.map((row) => row.id), horizon };
}

/** Judges what is new in one county, some visitors at a time. Cut short, it begins there again the next time. */
export async function assessChanged(services: Services, countyCode: string, signal?: AbortSignal): Promise<Assessed> {
  const actor = systemActor(countyCode);
  const withPhotos = await hashPhotos(services, countyCode, signal);
  const { ids, horizon } = await services.db.tx(actor, (tx) => visitorsConcerned(services, tx));
  const all = [...new Set([...ids, ...withPhotos])];
  const sum = { visits: 0, changed: 0, doubts: 0 };
  // First what everybody wrote, so that it does not matter who is judged first.
  for (let at = 0; at < all.length; at += BATCH) {
    if (signal?.aborted === true) return sum;
    await services.db.tx(actor, async (tx) => keepNotes(services, tx, await loadEvidence(tx, services, await visitPolicyInForce(tx, services), all.slice(at, at + BATCH))));
  }
  for (let at = 0; at < all.length; at += BATCH) {
    if (signal?.aborted === true) return sum;
    const part = await services.db.tx(actor, (tx) => assessVisitors(services, tx, all.slice(at, at + BATCH)));
    sum.visits += part.visits;
    sum.changed += part.changed;
    sum.doubts += part.doubts;
  }
  await services.db.tx(actor, (tx) =>
    tx.query(
      sql`insert into plausibility_progress (county_code, horizon) values (${countyCode}, ${horizon}) on conflict (county_code) do update set horizon = excluded.horizon, updated_at = now()`,
    ),
  );
  return sum;
}
