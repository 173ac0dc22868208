// Lists of files in review: what waits for whom, and how many files of each village stand where.
import type { reviewCounts, ReviewRow, reviewSelections } from '@shouwang/contract/reviews';
import type { Reply } from '@shouwang/contract/route';
import type { Principal, Role } from '@shouwang/domain/access';
import { changedFacts, waitingFor, type ReviewState } from '@shouwang/domain/reviews';
import { reviewSheet } from '@shouwang/documents';
import { ageOn, ok, type Result } from '@shouwang/domain/shared';
import { audit } from '../../platform/audit/index.ts';
import { sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { FileReply } from '../../platform/http/endpoint.ts';
import type { Services } from '../../platform/services.ts';
import { type ReadRange, divisionNamesAcross, divisionNamesOf, unitName } from '../divisions/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { keepsReviewersApart } from './act.ts';
import { deedsFor } from './file.ts';
import { loadSubjects, openFacts } from './store.ts';

export interface ReviewFilter {
  readonly show: (typeof reviewSelections)[number];
  readonly q?: string | undefined;
}

const statesOf = (role: Role, show: ReviewFilter['show']): readonly ReviewState[] => (show === 'waiting' ? waitingFor(role) : show === 'toSubmit' ? ['draft', 'changed'] : [show]);

/** Files on the list within the range; `e` is the elder. */
const within = (range: ReadRange): Sql =>
  sql`${range.countyCode === null ? sql`e.county_code = any(array(select county_code from county))` : sql`e.county_code = ${range.countyCode}`} and e.division_code >= ${range.from} and e.division_code < ${range.to} and e.closed_on is null and e.list_state <> 'left'`;

const matching = (range: ReadRange, role: Role, filter: ReviewFilter): Sql => {
  const text = (filter.q ?? '').normalize('NFKC').trim();
  const search =
    text === '' ? sql`true` : sql`(starts_with(e.name, ${text}) or starts_with(e.name_pinyin, ${text.toLowerCase()}) or starts_with(e.name_initials, ${text.toLowerCase()}))`;
  return sql`${within(range)} and r.state = any(${statesOf(role, filter.show) as string[]}::text[]) and ${search}`;
};
const joined = sql`elder_review r join elder e on e.county_code = r.county_code and e.id = r.elder_id`;

export async function countReviews(tx: Tx, range: ReadRange, role: Role, filter: ReviewFilter): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`select count(*) as count from ${joined} where ${matching(range, role, filter)}`);
  return row?.count ?? 0;
}

interface ListRow {
  county_code: string;
  id: string;
  sex: 'male' | 'female' | null;
  birth_date: string | null;
}

/** A page by village and name, each file with what the asker may do to it now. */
export async function listReviews(
  services: Services,
  tx: Tx,
  principal: Principal,
  range: ReadRange,
  filter: ReviewFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<ReviewRow[]> {
  const found = await tx.query<ListRow>(
    sql`select e.county_code, e.id, e.sex, e.birth_date from ${joined} where ${matching(range, principal.role, filter)} order by e.division_code, e.name_pinyin, e.id limit ${page.limit} offset ${page.offset}`,
  );
  const rows: ReviewRow[] = [];
  for (const county of new Set(found.map((row) => row.county_code))) {
    const own = new Map(found.filter((row) => row.county_code === county).map((row) => [row.id, row]));
    const subjects = await loadSubjects(services, tx, county, [...own.keys()]);
    const names = await divisionNamesAcross(
      services,
      tx,
      subjects.map((subject) => subject.division),
    );
    const separate = keepsReviewersApart((await getPackInForce(tx, county)).pack);
    for (const subject of subjects) {
      const born = own.get(subject.id)?.birth_date ?? null;
      rows.push({
        elderId: subject.id,
        name: subject.name,
        sex: own.get(subject.id)?.sex ?? null,
        age: born === null ? null : ageOn(born, services.clock.today()),
        division: subject.division,
        townName: names.town(subject.division),
        villageName: names.village(subject.division),
        state: subject.state,
        since: subject.since ?? '',
        submittedBy: subject.submittedName,
        note: subject.note,
        digest: subject.digest,
        deeds: deedsFor(principal, subject, separate),
        changed: subject.approvedSealed === null ? [] : [...changedFacts(openFacts(services.crypto, county, subject.approvedSealed), subject.effective)],
      });
    }
  }
  return rows;
}

export async function countByVillage(services: Services, tx: Tx, range: ReadRange): Promise<Reply<typeof reviewCounts>> {
  const rows = await tx.query<{ division_code: string; state: ReviewState; count: number }>(
    sql`select e.division_code, coalesce(r.state, 'imported') as state, count(*) as count
        from elder e left join elder_review r on r.county_code = e.county_code and r.elder_id = e.id where ${within(range)} group by 1, 2 order by 1`,
  );
  const names = await divisionNamesOf(services, tx, rows);
  const states: Record<string, number> = {};
  const villages = new Map<string, { files: number; states: Record<string, number> }>();
  for (const { division_code, state, count } of rows) {
    const code = division_code.slice(0, 12);
    const village = villages.get(code) ?? { files: 0, states: {} };
    villages.set(code, village);
    village.files += count;
    village.states[state] = (village.states[state] ?? 0) + count;
    states[state] = (states[state] ?? 0) + count;
  }
  return { states, villages: [...villages].map(([division, village]) => ({ division, townName: names.town(division), villageName: names.village(division), ...village })) };
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MOST_ROWS = 10_000;

export async function writeReviewWorkbook(services: Services, tx: Tx, principal: Principal, range: ReadRange, filter: ReviewFilter, reason: string): Promise<Result<FileReply>> {
  const rows = await listReviews(services, tx, principal, range, filter, { limit: MOST_ROWS, offset: 0 });
  const division = range.prefix.padEnd(12, '0');
  const unit = await unitName(services, tx, division);
  await audit(tx, { action: 'reviews.export', entity: 'division', entityId: division, division, details: { reason, rows: rows.length, show: filter.show } });
  const { title, bytes } = await reviewSheet({ unit, filledOn: services.clock.today(), rows });
  return ok({ fileName: `${title}.xlsx`, contentType: XLSX, bytes: Buffer.from(bytes) });
}
