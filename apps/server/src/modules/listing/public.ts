// What other modules use of list and life.
export { followAllWishes, listingJobs } from './jobs.ts';
export { closeFile, recordLifeEvent, undoLifeEvent, type LifeEventInput } from './life.ts';
export { followWishes } from './refusals.ts';
export { listingRoutes } from './routes.ts';
