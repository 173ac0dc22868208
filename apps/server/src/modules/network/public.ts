// What imports and the composition root use of the network.
export { countUncovered, recordAssignments, type AssignmentAnswer, type AssignmentItem } from './assignments.ts';
export { findVisitors, recordRoster, type FoundVisitor, type RosterAnswer, type RosterEntry, type VisitorName } from './roster.ts';
export { networkRoutes } from './routes.ts';
