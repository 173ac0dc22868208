// The 三留守 export (002): the ledger's people in the columns of the national record, or in those that the
// county has set. Who took it, why, and whether numbers stood in full is written down.
import { groupSheet, sheetWords } from '@shouwang/documents';
import type { GroupLayoutView } from '@shouwang/contract/intake';
import { can, type Principal } from '@shouwang/domain/access';
import { nationalLayout, type GroupLayout, type GroupPerson } from '@shouwang/domain/intake';
import type { Category } from '@shouwang/domain/ledger';
import { getList } from '@shouwang/domain/policy';
import { ageOn, ok, refuse, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { divisionNames, readRange } from '../divisions/public.ts';
import { ledgerSeal } from '../ledger/public.ts';
import { getPackInForce } from '../policy/public.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const PAGE = 2000;

export async function getGroupLayout(tx: Tx): Promise<GroupLayoutView> {
  const [row] = await tx.query<{ columns: GroupLayoutView['columns']; categories: Category[]; on: string; by: string | null }>(
    sql`select l.columns, l.categories, l.edited_at as on, a.display_name as by from group_layout l left join account a on a.county_code = l.county_code and a.id = l.edited_by
        where l.county_code = ${tx.actor.countyCode}`,
  );
  if (row === undefined) return { columns: [...nationalLayout.columns], categories: [...nationalLayout.categories], edited: null };
  return { columns: row.columns, categories: row.categories, edited: { on: row.on, by: row.by ?? '' } };
}

/** Sets the county's own layout; null takes it back. */
export async function setGroupLayout(tx: Tx, layout: GroupLayout | null): Promise<GroupLayoutView> {
  const county = tx.actor.countyCode;
  if (layout === null) await tx.query(sql`delete from group_layout where county_code = ${county}`);
  else
    await tx.query(
      sql`insert into group_layout (county_code, columns, categories, edited_by) values (${county}, ${JSON.stringify(layout.columns)}::jsonb, ${layout.categories}::text[], ${tx.actor.accountId})
          on conflict (county_code) do update set columns = excluded.columns, categories = excluded.categories, edited_by = excluded.edited_by, edited_at = now()`,
    );
  await audit(tx, { action: 'groups.setLayout', entity: 'county', entityId: county, division: county, details: { columns: layout?.columns.map(({ field }) => field) ?? null } });
  return getGroupLayout(tx);
}

interface Asked {
  readonly division?: string | undefined;
  readonly category: readonly Category[];
  readonly everybody: boolean;
  readonly reveal: boolean;
  readonly reason: string;
}

/** The workbook. Refuses permission.denied where numbers in full are asked for without the right to see them. */
export async function writeGroupWorkbook(services: Services, tx: Tx, principal: Principal, asked: Asked): Promise<Result<FileReply>> {
  if (asked.reveal && !can(principal.role, 'elders.reveal')) return refuse('permission.denied');
  const county = tx.actor.countyCode;
  const range = readRange(principal.scope, asked.division);
  const layout = await getGroupLayout(tx);
  const chosen = asked.everybody ? [] : asked.category.length > 0 ? asked.category : layout.categories;
  const { pack } = await getPackInForce(tx);
  const names = await divisionNames(services, tx, county);
  const seal = ledgerSeal(services.crypto, county);
  const today = services.clock.today();
  const people: GroupPerson[] = [];
  for (let after: readonly [string, string] = ['', '00000000-0000-0000-0000-000000000000'], more = true; more;) {
    const rows = await tx.query<{ id: string; division_code: string; categories: Category[]; effective_sealed: Buffer; responsible_name: string | null }>(
      sql`select e.id, e.division_code, e.categories, e.effective_sealed, e.responsible_name from elder e
          where e.county_code = ${county} and e.division_code >= ${range.from} and e.division_code < ${range.to} and e.closed_on is null and e.list_state <> 'left' and e.effective_sealed is not null
            and (${chosen.length === 0}::boolean or e.categories && ${chosen}::text[]) and (e.division_code, e.id) > (${after[0]}, ${after[1]}::uuid)
          order by e.division_code, e.id limit ${PAGE}`,
    );
    for (const row of rows) {
      const facts = seal.openEffective(row.effective_sealed);
      people.push({
        facts,
        categories: row.categories,
        age: facts.birthDate === undefined ? null : ageOn(facts.birthDate, today),
        county: names.of(county.padEnd(12, '0')),
        town: names.town(row.division_code),
        village: names.village(row.division_code),
        responsible: row.responsible_name ?? '',
      });
    }
    const last = rows.at(-1);
    more = rows.length === PAGE;
    if (last !== undefined) after = [last.division_code, last.id];
  }
  const division = range.prefix.padEnd(12, '0');
  await audit(tx, { action: 'groups.export', entity: 'ledger', division, details: { reason: asked.reason, rows: people.length, categories: [...chosen], reveal: asked.reveal } });
  const unit = names.of(division);
  const bytes = await groupSheet({ unit, filledOn: today, layout, people, rules: { companionOrder: getList(pack, 'groupExport.companion'), revealed: asked.reveal } });
  return ok({ fileName: `${sheetWords.groups.title(unit)}.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
}
