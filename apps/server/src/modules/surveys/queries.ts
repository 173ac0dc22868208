// How far rounds are: by village, by surveyor, and the rows behind each figure.
import type { elderSurveys, SurveyRow, surveyGet, surveySubjects, SurveyVillageRow } from '@shouwang/contract/surveys';
import type { Query, Reply } from '@shouwang/contract/route';
import { covers, prefixOf } from '@shouwang/domain/divisions';
import type { FactGroup } from '@shouwang/domain/ledger';
import { daysBetween, ok, refuse, type Result } from '@shouwang/domain/shared';
import { handsOver, type SurveyState } from '@shouwang/domain/surveys';
import { empty, join, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesAcross, divisionNamesOf } from '../divisions/public.ts';
import { namesOfAccounts } from '../ledger/public.ts';

interface Counts {
  subjects: number;
  left: number;
  visited: number;
  none: number;
  away: number;
  refused: number;
  moved: number;
  died: number;
  found: number;
}
const left = sql`(u.state = 'open' or (u.state = 'away' and u.tries < r.away_tries))`;
const stillOnFile = sql`u.state in ('moved', 'died') and exists (select 1 from elder e where e.county_code = u.county_code and e.id = u.elder_id and e.closed_on is null and left(e.division_code, 12) = u.division_code)`;
const counts = sql`count(u.id) as subjects, count(u.id) filter (where ${left}) as left, count(*) filter (where u.state = 'visited') as visited, count(*) filter (where u.state = 'none') as none,
  count(*) filter (where u.state = 'away') as away, count(*) filter (where u.state = 'refused') as refused, count(*) filter (where u.state = 'moved') as moved,
  count(*) filter (where u.state = 'died') as died, count(*) filter (where u.found) as found`;
const inRange = (range: ReadRange, column: Sql): Sql => sql`${column} >= ${range.from} and ${column} < ${range.to}`;
const inCounty = (range: ReadRange, column: Sql): Sql => sql`${column} >= ${range.county.from} and ${column} < ${range.county.to}`;
const figures = (row: Counts): Counts => ({
  subjects: row.subjects,
  left: row.left,
  visited: row.visited,
  none: row.none,
  away: row.away,
  refused: row.refused,
  moved: row.moved,
  died: row.died,
  found: row.found,
});

interface RoundRow extends Counts {
  id: string;
  name: string;
  purpose: string;
  division_code: string;
  starts_on: string;
  deadline: string;
  closed_at: string | null;
  audience: Reply<typeof surveyGet>['audience'];
  groups: FactGroup[];
  away_tries: number;
  villages: number;
  villages_closed: number;
}

/** Rounds that ask in the range, the running ones first; figures are those of the range. */
const readRounds = (tx: Tx, range: ReadRange, one: Sql): Promise<RoundRow[]> =>
  tx.query<RoundRow>(sql`select r.id, r.name, r.purpose, r.division_code, r.starts_on, r.deadline, r.closed_at, r.audience, r.groups, r.away_tries, v.villages, v.villages_closed, c.*
    from survey_round r
    join lateral (select count(*) as villages, count(v.closed_at) as villages_closed from survey_village v where v.county_code = r.county_code and v.round_id = r.id and ${inRange(range, sql`v.division_code`)}) v on v.villages > 0
    cross join lateral (select ${counts} from survey_subject u where u.county_code = r.county_code and u.round_id = r.id and ${inRange(range, sql`u.division_code`)}) c
    where ${inCounty(range, sql`r.county_code`)} ${one} order by r.closed_at is not null, r.deadline desc, r.id`);

async function viewRounds(services: Services, tx: Tx, rows: readonly RoundRow[]): Promise<SurveyRow[]> {
  const names = await divisionNamesOf(services, tx, rows);
  const today = services.clock.today();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    purpose: row.purpose,
    division: row.division_code,
    unitName: names.of(row.division_code),
    startsOn: row.starts_on,
    deadline: row.deadline,
    closedAt: row.closed_at,
    daysLeft: daysBetween(today, row.deadline),
    overdue: row.closed_at === null && row.deadline < today && row.left > 0,
    villages: row.villages,
    villagesClosed: row.villages_closed,
    ...figures(row),
  }));
}

export const listRounds = async (services: Services, tx: Tx, range: ReadRange): Promise<SurveyRow[]> => viewRounds(services, tx, await readRounds(tx, range, empty));

export async function openRound(services: Services, tx: Tx, range: ReadRange, roundId: string): Promise<Result<Reply<typeof surveyGet>>> {
  const [row] = await readRounds(tx, range, sql`and r.id = ${roundId}`);
  const [round] = await viewRounds(services, tx, row === undefined ? [] : [row]);
  if (row === undefined || round === undefined) return refuse('notFound');
  const county = row.division_code.slice(0, 6);
  const villages = await tx.query<Counts & { division_code: string; closed_at: string | null; surveyors: SurveyVillageRow['surveyors'] }>(sql`
    select v.division_code, v.closed_at, c.*, coalesce((select json_agg(json_build_object('id', s.id, 'name', s.name, 'from', s.from_date, 'to', s.to_date, 'ended', s.to_date is not null and s.to_date < ${services.clock.today()}::date) order by s.to_date nulls first, s.name)
      from survey_surveyor s where s.county_code = v.county_code and s.round_id = v.round_id and s.division_code = v.division_code), '[]'::json) as surveyors
    from survey_village v join survey_round r on r.county_code = v.county_code and r.id = v.round_id
    cross join lateral (select ${counts} from survey_subject u where u.county_code = v.county_code and u.round_id = v.round_id and u.division_code = v.division_code) c
    where v.county_code = ${county} and v.round_id = ${roundId} and ${inRange(range, sql`v.division_code`)} order by v.division_code`);
  const bySurveyor = await tx.query<{ key: string; name: string; answered: number; visited: number; last_at: string | null }>(sql`
    select u.surveyor_key as key, max(u.surveyor_name) as name, count(*) as answered, count(*) filter (where u.state = 'visited') as visited, max(u.answered_at) as last_at
    from survey_subject u where u.county_code = ${county} and u.round_id = ${roundId} and u.surveyor_key is not null and ${inRange(range, sql`u.division_code`)} group by u.surveyor_key order by count(*) desc, 2`);
  const [handOver] = await tx.query<{ count: number }>(
    sql`select count(*) as count from survey_subject u where u.county_code = ${county} and u.round_id = ${roundId} and ${inRange(range, sql`u.division_code`)} and ${stillOnFile}`,
  );
  const events = await tx.query<{
    id: string;
    kind: string;
    at: string;
    account_id: string | null;
    reason: string;
    division_code: string;
    details: { before?: string; after?: string };
  }>(
    sql`select id, kind, at, account_id, reason, division_code, details from survey_event where county_code = ${county} and round_id = ${roundId} order by at desc, id desc limit 200`,
  );
  const names = await divisionNamesAcross(services, tx, [row.division_code]);
  const people = await namesOfAccounts(
    tx,
    county,
    events.map((event) => event.account_id),
  );
  return ok({
    round,
    mayManage: covers(tx.actor.scope, prefixOf(row.division_code)),
    groups: row.groups,
    audience: row.audience,
    awayTries: row.away_tries,
    villages: villages.map((village) => ({
      division: village.division_code,
      name: names.village(village.division_code) === '' ? names.of(village.division_code) : names.village(village.division_code),
      townName: names.town(village.division_code),
      closedAt: village.closed_at,
      surveyors: village.surveyors,
      ...figures(village),
    })),
    bySurveyor: bySurveyor.map(({ key, name, answered, visited, last_at }) => ({ key, name, answered, visited, lastAt: last_at })),
    toHandOver: handOver?.count ?? 0,
    events: events.map((event) => ({
      id: event.id,
      kind: event.kind,
      at: event.at,
      by: event.account_id === null ? null : (people.get(event.account_id) ?? null),
      reason: event.reason,
      villageName: names.village(event.division_code),
      before: event.details.before ?? null,
      after: event.details.after ?? null,
    })),
  });
}

export type SubjectFilter = Pick<Query<typeof surveySubjects>, 'show' | 'surveyor'>;

function condition(show: SubjectFilter['show']): Sql {
  switch (show) {
    case undefined:
      return sql`true`;
    case 'left':
      return left;
    case 'found':
      return sql`u.found`;
    case 'toHandOver':
      return stillOnFile;
    default:
      return sql`u.state = ${show}`;
  }
}

export async function listSubjects(
  services: Services,
  tx: Tx,
  range: ReadRange,
  roundId: string,
  filter: SubjectFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<Reply<typeof surveySubjects>> {
  const where = join(
    [
      inCounty(range, sql`u.county_code`),
      sql`u.round_id = ${roundId}`,
      inRange(range, sql`u.division_code`),
      condition(filter.show),
      ...(filter.surveyor === undefined ? [] : [sql`u.surveyor_key = ${filter.surveyor}`]),
    ],
    ' and ',
  );
  const from = sql`from survey_subject u join survey_round r on r.county_code = u.county_code and r.id = u.round_id`;
  const [counted] = await tx.query<{ count: number }>(sql`select count(*) as count ${from} where ${where}`);
  interface Row {
    id: string;
    elder_id: string | null;
    name: string;
    place: string;
    division_code: string;
    state: SurveyState;
    tries: number;
    found: boolean;
    answered_at: string | null;
    surveyor_name: string | null;
    confirmed: string[];
    changed: string[];
    closed_on: string | null;
  }
  const rows =
    await tx.query<Row>(sql`select u.id, u.elder_id, u.name, u.place, u.division_code, u.state, u.tries, u.found, u.answered_at, u.surveyor_name, u.confirmed, u.changed, e.closed_on
    ${from} left join elder e on e.county_code = u.county_code and e.id = u.elder_id where ${where} order by u.division_code, u.place, u.name, u.id limit ${page.limit} offset ${page.offset}`);
  const names = await divisionNamesOf(services, tx, rows);
  return {
    count: counted?.count ?? 0,
    rows: rows.map((row) => ({
      id: row.id,
      elderId: row.elder_id,
      name: row.name,
      place: row.place,
      division: row.division_code,
      villageName: names.village(row.division_code),
      townName: names.town(row.division_code),
      state: row.state,
      tries: row.tries,
      found: row.found,
      answeredAt: row.answered_at,
      surveyor: row.surveyor_name,
      confirmed: row.confirmed.length,
      changed: row.changed,
      fileClosed: row.closed_on !== null,
    })),
  };
}

/** What rounds brought about one elder, the latest first. */
export async function surveysOfElder(tx: Tx, elderId: string): Promise<Reply<typeof elderSurveys>> {
  const rows = await tx.query<{
    round_id: string;
    name: string;
    state: SurveyState;
    answered_at: string | null;
    surveyor_name: string | null;
    confirmed: string[];
    changed: string[];
    still: boolean;
  }>(sql`select u.round_id, r.name, u.state, u.answered_at, u.surveyor_name, u.confirmed, u.changed, ${stillOnFile} as still
    from survey_subject u join survey_round r on r.county_code = u.county_code and r.id = u.round_id where u.elder_id = ${elderId} order by coalesce(u.answered_at, r.created_at) desc limit 20`);
  return {
    surveys: rows.map((row) => ({
      roundId: row.round_id,
      roundName: row.name,
      state: row.state,
      answeredAt: row.answered_at,
      surveyor: row.surveyor_name,
      confirmed: row.confirmed,
      changed: row.changed,
      toHandOver: handsOver(row.state) && row.still,
    })),
  };
}
