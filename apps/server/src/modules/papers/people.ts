// Whose paper is printed: effective facts opened, with what stands on the forms beside them. Read in
// parts, so that a town's forms hold up nobody.
import type { LedgerSheetRow, Numbers } from '@shouwang/documents';
import { maskIdNo, maskPhone, type Category, type EffectiveFacts } from '@shouwang/domain/ledger';
import { ageOn } from '@shouwang/domain/shared';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNames, type DivisionNames, type ReadRange } from '../divisions/public.ts';
import { ledgerSeal } from '../ledger/public.ts';

export interface PrintedPerson {
  readonly id: string;
  readonly divisionCode: string;
  readonly name: string;
  readonly town: string;
  readonly village: string;
  readonly group: string | null;
  readonly facts: EffectiveFacts;
  readonly categories: readonly Category[];
  readonly tier: string | null;
  readonly responsible: string | null;
  readonly lastVisitOn: string | null;
  readonly helpers: readonly string[];
  readonly helpedSince: string | null;
  readonly abilityOn: string | null;
}

interface PersonRow {
  id: string;
  division_code: string;
  name: string;
  group_name: string | null;
  effective_sealed: Buffer;
  categories: Category[];
  tier_code: string | null;
  responsible_name: string | null;
  last_visit_on: string | null;
  helpers: string[] | null;
  helped_since: string | null;
  ability_on: string | null;
}

const personColumns = sql`e.id, e.division_code, e.name, e.group_name, e.effective_sealed, e.categories, e.tier_code, e.responsible_name, e.last_visit_on,
  (select array_agg(v.name order by a.from_date, v.name) from assignment a join visitor v on v.county_code = a.county_code and v.id = a.visitor_id
    where a.county_code = e.county_code and a.elder_id = e.id and a.role = 'helper' and a.to_date is null) as helpers,
  (select min(a.from_date) from assignment a where a.county_code = e.county_code and a.elder_id = e.id and a.role = 'helper' and a.to_date is null) as helped_since,
  (select max(s.source_date) from fact_statement s where s.county_code = e.county_code and s.elder_id = e.id and s.source in ('assessmentRegister','assessment') and s.withdrawn_at is null) as ability_on`;

/** On the list of a range of one county. */
const listed = (range: ReadRange): Sql =>
  sql`e.county_code = ${range.countyCode} and e.division_code >= ${range.from} and e.division_code < ${range.to} and e.closed_on is null and e.list_state <> 'left' and e.effective_sealed is not null`;

/** Everybody on the list of a range, in the order of the ledger. */
export async function listIds(tx: Tx, range: ReadRange): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`select e.id from elder e where ${listed(range)} order by e.division_code, e.name_pinyin, e.id`);
  return rows.map((row) => row.id);
}

function personOf(services: Services, countyCode: string, names: DivisionNames, row: PersonRow): PrintedPerson {
  return {
    id: row.id,
    divisionCode: row.division_code,
    name: row.name,
    town: names.town(row.division_code),
    village: names.village(row.division_code),
    group: row.group_name,
    facts: ledgerSeal(services.crypto, countyCode).openEffective(row.effective_sealed),
    categories: row.categories,
    tier: row.tier_code,
    responsible: row.responsible_name,
    lastVisitOn: row.last_visit_on,
    helpers: row.helpers ?? [],
    helpedSince: row.helped_since,
    abilityOn: row.ability_on,
  };
}

export async function findPerson(services: Services, tx: Tx, elderId: string): Promise<PrintedPerson | undefined> {
  const { countyCode } = tx.actor;
  const [row] = await tx.query<PersonRow>(sql`select ${personColumns} from elder e where e.county_code = ${countyCode} and e.id = ${elderId} and e.effective_sealed is not null`);
  return row === undefined ? undefined : personOf(services, countyCode, await divisionNames(services, tx, countyCode), row);
}

/** These people in this order; who is no longer in sight is left out. */
export async function listPeople(services: Services, tx: Tx, ids: readonly string[]): Promise<PrintedPerson[]> {
  const { countyCode } = tx.actor;
  const rows = await tx.query<PersonRow>(
    sql`select ${personColumns} from unnest(${ids}::uuid[]) with ordinality as w(id, at) join elder e on e.county_code = ${countyCode} and e.id = w.id where e.effective_sealed is not null order by w.at`,
  );
  const names = await divisionNames(services, tx, countyCode);
  return rows.map((row) => personOf(services, countyCode, names, row));
}

/** A person's row of the ledger; `tiers`: labels by code. */
export function ledgerRow(person: PrintedPerson, numbers: Numbers, tiers: ReadonlyMap<string, string>, today: string): LedgerSheetRow {
  const { idNo = '', phone = '', birthDate, sex } = person.facts;
  return {
    town: person.town,
    village: person.village,
    group: person.group,
    name: person.name,
    sex: sex ?? null,
    birthDate: birthDate ?? null,
    age: birthDate === undefined ? null : ageOn(birthDate, today),
    idNo: numbers === 'full' ? idNo : maskIdNo(idNo),
    phone: numbers === 'full' ? phone : maskPhone(phone),
    categories: person.categories,
    tier: person.tier === null ? null : (tiers.get(person.tier) ?? person.tier),
    responsible: person.responsible,
    lastVisitOn: person.lastVisitOn,
    remarks: '',
  };
}
