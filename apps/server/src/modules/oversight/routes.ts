// Endpoints of packages/contract/src/oversight.ts, and the workbench, which reads the same roll-ups.
import { monthReport as monthReportRoute, monthReportPaper, monthReportRows, monthReportWorkbook } from '@shouwang/contract/oversight';
import { workbench } from '@shouwang/contract/visits';
import { monthOf, ok } from '@shouwang/domain/shared';
import { endpoint, fileEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { divisionNamesOf, readRange } from '../divisions/public.ts';
import { countiesIn, monthReport } from './report.ts';
import { countFigurePeople, listFigurePeople } from './rows.ts';
import { writeMonthReport } from './sheet.ts';
import { readWorkbench } from './workbench.ts';

export const oversightRoutes: readonly Endpoint[] = [
  endpoint(monthReportRoute, async ({ tx, principal, services, query }) =>
    ok(await monthReport(tx, services, readRange(principal.scope, query.division), query.month ?? monthOf(services.clock.today()))),
  ),
  endpoint(monthReportRows, async ({ tx, principal, services, query }) => {
    const range = readRange(principal.scope, query.division);
    const filter = {
      range,
      counties: await countiesIn(tx, range),
      month: query.month ?? monthOf(services.clock.today()),
      figure: query.figure,
      category: query.category,
      limit: query.limit,
      offset: query.offset,
    };
    const people = await listFigurePeople(tx, filter);
    const names = await divisionNamesOf(services, tx, people);
    return ok({
      count: await countFigurePeople(tx, filter),
      rows: people.map((person) => ({
        elderId: person.id,
        elderName: person.name,
        division: person.division_code,
        townName: names.town(person.division_code),
        villageName: names.village(person.division_code),
        categories: person.categories,
        tier: person.tier_code,
        required: person.required,
        fulfilled: person.fulfilled,
        visits: person.home_done + person.other_done,
        lastVisitOn: person.last_visit_on,
        responsible: person.responsible_name,
        why: person.why,
      })),
    });
  }),
  ...([monthReportWorkbook, monthReportPaper] as const).map((route) =>
    fileEndpoint(route, ({ tx, principal, services, query }) =>
      writeMonthReport(
        services,
        tx,
        principal,
        readRange(principal.scope, query.division),
        query.month ?? monthOf(services.clock.today()),
        route === monthReportPaper ? 'pdf' : 'xlsx',
      ),
    ),
  ),
  endpoint(workbench, async ({ tx, principal, services, query }) => ok(await readWorkbench(tx, services, readRange(principal.scope, query.division)))),
];
