// What the composition root uses of plausibility.
export { assessChanged } from './assess.ts';
export { checkDoubt } from './doubts.ts';
export { plausibilityCommands, visitDoubtFeed } from './field.ts';
export { doTheDaysDoubts, plausibilityJobs } from './jobs.ts';
export { plausibilityRoutes } from './routes.ts';
