// Doubts, judgements and draws as offices read them.
import type { DoubtRow } from '@shouwang/contract/plausibility';
import type { VisitMode } from '@shouwang/domain/policy';
import type { CheckOutcome, DoubtAnswer, DoubtEvent, DoubtOrigin, DoubtState, PlausibilitySignal, PlausibilityState } from '@shouwang/domain/visits';
import { empty, sql, systemActor, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesOf } from '../divisions/public.ts';
import { doubtSeal, type EventDetails } from './sealing.ts';

export interface DoubtFilter {
  readonly range: ReadRange;
  readonly visitId?: string;
  readonly state: DoubtState | 'all';
  readonly origin?: DoubtOrigin | undefined;
  readonly signal?: PlausibilitySignal | undefined;
  readonly outcome?: CheckOutcome | undefined;
  readonly limit: number;
  readonly offset: number;
}

interface Listed {
  county_code: string;
  visit_id: string;
  elder_id: string;
  elder_name: string;
  division_code: string;
  visitor_name: string | null;
  mode: VisitMode;
  occurred_at: string;
  origin: DoubtOrigin;
  state: DoubtState;
  odd: PlausibilitySignal[];
  signals_sealed: Buffer | null;
  asked_at: string;
  due_on: string;
  answer: DoubtAnswer | null;
  words_sealed: Buffer | null;
  answered_at: string | null;
  outcome: CheckOutcome | null;
  outcome_sealed: Buffer | null;
  checked_by: string | null;
  checked_at: string | null;
  tries: number;
}

const countyIn = (column: Sql, range: ReadRange): Sql =>
  range.countyCode === null ? sql`${column} collate "C" >= ${range.county.from} and ${column} collate "C" < ${range.county.to}` : sql`${column} = ${range.countyCode}`;

const inRange = (range: ReadRange): Sql => sql`${countyIn(sql`d.county_code`, range)} and d.division_code >= ${range.from} and d.division_code < ${range.to}`;
const ofDoubts = ({
  range,
  visitId,
  state,
  origin,
  signal,
  outcome,
}: DoubtFilter): Sql => sql`where ${inRange(range)} ${visitId === undefined ? empty : sql`and d.visit_id = ${visitId}::uuid`}
  ${state === 'all' ? empty : sql`and d.state = ${state}`} ${origin === undefined ? empty : sql`and d.origin = ${origin}`} ${signal === undefined ? empty : sql`and ${signal} = any(d.odd)`} ${outcome === undefined ? empty : sql`and d.outcome = ${outcome}`}`;

/** What came last stands first where nothing is due any more. */
const orderOf = (state: DoubtFilter['state']): Sql => (state === 'asked' || state === 'toCheck' ? sql`d.due_on, d.division_code, d.visit_id` : sql`d.asked_at desc, d.visit_id`);

export async function listDoubts(services: Services, tx: Tx, filter: DoubtFilter): Promise<DoubtRow[]> {
  const rows = await tx.query<Listed>(sql`
    select d.county_code, d.visit_id, d.elder_id, e.name as elder_name, d.division_code, r.name as visitor_name, v.mode, v.occurred_at, d.origin, d.state, d.odd, p.signals_sealed, d.asked_at, d.due_on,
      d.answer, d.words_sealed, d.answered_at, d.outcome, d.outcome_sealed, a.display_name as checked_by, d.checked_at, d.tries
    from visit_doubt d join visit v on v.county_code = d.county_code and v.id = d.visit_id join elder e on e.county_code = d.county_code and e.id = d.elder_id
    left join visitor r on r.county_code = d.county_code and r.id = d.visitor_id
    left join visit_plausibility p on p.county_code = d.county_code and p.visit_id = d.visit_id
    left join account a on a.county_code = d.county_code and a.id = d.checked_by
    ${ofDoubts(filter)} order by ${orderOf(filter.state)} limit ${filter.limit} offset ${filter.offset}`);
  const names = await divisionNamesOf(services, tx, rows);
  return rows.map((row) => {
    const seal = doubtSeal(services.crypto, row.county_code);
    const signals = row.signals_sealed === null ? [] : seal.openSignals(row.signals_sealed);
    return {
      visitId: row.visit_id,
      elderId: row.elder_id,
      elderName: row.elder_name,
      division: row.division_code,
      townName: names.town(row.division_code),
      villageName: names.village(row.division_code),
      visitorName: row.visitor_name ?? '',
      mode: row.mode,
      occurredAt: row.occurred_at,
      origin: row.origin,
      state: row.state,
      odd: row.odd,
      signals: signals.filter(({ status }) => status === 'odd').map(({ signal, reason, facts }) => ({ signal, reason, facts: { ...facts } })),
      askedAt: row.asked_at,
      dueOn: row.due_on,
      answer: row.answer,
      words: seal.openWords(row.words_sealed),
      answeredAt: row.answered_at,
      outcome: row.outcome,
      outcomeWords: seal.openWords(row.outcome_sealed),
      checkedBy: row.checked_by,
      checkedAt: row.checked_at,
      tries: row.tries,
    };
  });
}

export async function countDoubts(tx: Tx, filter: DoubtFilter): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`select count(*) as count from visit_doubt d ${ofDoubts(filter)}`);
  return row?.count ?? 0;
}

export async function countStates(tx: Tx, range: ReadRange): Promise<Record<DoubtState, number>> {
  const rows = await tx.query<{ state: DoubtState; count: number }>(sql`select d.state, count(*) as count from visit_doubt d where ${inRange(range)} group by d.state`);
  return { asked: 0, toCheck: 0, settled: 0, withdrawn: 0, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}

interface JudgedRow {
  county_code: string;
  division_code: string;
  state: PlausibilityState;
  points: number;
  signals_sealed: Buffer;
  pack_version: string;
  computed_at: string;
}
export async function findJudged(tx: Tx, range: ReadRange, visitId: string): Promise<JudgedRow | undefined> {
  const [row] = await tx.query<JudgedRow>(
    sql`select d.county_code, d.division_code, d.state, d.points, d.signals_sealed, d.pack_version, d.computed_at from visit_plausibility d where ${inRange(range)} and d.visit_id = ${visitId}::uuid`,
  );
  return row;
}

/** Whether a visit that the reader sees rests on something that came after visits were judged last: a correction, a position, another visit to the elder. */
export async function changedSinceJudged(services: Services, tx: Tx, range: ReadRange, visitId: string): Promise<boolean> {
  const [visit] = await tx.query<{ county_code: string; elder_id: string }>(sql`select d.county_code, d.elder_id from visit d where ${inRange(range)} and d.id = ${visitId}::uuid`);
  if (visit === undefined) return false;
  // How far judging has come is the whole county's, which no village reads.
  const [row] = await services.db.tx(systemActor(visit.county_code), (all) =>
    all.query<{ changed: boolean }>(
      sql`select not exists (select 1 from plausibility_progress p where p.county_code = ${visit.county_code}) or exists (
            select 1 from plausibility_progress p join feed f on f.county_code = p.county_code and f.tx >= p.horizon::xid8
            where p.county_code = ${visit.county_code} and f.entity = 'elderCard' and f.entity_id = ${visit.elder_id}::uuid) as changed`,
    ),
  );
  return row?.changed === true;
}

/** Visits by identifier, as far as the reader's scope goes. */
export const listCompared = (tx: Tx, countyCode: string, ids: readonly string[]): Promise<{ id: string; elder_name: string; occurred_at: string }[]> =>
  tx.query(
    sql`select v.id, e.name as elder_name, v.occurred_at from visit v join elder e on e.county_code = v.county_code and e.id = v.elder_id where v.county_code = ${countyCode} and v.id = any(${[...ids]}::uuid[]) order by v.occurred_at`,
  );

export interface EventRow {
  readonly kind: DoubtEvent;
  readonly at: string;
  readonly by: string | null;
  readonly details: EventDetails;
}
export async function listEvents(services: Services, tx: Tx, countyCode: string, visitId: string): Promise<EventRow[]> {
  const seal = doubtSeal(services.crypto, countyCode);
  const rows = await tx.query<{ kind: DoubtEvent; at: string; by: string | null; details_sealed: Buffer }>(
    sql`select v.kind, v.at, a.display_name as by, v.details_sealed from visit_doubt_event v left join account a on a.county_code = v.county_code and a.id = v.account_id
        where v.county_code = ${countyCode} and v.visit_id = ${visitId}::uuid order by v.at, v.id`,
  );
  return rows.map(({ kind, at, by, details_sealed }) => ({ kind, at, by, details: seal.openEvent(details_sealed) }));
}

export interface LotRow {
  week_start: string;
  share: number;
  sown_at: string;
  drawn_at: string | null;
  seed: Buffer;
  seed_digest: Buffer;
  population: number;
  drawn: number;
  villages: number;
}
const WEEKS_SHOWN = 26;
export const listLots = (tx: Tx, range: ReadRange): Promise<LotRow[]> =>
  tx.query<LotRow>(sql`
    select w.week_start, w.share, w.sown_at, w.drawn_at, w.seed, w.seed_digest, coalesce(sum(d.population), 0) as population, coalesce(sum(cardinality(d.drawn)), 0) as drawn, count(d.division_code) as villages
    from visit_lot_week w left join visit_lot d on d.county_code = w.county_code and d.week_start = w.week_start and d.division_code >= ${range.from} and d.division_code < ${range.to}
    where ${countyIn(sql`w.county_code`, range)} group by w.county_code, w.week_start order by w.week_start desc limit ${WEEKS_SHOWN}`);

/** Visits that wait for a call with the elder, and the day by which the first is due. */
export async function openChecks(tx: Tx, range: ReadRange): Promise<{ readonly count: number; readonly dueOn: string | null }> {
  const [row] = await tx.query<{ count: number; due_on: string | null }>(
    sql`select count(*)::int as count, min(d.due_on)::text as due_on from visit_doubt d where ${inRange(range)} and d.state = 'toCheck'`,
  );
  return { count: row?.count ?? 0, dueOn: row?.due_on ?? null };
}
