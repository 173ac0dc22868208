// 养老服务需求清单 (000-024, 001-057): who needs what, from the facts and from what the last visit heard.
import type { NeedsRow, needsLedger } from '@shouwang/contract/listing';
import type { Query } from '@shouwang/contract/route';
import { maskPhone, type Category, type Sex } from '@shouwang/domain/ledger';
import { ageOn } from '@shouwang/domain/shared';
import { needHeardIn } from '@shouwang/domain/visits';
import { join, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesOf } from '../divisions/public.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { formOf, openDetails, visitPolicyInForce } from '../visits/public.ts';
import { inRange, named } from './queue.ts';

export type NeedsFilter = Pick<Query<typeof needsLedger>, 'need' | 'q'>;

interface NeedsElder {
  county_code: string;
  id: string;
  name: string;
  sex: Sex | null;
  birth_date: string | null;
  division_code: string;
  group_name: string | null;
  phone_sealed: Buffer | null;
  effective_sealed: Buffer;
  categories: Category[];
  needs: NeedsRow['needs'];
  responsible_name: string | null;
  heard_on: string | null;
  heard_sealed: Buffer | null;
  heard_form: string | null;
  heard_version: number | null;
}

const onList = sql`e.closed_on is null and e.list_state <> 'left' and e.effective_sealed is not null`;

/** Somebody told a visitor of a need that the village has not yet taken into the file. */
const heardOpen = sql`exists (select 1 from visit_proposal p where p.county_code = e.county_code and p.elder_id = e.id and p.kind = 'need' and p.state = 'open')`;

const where = (range: ReadRange, filter: NeedsFilter): Sql =>
  join([inRange(range), onList, filter.need.length === 0 ? sql`(cardinality(e.needs) > 0 or ${heardOpen})` : sql`e.needs && ${filter.need}::text[]`, named(filter.q)], ' and ');

/** People with any of the needs asked for, and how many have each need. */
export async function countNeeds(tx: Tx, range: ReadRange, filter: NeedsFilter): Promise<{ readonly count: number; readonly byNeed: Record<string, number> }> {
  const [row] = await tx.query<{ count: number }>(sql`select count(*) as count from elder e where ${where(range, filter)}`);
  const all = await tx.query<{ need: string; count: number }>(
    sql`select n.need, count(*) as count from elder e cross join unnest(e.needs) as n(need) where ${where(range, { ...filter, need: [] })} group by n.need`,
  );
  return { count: row?.count ?? 0, byNeed: Object.fromEntries(all.map((one) => [one.need, one.count])) };
}

export async function listNeeds(services: Services, tx: Tx, range: ReadRange, filter: NeedsFilter, page: { readonly limit: number; readonly offset: number }): Promise<NeedsRow[]> {
  const rows = await tx.query<NeedsElder>(sql`
    select e.county_code, e.id, e.name, e.sex, e.birth_date, e.division_code, e.group_name, e.phone_sealed, e.effective_sealed, e.categories, e.needs, e.responsible_name, v.occurred_on as heard_on, v.details_sealed as heard_sealed, v.form_id as heard_form, v.form_version as heard_version
    from (select * from elder e where ${where(range, filter)} order by e.division_code, e.name_pinyin, e.id limit ${page.limit} offset ${page.offset}) e
    left join lateral (select occurred_on, details_sealed, form_id, form_version from visit v where v.county_code = e.county_code and v.elder_id = e.id and v.outcome = 'done' order by v.occurred_on desc, v.occurred_at desc limit 1) v on true
    order by e.division_code, e.name_pinyin, e.id`);
  const names = await divisionNamesOf(services, tx, rows);
  const today = services.clock.today();
  const policy = await visitPolicyInForce(tx, services);
  return rows.map((row) => {
    const seal = ledgerSeal(services.crypto, row.county_code);
    const heard =
      row.heard_sealed === null
        ? ''
        : (needHeardIn(openDetails(services.crypto, row.county_code, row.heard_sealed).answers, formOf(policy, row.heard_form ?? '', row.heard_version ?? 0)) ?? '');
    return {
      elderId: row.id,
      elderName: row.name,
      division: row.division_code,
      townName: names.town(row.division_code),
      villageName: names.village(row.division_code),
      group: row.group_name,
      sex: row.sex,
      age: row.birth_date === null ? null : ageOn(row.birth_date, today),
      phoneMasked: row.phone_sealed === null ? '' : maskPhone(seal.openPhone(row.phone_sealed)),
      categories: row.categories,
      needs: row.needs,
      note: seal.openEffective(row.effective_sealed).needNote ?? '',
      lastHeard: heard === '' || row.heard_on === null ? null : { on: row.heard_on, text: heard },
      responsible: row.responsible_name,
    };
  });
}
