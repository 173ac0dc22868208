// What other modules and the composition root may use of visits.
export { visitCommands } from './commands.ts';
export { ensureDuties, recountDone, type DutyRange } from './duties.ts';
export { openDetails, sealDetails, type VisitDetails } from './details.ts';
export { elderCardFeed, policyFeed } from './feed.ts';
export { bringDutiesUpToDate, dutyMonths, visitJobs } from './jobs.ts';
export { visitPolicyInForce, visitPolicyOf, type VisitPolicy } from './policy.ts';
export { recordVisits, type VisitItem } from './record.ts';
export { visitRoutes } from './routes.ts';
