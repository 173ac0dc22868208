// 工作台: what has to be done today, the few figures of the role with last month's beside them, and
// the villages for the map. Figures come from the same roll-ups as the report.
import type { workbench } from '@shouwang/contract/visits';
import type { Reply } from '@shouwang/contract/route';
import { can, type Role } from '@shouwang/domain/access';
import { homeVisitRate, reachRate, reportDueOn } from '@shouwang/domain/oversight';
import { getNumber, getText } from '@shouwang/domain/policy';
import { addMonths, lastDayOfMonth, monthOf } from '@shouwang/domain/shared';
import { weekOf } from '@shouwang/domain/visits';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { openCases } from '../cases/public.ts';
import { type ReadRange, divisionNamesOf } from '../divisions/public.ts';
import { openChecks } from '../plausibility/public.ts';
import { getPackInForce } from '../policy/public.ts';
import { openReconciliation } from '../reconciliation/public.ts';
import { countAttempts } from '../visits/public.ts';
import { refreshRollups } from './rollups.ts';
import { countiesIn, readRollups, sumOf, type RollupRow } from './report.ts';

type Workbench = Reply<typeof workbench>;
type Task = Workbench['tasks'][number];

interface OpenWork {
  week: number;
  month: number;
  never: number;
  id_problems: number;
  rejected: number;
}

const percent = (rate: number | null): number | null => (rate === null ? null : Math.round(rate * 1000) / 10);

async function openWork(tx: Tx, range: ReadRange, counties: readonly string[], today: string): Promise<OpenWork> {
  const inRange = (column: 'd' | 'e') =>
    column === 'd'
      ? sql`d.county_code = any(${counties}::text[]) and d.division_code >= ${range.from} and d.division_code < ${range.to}`
      : sql`e.county_code = any(${counties}::text[]) and e.division_code >= ${range.from} and e.division_code < ${range.to}`;
  const [row] = await tx.query<OpenWork>(sql`
    select d.week, d.month, e.never, e.id_problems,
      (select count(*) from import_row r join import_run i on i.county_code = r.county_code and i.id = r.import_id
        where i.county_code = any(${counties}::text[]) and i.created_at > now() - interval '30 days' and r.outcome = 'rejected') as rejected
    from (select count(*) filter (where d.kind = 'week') as week, count(*) filter (where d.kind = 'month') as month from visit_duty d
        where ${inRange('d')} and d.start_date <= ${today}::date and d.end_date >= ${today}::date and d.state = 'active' and d.done < d.required) d,
      (select count(*) filter (where e.tier_code is not null and e.last_visit_on is null) as never, count(*) filter (where e.id_no_problem is not null) as id_problems from elder e
        where ${inRange('e')} and e.closed_on is null and e.list_state = 'confirmed') e`);
  return row ?? { week: 0, month: 0, never: 0, id_problems: 0, rejected: 0 };
}

async function villagesOf(tx: Tx, services: Services, counties: readonly string[], places: readonly RollupRow[]): Promise<Workbench['villages']> {
  const names = await divisionNamesOf(services, tx, places);
  const points = await tx.query<{ code: string; lng: number | null; lat: number | null }>(
    sql`select code, lng, lat from division where county_code = any(${counties}::text[]) and code = any(${places.map((place) => place.division_code)}::text[])`,
  );
  const at = new Map(points.map((point) => [point.code, point]));
  return places.map((place) => ({
    code: place.division_code,
    name: names.of(place.division_code),
    lng: at.get(place.division_code)?.lng ?? null,
    lat: at.get(place.division_code)?.lat ?? null,
    people: place.listed,
    required: place.required,
    fulfilled: place.fulfilled,
    uncovered: place.uncovered,
  }));
}

export async function readWorkbench(tx: Tx, services: Services, range: ReadRange): Promise<Workbench> {
  const today = services.clock.today();
  const month = monthOf(today);
  const counties = await countiesIn(tx, range);
  const before = addMonths(month, -1);
  for (const county of counties) {
    await refreshRollups(tx, county, before);
    await refreshRollups(tx, county, month);
  }
  const places = await readRollups(tx, range, counties, month, 'place');
  const now = sumOf(places);
  const then = sumOf(await readRollups(tx, range, counties, before, 'place'));
  const open = await openWork(tx, range, counties, today);
  const { pack } = await getPackInForce(tx, counties[0] ?? tx.actor.countyCode);
  const dueOn = reportDueOn(month, getNumber(pack, 'report.dueDay'), getText(pack, 'report.rollover'));
  const provisionalValues = tx.actor.role === 'county' ? Object.values(pack.values).filter((value) => value.status === 'provisional').length : 0;
  const role = tx.actor.role as Role;
  const waiting = can(role, 'findings.read') ? await openReconciliation(tx, range) : { findings: 0, dueOn: null, doubts: 0 };
  const found = can(role, 'cases.read') ? await openCases(tx, range) : { cases: 0, dueOn: null, proposals: 0 };
  const checks = can(role, 'doubts.read') ? await openChecks(tx, range) : { count: 0, dueOn: null };
  const tasks: Task[] = [
    { kind: 'dueThisWeek', count: open.week, dueOn: weekOf(today).end },
    { kind: 'dueThisMonth', count: open.month, dueOn: lastDayOfMonth(month) },
    { kind: 'uncovered', count: now.uncovered, dueOn: null },
    { kind: 'neverVisited', count: open.never, dueOn: null },
    { kind: 'cases', count: found.cases, dueOn: found.dueOn },
    { kind: 'proposals', count: found.proposals, dueOn: null },
    { kind: 'attempts', count: can(role, 'listing.read') ? await countAttempts(tx, range) : 0, dueOn: null },
    { kind: 'visitDoubts', count: checks.count, dueOn: checks.dueOn },
    { kind: 'rowsRejected', count: open.rejected, dueOn: null },
    { kind: 'idProblems', count: open.id_problems, dueOn: null },
    { kind: 'findings', count: waiting.findings, dueOn: waiting.dueOn },
    { kind: 'doubts', count: waiting.doubts, dueOn: null },
    { kind: 'provisionalValues', count: provisionalValues, dueOn: null },
    { kind: 'reportDue', count: today <= dueOn ? 1 : 0, dueOn },
  ];
  return {
    today,
    month,
    tasks: tasks.filter((task) => task.count > 0),
    figures: [
      { key: 'listed', value: now.listed, before: then.listed, unit: 'people' },
      { key: 'homeVisitRate', value: percent(homeVisitRate(now.fulfilled, now.required)), before: percent(homeVisitRate(then.fulfilled, then.required)), unit: 'percent' },
      { key: 'reachRate', value: percent(reachRate(now.reached, now.listed)), before: percent(reachRate(then.reached, then.listed)), unit: 'percent' },
      { key: 'visits', value: now.visits, before: then.visits, unit: 'visits' },
      { key: 'uncovered', value: now.uncovered, before: then.uncovered, unit: 'people' },
    ],
    villages: await villagesOf(tx, services, counties, places),
  };
}
