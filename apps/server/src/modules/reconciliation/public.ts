// What the composition roots and other modules use of reconciliation.
export { reconciliationReactions } from './reactions.ts';
export { reconcileElders, reconcileRows } from './reconcile.ts';
export { exportFindings, type ExportedFinding, type ExportFindingsOptions } from './exportFindings.ts';
