// Addresses of the desk. Each screen is its own chunk; `division` (where I am) goes along from page
// to page.
import { listingQueues } from '@shouwang/contract/listing';
import { caseKinds, caseStates } from '@shouwang/domain/cases';
import { isIsoDate } from '@shouwang/domain/shared';
import { doubtOrigins, doubtStates, recordedOutcomes, visitModes } from '@shouwang/domain/visits';
import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { steadyBands } from '@shouwang/contract/network';
import { archivedForms, reviewSelections } from '@shouwang/contract/reviews';
import { divisionIn, given, monthIn, oneOf, readAddress, writeAddress, type Address } from '../platform/address.ts';
import { addressOfView, viewOf } from '../modules/ledger/filters.ts';
import { addressOfQuestion, questionOf, type StatisticsAddress } from '../modules/statistics/question.ts';
import { Bones, Failed } from '../ui/states.tsx';
import { campaign, campaignHandovers, campaignRows, campaigns, survey, surveyRows, surveys } from './roundRoutes.tsx';
import { doubts, finding, findings, listRows, lists, merge, merges, uuidIn } from './reconciliationRoutes.tsx';
import { pageIn, root, textIn } from './rootRoute.tsx';

const workbench = createRoute({ getParentRoute: () => root, path: '/', component: lazyRouteComponent(() => import('../modules/visits/Workbench.tsx'), 'Workbench') });
const ledger = createRoute({
  getParentRoute: () => root,
  path: '/ledger',
  validateSearch: (
    address: Record<string, unknown>,
  ): Partial<
    Record<'division' | 'category' | 'tier' | 'ageFrom' | 'ageTo' | 'remark' | 'risk' | 'uncovered' | 'provisional' | 'incomplete' | 'q' | 'sort' | 'order' | 'page', string>
  > => addressOfView(viewOf(address as Address)),
  component: lazyRouteComponent(() => import('../modules/ledger/LedgerPage.tsx'), 'LedgerPage'),
});
const elder = createRoute({
  getParentRoute: () => root,
  path: '/ledger/$elderId',
  validateSearch: (address: Record<string, unknown>) => given({ tab: textIn((address as Address)['tab']) }),
  component: lazyRouteComponent(() => import('./ElderRoute.tsx'), 'ElderRoute'),
});
const assessments = createRoute({
  getParentRoute: () => root,
  path: '/assessments',
  validateSearch: (address: Record<string, unknown>) => {
    const { kind, state } = address as Address;
    return given({ kind: oneOf(kind, ['selfCare', 'needs'] as const), state: oneOf(state, ['overdue', 'all'] as const), page: pageIn(address as Address) });
  },
  component: lazyRouteComponent(() => import('../modules/assessments/DuePage.tsx'), 'DuePage'),
});
const risk = createRoute({
  getParentRoute: () => root,
  path: '/risk',
  validateSearch: (address: Record<string, unknown>) => {
    const { level, pending } = address as Address;
    return given({ level: oneOf(level, ['red', 'orange', 'yellow', 'green', 'all'] as const), pending: oneOf(pending, ['1'] as const), page: pageIn(address as Address) });
  },
  component: lazyRouteComponent(() => import('../modules/risk/RiskPage.tsx'), 'RiskPage'),
});
const newElder = createRoute({
  getParentRoute: () => root,
  path: '/ledger/new',
  component: lazyRouteComponent(() => import('../modules/ledger/entry/NewElderPage.tsx'), 'NewElderPage'),
});
const editElder = createRoute({
  getParentRoute: () => root,
  path: '/ledger/$elderId/edit',
  validateSearch: (address: Record<string, unknown>) => given({ group: textIn((address as Address)['group']) }),
  component: lazyRouteComponent(() => import('../modules/ledger/entry/EditElderPage.tsx'), 'EditElderPage'),
});
const papers = createRoute({ getParentRoute: () => root, path: '/papers', component: lazyRouteComponent(() => import('../modules/papers/PapersPage.tsx'), 'PapersPage') });
const policy = createRoute({ getParentRoute: () => root, path: '/policy', component: lazyRouteComponent(() => import('../modules/policy/PolicyPage.tsx'), 'PolicyPage') });
const pack = createRoute({ getParentRoute: () => root, path: '/policy/$packId', component: lazyRouteComponent(() => import('../modules/policy/PackPage.tsx'), 'PackPage') });
const imports = createRoute({ getParentRoute: () => root, path: '/imports', component: lazyRouteComponent(() => import('../modules/intake/ImportsPage.tsx'), 'ImportsPage') });
const groups = createRoute({ getParentRoute: () => root, path: '/groups', component: lazyRouteComponent(() => import('../modules/intake/GroupsPage.tsx'), 'GroupsPage') });
const oneImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/$importId',
  validateSearch: (address: Record<string, unknown>) =>
    given({ outcome: oneOf((address as Address)['outcome'], ['accepted', 'remarked', 'rejected'] as const), page: pageIn(address as Address) }),
  component: lazyRouteComponent(() => import('../modules/intake/ImportPage.tsx'), 'ImportPage'),
});
const reviews = createRoute({
  getParentRoute: () => root,
  path: '/reviews',
  validateSearch: (address: Record<string, unknown>) => {
    const { show, q } = address as Address;
    return given({ show: oneOf(show, [...reviewSelections, 'villages'] as const), q: textIn(q), page: pageIn(address as Address) });
  },
  component: lazyRouteComponent(() => import('../modules/reviews/ReviewsPage.tsx'), 'ReviewsPage'),
});
const archive = createRoute({
  getParentRoute: () => root,
  path: '/archive',
  validateSearch: (address: Record<string, unknown>) => {
    const { form, show } = address as Address;
    return given({ form: oneOf(form, archivedForms), show: oneOf(show, ['complete', 'all'] as const), page: pageIn(address as Address) });
  },
  component: lazyRouteComponent(() => import('../modules/reviews/ArchivePage.tsx'), 'ArchivePage'),
});
const visits = createRoute({
  getParentRoute: () => root,
  path: '/visits',
  validateSearch: (address: Record<string, unknown>) => {
    const { state, kind, page, month, visitor, elder: of } = address as Address;
    return given({
      state: oneOf(state, ['done', 'begun', 'all', 'suspended', 'overdue'] as const),
      kind: oneOf(kind, ['week', 'month'] as const),
      month: monthIn(month),
      visitor: visitor === 'none' ? visitor : uuidIn(visitor),
      elder: uuidIn(of),
      page: pageIn({ page: page ?? '' }),
    });
  },
  component: lazyRouteComponent(() => import('../modules/visits/DutiesPage.tsx'), 'DutiesPage'),
});
const visitRecords = createRoute({
  getParentRoute: () => root,
  path: '/visits/records',
  validateSearch: (address: Record<string, unknown>) => {
    const { month, mode, on, outcome, show, visitor, elder: of } = address as Address;
    return given({
      month: monthIn(month),
      mode: oneOf(mode, visitModes),
      on: on !== undefined && isIsoDate(on) ? on : undefined,
      outcome: oneOf(outcome, recordedOutcomes),
      show: oneOf(show, ['found', 'corrected', 'unchecked'] as const),
      visitor: uuidIn(visitor),
      elder: uuidIn(of),
      page: pageIn(address as Address),
    });
  },
  component: lazyRouteComponent(() => import('../modules/visits/VisitsPage.tsx'), 'VisitsPage'),
});
const visitDoubts = createRoute({
  getParentRoute: () => root,
  path: '/doubts',
  validateSearch: (address: Record<string, unknown>) => {
    const { state, origin } = address as Address;
    return given({ state: oneOf(state, [...doubtStates, 'all'] as const), origin: oneOf(origin, doubtOrigins), page: pageIn(address as Address) });
  },
  component: lazyRouteComponent(() => import('../modules/plausibility/VisitDoubtsPage.tsx'), 'VisitDoubtsPage'),
});
const visit = createRoute({
  getParentRoute: () => root,
  path: '/visits/records/$visitId',
  component: lazyRouteComponent(() => import('./VisitRoute.tsx'), 'VisitRoute'),
});
const visitsBehind = createRoute({
  getParentRoute: () => root,
  path: '/visits/behind',
  validateSearch: (address: Record<string, unknown>) => {
    const { month, by } = address as Address;
    return given({ division: divisionIn((address as Address)['division']), month: monthIn(month), by: oneOf(by, ['visitor'] as const) });
  },
  component: lazyRouteComponent(() => import('../modules/visits/desk/BehindPage.tsx'), 'BehindPage'),
});
const visitCalendar = createRoute({
  getParentRoute: () => root,
  path: '/visits/calendar',
  validateSearch: (address: Record<string, unknown>) => {
    const { month, visitor, elder: of } = address as Address;
    return given({ division: divisionIn((address as Address)['division']), month: monthIn(month), visitor: uuidIn(visitor), elder: uuidIn(of) });
  },
  component: lazyRouteComponent(() => import('../modules/visits/desk/CalendarPage.tsx'), 'CalendarPage'),
});
const paperVisits = createRoute({
  getParentRoute: () => root,
  path: '/visits/paper',
  component: lazyRouteComponent(() => import('../modules/visits/desk/PaperPage.tsx'), 'PaperPage'),
});
const visitsFromPhone = createRoute({
  getParentRoute: () => root,
  path: '/visits/from-phone',
  component: lazyRouteComponent(() => import('../modules/visits/TakeInPage.tsx'), 'TakeInPage'),
});
const cases = createRoute({
  getParentRoute: () => root,
  path: '/cases',
  validateSearch: (address: Record<string, unknown>) => {
    const { state, kind, overdue, elder: of } = address as Address;
    return given({
      state: oneOf(state, [...caseStates, 'all'] as const),
      kind: oneOf(kind, caseKinds),
      overdue: oneOf(overdue, ['1'] as const),
      elder: uuidIn(of),
      page: pageIn(address as Address),
    });
  },
  component: lazyRouteComponent(() => import('../modules/cases/CasesPage.tsx'), 'CasesPage'),
});
const proposals = createRoute({
  getParentRoute: () => root,
  path: '/cases/proposals',
  validateSearch: (address: Record<string, unknown>) =>
    given({ state: oneOf((address as Address)['state'], ['confirmed', 'refused', 'withdrawn', 'all'] as const), page: pageIn(address as Address) }),
  component: lazyRouteComponent(() => import('../modules/cases/ProposalsPage.tsx'), 'ProposalsPage'),
});
const listing = createRoute({
  getParentRoute: () => root,
  path: '/listing',
  validateSearch: (address: Record<string, unknown>) => {
    const { queue, q } = address as Address;
    return given({ queue: oneOf(queue, listingQueues), q: textIn(q), page: pageIn(address as Address) });
  },
  component: lazyRouteComponent(() => import('../modules/listing/ListingPage.tsx'), 'ListingPage'),
});
const listingAttempts = createRoute({
  getParentRoute: () => root,
  path: '/listing/attempts',
  validateSearch: (address: Record<string, unknown>) => given({ division: divisionIn((address as Address)['division']), page: pageIn(address as Address) }),
  component: lazyRouteComponent(() => import('../modules/listing/AttemptsPage.tsx'), 'AttemptsPage'),
});
const needs = createRoute({
  getParentRoute: () => root,
  path: '/listing/needs',
  validateSearch: (address: Record<string, unknown>) => given({ need: (address as Address)['need']?.slice(0, 200), page: pageIn(address as Address) }),
  component: lazyRouteComponent(() => import('../modules/listing/NeedsPage.tsx'), 'NeedsPage'),
});
const freshness = createRoute({
  getParentRoute: () => root,
  path: '/listing/freshness',
  component: lazyRouteComponent(() => import('../modules/listing/FreshnessPage.tsx'), 'FreshnessPage'),
});
const freshnessFiles = createRoute({
  getParentRoute: () => root,
  path: '/listing/freshness/files',
  validateSearch: (address: Record<string, unknown>) => given({ stale: oneOf((address as Address)['stale'], ['1'] as const), page: pageIn(address as Address) }),
  component: lazyRouteComponent(() => import('../modules/listing/FreshnessFilesPage.tsx'), 'FreshnessFilesPage'),
});
const network = createRoute({
  getParentRoute: () => root,
  path: '/network',
  validateSearch: (address: Record<string, unknown>) => given({ q: textIn((address as Address)['q']), page: pageIn(address as Address) }),
  component: lazyRouteComponent(() => import('../modules/network/VisitorsPage.tsx'), 'VisitorsPage'),
});
const steadiness = createRoute({
  getParentRoute: () => root,
  path: '/network/steadiness',
  validateSearch: (address: Record<string, unknown>) => given({ tier: textIn((address as Address)['tier']) }),
  component: lazyRouteComponent(() => import('../modules/network/SteadinessPage.tsx'), 'SteadinessPage'),
});
const steadinessElders = createRoute({
  getParentRoute: () => root,
  path: '/network/steadiness/elders',
  validateSearch: (address: Record<string, unknown>) => {
    const { division, tier, band } = address as Address;
    return given({ division: divisionIn(division), tier: textIn(tier), band: oneOf(band, [...steadyBands, 'changed'] as const), page: pageIn(address as Address) });
  },
  component: lazyRouteComponent(() => import('../modules/network/SteadinessEldersPage.tsx'), 'SteadinessEldersPage'),
});
const contacts = createRoute({ getParentRoute: () => root, path: '/contacts', component: lazyRouteComponent(() => import('../modules/network/ContactsPage.tsx'), 'ContactsPage') });
const statistics = createRoute({
  getParentRoute: () => root,
  path: '/statistics',
  validateSearch: (address: Record<string, unknown>): StatisticsAddress & { division?: string } => ({
    ...given({ division: divisionIn((address as Address)['division']) }),
    ...addressOfQuestion(questionOf(address as Address)),
  }),
  component: lazyRouteComponent(() => import('../modules/statistics/StatisticsPage.tsx'), 'StatisticsPage'),
});
const figureRows = createRoute({
  getParentRoute: () => root,
  path: '/statistics/rows',
  validateSearch: (address: Record<string, unknown>): StatisticsAddress & Partial<Record<'row' | 'column' | 'page' | 'division', string>> => {
    const { row, column, division } = address as Address;
    return {
      ...addressOfQuestion(questionOf(address as Address)),
      ...given({ division: divisionIn(division), row: textIn(row), column: textIn(column), page: pageIn(address as Address) }),
    };
  },
  component: lazyRouteComponent(() => import('../modules/statistics/FigureRowsPage.tsx'), 'FigureRowsPage'),
});
const report = createRoute({
  getParentRoute: () => root,
  path: '/report',
  validateSearch: (address: Record<string, unknown>) => given({ month: monthIn((address as Address)['month']) }),
  component: lazyRouteComponent(() => import('../modules/oversight/ReportPage.tsx'), 'ReportPage'),
});
const reportRows = createRoute({
  getParentRoute: () => root,
  path: '/report/rows/$figure',
  validateSearch: (address: Record<string, unknown>) =>
    given({ month: monthIn((address as Address)['month']), category: textIn((address as Address)['category']), page: pageIn(address as Address) }),
  component: lazyRouteComponent(() => import('../modules/oversight/ReportRowsPage.tsx'), 'ReportRowsPage'),
});
const phones = createRoute({
  getParentRoute: () => root,
  path: '/accounts/phones',
  component: lazyRouteComponent(() => import('../modules/access/DevicesPage.tsx'), 'DevicesPage'),
});
const accounts = createRoute({ getParentRoute: () => root, path: '/accounts', component: lazyRouteComponent(() => import('../modules/access/AccountsPage.tsx'), 'AccountsPage') });
const divisions = createRoute({
  getParentRoute: () => root,
  path: '/divisions',
  component: lazyRouteComponent(() => import('../modules/divisions/DivisionsPage.tsx'), 'DivisionsPage'),
});
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: lazyRouteComponent(() => import('../modules/access/SettingsPage.tsx'), 'SettingsPage') });

export const router = createRouter({
  routeTree: root.addChildren([
    workbench,
    reviews,
    archive,
    assessments,
    risk,
    ledger,
    newElder,
    elder,
    editElder,
    papers,
    policy,
    pack,
    imports,
    groups,
    oneImport,
    findings,
    finding,
    doubts,
    lists,
    listRows,
    merges,
    merge,
    visits,
    visitRecords,
    visit,
    visitDoubts,
    visitsBehind,
    visitCalendar,
    paperVisits,
    visitsFromPhone,
    cases,
    proposals,
    listing,
    listingAttempts,
    needs,
    freshness,
    freshnessFiles,
    campaigns,
    campaign,
    campaignRows,
    campaignHandovers,
    surveys,
    survey,
    surveyRows,
    network,
    steadiness,
    steadinessElders,
    contacts,
    statistics,
    figureRows,
    report,
    reportRows,
    accounts,
    phones,
    divisions,
    settings,
  ]),
  parseSearch: readAddress,
  stringifySearch: writeAddress,
  defaultPreload: 'intent',
  defaultPendingComponent: () => <Bones lines={8} />,
  defaultErrorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
