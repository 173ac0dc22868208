// Who visits whom. A visitor is a person of the roster (互助员, 网格员, 村干部 …); an assignment ties
// him to an elder from a day to a day. Exactly one responsible person per elder; helpers none to
// several (decisions.md, People and roles).
import type { IsoDate } from '../shared/index.ts';

/** Kinds of people on a roster; the county's own word for each is in its pack's terms. */
export const visitorKinds = ['helper', 'villageCadre', 'gridWorker', 'workTeamMember', 'assignedCadre', 'volunteer', 'other'] as const;
export type VisitorKind = (typeof visitorKinds)[number];

export const assignmentRoles = ['responsible', 'helper', 'backup', 'liaison'] as const;
export type AssignmentRole = (typeof assignmentRoles)[number];

/** Whom a village names for emergencies, in the order in which a phone offers them. */
export const contactRoles = ['village', 'doctor', 'team', 'town', 'other'] as const;
export type ContactRole = (typeof contactRoles)[number];

export interface AssignmentSpan {
  readonly from: IsoDate;
  readonly to: IsoDate | null;
}
export const inForce = (span: AssignmentSpan, on: IsoDate): boolean => span.from <= on && (span.to === null || on <= span.to);
