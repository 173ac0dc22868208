// What the composition root may use of cases.
export { caseReactions } from './open.ts';
export { caseRoutes } from './routes.ts';
