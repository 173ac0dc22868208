// What imports and the composition root use of the network.
export { countUncovered, endAssignments, recordAssignments, resumeAssignments, type AssignmentAnswer, type AssignmentItem } from './assignments.ts';
export { replaceContacts, selfFeed, type VillageContact } from './contacts.ts';
export { homesOfVisitors } from './homes.ts';
export { moveAssignments, returnAssignments, type MovedAssignment } from './merge.ts';
export { findVisitors, recordRoster, type FoundVisitor, type RosterAnswer, type RosterEntry, type VisitorName } from './roster.ts';
export { networkRoutes } from './routes.ts';
