// What the composition root uses of surveys.
export { surveyCommands } from './commands.ts';
export { surveyRoundFeed, surveySubjectFeed } from './field.ts';
export { surveyJobs } from './jobs.ts';
export { surveyRoutes } from './routes.ts';
