// A page of the ledger, numbers masked. Sorted by what an index holds, so that a page of a county of
// a hundred thousand costs what a page of a village costs (quality bars P3, P11).
import type { ElderRow } from '@shouwang/contract/ledger';
import { maskIdNo, maskPhone, type Category, type Sex } from '@shouwang/domain/ledger';
import { ageOn } from '@shouwang/domain/shared';
import { raw, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { type DivisionNames, type ReadRange, divisionNamesOf } from '../divisions/public.ts';
import { elderConditions, firstConditions, hasEnding, type ElderFilter } from './filter.ts';
import { ledgerSeal, maskedOnce } from './sealing.ts';

export interface ElderListRow {
  county_code: string;
  id: string;
  name: string;
  sex: Sex | null;
  birth_date: string | null;
  birth_precision: 'day' | 'month';
  division_code: string;
  group_name: string | null;
  id_no_sealed: Buffer | null;
  phone_sealed: Buffer | null;
  categories: Category[];
  tier_code: string | null;
  provisional: boolean;
  remarks: string[];
  responsible_name: string | null;
  last_visit_on: string | null;
}

export const listColumns = sql`e.county_code, e.id, e.name, e.sex, e.birth_date, e.birth_precision, e.division_code, e.group_name, e.id_no_sealed, e.phone_sealed, e.categories, e.tier_code, e.provisional, e.remarks, e.responsible_name, e.last_visit_on`;

export interface ElderPage extends ElderFilter {
  readonly sort: 'name' | 'age' | 'division' | 'lastVisit';
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  readonly offset: number;
}

/** Younger first is later birth first. */
const sortColumns: Record<ElderPage['sort'], { readonly columns: readonly string[]; readonly reversed: boolean }> = {
  name: { columns: ['name_pinyin', 'id'], reversed: false },
  age: { columns: ['birth_date', 'id'], reversed: true },
  division: { columns: ['division_code', 'name_pinyin', 'id'], reversed: false },
  lastVisit: { columns: ['last_visit_on', 'id'], reversed: false },
};

function orderOf(page: Pick<ElderPage, 'sort' | 'order'>): Sql {
  const { columns, reversed } = sortColumns[page.sort];
  const direction = (page.order === 'desc') !== reversed ? 'desc' : 'asc';
  return raw(columns.map((column) => `e.${column} ${direction}`).join(', '));
}

/** The statement of a page; the bench sends the same one straight through the driver. */
export const pageStatement = (conditions: Sql, page: Pick<ElderPage, 'sort' | 'order' | 'limit' | 'offset'>): Sql =>
  sql`${allStatement(conditions, page)} limit ${page.limit} offset ${page.offset}`;

const allStatement = (conditions: Sql, page: Pick<ElderPage, 'sort' | 'order'>): Sql => sql`select ${listColumns} from elder e where ${conditions} order by ${orderOf(page)}`;

/** For the rest of a transaction statements that are kept run by a plan for any value. */
const keepPlans = sql`set local plan_cache_mode = force_generic_plan`;

export async function listElders(services: Services, tx: Tx, range: ReadRange, page: ElderPage): Promise<ElderRow[]> {
  // Planned anew each time: a plan kept for any filter walks an index from its end to find a rare category. Not so
  // a search that leads to few: making its plan would cost more than running it (quality bar P4).
  const first = firstConditions(services, tx, range, page);
  if (first.isNarrow) tx.send(keepPlans);
  const read = (statement: Sql, prepare = false): Promise<ElderListRow[]> => tx.query<ElderListRow>(statement, { prepare });
  let rows: ElderListRow[];
  if (first.ending === null) {
    rows = await read(pageStatement(first.conditions, page), first.isNarrow);
    if (rows.length === 0 && !first.isAll) rows = await read(pageStatement(await elderConditions(services, tx, range, page), page));
  } else {
    const { ending } = first;
    const fitting = await read(allStatement(first.conditions, page), first.isNarrow);
    rows = fitting.filter((row) => hasEnding(services, row, ending)).slice(page.offset, page.offset + page.limit);
  }
  const names = await divisionNamesOf(services, tx, rows);
  return rows.map((row) => toElderRow(services, row, names));
}

/** Rows of these files, open or not, as far as they are in sight; in no order. */
export async function elderRowsOf(services: Services, tx: Tx, countyCode: string, elderIds: readonly string[]): Promise<ElderRow[]> {
  const rows = await tx.query<ElderListRow>(sql`select ${listColumns} from elder e where e.county_code = ${countyCode} and e.id = any(${elderIds}::uuid[])`);
  const names = await divisionNamesOf(services, tx, rows);
  return rows.map((row) => toElderRow(services, row, names));
}

export const birthOf = (row: Pick<ElderListRow, 'birth_date' | 'birth_precision'>): string | null =>
  row.birth_date === null || row.birth_precision === 'day' ? row.birth_date : row.birth_date.slice(0, 7);

export function toElderRow(services: Services, row: ElderListRow, names: DivisionNames): ElderRow {
  const seal = ledgerSeal(services.crypto, row.county_code);
  const birthDate = birthOf(row);
  return {
    id: row.id,
    name: row.name,
    sex: row.sex,
    birthDate,
    age: birthDate === null ? null : ageOn(birthDate, services.clock.today()),
    division: row.division_code,
    townName: names.town(row.division_code),
    villageName: names.village(row.division_code),
    group: row.group_name,
    idNoMasked: row.id_no_sealed === null ? '' : maskedOnce(row.id_no_sealed, (sealed) => maskIdNo(seal.openIdNo(sealed))),
    phoneMasked: row.phone_sealed === null ? '' : maskedOnce(row.phone_sealed, (sealed) => maskPhone(seal.openPhone(sealed))),
    categories: row.categories,
    tier: row.tier_code,
    provisional: row.provisional,
    remarks: row.remarks,
    responsible: row.responsible_name,
    lastVisitOn: row.last_visit_on,
  };
}
