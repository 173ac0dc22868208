// Who may do what. A permission is declared by every route and command (packages/contract); a role
// holds a set of them; where it holds them is the account's scope, a division prefix. A visitor has
// no division at all: he sees the elders assigned to him (row level security asks the assignment).

export const roles = ['prefecture', 'county', 'town', 'village', 'visitor', 'system'] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  'session.own',
  'divisions.read',
  'divisions.import',
  'accounts.manage',
  'policy.read',
  'policy.confirm',
  'elders.read',
  'elders.edit',
  'elders.reveal',
  'elders.export',
  'papers.print',
  'imports.run',
  'imports.read',
  'findings.read',
  'findings.settle',
  'elders.merge',
  'visitors.read',
  'contacts.edit',
  'assignments.read',
  'reviews.read',
  'reviews.act',
  'archive.manage',
  'surveys.read',
  'surveys.manage',
  'surveys.answer',
  'campaigns.read',
  'campaigns.manage',
  'campaigns.record',
  'warnings.connect',
  'listing.read',
  'listing.propose',
  'listing.decide',
  'life.record',
  'life.undo',
  'assessments.read',
  'assessments.record',
  'assessments.void',
  'duties.read',
  'visits.read',
  'visits.record',
  'visits.correct',
  'cases.read',
  'cases.act',
  'doubts.read',
  'doubts.check',
  'doubts.answer',
  'reports.read',
  'reports.export',
  'sync.own',
  'sync.takeIn',
  'audit.read',
] as const;
export type Permission = (typeof permissions)[number] | 'public';

const reading = [
  'session.own',
  'divisions.read',
  'policy.read',
  'elders.read',
  'visitors.read',
  'assignments.read',
  'duties.read',
  'visits.read',
  'cases.read',
  'reports.read',
  'assessments.read',
  'reviews.read',
  'listing.read',
  'surveys.read',
  'campaigns.read',
] as const;
const office = [
  ...reading,
  'reviews.act',
  'archive.manage',
  'surveys.manage',
  'surveys.answer',
  'campaigns.manage',
  'campaigns.record',
  'assessments.record',
  'elders.edit',
  'elders.reveal',
  'elders.export',
  'papers.print',
  'imports.run',
  'imports.read',
  'findings.read',
  'findings.settle',
  'contacts.edit',
  'elders.merge',
  'visits.record',
  'visits.correct',
  'cases.act',
  'reports.export',
  'sync.own',
  'sync.takeIn',
  'listing.propose',
  'life.record',
  'doubts.read',
  'doubts.check',
] as const;

/** Role → permissions. The table is the rule; the server and the interface both read it. */
export const rolePermissions: Record<Role, readonly (typeof permissions)[number][]> = {
  prefecture: reading,
  county: [...office, 'listing.decide', 'life.undo', 'assessments.void', 'accounts.manage', 'policy.confirm', 'warnings.connect', 'divisions.import', 'audit.read'],
  town: [...office, 'listing.decide', 'life.undo', 'assessments.void', 'accounts.manage'],
  village: office,
  visitor: ['session.own', 'visits.record', 'doubts.answer', 'surveys.answer', 'campaigns.record', 'sync.own', 'policy.read'],
  system: permissions,
};

export const can = (role: Role, permission: Permission): boolean => permission === 'public' || (rolePermissions[role] as readonly string[]).includes(permission);

/** Who acts: the same shape on server and client. `visitorId` is set for visitors only. */
export interface Principal {
  readonly accountId: string;
  readonly countyCode: string;
  readonly role: Role;
  /** Division prefix; '' for a visitor. */
  readonly scope: string;
  readonly visitorId: string | null;
  readonly displayName: string;
}
