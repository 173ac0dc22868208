// What other modules ask of assessments.
export { assessmentRoutes } from './routes.ts';
export { openAbilityReport, type AbilityReport } from './open.ts';
