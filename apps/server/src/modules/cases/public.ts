// What other modules and the composition root may use of cases.
export { openCases } from './list.ts';
export { caseReactions } from './open.ts';
export { caseRoutes } from './routes.ts';
