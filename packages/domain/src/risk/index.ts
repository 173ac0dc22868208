// Risk: from what is known about an elder to a level, with the reasons.
export * from './compileRisk.ts';
