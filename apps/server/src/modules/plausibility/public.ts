// What other modules and the composition root use of plausibility.
export { assessChanged } from './assess.ts';
export { checkDoubt } from './doubts.ts';
export { plausibilityCommands, visitDoubtFeed } from './field.ts';
export { doTheDaysDoubts, plausibilityJobs } from './jobs.ts';
export { openChecks } from './queries.ts';
export { plausibilityRoutes } from './routes.ts';
