// What an office does with a round: begin it, appoint surveyors, move its deadline, close and reopen villages
// and the whole. What is decided is kept with who and why.
import type { surveyCreate, surveyHousehold } from '@shouwang/contract/surveys';
import type { Body } from '@shouwang/contract/route';
import { covers, prefixOf } from '@shouwang/domain/divisions';
import { ok, refuse, type IsoDate, type Result } from '@shouwang/domain/shared';
import { AWAY_TRIES, mayClose, roundWarnings } from '@shouwang/domain/surveys';
import type { z } from 'zod';
import { audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/clock.ts';
import { join, scopeRange, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { feed } from '../../platform/sync/pull.ts';
import { filterConditions } from '../ledger/public.ts';
import { SURVEY_ROUND } from './village.ts';

type Warnings = { readonly warnings: ('deadlineBeforeStart' | 'deadlinePassed')[] };
type Household = z.output<typeof surveyHousehold>;
type EventKind = 'created' | 'extended' | 'closed' | 'reopened' | 'villageClosed' | 'villageReopened';

interface Round {
  readonly division_code: string;
  readonly starts_on: IsoDate;
  readonly deadline: IsoDate;
  readonly closed_at: string | null;
}

async function note(tx: Tx, roundId: string, division: string, kind: EventKind, reason = '', details: object = {}): Promise<void> {
  await tx.query(sql`insert into survey_event (county_code, id, round_id, division_code, kind, reason, details, account_id)
    values (${tx.actor.countyCode}, ${newId()}, ${roundId}, ${division}, ${kind}, ${reason}, ${JSON.stringify(details)}::jsonb, ${tx.actor.accountId}::uuid)`);
  await audit(tx, { action: `survey.${kind}`, entity: 'survey', entityId: roundId, division, details: { reason, ...details } });
  feed(tx, SURVEY_ROUND, [roundId]);
}

/** The round, locked; refused where it is out of sight, or where another office above holds it. */
async function ownRound(tx: Tx, roundId: string): Promise<Result<Round>> {
  const [round] = await tx.query<Round>(sql`select division_code, starts_on, deadline, closed_at from survey_round where county_code = ${tx.actor.countyCode} and id = ${roundId}`);
  if (round === undefined) return refuse('notFound');
  if (!covers(tx.actor.scope, prefixOf(round.division_code))) return refuse('survey.notYours');
  await tx.query(sql`select 1 from survey_round where county_code = ${tx.actor.countyCode} and id = ${roundId} for update`);
  return ok(round);
}

const addHouseholds = (tx: Tx, roundId: string, households: readonly Household[]): Promise<{ id: string }[]> =>
  tx.query(sql`insert into survey_subject (county_code, id, round_id, division_code, name, place)
    select ${tx.actor.countyCode}, u.id, ${roundId}, u.division, u.name, u.place
    from unnest(${households.map(() => newId())}::uuid[], ${households.map((one) => one.division)}::text[], ${households.map((one) => one.name)}::text[], ${households.map((one) => one.place)}::text[]) as u(id, division, name, place)
    where not exists (select 1 from survey_subject k where k.county_code = ${tx.actor.countyCode} and k.round_id = ${roundId} and k.division_code = u.division and k.elder_id is null and k.name = u.name and k.place = u.place)
    returning id`);

/** Visitors of the roster for villages that have no surveyor yet. */
async function appointRoster(tx: Tx, roundId: string, from: IsoDate, to: IsoDate | null): Promise<number> {
  const rows = await tx.query<{ id: string; division_code: string; name: string }>(sql`select v.id, t.division_code, v.name from survey_village t
    join visitor v on v.county_code = t.county_code and v.division_code = t.division_code and v.active_to is null
    where t.county_code = ${tx.actor.countyCode} and t.round_id = ${roundId}
      and not exists (select 1 from survey_surveyor s where s.county_code = t.county_code and s.round_id = t.round_id and s.division_code = t.division_code and (s.to_date is null or s.to_date >= ${from}::date))`);
  return insertSurveyors(
    tx,
    roundId,
    rows.map((row) => ({ division: row.division_code, visitorId: row.id, accountId: null, name: row.name })),
    from,
    to,
  );
}

interface NewSurveyor {
  readonly division: string;
  readonly visitorId: string | null;
  readonly accountId: string | null;
  readonly name: string;
}
async function insertSurveyors(tx: Tx, roundId: string, surveyors: readonly NewSurveyor[], from: IsoDate, to: IsoDate | null): Promise<number> {
  if (surveyors.length === 0) return 0;
  await tx.query(sql`insert into survey_surveyor (county_code, id, round_id, division_code, visitor_id, account_id, name, from_date, to_date)
    select ${tx.actor.countyCode}, u.id, ${roundId}, u.division, u.visitor, u.account, u.name, ${from}::date, ${to}::date
    from unnest(${surveyors.map(() => newId())}::uuid[], ${surveyors.map((one) => one.division)}::text[], ${surveyors.map((one) => one.visitorId)}::uuid[], ${surveyors.map((one) => one.accountId)}::uuid[], ${surveyors.map((one) => one.name)}::text[]) as u(id, division, visitor, account, name)`);
  return surveyors.length;
}

/** Begins a round. Refuses `survey.nobody`, and `input.invalid` for a division beyond the account's. */
export async function createRound(
  services: Services,
  tx: Tx,
  body: Body<typeof surveyCreate>,
): Promise<Result<{ id: string; subjects: number; villages: number; surveyors: number } & Warnings>> {
  const { countyCode: county, scope } = tx.actor;
  const prefixes = (body.divisions.length === 0 ? [scope] : body.divisions).map((prefix) => (prefix.length === 12 ? prefixOf(prefix) : prefix));
  if (scope.length < 6 || prefixes.some((prefix) => !covers(scope, prefix)) || body.households.some((one) => !covers(scope, one.division)))
    return refuse('input.invalid', { field: 'divisions' });
  const [twin] = await tx.query(sql`select 1 from survey_round where county_code = ${county} and id = ${body.id}`);
  if (twin !== undefined) return refuse('conflict.alreadyDone');
  const division = scope.padEnd(12, '0');
  const { audience } = body;
  await tx.query(sql`insert into survey_round (county_code, id, division_code, name, purpose, starts_on, deadline, audience, groups, away_tries, created_by)
    values (${county}, ${body.id}, ${division}, ${body.name}, ${body.purpose}, ${body.startsOn}, ${body.deadline}, ${JSON.stringify(audience)}::jsonb, ${body.groups}::text[], ${body.awayTries ?? AWAY_TRIES}, ${tx.actor.accountId}::uuid)`);
  const within = (column: Sql): Sql =>
    sql`(${join(
      prefixes.map((prefix) => sql`(${column} >= ${scopeRange(prefix).from} and ${column} < ${scopeRange(prefix).to})`),
      ' or ',
    )})`;
  let subjects = 0;
  if (audience.listed) {
    const conditions = filterConditions(
      {
        category: audience.categories,
        tier: [],
        remark: [],
        ...(audience.ageFrom === undefined ? {} : { ageFrom: audience.ageFrom }),
        ...(audience.incomplete ? { incomplete: true } : {}),
      },
      services.clock.today(),
    );
    const rows = await tx.query(sql`insert into survey_subject (county_code, id, round_id, division_code, elder_id, name, place)
      select e.county_code, gen_random_uuid(), ${body.id}, left(e.division_code, 12), e.id, e.name, coalesce(e.group_name, '') from elder e
      where ${join([sql`e.county_code = ${county}`, within(sql`e.division_code`), sql`e.closed_on is null and e.list_state <> 'left'`, ...conditions], ' and ')} returning 1`);
    subjects += rows.length;
  }
  if (body.households.length > 0) subjects += (await addHouseholds(tx, body.id, body.households)).length;
  if (subjects === 0) return refuse('survey.nobody');
  // Villages in which the list has nobody are asked too: that is where people are found.
  const villages = await tx.query(sql`insert into survey_village (county_code, round_id, division_code)
    select ${county}, ${body.id}, code from (
      select d.code from division d where ${audience.listed} and d.county_code = ${county} and d.level = 'village' and (d.valid_to is null or d.valid_to >= ${services.clock.today()}::date) and ${within(sql`d.code`)}
      union select u.division_code from survey_subject u where u.county_code = ${county} and u.round_id = ${body.id}) as v(code) returning 1`);
  const surveyors = body.appointRoster ? await appointRoster(tx, body.id, body.startsOn, null) : 0;
  await note(tx, body.id, division, 'created', '', { subjects, villages: villages.length });
  return ok({ id: body.id, subjects, villages: villages.length, surveyors, warnings: [...roundWarnings(body, services.clock.today())] });
}

/** Households by hand, into villages of the round in the account's scope. */
export async function addByHand(tx: Tx, roundId: string, households: readonly Household[]): Promise<Result<{ added: number }>> {
  const villages = await tx.query<{ division_code: string; open: boolean }>(sql`select v.division_code, v.closed_at is null and r.closed_at is null as open from survey_village v
    join survey_round r on r.county_code = v.county_code and r.id = v.round_id where v.county_code = ${tx.actor.countyCode} and v.round_id = ${roundId}`);
  for (const { division } of households) {
    const village = villages.find((one) => one.division_code === division);
    if (village === undefined || !covers(tx.actor.scope, division)) return refuse('survey.notYours');
    if (!village.open) return refuse('survey.ended');
  }
  const added = await addHouseholds(tx, roundId, households);
  feed(tx, SURVEY_ROUND, [roundId]);
  await audit(tx, { action: 'survey.households', entity: 'survey', entityId: roundId, details: { added: added.length } });
  return ok({ added: added.length });
}

interface Appointment {
  readonly entries: readonly { readonly division: string; readonly visitorId?: string | undefined; readonly accountId?: string | undefined }[];
  readonly fromRoster: boolean;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Appoints surveyors in villages of the account's scope; a higher office's round may be staffed by the village. */
export async function appoint(services: Services, tx: Tx, roundId: string, asked: Appointment): Promise<Result<{ appointed: number }>> {
  const county = tx.actor.countyCode;
  const [round] = await tx.query<{ starts_on: string; closed_at: string | null }>(
    sql`select starts_on, closed_at from survey_round where county_code = ${county} and id = ${roundId}`,
  );
  if (round === undefined) return refuse('notFound');
  if (round.closed_at !== null) return refuse('survey.ended');
  const from = asked.from ?? services.clock.today();
  const known = await tx.query<{ division_code: string }>(
    sql`select division_code from survey_village where county_code = ${county} and round_id = ${roundId} and division_code = any(${asked.entries.map((one) => one.division)}::text[])`,
  );
  const villages = new Set(known.map((row) => row.division_code));
  const names = new Map(
    (
      await tx.query<{
        id: string;
        name: string;
      }>(sql`select id, name from visitor where county_code = ${county} and id = any(${asked.entries.flatMap((one) => one.visitorId ?? [])}::uuid[])
        union all select id, display_name from account where county_code = ${county} and id = any(${asked.entries.flatMap((one) => one.accountId ?? [])}::uuid[])`)
    ).map((row) => [row.id, row.name]),
  );
  const surveyors: NewSurveyor[] = [];
  for (const { division, visitorId = null, accountId = null } of asked.entries) {
    const name = names.get(visitorId ?? accountId ?? '');
    if (!villages.has(division) || !covers(tx.actor.scope, division) || name === undefined) return refuse('survey.notYours');
    surveyors.push({ division, visitorId, accountId, name });
  }
  let appointed = await insertSurveyors(tx, roundId, surveyors, from, asked.to ?? null);
  if (asked.fromRoster) appointed += await appointRoster(tx, roundId, from, asked.to ?? null);
  await audit(tx, { action: 'survey.appoint', entity: 'survey', entityId: roundId, details: { appointed } });
  feed(tx, SURVEY_ROUND, [roundId]);
  return ok({ appointed });
}

/** He has the village until yesterday: from now on neither phone nor server gives it to him. */
export async function endSurveyor(services: Services, tx: Tx, roundId: string, surveyorId: string): Promise<Result<undefined>> {
  const [ended] = await tx.query<{
    division_code: string;
  }>(sql`update survey_surveyor set to_date = ${services.clock.today()}::date - 1, from_date = least(from_date, ${services.clock.today()}::date - 1)
    where county_code = ${tx.actor.countyCode} and round_id = ${roundId} and id = ${surveyorId} and division_code >= ${scopeRange(tx.actor.scope).from} and division_code < ${scopeRange(tx.actor.scope).to} returning division_code`);
  if (ended === undefined) return refuse('survey.notYours');
  await audit(tx, { action: 'survey.endSurveyor', entity: 'survey', entityId: roundId, division: ended.division_code, details: { surveyorId } });
  feed(tx, SURVEY_ROUND, [roundId]);
  return ok(undefined);
}

async function leftIn(tx: Tx, roundId: string, division: string | null): Promise<number> {
  const [row] = await tx.query<{ left: number }>(sql`select count(*) as left from survey_subject u join survey_round r on r.county_code = u.county_code and r.id = u.round_id
    where u.county_code = ${tx.actor.countyCode} and u.round_id = ${roundId} and (${division}::text is null or u.division_code = ${division}) and (u.state = 'open' or (u.state = 'away' and u.tries < r.away_tries))`);
  return row?.left ?? 0;
}

/** `reason` null closes, else reopens. A village is closed by whoever has it in his scope. */
export async function setVillage(tx: Tx, roundId: string, division: string, reason: string | null): Promise<Result<undefined>> {
  const county = tx.actor.countyCode;
  const [village] = await tx.query<{
    round_closed: boolean;
  }>(sql`select r.closed_at is not null as round_closed from survey_village v join survey_round r on r.county_code = v.county_code and r.id = v.round_id
    where v.county_code = ${county} and v.round_id = ${roundId} and v.division_code = ${division} `);
  if (village === undefined) return refuse('notFound');
  if (!covers(tx.actor.scope, division)) return refuse('survey.notYours');
  if (village.round_closed) return refuse('survey.ended');
  await tx.query(sql`select 1 from survey_village where county_code = ${county} and round_id = ${roundId} and division_code = ${division} for update`);
  if (reason === null) {
    const allowed = mayClose(await leftIn(tx, roundId, division));
    if (!allowed.ok) return allowed;
  }
  await tx.query(
    sql`update survey_village set closed_at = ${reason === null ? sql`now()` : sql`null`} where county_code = ${county} and round_id = ${roundId} and division_code = ${division}`,
  );
  await note(tx, roundId, division, reason === null ? 'villageClosed' : 'villageReopened', reason ?? '');
  return ok(undefined);
}

/** `reason` null ends the round and all its villages; else it runs again, its villages too. */
export async function setRound(tx: Tx, roundId: string, reason: string | null): Promise<Result<undefined>> {
  const round = await ownRound(tx, roundId);
  if (!round.ok) return round;
  const county = tx.actor.countyCode;
  if ((round.value.closed_at !== null) === (reason === null)) return refuse('conflict.alreadyDone');
  if (reason === null) {
    const allowed = mayClose(await leftIn(tx, roundId, null));
    if (!allowed.ok) return allowed;
  }
  const when = reason === null ? sql`now()` : sql`null`;
  await tx.query(sql`update survey_round set closed_at = ${when} where county_code = ${county} and id = ${roundId}`);
  await tx.query(
    sql`update survey_village set closed_at = ${when} where county_code = ${county} and round_id = ${roundId} ${reason === null ? sql`and closed_at is null` : sql``}`,
  );
  await note(tx, roundId, round.value.division_code, reason === null ? 'closed' : 'reopened', reason ?? '');
  return ok(undefined);
}

export async function extendRound(services: Services, tx: Tx, roundId: string, deadline: IsoDate, reason: string): Promise<Result<Warnings>> {
  const round = await ownRound(tx, roundId);
  if (!round.ok) return round;
  if (round.value.closed_at !== null) return refuse('survey.ended');
  await tx.query(sql`update survey_round set deadline = ${deadline} where county_code = ${tx.actor.countyCode} and id = ${roundId}`);
  await note(tx, roundId, round.value.division_code, 'extended', reason, { before: round.value.deadline, after: deadline });
  return ok({ warnings: [...roundWarnings({ startsOn: round.value.starts_on, deadline }, services.clock.today())] });
}
