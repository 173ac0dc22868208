// What the composition root may use of oversight.
export { oversightJobs } from './jobs.ts';
export { oversightRoutes } from './routes.ts';
