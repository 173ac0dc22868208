// What stands in the left navigation, in the way the data goes, and what a role needs to open it.
import type { Permission } from '@shouwang/domain/access';

export const navigation = [
  { key: 'today', entries: [{ key: 'workbench', to: '/', permission: 'duties.read' }] },
  {
    key: 'facts',
    entries: [
      { key: 'ledger', to: '/ledger', permission: 'elders.read' },
      { key: 'listing', to: '/listing', permission: 'listing.read' },
      { key: 'reviews', to: '/reviews', permission: 'reviews.read' },
      { key: 'assessments', to: '/assessments', permission: 'assessments.read' },
      { key: 'risk', to: '/risk', permission: 'assessments.read' },
    ],
  },
  {
    key: 'sources',
    entries: [
      { key: 'surveys', to: '/surveys', permission: 'surveys.read' },
      { key: 'imports', to: '/imports', permission: 'imports.read' },
      { key: 'reconciliation', to: '/reconciliation', permission: 'findings.read' },
    ],
  },
  {
    key: 'forms',
    entries: [
      { key: 'papers', to: '/papers', permission: 'papers.print' },
      { key: 'archive', to: '/archive', permission: 'reviews.read' },
      { key: 'groups', to: '/groups', permission: 'elders.export' },
    ],
  },
  {
    key: 'work',
    entries: [
      { key: 'policy', to: '/policy', permission: 'policy.read' },
      { key: 'visits', to: '/visits', permission: 'duties.read' },
      { key: 'doubts', to: '/doubts', permission: 'doubts.read' },
      { key: 'cases', to: '/cases', permission: 'cases.read' },
      { key: 'campaigns', to: '/campaigns', permission: 'campaigns.read' },
      { key: 'network', to: '/network', permission: 'visitors.read' },
      { key: 'contacts', to: '/contacts', permission: 'contacts.edit' },
    ],
  },
  {
    key: 'oversight',
    entries: [
      { key: 'statistics', to: '/statistics', permission: 'reports.read' },
      { key: 'report', to: '/report', permission: 'reports.read' },
    ],
  },
  {
    key: 'system',
    entries: [
      { key: 'divisions', to: '/divisions', permission: 'divisions.read' },
      { key: 'accounts', to: '/accounts', permission: 'accounts.manage' },
      { key: 'settings', to: '/settings', permission: 'session.own' },
    ],
  },
] as const satisfies readonly { readonly key: string; readonly entries: readonly { readonly key: string; readonly to: string; readonly permission: Permission }[] }[];

export type NavigationEntry = (typeof navigation)[number]['entries'][number];
