// Addresses of 名册比对: findings, doubtful rows, lists received, files merged.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { divisionIn, given, oneOf, type Address } from '../platform/address.ts';
import { addressOfFilter, filterIn } from '../modules/reconciliation/filters.ts';
import { pageIn, root } from './rootRoute.tsx';

export const uuidIn = (text: string | undefined): string | undefined => (text !== undefined && /^[0-9a-f-]{36}$/.test(text) ? text : undefined);
export const findings = createRoute({
  getParentRoute: () => root,
  path: '/reconciliation',
  validateSearch: (address: Record<string, unknown>): Partial<Record<'kind' | 'state' | 'source' | 'list' | 'overdue' | 'q' | 'page' | 'division', string>> => ({
    ...given({ division: divisionIn((address as Address)['division']) }),
    ...addressOfFilter(filterIn(address as Address)),
  }),
  component: lazyRouteComponent(() => import('../modules/reconciliation/FindingsPage.tsx'), 'FindingsPage'),
});
export const finding = createRoute({
  getParentRoute: () => root,
  path: '/reconciliation/findings/$findingId',
  component: lazyRouteComponent(() => import('../modules/reconciliation/FindingPage.tsx'), 'FindingPage'),
});
export const doubts = createRoute({
  getParentRoute: () => root,
  path: '/reconciliation/doubts',
  validateSearch: (address: Record<string, unknown>) => given({ list: uuidIn((address as Address)['list']) }),
  component: lazyRouteComponent(() => import('../modules/reconciliation/DoubtsPage.tsx'), 'DoubtsPage'),
});
export const lists = createRoute({
  getParentRoute: () => root,
  path: '/reconciliation/lists',
  validateSearch: (address: Record<string, unknown>) => given({ page: pageIn(address as Address) }),
  component: lazyRouteComponent(() => import('../modules/reconciliation/ListsPage.tsx'), 'ListsPage'),
});
export const listRows = createRoute({
  getParentRoute: () => root,
  path: '/reconciliation/lists/$listId',
  validateSearch: (address: Record<string, unknown>) =>
    given({ match: oneOf((address as Address)['match'], ['matched', 'doubtful', 'unmatched'] as const), page: pageIn(address as Address) }),
  component: lazyRouteComponent(() => import('../modules/reconciliation/ListsPage.tsx'), 'ListRowsPage'),
});
export const merges = createRoute({
  getParentRoute: () => root,
  path: '/reconciliation/merges',
  validateSearch: (address: Record<string, unknown>) => given({ page: pageIn(address as Address) }),
  component: lazyRouteComponent(() => import('../modules/reconciliation/MergesPage.tsx'), 'MergesPage'),
});
export const merge = createRoute({
  getParentRoute: () => root,
  path: '/reconciliation/merge',
  validateSearch: (address: Record<string, unknown>) => {
    const { kept, other, finding: about } = address as Address;
    return given({ kept: uuidIn(kept), other: uuidIn(other), finding: uuidIn(about) });
  },
  component: lazyRouteComponent(() => import('../modules/reconciliation/MergePage.tsx'), 'MergePage'),
});
