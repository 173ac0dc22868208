// Reading findings, lists and doubtful rows: filtered, counted, paged, in the reader's scope.
import { findingFilter, type findingFacets, type findingGet, type FindingView, type sourceListRows, type SourceListView } from '@shouwang/contract/reconciliation';
import type { Reply } from '@shouwang/contract/route';
import { ok, refuse, type Result } from '@shouwang/domain/shared';
import { factLists, type FactListKind } from '@shouwang/domain/intake';
import { maskIdNo, type SourceKind } from '@shouwang/domain/ledger';
import { z } from 'zod';
import { join, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesAcross, divisionNamesOf } from '../divisions/public.ts';
import { findRows, rowOrder } from '../intake/public.ts';
import { listFindings, openReason } from './store.ts';
import { findingView, maskFacts } from './views.ts';

const filterShape = z.object(findingFilter);
export type FindingFilter = z.output<typeof filterShape>;

/** Conditions on `finding f`; open ones where no state is named. `but` leaves one out, for its own counts. */
function conditions(range: ReadRange, filter: FindingFilter, today: string, but?: 'kind' | 'state' | 'source'): Sql {
  const parts: Sql[] = [sql`f.division_code >= ${range.from} and f.division_code < ${range.to}`];
  if (filter.kind.length > 0 && but !== 'kind') parts.push(sql`f.kind = any(${filter.kind}::text[])`);
  if (but !== 'state') parts.push(sql`f.state = any(${filter.state.length > 0 ? filter.state : ['open']}::text[])`);
  if (filter.source.length > 0 && but !== 'source') parts.push(sql`f.source = any(${filter.source}::text[])`);
  if (filter.elderId !== undefined) parts.push(sql`(f.elder_id = ${filter.elderId} or f.other_elder_id = ${filter.elderId})`);
  if (filter.listId !== undefined) parts.push(sql`${filter.listId}::uuid = any(f.list_ids)`);
  if (filter.overdue !== undefined) parts.push(filter.overdue ? sql`f.state = 'open' and f.due_on < ${today}` : sql`not (f.state = 'open' and f.due_on < ${today})`);
  if (filter.q !== undefined && filter.q.trim() !== '') parts.push(sql`starts_with(f.name, ${filter.q.trim()})`);
  return join(parts, ' and ');
}

export async function listFindingViews(
  services: Services,
  tx: Tx,
  range: ReadRange,
  filter: FindingFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ count: number; rows: FindingView[] }> {
  const today = services.clock.today();
  const where = conditions(range, filter, today);
  const [counted] = await tx.query<{ count: number }>(sql`select count(*) as count from finding f where f.county_code = ${tx.actor.countyCode} and ${where}`);
  const rows = await listFindings(tx, where, sql`order by f.state = 'open' desc, f.due_on, f.division_code, f.id limit ${page.limit} offset ${page.offset}`);
  const names = await divisionNamesOf(services, tx, rows);
  return { count: counted?.count ?? 0, rows: rows.map((row) => findingView(services.crypto, tx.actor.countyCode, row, names, today)) };
}

export async function countFindings(services: Services, tx: Tx, range: ReadRange, filter: FindingFilter): Promise<Reply<typeof findingFacets>> {
  const today = services.clock.today();
  const county = tx.actor.countyCode;
  const by = async (column: Sql, where: Sql): Promise<Record<string, number>> => {
    const rows = await tx.query<{ code: string; count: number }>(
      sql`select ${column} as code, count(*) as count from finding f where f.county_code = ${county} and ${where} group by 1`,
    );
    return Object.fromEntries(rows.map((row) => [row.code, row.count]));
  };
  const where = conditions(range, filter, today);
  const kinds = await by(sql`f.kind`, conditions(range, filter, today, 'kind'));
  const states = await by(sql`f.state`, conditions(range, filter, today, 'state'));
  const sources = await by(sql`f.source`, conditions(range, filter, today, 'source'));
  const places = await tx.query<{ code: string; count: number; overdue: number }>(
    sql`select f.division_code as code, count(*) as count, count(*) filter (where f.state = 'open' and f.due_on < ${today}) as overdue from finding f where f.county_code = ${county} and ${where} group by 1 order by 1`,
  );
  const names = await divisionNamesAcross(
    services,
    tx,
    places.map((place) => place.code),
  );
  return {
    count: places.reduce((sum, place) => sum + place.count, 0),
    overdue: places.reduce((sum, place) => sum + place.overdue, 0),
    kinds,
    states,
    sources,
    divisions: places.map((place) => ({ ...place, name: names.of(place.code) })),
  };
}

export async function getFinding(services: Services, tx: Tx, id: string): Promise<Result<Reply<typeof findingGet>>> {
  const county = tx.actor.countyCode;
  const [row] = await listFindings(tx, sql`f.id = ${id}`);
  if (row === undefined) return refuse('notFound');
  const names = await divisionNamesAcross(services, tx, [row.division_code]);
  const steps = await tx.query<{ at: string; by: string | null; step: Reply<typeof findingGet>['steps'][number]['step']; reason_sealed: Buffer | null }>(
    sql`select s.at, a.display_name as by, s.step, s.reason_sealed from finding_step s left join account a on a.county_code = s.county_code and a.id = s.by_account
        where s.county_code = ${county} and s.finding_id = ${id} order by s.at, s.id`,
  );
  return ok({
    ...findingView(services.crypto, county, row, names, services.clock.today()),
    steps: steps.map(({ at, by, step, reason_sealed }) => ({ at, by, step, reason: openReason(services.crypto, county, reason_sealed) })),
  });
}

interface ListRow {
  id: string;
  kind: FactListKind;
  sender: string;
  file: string;
  sheet: string;
  title: string;
  listed_on: string;
  period_from: string | null;
  period_to: string | null;
  row_count: number;
  matched: number;
  doubtful: number;
  unmatched: number;
  findings: number;
  division_code: string;
  import_id: string;
  created_at: string;
  created_by_name: string | null;
}

/** Lists received, newest first. Rows of people whom a later list of the kind named count with that one. */
export async function listSourceLists(
  tx: Tx,
  query: { readonly kind: readonly SourceKind[]; readonly limit: number; readonly offset: number },
): Promise<{ count: number; rows: SourceListView[] }> {
  const county = tx.actor.countyCode;
  const of = sql`from source_list l where l.county_code = ${county} ${query.kind.length === 0 ? sql`` : sql`and l.kind = any(${[...query.kind]}::text[])`}`;
  const [counted] = await tx.query<{ count: number }>(sql`select count(*) as count ${of}`);
  const rows = await tx.query<ListRow>(
    sql`with page as (select l.* ${of} order by l.created_at desc, l.id limit ${query.limit} offset ${query.offset})
        select l.id, l.kind, l.sender, l.file, l.sheet, l.title, l.listed_on, r.period_from, r.period_to, l.row_count, r.matched, r.doubtful, r.unmatched, l.division_code, l.import_id, l.created_at, a.display_name as created_by_name,
          (select count(*) from finding f where f.county_code = l.county_code and f.state = 'open' and l.id = any(f.list_ids)) as findings
        from page l left join account a on a.county_code = l.county_code and a.id = l.created_by
        cross join lateral (select min(r.source_date) as period_from, max(r.source_date) as period_to, count(*) filter (where r.match = 'matched') as matched,
          count(*) filter (where r.match = 'doubtful') as doubtful, count(*) filter (where r.match = 'unmatched') as unmatched from list_row r where r.county_code = l.county_code and r.list_id = l.id) r
        order by l.created_at desc, l.id`,
  );
  return {
    count: counted?.count ?? 0,
    rows: rows.map((row) => ({
      id: row.id,
      kind: factLists[row.kind],
      sender: row.sender,
      file: row.file,
      sheet: row.sheet,
      title: row.title,
      date: row.listed_on,
      periodFrom: row.period_from,
      periodTo: row.period_to,
      rows: row.row_count,
      matched: row.matched,
      doubtful: row.doubtful,
      unmatched: row.unmatched,
      findings: row.findings,
      division: row.division_code,
      importId: row.import_id,
      receivedAt: row.created_at,
      receivedBy: row.created_by_name,
    })),
  };
}

export async function listRowsOfList(
  services: Services,
  tx: Tx,
  listId: string,
  query: { readonly match?: 'matched' | 'doubtful' | 'unmatched' | undefined; readonly limit: number; readonly offset: number },
): Promise<Reply<typeof sourceListRows>> {
  const where = sql`r.list_id = ${listId} ${query.match === undefined ? sql`` : sql`and r.match = ${query.match}`}`;
  const [counted] = await tx.query<{ count: number }>(sql`select count(*) as count from list_row r where r.county_code = ${tx.actor.countyCode} and ${where}`);
  const rows = await findRows(services, tx, sql`${where} order by ${rowOrder} limit ${query.limit} offset ${query.offset}`);
  const decisions = await findDecisions(
    services,
    tx,
    rows.filter((one) => one.isDecided).map((one) => one.id),
  );
  const names = await divisionNamesAcross(
    services,
    tx,
    rows.flatMap(({ row }) => (row.division === null ? [] : [row.division])),
  );
  return {
    count: counted?.count ?? 0,
    rows: rows.map((one) => ({
      id: one.id,
      ref: one.sourceRef,
      date: one.sourceDate,
      name: one.row.name,
      idNoMasked: one.row.idNo === null ? '' : maskIdNo(one.row.idNo),
      birthDate: one.row.birthDate,
      sex: one.row.sex,
      place: one.row.division === null ? '' : `${names.town(one.row.division)}${names.village(one.row.division)}`,
      facts: maskFacts(one.row.facts),
      match: one.match,
      elderId: one.elderId,
      score: one.score,
      decided: decisions.get(one.id) ?? null,
    })),
  };
}

/** Who said, when and why, whom these rows mean. */
async function findDecisions(
  services: Services,
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly at: string; readonly by: string | null; readonly reason: string }>> {
  if (ids.length === 0) return new Map();
  const county = tx.actor.countyCode;
  const rows = await tx.query<{ id: string; at: string; by: string | null; decision_sealed: Buffer | null }>(
    sql`select r.id, r.decided_at as at, a.display_name as by, r.decision_sealed from list_row r left join account a on a.county_code = r.county_code and a.id = r.decided_by
        where r.county_code = ${county} and r.id = any(${[...ids]}::uuid[]) and r.decided_at is not null`,
  );
  return new Map(rows.map(({ id, at, by, decision_sealed }) => [id, { at, by, reason: openReason(services.crypto, county, decision_sealed) ?? '' }]));
}

/** How many findings are open, by kind. */
export async function countOpenFindings(tx: Tx): Promise<Readonly<Partial<Record<FindingView['kind'], number>>>> {
  const rows = await tx.query<{ kind: FindingView['kind']; count: number }>(
    sql`select kind, count(*) as count from finding where county_code = ${tx.actor.countyCode} and state = 'open' group by kind order by kind`,
  );
  return Object.fromEntries(rows.map((row) => [row.kind, row.count]));
}

/** What waits for somebody in a range: open findings with the earliest day they are due, and rows in doubt. */
export async function openReconciliation(tx: Tx, range: ReadRange): Promise<{ readonly findings: number; readonly dueOn: string | null; readonly doubts: number }> {
  const county = range.countyCode ?? tx.actor.countyCode;
  const [row] = await tx.query<{ findings: number; dueOn: string | null; doubts: number }>(
    sql`select f.findings, f.due_on as "dueOn", r.doubts
        from (select count(*) as findings, min(due_on) as due_on from finding where county_code = ${county} and state = 'open' and division_code >= ${range.from} and division_code < ${range.to}) f,
          (select count(*) as doubts from list_row where county_code = ${county} and match = 'doubtful' and kind <> 'responsibleFiling') r`,
  );
  return row ?? { findings: 0, dueOn: null, doubts: 0 };
}
