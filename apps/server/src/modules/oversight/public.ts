// What the composition root and the benches may use of oversight.
export { oversightJobs } from './jobs.ts';
export { recountMonth } from './recount.ts';
export { monthReport, type MonthReport } from './report.ts';
export { rebuildRollups, refreshRollups } from './rollups.ts';
export { oversightRoutes } from './routes.ts';
