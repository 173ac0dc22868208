// How far campaigns are: counted from the visits at each reading, by village, and the rows behind figures.
import type { CampaignFigures, campaignGet, campaignPeople, CampaignPerson, CampaignRow } from '@shouwang/contract/campaigns';
import type { Query, Reply } from '@shouwang/contract/route';
import { covers, prefixOf } from '@shouwang/domain/divisions';
import { ageOn, daysBetween, ok, refuse, type Result } from '@shouwang/domain/shared';
import { empty, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesAcross, divisionNamesOf } from '../divisions/public.ts';
import { namesOfAccounts } from '../ledger/public.ts';
import { WORDS } from './labels.ts';
import { findWarning } from './warningQueries.ts';

interface Counts {
  people: number;
  reached: number;
  left: number;
  excused: number;
  gone: number;
  given: number;
  money_fen: number;
  goods: number;
  marked: number;
}
const inRange = (range: ReadRange, column: Sql): Sql => sql`${column} >= ${range.from} and ${column} < ${range.to}`;
const inCounty = (range: ReadRange, column: Sql): Sql => sql`${column} >= ${range.county.from} and ${column} < ${range.county.to}`;

/**
 * One row a person of a campaign's list, as one set: visits and records of the campaign are summed once, not
 * once a person (20,000 people would take a quarter of a minute). `s` is the place on the list. Only where
 * visits do not count twice is each person worked out by himself.
 */
const people = (
  id: string,
  where: Sql,
): Sql => sql`select s.county_code, s.campaign_id, s.elder_id, s.division_code, s.name, s.reasons, s.by_hand_sealed, s.excuse, s.excuse_sealed,
    case when c.shares then coalesce(v.days, 0) else campaign_done(s.county_code, s.elder_id, c.starts_on, c.ends_on, c.modes, false) end as done,
    c.required, e.id is null or e.closed_on is not null as file_closed, e.birth_date, e.responsible_name, e.last_visit_on,
    coalesce(g.times, 0) as times, coalesce(g.money_fen, 0) as money_fen, coalesce(g.goods, 0) as goods, coalesce(g.marks, '{}') as marks
  from (select c.county_code, c.id, c.starts_on, c.ends_on, (c.rules ->> 'visits')::int as required, (c.rules ->> 'sharesVisits')::boolean as shares, array(select jsonb_array_elements_text(c.rules -> 'modes')) as modes
    from campaign c where c.id = ${id}) c
  join campaign_subject s on s.county_code = c.county_code and s.campaign_id = c.id
  left join elder e on e.county_code = s.county_code and e.id = s.elder_id
  left join (select v.elder_id, count(distinct v.occurred_on)::int as days from campaign k join visit v on v.county_code = k.county_code
      and v.month >= to_char(k.starts_on, 'YYYY-MM') and v.month <= to_char(k.ends_on, 'YYYY-MM') and v.occurred_on between k.starts_on and k.ends_on
      and v.outcome = 'done' and k.rules -> 'modes' ? v.mode
    where k.id = ${id} group by v.elder_id) v on v.elder_id = s.elder_id
  left join (select r.elder_id, (count(*) filter (where r.money_fen > 0 or r.goods <> '[]'))::int as times, sum(r.money_fen)::int as money_fen,
      sum((select sum((i ->> 'count')::int) from jsonb_array_elements(r.goods) i))::int as goods,
      array_remove(array[case when bool_or('beyondPlan' = any(r.marks)) then 'beyondPlan' end, case when bool_or('outsideDays' = any(r.marks)) then 'outsideDays' end, case when bool_or('again' = any(r.marks)) then 'again' end], null) as marks
    from campaign k join campaign_record r on r.county_code = k.county_code and r.campaign_id = k.id where k.id = ${id} and r.voided_at is null group by r.elder_id) g on g.elder_id = s.elder_id
  where ${where}`;
const reached = sql`p.done >= p.required`;
const counts = sql`count(*)::int as people, (count(*) filter (where ${reached}))::int as reached, (count(*) filter (where p.done < p.required and p.excuse is null and not p.file_closed))::int as left,
  (count(*) filter (where p.done < p.required and p.excuse is not null))::int as excused, (count(*) filter (where p.done < p.required and p.excuse is null and p.file_closed))::int as gone,
  (count(*) filter (where p.times > 0))::int as given, coalesce(sum(p.money_fen), 0)::bigint as money_fen, coalesce(sum(p.goods), 0)::int as goods, (count(*) filter (where p.marks <> '{}'))::int as marked`;
const figures = (row: Counts) => ({
  people: row.people,
  reached: row.reached,
  left: row.left,
  excused: row.excused,
  gone: row.gone,
  given: row.given,
  moneyFen: row.money_fen,
  goods: row.goods,
  marked: row.marked,
});

/** Figures of a campaign in a range, and in how many villages. */
export async function figuresOf(tx: Tx, range: ReadRange, id: string): Promise<CampaignFigures> {
  const [row] = await tx.query<Counts & { villages: number }>(
    sql`select ${counts}, count(distinct p.division_code)::int as villages from (${people(id, sql`${inCounty(range, sql`s.county_code`)} and ${inRange(range, sql`s.division_code`)}`)}) p`,
  );
  if (row === undefined) throw new Error('a count without a row');
  return { ...figures(row), villages: row.villages };
}

interface Base {
  county_code: string;
  id: string;
  name: string;
  template_code: string;
  occasion_kind: CampaignRow['occasion'];
  division_code: string;
  starts_on: string;
  ends_on: string;
  closed_at: string | null;
  purpose: string;
  order_no: string;
  provisional: boolean;
  rules: Reply<typeof campaignGet>['rules'];
  audience: Reply<typeof campaignGet>['audience'];
  gift: Reply<typeof campaignGet>['gift'];
  pack_id: string;
  pack_version: string;
  warning_id: string | null;
  created_by: string | null;
  words: string | null;
  report: CampaignFigures | null;
}

/** Campaigns that have people in the range, the running ones first. */
const readBases = (tx: Tx, range: ReadRange, one: Sql): Promise<Base[]> =>
  tx.query<Base>(sql`select c.county_code, c.id, c.name, c.template_code, c.occasion_kind, c.division_code, c.starts_on, c.ends_on, c.closed_at, c.purpose, c.order_no, c.provisional, c.rules, c.audience, c.gift,
      c.pack_id, c.pack_version, c.warning_id, c.created_by, c.words, c.report
    from campaign c where ${inCounty(range, sql`c.county_code`)} ${one}
      and exists (select 1 from campaign_subject s where s.county_code = c.county_code and s.campaign_id = c.id and ${inRange(range, sql`s.division_code`)})
    order by c.closed_at is not null, c.ends_on desc, c.id`);

type Progress = ReturnType<typeof figures>;

async function viewOf(services: Services, tx: Tx, range: ReadRange, base: Base, count: () => Promise<Progress>): Promise<CampaignRow> {
  // What was closed stands as it was closed for whoever sees all of it.
  const whole = covers(range.prefix, prefixOf(base.division_code));
  const { people: all, reached: met, left, excused, gone, given, moneyFen, goods, marked } = base.closed_at !== null && base.report !== null && whole ? base.report : await count();
  return {
    id: base.id,
    name: base.name,
    template: base.template_code,
    occasion: base.occasion_kind,
    division: base.division_code,
    unitName: (await divisionNamesAcross(services, tx, [base.division_code])).of(base.division_code),
    startsOn: base.starts_on,
    endsOn: base.ends_on,
    closedAt: base.closed_at,
    daysLeft: daysBetween(services.clock.today(), base.ends_on),
    byItself: base.created_by === null,
    people: all,
    reached: met,
    left,
    excused,
    gone,
    given,
    moneyFen,
    goods,
    marked,
  };
}

/** Figures of a whole from those of its villages. */
const summed = (parts: readonly Progress[]): Progress => {
  const sum = (key: keyof Progress): number => parts.reduce((total, part) => total + part[key], 0);
  return {
    people: sum('people'),
    reached: sum('reached'),
    left: sum('left'),
    excused: sum('excused'),
    gone: sum('gone'),
    given: sum('given'),
    moneyFen: sum('moneyFen'),
    goods: sum('goods'),
    marked: sum('marked'),
  };
};

export async function listCampaigns(services: Services, tx: Tx, range: ReadRange): Promise<CampaignRow[]> {
  const rows: CampaignRow[] = [];
  for (const base of await readBases(tx, range, empty)) rows.push(await viewOf(services, tx, range, base, () => figuresOf(tx, range, base.id)));
  return rows;
}

export async function openCampaign(services: Services, tx: Tx, range: ReadRange, id: string): Promise<Result<Reply<typeof campaignGet>>> {
  const [base] = await readBases(tx, range, sql`and c.id = ${id}`);
  if (base === undefined) return refuse('notFound');
  const villages = await tx.query<Counts & { division_code: string }>(
    sql`select p.division_code, ${counts} from (${people(id, sql`s.county_code = ${base.county_code} and ${inRange(range, sql`s.division_code`)}`)}) p group by p.division_code order by p.division_code`,
  );
  const events = await tx.query<{
    id: string;
    kind: Reply<typeof campaignGet>['events'][number]['kind'];
    at: string;
    account_id: string | null;
    reason: string;
    details: { before?: string; after?: string };
  }>(sql`select id, kind, at, account_id, reason, details from campaign_event where county_code = ${base.county_code} and campaign_id = ${id} order by at desc, id desc limit 200`);
  const accounts = await namesOfAccounts(
    tx,
    base.county_code,
    events.map((event) => event.account_id),
  );
  const names = await divisionNamesAcross(services, tx, [base.division_code]);
  return ok({
    campaign: await viewOf(services, tx, range, base, () => Promise.resolve(summed(villages.map(figures)))),
    mayManage: covers(tx.actor.scope, prefixOf(base.division_code)),
    purpose: base.purpose,
    orderNo: base.order_no,
    provisional: base.provisional,
    rules: base.rules,
    audience: base.audience,
    gift: base.gift,
    packId: base.pack_id,
    packVersion: base.pack_version,
    warning: base.warning_id === null ? null : await findWarning(services, tx, base.county_code, base.warning_id),
    villages: villages.map((village) => ({
      division: village.division_code,
      name: names.village(village.division_code),
      townName: names.town(village.division_code),
      ...figures(village),
    })),
    closing: base.closed_at === null || base.report === null ? null : { words: base.words ?? '', figures: base.report, at: base.closed_at },
    events: events.map((event) => ({
      id: event.id,
      kind: event.kind,
      at: event.at,
      by: event.account_id === null ? null : (accounts.get(event.account_id) ?? null),
      reason: event.reason,
      before: event.details.before ?? null,
      after: event.details.after ?? null,
    })),
  });
}

type Show = Query<typeof campaignPeople>['show'];
function shown(show: Show): Sql {
  switch (show) {
    case undefined:
      return sql`true`;
    case 'left':
      return sql`p.done < p.required and p.excuse is null and not p.file_closed`;
    case 'reached':
      return reached;
    case 'excused':
      return sql`p.done < p.required and p.excuse is not null`;
    case 'gone':
      return sql`p.done < p.required and p.excuse is null and p.file_closed`;
    case 'given':
      return sql`p.times > 0`;
    case 'notGiven':
      return sql`p.times = 0`;
    case 'marked':
      return sql`p.marks <> '{}'`;
  }
}

interface PersonRow {
  county_code: string;
  elder_id: string;
  division_code: string;
  name: string;
  reasons: string[];
  by_hand_sealed: Buffer | null;
  excuse: CampaignPerson['excuse'];
  excuse_sealed: Buffer | null;
  done: number;
  required: number;
  file_closed: boolean;
  birth_date: string | null;
  responsible_name: string | null;
  last_visit_on: string | null;
  times: number;
  money_fen: number;
  marks: CampaignPerson['marks'];
  given: CampaignPerson['goods'];
  count: number;
}

/** People of a campaign in the range, by village and name. */
export async function listPeople(
  services: Services,
  tx: Tx,
  range: ReadRange,
  id: string,
  show: Show,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ count: number; rows: CampaignPerson[] }> {
  const rows = await tx.query<PersonRow>(sql`select p.*, count(*) over ()::int as count,
      (select coalesce(json_agg(json_build_object('what', t.what, 'count', t.count) order by t.what), '[]'::json) from (select i ->> 'what' as what, sum((i ->> 'count')::int)::int as count
        from campaign_record r cross join jsonb_array_elements(r.goods) i where r.county_code = p.county_code and r.campaign_id = p.campaign_id and r.elder_id = p.elder_id and r.voided_at is null group by 1) t) as given
    from (${people(id, sql`${inCounty(range, sql`s.county_code`)} and ${inRange(range, sql`s.division_code`)}`)}) p
    where ${shown(show)} order by p.division_code, p.name, p.elder_id limit ${page.limit} offset ${page.offset}`);
  const names = await divisionNamesOf(services, tx, rows);
  const words = (county: string, sealed: Buffer | null): string | null => (sealed === null ? null : services.crypto.open(county, WORDS, sealed));
  const today = services.clock.today();
  return {
    count: rows[0]?.count ?? 0,
    rows: rows.map((row) => ({
      elderId: row.elder_id,
      name: row.name,
      age: row.birth_date === null ? null : ageOn(row.birth_date, today),
      division: row.division_code,
      villageName: names.village(row.division_code),
      townName: names.town(row.division_code),
      responsible: row.responsible_name,
      reasons: row.reasons,
      byHand: words(row.county_code, row.by_hand_sealed),
      required: row.required,
      done: row.done,
      lastOn: row.last_visit_on,
      excuse: row.excuse,
      excuseNote: words(row.county_code, row.excuse_sealed),
      fileClosed: row.file_closed,
      times: row.times,
      moneyFen: row.money_fen,
      goods: row.given,
      marks: row.marks,
    })),
  };
}
