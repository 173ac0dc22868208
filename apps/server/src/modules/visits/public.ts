// What other modules and the composition root may use of visits.
export { visitCommands } from './commands.ts';
export { ensureDuties } from './duties.ts';
export { openDetails, sealDetails } from './details.ts';
export { elderCardFeed, policyFeed } from './feed.ts';
export { moveVisits, returnVisits, type MovedVisits } from './merge.ts';
export { dutyMonths, visitJobs } from './jobs.ts';
export { visitPolicyInForce, type VisitPolicy } from './policy.ts';
export { visitRoutes } from './routes.ts';
