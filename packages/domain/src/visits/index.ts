export * from './counting.ts';
export * from './decideVisit.ts';
export * from './duties.ts';
export * from './periods.ts';
export * from './visit.ts';
