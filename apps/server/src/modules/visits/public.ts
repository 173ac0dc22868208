// What other modules and the composition root may use of visits.
export { openVisitAttachment } from './attachments.ts';
export { countAttempts, listAttempts, settleAttempt, takeAttempt, type AttemptRow } from './attempts.ts';
export { visitCommands } from './commands.ts';
export { ensureDuties } from './duties.ts';
export { openDetails, sealDetails } from './details.ts';
export { elderCardFeed, policyFeed } from './feed.ts';
export { moveVisits, returnVisits, type MovedVisits } from './merge.ts';
export { dutyMonths, visitJobs } from './jobs.ts';
export { formOf, visitPolicyInForce, type VisitPolicy } from './policy.ts';
export { visitDeskRoutes } from './deskRoutes.ts';
export { answersText, findingsText } from './formWords.ts';
export { VISIT_FOUND } from './found.ts';
export { readSignature, visitIdsOfMonth, visitsToPrint, type VisitToPrint } from './printed.ts';
export { visitRoutes } from './routes.ts';
export { cancelVisit, correctVisit } from './versions.ts';
