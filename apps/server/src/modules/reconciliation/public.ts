// What the composition roots and other modules use of reconciliation.
export { exportFindings, type ExportedFinding, type ExportFindingsOptions } from './exportFindings.ts';
export { mergeRoutes } from './mergeRoutes.ts';
export { reconciliationReactions } from './reactions.ts';
export { reconciliationJobs, reconcileAll } from './rebuild.ts';
export { reconciliationRoutes } from './routes.ts';
export { countOpenFindings, openReconciliation } from './queries.ts';
